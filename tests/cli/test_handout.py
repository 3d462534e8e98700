"""`handout` as a user runs it: real processes, both kinds of file, and what goes wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LANGUAGES, ROOT, Ran

Run = Callable[..., Ran]
WOMAN = ["nationality=KG", "age=24", "sex=female", "sector=agriculture", "savings_usd=900", "trouble_in=none"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_files_are_written_in_every_language(cli: Run, tmp_path: Path, language: str) -> None:
    for name, start in (("page.html", b"<!doctype html>\n<html lang="), ("page.PDF", b"%PDF-")):
        ran = cli("handout", *WOMAN, "--lang", language, "-o", str(tmp_path / name))
        assert (ran.code, ran.err) == (0, "")
        assert str(tmp_path / name) in ran.out
        assert (tmp_path / name).read_bytes().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.PDF", "page.html"]


def test_the_page_tells_the_day_of_the_rules_and_takes_the_options_of_compare(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    file.write_text('nationality = "KG"\nage = 24\n')
    page = tmp_path / "page.html"
    options = ["--to", "kr", "--priority", "money", "--as-of", "2026-11-23", "--with-answers", "--lang", "en"]
    ran = cli("handout", "--from", str(file), *options, "-o", str(page))
    assert (ran.code, ran.err) == (0, "")
    text = page.read_text("utf-8")
    assert "by the rules of 23 November 2026" in text
    assert "Only these countries were looked at: South Korea." in text
    assert "Your answers" in text


@pytest.mark.parametrize("name", ["page.docx", "page", "page.html.txt", ".html"])
def test_another_ending_is_refused_with_the_two_that_are_possible(cli: Run, tmp_path: Path, name: str) -> None:
    ran = cli("handout", *WOMAN, "-o", str(tmp_path / name), "--lang", "en")
    assert ran.code == 2
    assert ".html" in ran.err
    assert ".pdf" in ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.iterdir())


def test_without_a_file_name_an_example_is_given(cli: Run) -> None:
    ran = cli("handout", *WOMAN, "--lang", "ru")
    assert ran.code == 2
    assert "-o page.html" in ran.err


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_place_that_cannot_be_written_is_said_and_ends_in_three(cli: Run, tmp_path: Path, ending: str) -> None:
    ran = cli("handout", *WOMAN, "-o", str(tmp_path / "nowhere" / f"page.{ending}"), "--lang", "en")
    assert ran.code == 3
    assert "cannot be written" in ran.err


def test_an_old_page_stays_whole_when_the_answers_are_bad(cli: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("old")
    assert cli("handout", "age=many", "-o", str(page)).code == 2
    assert page.read_text() == "old"


def test_without_typst_the_line_that_installs_it_is_given_and_html_still_works(cli: Run, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['typst'] = None\n")
    path = f"{hidden}:{ROOT}"
    ran = cli("handout", *WOMAN, "-o", str(tmp_path / "page.pdf"), "--lang", "en", PYTHONPATH=path)
    assert ran.code == 2
    assert 'pip install "destcompare[pdf]"' in ran.err
    assert "Traceback" not in ran.err
    assert cli("handout", *WOMAN, "-o", str(tmp_path / "page.html"), PYTHONPATH=path).code == 0


def test_comparing_loads_nothing_of_the_page() -> None:
    code = (
        "import sys; from destcompare.cli.app import run; run(['compare', 'age=30']);"
        "sys.exit(any('handout.' in m and 'output' in m or m == 'typst' for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False).returncode == 0
