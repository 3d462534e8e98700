"""`rules stale`: what is due for another look."""

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
        help=words.word(N_("List what is due for another look: what decides most first, then the oldest.")),
        epilog="destcompare rules stale --days 180",
    )
    def stale(
        days: Annotated[
            str | None,
            typer.Option(
                "--days", metavar=N_("N"), help=words.word(N_("Due after so many days (default: that of the rules)"))
            ),
        ] = None,
        as_of: Annotated[str | None, shared.as_of] = None,
        folder: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli import settings
        from destcompare.places import data_folder
        from destcompare.problems import BadInput
        from destcompare.rulebook.cache import rule_files
        from destcompare.upkeep.cases import read_cases
        from destcompare.upkeep.staleness import due

        day = settings.read_as_of(as_of)
        rulebook = settings.read_rules(folder)
        if days is not None and not days.isdecimal():
            raise BadInput(N_("{option} is a number of days, for example {example}."), option="--days", example="180")
        after = int(days) if days is not None else rulebook.stale_after_days
        cases = [case.shape for case in read_cases(rule_files(Path(folder) if folder else data_folder("rules")))]
        found = due(rulebook, cases, day, after)
        for item in found:
            source = rulebook.sources[item.provenance.source]
            print(
                words.word(
                    N_(
                        "{id}: last compared {day}, people of the rule cases it decides: {people}. {address}",
                        id=item.id,
                        day=words.language.short_date(item.provenance.checked),
                        people=item.people,
                        address=source.url,
                    )
                )
            )
        print(words.word(N_("Due for another look after {days} days: {count}.", days=after, count=len(found))))
