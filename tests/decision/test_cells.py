"""Cells: what the rules cannot tell apart is one cell, and each cell has an answer that stands for it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destcompare.decision.cells import cells
from destcompare.decision.person import make_person
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.evaluation import Outcome
from destcompare.expressions.parser import parse
from destcompare.expressions.tree import names_in
from destcompare.expressions.types import Declared
from destcompare.rulebook.model import Rulebook, Value

TODAY = date(2026, 11, 25)


def at(rulebook: Rulebook, scheme_id: str, fact: str, value: Value) -> Scope:
    scheme = rulebook.scheme(scheme_id)
    assert scheme is not None
    scopes = Scopes(rulebook, make_person({fact: value}, rulebook), TODAY)
    return scopes.on(TODAY, rulebook.destinations[scheme.destination].parameters, scheme.parameters)


def trees(rulebook: Rulebook, scheme_id: str) -> list:
    scheme = rulebook.scheme(scheme_id)
    assert scheme is not None
    meanings = {derived.name: derived.value.tree for derived in rulebook.derived}
    return [inlined(requirement.when.tree, meanings) for requirement in scheme.requirements]


def test_the_ages_of_a_scheme_fall_into_three_cells(rulebook: Rulebook) -> None:
    found = cells(rulebook.facts["age"], trees(rulebook, "kr/e9"), lambda age: at(rulebook, "kr/e9", "age", age))
    assert found == [0, 18, 40]


def test_both_ends_of_a_cell_are_named_where_asked(rulebook: Rulebook) -> None:
    found = cells(
        rulebook.facts["age"],
        trees(rulebook, "kr/e9"),
        lambda age: at(rulebook, "kr/e9", "age", age),
        both_ends=True,
    )
    assert found == [0, 17, 18, 39, 40, 120]


def test_illnesses_that_a_scheme_treats_alike_are_one(rulebook: Rulebook) -> None:
    found = cells(
        rulebook.facts["health_conditions"],
        trees(rulebook, "kr/e9"),
        lambda value: at(rulebook, "kr/e9", "health_conditions", value),
    )
    assert len(found) == 2
    assert found[0] == frozenset()


@pytest.mark.parametrize(
    ("condition", "kinds"),
    [
        ("job_offers == []", [set(), {"?"}]),
        ("'GB' in job_offers or job_offers != []", [set(), {"?"}, {"GB"}, {"?", "GB"}]),
    ],
)
def test_a_set_that_is_compared_as_a_whole_may_hold_any_other_word(
    rulebook: Rulebook, condition: str, kinds: list[set[str]]
) -> None:
    fact = rulebook.facts["job_offers"]
    tree = parse(condition, {"job_offers": Declared("job_offers", "fact", fact.type)})
    found = cells(fact, [tree], lambda value: {"job_offers": Outcome(value, frozenset())})
    assert [{word if word == "GB" else "?" for word in value} for value in found] == kinds  # type: ignore[union-attr]


@given(data=st.data())
def test_every_answer_is_decided_like_the_one_of_its_cell(rulebook: Rulebook, data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(rulebook.schemes))
    conditions = trees(rulebook, scheme.id)
    numbers = sorted(
        {
            name
            for tree in conditions
            for name in names_in(tree)
            if name in rulebook.facts and rulebook.facts[name].type.kind == "number"
        }
    )
    if not numbers:
        return
    fact = rulebook.facts[data.draw(st.sampled_from(numbers))]
    found = cells(fact, conditions, lambda value: at(rulebook, scheme.id, fact.id, value))
    answer = data.draw(st.integers(int(fact.minimum or 0), int(fact.maximum or 10**9)))
    representative = max(value for value in found if value <= answer)  # type: ignore[type-var, operator]

    def decided(value: Value) -> list[object]:
        scope = at(rulebook, scheme.id, fact.id, value)
        return [requirement.when(scope).value for requirement in scheme.requirements]

    assert decided(answer) == decided(representative)
