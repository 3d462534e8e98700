"""`rules fmt`: one order and style for all rule files; the meaning and every comment stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.rulebook import cases, doubts, population_shapes, schema, weighing_shapes
from destcompare.rulebook.cache import rule_files
from destcompare.upkeep.formatting import changed_files
from destcompare.upkeep.layout import DATED, KEYS, laid_out
from destcompare.upkeep.toml_text import LayoutError
from tests.conftest import ROOT, Ran
from tests.rulebook.conftest import FILES, write

SHAPES: dict[str, list[type[schema.Shape]]] = {
    "parameter": [schema.ParameterShape],
    "price": [schema.PriceShape],
    "derived": [weighing_shapes.DerivedShape],
    "items": [weighing_shapes.ItemsShape],
    "money": [weighing_shapes.MoneySumShape],
    "criterion": [weighing_shapes.CriterionShape, weighing_shapes.GradeShape],
    "doubt": [weighing_shapes.DoubtShape],
    "entry": [schema.EntryShape],
    "requires": [schema.RequirementShape],
    "ban": [schema.BanShape],
    "risk": [schema.RiskShape],
    "unmodelled": [schema.ToldShape],
    "document": [schema.ToldShape],
    "step": [schema.StepShape],
    "info": [schema.InfoShape, schema.HomeInfoShape],
    "contact": [schema.ContactShape],
    "quota": [schema.QuotaShape],
    "odds": [schema.OddsShape],
    "dependence": [schema.DependenceShape],
    "shock": [weighing_shapes.ShockShape],
    "draw": [population_shapes.DrawShape],
    "choice": [schema.ChoiceShape],
    "fact": [schema.FactShape],
    "each_destination": [schema.FactShape],
    "staleness": [schema.StalenessShape],
    "source": [schema.SourceShape],
    "case": [cases.CaseShape],
    "rule": [doubts.ConsistencyShape],
    "never_eligible": [cases.NeverEligibleShape],
    "never_shorter": [cases.NeverShorterShape],
    "outdated": [cases.OutdatedShape],
}
DATED_SHAPES: list[type[schema.Shape]] = [
    schema.DatedValueShape,
    schema.TripleShape,
    schema.PlacesShape,
    schema.ShareShape,
    schema.OpenShape,
    weighing_shapes.FallShape,
]


def keys_of(shapes: list[type[schema.Shape]]) -> set[str]:
    return {info.alias or name for shape in shapes for name, info in shape.model_fields.items()}


@pytest.mark.parametrize("kind", [kind for kind in KEYS if kind])
def test_the_order_names_exactly_the_keys_that_a_table_may_have(kind: str) -> None:
    order = KEYS[kind].split()
    assert len(order) == len(set(order))
    assert set(order) == keys_of(SHAPES[kind])


def test_the_order_of_dated_values_names_exactly_their_keys() -> None:
    assert set(DATED.split()) == keys_of(DATED_SHAPES)


def test_the_shipped_rules_are_laid_out(cli: Callable[..., Ran]) -> None:
    assert changed_files(ROOT / "rules", rule_files(ROOT / "rules")) == ({}, [])
    ran = cli("rules", "fmt", "--check", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")


def test_keys_are_put_in_order_and_comments_move_with_them() -> None:
    text = """\
# About the file.

title="Work" # behind
# above the id
id = 'xc/work'


[[requires]]
checked=2026-01-01
source = "law"
text = "Age {adult} or more"
when = "age >= adult"
id = "age"
# --- Figures ---
[parameter.adult]
values = [{ value=18, from = 2000-01-01, checked = 2026-01-01, source = "law" },
 {from = 2020-01-01, value = 19, source = "law", checked = 2026-01-01}]
unit = "years"
"""
    assert (
        laid_out(text, "../schemas/scheme.json")
        == """\
#:schema ../schemas/scheme.json

# About the file.

# above the id
id    = 'xc/work'
title = "Work"  # behind

[[requires]]
id      = "age"
when    = "age >= adult"
text    = "Age {adult} or more"
source  = "law"
checked = 2026-01-01

