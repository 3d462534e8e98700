"""A proof in words: the statement, and the people or the rules that refute it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from destcompare.decision.answers import as_word
from destcompare.language import Language
from destcompare.output.document import plain
from destcompare.output.words import say
from destcompare.problems import N_
from destcompare.upkeep.proof import Proof

_VERDICTS = {
    "proved": N_("{about}: proved: {statement}"),
    "refuted": N_("{about}: refuted: {statement}"),
    "open": N_("{about}: not proved in time: {statement}"),
}


def told(proof: Proof, language: Language) -> Iterator[str]:
    """Lines for a terminal; each person is a command that shows the result to be looked at."""
    yield say(language, N_(_VERDICTS[proof.verdict], about=proof.about, statement=proof.statement))
    if proof.because:
        yield "  " + say(language, N_("These rules leave room for nobody: {rules}", rules=", ".join(proof.because)))
    for answers in proof.people:
        given = [shlex.quote(as_word(name, value)) for name, value in sorted(answers.items())]
        place = proof.about.partition("/")[0].upper()
        day = proof.day.isoformat() if proof.day else ""
        yield "  " + " ".join(["destcompare compare", *given, "--as-of", day, "--to", place, "--all"])


def proof_document(proof: Proof) -> dict[str, Any]:
    """A proof for programs."""
    return {
        "about": proof.about,
        "statement": str(proof.statement).format(**proof.statement.values),
        "verdict": proof.verdict,
        "people": [{name: plain(value) for name, value in answers.items()} for answers in proof.people],
        "as_of": proof.day.isoformat() if proof.day else None,
        "because": list(proof.because),
    }
