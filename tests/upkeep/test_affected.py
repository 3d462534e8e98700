"""Whom a change affects, over all people: nobody but those described, or somebody else is shown."""

from __future__ import annotations

from datetime import date

import pytest

from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.cache import rule_files
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.affected import Affected
from destcompare.upkeep.expected import read_description
from destcompare.upkeep.proof import Proof
from tests.conftest import ROOT

TODAY = date(2026, 11, 25)


def built(files: dict[str, bytes]) -> Rulebook:
    return build_rulebook(files, "test")


def proofs(before: Rulebook, after: Rulebook, text: str) -> list[Proof]:
    return list(Affected(before, after, TODAY, read_description(text, after), 20).proofs())


def small(files: dict[str, str], **changes: tuple[str, str]) -> Rulebook:
    contents = dict(files)
    for file, (old, new) in changes.items():
        name = file.replace("__", "/") + ".toml"
        assert old in contents[name]
        contents[name] = contents[name].replace(old, new, 1)
    return built({name: text.encode() for name, text in sorted(contents.items())})


@pytest.fixture(scope="module")
def raised() -> tuple[Rulebook, Rulebook]:
    """The shipped rules, and the same with the age limit of E-9 at 40."""
    files = rule_files(ROOT / "rules")
    text = files["kr/e9.toml"]
    assert b"value = 39," in text
    return built(files), built({**files, "kr/e9.toml": text.replace(b"value = 39,", b"value = 40,", 1)})


def test_a_higher_age_limit_affects_exactly_those_of_that_age(raised: tuple[Rulebook, Rulebook]) -> None:
    nobody_else, somebody = proofs(*raised, "age == 40")
    assert (nobody_else.about, nobody_else.verdict, somebody.verdict) == ("kr/e9", "proved", "proved")
    assert somebody.people[0]["age"] == 40


def test_somebody_who_was_not_meant_is_shown(raised: tuple[Rulebook, Rulebook]) -> None:
    nobody_else, _ = proofs(*raised, "age == 40 and nationality != 'UZ'")
    assert nobody_else.verdict == "refuted"
    assert nobody_else.people[0]["age"] == 40
    assert nobody_else.people[0].get("nationality") in (None, "UZ")


def test_a_description_that_means_nobody_is_refuted(raised: tuple[Rulebook, Rulebook]) -> None:
    assert [proof.verdict for proof in proofs(*raised, "age == 41")] == ["refuted", "refuted"]


def test_who_can_no_longer_mend_what_is_missing_is_affected_too(files: dict[str, str]) -> None:
    """The age moves nobody of 17 or less past the limit of 60 in either version; who must first pass the test is in time."""
    before = small(files, xc__work=('"age >= adult"', '"age >= adult and age <= 60"'))
    after = small(files, xc__work=('"age >= adult"', '"age >= adult and age <= 59"'))
    assert [proof.verdict for proof in proofs(before, after, "age == 60")] == ["proved", "proved"]
    assert proofs(before, after, "age == 60 and passed")[0].verdict == "refuted"


def test_a_requirement_that_nothing_can_mend_any_more_affects_those_who_could_mend_it(files: dict[str, str]) -> None:
    after = small(files, xc__work=('"level >= level_needed or passed"', '"passed and level >= level_needed"'))
    before = small(files)
    nobody_else, somebody = proofs(before, after, "not passed or level < 'A2' or not known(level) or not known(passed)")
    assert (nobody_else.verdict, somebody.verdict) == ("proved", "proved")


def test_equal_versions_have_nothing_to_prove(files: dict[str, str]) -> None:
    assert proofs(small(files), small(files), "age == 40") == []


def test_a_longer_ban_affects_those_who_have_it(files: dict[str, str]) -> None:
    before = small(files)
    after = small(files, xc__destination=("value = 5, source", "value = 6, source"))
    meant = (
        "xc_overstay_days > 30 or not known(xc_overstay_days)"  # with an old day of leaving even the unknown is over
    )
    assert [proof.verdict for proof in proofs(before, after, meant)] == ["proved", "proved"]
    assert proofs(before, after, "xc_overstay_days > 31")[0].verdict == "refuted"
