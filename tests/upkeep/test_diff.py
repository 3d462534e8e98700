"""`rules diff`: what changed in meaning, whom it moves, what of it was not meant."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from destcompare.expressions.parser import parse
from destcompare.expressions.types import Declared
from destcompare.problems import BadInput, Unreadable
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.casefile import read_people
from destcompare.upkeep.description import describe
from destcompare.upkeep.difference import Someone, compare_rules
from destcompare.upkeep.expected import read_expected, unexpected
from destcompare.upkeep.meaning import SENTENCE, changes_in_meaning
from destcompare.upkeep.people import MOST
from destcompare.upkeep.reach import changed_parts, reach
from destcompare.upkeep.versions import read_version
from tests.conftest import ROOT, TODAY, Ran
from tests.rulebook.conftest import FILES, write

Run = Callable[..., Ran]


def built(**changes: tuple[str, str]) -> Rulebook:
    """The small rulebook with texts of its files replaced; `xc_work` stands for xc/work.toml."""
    files = dict(FILES)
    for key, (old, new) in changes.items():
        name = key.replace("_", "/", 1) + ".toml"
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return build_rulebook({name: text.encode() for name, text in files.items()}, "test")


SMALL = built()
OLDER = built(xc_destination=("value = 18", "value = 19"))


def meaning(new: Rulebook) -> list[tuple[str, str, str | None, str | None]]:
    return [(change.id, change.aspect, change.before, change.after) for change in changes_in_meaning(SMALL, new)]


def test_order_spaces_and_comments_change_nothing() -> None:
    assert meaning(built(xc_work=("level >= level_needed or passed", "passed  or  level_needed <= level"))) == []
    assert meaning(built(xc_work=("kind  =", "# a comment\nkind =\t"))) == []
    assert meaning(built(xc_destination=("checked = 2026-01-01", "checked = 2026-02-02"))) == []


def test_a_figure_is_told_with_its_day_and_both_values() -> None:
    (change,) = changes_in_meaning(SMALL, OLDER)
    assert (change.id, change.aspect, change.day) == ("xc/adult", "value", date(2000, 1, 1))
    assert (change.before, change.after) == ("18", "19")


def test_conditions_openings_entry_and_implications_are_told() -> None:
    assert meaning(built(xc_work=("level >= level_needed or passed", "level >= level_needed"))) == [
        ("xc/work/language", "when", "level >= level_needed or passed", "level >= level_needed")
    ]
    assert [item[:2] for item in meaning(built(xc_work=("2029-12-31", "2030-12-31")))] == [("xc/work", "open")]
    assert [item[:2] for item in meaning(built(xc_destination=("visa_required", "e_visa")))] == [
        ("xc/entry/XA", "entry")
    ]
    assert [item[:2] for item in meaning(built(facts=("value = 0 }", "value = 1 }")))][:1] == [
        ("xc_overstay_days", "implied_by")
    ]


def test_a_sentence_is_kept_apart() -> None:
    assert [item[:2] for item in meaning(built(xc_work=("Age {adult} or more", "You are {adult} or more")))] == [
        ("xc/work/age", SENTENCE)
    ]


def test_a_scheme_that_is_not_touched_is_not_decided() -> None:
    scheme = SMALL.schemes[0]
    texts = built(xc_work=("Age {adult} or more", "You are {adult} or more"))
    assert changed_parts(reach(SMALL, scheme), reach(texts, texts.schemes[0])) == ()
    assert list(compare_rules(SMALL, texts, [], TODAY, generate=True)) == []


def test_a_changed_figure_moves_exactly_those_between_the_old_and_the_new() -> None:
    (change,) = compare_rules(SMALL, OLDER, [], TODAY, generate=True)
    assert change.parts == ("adult",)
    assert {move.person.answers["age"] for move in change.moves if move.before.status != move.after.status} == {18}
    waiting = [move for move in change.moves if move.before.status == move.after.status == "reachable"]
    assert {move.after.changes[0] for move in waiting} == {
        ("age", 19, 19 * 365),
        ("age", 19, 2 * 365),
        ("age", 19, 365),
    }
    assert ("xc/work/age", "true", "false") in {reason for move in change.moves for reason in move.because}
    assert change.counts["eligible", "reachable"] > 0


def test_a_longer_ban_is_told_though_the_status_stays() -> None:
    new = built(xc_destination=("value = 5", "value = 6"))
    (change,) = compare_rules(SMALL, new, [], TODAY, generate=True)
    later = [move for move in change.moves if move.before.status == move.after.status == "banned"]
    assert later
    assert all(move.before.until < move.after.until for move in later if move.before.until and move.after.until)
    assert ("eligible", "banned") in change.counts


def test_a_figure_of_a_coming_day_is_tried_on_that_day() -> None:
    old_line = 'value = 18, source = "law", checked = 2026-01-01 }]'
    coming = built(
        xc_destination=(
            old_line,
            old_line[:-1] + ', { from = 2028-01-01, value = 21, source = "law", checked = 2026-01-01 }]',
        )
    )
    (change,) = compare_rules(SMALL, coming, [], TODAY, generate=True)
    assert {move.person.as_of for move in change.moves} == {date(2028, 1, 1)}
    assert {move.person.answers["age"] for move in change.moves if move.before.status == "eligible"} == {18, 20}


def test_a_new_scheme_comes_out_of_nothing() -> None:
    without = SMALL.replaced(schemes=())
    (change,) = compare_rules(without, SMALL, [], TODAY, generate=True)
    assert {before for before, _ in change.counts} == {"absent"}


def test_the_same_people_every_time_and_not_too_many() -> None:
    one, other = (list(compare_rules(SMALL, OLDER, [], TODAY, generate=True)) for _ in range(2))
    assert one == other
    assert len(one[0].moves) + len(one[0].stayed) <= MOST


def test_the_narrowest_description_sets_them_apart() -> None:
    facts = {name: SMALL.facts[name] for name in ("nationality", "age", "passed")}
    people = [{"nationality": "XA", "age": 40}, {"nationality": "XB", "age": 40}]
    others = [{"nationality": "XA", "age": 39}, {"nationality": "XB", "age": 41}, {"nationality": "XA"}]
    found = describe(people, others, facts)
    assert (found.condition, found.exact) == ("age == 40", True)
    assert not describe(people, [*others, people[0]], facts).exact


def expectations(text: str) -> list:
    return read_expected("meant.toml", text, SMALL)


def test_what_is_meant_is_not_unexpected_and_what_does_not_happen_is_told() -> None:
    (change,) = compare_rules(SMALL, OLDER, [], TODAY, generate=True)
    moves = [(change.scheme, move) for move in change.moves]
    meant = expectations('[[expect]]\nscheme = "xc/work"\nwhen = "age <= 18"')
    assert unexpected(moves, meant, SMALL) == ([], [])
    missed = expectations('[[expect]]\nscheme = "xc/work"\nwhen = "age == 18"\nto = "closed"')
    surprising, unmet = unexpected(moves, missed, SMALL)
    assert (len(surprising), unmet) == (len(moves), missed)


@pytest.mark.parametrize(
    "text",
    [
        "[[expect", "scheme = 1", "[[expect]]\nwhen = 'age == 18'", "[[expect]]\nscheme = 'xc/work'\nwhen = 'aged == 18'",
        "[[expect]]\nscheme = 'xc/work'\nto = 'open'", "[[expect]]\nscheme = 'xc/work'\nother = 1",
    ],
)  # fmt: skip
def test_a_wrong_file_of_expectations_is_one_sentence(text: str) -> None:
    with pytest.raises(BadInput):
        expectations(text)


def test_every_description_can_be_written_into_a_file_of_expectations(rulebook: Rulebook) -> None:
    names = {fact.id: Declared(fact.id, "fact", fact.type) for fact in rulebook.facts.values()}
    people = [
        {"age": 40, "health_conditions": frozenset({"hiv"}), "kr_left_on": date.min},
        {"sector": "it", "sex": "male"},
    ]
    for others in ([], [{"age": 39}], [{"age": 40, "sector": "it"}]):
        found = describe(people, others, rulebook.facts)
        assert not found.condition or parse(found.condition, names)


CSV = "case_id,age,nationality,as_of\na,18,XA,\nb,,XB,2026-01-01\n"


def test_cases_are_read_alike_from_every_format(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(CSV)
    (tmp_path / "cases.jsonl").write_text(
        '{"case_id": "a", "age": 18, "nationality": "XA"}\n\n{"case_id": "b", "nationality": "XB", "as_of": "2026-01-01"}\n'
    )
    expected = [
        Someone({"age": 18, "nationality": "XA"}, TODAY, "a"),
        Someone({"nationality": "XB"}, date(2026, 1, 1), "b"),
    ]
    for name in ("cases.csv", "cases.jsonl"):
        assert read_people(str(tmp_path / name), SMALL, TODAY) == expected
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet is an extra")
    pyarrow = pytest.importorskip("pyarrow", reason="Parquet is an extra")
    table = pyarrow.table(
        {"case_id": ["a", "b"], "age": [18, None], "nationality": ["XA", "XB"], "as_of": [None, date(2026, 1, 1)]}
    )
    parquet.write_table(table, tmp_path / "cases.parquet")
    assert read_people(str(tmp_path / "cases.parquet"), SMALL, TODAY) == expected


@pytest.mark.parametrize(
    "text",
    ["age\n18\n", "case_id,age\na,18\na,19\n", "case_id,age\na,old\n", "case_id,aged\na,18\n",
     "case_id,age\na\n", 'case_id\n"a', "case_id,as_of\na,now\n"],
)  # fmt: skip
def test_a_wrong_row_is_named_by_its_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(text)
    with pytest.raises(BadInput) as problem:
        read_people(str(file), SMALL, TODAY)
    assert problem.value.sentence.values["line"] in (1, 2, 3)


def test_the_age_limit_of_e9_raised_by_a_year_moves_exactly_those_of_forty(rulebook: Rulebook, tmp_path: Path) -> None:
    new = read_version(str(raised(tmp_path / "rules")), ROOT).rulebook
    (change,) = compare_rules(rulebook, new, [], TODAY, generate=True)
    assert (change.scheme, change.parts) == ("kr/e9", ("age_max",))
    people = [move.person.answers for move in change.moves]
    assert {answers["age"] for answers in people} == {40}
    assert {answers.get("nationality") for answers in people} == {"UZ", "KG", "TJ"}
    assert {reason for move in change.moves for reason in move.because} == {("kr/e9/age", "false", "true")}
    assert change.counts["ineligible", "eligible"] > 0
    facts = {name: rulebook.facts[name] for name in change.facts}
    who = describe(people, [person.answers for person in change.stayed], facts, change.asked)
    assert who.condition.startswith("age == 40 and ")


def raised(folder: Path) -> Path:
    """A copy of the rules with the age limit of E-9 at 40."""
    shutil.copytree(ROOT / "rules", folder)
    file = folder / "kr" / "e9.toml"
    text = file.read_text("utf-8")
    assert "value = 39," in text
    file.write_text(text.replace("value = 39,", "value = 40,", 1), "utf-8")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with the small rules, and a change of them that is not committed."""

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    write(tmp_path / "rules", dict(FILES))
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "Rules")
    text = FILES["xc/destination.toml"].replace("value = 18", "value = 19")
    (tmp_path / "rules" / "xc" / "destination.toml").write_text(text, "utf-8")
    return tmp_path


