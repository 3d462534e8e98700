"""`rules check --strict`: the shipped rules are finished, and what is not finished is told where it stands."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from destcompare.rulebook.cache import rule_files
from destcompare.rulebook.faults import Fault
from destcompare.upkeep.strict.check import Unfinished, strict_check, translations
from tests.conftest import ROOT, TODAY, Ran
from tests.rulebook.conftest import write
from tests.upkeep.test_manual import laid_over, small_rulebook

STEP = timedelta(days=1)


def found(
    piece: str, name: str = "xc/work.toml", day: date = TODAY, days: int = 30
) -> list[tuple[str, dict[str, object]]]:
    """Codes and values of what the strict check finds in the small rulebook with a piece laid over it."""
    return [(fault.code, fault.values) for fault in faults(piece, name, day, days)]


def faults(piece: str, name: str, day: date, days: int) -> tuple[Fault, ...]:
    try:
        strict_check(laid_over(small_rulebook(), [(name, piece)]), day, days, {})
    except Unfinished as unfinished:
        return unfinished.faults
    return ()


def test_the_shipped_rules_are_finished() -> None:
    files = rule_files(ROOT / "rules")
    days = re.findall(rb"checked = (\d{4}-\d\d-\d\d)", b"".join(files.values()))
    last_work = date.fromisoformat(max(days).decode())  # not today: the calendar alone breaks no test
    strict_check(files, last_work, 30, translations())


ENDING = """\
[parameter.level_needed]
unit   = "level"
values = [{{ from = 2010-01-01, until = {}, value = "A2", source = "rumour", checked = 2026-01-01 }}]
"""


@pytest.mark.parametrize(("end", "told"), [(TODAY + 29 * STEP, True), (TODAY + 30 * STEP, False), (TODAY - STEP, True)])
def test_an_end_is_told_within_the_days_asked_for(end: date, told: bool) -> None:
    assert [code for code, _ in found(ENDING.format(end))] == (["RULE032"] if told else [])


def test_the_end_of_what_only_a_closed_scheme_needs_is_history() -> None:
    closed = 'open = [{ from = 2010-01-01, until = 2020-12-31, source = "law", checked = 2026-01-01 }]\n'
    assert found(ENDING.format("2020-12-31") + "", day=TODAY) != []
    assert found(closed + ENDING.format("2020-12-31")) == []


def test_a_figure_of_a_destination_is_used_when_one_of_its_schemes_names_it() -> None:
    unused = '[parameter.bonus]\nunit = "USD"\nvalues = [{ from = 2010-01-01, value = 7, source = "law", checked = 2026-01-01 }]'
    assert found(unused, "xc/destination.toml") == [("RULE030", {"name": "bonus"})]
    name = '[[info]]\ntopic = "pay"\ntext = "A bonus: {bonus}"\nsource = "law"\nchecked = 2026-01-01\n'
    both = laid_over(small_rulebook(), [("xc/destination.toml", unused), ("xc/work.toml", name)])
    strict_check(both, TODAY, 30, {})


def test_a_figure_is_used_when_the_length_of_a_stay_rests_on_it() -> None:
    value = 'values = [{ from = 2010-01-01, value = 7, source = "law", checked = 2026-01-01 }]\n'
    months = f'[parameter.quiet]\nunit = "months"\n{value}'
    assert found(months) == [("RULE030", {"name": "quiet"})]
    for key in ("stay", "gap", "unpaid"):
        assert found(f'{key} = "quiet"\n{months}') == []


def test_exchange_rates_are_used_by_the_money() -> None:
    rate = 'values = [{ from = 2010-01-01, value = 7, source = "law", checked = 2026-01-01 }]\n'
    assert found(f'[parameter.per_usd]\nunit = "EUR/USD"\n{rate}', "rates.toml") == []
    assert found(f'[parameter.per_day]\nunit = "USD/day"\n{rate}', "rates.toml") == [("RULE030", {"name": "per_day"})]


def test_two_versions_at_once_are_told() -> None:
    one = '[[requires]]\nid = "offer"\nwhen = "passed"\ntext = "T"\nsource = "law"\nchecked = 2026-01-01\nin_force = [{}]\n'
    pieces = one.format("{ from = 2015-01-01, until = 2024-01-01 }") + one.format("{ from = 2024-01-01 }")
    assert [code for code, _ in found(pieces)] == ["RULE036"]
    assert found(pieces.replace("until = 2024-01-01", "until = 2023-12-31")) == []


def test_years_and_names_with_numbers_are_no_figures() -> None:
    said = '[[info]]\ntopic = "pay"\ntext = "{}"\nsource = "law"\nchecked = 2026-01-01\n'
    assert found(said.format("With TOPIK 2 or visa E-9 since 2024 (N4).")) == []
    assert [values for _, values in found(said.format("You pay 50 or 2,5."))] == [{"number": "50"}, {"number": "2,5"}]


def test_the_command_tells_people_and_programs(cli: Callable[..., Ran], tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", small_rulebook())
    files = laid_over(small_rulebook(), [("xc/work.toml", ENDING.format("2026-12-20"))])
    write(rules, {name: text.decode() for name, text in files.items()})
    strict = ("rules", "check", "--strict", "--rules", str(rules), "--as-of", "2026-12-01", "--lang", "en")
    assert cli("rules", "check", "--rules", str(rules)).code == 0
    told = cli(*strict)
    assert (told.code, told.out) == (1, "")
    assert "RULE032" in told.err
    assert "RULE032" not in cli(*strict, "--days", "10").err
    document = json.loads(cli(*strict, "--format", "json").out)
    assert "RULE032" in {fault["code"] for fault in document["faults"]}
    assert f"::warning file={rules}/xc/work.toml,line=" in cli(*strict, "--format", "github").out
    assert cli(*strict, "--days", "soon").code == 2


def test_a_sentence_without_translation_names_its_languages(cli: Callable[..., Ran], tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    (scheme,) = rules.glob("*/e9.toml")
    text = scheme.read_text("utf-8")
    scheme.write_text(text.replace('about = "Work', 'about = "Labour'), "utf-8")
    told = cli("rules", "check", "--strict", "--rules", str(rules), "--lang", "en").err
    assert "RULE034 This sentence is not translated yet: ky, ru, tg, uz." in told
