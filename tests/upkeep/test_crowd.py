"""Many people in a file come out of `rules diff` exactly as they do one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from destcompare.problems import BadInput
from destcompare.rulebook.model import Parameter, Rulebook, Scheme, Value
from destcompare.upkeep.casefile import are_many, read_people
from destcompare.upkeep.effect import Effect, both, effect_of
from destcompare.upkeep.effectview import effect_document
from destcompare.upkeep.expected import read_expected
from destcompare.upkeep.versions import Version
from tests.batch.people import people, write_people

pytest.importorskip("polars", reason="many people at once are an extra")

from destcompare.upkeep.crowd import Crowd
from destcompare.upkeep.crowdeffect import crowd_effect

DAY = date(2026, 11, 28)
SOME = ("kr/e9", "kr/f4", "kr/h2", "gb/seasonal", "ru/patent", "de/opportunity-card")
MEANT = """
[[expect]]
scheme = "kr/e9"
when = "age == 40 and savings_usd > 2000"
to = ["eligible", "reachable", "unknown"]
[[expect]]
scheme = "kr/e9"
from = "banned"
[[expect]]
scheme = "ru/patent"
when = "nationality == 'UZ'"
[[expect]]
scheme = "gb/seasonal"
"""


@pytest.fixture(scope="module")
def some(rulebook: Rulebook) -> Rulebook:
    """The shipped rules with a few schemes."""
    return rulebook.replaced(schemes=tuple(scheme for scheme in rulebook.schemes if scheme.id in SOME))


@pytest.fixture(scope="module")
def cases(some: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred people."""
    path = tmp_path_factory.mktemp("crowd") / "people.csv"
    everybody = people(some, DAY, 200, 11)
    for number, person in enumerate(everybody):  # many near what the edited rules ask for
        if number % 3 == 0 and "age" in person:
            person["age"] = 38 + number % 4
        if number % 5 == 0:
            person |= {"trouble_in": frozenset({"KR"}), "kr_overstay_days": 100, "kr_deported": False}
            person |= {"kr_fine_settled": False, "kr_left_on": date(2020 + number % 6, 11, 1)}
    write_people(path, some, everybody)
    return path


def with_figure(parameters: Iterable[Parameter], name: str, value: Value) -> tuple[Parameter, ...]:
    def changed(item: Parameter) -> Parameter:
        return item.replaced(values=tuple(dated.replaced(value=value) for dated in item.values))

    assert any(item.name == name for item in parameters)
    return tuple(changed(item) if item.name == name else item for item in parameters)


def with_scheme(rules: Rulebook, scheme: str, change: Callable[[Scheme], Scheme]) -> Rulebook:
    return rules.replaced(schemes=tuple(change(item) if item.id == scheme else item for item in rules.schemes))


def older(rules: Rulebook) -> Rulebook:
    """E-9 up to 40."""
    return with_scheme(rules, "kr/e9", lambda e9: e9.replaced(parameters=with_figure(e9.parameters, "age_max", 40)))


def longer_ban(rules: Rulebook) -> Rulebook:
    korea = rules.destinations["KR"]
    korea = korea.replaced(parameters=with_figure(korea.parameters, "unpaid_ban_years", 6))
    return rules.replaced(destinations={**rules.destinations, "KR": korea})


def without_requirement(rules: Rulebook) -> Rulebook:
    """The patent without its test of language, the British season without what is said of health."""
    rules = with_scheme(rules, "ru/patent", lambda item: _without(item, "russian_level"))
    return with_scheme(rules, "gb/seasonal", lambda item: item.replaced(requirements=item.requirements[1:]))


def _without(scheme: Scheme, fact: str) -> Scheme:
    kept = tuple(rule for rule in scheme.requirements if fact not in rule.when.names)
    assert len(kept) < len(scheme.requirements)
    return scheme.replaced(requirements=kept)