def test_a_revision_holds_what_its_folder_held(repository: Path) -> None:
    version = read_version("git:HEAD", repository)
    assert version.files == {name: FILES[name].encode() for name in sorted(FILES)}
    assert read_version("git:HEAD:rules", repository / "rules").files == version.files


@pytest.mark.parametrize(
    ("name", "problem"),
    [("git:no-such", BadInput), ("git:", BadInput), ("git:--help", BadInput),
     ("git:HEAD:nowhere", Unreadable), ("nowhere", Unreadable)],
)  # fmt: skip
def test_a_version_that_is_not_there_is_one_sentence(name: str, problem: type, repository: Path) -> None:
    with pytest.raises(problem):
        read_version(name, repository)


def test_outside_a_repository_there_are_no_revisions(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read_version("git:HEAD", tmp_path)


def test_the_command_compares_a_revision_with_the_folder(cli: Run, repository: Path) -> None:
    cases = repository / "cases.csv"
    cases.write_text("case_id,nationality,age,level,job_offers,trouble_in\n7,XA,18,A2,XC,none\n8,XA,30,A2,XC,none\n")
    command = ("rules", "diff", "git:HEAD", "rules", "--cases", "cases.csv", "--as-of", "2026-11-23", "--lang", "en")
    done = cli(*command, "--affected", "ids.txt", "--format", "json", cwd=repository)
    assert (done.code, done.err) == (1, "")
    found = json.loads(done.out)
    assert found["affected"] == ["7"]
    assert (repository / "ids.txt").read_text() == "7\n"
    (scheme,) = found["schemes"]
    (group,) = scheme["moved"]
    assert (group["from"], group["to"], group["who"]["when"]) == ("eligible", "reachable", "age == 18")
    (repository / "meant.toml").write_text('[[expect]]\nscheme = "xc/work"\nwhen = "age == 18"\nto = "reachable"\n')
    meant = cli(*command, "--expect", "meant.toml", cwd=repository)
    assert (meant.code, meant.err) == (0, "")
    assert "xc/adult [value 2000-01-01]: 18 → 19" in meant.out
    assert "eligible → reachable: 1" in meant.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("git:nothing", "rules"), 2), (("rules", "nowhere"), 3), (("rules", "rules", "--affected", "ids"), 2),
     (("rules", "rules", "--cases", "nowhere.csv"), 3), (("rules", "rules", "--cases", "cases.xls"), 2)],
)  # fmt: skip
def test_bad_input_is_one_sentence(arguments: tuple[str, ...], code: int, cli: Run, repository: Path) -> None:
    done = cli("rules", "diff", *arguments, "--lang", "en", cwd=repository)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)


def test_equal_rules_end_with_nothing(cli: Run, repository: Path) -> None:
    assert cli("rules", "diff", "git:HEAD", "git:HEAD", "--lang", "ru", cwd=repository).code == 0
