"""Proofs: what is true of everybody is proved; what is not is shown by a person whom the decision judges the same way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.prove import Proof, Prover

TODAY = date(2026, 11, 23)

INVARIANTS = """
[[never_eligible]]
id    = "child"
text  = "No way to work is open to a child"
kinds = ["work"]
when  = "age < 15"

[[never_eligible]]
id    = "known-ban"
text  = "Nobody who knows of a running entry ban is eligible there"
when  = "as_of < ban_until"

[[never_shorter]]
id    = "overstay"
text  = "A longer overstay never shortens an entry ban"
fact  = "overstay_days"
"""


def proofs(files: dict[str, str], last: date = TODAY) -> list[Proof]:
    return list(Prover(built(files), TODAY, last, 20).everything())


def built(files: dict[str, str]) -> Rulebook:
    contents = {name: text.encode() for name, text in sorted(files.items())}
    return build_rulebook(contents, "test")


@pytest.fixture
def proved_files(files: dict[str, str]) -> Iterator[dict[str, str]]:
    files["invariants.toml"] = INVARIANTS
    yield files


def of(found: list[Proof], words: str) -> list[Proof]:
    return [proof for proof in found if words in str(proof.statement)]


def test_sound_rules_are_proved(proved_files: dict[str, str]) -> None:
    found = proofs(proved_files)
    assert found
    assert [proof for proof in found if proof.verdict != "proved"] == []
