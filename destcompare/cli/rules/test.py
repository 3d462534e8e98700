"""`rules test`: the rule cases beside the rules."""

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
        help=words.word(N_("Run the rule cases beside the rules and name every difference.")),
        epilog="destcompare rules test -k overstay",
    )
    def test(
        only: Annotated[
            str | None,
            typer.Option(
                "-k", metavar=N_("TEXT"), help=words.word(N_("Only cases with this text in their file or name"))
            ),
        ] = None,
        folder: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli import settings
        from destcompare.places import data_folder
        from destcompare.rulebook.cache import rule_files
        from destcompare.upkeep.cases import read_cases, tell

        rulebook = settings.read_rules(folder)
        cases = list(read_cases(rule_files(Path(folder) if folder else data_folder("rules")), only or ""))
        failed = 0
        for lines in tell(cases, rulebook, words.language):
            failed += 1
            print("\n".join(lines))
        print(
            words.word(
                N_("Rule cases as expected: {passed}. Otherwise: {failed}.", passed=len(cases) - failed, failed=failed)
            )
        )
        if failed:
            raise typer.Exit(1)
