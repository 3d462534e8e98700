"""`rules prove`: statements about the rules over all possible people."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_

_SECONDS = 20


def add_to(rules: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @rules.command(
        cls=words.command,
        help=words.word(N_("Prove statements about the rules over all possible people, or show one who refutes them.")),
        epilog="destcompare rules prove -k gb",
    )
    def prove(
        only: Annotated[
            str | None,
            typer.Option(
                "-k", metavar=N_("TEXT"), help=words.word(N_("Only schemes and countries with this text in their id"))
            ),
        ] = None,
        seconds: Annotated[
            str | None,
            typer.Option(metavar=N_("NUMBER"), help=words.word(N_("The longest time for one statement, in seconds"))),
        ] = None,
        everything: Annotated[
            bool, typer.Option("--all", help=words.word(N_("Name the proved statements too")))
        ] = False,
        as_of: Annotated[str | None, shared.as_of] = None,
        until: Annotated[
            str | None, typer.Option(metavar=N_("YYYY-MM-DD"), help=words.word(N_("And of every day until this one")))
        ] = None,
        folder: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from collections import Counter

        from destcompare.cli import settings
        from destcompare.problems import BadInput

        day = settings.read_as_of(as_of)
        last = settings.read_day("--until", until) if until is not None else day
        if last < day:
            raise BadInput(N_("{option}: a day not before {day}."), option="--until", day=day)
        if seconds is not None and (not seconds.isdecimal() or int(seconds) == 0):
            raise BadInput(
                N_("{option} is a number of seconds, for example {example}."), option="--seconds", example="60"
            )
        rulebook = settings.read_rules(folder)
        settings.need("z3", "prove")
        from destcompare.upkeep.proofview import told
        from destcompare.upkeep.prove import Prover

        verdicts: Counter[str] = Counter()
        for proof in Prover(rulebook, day, last, int(seconds or _SECONDS)).everything(only or ""):
            verdicts[proof.verdict] += 1
            if everything or proof.verdict != "proved":
                print("\n".join(told(proof, words.language)), flush=True)
        print(
            words.word(
                N_(
                    "Proved: {proved}. Refuted: {refuted}. Not proved within {seconds} seconds: {open}.",
                    proved=verdicts["proved"], refuted=verdicts["refuted"], open=verdicts["open"],
                    seconds=int(seconds or _SECONDS),
                )
            )
        )  # fmt: skip
        if verdicts["refuted"]:
            raise typer.Exit(1)
