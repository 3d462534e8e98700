"""Sets of changes: on a small rulebook the same as trying every combination; on the shipped rules they keep their promise."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.decision.answers import read_mapping
from destcompare.decision.changes import MOST_SETS, Search
from destcompare.decision.decide import decide, decide_scheme
from destcompare.decision.moves import cost_together, days_together
from destcompare.decision.person import Person, make_person
from destcompare.decision.result import ChangeNeeded
from destcompare.decision.scope import Scopes
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.model import Rulebook, Value, holds
from tests.conftest import TODAY
from tests.decision.test_shipped_rules import PEOPLE, RULEBOOK
from tests.rulebook.conftest import FILES

DAY = date(2026, 6, 1)
MORE_FACTS = """
[fact.inside]
type     = "flag"
label    = "Inside"
question = "Are you there?"
why      = "It matters."
change   = { direction = "falls" }

[fact.debt_usd]
type     = "number"
unit     = "USD"
min      = 0
max      = 1000000
label    = "Debt"
question = "How much do you owe?"
why      = "It matters."
change   = { direction = "falls", cost_usd = 1 }
"""
MORE_RULES = """
[parameter.oldest]
unit   = "years"
values = [{ from = 2010-01-01, value = 40, source = "law", checked = 2026-01-01 }]

[parameter.funds]
unit   = "USD"
values = [
  { from = 2010-01-01, value = 500, source = "law", checked = 2026-01-01 },
  { from = 2027-01-01, value = 900, source = "law", checked = 2026-01-01 },
]

[parameter.season_from]
unit   = "date"
values = [
  { from = 2010-01-01, until = 2026-12-31, value = 2026-03-01, source = "law", checked = 2026-01-01 },
  { from = 2027-01-01, until = 2027-12-31, value = 2027-03-01, source = "law", checked = 2026-01-01 },
]

[parameter.season_until]
unit   = "date"
values = [
  { from = 2010-01-01, until = 2026-12-31, value = 2026-05-15, source = "law", checked = 2026-01-01 },
  { from = 2027-01-01, until = 2027-12-31, value = 2027-05-15, source = "law", checked = 2026-01-01 },
]

[[requires]]
id      = "not-too-old"
when    = "age <= oldest or level >= 'A2' and not inside"
text    = "Age {oldest} at most, or the language and from home"
source  = "law"
checked = 2026-01-01

[[requires]]
id      = "money"
when    = "savings_usd - debt_usd >= funds or 'XC' in job_offers and age > adult"
text    = "{funds} to live on, or an offer"
source  = "law"
checked = 2026-01-01

