"""`compare` as a user runs it: real processes, real rules, all languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import LANGUAGES, Ran

Run = Callable[..., Ran]

OVERSTAYED = [
    "nationality=UZ",
    "age=30",
    "sex=male",
    "sector=construction",
    "russian_level=B1",
    "criminal_record=none",
    "ru_overstay_days=200",
    "ru_left_on=2025-03-01",
    "ru_offences=0",
    "ru_deported=false",
]


def result(ran: Ran) -> dict:
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def options(ran: Ran) -> dict[str, dict]:
    return {option["scheme"]: option for option in result(ran)["options"]}


def test_two_hundred_days_over_in_russia_is_a_ban_of_five_years_with_its_article(cli: Run) -> None:
    found = options(cli("compare", *OVERSTAYED, "--as-of", "2026-11-23", "--format", "json"))
    assert (found["ru/patent"]["status"], found["ru/patent"]["until"]) == ("banned", "2030-03-01")
    (ban,) = found["ru/patent"]["bans"]
    assert (ban["id"], ban["from"], ban["until"]) == ("ru/ban/overstay-180", "2025-03-01", "2030-03-01")
    assert found["kr/e9"]["status"] not in ("closed", "banned")
    assert found["gb/seasonal"]["status"] not in ("closed", "banned")


@pytest.mark.parametrize(
    ("language", "day"),
    [("uz", "2030-yil 1-mart"), ("tg", "1 марти соли 2030"), ("ky", "2030-жылдын 1-марты"), ("ru", "1 марта 2030 г.")],
)
def test_the_table_says_the_ban_the_article_and_the_source(cli: Run, language: str, day: str) -> None:
    ran = cli("compare", *OVERSTAYED, "--as-of", "2026-11-23", "--lang", language, COLUMNS="200")
    assert (ran.code, ran.err) == (0, "")
    assert day in ran.out.replace("\u00a0", " ")
    assert "27" in ran.out
    assert "http" in ran.out


def test_a_test_not_passed_is_named_as_the_change(cli: Run) -> None:
    found = options(
        cli("compare", "nationality=KG", "age=22", "eps_topik_passed=false", "--lang", "ky", "--format", "json")
    )["kr/e9"]
    assert found["status"] != "eligible"
    assert "eps_topik_passed" in [change["fact"] for change in found["changes"]]


def test_h2_was_open_in_the_year_of_the_paper_and_f4_takes_its_place(cli: Run) -> None:
    person = ("nationality=UZ", "age=30", "ethnic_korean=true", "--lang", "ru", "--format", "json")
    then = options(cli("compare", *person, "--as-of", "2024-03-01"))
    now = options(cli("compare", *person, "--as-of", "2026-11-23"))
    assert then["kr/h2"]["status"] != "closed"
    assert now["kr/h2"]["status"] == "closed"
    assert now["kr/f4"]["status"] not in ("closed", "ineligible")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_keeps_its_published_schema_in_every_language(cli: Run, language: str) -> None:
    schema = json.loads(cli("rules", "schema", "result").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for person in ([], OVERSTAYED, ["nationality=TJ", "age=24", "trouble_in=", "job_offers=GB,KR"]):
        document = result(cli("compare", *person, "--lang", language, "--format", "json"))
        jsonschema.validate(document, schema)
        assert document["language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["80", "120"])
def test_nothing_is_cut_and_no_line_is_wider_than_the_terminal(cli: Run, language: str, width: str) -> None:
    from rich.cells import cell_len

    for more in ([], ["--all"]):
        ran = cli("compare", *OVERSTAYED, *more, "--lang", language, COLUMNS=width)
        assert (ran.code, ran.err) == (0, "")
        assert all(cell_len(line) <= int(width) for line in ran.out.splitlines())
        assert "…" not in ran.out
        assert "{" not in ran.out


def test_dangers_stand_before_the_options(cli: Run) -> None:
    out = cli("compare", *OVERSTAYED, "--lang", "en").out
    assert 0 < out.index("Dangers first") < out.index("Not known yet")


def test_a_pipe_and_no_color_get_no_escape_codes(cli: Run) -> None:
    assert "\x1b" not in cli("compare", *OVERSTAYED).out
    assert "\x1b" not in cli("compare", *OVERSTAYED, NO_COLOR="1", TERM="xterm-256color").out


def test_answers_come_from_a_file_from_standard_input_and_words_outrank_them(cli: Run, tmp_path: Path) -> None:
    toml = tmp_path / "person.toml"
    toml.write_text('nationality = "UZ"\nage = 30\njob_offers = ["GB"]\nru_left_on = 2025-03-01\n')
    own = result(cli("compare", "--from", str(toml), "age=31", "--format", "json"))["person"]
    assert own == {"nationality": "UZ", "age": 31, "job_offers": ["GB"], "ru_left_on": "2025-03-01"}
    piped = result(cli("compare", "--from", "-", "--format", "json", stdin=b'{"nationality": "UZ", "age": null}'))
    assert piped["person"] == {"nationality": "UZ"}


def test_a_result_can_be_read_back(cli: Run, tmp_path: Path) -> None:
    first = cli("compare", *OVERSTAYED, "--format", "json", "--as-of", "2026-11-23")
    file = tmp_path / "result.json"
    file.write_text(first.out, "utf-8")
    assert cli("compare", "--from", str(file), "--format", "json", "--as-of", "2026-11-23").out == first.out


def test_to_narrows_to_some_destinations(cli: Run) -> None:
    found = result(cli("compare", "nationality=UZ", "--to", "kr", "--to", "GB", "--format", "json"))
    assert {option["destination"] for option in found["options"]} == {"KR", "GB"}


def test_unknown_is_an_answer(cli: Run) -> None:
    found = result(cli("compare", "nationality=unknown", "age=?", "--format", "json"))
    assert found["person"] == {}


def test_the_language_comes_from_the_option_the_variable_the_locale_then_russian(cli: Run) -> None:
    def language(*arguments: str, **environ: str) -> str:
        return str(result(cli("compare", "--format", "json", *arguments, **environ))["language"])

    assert language("--lang", "ky", DESTCOMPARE_LANG="tg", LANG="uz_UZ.UTF-8") == "ky"
    assert language(DESTCOMPARE_LANG="tg", LANG="uz_UZ.UTF-8") == "tg"
    assert language(LANG="uz_UZ.UTF-8") == "uz"
    assert language(LANG="uz_UZ@cyrillic") == "uz-Cyrl"
    assert language(LANG="C.UTF-8") == "ru"
    assert language() == "ru"


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp866"])
def test_an_old_terminal_gets_readable_text(encoding: str) -> None:
    import subprocess
    import sys

    from tests.conftest import ROOT

    done = subprocess.run(
        [sys.executable, "-m", "destcompare", "compare", *OVERSTAYED, "--lang", "ky"],
        capture_output=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "HOME": "/nonexistent", "COLUMNS": "80"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding).count("?") < 40


@pytest.mark.parametrize("arguments", [[], ["compare"], ["rules"], ["rules", "check"], ["rules", "schema"]])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_help_with_an_example_in_every_language(
    cli: Run, arguments: list[str], language: str
) -> None:
    ran = cli(*arguments, "--help", DESTCOMPARE_LANG=language)
    assert (ran.code, ran.err) == (0, "")
    assert "destcompare" in ran.out
    if language != "en":
        english = ("Usage", "Options", "Show this", "Example", "Commands", "Arguments")
        assert not [word for word in english if word in ran.out]


def test_a_reader_that_stops_early_is_no_problem() -> None:
    import subprocess
    import sys

    from tests.conftest import ROOT

    for arguments in ("", "compare age=30 --all"):
        command = f"{sys.executable} -m destcompare {arguments} | head -n 1"
        done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, cwd=ROOT, check=True)
        assert done.stderr == b""
        assert done.stdout.count(b"\n") == 1


@pytest.mark.parametrize("arguments", [[], ["rules"]])
def test_a_group_alone_shows_its_help(cli: Run, arguments: list[str]) -> None:
    ran = cli(*arguments, DESTCOMPARE_LANG="tg")
    assert (ran.code, ran.err) == (0, "")
    assert "Фармонҳо" in ran.out


def test_nothing_is_written_but_the_compiled_rules(cli: Run, tmp_path: Path) -> None:
    def written_after(*answers: str) -> dict[Path, bytes]:
        cli("compare", *answers, HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "cache"), cwd=tmp_path)
        return {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    before = written_after()
    assert before
    assert {path.relative_to(tmp_path).parts[:2] for path in before} == {("cache", "destcompare")}
    assert written_after(*OVERSTAYED) == before


def test_answers_that_do_not_fit_together_are_told_and_not_used_in_silence(cli: Run) -> None:
    doubtful = ("compare", "age=14", "school_age_children=3", "--lang", "ru")
    (warning,) = result(cli(*doubtful, "--format", "json"))["warnings"]
    assert warning["facts"] == ["age", "school_age_children"]
    assert warning["text"] in " ".join(cli(*doubtful).out.split())


SHE = [
    "nationality=KG",
    "age=24",
    "sex=female",
    "sector=agriculture",
    "savings_usd=900",
    "debt_usd=0",
    "criminal_record=none",
]
SHE += [
    "trouble_in=none",
    "russian_level=B1",
    "english_level=none",
    "health_conditions=none",
    "passport_valid_months=60",
]
SHE += [
    "job_offers=GB,RU,KZ",
    "gb_worked_months=0",
    "gb_left_on=none",
    "relatives_in=none",
    "--to",
    "GB",
    "--to",
    "RU",
    "--to",
    "KZ",
]


def test_the_table_shows_points_and_money_and_says_when_another_priority_turns_the_order(cli: Run) -> None:
    shown = cli("compare", *SHE, "--priority", "safety", "--as-of", "2026-11-25", "--lang", "en", COLUMNS="120").out
    assert "left each month:" in shown
    assert "■" in shown
    assert "Points are weighed for what matters most: safety" in shown
    assert "If this matters most (money), another comes first: United Kingdom" in " ".join(shown.split())


def test_what_must_be_borrowed_stands_beside_what_the_start_costs_and_a_danger_stands_once(cli: Run) -> None:
    shown = cli("compare", *SHE, "--as-of", "2026-11-25", "--lang", "en").out
    assert "· To be borrowed: " in shown
    dangers = [part.strip() for part in " ".join(shown.split()).split("▲")[1:]]
    whole = [danger for danger in dangers if danger.endswith(".")]
    assert whole
    assert len(set(whole)) == len(whole)
    rich = cli(
        "compare",
        *(answer.replace("savings_usd=900", "savings_usd=90000") for answer in SHE),
        "--as-of",
        "2026-11-25",
        "--lang",
        "en",
    ).out
    assert "· Money needed before the first wage: " in rich
    assert "To be borrowed" not in rich


def test_the_json_carries_money_points_and_how_firm_the_rank_is(cli: Run) -> None:
    ran = cli("compare", *SHE, "--as-of", "2026-11-25", "--format", "json")
    options = {option["scheme"]: option for option in json.loads(ran.out)["options"]}
    season = options["gb/seasonal"]
    assert (
        season["money"]["net_month_usd"][0]
        <= season["money"]["net_month_usd"][1]
        <= season["money"]["net_month_usd"][2]
    )
    assert season["money"]["break_even_months"] > 0
    assert season["score"] == pytest.approx(sum(season["contributions"].values()), abs=0.01)
    assert 0 <= season["first_share"] <= 1
    assert season["rank_interval"][0] <= season["rank"] <= season["rank_interval"][1]
    assert options["ru/patent"]["score"] is None


def test_a_shock_is_supposed_and_told_with_its_source(cli: Run) -> None:
    arguments = ["compare", *SHE, "--as-of", "2026-11-25", "--lang", "en"]
    calm = json.loads(cli(*arguments, "--format", "json").out)
    shaken = json.loads(cli(*arguments, "--format", "json", "--shock", "rouble-2014").out)

    def left(document: dict[str, Any], scheme: str) -> float:
        (option,) = (option for option in document["options"] if option["scheme"] == scheme)
        net: float = option["money"]["net_month_usd"][1]
        return net

    assert left(shaken, "ru/eaeu") < left(calm, "ru/eaeu")
    assert left(shaken, "gb/seasonal") == left(calm, "gb/seasonal")
    assert "Supposed again (2014–2015):" in cli(*arguments, "--shock", "rouble-2014").out
    calm_page = " ".join(cli(*arguments).out.split())
    assert "Of all money sent home, from this country (Russia): 94% (2025)" in calm_page
    assert "rouble-2014 47%" in calm_page


def test_the_names_of_the_shocks_are_told_where_one_looks_for_them(cli: Run) -> None:
    told = cli("compare", "age=30", "--shock", "rouble", "--lang", "en").err
    listed = cli("rules", "show", "shocks", "--lang", "en").out
    names = [line.split("/")[1].split(":")[0] for line in listed.splitlines() if line.startswith("▸ shocks/")]
    assert len(names) >= 3
    assert all(name in told for name in names)
    assert "destcompare rules show shocks" in " ".join(cli("compare", "--help", "--lang", "en").out.split())


@pytest.mark.parametrize(
    "arguments",
    [["--weight", "net_earning=40"], ["--weight", "net_earnings=much"], ["--weight", "family"], ["--shock", "flood"]],
)
def test_a_weight_or_shock_that_is_none_is_one_sentence(cli: Run, arguments: list[str]) -> None:
    ran = cli("compare", "age=30", *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert arguments[0] in ran.err
