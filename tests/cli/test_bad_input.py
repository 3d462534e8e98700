"""Bad input: one clear sentence in the chosen language, exit code 2 (or 3, or 1 for rules), nothing else. Never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]

BAD_WORDS = [
    (["agee=30"], "age"),
    (["age=thirty"], "age=30"),
    (["age=-1"], "120"),
    (["age=121"], "120"),
    (["age=30.5"], "30.5"),
    (["age=NaN"], "NaN"),
    (["age=inf"], "inf"),
    (["age=1e3"], "1e3"),
    (["age"], "NAME=VALUE"),
    (["=30"], "NAME"),
    (["age=30", "age=31"], "age"),
    (["sex=man"], "male"),
    (["nationality=US"], "UZ"),
    (["ru_left_on=2025-02-30"], "2025-02-30"),
    (["ru_left_on=01.03.2025"], "2025-03-01"),
    (["ru_left_on=2027-01-01", "--as-of", "2026-11-23"], "2026"),
    (["ru_deported=perhaps"], "perhaps"),
    (["trouble_in=Russia"], "Russia"),
    (["--lang=xx"], "uz-Cyrl"),
    (["--as-of", "2026-02-30"], "2026-02-30"),
    (["--as-of", "yesterday"], "yesterday"),
    (["--format", "yaml"], "json"),
    (["--priority", "moneyy"], "money"),
    (["--to", "ZZ"], "KR"),
    (["--nonsense"], "--nonsense"),
    (["--as-of"], "--as-of"),
    (["--all=1"], "takes no value"),
]


@pytest.mark.parametrize(("words", "told"), BAD_WORDS, ids=lambda value: str(value)[:40])
def test_a_bad_word_is_one_sentence_and_exit_code_2(cli: Run, words: list[str], told: str) -> None:
    ran = cli("compare", *words, "--lang=en" if "--lang=xx" not in words else "--all")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("language", ["uz", "tg", "ky", "ru", "uz-Cyrl"])
def test_the_sentence_is_in_the_chosen_language(cli: Run, language: str) -> None:
    english = cli("compare", "age=thirty", "--lang", "en").err
    told = cli("compare", "age=thirty", "--lang", language)
    assert told.code == 2
    assert told.err != english
    assert "age=30" in told.err
    assert "expected" not in told.err


@pytest.mark.parametrize("arguments", [["cmopare"], ["compare", "--lnag", "uz"], ["rules", "chekc"]])
def test_a_slip_in_a_command_is_one_sentence_in_the_chosen_language(cli: Run, arguments: list[str]) -> None:
    for language in ("en", "ky"):
        ran = cli(*arguments, DESTCOMPARE_LANG=language)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert ("There is no" in ran.err) == (language == "en")


FILES = [
    ("twice.toml", b"age = 30\nage = 31\n", 2),
    ("twice.json", b'{"age": 30, "age": 31}', 2),
    ("latin.toml", b'sector = "\xff"\n', 2),
    ("broken.json", b'{"age": ', 2),
    ("broken.toml", b"age = \n", 2),
    ("list.json", b"[1, 2]", 2),
    ("nan.toml", b"age = nan\n", 2),
    ("nan.json", b'{"age": NaN}', 2),
    ("nested.json", b"[" * 100_000, 2),
    ("nested.toml", b"age = " + b"[" * 100_000, 2),
    ("flag.json", b'{"age": true}', 2),
    ("time.toml", b"ru_left_on = 2025-03-01T10:00:00\n", 2),
    ("large.json", b'{"sector": "' + b"a" * 5_000_000 + b'"}', 2),
    ("long.json", b'{"sector": "' + b"a" * 5_000 + b'"}', 2),
    ("unknown.json", b'{"agee": 30}', 2),
]


@pytest.mark.parametrize(("name", "content", "code"), FILES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_bad_answers_file_is_one_sentence(cli: Run, tmp_path: Path, name: str, content: bytes, code: int) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ran = cli("compare", "--from", str(file), "--lang", "ru")
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert "Traceback" not in ran.err
    assert len(ran.err) < 700


def test_a_folder_as_answers_file_is_bad_input_and_a_missing_one_unreadable(cli: Run, tmp_path: Path) -> None:
    assert cli("compare", "--from", str(tmp_path)).code == 2
    assert cli("compare", "--from", str(tmp_path / "nobody.toml")).code == 3
    assert cli("compare", "--rules", str(tmp_path / "nowhere")).code == 3


def test_control_characters_never_reach_the_terminal(cli: Run, tmp_path: Path) -> None:
    evil = "a\x1b[31m\x07\u202e\u009b"
    for ran in (
        cli("compare", f"{evil}=1", "--lang", "en"),
        cli("compare", f"sector={evil}", "--lang", "en"),
        cli("compare", "--to", evil, "--lang", "en"),
        cli("compare", "--lang", evil),
        cli(f"{evil}"),
        cli("compare", f"--{evil}"),
        cli("compare", "--from", str(tmp_path / evil)),
    ):
        assert ran.code in (2, 3)
        assert not set(ran.err) & set("\x1b\x07\u202e\u009b")


def test_markup_in_an_answer_is_only_text(cli: Run) -> None:
    ran = cli("compare", "sector=[red]x[/red]", "--lang", "en")
    assert "[red]x[/red]" in ran.err


def test_broken_rules_are_listed_with_their_places_and_exit_code_1(cli: Run, tmp_path: Path) -> None:
    import shutil

    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    (first, second) = sorted(rules.glob("*/destination.toml"))[:2]
    first.write_text(first.read_text("utf-8") + '\n[parameter.new]\nunit = "dyas"\nvalues = []\n', "utf-8")
    second.write_text(second.read_text("utf-8") + "\nsurprise = 1\n", "utf-8")
    for arguments in (["compare", "age=30"], ["rules", "check"]):
        ran = cli(*arguments, "--rules", str(rules), "--lang", "en")
        assert (ran.code, ran.out) == (1, "")
        for path in (first, second):
            assert f"{path.relative_to(rules).as_posix()}:" in ran.err
        assert "Traceback" not in ran.err


def test_faults_for_programs_are_one_document_or_annotations(cli: Run, tmp_path: Path) -> None:
    import json
    import shutil

    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    with (rules / "kr" / "e9.toml").open("a", encoding="utf-8") as file:
        file.write("\nsurprise = 1\n")
    ran = cli("rules", "check", "--rules", str(rules), "--format", "json", "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    (fault,) = json.loads(ran.out)["faults"]
    assert (fault["file"], fault["code"]) == ("kr/e9.toml", "RULE002")
    ran = cli("rules", "check", "--rules", str(rules), "--format", "github", "--lang", "en")
    assert ran.out.startswith(f"::error file={rules}/kr/e9.toml,line={fault['line']},")
    sound = cli("rules", "check", "--format", "json")
    assert (sound.code, json.loads(sound.out)) == (0, {"faults": []})