[[requires]]
id      = "season"
when    = "inside or season_from <= as_of <= season_until"
text    = "In the season from {season_from} to {season_until}, unless inside"
source  = "law"
checked = 2026-01-01
"""


def book(*, more: bool = True, **replaced: str) -> Rulebook:
    files = dict(FILES)
    if more:
        files["facts.toml"] += MORE_FACTS
        files["xc/work.toml"] += MORE_RULES
    for old, new in replaced.items():
        files["xc/work.toml"] = files["xc/work.toml"].replace(old, new)
    return build_rulebook({name: text.encode() for name, text in files.items()}, "test")


BOOK = book()
SCHEME = BOOK.schemes[0]
RANGES: dict[str, list[Value]] = {
    "age": list(range(66)),
    "savings_usd": [0, 300, 500, 700, 900, 1200],
    "debt_usd": [400, 200, 0],
    "level": ["none", "A1", "A2"],
    "passed": [False, True],
    "inside": [True, False],
    "job_offers": [frozenset[str](), frozenset({"XC"})],
    "as_of": [DAY, date(2027, 1, 1), date(2027, 3, 1), date(2027, 5, 16), date(2028, 1, 1)],
}
"""Every answer in the order in which it can change. Savings and debt, which are counted together, stand at fixed sums."""


def fits(known: dict[str, Value], waited: date) -> bool:
    """Whether no requirement is false, also when what grows with time has grown."""
    grown = int(known["age"]) + 0  # type: ignore[call-overload]
    for age in {grown, max(grown, int(known["_age"]) + (waited - DAY).days // 365)}:  # type: ignore[call-overload]
        person = Person({**{name: value for name, value in known.items() if name != "_age"}, "age": age}, {})
        scopes = Scopes(BOOK, person, waited)
        scope = scopes.on(waited, BOOK.destinations["XC"].parameters, SCHEME.parameters)
        outcomes = [rule.when(scope) for rule in SCHEME.requirements if holds(rule.in_force, waited)]
        if any(outcome.value is False for outcome in outcomes):
            return False
        if any(outcome.value is None for outcome in outcomes) or not holds(SCHEME.open, waited):
            return False
    return True


def by_trying_all(person: dict[str, Value]) -> set[frozenset[tuple[str, Value]]]:
    """Every combination of answers that could still come, of which no smaller one is enough."""
    names = [name for name in RANGES if name in person or name == "as_of"]
    start = {**person, "as_of": DAY}
    ways = [RANGES[name][RANGES[name].index(start[name]) :] for name in names]
    ways = [
        [way[0], *(a for a in way[1:] if a in (18, 19, 41))] if name == "age" else way
        for name, way in zip(names, ways, strict=True)
    ]
    found: list[tuple[int, ...]] = []
    for places in sorted(product(*(range(len(way)) for way in ways)), key=sum):
        if any(all(a <= b for a, b in zip(less, places, strict=True)) for less in found):
            continue
        answers = {name: way[place] for name, way, place in zip(names, ways, places, strict=True)}
        waited = answers.pop("as_of")
        assert isinstance(waited, date)
        if fits({**person, **answers, "_age": person["age"]}, waited):
            found.append(places)
    return {
        frozenset(
            (name, way[place])
            for name, way, place in zip(names, ways, places, strict=True)
            if way[place] != start[name]
        )
        for places in found
    }


SMALL = st.fixed_dictionaries(
    {
        "nationality": st.just("XA"),
        "age": st.sampled_from([10, 16, 17, 18, 19, 30, 39, 40, 41, 60]),
        "level": st.sampled_from(["none", "A1", "A2"]),
        "passed": st.booleans(),
        "inside": st.booleans(),
        "job_offers": st.sampled_from([frozenset[str](), frozenset({"XC"})]),
        "savings_usd": st.sampled_from([0, 300, 500, 1200]),
        "debt_usd": st.just(0),
    }
)


@settings(max_examples=60)
@given(SMALL)
def test_the_sets_are_those_found_by_trying_everything(person: dict[str, Value]) -> None:
    found = Search(SCHEME, Scopes(BOOK, Person(person, {}), DAY)).all()
    assert len(found) < MOST_SETS
    assert {frozenset((change.fact, change.to) for change in changes) for changes in found} == by_trying_all(person)


@settings(max_examples=60)
@given(SMALL, st.sampled_from([0, 200, 400]))
def test_a_scheme_is_ineligible_exactly_when_no_set_of_changes_exists(person: dict[str, Value], debt: int) -> None:
    known = {**person, "debt_usd": debt}
    option = decide(Person(known, {}), BOOK, DAY).options[0]
    assert (option.status == "ineligible") == (not by_trying_all(known))
    if option.status == "ineligible":
        assert Search(SCHEME, Scopes(BOOK, Person(known, {}), DAY)).impossible().requirements


def test_sets_come_in_the_order_of_time_then_cost() -> None:
    answers = {"nationality": "XA", "age": 17, "level": "none", "passed": False, "job_offers": ["XC"]}
    rulebook = book(more=False)
    person = make_person(read_mapping(answers, rulebook, DAY), rulebook)
    sets = Search(rulebook.schemes[0], Scopes(rulebook, person, DAY)).all()
    assert [[change.fact for change in found] for found in sets] == [["level", "age"], ["age", "passed"]]
    assert days_together(sets[0], rulebook.facts) == 365  # one learns while growing older
    assert days_together(sets[1], rulebook.facts) is None
    assert cost_together(sets[0]) is None


@pytest.mark.parametrize(
    ("person", "rule", "ids", "together"),
    [
        ({"nationality": "XB"}, "nationality == 'XA'", ["xc/work/member"], False),
        ({"age": 50}, "age < adult", ["xc/work/member"], False),
        ({"age": 10}, "age < adult", ["xc/work/member", "xc/work/age"], True),
    ],
)
def test_impossible_names_what_makes_it_so(
    person: dict[str, object], rule: str, ids: list[str], together: bool
) -> None:
    rulebook = book(more=False, **{'when    = "member"': f'when    = "{rule}"'})
    known = make_person(read_mapping(person, rulebook, DAY), rulebook)
    found = Search(rulebook.schemes[0], Scopes(rulebook, known, DAY)).impossible()
    assert ([rule.id for rule in found.requirements], found.together) == (ids, together)


def test_what_is_missing_besides_waiting_for_a_ban_to_end_is_told() -> None:
    answers = {"nationality": "XA", "age": 30, "level": "none", "passed": False, "job_offers": [], "trouble_in": ["XC"]}
    answers |= {"xc_overstay_days": 60, "xc_left_on": date(2024, 1, 15)}
    rulebook = book(more=False)
    person = make_person(read_mapping(answers, rulebook, DAY), rulebook)
    option = decide_scheme(rulebook.schemes[0], person, rulebook, DAY)
    assert option.status == "banned"
    assert {change.fact for change in option.changes} == {"level", "job_offers"}


def after(changes: tuple[ChangeNeeded, ...], person: Person) -> tuple[Person, date]:
    """The person with every answer given, implied ones too, once the changes are made."""
    moves = {change.fact: change.to for change in changes}
    day = moves.pop("as_of", TODAY)
    assert isinstance(day, date)
    return Person({**person.answers, **person.implied, **moves}, {}), day


@settings(max_examples=12)
@given(PEOPLE, st.integers(0, 10))
def test_every_set_of_the_shipped_rules_is_enough_and_needs_each_of_its_changes(
    answers: dict[str, object], place: int
) -> None:
    past = {name: value for name, value in answers.items() if not isinstance(value, date) or value <= TODAY}
    person = make_person(read_mapping(past, RULEBOOK, TODAY), RULEBOOK)
    reachable = [option for option in decide(person, RULEBOOK, TODAY).options if option.changes]
    if not reachable:
        return
    option = reachable[place % len(reachable)]
    sets = Search(option.scheme, Scopes(RULEBOOK, person, TODAY)).all()
    assert sets[0] == option.changes
    for changes in sets:
        assert not fails(option.scheme.id, *after(changes, person))
        for change in changes:
            less = tuple(other for other in changes if other != change)
            assert fails(option.scheme.id, *after(less, person))


def fails(scheme_id: str, person: Person, day: date) -> bool:
    scheme = RULEBOOK.scheme(scheme_id)
    assert scheme is not None
    option = decide_scheme(scheme, person, RULEBOOK, day)
    return option.status == "closed" or any(item.value is False for item in option.requirements)


@pytest.mark.parametrize(("age", "facts"), [(38, {"as_of"}), (39, {"as_of", "level"})])
def test_a_wait_that_makes_the_person_too_old_is_seen(age: int, facts: set[str]) -> None:
    person: dict[str, Value] = {"nationality": "XA", "age": age, "level": "none", "passed": True, "inside": False}
    person |= {"savings_usd": 1200, "debt_usd": 0, "job_offers": frozenset({"XC"})}
    two_years_before = date(2024, 1, 1)
    changes = Search(SCHEME, Scopes(BOOK, Person(person, {}), two_years_before)).quickest() or ()
    assert {change.fact for change in changes} == facts
    assert date(2026, 3, 1) in [change.to for change in changes]
