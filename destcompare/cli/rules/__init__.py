"""`rules`: for maintainers of the rules, one module a command."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.cli.rules import check, coverage, diff, fmt, new, prove, schema, show, stale, test
from destcompare.problems import N_


def add_to(app: typer.Typer, words: Help) -> None:
    """Put the group of commands on the command line."""
    shared = Options(words)
    rules = typer.Typer(
        cls=words.group, no_args_is_help=True, invoke_without_command=True, add_completion=False, rich_markup_mode=None
    )
    app.add_typer(rules, name="rules", help=words.word(N_("For maintainers: check the rules, print their schemas")))

    @rules.callback()
    def group(
        context: typer.Context,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        """Take the language before the command too; with nothing else, show the help."""
        if context.invoked_subcommand is None:
            print(context.get_help())

    for command in (check, test, coverage, diff, prove, fmt, new, show, stale, schema):
        command.add_to(rules, words)
