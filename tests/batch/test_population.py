"""Invented people: the same everywhere, in the form that files of people are read in, with answers that hang together."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import tomli

from destcompare.batch.population import Caseload, read_population
from destcompare.batch.reading import CASE_ID, People
from destcompare.batch.writing import write_frames
from destcompare.decision.answers import read_mapping
from destcompare.decision.consistency import misfits
from destcompare.decision.person import make_person
from destcompare.decision.scope import Scopes
from destcompare.problems import BadInput
from destcompare.rulebook.cache import load_rulebook, rule_files
from destcompare.rulebook.faults import BrokenRules
from destcompare.rulebook.model import Rulebook
from destcompare.rulebook.population_shapes import PopulationFile
from tests.conftest import ROOT

DAY = date(2026, 11, 29)
DRAWS = """
day     = 2026-11-23
unknown = 10

[[draw]]
answer  = "nationality"
words   = { UZ = 2, TJ = 1 }
unknown = 0
assumed = "test"

[[draw]]
answer  = "age"
bands   = [{ low = 18, high = 24, weight = 3 }, { low = 25, high = 60, weight = 1 }]
assumed = "test"

[[draw]]
answer  = "experience_years"
bands   = [{ low = 0, high = 30, weight = 1 }]
at_most = { of = "age", less = 16 }
assumed = "test"

[[draw]]
answer  = "trouble_in"
each    = { RU = 50, KZ = 10 }
assumed = "test"

[[draw]]
answer  = "ru_left_on"
when    = { trouble_in = ["RU"] }
bands   = [{ low = -900, high = -1, weight = 1 }]
assumed = "test"

[[draw]]
answer  = "ru_left_on"
words   = { none = 1 }
assumed = "test"
"""


@pytest.fixture(scope="module")
def people(rulebook: Rulebook) -> pl.DataFrame:
    return pl.concat(Caseload(read_population(ROOT / "rules"), rulebook, 1).frames(3000))


def test_the_same_seed_gives_the_same_file_to_the_byte(rulebook: Rulebook, tmp_path: Path) -> None:
    population = PopulationFile.model_validate(tomli.loads(DRAWS))
    file = tmp_path / "people.csv"
    write_frames(str(file), "csv", Caseload(population, rulebook, 7).frames(500))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest == "61c0f49dd8c5c89a1ba5aac13d4247888368e4ccde772088a1ac9e9145d585ed"


def test_a_person_is_the_same_in_whatever_piece_and_however_many_are_asked_for(rulebook: Rulebook) -> None:
    caseload = Caseload(read_population(ROOT / "rules"), rulebook, 3)
    assert caseload.frame(0, 40)[17:29].equals(caseload.frame(17, 12))
    assert not caseload.frame(0, 40).equals(Caseload(read_population(ROOT / "rules"), rulebook, 4).frame(0, 40))


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_every_answer_can_be_read_back_in_every_form(
    people: pl.DataFrame, rulebook: Rulebook, tmp_path: Path, form: str
) -> None:
    file = str(tmp_path / f"people.{form}")
    write_frames(file, form, [people[:800], people[800:]])
    read = People(file, rulebook)
    assert list(read.facts) == [column for column in people.columns if column != CASE_ID]
    pieces = list(read.pieces(DAY, {name: fact for name, fact in read.facts.items() if fact.type.kind != "set"}))
    assert [reject for piece in pieces for reject in piece.rejects] == []
    assert sum(piece.frame.height for piece in pieces) == 3000
    assert [path.name for path in tmp_path.iterdir()] == [f"people.{form}"]


def test_the_answers_of_a_person_fit_together(people: pl.DataFrame, rulebook: Rulebook) -> None:
    for row in people[:400].to_dicts():
        answers = read_mapping({name: value for name, value in row.items() if name != CASE_ID}, rulebook, DAY)
        found = misfits(Scopes(rulebook, make_person(answers, rulebook), DAY))
        assert [misfit.id for misfit in found] == [], row


def test_without_trouble_there_is_no_overstay_and_without_work_no_day_of_leaving(
    people: pl.DataFrame, rulebook: Rulebook
) -> None:
    overstayed = 0
    for code in rulebook.destinations:
        x = code.lower()
        free = people.filter(~pl.col("trouble_in").str.contains(code))
        assert free[f"{x}_overstay_days"].drop_nulls().eq(0).all()
        assert free[f"{x}_ban_until"].drop_nulls().eq("none").all()
        assert not free[f"{x}_deported"].drop_nulls().eq("true").any()
        overstayed += int((people[f"{x}_overstay_days"] > 0).sum())
        worked = people.filter(pl.col(f"{x}_worked_months") == 0)
        assert worked[f"{x}_left_on"].drop_nulls().eq("none").all()
    assert overstayed > 50


def test_shares_are_near_those_of_the_rules(people: pl.DataFrame) -> None:
    known = people["nationality"].drop_nulls()
    assert Counter(known.to_list()).most_common(2)[0][0] == "UZ"
    assert abs(known.eq("UZ").mean() - 0.44) < 0.03  # type: ignore[operator]
    assert abs(people["savings_usd"].null_count() / people.height - 0.10) < 0.02
    offers = people["job_offers"].drop_nulls()
    assert offers.eq("none").mean() > 0.7  # type: ignore[operator]
    assert (people["experience_years"] <= people["age"] - 16).drop_nulls().all()


def test_every_share_has_a_source_or_is_marked_as_assumed(rulebook: Rulebook) -> None:
    population = read_population(ROOT / "rules")
    for _, draw in population.drawn(rulebook.destinations):
        assert (draw.source in rulebook.sources) != bool(draw.assumed), draw.answer


def with_draws(draws: str) -> dict[str, bytes]:
    return {**rule_files(ROOT / "rules"), "population.toml": draws.encode()}


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ('assumed = "test"', 'source = "no-such-source"\nchecked = 2026-11-23', "RULE007"),
        ('answer  = "age"', 'answer  = "agee"', "RULE021"),
        ("UZ = 2", "XX = 2", "RULE022"),
        ("RU = 50", "XX = 50", "RULE022"),
        ('of = "age"', 'of = "savings_usd"', "RULE021"),
        ('when    = { trouble_in = ["RU"] }', 'when    = { job_offers = ["RU"] }', "RULE021"),
        ("low = 18, high = 24", "low = 28, high = 24", "RULE005"),
        ("words   = { UZ = 2, TJ = 1 }", "words   = { UZ = 0 }", "RULE005"),
        ("words   = { UZ = 2, TJ = 1 }", "bands   = [{ low = 1, high = 2, weight = 1 }]", "RULE011"),
        ('assumed = "test"', "", "RULE005"),
        ("unknown = 10", "unknown = 110", "RULE005"),
    ],
)
def test_rules_check_finds_what_is_wrong_in_the_shares(right: str, wrong: str, code: str, tmp_path: Path) -> None:
    assert right in DRAWS
    folder = tmp_path / "rules"
    for name, content in with_draws(DRAWS.replace(right, wrong, 1)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with pytest.raises(BrokenRules) as broken:
        load_rulebook(folder, tmp_path / "cache")
    found = [fault for fault in broken.value.faults if fault.file == "population.toml"]
    assert {fault.code for fault in found} == {code}
    assert found[0].line > 1


def test_a_folder_without_shares_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_population(tmp_path)
