"""`batch`: many people at once, one module a command. What follows `batch` and is no command of its own is a file of cases."""

from typing import Annotated, Any

import typer

from destcompare.cli.batch import cases, generate, report
from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_

_CASES = "cases"
"""The command that decides a file of cases; people do not type its name."""


def add_to(app: typer.Typer, words: Help) -> None:
    """Put the group of commands on the command line."""
    shared = Options(words)

    class CasesFirst(words.group):  # type: ignore[name-defined,misc]  # the class is made for a language
        def list_commands(self, ctx: Any) -> list[str]:
            return [name for name in super().list_commands(ctx) if name != _CASES]

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args[0] in self.list_commands(ctx):
                return super().resolve_command(ctx, args)
            return "", self.get_command(ctx, _CASES), args

    batch = typer.Typer(
        cls=CasesFirst,
        # options before the file are those of the command that decides it
        context_settings={"ignore_unknown_options": True},
        epilog="destcompare batch people.csv -o outcomes.csv\n  destcompare batch --help\n  destcompare batch people.csv --help",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
    )
    app.add_typer(
        batch,
        name="batch",
        help=words.word(
            N_(
                "Decide for many people at once: {command}. One row of {cases} is one person, the columns are the answers; the "
                "names of the files end in {endings}.",
                command="destcompare batch people.csv -o outcomes.csv",
                cases="people.csv", endings=[".csv", ".parquet", ".jsonl"],
            )
        ),
    )  # fmt: skip

    @batch.callback()
    def group(lang: Annotated[str | None, shared.lang] = None) -> None:
        """Take the language before the command too."""

    for command in (cases, report, generate):
        command.add_to(batch, words)
