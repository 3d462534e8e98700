"""Proofs: what is true of everybody is proved; what is not is shown by a person whom the decision judges the same way."""

from __future__ import annotations

from datetime import date

import pytest

from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.faults import BrokenRules
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.prove import Proof, Prover

TODAY = date(2026, 11, 23)

INVARIANTS = """
[[never_eligible]]
id    = "child"
text  = "No way to work is open to a child"
kinds = ["work"]
when  = "age < 15"

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
def ruled(files: dict[str, str]) -> dict[str, str]:
    return {**files, "invariants.toml": INVARIANTS}


def of(found: list[Proof], words: str) -> list[Proof]:
    return [proof for proof in found if words in str(proof.statement)]


def test_sound_rules_are_proved(ruled: dict[str, str]) -> None:
    found = proofs(ruled)
    assert found
    assert [proof for proof in found if proof.verdict != "proved"] == []


def test_a_way_to_work_that_a_child_may_go_is_shown_by_the_child(ruled: dict[str, str]) -> None:
    ruled["xc/work.toml"] = ruled["xc/work.toml"].replace("age >= adult", "age >= 14 or age >= adult")
    (refuted,) = [proof for proof in proofs(ruled) if proof.verdict == "refuted"]
    rulebook = built(ruled)
    (person,) = refuted.people
    assert person["age"] == 14
    assert refuted.day == TODAY
    (option,) = decide(make_person(person, rulebook), rulebook, TODAY).options
    assert option.status == "eligible"


def test_a_ban_that_a_longer_overstay_shortens_is_shown_by_two_people(ruled: dict[str, str]) -> None:
    ruled["xc/destination.toml"] = ruled["xc/destination.toml"].replace(
        '"add_years(xc_left_on, ban_years)"', '"add_years(xc_left_on, ban_years if xc_overstay_days < 200 else 1)"'
    )
    (refuted,) = [proof for proof in proofs(ruled) if proof.verdict == "refuted"]
    less, more = refuted.people
    assert less["xc_overstay_days"] < 200 <= more["xc_overstay_days"]  # type: ignore[operator]
    assert less["xc_left_on"] == more["xc_left_on"]


def test_a_gap_between_two_steps_of_a_ladder_is_found(ruled: dict[str, str]) -> None:
    ruled["xc/destination.toml"] = ruled["xc/destination.toml"].replace(
        "xc_overstay_days > long_overstay", "xc_overstay_days > long_overstay and xc_overstay_days != 77"
    )
    (refuted,) = [proof for proof in proofs(ruled) if proof.verdict == "refuted"]
    assert refuted.people[1]["xc_overstay_days"] == 77


def test_a_way_that_nobody_can_go_is_told_with_the_rules_that_close_it(ruled: dict[str, str]) -> None:
    ruled["xc/work.toml"] = ruled["xc/work.toml"].replace('"age >= adult"', '"age >= adult and age < adult"')
    (refuted, *_) = of(proofs(ruled), "There can be someone")
    assert refuted.verdict == "refuted"
    assert refuted.because == ("xc/work/age",)


def test_a_requirement_that_follows_from_another_is_told(ruled: dict[str, str]) -> None:
    ruled["xc/work.toml"] += """
[[requires]]
id      = "grown"
when    = "age >= 16"
text    = "Age"
source  = "law"
checked = 2026-01-01
"""
    (refuted,) = [proof for proof in proofs(ruled) if proof.verdict == "refuted"]
    assert refuted.statement.values == {"id": "xc/work/grown"}
    assert refuted.because == ("xc/work/age",)


def test_a_statement_that_fails_only_on_a_later_day_is_found_on_that_day(ruled: dict[str, str]) -> None:
    ruled["xc/destination.toml"] = ruled["xc/destination.toml"].replace(
        'value = 18, source = "law", checked = 2026-01-01 }]',
        'value = 18, source = "law", checked = 2026-01-01 }, '
        '{ from = 2027-03-01, value = 12, source = "law", checked = 2026-01-01 }]',
    )
    assert [proof for proof in proofs(ruled) if proof.verdict != "proved"] == []
    (refuted,) = [proof for proof in proofs(ruled, date(2027, 12, 31)) if proof.verdict == "refuted"]
    assert refuted.day is not None
    assert refuted.day >= date(2027, 3, 1)


def test_an_invariant_about_a_fact_that_does_not_exist_is_a_fault(ruled: dict[str, str]) -> None:
    ruled["invariants.toml"] = INVARIANTS.replace("overstay_days", "overstay_day")
    with pytest.raises(BrokenRules) as broken:
        built(ruled)
    (fault,) = broken.value.faults
    assert (fault.code, fault.file) == ("RULE021", "invariants.toml")
    assert fault.values["nearest"] == "overstay_days"
