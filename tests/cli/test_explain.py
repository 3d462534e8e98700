"""`explain` as a user runs it: real processes, real rules, all languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import jsonschema
import pytest

from tests.conftest import LANGUAGES, Ran

Run = Callable[..., Ran]

DAY = ("--as-of", "2026-11-23")
LEARNER = ("kr/e9", "nationality=KG", "age=38", "eps_topik_passed=false", *DAY)
TOO_OLD = ("kr/e9", "nationality=UZ", "age=41", "eps_topik_passed=true", *DAY)
BANNED = (
    "ru/patent",
    "nationality=UZ",
    "age=17",
    "russian_level=none",
    "ru_overstay_days=200",
    "ru_left_on=2025-03-01",
    *DAY,
)


def explained(ran: Ran) -> dict:
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def one_line(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("language", "test", "closed"),
    [
        ("ky", "Керек: EPS-TOPIK тести – ооба.", "40 болгон күндөн тартып бул жол жабык."),
        ("uz", "Kerak: EPS-TOPIK imtihoni – ha.", "40 boʻlgan kundan bu yoʻl yopiladi."),
        ("tg", "Лозим: Имтиҳони EPS-TOPIK – ҳа.", "Аз рӯзе, ки 40 мешавад, ин роҳ баста аст."),
        ("ru", "Нужно: Тест EPS-TOPIK – да.", "С того дня, когда будет 40, этот способ закрыт."),
        ("en", "Needed: EPS-TOPIK test – yes.", "From the day it is 40, this way is closed."),
    ],
)
def test_it_says_what_to_pass_and_that_the_age_limit_leaves_a_year(
    cli: Run, language: str, test: str, closed: str
) -> None:
    ran = cli("explain", *LEARNER, "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert test in one_line(ran.out)
    assert closed in one_line(ran.out)


def test_a_no_is_told_by_the_persons_own_answer(cli: Run) -> None:
    text = one_line(cli("explain", *TOO_OLD, "--lang", "en").out)
    assert "By these answers you do not qualify." in text
    assert "Age: you said 41. The limit is 39." in text
    assert "Nothing changes this: Age from 18 to 39" in text


def test_a_ban_is_told_by_the_law_of_its_day_and_what_is_missing_besides(cli: Run) -> None:
    text = one_line(cli("explain", *BANNED, "--lang", "en").out)
    assert "entry ban until 1 March 2030" in text
    assert "By the law of 1 March 2025." in text
    assert "The ban must end too." in text
    found = explained(cli("explain", *BANNED, "--format", "json"))
    assert {"id": "ru/ban/overstay-180", "law_of": "2025-03-01"} in found["ban_laws"]
    (changes,) = found["change_sets"]
    assert {change["fact"] for change in changes["changes"]} == {"age", "russian_level"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_keeps_its_published_schema_in_every_language(cli: Run, language: str) -> None:
    schema = json.loads(cli("rules", "schema", "explanation").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for person in (LEARNER, TOO_OLD, BANNED, ("de/blue-card", "nationality=TJ", "education=secondary", *DAY)):
        document = explained(cli("explain", *person, "--format", "json", "--lang", language))
        jsonschema.Draft202012Validator(schema).validate(document)


def test_a_closed_way_says_since_when(cli: Run) -> None:
    text = one_line(cli("explain", "kr/h2", "nationality=UZ", *DAY, "--lang", "ru").out)
    assert "На эту дату закрыто (последний день" in text


def test_implied_answers_are_told_as_implied(cli: Run) -> None:
    text = one_line(cli("explain", "kr/e9", "nationality=UZ", "trouble_in=none", *DAY, "--lang", "en").out)
    assert "Removed (South Korea): no (follows from your other answers)" in text


def test_every_requirement_has_its_source_by_title_and_publisher(cli: Run) -> None:
    ran = cli("explain", *LEARNER, "--lang", "en", COLUMNS="400")
    assert ran.out.count("Source: ") == 7
    assert "Employment Permit System: job application, eligibility – Ministry of Employment and Labor, Korea" in ran.out


@pytest.mark.parametrize("language", ["uz", "tg", "ky", "ru"])
def test_no_line_is_wider_than_the_terminal(cli: Run, language: str) -> None:
    for person in (LEARNER, TOO_OLD, BANNED):
        ran = cli("explain", *person, "--lang", language)
        assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("kr/e99", "age=30"), 2, "kr/e9"),
        (("kr/e9", "agee=30"), 2, "age"),
        ((), 2, "SCHEME"),
        (("kr/e9", "--format", "xml"), 2, "text"),
        (("kr/e9", "--from", "nowhere.toml"), 3, "nowhere.toml"),
    ],
)
def test_bad_input_is_one_sentence(cli: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    ran = cli("explain", *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [("explain", "ru/patent"), ("compare",)])
def test_what_is_supposed_is_told_even_where_nothing_can_be_ranked_yet(cli: Run, command: tuple[str, ...]) -> None:
    asked = (*command, "age=30", "--as-of", "2026-11-25", "--lang", "en")
    told = " ".join(cli(*asked, "nationality=UZ", "--shock", "sanctions-2022").out.split())
    assert "Supposed again (2022):" in told
    assert "counted lower by 25%" in told
    unhurt = " ".join(cli(*asked, "nationality=TJ", "--shock", "rouble-2023").out.split())
    assert "No such shock is known for the person's home; nothing was changed." in unhurt
    assert "Supposed again" not in cli(*asked, "nationality=UZ").out


def test_money_is_opened_down_to_formulas_prices_and_sources(cli: Callable[..., Ran]) -> None:
    arguments = [
        "explain",
        "gb/seasonal",
        "nationality=KG",
        "age=24",
        "sector=agriculture",
        "savings_usd=900",
        "debt_usd=0",
    ]
    shown = cli(*arguments, "--money", "--lang", "en", "--as-of", "2026-11-25", COLUMNS="200").out
    assert "net_month = net_stay / stay_months" in shown
    assert "406.72 GBP a week" in one_line(shown)
    assert "In GBP, left each month:" in one_line(shown)
    assert "How firm the right to stay is" in shown
    assert re.search(r"What is left each month: points: [\d.]+ to [\d.]+ of \d+ \([\d,\s]+USD\)", shown)
    assert not re.search(r"points: .*\([\d.]+\)", shown), "a bare number says nothing of where the points come from"
    part = json.loads(cli(*arguments, "--money", "--format", "json", "--as-of", "2026-11-25").out)
    wage = next(item for item in part["money"]["inputs"] if item["name"] == "wage_month")
    assert (wage["price"], wage["source"]) == ("gb/seasonal/wage_farm", "gb-nfues-2026")
    assert part["money"]["formulas"]["net_month"] == "net_stay / stay_months"
    assert part["points"]["legal_security"]["grade"]
