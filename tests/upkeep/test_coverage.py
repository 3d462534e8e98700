"""`rules coverage`: a set of cases with a known gap shows exactly that gap, and the proposal closes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import tomli

from destcompare.expressions.evaluation import Outcome
from destcompare.expressions.parser import parse
from destcompare.expressions.types import Declared, Type
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.cases import CaseShape
from destcompare.upkeep.atoms import Atoms
from destcompare.upkeep.coverage import Coverage, Target, gaps
from destcompare.upkeep.proposals import as_toml, proposals
from tests.conftest import TODAY, Ran
from tests.rulebook.conftest import FILES

RULEBOOK = build_rulebook({name: text.encode() for name, text in FILES.items()}, "test")
COVERAGE = Coverage(RULEBOOK)
ABLE = {"nationality": "XA", "age": 18, "level": "A2", "passed": False, "job_offers": ["XC"], "trouble_in": []}
LEFT = {**ABLE, "trouble_in": ["XC"], "xc_left_on": date(2024, 1, 1)}


def case(as_of: date = TODAY, **answers: object) -> CaseShape:
    person = {name: value for name, value in {**ABLE, **answers}.items() if value is not None}
    return CaseShape(name="A case", as_of=as_of, person=person, expect={"xc/work": "unknown"})


def entry(nationality: str, as_of: date) -> CaseShape:
    return CaseShape(name="A case", as_of=as_of, person={"nationality": nationality}, entry={"XC": "none"})


BANNED = {"trouble_in": ["XC"], "xc_left_on": date(2024, 1, 1)}
WHOLE = [
    case(),
    case(age=17),
    case(level="A1"),
    case(level="A1", passed=True),
    case(job_offers=[]),
    case(nationality=None, age=None, level=None, passed=None, job_offers=None),
    case(date(2015, 1, 1), job_offers=[]),
    case(date(2014, 12, 31), job_offers=[]),
    case(date(2019, 1, 1), nationality="XB"),
    case(date(2009, 12, 31)),
    case(date(2010, 1, 1)),
    case(date(2029, 12, 31)),
    case(date(2030, 1, 1)),
    case(**BANNED, xc_overstay_days=30),
    case(**BANNED, xc_overstay_days=31),
    case(date(2028, 12, 31), **BANNED, xc_overstay_days=31),
    case(date(2029, 1, 1), **BANNED, xc_overstay_days=31),
    case(trouble_in=["XC"], xc_overstay_days=0),
    case(date(2012, 1, 1), trouble_in=["XC"], xc_left_on=date(2010, 1, 1), xc_overstay_days=101),
    case(date(2012, 1, 1), trouble_in=["XC"], xc_left_on=date(2009, 12, 31), xc_overstay_days=101),
    entry("XA", date(2010, 1, 1)),
    entry("XA", TODAY),
    entry("XB", TODAY),
]
REACHABLE = [target for target in COVERAGE.targets if target not in gaps(COVERAGE, WHOLE)]


def test_what_a_whole_set_leaves_open_cannot_be_reached() -> None:
    """A single day too long is never longer than the days that the ban asks for besides."""
    missing = [(target.kind, target.what) for target in gaps(COVERAGE, WHOLE)]
    assert missing == [("border", "xc_overstay_days > 0: true")]


def test_a_case_left_out_is_exactly_the_gap() -> None:
    without = [kept for kept in WHOLE if kept.person.get("age") != 17]
    missing = [target for target in gaps(COVERAGE, without) if target in REACHABLE]
    assert missing == [
        Target("requirement", "xc/work", "xc/work/age", "false"),
        Target("condition", "xc/work", "xc/work/age", "age >= adult: false"),
        Target("border", "xc/work", "xc/work/age", "age >= adult: false"),
    ]


def test_the_proposal_closes_the_gap() -> None:
    without = [kept for kept in WHOLE if kept.person.get("age") != 17]
    missing = [target for target in gaps(COVERAGE, without) if target in REACHABLE]
    found = list(proposals(COVERAGE, without, missing))
    document = tomli.loads("\n\n".join(as_toml(*proposed) for proposed in found))
    added = [CaseShape.model_validate(item) for item in document["case"]]
    assert not set(gaps(COVERAGE, [*without, *added])) & set(REACHABLE)
    assert [proposed.expect for _, proposed in found] == [{"xc/work": "reachable"}]


def test_a_case_counts_only_for_schemes_it_names() -> None:
    silent = CaseShape(name="A case", as_of=TODAY, person=ABLE)
    assert COVERAGE.reached(silent) == set()


def test_a_false_requirement_hides_the_others() -> None:
    reached = COVERAGE.reached(case(age=17, level="A1"))
    assert not [target for target in reached if target.kind in ("condition", "border", "ban", "figure")]


def test_an_atom_decides_when_its_opposite_would_turn_the_condition() -> None:
    flags = {name: Declared(name, "fact", Type("flag")) for name in "abc"}
    atoms = Atoms(parse("a and (b or c)", flags), {}, {})

    def decide(**values: bool | None) -> set[str]:
        scope = {name: Outcome(value, frozenset((name,))) for name, value in values.items()}
        return {atoms.texts[found.atom] for found in atoms.deciding(scope)}

    assert decide(a=True, b=True, c=False) == {"a", "b"}
    assert decide(a=True, b=True, c=True) == {"a"}
    assert decide(a=False, b=True, c=False) == {"a"}
    assert decide(a=False, b=False, c=False) == set()
    assert decide(a=False, b=None, c=None) == {"a"}


def test_the_command_ends_with_one_below_the_least(cli: Callable[..., Ran], tmp_path: Path) -> None:
    done = cli("rules", "coverage", "-k", "jp/engineer", "--format", "json", "--lang", "ky")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    assert document["owners"].keys() == {"jp/engineer"}
    assert document["reached"] + len(document["gaps"]) == document["of"]
    assert cli("rules", "coverage", "-k", "jp/engineer", "--least", "much", "--lang", "ky").code == 2
    (tmp_path / "rules").mkdir()
    for name, text in FILES.items():
        path = tmp_path / "rules" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    rules = str(tmp_path / "rules")
    assert cli("rules", "coverage", "--least", "1", "--rules", rules, "--lang", "ky").code == 1
    assert (
        cli("rules", "coverage", "--propose", str(tmp_path / "no" / "file"), "--rules", rules, "--lang", "ky").code == 3
    )
