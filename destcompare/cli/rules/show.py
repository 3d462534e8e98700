"""`rules show`: one rule with its history and sources, or all there is."""

import sys
from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_


def add_to(rules: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @rules.command(
        cls=words.command,
        help=words.word(N_("Show one rule with its history, article and sources; without an id, all there is.")),
        epilog="destcompare rules show ID --as-of 2015-07-01",
    )
    def show(
        wanted: Annotated[
            str | None,
            typer.Argument(
                metavar=N_("ID"), help=words.word(N_("A scheme, figure, entry ban, danger, source or question"))
            ),
        ] = None,
        as_of: Annotated[str | None, shared.as_of] = None,
        folder: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from destcompare.cli import settings
        from destcompare.output.console import make_console
        from destcompare.output.page import Page
        from destcompare.upkeep.lookup import find
        from destcompare.upkeep.show import RuleView

        day = settings.read_as_of(as_of)
        rulebook = settings.read_rules(folder)
        view = RuleView(Page(make_console(sys.stdout), words.language, rulebook), day)
        if wanted is None:
            view.overview()
            return
        for thing in find(rulebook, wanted):
            view.show(thing)
