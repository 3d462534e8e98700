"""`rules`: for maintainers of the rules, one module a command."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.rules import check, coverage, diff, fmt, new, prove, schema, show, stale, test
from destcompare.problems import N_


def add_to(app: typer.Typer, words: Help) -> None:
    """Put the group of commands on the command line."""
    rules = typer.Typer(cls=words.group, no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    app.add_typer(rules, name="rules", help=words.word(N_("For maintainers: check the rules, print their schemas")))

    @rules.callback()
    def group(lang: Annotated[str | None, typer.Option(metavar=N_("LANG"), help=words.languages)] = None) -> None:
        """Take the language before the command too."""

    for command in (check, test, coverage, diff, prove, fmt, new, show, stale, schema):
        command.add_to(rules, words)
