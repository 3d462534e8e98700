"""The house stays as it was drawn: floors import downwards only, and Python knows no country."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from destcompare.rulebook.model import Rulebook

PACKAGE = Path(__file__).parent.parent / "destcompare"
FLOORS = (
    "expressions",
    "rulebook",
    "decision",
    "language",
    "output",
    "interview",
    "batch",
    "upkeep",
    "casebook",
    "cli",
)
GROUND = {"problems", "places", "records", ""}
MODULES = sorted(PACKAGE.rglob("*.py"))
LANGUAGE_WORDS = {"ru", "uz", "tg", "ky", "en", "RU"}


def floor_of(module: Path) -> str:
    parts = module.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else module.stem


def imported(module: Path) -> set[str]:
    """Floors of this package that a module imports, at any depth of its code."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "destcompare":
                names = [f"destcompare.{alias.name}" for alias in node.names if not alias.name.startswith("__")]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] if "." in name else "" for name in names if name.split(".")[0] == "destcompare"}
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_floor_imports_only_floors_below_it(module: Path) -> None:
    floor = floor_of(module)
    if floor in ("__main__", "__init__"):
        return
    allowed = GROUND | ({floor, *FLOORS[: FLOORS.index(floor)]} if floor in FLOORS else set())
    assert imported(module) <= allowed


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_stays_under_400_lines(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 400


def strings_and_numbers(module: Path) -> list[tuple[int, object]]:
    """Literals of a module without its docstrings."""
    tree = ast.parse(module.read_text("utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in documentation
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_python_knows_no_country(module: Path, rulebook: Rulebook) -> None:
    """No nationality, destination, scheme or parameter of the rules stands in the engine."""
    countries = {*rulebook.destinations, *rulebook.facts["nationality"].among}
    schemes = {scheme.id for scheme in rulebook.schemes}
    names = re.compile(
        r"\b(Russia|Korea|Kingdom|Britain|Uzbek|Tajik|Kyrgyz|Kazakh|Turkmen|Japan|Poland|German|Turkey|Turkiye|Czech|Slovak|Hungar|Lithuan|Latvia)",
        re.IGNORECASE,
    )
    if module.name in (
        "transliteration.py",
        "translations.py",
        "terminal.py",
    ):  # tables of letters and words of languages
        names = re.compile(r"\b(Russia|Korea|Kingdom|Britain)\b")
    for line, value in strings_and_numbers(module):
        if not isinstance(value, str):
            continue
        words = set(re.findall(r"[A-Za-z/-]+", value))
        assert not words & (countries | schemes), f"{module}:{line}: {value!r}"
        assert not names.search(value), f"{module}:{line}: {value!r}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_rule_figure_stands_in_python(module: Path, rulebook: Rulebook) -> None:
    """Large figures of the rules appear nowhere in the engine; small numbers cannot be told from counting."""
    figures = {
        value.value
        for parameter in rulebook.all_parameters()
        for value in parameter.values
        if isinstance(value.value, int | float) and not isinstance(value.value, bool) and value.value > 1000
    }
    found = {
        value
        for _, value in strings_and_numbers(module)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    assert not found & figures


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_message_stands_inside_an_f_string_where_it_is_not_gathered(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    inside = [node for outer in ast.walk(tree) if isinstance(outer, ast.JoinedStr) for node in ast.walk(outer)]
    assert not [node for node in inside if isinstance(node, ast.Call) and ast.unparse(node.func) == "N_"]
