"""`rules stale`: what was compared long ago, the most decisive first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.cases import CaseShape
from destcompare.upkeep.staleness import due
from tests.conftest import Ran
from tests.rulebook.conftest import FILES

RULEBOOK = build_rulebook({name: text.encode() for name, text in FILES.items()}, "test")
CASES = [
    CaseShape(
        name=str(age), as_of=date(2026, 6, 1), person={"nationality": "XA", "age": age}, expect={"xc/work": "unknown"}
    )
    for age in (16, 17, 30)
]


def test_nothing_is_due_on_the_last_day_and_all_of_it_the_day_after() -> None:
    assert due(RULEBOOK, CASES, date(2026, 12, 31), 364) == []
    assert due(RULEBOOK, CASES, date(2027, 1, 1), 364)


def test_what_decides_more_people_comes_first() -> None:
    found = {item.id: item.people for item in due(RULEBOOK, CASES, date(2028, 1, 1), 365)}
    assert found["xc/work/language"] == 3
    assert found["xc/level_needed" if "xc/level_needed" in found else "xc/work/level_needed"] == 3
    assert found["xc/work/age"] == found["xc/adult"] == 2
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_the_command_lists_what_is_due_with_the_address_of_the_source(cli: Callable[..., Ran]) -> None:
    done = cli("rules", "stale", "--days", "3660", "--as-of", "2026-11-25", "--lang", "tg")
    assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)
    assert cli("rules", "stale", "--days", "many", "--lang", "tg").code == 2
