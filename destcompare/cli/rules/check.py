"""`rules check`: every fault of every rule file."""

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
        help=words.word(N_("Check all rule files and list every fault with its place.")),
        epilog="destcompare rules check --strict",
    )
    def check(
        strict: Annotated[
            bool, typer.Option("--strict", help=words.word(N_("List too what to mend before a change is merged")))
        ] = False,
        days: Annotated[
            str,
            typer.Option("--days", metavar=N_("N"), help=words.word(N_("Strict: tell what ends within so many days"))),
        ] = "30",
        as_of: Annotated[
            str | None,
            typer.Option(metavar=N_("YYYY-MM-DD"), help=words.word(N_("Strict: as seen on this day (default: today)"))),
        ] = None,
        folder: Annotated[str | None, shared.rules] = None,
        output: Annotated[
            str, typer.Option("--format", metavar="text|json|github", help=words.word(N_("For people or for programs")))
        ] = "text",
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli.settings import one_of, read_as_of
        from destcompare.places import data_folder
        from destcompare.problems import BadInput
        from destcompare.rulebook.building import build_rulebook
        from destcompare.rulebook.cache import digest_of, rule_files
        from destcompare.rulebook.faults import BrokenRules
        from destcompare.upkeep.report import as_annotations, as_json

        form = one_of("--format", output, ("text", "json", "github"))
        if not (days.isascii() and days.isdecimal() and len(days) < 6):
            raise BadInput(N_("{option} is a number of days, for example {example}."), option="--days", example="180")
        day = read_as_of(as_of)
        files = rule_files(Path(folder) if folder else data_folder("rules"))
        try:
            if strict:
                from destcompare.upkeep.strict.check import strict_check, translations

                rulebook = strict_check(files, day, int(days), translations()).rulebook
            else:
                rulebook = build_rulebook(files, digest_of(files))
        except BrokenRules as broken:
            if form == "text":
                raise
            level = "warning" if type(broken) is not BrokenRules else "error"
            print(
                as_json(broken.faults, words.language)
                if form == "json"
                else as_annotations(broken.faults, words.language, folder or "rules", level)
            )
            raise typer.Exit(1) from None
        if form == "json":
            print(as_json((), words.language))
            return
        print(
            words.word(
                N_(
                    "No faults. Rule files: {files}. Schemes: {schemes}.",
                    files=len(files),
                    schemes=len(rulebook.schemes),
                )
            )
        )
