"""`rules diff`: what a change of the rules says otherwise, and whom it moves."""

import sys
from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_

_SECONDS = 20
"""The longest time for one proof."""


def add_to(rules: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @rules.command(
        cls=words.command,
        help=words.word(
            N_("Compare two versions of the rules: what changed in meaning, and whose outcome it changes.")
        ),
        epilog="destcompare rules diff git:main rules --cases cases.csv",
    )
    def diff(
        old: Annotated[
            str,
            typer.Argument(
                metavar=N_("OLD"),
                help=words.word(
                    N_("A folder of rules, or {revision} for a revision in git", revision="git:REV, git:REV:DIR")
                ),
            ),
        ],
        new: Annotated[str, typer.Argument(metavar=N_("NEW"), help=words.word(N_("The version to compare with it")))],
        cases: Annotated[
            str | None,
            typer.Option(
                metavar=N_("FILE"),
                help=words.word(
                    N_(
                        "People from a {formats} file; without it, people at every threshold",
                        formats="CSV, JSONL, Parquet",
                    )
                ),
            ),
        ] = None,
        expect: Annotated[
            str | None, typer.Option(metavar=N_("FILE"), help=words.word(N_("Changes that are meant, in a TOML file")))
        ] = None,
        affected: Annotated[
            str | None,
            typer.Option(metavar=N_("FILE"), help=words.word(N_("Write the ids of the cases whose outcome changes"))),
        ] = None,
        described: Annotated[
            str | None,
            typer.Option(
                "--prove",
                metavar=N_("CONDITION"),
                help=words.word(
                    N_(
                        "Prove over all possible people that only these are affected, for example {example}",
                        example="'age == 40'",
                    )
                ),
            ),
        ] = None,
        output: Annotated[
            str, typer.Option("--format", metavar="text|json", help=words.word(N_("For people or for programs")))
        ] = "text",
        as_of: Annotated[str | None, shared.as_of] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli import settings
        from destcompare.output.console import make_console
        from destcompare.problems import BadInput
        from destcompare.upkeep.casefile import read_people
        from destcompare.upkeep.effect import both, effect_of
        from destcompare.upkeep.effectview import EffectView, effect_document
        from destcompare.upkeep.expected import read_description, read_expected
        from destcompare.upkeep.versions import read_version

        day = settings.read_as_of(as_of)
        form = settings.one_of("--format", output, ("text", "json"))
        if affected is not None and cases is None:
            raise BadInput(N_("{option} needs {other}."), option="--affected", other="--cases")
        before, after = (read_version(name, Path()) for name in (old, new))
        known = both(before.rulebook, after.rulebook)
        people = read_people(cases, known, day) if cases is not None else None
        if described is not None:
            settings.need("z3", "prove")
            meant_people = read_description(described, known)
        meant = read_expected(expect, settings.read_text(expect), known) if expect is not None else []
        effect = effect_of(before, after, day, people, meant)
        if affected is not None:
            settings.write_whole(affected, "".join(f"{case}\n" for case in effect.affected))
        proofs = []
        if described is not None:
            from destcompare.upkeep.affected import Affected

            proofs = list(Affected(before.rulebook, after.rulebook, day, meant_people, _SECONDS).proofs())
        if form == "json":
            print(effect_document(effect, proofs))
        else:
            from destcompare.upkeep.proofview import told

            EffectView(make_console(sys.stdout), words.language).show(effect)
            for proof in proofs:
                print("\n".join(told(proof, words.language)))
        unproved = any(proof.verdict != "proved" for proof in proofs)
        if unproved or (described is None and (effect.surprising or effect.unmet)):
            raise typer.Exit(1)
