"""A language is added with files alone: the tool offers and speaks it, and falls back on another for what it lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from destcompare.upkeep import messages
from destcompare.upkeep.translations import findings
from tests.conftest import ROOT

PLURAL = "nplurals=2; plural=(n != 1);"
TABLES = f"""
[writing]
plural   = "{PLURAL}"
alphabet = "abçdeäfgijžklmnňoöprsştuüwyýzh"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout with Turkmen beside the others: tables, and a catalogue with two messages."""
    for folder in ("destcompare", "rules", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path / "locales" / "tk"
    (folder / "LC_MESSAGES").mkdir(parents=True)
    english = (tmp_path / "locales" / "en" / "tables.toml").read_text("utf-8")
    own = english.replace('own_name = "English"', 'own_name = "Türkmençe"\nfalls_back = "ru"')
    (folder / "tables.toml").write_text(own.replace("\n[country]", f"{TABLES}\n[country]"), "utf-8")
    header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {PLURAL}\\n"\n'
    catalogue = folder / "LC_MESSAGES" / "destcompare.po"
    catalogue.write_text(header, "utf-8")
    messages.main([], tmp_path)
    filled = polib.pofile(str(catalogue), wrapwidth=110)
    filled.find("Options").msgstr = "Sazlamalar"
    filled.find("You may qualify").msgstr = "Size laýyk gelip biler"
    filled.save(str(catalogue))
    return tmp_path


def told(checkout: Path, *arguments: str) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(checkout),
        "PYTHONPATH": str(checkout),
        "PYTHONSAFEPATH": "1",
    }
    command = [sys.executable, "-m", "destcompare", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, check=True, timeout=120).stdout.decode()


def test_a_fifth_language_needs_no_python(checkout: Path) -> None:
    out = told(checkout, "compare", "--help", "--lang", "tk")
    assert "Sazlamalar:" in out, "what is translated"
    assert "Пример:" in out, "what is not, in the language it falls back on"
    assert "tk" in told(checkout, "--help", "--lang", "ky")
    assert [str(finding) for finding in findings(checkout / "locales") if "/tk/" in finding.file] == []
    assert messages.main(["--check"], checkout) == 0
