"""`batch report`: a caseload at a glance."""

import typer

from destcompare.cli.help import Help


def add_to(batch: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
