"""Weighing: points, ranks and doubt, and the laws they keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.decision.doubt import draw
from destcompare.decision.result import WITHIN_REACH, Decision, Option, Standing, Worth
from destcompare.decision.score import value_of, weights_of
from destcompare.decision.weigh import weigh
from tests.conftest import option_of

Decided = Callable[..., Decision]
SHE = {
    "nationality": "KG",
    "age": 24,
    "sex": "female",
    "sector": "agriculture",
    "savings_usd": 900,
    "debt_usd": 0,
    "criminal_record": "none",
    "trouble_in": "none",
    "russian_level": "B1",
    "english_level": "none",
    "education": "secondary",
    "passport_valid_months": 60,
    "health_conditions": "none",
    "job_offers": "GB,RU,KZ",
    "gb_worked_months": 0,
    "gb_left_on": "none",
    "relatives_in": "none",
}
THREE = ("GB", "RU", "KZ")


def ranked(decision: Decision) -> list[Option]:
    return sorted((o for o in decision.options if o.rank is not None), key=lambda option: option.rank or 0)


def test_the_first_place_turns_with_what_matters_most(decided: Decided) -> None:
    decision = decided(**SHE)
    money = weigh(decision, "money", destinations=THREE)
    safety = weigh(decision, "safety", destinations=THREE)
    assert ranked(money)[0].scheme.id == "gb/seasonal"
    assert ranked(safety)[0].scheme.id == "kz/eaeu"
    assert money.weighing is not None
    assert money.weighing.leaders["safety"] == "kz/eaeu"  # so the table can say so


HE = {
    "nationality": "UZ",
    "age": 30,
    "sex": "male",
    "sector": "construction",
    "savings_usd": 500,
    "debt_usd": 3000,
    "criminal_record": "none",
    "trouble_in": "none",
    "russian_level": "B1",
    "english_level": "none",
    "korean_level": "none",
    "education": "secondary",
    "passport_valid_months": 60,
    "health_conditions": "none",
    "job_offers": "RU,KZ",
    "eps_topik_passed": "no",
    "kr_worked_months": 0,
    "gb_worked_months": 0,
    "relatives_in": "none",
}


def test_for_a_man_in_debt_the_first_place_turns_too_and_is_one_that_he_could_get(decided: Decided) -> None:
    decision = decided(**HE)
    money, safety = weigh(decision, "money"), weigh(decision, "safety")
    first, other = ranked(money)[0], ranked(safety)[0]
    assert first.scheme.id != other.scheme.id
    assert money.weighing is not None
    assert money.weighing.leaders["safety"] == other.scheme.id  # so the table can say so
    # the blue card asks for a degree and for pay that nobody offered him: what it would leave is no reason to begin with it
    assert option_of(money, "de/blue-card").rank not in (1, 2, 3)


def test_only_what_is_open_is_ranked_and_the_unknown_gets_a_range(decided: Decided) -> None:
    decision = weigh(decided(**{**SHE, "job_offers": "none"}), "balanced", destinations=THREE)
    for option in decision.options:
        near = option.status in WITHIN_REACH
        assert (option.rank is not None) == near
        if near:
            assert option.standing is not None
            assert option.standing.score is not None
        elif option.status == "unknown":
            assert option.standing is not None
            assert (option.standing.score, option.standing.rank_interval) == (None, None)
            low, high = option.standing.score_range
            assert 0 <= low <= high <= 100
        else:
            assert (option.standing, option.money) == (None, None)


def test_a_banned_way_is_never_ranked(decided: Decided) -> None:
    banned = {**SHE, "trouble_in": "RU", "ru_ban_until": "2030-01-01"}
    option = option_of(weigh(decided(**banned), "money"), "ru/eaeu")
    assert (option.status, option.rank, option.standing) == ("banned", None, None)


def test_points_by_criterion_add_up_to_the_score_within_its_range(decided: Decided) -> None:
    for option in ranked(weigh(decided(**SHE), "balanced")):
        standing = option.standing
        assert standing is not None
        assert standing.score == pytest.approx(sum(standing.contributions.values()))
        low, high = standing.score_range
        assert standing.score is not None
        assert low <= standing.score <= high


def test_the_same_person_is_weighed_the_same_again(decided: Decided) -> None:
    decision = decided(**SHE)
    assert weigh(decision, "balanced").options == weigh(decision, "balanced").options


def test_leaving_out_an_option_never_reorders_the_others(decided: Decided) -> None:
    decision = decided(**SHE)
    order = [option.scheme.id for option in ranked(weigh(decision, "balanced"))]
    for left_out in order:
        rest = decision.replaced(options=tuple(o for o in decision.options if o.scheme.id != left_out))
        assert [o.scheme.id for o in ranked(weigh(rest, "balanced"))] == [name for name in order if name != left_out]


def test_a_changed_weight_moves_points_to_its_criterion(decided: Decided) -> None:
    decision = decided(**SHE)
    plain, moved = weigh(decision, "balanced"), weigh(decision, "balanced", {"start_cost": 60})
    assert plain.weighing is not None
    assert moved.weighing is not None
    assert moved.weighing.weights["start_cost"] > plain.weighing.weights["start_cost"]
    assert sum(moved.weighing.weights.values()) == pytest.approx(1)


def test_weights_that_are_all_nothing_count_all_criteria_alike(decided: Decided) -> None:
    scoring = decided(**SHE).rulebook.scoring
    weights = weights_of(scoring, "balanced", dict.fromkeys((item.id for item in scoring.criteria), 0.0))
    assert set(weights.values()) == {1 / len(scoring.criteria)}


POINTS = ((0.0, 0.0), (10.0, 0.5), (20.0, 1.0))


@pytest.mark.parametrize(("measure", "worth"), [(-5, 0), (0, 0), (5, 0.25), (10, 0.5), (15, 0.75), (20, 1), (99, 1)])
def test_a_value_function_is_straight_between_its_points_and_level_outside(measure: float, worth: float) -> None:
    assert value_of(POINTS, measure) == pytest.approx(worth)


WORTHS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted), min_size=3, max_size=3)
CRITERIA = ("money", "law", "family")


def _standing(worths: list[list[float]]) -> Standing:
    kept = {name: Worth(*three, None, None) for name, three in zip(CRITERIA, worths, strict=True)}
    return Standing(kept, {}, sum(three[1] for three in worths), (0.0, 100.0))


@settings(max_examples=40)
@given(st.lists(WORTHS, min_size=2, max_size=5), st.integers(0, 4), st.integers(0, 2), st.floats(0, 1))
def test_a_better_criterion_never_worsens_how_firm_a_place_is(
    options: list[Any], which: int, criterion: int, more: float
) -> None:
    which %= len(options)
    weights = dict.fromkeys(CRITERIA, 1 / 3)
    names = {f"option{place}": place for place in range(len(options))}
    before = draw({name: _standing(options[place]) for name, place in names.items()}, weights, names, 60, 0.5)
    better = [list(map(list, worths)) for worths in options]
    better[which][criterion] = [min(1.0, worth + more) for worth in better[which][criterion]]
    after = draw({name: _standing(better[place]) for name, place in names.items()}, weights, names, 60, 0.5)
    name = f"option{which}"
    assert after.firmness[name].first_share >= before.firmness[name].first_share - 1e-9
    assert after.firmness[name].rank_interval[0] <= before.firmness[name].rank_interval[0]
    assert sum(item.first_share for item in after.firmness.values()) == pytest.approx(1)


def test_equal_options_cannot_be_told_apart_and_a_far_better_one_can() -> None:
    weights = dict.fromkeys(CRITERIA, 1 / 3)
    wide, good = [[0.3, 0.5, 0.7]] * 3, [[0.9, 0.9, 0.9]] * 3
    alike = draw({"a": _standing(wide), "b": _standing(wide)}, weights, {"a": 0, "b": 1}, 200, 0.5)
    apart = draw({"a": _standing(good), "b": _standing(wide)}, weights, {"a": 0, "b": 1}, 200, 0.5)
    assert 0.3 < alike.first_beats_second < 0.7
    assert apart.first_beats_second == 1
    assert apart.firmness["b"].rank_interval == (2, 2)
