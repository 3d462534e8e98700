"""The six statuses and their precedence, bans, changes and asks, on a small rulebook of an invented country."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import Option
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.model import Rulebook
from tests.rulebook.conftest import FILES

DAY = date(2026, 6, 1)
RULEBOOK = build_rulebook({name: text.encode() for name, text in FILES.items()}, "test")
FITS = {"nationality": "XA", "age": 30, "level": "A2", "job_offers": ["XC"], "trouble_in": []}


def option(as_of: date = DAY, rulebook: Rulebook = RULEBOOK, **answers: object) -> Option:
    return decide(make_person(read_mapping(answers, rulebook, as_of), rulebook), rulebook, as_of).options[0]


def changed(**answers: object) -> dict[str, object]:
    return {**FITS, **answers}


def test_who_meets_every_requirement_is_eligible_and_ranked() -> None:
    assert (option(**FITS).status, option(**FITS).rank) == ("eligible", 1)


@pytest.mark.parametrize(
    ("answers", "change"),
    [
        ({"level": "none"}, ("level", "A2", 70)),
        ({"level": "A1"}, ("level", "A2", 40)),
        ({"job_offers": []}, ("job_offers", frozenset({"XC"}), None)),
        ({"age": 16}, ("age", 18, 730)),
    ],
)
def test_what_the_person_can_change_makes_it_reachable(answers: dict[str, object], change: tuple[object, ...]) -> None:
    found = option(**changed(**answers, passed=False))
    assert found.status == "reachable"
    assert [(needed.fact, needed.to, needed.days) for needed in found.changes] in ([change], [("passed", True, None)])


def test_several_failures_need_several_changes() -> None:
    found = option(**changed(age=17, job_offers=[], passed=True))
    assert {(needed.fact, needed.days) for needed in found.changes} == {("age", 365), ("job_offers", None)}


def test_what_cannot_change_makes_it_ineligible_even_with_a_ban() -> None:
    banned = changed(nationality="XB", trouble_in=["XC"], xc_overstay_days=200, xc_left_on=date(2018, 1, 1))
    assert option(date(2019, 6, 1), **banned).status == "ineligible"


def test_a_running_ban_outranks_unknown_and_missing_changes() -> None:
    answers = {"nationality": "XA", "xc_overstay_days": 60, "xc_left_on": date(2024, 1, 15), "job_offers": []}
    found = option(**answers)
    assert (found.status, found.until, found.rank) == ("banned", date(2029, 1, 15), None)


@pytest.mark.parametrize(
    ("left", "days", "as_of", "status"),
    [
        (date(2024, 1, 15), 31, date(2029, 1, 14), "banned"),
        (date(2024, 1, 15), 31, date(2029, 1, 15), "eligible"),
        (date(2024, 1, 15), 30, date(2026, 1, 1), "eligible"),
        (date(2019, 12, 31), 60, date(2020, 6, 1), "eligible"),  # by the law of that day, 100 days were allowed
        (date(2020, 1, 1), 60, date(2020, 6, 1), "banned"),
        (date(2009, 12, 31), 500, date(2010, 6, 1), "ineligible"),  # no rule then; and no member before 2010
    ],
)
def test_a_ban_follows_the_law_of_the_day_that_caused_it(left: date, days: int, as_of: date, status: str) -> None:
    answers = changed(trouble_in=["XC"], xc_overstay_days=days, xc_left_on=left)
    found = option(as_of, **answers)
    assert found.status == ("eligible" if status == "ineligible" else status)


def test_a_ban_that_may_run_is_unknown_and_asks_for_what_decides_it() -> None:
    found = option(**changed(trouble_in=["XC"], xc_overstay_days=200))
    assert (found.status, found.asks) == ("unknown", ("xc_left_on",))


def test_a_clean_history_is_implied_and_asks_nothing() -> None:
    person = make_person(read_mapping({"trouble_in": []}, RULEBOOK, DAY), RULEBOOK)
    assert person.implied == {"xc_overstay_days": 0}


def test_an_own_answer_outranks_an_implied_one() -> None:
    person = make_person(read_mapping({"trouble_in": [], "xc_overstay_days": 7}, RULEBOOK, DAY), RULEBOOK)
    assert person.value("xc_overstay_days") == 7


def test_nothing_known_is_unknown_and_asks_everything_that_decides() -> None:
    found = option()
    assert found.status == "unknown"
    assert set(found.asks) >= {"nationality", "age", "level", "passed", "job_offers", "xc_overstay_days"}


def test_a_scheme_is_closed_outside_its_days() -> None:
    assert option(date(2009, 12, 31), **FITS).status == "closed"
    assert option(date(2029, 12, 31), **{**FITS}).status == "eligible"
    assert option(date(2030, 1, 1), **FITS).status == "closed"


def test_a_requirement_counts_only_while_in_force() -> None:
    without = {**FITS, "job_offers": []}
    assert option(date(2014, 12, 31), **without).status == "eligible"
    assert option(date(2015, 1, 1), **without).status == "reachable"


def test_warnings_name_what_is_stale_or_weak() -> None:
    assert option(date(2026, 12, 31), **FITS).warnings == ("low-confidence:xc/work/level_needed",)
    assert "stale:xc/work/age" in option(date(2027, 1, 2), **FITS).warnings


def test_a_figure_without_a_value_for_the_day_is_unknown_and_said() -> None:
    gap = dict(FILES)
    gap["xc/work.toml"] = gap["xc/work.toml"].replace(
        '{ from = 2010-01-01, value = "A2"', '{ from = 2012-01-01, value = "A2"'
    )
    rulebook = build_rulebook({name: text.encode() for name, text in gap.items()}, "test")
    found = option(date(2011, 1, 1), rulebook, **changed(passed=False))
    assert (found.status, found.asks) == ("unknown", ())
    assert "no-value:xc/work/level_needed" in found.warnings


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "nationality": st.sampled_from(["XA", "XB"]),
        "age": st.integers(0, 60),
        "level": st.sampled_from(["none", "A1", "A2"]),
        "passed": st.booleans(),
        "job_offers": st.lists(st.sampled_from(["XA", "XC"]), unique=True),
        "trouble_in": st.lists(st.sampled_from(["XB", "XC"]), unique=True),
        "xc_overstay_days": st.integers(0, 200),
        "xc_left_on": st.dates(date(2008, 1, 1), date(2026, 5, 1)),
    },
)


@settings(max_examples=150)
@given(ANSWERS, ANSWERS)
def test_more_answers_never_overturn_a_decided_status(known: dict[str, object], more: dict[str, object]) -> None:
    """Eligible, reachable, ineligible and closed stay; a ban may still turn out to come with a fatal answer."""
    implied = make_person(read_mapping(known, RULEBOOK, DAY), RULEBOOK).implied  # answering those otherwise contradicts
    consistent = {name: value for name, value in more.items() if name not in implied}
    before, after = option(**known), option(**{**consistent, **known})
    if before.status in ("eligible", "reachable", "ineligible", "closed"):
        assert after.status == before.status
    if before.status == "banned":
        assert after.status in ("banned", "ineligible")


@settings(max_examples=150)
@given(ANSWERS)
def test_changes_really_lead_there(answers: dict[str, object]) -> None:
    before = option(**answers)
    if before.status == "reachable":
        to = {c.fact: sorted(c.to) if isinstance(c.to, frozenset) else c.to for c in before.changes}
        assert option(**{**answers, **to}).status == "eligible"


@settings(max_examples=100)
@given(ANSWERS, st.integers(0, 2500))
def test_a_ban_only_runs_out(answers: dict[str, object], later: int) -> None:
    """Bans are monotone: after the day it is lifted the same past bans no more."""
    before = option(**answers)
    if before.until is not None:
        as_of = DAY + timedelta(later)
        assert (option(as_of, **answers).status == "banned") == (as_of < before.until and as_of <= date(2029, 12, 31))


def test_a_change_that_may_set_off_a_ban_leaves_the_answer_open() -> None:
    files = dict(FILES)
    files["facts.toml"] += """
[fact.inside]
type     = "flag"
label    = "Inside"
question = "Are you there?"
why      = "It matters."
change   = { direction = "falls" }
"""
    files["xc/work.toml"] += """
[[requires]]
id      = "outside"
when    = "not inside"
text    = "Applied from home"
source  = "law"
checked = 2026-01-01
"""
    files["xc/destination.toml"] = files["xc/destination.toml"].replace(
        "xc_overstay_days > 0 and", "xc_overstay_days > 0 and not inside and"
    )
    rulebook = build_rulebook({name: text.encode() for name, text in files.items()}, "test")
    inside = changed(inside=True, trouble_in=["XC"])
    assert option(rulebook=rulebook, **changed(inside=True)).status == "reachable"
    going = option(rulebook=rulebook, **inside, xc_overstay_days=60)
    assert (going.status, going.asks) == ("unknown", ("xc_left_on",))
    left = option(rulebook=rulebook, **inside, xc_overstay_days=60, xc_left_on=DAY)
    assert (left.status, left.until) == ("banned", date(2031, 6, 1))
