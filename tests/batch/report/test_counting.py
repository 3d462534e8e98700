"""Outcomes are counted as people would count them, however the file is cut into pieces."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from destcompare.batch.report import outcomes as reading
from destcompare.batch.report.concentration import best, herfindahl, today, under_shocks
from destcompare.batch.report.counting import AFTER, NOW, PEOPLE, Counts, count
from destcompare.batch.report.outcomes import open_outcomes
from destcompare.batch.report.privacy import left_out
from destcompare.batch.report.requirements import language_openers, same_reasons
from destcompare.problems import BadInput, Unreadable
from destcompare.rulebook.model import Rulebook
from tests.batch.report.caseloads import first_requirement, outcomes, person, write
from tests.conftest import TODAY

OPEN, LATER = {"status": "eligible", "missing": ""}, {"status": "reachable", "missing": "offer"}


def counted(frame: pl.DataFrame, tmp_path: Path, rulebook: Rulebook, form: str = "csv") -> Counts:
    file = write(frame, tmp_path / f"out.{form}")
    return count(open_outcomes(str(file)), language_openers(rulebook, TODAY), same_reasons(rulebook, TODAY))


def some_people(number: int, *, money: bool = False) -> pl.DataFrame:
    """People of whom nothing is special, by a fixed seed."""
    chance = random.Random(number)
    rows = []
    for place in range(number):
        ways = {}
        for rank, scheme in enumerate(("ru/patent", "ru/eaeu", "kr/e9", "gb/seasonal"), start=1):
            ways[scheme] = {
                "status": chance.choice(["closed", "ineligible", "banned", "unknown", "reachable", "eligible"]),
                "missing": chance.choice(["", "age", "age offer", "language-test"]),
                "bans": chance.choice(["", "", "yes"]),
                **({"rank": rank, "sent_month_usd": chance.choice([None, 100.0, 250.0])} if money else {}),
            }
        described = {
            "nationality": chance.choice(["UZ", "TJ", "KG", None]), "sex": chance.choice(["male", "female", None]),
            "age": chance.choice([None, 18, 24, 25, 34, 35, 44, 45, 60]),
        }  # fmt: skip
        rows.append(person(place, ways, **described))
    return outcomes(rows, money=money)


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_counts_are_those_of_counting_one_by_one(form: str, tmp_path: Path, rulebook: Rulebook) -> None:
    frame = some_people(300)
    counts = counted(frame, tmp_path, rulebook, form)
    now, after, alone = Counter(), Counter(), Counter()
    cases: dict[str, list[dict[str, object]]] = {}
    for row in frame.to_dicts():
        cases.setdefault(row["case_id"], []).append(row)
    for rows in cases.values():
        for code in ("RU", "KR", "GB"):
            found = {row["status"] for row in rows if row["destination"] == code}
            now[code] += "eligible" in found
            after[code] += "reachable" in found and "eligible" not in found
        for row in rows:
            one = (
                row["status"] in ("ineligible", "reachable")
                and not row["bans"]
                and len(str(row["missing"]).split()) == 1
            )
            if one or (row["status"] == "banned" and not row["missing"]):
                alone[row["scheme"], row["missing"]] += 1
    by = counts.reach.group_by("destination").agg(pl.col(NOW, AFTER).sum())
    found_now = dict(by.select("destination", NOW).iter_rows())
    assert {code: found_now[code] for code in now} == dict(now)
    found_after = dict(by.select("destination", AFTER).iter_rows())
    assert {code: found_after[code] for code in after} == dict(after)
    ways = counts.ways.group_by("scheme", "missing").agg(pl.col(PEOPLE).sum())
    assert {(scheme, missing): people for scheme, missing, people in ways.iter_rows()} == dict(alone)
    assert counts.size == 300
    assert counts.schemes == 4
    ages = dict(counts.people.group_by("age_group").agg(pl.col(PEOPLE).sum()).iter_rows())
    known = frame.unique("case_id")["age"].to_list()
    assert ages[0] == sum(age is not None and age < 25 for age in known)
    assert ages[3] == sum(age is not None and age >= 45 for age in known)
    assert ages[None] == known.count(None)


@pytest.mark.parametrize("rows", [1, 3, 7, 50])
def test_how_the_file_is_cut_makes_no_difference(
    rows: int, tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = some_people(60, money=True)
    whole = counted(frame, tmp_path, rulebook)
    monkeypatch.setattr(reading, "_ROWS", rows)
    cut = counted(frame, tmp_path, rulebook)
    for name in ("people", "reach", "reasons", "ways", "courses", "course_ways", "best"):
        assert getattr(cut, name).equals(getattr(whole, name)), name


def test_a_requirement_that_says_the_same_in_several_ways_is_one_reason_and_each_person_counts_once(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    reasons = same_reasons(rulebook, TODAY)
    first, *others = next(
        ways for reason in reasons.values() if len(ways := [way for way, of in reasons.items() if of == reason]) > 1
    )
    ways = {scheme: {"status": "reachable", "missing": missing} for scheme, missing in (first, *others)}
    counts = counted(outcomes(person(number, ways) for number in range(6)), tmp_path, rulebook)
    assert counts.reasons.select("change", PEOPLE).rows() == [(True, 6)]
    assert counts.ways.height == len(ways)


def test_a_course_opens_what_lacks_only_one_level(tmp_path: Path, rulebook: Rulebook) -> None:
    test = first_requirement(rulebook, "ru/patent", "russian_level")
    lacking = {"status": "reachable", "missing": test}
    rows = [
        person(1, {"ru/patent": lacking, "kr/e9": {}}),
        person(2, {"ru/patent": lacking, "kr/e9": OPEN}),
        person(3, {"ru/patent": {**lacking, "missing": f"{test} age"}, "kr/e9": {}}),
        person(4, {"ru/patent": {**lacking, "bans": "yes", "status": "banned"}, "kr/e9": {}}),
        person(5, {"ru/patent": {**lacking, "status": "unknown"}, "kr/e9": {}}),
    ]
    counts = counted(outcomes(rows), tmp_path, rulebook)
    assert counts.courses.rows() == [("russian_level", 2, 1)]
    assert counts.course_ways.rows() == [("russian_level", "ru/patent", test, 2)]


def test_what_needs_more_than_one_level_is_opened_by_no_course_alone(rulebook: Rulebook) -> None:
    openers = language_openers(rulebook, TODAY)
    assert openers["ru/patent", first_requirement(rulebook, "ru/patent", "russian_level")] == ("russian_level",)
    assert not any(scheme == "de/opportunity-card" for scheme, _ in openers)
    assert not any(rule == "age" for _, rule in openers)


def test_the_index_is_one_for_one_country_and_a_tenth_for_ten() -> None:
    assert herfindahl([5]) == 1
    assert herfindahl([3] * 10) == pytest.approx(0.1)
    assert herfindahl([]) is None
    assert herfindahl([0, 0]) is None
    assert herfindahl([75, 25]) == pytest.approx(0.625)


def test_today_weighs_the_homes_by_their_people_and_bounds_what_is_not_known(
    tmp_path: Path, rulebook: Rulebook
) -> None:
    ways = {"ru/patent": OPEN}
    rows = [person(number, ways, nationality="TJ" if number < 6 else "TM") for number in range(10)]
    found = today(counted(outcomes(rows), tmp_path, rulebook), rulebook, TODAY)
    assert found is not None
    assert found.shares == {"RU": 82}
    assert found.unknown == ("TM",)
    assert found.homes == {"TJ": (2017,)}
    assert (found.low, found.high) == (pytest.approx(0.82**2), pytest.approx(0.82**2 + 0.18**2))
    nobody = today(counted(outcomes([person(1, ways, nationality=None)]), tmp_path, rulebook), rulebook, TODAY)
    assert nobody is None


def test_a_shock_takes_from_each_home_what_it_took_then(tmp_path: Path, rulebook: Rulebook) -> None:
    best_way = {**OPEN, "rank": 1, "sent_month_usd": 100.0}
    second = {**OPEN, "rank": 2, "sent_month_usd": 900.0}
    rows = [
        *(person(number, {"ru/patent": best_way, "kr/e9": second}, nationality="TJ") for number in range(5)),
        *(person(number, {"ru/patent": second, "kr/e9": best_way}, nationality="TJ") for number in range(5, 10)),
        person(10, {"ru/patent": {**best_way, "sent_month_usd": None}, "kr/e9": {}}, nationality="KZ"),
        person(11, {"ru/patent": best_way, "kr/e9": {}}, nationality="KZ"),
    ]
    counts = counted(outcomes(rows, money=True), tmp_path, rulebook)
    found = best(counts)
    assert found is not None
    assert (found.total, found.known, found.people) == (1100, 11, {"RU": 7, "KR": 5})
    assert found.index == pytest.approx((6 / 11) ** 2 + (5 / 11) ** 2)
    fallen = {item.shock.name: item for item in under_shocks(counts, rulebook)}
    assert fallen["rouble-2014"].total == pytest.approx(1100 - 500 * 0.66)
    assert fallen["rouble-2014"].homes == ("KZ",)
    assert fallen["rouble-2023"].total == pytest.approx(1100)
    assert "TJ" in fallen["rouble-2023"].homes


def test_rows_of_one_case_that_do_not_stand_together_are_refused(tmp_path: Path, rulebook: Rulebook) -> None:
    frame = some_people(12).sort("scheme")
    with pytest.raises(BadInput, match="together"):
        counted(frame, tmp_path, rulebook)


def test_files_without_outcomes_are_refused(tmp_path: Path, rulebook: Rulebook) -> None:
    with pytest.raises(BadInput, match="no outcomes"):
        counted(some_people(3).clear(), tmp_path, rulebook)
    with pytest.raises(BadInput, match="column"):
        counted(some_people(3).drop("missing"), tmp_path, rulebook)
    with pytest.raises(Unreadable):
        open_outcomes(str(tmp_path / "nowhere.csv"))


@pytest.mark.parametrize(
    ("row", "place"), [([3, 9, 7], 2), ([3, 2, 9], None), ([0, 9, 7], None), ([3, 0, 0], None), ([3], None)]
)
def test_a_single_small_count_takes_another_one_with_it(row: list[int], place: int | None) -> None:
    assert left_out(row) == place
