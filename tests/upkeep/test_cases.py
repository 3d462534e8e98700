"""`rules test`: names the case, the difference, and what decided it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.cases import CaseShape
from destcompare.upkeep.cases import Difference, differences
from tests.conftest import ROOT, TODAY, Ran
from tests.rulebook.conftest import FILES

RULEBOOK = build_rulebook({name: text.encode() for name, text in FILES.items()}, "test")
PERSON = {"nationality": "XA", "age": 17, "level": "A2", "passed": True, "job_offers": ["XC"], "trouble_in": []}


def case(**expected: object) -> CaseShape:
    return CaseShape(name="A case", as_of=TODAY, person=PERSON, **expected)


def test_a_case_as_expected_has_no_difference() -> None:
    whole = case(
        expect={"xc/work": "reachable"},
        changes={"xc/work": ["age"]},
        figures={"xc/adult": 18},
        entry={"XC": "visa_required"},
    )
    assert differences(whole, RULEBOOK) == []


def test_a_difference_names_what_decided() -> None:
    assert differences(case(expect={"xc/work": "eligible"}), RULEBOOK) == [
        Difference("xc/work", "eligible", "reachable", ("xc/work/age",))
    ]


def test_every_kind_of_expectation_is_compared() -> None:
    wrong = case(
        until={"xc/work": TODAY}, asks={"xc/work": ["age"]}, changes={"xc/work": ["level"]}, places={"xc/work": 5},
        entry={"XC": "eta"}, figures={"xc/adult": 21, "xc/nothing": 1}, expect={"xc/nowhere": "closed"},
    )  # fmt: skip
    assert [difference.about for difference in differences(wrong, RULEBOOK)] == [
        "xc/nowhere", "xc/work", "xc/work", "xc/work", "xc/work", "XC", "xc/adult", "xc/nothing",
    ]  # fmt: skip


def test_the_command_ends_with_one_when_a_case_comes_out_otherwise(cli: Callable[..., Ran], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    cases = tmp_path / "rules" / "jp" / "cases.toml"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace('= "eligible"', '= "closed"', 1), "utf-8")
    done = cli("rules", "test", "-k", "jp/", "--rules", str(tmp_path / "rules"), "--lang", "ky")
    assert (done.code, done.err) == (1, "")
    assert "jp/cases.toml: " in done.out
    assert cli("rules", "test", "-k", "jp/", "--lang", "ky").code == 0
