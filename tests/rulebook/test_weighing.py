"""Money formulas and criteria in rule files: read with their units, refused with a place and a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.faults import BrokenRules
from tests.rulebook.conftest import write

MONEY = """
[items]
one_of = ["wage"]
needed = ["wage", "tax"]
gains  = ["wage"]

[money.net_month]
value = "wage_month * (1 - tax_share) - food_month"
text  = "Left"
"""
SCORING = """
[criterion.net]
text    = "Money"
measure = "net_month"
points  = [[0, 0], [1000, 1]]

[criterion.law]
text   = "Law"
grades = [{ worth = 0.5, text = "A permit", of = ["xc/work"] }]

[weights.balanced]
net = 3
law = 1
"""


def weighing(files: dict[str, str], money: str = MONEY, scoring: str = SCORING) -> dict[str, str]:
    return {
        **files,
        "derived.toml": files["derived.toml"] + money,
        "scoring.toml": files["scoring.toml"] + scoring,
    }


def test_formulas_criteria_and_weights_are_read(files: dict[str, str], tmp_path: Path) -> None:
    rulebook = load_rulebook(write(tmp_path / "rules", weighing(files)), tmp_path)
    assert [item.name for item in rulebook.money.sums] == ["net_month"]
    assert set(rulebook.money.inputs) == {"wage_month", "tax_share", "food_month"}
    assert rulebook.money.sums[0].value.tree.type.unit == "USD/month"
    assert [item.id for item in rulebook.scoring.criteria] == ["net", "law"]
    assert rulebook.scoring.weights["balanced"] == {"net": 3, "law": 1}


def test_rules_without_money_or_criteria_are_whole(files: dict[str, str], tmp_path: Path) -> None:
    rulebook = load_rulebook(write(tmp_path / "rules", files), tmp_path)
    assert (rulebook.money.sums, rulebook.scoring.criteria) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- food_month", "- food_once", "RULE023"),  # dollars a month less dollars
        ("wage_month * (1", "wages_month * (1", "RULE021"),
        ('measure = "net_month"', 'measure = "net_year"', "RULE021"),
        ("[[0, 0], [1000, 1]]", "[[0, 0], [0, 1]]", "RULE016"),
        ("[[0, 0], [1000, 1]]", "[[0, 0], [1000, 2]]", "RULE016"),
        ('["xc/work"]', '["xc/wrk"]', "RULE022"),
        ("law = 1", "lax = 1", "RULE022"),
        ("[weights.balanced]\nnet = 3\nlaw = 1", "", "RULE003"),
    ],
)
def test_a_mistake_is_a_fault_with_its_code(
    files: dict[str, str], tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in MONEY + SCORING
    broken = weighing(files, MONEY.replace(old, new), SCORING.replace(old, new))
    with pytest.raises(BrokenRules) as raised:
        load_rulebook(write(tmp_path / "rules", broken), tmp_path)
    assert code in {fault.code for fault in raised.value.faults}