def without_scheme(rules: Rulebook) -> Rulebook:
    return rules.replaced(schemes=tuple(item for item in rules.schemes if item.id not in ("kr/e9", "gb/seasonal")))


def quicker_to_learn(rules: Rulebook) -> Rulebook:
    """Levels take other days, and nothing is implied about having been deported."""
    facts = dict(rules.facts)
    for name in ("german_level", "russian_level"):
        change = facts[name].change
        assert change is not None
        facts[name] = facts[name].replaced(change=change.replaced(step_days=(), days=10))
    facts["kr_deported"] = facts["kr_deported"].replaced(implied_by=())
    return rules.replaced(facts=facts)


def of_other_words(rules: Rulebook) -> Rulebook:
    """A level of language more, so that columns of the two versions do not mean the same."""
    facts = dict(rules.facts)
    kind = facts["russian_level"].type
    assert kind.choice is not None
    words = (*kind.choice.words, "native")
    facts["russian_level"] = facts["russian_level"].replaced(
        type=kind.replaced(choice=kind.choice.replaced(words=words)), among=()
    )
    return without_requirement(rules.replaced(facts=facts))


def same(rules: Rulebook) -> Rulebook:
    return rules


EDITS = [older, longer_ban, without_requirement, without_scheme, quicker_to_learn, of_other_words]


@pytest.mark.parametrize(
    ("before", "after"), [*((same, edit) for edit in EDITS), (without_scheme, older), (older, longer_ban)]
)
def test_columns_find_what_is_found_one_after_the_other(
    before: Callable[[Rulebook], Rulebook], after: Callable[[Rulebook], Rulebook], some: Rulebook, cases: Path
) -> None:
    one, other = (Version(edit.__name__, {}, edit(some)) for edit in (before, after))
    expected, found = in_both_ways(cases, one, other)
    assert effect_document(found, []) == effect_document(expected, [])
    assert found == expected
    assert any(scheme.groups for scheme in found.schemes)


def in_both_ways(cases: Path, old: Version, new: Version) -> tuple[Effect, Effect]:
    known = both(old.rulebook, new.rulebook)
    meant = read_expected("meant.toml", MEANT, known)
    one_by_one = effect_of(old, new, DAY, read_people(str(cases), known, DAY), meant)
    with Crowd(str(cases), known, DAY) as crowd:
        return one_by_one, crowd_effect(old, new, DAY, crowd, meant)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("nationality,age\nUZ,18\n", 2),
        ("case_id,age\na,18\n,19\n", 3),
        ("case_id,age\na,18\nb,20\na,19\n", 4),
        ("case_id,age\na,old\n", 2),
        ("case_id,age\na\n", 2),
        ("case_id,as_of\na,now\n", 2),
        ("case_id,as_of,kr_left_on\na,2025-01-01,2024-05-05\nb,2025-01-01,2026-05-05\n", 3),
    ],
)
def test_a_wrong_row_is_named_by_its_line(text: str, line: int, some: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as problem, Crowd(str(file), some, DAY):
        pass
    assert problem.value.sentence.values["line"] == line


def test_each_row_is_decided_on_its_own_day(some: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    rows = [f"{number},UZ,40,none,{day}" for number, day in enumerate(("", "2026-01-05", "2004-01-01", "2026-01-05"))]
    file.write_text("\n".join(["case_id,nationality,age,trouble_in,as_of", *rows]) + "\n", encoding="utf-8")
    expected, found = in_both_ways(file, Version("old", {}, some), Version("new", {}, older(some)))
    assert found == expected
    assert found.affected == ("0", "1", "3")


def test_columns_are_for_files_with_many_people(tmp_path: Path) -> None:
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    few.write_text("case_id\n" + "a\n" * 2**14, encoding="utf-8")
    many.write_text("case_id\n" + "a\n" * (2**14 + 1), encoding="utf-8")
    assert [are_many(str(file)) for file in (few, many, tmp_path / "none.csv", tmp_path / "many.xls")] == [
        False, True, False, False,
    ]  # fmt: skip
