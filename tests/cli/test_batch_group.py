"""`batch generate`, `batch report` and the group around them, as a user runs them: real processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from destcompare.rulebook.model import Rulebook
from tests.batch.report.caseloads import first_requirement, outcomes, person, write
from tests.conftest import LANGUAGES, Ran

Run = Callable[..., Ran]
WORDS = {
    "ru": ("Куда люди могли бы поехать", "Насколько всё зависит от одной страны"),
    "uz": ("Odamlar qayerga borishi mumkin", "Hammasi bir davlatga qanchalik bogʻliq"),
    "uz-Cyrl": ("Одамлар қаерга бориши мумкин", "Ҳаммаси бир давлатга қанчалик боғлиқ"),
    "tg": ("Одамон ба куҷо рафта метавонанд", "Ҳама чиз ба як кишвар чӣ қадар вобаста аст"),
    "ky": ("Адамдар кайда бара алат", "Баары бир өлкөгө канчалык көз каранды"),
    "en": ("Where people could go", "How much hangs on one country"),
}


@pytest.fixture(scope="module")
def caseload(rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty men of one country and seven women of another, three of them with a way now."""
    test = first_requirement(rulebook, "ru/patent", "russian_level")
    sent = {"rank": 1, "sent_month_usd": 400.0}
    lacking = {"ru/patent": {"status": "reachable", "missing": test, **sent}, "kr/e9": {}}
    ready = {"ru/patent": {}, "kr/e9": {"status": "eligible", "missing": "", **sent}}
    banned = {"ru/patent": {"status": "banned", "missing": "", "bans": "yes"}, "kr/e9": {}}
    rows = [
        *(person(number, lacking) for number in range(30)),
        *(person(number, banned) for number in range(30, 40)),
        *(person(number, ready, nationality="TJ", sex="female", age=50) for number in range(40, 43)),
        *(person(number, lacking, nationality="TJ", sex="female", age=19) for number in range(43, 47)),
    ]
    return write(outcomes(rows, money=True), tmp_path_factory.mktemp("out") / "out.csv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_shown_in_every_language_within_eighty_columns(cli: Run, caseload: Path, language: str) -> None:
    ran = cli("batch", "report", str(caseload), "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    for words in WORDS[language]:
        assert words in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "{" not in ran.out


def test_the_report_tells_counts_and_hides_small_ones(cli: Run, caseload: Path) -> None:
    out = cli("batch", "report", str(caseload), "--lang", "en", "--as-of", "2026-11-23").out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "People: 47. Ways to work abroad, looked at for each of them: 2. Rules of 23" in lines
    assert "Russia – 34 (72%)" in lines
    assert "South Korea <5 –" in lines
    assert any(line.startswith("Only an entry ban 1 10 (21%)") for line in lines)
    assert any(line.startswith("Russian language 34 (72%) 34 (72%)") for line in lines)
    assert not any(line.endswith(("<5%)", " 3", " 3 (6.4%)")) for line in lines)


def test_the_money_of_few_people_is_not_told(cli: Run, caseload: Path) -> None:
    out = cli("batch", "report", str(caseload), "--lang", "en").out
    shares = out.partition("Shares of the money sent home")[2].splitlines()
    korea = next(line.split() for line in shares if line.startswith("South Korea"))
    russia = next(line.split() for line in shares if line.startswith("Russia"))
    assert korea[-2:] == ["–", "<5"]
    assert russia[-2:] == ["–", "…"]  # the sum of the few could be worked out from it


def test_without_sums_it_says_which_columns_would_hold_them(cli: Run, tmp_path: Path) -> None:
    rows = [person(number, {"kr/e9": {"status": "eligible", "missing": ""}}) for number in range(6)]
    file = write(outcomes(rows), tmp_path / "out.parquet")
    ran = cli("batch", "report", str(file), "--lang", "en")
    assert ran.code == 0
    assert " ".join(ran.out.split()).count("sent_month_usd") == 2
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_the_page_is_one_file_that_loads_nothing(cli: Run, caseload: Path, tmp_path: Path, language: str) -> None:
    page = tmp_path / "report.html"
    ran = cli("batch", "report", str(caseload), "-o", str(page), "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    text = page.read_text("utf-8")
    assert text.startswith(f'<!doctype html>\n<html lang="{language}">')
    for words in WORDS[language]:
        assert words in text
    assert text.count("<svg") > 5
    assert "src=" not in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["report"], 2, "--help"),
        (["report", "nowhere.csv"], 3, "nowhere.csv"),
        (["report", "out.txt"], 2, ".parquet"),
        (["report", "out.csv", "-o", "page.pdf"], 2, ".html"),
        (["generate", "0", "-o", "people.csv"], 2, "N"),
        (["generate", "ten", "-o", "people.csv"], 2, "ten"),
        (["generate", "10"], 2, "-o people.csv"),
        (["generate", "10", "-o", "people.xlsx"], 2, ".jsonl"),
        (["generate", "10", "-o", "people.csv", "--seed", "x"], 2, "--seed"),
        (["generate", "10", "-o", "no/such/folder/people.csv"], 3, "people.csv"),
    ],
)
def test_what_goes_wrong_is_one_sentence(cli: Run, tmp_path: Path, arguments: list[str], code: int, told: str) -> None:
    ran = cli("batch", *arguments, "--lang", "en", cwd=tmp_path)
    assert ran.code == code
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.iterdir())


def test_people_are_invented_in_every_format_and_twice_the_same(cli: Run, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv", "people.parquet", "people.jsonl"):
        ran = cli("batch", "generate", "25", "-o", str(tmp_path / name), "--seed", "5", "--lang", "ru")
        assert (ran.code, ran.err) == (0, "")
        assert name in ran.out
    one = (tmp_path / "one.csv").read_bytes()
    assert one == (tmp_path / "two.csv").read_bytes()
    assert one.startswith(b"case_id,nationality,")
    assert one.count(b"\n") == 26
    assert (tmp_path / "people.jsonl").read_text("utf-8").count("\n") == 25
    cli("batch", "generate", "25", "-o", str(tmp_path / "two.csv"), "--seed", "6")
    assert one != (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_shows_how_cases_are_given_and_the_two_commands(cli: Run, language: str) -> None:
    out = cli("batch", "--help", "--lang", language).out
    assert "destcompare batch people.csv -o outcomes.csv" in " ".join(out.split())
    assert "destcompare batch people.csv -o outcomes.csv" in out
    assert "  report " in out
    assert "  generate " in out
    assert "  cases" not in out
    assert cli("batch").code == 0


@pytest.mark.parametrize("before", [[], ["-o", "out.csv"], ["--lang", "ky", "-o", "out.csv"], ["--lang", "ky"]])
def test_what_is_no_command_is_a_file_of_cases(cli: Run, before: list[str]) -> None:
    """Its own help is shown, without a word that nobody types."""
    out = cli("batch", *before, "people.csv", "--help").out
    assert "destcompare batch [" in out
    assert "batch cases" not in out
    assert "  generate" not in out