# --- Figures ---
[parameter.adult]
unit   = "years"
values = [
  { from = 2000-01-01, value = 18, source = "law", checked = 2026-01-01 },
  { from = 2020-01-01, value = 19, source = "law", checked = 2026-01-01 },
]
"""
    )


def test_line_ends_and_the_last_line_are_mended() -> None:
    assert laid_out('code = "XC"\r\n\r\n\r\n', None) == 'code = "XC"\n'
    assert laid_out('code = "XC"', None) == 'code = "XC"\n'


def test_an_old_schema_line_is_replaced() -> None:
    assert laid_out('#:schema old.json\n\ncode = "XC"\n', "new.json") == '#:schema new.json\n\ncode = "XC"\n'


# --- Laws over any TOML ------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["id", "when", "values", "source", "checked", "note", "text", "unit", "open", "x_1", '"q r"'])
SPACES = st.sampled_from(["", " ", "  ", "\t"])
COMMENTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(lambda t: f"# {t}")
BASIC = st.text(st.sampled_from('ab #[]{},=é"\\\n'), max_size=8).map(
    lambda t: '"' + t.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
)
LITERAL = st.text(st.sampled_from('ab #[]{},="\\'), max_size=8).map(lambda t: f"'{t}'")
LONG = st.text(st.sampled_from("ab #[]{},=\n'"), max_size=8).map(lambda t: f'"""{t}"""')
PLAIN = st.one_of(
    BASIC, LITERAL, LONG, st.integers().map(str), st.booleans().map(lambda b: str(b).lower()),
    st.dates().map(str), st.sampled_from(["1.5", "-0.25e3", "inf", "0x1F", "2026-01-01 10:00:00", "07:32:00"]),
)  # fmt: skip


@st.composite
def lists(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(values, max_size=3))
    gaps = st.sampled_from(["", " ", "\n", "\n  # said between\n", "\n\n", " # said behind\n"])
    pieces = ["[", *(piece for item in items for piece in (draw(gaps), item, draw(gaps), ",")), draw(gaps), "]"]
    if len(items) and draw(st.booleans()):
        del pieces[-3]  # the last comma may be left out
    return "".join(pieces)


@st.composite
def inline(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    keys = draw(st.lists(WORDS | st.just("from"), unique=True, max_size=3))
    return "{" + ",".join(f"{draw(SPACES)}{key}{draw(SPACES)}={draw(SPACES)}{draw(values)}" for key in keys) + " }"


VALUES = st.recursive(PLAIN, lambda inner: lists(inner) | inline(inner), max_leaves=6)


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines: list[str] = []
    for index in range(draw(st.integers(0, 3))):
        lines += draw(st.lists(COMMENTS | st.just(""), max_size=3))
        if index:
            kind = draw(st.sampled_from(["requires", "case", "info"]))
            lines.append(f"[[{kind}]]{draw(SPACES)}{draw(st.just('') | COMMENTS)}")
        for key in draw(st.lists(WORDS, unique=True, max_size=4)):
            lines += draw(st.lists(COMMENTS | st.just(""), max_size=2))
            behind = draw(st.just("") | COMMENTS)
            lines.append(f"{draw(SPACES)}{key}{draw(SPACES)}={draw(SPACES)}{draw(VALUES)}{draw(SPACES)}{behind}")
    lines += draw(st.lists(COMMENTS | st.just(""), max_size=2))
    return "\n".join(lines)


@given(documents())
@settings(max_examples=300)
def test_the_meaning_stays_and_a_second_time_changes_nothing(text: str) -> None:
    before = tomli.loads(text)
    try:
        new = laid_out(text, None)
    except LayoutError:
        assert "# said" in text  # a comment inside a list inside a table in braces has no place of its own
        return
    assert repr(tomli.loads(new)) == repr(reordered(before, tomli.loads(new)))
    assert laid_out(new, None) == new
    assert "\n\n\n" not in new or '"""' in new
    assert new == "" or new.endswith("\n")


def reordered(value: Any, like: Any) -> Any:
    """The value with the keys of its tables in the order of another; `repr` tells 1 from true and 1.0."""
    if isinstance(value, dict):
        return {key: reordered(value[key], like[key]) for key in like}
    if isinstance(value, list):
        return [reordered(item, other) for item, other in zip(value, like, strict=True)]
    return value


# --- The command ---------------------------------------------------------------------------------------------------------


def test_the_command_lists_then_writes_then_is_content(cli: Callable[..., Ran], tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", FILES)
    work = rules / "xc" / "work.toml"
    work.write_text(work.read_text("utf-8").replace('id      = "age"\n', 'id="age"\n'), "utf-8")
    before = {path: path.read_bytes() for path in rules.rglob("*.toml")}
    ran = cli("rules", "fmt", "--check", "--rules", str(rules), "--lang", "en")
    assert ran.code == 1
    assert "xc/work.toml" in ran.out.splitlines()
    assert {path: path.read_bytes() for path in rules.rglob("*.toml")} == before
    assert cli("rules", "fmt", "--rules", str(rules), "--lang", "tg").code == 0
    assert 'id      = "age"\n' in work.read_text("utf-8")
    assert cli("rules", "fmt", "--check", "--rules", str(rules)).code == 0
    assert not list(rules.rglob(".*"))


def test_a_schema_is_named_only_where_its_file_stands(tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", FILES)
    changed, _ = changed_files(rules, rule_files(rules))
    assert not any("#:schema" in text for text in changed.values())
    shutil.copytree(ROOT / "rules" / "schemas", rules / "schemas")
    changed, _ = changed_files(rules, rule_files(rules))
    assert changed["xc/work.toml"].startswith("#:schema ../schemas/scheme.json\n")
    assert changed["facts.toml"].startswith("#:schema schemas/facts.json\n")


def test_a_file_that_is_no_toml_is_told_and_nothing_is_written(cli: Callable[..., Ran], tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", {**FILES, "xc/work.toml": "id = \n"})
    before = {path: path.read_bytes() for path in rules.rglob("*.toml")}
    ran = cli("rules", "fmt", "--rules", str(rules), "--lang", "en")
    assert ran.code == 1
    assert "xc/work.toml:1:6: RULE001" in ran.err
    assert {path: path.read_bytes() for path in rules.rglob("*.toml")} == before
