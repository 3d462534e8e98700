"""`batch CASES`: many people decided at once."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.problems import N_


def add_to(batch: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""

    @batch.command(cls=words.command)
    def cases(
        file: Annotated[str, typer.Argument(metavar="CASES")],
        output: Annotated[str | None, typer.Option("-o", metavar=N_("FILE"))] = None,
        lang: Annotated[str | None, typer.Option(metavar=N_("LANG"), help=words.languages)] = None,
    ) -> None:
        raise NotImplementedError(file, output)
