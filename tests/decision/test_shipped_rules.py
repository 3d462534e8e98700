"""The shipped rules, whoever asks and whenever: one status a scheme, and statuses that keep their promises."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
from hypothesis import example, given, settings
from hypothesis import strategies as st

from destcompare.decision.answers import example_of, read_answer, read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import STATUSES, Decision, Option
from destcompare.language import load_language
from destcompare.output.document import plain, result_document, result_schema
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.model import Fact
from tests.conftest import ROOT

RULEBOOK = load_rulebook(ROOT / "rules")
VALIDATOR = jsonschema.Draft202012Validator(json.loads(result_schema()))
RUSSIAN = load_language("ru")
DAYS = st.dates(date(2004, 1, 1), date(2032, 12, 31)) | st.sampled_from([date(1, 1, 2), date(9999, 12, 31)])


def answers_to(fact: Fact) -> st.SearchStrategy[object]:
    words = fact.among or (fact.type.choice.words if fact.type.choice else ())
    if fact.type.kind == "flag":
        return st.booleans()
    if fact.type.kind == "date":
        return st.just("none") | st.dates(date(2010, 1, 1), date(2026, 11, 1))
    if fact.type.kind == "number":
        return st.integers(int(fact.minimum or 0), int(min(fact.maximum or 100, 4000)))
    if fact.type.kind == "set":
        pool = [*RULEBOOK.destinations, "UZ"] if fact.type.choice and fact.type.choice.name == "country" else words
        return st.lists(st.sampled_from(list(pool)), unique=True, max_size=3)
    return st.sampled_from(words)


PEOPLE = st.fixed_dictionaries({}, optional={fact.id: answers_to(fact) for fact in RULEBOOK.facts.values()})


def decided(person: dict[str, object], as_of: date) -> Decision:
    future = {name for name, value in person.items() if isinstance(value, date) and value > as_of}
    known = {name: value for name, value in person.items() if name not in future}
    return decide(make_person(read_mapping(known, RULEBOOK, as_of), RULEBOOK), RULEBOOK, as_of)


def options(person: dict[str, object], as_of: date) -> dict[str, Option]:
    return {option.scheme.id: option for option in decided(person, as_of).options}


@settings(max_examples=25)
@given(PEOPLE, DAYS, st.booleans())
def test_the_json_of_every_person_on_every_day_keeps_its_schema(
    person: dict[str, object], as_of: date, everything: bool
) -> None:
    document = json.loads(result_document(decided(person, as_of), RUSSIAN, everything=everything))
    VALIDATOR.validate(document)


@settings(max_examples=120)
@given(PEOPLE, DAYS)
def test_every_person_on_every_day_gets_one_honest_status_for_every_scheme(
    person: dict[str, object], as_of: date
) -> None:
    found = options(person, as_of)
    assert set(found) == {scheme.id for scheme in RULEBOOK.schemes}
    for option in found.values():
        values = {item.value for item in option.requirements}
        assert option.status in STATUSES
        assert (option.rank is not None) == (option.status in ("eligible", "reachable"))
        if option.status == "eligible":
            assert values <= {True}
            assert not option.bans
            assert not option.asks
        if option.status == "reachable":
            assert option.changes
            assert None not in values
        if option.status == "banned":
            assert option.bans
            assert option.until is None or option.until > as_of
        if option.status == "ineligible":
            assert False in values
        if option.asks:
            assert option.status == "unknown"


@settings(max_examples=60)
@given(PEOPLE)
@example({"education": "none", "english_level": "none", "german_level": "none", "savings_usd": 0, "trouble_in": []})
def test_changes_of_the_real_rules_really_lead_there(person: dict[str, object]) -> None:
    as_of = date(2026, 11, 23)
    for scheme, before in options(person, as_of).items():
        if before.status == "reachable":
            changed = {change.fact: plain(change.to) for change in before.changes if change.fact != "as_of"}
            day = next((change.to for change in before.changes if change.fact == "as_of"), as_of)
            assert isinstance(day, date)
            after = options({**person, **changed}, day)[scheme]
            assert after.status in ("eligible", "banned", "closed") or any(
                w.startswith("no-value") for w in after.warnings
            )


def test_the_example_of_every_question_is_an_answer() -> None:
    for fact in RULEBOOK.facts.values():
        assert read_answer(fact, example_of(fact), date(2026, 11, 23)) is not None
