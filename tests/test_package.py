"""The wheel: built, installed into an empty environment outside the checkout, and run there with core dependencies only."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import tomli

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_rules_and_compiled_catalogues(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for file in (ROOT / "rules").rglob("*.toml"):
        assert f"destcompare/rules/{file.relative_to(ROOT / 'rules').as_posix()}" in names
    for language in ("uz", "tg", "ky", "ru"):
        assert f"destcompare/locales/{language}/LC_MESSAGES/destcompare.mo" in names
        assert f"destcompare/locales/{language}/tables.toml" in names
    assert "destcompare/output/result.schema.json" in names
    assert {"destcompare/output/handout/sheet.css", "destcompare/output/handout/sheet.typ"} <= names
    assert {"destcompare/rules/schemas/scheme.json", "destcompare/upkeep/templates/scheme.toml"} <= names


def test_the_installed_tool_compares_a_person_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = next((tmp_path / "venv").glob("*/python"))
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, cwd=tmp_path)
    installed = subprocess.run([python, "-m", "pip", "list", "--format", "json"], capture_output=True, check=True)
    assert not {item["name"] for item in json.loads(installed.stdout)} & {"babel", "polib", "hypothesis", "polars"}
    ran = subprocess.run(
        [python.parent / "destcompare", "compare", "nationality=TJ", "age=29", "--lang", "tg", "--format", "json"],
        capture_output=True,
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=True,
    )
    document = json.loads(ran.stdout)
    assert document["language"] == "tg"
    assert {option["destination"] for option in document["options"]} >= {"RU", "KR", "GB"}
    assert re.search("[қғҳҷӣӯ]", ran.stdout.decode())


def test_core_dependencies_are_the_four_and_each_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomli.loads(text)["project"]
    assert sorted(re.split(r"[>=]", item)[0] for item in project["dependencies"]) == [
        "pydantic",
        "rich",
        "tomli",
        "typer",
    ]
    listed = re.findall(r'^  "([a-z-]+>=[^"]+)",(.*)$', text, re.MULTILINE)
    assert listed
    assert all(reason.strip().startswith("#") for _, reason in listed)


def test_the_readme_names_the_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    assert len(commands) == 2
    assert "destcompare compare nationality=" in commands[0]
    assert "pytest" in commands[1]
