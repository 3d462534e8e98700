"""The table of all schemes in the rule author's guide is made from the rules and current."""

from __future__ import annotations

from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.overview import main, written
from tests.conftest import ROOT


def test_the_table_in_the_guide_is_current() -> None:
    assert main(["--check"], ROOT / "rules") == 0, "run python -m destcompare.upkeep.overview"


def test_the_table_names_every_scheme_destination_and_home(rulebook: Rulebook) -> None:
    guide = (ROOT / "rules" / "README.md").read_text("utf-8")
    names = [
        *(scheme.id for scheme in rulebook.schemes),
        *(f"**{code.lower()}**" for code in rulebook.destinations),
        *(f"**homes/{code.lower()}**" for code in rulebook.homes),
    ]
    assert [name for name in names if name not in guide] == []


def test_only_what_stands_between_the_marks_is_written() -> None:
    guide = "before <!-- made by destcompare.upkeep.overview: begin -->\nold\n<!-- end --> after"
    assert written(guide, "new").replace("new", "old") == guide
