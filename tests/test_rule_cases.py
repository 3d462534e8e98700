"""The rule cases beside the rules: each is a person, a date, and what must come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from destcompare.decision.particulars import Particulars
from destcompare.decision.result import Decision
from destcompare.output.document import plain
from destcompare.rulebook.model import Rulebook, on_day
from tests.conftest import ROOT, option_of

FILES = [*sorted((ROOT / "rules").glob("*/cases.toml")), ROOT / "rules" / "paper.toml"]
CASES = [
    pytest.param(case, id=f"{path.parent.name}: {case['name']}")
    for path in FILES
    if path.exists()
    for case in tomli.loads(path.read_text("utf-8"))["case"]
]
LEAST_CASES = 8  # until every scheme has the dozen


@pytest.mark.parametrize("case", CASES)
def test_rule_case(case: dict, decided: Callable[..., Decision], rulebook: Rulebook) -> None:
    decision = decided(case["as_of"], **case.get("person", {}))
    for scheme, status in case.get("expect", {}).items():
        option = option_of(decision, scheme)
        why = [(item.requirement.id, item.value) for item in option.requirements if item.value is not True]
        assert option.status == status, (scheme, why, option.asks, option.bans)
    for scheme, day in case.get("until", {}).items():
        assert option_of(decision, scheme).until == day
    for scheme, facts in case.get("asks", {}).items():
        assert set(facts) <= set(option_of(decision, scheme).asks)
    for scheme, facts in case.get("changes", {}).items():
        assert set(facts) <= {change.fact for change in option_of(decision, scheme).changes}
    entry = {term.destination: term.entry.access for term in decision.entry}
    for destination, access in case.get("entry", {}).items():
        assert entry.get(destination, "none") == access
    for figure, value in case.get("figures", {}).items():
        assert_figure(rulebook, figure, case["as_of"], value)
    told = Particulars(decision)
    for scheme, places in case.get("places", {}).items():
        assert places in [quota.places.places for quota in told.scheme(option_of(decision, scheme).scheme).quotas]


def assert_figure(rulebook: Rulebook, figure: str, day: object, value: object) -> None:
    """A parameter has this value on the day, or a price this typical sum."""
    known = {item.id: item for item in (*rulebook.all_parameters(), *rulebook.all_prices())}
    assert figure in known, f"no parameter or price is called {figure}"
    dated = on_day(known[figure].values, day)
    found = None if dated is None else getattr(dated, "typical", getattr(dated, "value", None))
    assert plain(found) == (sorted(value) if isinstance(value, list) else plain(value))


def test_case_names_are_sentences_that_stand_once() -> None:
    names = [case.values[0]["name"] for case in CASES]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_scheme_has_a_dozen_cases(rulebook: Rulebook) -> None:
    counts = Counter(scheme for case in CASES for scheme in case.values[0].get("expect", {}))
    assert {scheme.id: counts[scheme.id] for scheme in rulebook.schemes if counts[scheme.id] < LEAST_CASES} == {}


def test_every_destination_has_cases() -> None:
    for destination in (ROOT / "rules").glob("*/destination.toml"):
        assert (Path(destination).parent / "cases.toml").exists()
