"""The syntax: what is let through, what each fault says and where."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.expressions.faults import ExpressionError
from destcompare.expressions.parser import LONGEST, parse
from destcompare.expressions.plain import Types, from_plain, to_plain
from destcompare.expressions.printer import print_tree
from destcompare.expressions.tree import Tree
from destcompare.expressions.types import DATE, FLAG, Declared, Type
from tests.conftest import ROOT
from tests.expressions.strategies import CHOICES, CONDITIONS, COUNTRY, NAMES

PARAMETERS = {
    "salary_floor": Declared("salary_floor", "parameter", Type("number", "GBP/year")),
    "wage": Declared("wage", "fact", Type("number", "USD/month")),
    "rate": Declared("rate", "parameter", Type("number", "USD/GBP")),
    "months_per_year": Declared("months_per_year", "parameter", Type("number", "months/year")),
    "here": Declared("here", "constant", Type("choice", choice=COUNTRY), "XB"),
}
ALL_NAMES = {**NAMES, **PARAMETERS}


@settings(max_examples=300)
@given(CONDITIONS)
def test_a_printed_condition_parses_to_the_same_tree(tree: Tree) -> None:
    assert parse(print_tree(tree), NAMES) == tree


@settings(max_examples=200)
@given(CONDITIONS)
def test_a_tree_comes_back_from_its_plain_form(tree: Tree) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(tree))), Types(CHOICES)) == tree


@pytest.mark.parametrize(
    "text",
    [
        "limit <= age <= 39",
        "not passed and (deported or nationality in ['XA', 'XB'])",
        "nationality not in offers or 'XA' in offers",
        "level >= 'A2' if passed else level == 'B1'",
        "until >= add_months(left_on, 4) or left_on == date('2026-01-31')",
        "wage * months_per_year >= salary_floor * rate",
        "abs(days_between(left_on, until)) > 30",
        "max(left_on, until) > min(left_on, until)",
        "overlaps(offers, ['XA'])",
        "here not in offers",
        "round(savings / 2) >= 100",
        "-age < 0",
        "age\n  >= limit",
        "True",
        "min(-1, age) < limit",
        "add_days(left_on, -1) < until",
        "(1 if passed else 0) < age",
        "1 + 1 / 2 < age",
        "level >= ('A2' if passed else 'none')",
        "('XA' if passed else nationality) in offers",
    ],
)
def test_what_conditions_have_is_let_through(text: str) -> None:
    assert parse(text, ALL_NAMES).type == FLAG


# text, code, line, column, words of the sentence or its values
FAULTS = [
    ("age >=", "syntax", 1, 7, ""),
    ("passed and\n  age >=", "syntax", 2, 9, ""),
    ("'ӯ' == nationality ! passed", "syntax", 1, 20, ""),
    ("(age >= 1", "syntax", 1, None, ""),
    ("", "syntax", 1, 1, ""),
    ("passed) and (deported", "syntax", 1, 1, ""),
    ("agee >= limit", "unknown-name", 1, 1, "age"),
    ("passed and\n  agee >= limit", "unknown-name", 2, 3, "age"),
    ("ａge > 1 or agee > limit", "unknown-name", 1, 12, "age"),  # a wide letter: one character, three bytes
    ("xyzzy >= limit", "unknown-name", 1, 1, "xyzzy"),
    ("level >= 'A3'", "unknown-word", 1, 10, "A"),
    ("nationality in ['XA', 'XQ']", "unknown-word", 1, 23, "X"),
    ("level >= ('A2' if passed else 'A3')", "unknown-word", 1, 31, "A"),
    ("nationality == ('XQ' if passed else 'XA' if deported else 'XB')", "unknown-word", 1, 17, "X"),
    ("overlaps(offers, ['XQ'] if passed else ['XA'])", "unknown-word", 1, 19, "X"),
    ("'XA' == 'XA'", "types", 1, 1, "one side"),
    ("['XA'] == (['XA'] if passed else ['XB'])", "types", 1, 1, "one side"),
    ("-passed", "types", 1, 2, ""),
    ("age >= days", "units", 1, 8, "days"),
    ("age >= savings", "units", 1, 8, "USD"),
    ("wage >= salary_floor", "units", 1, 9, "GBP/year"),
    ("age + days > 3", "units", 1, 7, "days"),
    ("min(1, age, days) > 0", "units", 1, 13, "days"),
    ("age >= 'thirty'", "types", 1, 8, ""),
    ("age", "types", 1, 1, ""),
    ("age and passed", "types", 1, 1, ""),
    ("left_on > 3", "types", 1, None, ""),
    ("nationality < 'XB'", "types", 1, 1, "order"),
    ("nationality == level", "types", 1, 16, ""),
    ("age in offers", "types", 1, 1, ""),
    ("passed.real", "not-allowed", 1, 1, ""),
    ("offers[0]", "not-allowed", 1, 1, ""),
    ("[x for x in offers]", "not-allowed", 1, 1, ""),
    ("lambda: 1", "not-allowed", 1, 1, ""),
    ("(y := passed)", "not-allowed", 1, None, ""),
    ("f'{age}' == 'a'", "not-allowed", 1, 1, ""),
    ("b'a' == age", "not-allowed", 1, 1, ""),
    ("age > 1j", "not-allowed", 1, 7, ""),
    ("age > 1e999", "not-allowed", 1, 7, ""),
    ("age ** 2 > 4", "not-allowed", 1, 1, ""),
    ("age is limit", "not-allowed", 1, 1, ""),
    ("~age > 1", "not-allowed", 1, 1, ""),
    ("__import__('os')", "unknown-function", 1, 1, ""),
    ("maxx(age, limit) > 1", "unknown-function", 1, 1, "max"),
    ("max(age) > 1", "arguments", 1, 1, "max"),
    ("known(3)", "arguments", 1, 1, "known"),
    ("add_years(left_on, days) > until", "arguments", 1, 1, "add_years"),
    ("add_years(left_on, n=1) > until", "not-allowed", 1, 1, ""),
    ("left_on > date('2026-02-30')", "bad-date", 1, 16, "2026-02-30"),
    ("left_on > date('20260131')", "bad-date", 1, 16, "20260131"),
    ("left_on > date('2026-W05-6')", "bad-date", 1, 16, "2026-W05-6"),
    ("left_on > date(2026)", "arguments", 1, 11, "date"),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "told"), FAULTS, ids=lambda value: str(value)[:30])
def test_a_fault_is_told_with_its_place(text: str, code: str, line: int, column: int | None, told: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, ALL_NAMES)
    (fault, *_) = caught.value.faults
    assert (fault.code, fault.line) == (code, line)
    assert column is None or fault.column == column
    sentence = fault.sentence.format(**{name: str(value) for name, value in fault.values.items()})
    assert told in sentence


def test_all_unknown_names_are_told_at_once() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("agee > limit and limmit > age", NAMES)
    assert [(fault.code, fault.column) for fault in caught.value.faults] == [("unknown-name", 1), ("unknown-name", 18)]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "(" * 500 + "passed" + ")" * 500,
        "not " * 1000 + "passed",
        "passed and " * 100_000 + "passed",
        "-" * 3000 + "age",
    ],
)
def test_deep_or_huge_text_is_a_fault_and_no_crash(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, NAMES)
    assert {fault.code for fault in caught.value.faults} == {"syntax"}
    assert (
        len(text) > LONGEST
        or "deep" in caught.value.faults[0].sentence
        or "not a condition" in caught.value.faults[0].sentence
    )


@settings(max_examples=300)
@given(st.text(st.sampled_from("age passed<>=()[]'\"+-*/.,: \n{}and or not in1\0\t\\#é"), max_size=40))
def test_any_text_gives_a_tree_or_faults_within_it(text: str) -> None:
    try:
        parse(text, NAMES, None)
    except ExpressionError as error:
        for fault in error.faults:
            assert 1 <= fault.line <= text.count("\n") + 1
            assert 1 <= fault.column <= max(map(len, text.split("\n"))) + 1


def test_a_fault_spans_what_it_is_about_in_characters() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("'ӯ' == nationality\n  or nationality in ['ӯӯӯ']", NAMES)
    spans = [(fault.line, fault.column, fault.length) for fault in caught.value.faults]
    assert spans == [(1, 1, 3), (2, 22, 5)]


def test_a_word_chosen_between_gets_the_choice_that_is_expected() -> None:
    wanted = NAMES["level"].type
    tree = parse("'A2' if passed else 'A1'", NAMES, wanted)
    assert tree.type == wanted
    assert from_plain(to_plain(tree), Types(CHOICES)) == tree
    with pytest.raises(ExpressionError):
        parse("'A2' if passed else 'A3'", NAMES, wanted)


def test_evaluation_and_decoding_never_import_the_parser() -> None:
    modules = "destcompare.expressions.evaluation, destcompare.expressions.plain"
    heavy = "{'ast', 'inspect', 'difflib', 'destcompare.expressions.parser'}"
    code = f"import sys, {modules}; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""


def test_the_expected_type_is_checked() -> None:
    assert parse("add_years(left_on, 3)", NAMES, DATE).type == DATE
    with pytest.raises(ExpressionError):
        parse("left_on", NAMES, FLAG)
