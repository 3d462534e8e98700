"""Each mistake in a rule file is told with its code, its place and what was expected; all of them at once."""

from __future__ import annotations

import pytest

from destcompare.language import load_language
from destcompare.output.words import say
from destcompare.problems import Sentence
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.faults import BrokenRules, Fault


def faults_of(files: dict[str, str | bytes]) -> tuple[Fault, ...]:
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in sorted(files.items())}
    try:
        build_rulebook(contents, "test")
    except BrokenRules as broken:
        return broken.faults
    return ()


def place_of(text: str, part: str) -> tuple[int, int]:
    offset = text.index(part)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


# code, file, what stands there, what is put there, where the fault must point, a word of the sentence
MISTAKES = [
    ("RULE001", "xc/work.toml", 'id    = "xc/work"', "id    = ", "\nkind", "TOML"),
    ("RULE001", "xc/work.toml", 'kind  = "work"', 'kind  = "work"\nkind = "work"', None, "TOML"),
    ("RULE002", "xc/work.toml", 'title = "Work"', 'titel = "Work"', 'titel = "Work"', "title"),
    ("RULE003", "xc/work.toml", 'about = "Work there."\n', "", None, "about"),
    ("RULE004", "xc/work.toml", 'title = "Work"', "title = 7", "7", "text in quotes"),
    ("RULE005", "xc/work.toml", 'kind  = "work"', 'kind  = "works"', '"works"', "work"),
    ("RULE005", "xc/destination.toml", "days = 90", "days = 0", "0, counted", "greater"),
    ("RULE006", "xc/destination.toml", None, None, None, "xc/destination.toml"),
    ("RULE007", "xc/work.toml", 'source = "rumour"', 'source = "rumor"', '"rumor"', "rumour"),
    ("RULE008", "xc/work.toml", 'id    = "xc/work"', 'id    = "xc/job"', '"xc/job"', "xc/work"),
    ("RULE008", "xc/destination.toml", 'code = "XC"', 'code = "XB"', '"XB"', "XC"),
    ("RULE009", "xc/work.toml", 'id      = "language"', 'id      = "age"', None, "age"),
    ("RULE010", "derived.toml", "from = 2020-01-01", "from = 2009-01-01", "2009-01-01", "order"),
    ("RULE010", "xc/work.toml", "until = 2029-12-31", "until = 2009-12-31", "2009-12-31", "begins"),
    (
        "RULE011",
        "xc/destination.toml",
        'unit   = "years"\nvalues = [{ from = 2000',
        'unit   = "yaers"\nvalues = [{ from = 2000',
        '"yaers"',
        "yaers",
    ),
    ("RULE011", "xc/destination.toml", "value = 18", 'value = "18"', '"18"', "unit"),
    ("RULE012", "xc/work.toml", "Age {adult} or more", "Age {adults} or more", '"Age {adults}', "adult"),
    ("RULE013", "scoring.toml", '"xc/work"', '"xc/works"', '"xc/works"', "xc/works"),
    ("RULE014", "xc/work.toml", "[parameter.level_needed]", "[parameter.age]", None, "age"),
    ("RULE019", "consistency.toml", '["age", "savings_usd"]', '["age"]', '["age"]', "savings_usd"),
    ("RULE021", "consistency.toml", "overstay_days > 0", "overstay_day > 0", "overstay_day ", "overstay_days"),
    ("RULE012", "consistency.toml", "Country: {country}.", "Country: {land}.", '"Country: {land}', "land"),
    ("RULE020", "xc/work.toml", '"age >= adult"', '"age >= "', None, ""),
    ("RULE021", "xc/work.toml", '"age >= adult"', '"agee >= adult"', "agee", "age"),
    ("RULE022", "xc/work.toml", "'XC' in job_offers", "'XD' in job_offers", "'XD'", "XD"),
    ("RULE023", "xc/work.toml", '"age >= adult"', '"age >= savings_usd"', None, ""),
    ("RULE024", "xc/work.toml", '"age >= adult"', "\"age >= 'adult'\"", None, ""),
    ("RULE025", "xc/work.toml", '"age >= adult"', '"age.real >= adult"', None, ""),
    ("RULE026", "xc/work.toml", '"age >= adult"', '"maxx(age, adult) >= adult"', None, "max"),
    ("RULE027", "xc/work.toml", '"age >= adult"', '"abs(age, adult) >= adult"', None, ""),
    ("RULE028", "xc/work.toml", '"age >= adult"', "\"as_of >= date('2026-02-30')\"", None, ""),
]


@pytest.mark.parametrize(("code", "file", "old", "new", "at", "word"), MISTAKES, ids=lambda value: str(value)[:24])
def test_a_mistake_is_told_where_it_stands(
    files: dict[str, str], code: str, file: str, old: str | None, new: str | None, at: str | None, word: str
) -> None:
    if old is None:
        del files[file]
    else:
        assert old in files[file]
        files[file] = files[file].replace(old, new or "", 1)
    found = [fault for fault in faults_of(files) if fault.code == code]
    assert found, [(fault.code, fault.sentence) for fault in faults_of(files)]
    english = load_language("en")
    sentences = {fault: say(english, Sentence(fault.sentence, **fault.values)) for fault in found}
    assert [told for told in sentences.values() if word in told], sentences
    fault, told = next((fault, told) for fault, told in sentences.items() if word in told)
    assert "{" not in told.replace("{adult", "")
    if at is not None:
        line, column = place_of(files[file], at)
        if at.startswith("\n"):
            line, column = line, fault.column
        assert (fault.file, fault.line, fault.column) == (file, line, column)


def test_the_small_rulebook_itself_has_no_fault(files: dict[str, str]) -> None:
    assert faults_of(files) == ()


def test_faults_of_all_files_are_told_at_once(files: dict[str, str]) -> None:
    files["xc/work.toml"] = files["xc/work.toml"].replace('"age >= adult"', '"agee >= adultt"')
    files["xc/destination.toml"] = files["xc/destination.toml"].replace('"age >= adult"', '"aga >= adult"')
    files["derived.toml"] = files["derived.toml"].replace('source = "law"', 'source = "lav"')
    found = faults_of(files)
    assert {fault.file for fault in found} == {"xc/work.toml", "xc/destination.toml", "derived.toml"}
    assert [fault.code for fault in found if fault.file == "xc/work.toml"] == ["RULE021", "RULE021"]
    assert list(found) == sorted(found)


def test_a_fault_in_a_template_for_every_destination_is_told_once(files: dict[str, str]) -> None:
    files["yc/destination.toml"] = 'code = "XB"\n'.replace("XB", "YC")
    files["facts.toml"] = (
        files["facts.toml"]
        .replace('"XC"]', '"XC", "YC"]', 1)
        .replace("destination not in trouble_in", "destination not in troubles")
    )
    found = [fault.code for fault in faults_of(files)]
    assert found.count("RULE021") == 1


def test_text_that_is_not_utf8_is_told(files: dict[str, str]) -> None:
    broken: dict[str, str | bytes] = {**files, "derived.toml": b"# \xff\n"}
    assert [(f.code, f.line, f.column) for f in faults_of(broken)][:1] == [("RULE001", 1, 3)]


SHOCKS = """\
[[shock]]
id      = "crisis"
destination = "XC"
text    = "Money fell."
from    = 2014-01-01
until   = 2015-12-31
source  = "law"
checked = 2026-01-01
values = [
  { from = 2014-01-01, until = 2014-12-31, home = "XA", fall = 47, source = "law", checked = 2026-01-01 },
  { from = 2015-01-01, until = 2015-12-31, home = "XB", fall = 22, source = "law", checked = 2026-01-01 },
]
"""


@pytest.mark.parametrize(
    ("code", "old", "new", "at"),
    [
        ("RULE022", 'destination = "XC"', 'destination = "XB"', '"XB"\ntext'),
        ("RULE022", 'home = "XB"', 'home = "XD"', '"XD"'),
        ("RULE022", 'home = "XA"', 'home = "XB"', '"XB", fall = 22'),
        ("RULE010", "until   = 2015-12-31", "until   = 2013-12-31", "2013-12-31\nsource"),
        ("RULE010", "until   = 2015-12-31", "until   = 2015-06-30", "{ from = 2015-01-01"),
        ("RULE010", "until = 2014-12-31", "until = 2013-12-31", "2013-12-31, home"),
        ("RULE005", "fall = 47", "fall = 0", "0, source"),
        ("RULE007", 'fall = 22, source = "law"', 'fall = 22, source = "lav"', '"lav"'),
    ],
)
def test_a_mistake_in_a_shock_is_told_where_it_stands(
    files: dict[str, str], code: str, old: str, new: str, at: str
) -> None:
    files |= {"homes/xa.toml": 'code = "XA"\n', "homes/xb.toml": 'code = "XB"\n', "shocks.toml": SHOCKS}
    assert faults_of(files) == ()
    files["shocks.toml"] = SHOCKS.replace(old, new, 1)
    assert (code, *place_of(files["shocks.toml"], at)) in {
        (fault.code, fault.line, fault.column) for fault in faults_of(files) if fault.file == "shocks.toml"
    }


def test_only_a_word_that_a_choice_has_has_a_meaning(files: dict[str, str]) -> None:
    labels = 'labels  = { none = "none", A1 = "A1", A2 = "A2" }'
    told = f'{labels}\nmeanings = {{ A1 = "You greet people", B1 = "You tell a story" }}'
    files["facts.toml"] = files["facts.toml"].replace(labels, told)
    (fault,) = faults_of(files)
    assert (fault.code, fault.line, fault.column) == ("RULE011", *place_of(files["facts.toml"], "B1"))
    assert fault.values["word"] == "B1"


AHEAD = """
[price.fee]
item   = "visa"
unit   = "USD/year"
ahead  = true
values = [{ from = 2020-01-01, typical = 50, source = "law", checked = 2026-01-01 }]
"""


def test_only_what_is_asked_by_the_year_is_paid_a_year_ahead(files: dict[str, str]) -> None:
    files["xc/work.toml"] += AHEAD
    assert faults_of(files) == ()
    files["xc/work.toml"] = files["xc/work.toml"].replace("USD/year", "USD/month")
    (fault,) = faults_of(files)
    assert (fault.code, fault.line, fault.column) == ("RULE011", *place_of(files["xc/work.toml"], "true\nvalues"))


PRICES = """
[parameter.wait]
unit   = "days"
values = [{ from = 2010-01-01, value = 20, source = "law", checked = 2026-01-01 }]

[price.fee]
item   = "visa"
unit   = "USD"
values = [{ from = 2010-01-01, low = 40, typical = 50, high = 60, source = "law", checked = 2026-01-01 }]

[[step]]
id      = "apply"
who     = "person"
text    = "Apply for {fee}"
days    = "wait"
cost    = "fee"
source  = "law"
checked = 2026-01-01
"""


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        (None, "", ""),
        ("RULE015", 'days    = "wait"', 'days    = "adult"'),
        ("RULE015", 'cost    = "fee"', 'cost    = "wait"'),
        ("RULE016", "low = 40", "low = 51"),
        ("RULE011", 'unit   = "USD"', 'unit   = "dollars"'),
        ("RULE012", "{fee}", "{fees}"),
        ("RULE014", "[price.fee]", "[price.adult]"),
    ],
)
def test_steps_and_prices_name_what_there_is(files: dict[str, str], code: str | None, old: str, new: str) -> None:
    files["xc/work.toml"] += PRICES.replace(old, new, 1) if old else PRICES
    assert (code in {fault.code for fault in faults_of(files)}) == (code is not None)
    assert code or faults_of(files) == ()


def test_a_source_that_nothing_names_is_told(files: dict[str, str]) -> None:
    files["sources.toml"] = files["sources.toml"].replace("[source.rumour]", "[source.gossip]")
    found = {fault.code: fault.values for fault in faults_of(files)}
    assert found["RULE017"] == {"source": "gossip"}


def test_a_nationality_without_entry_terms_is_told(files: dict[str, str]) -> None:
    files["xc/destination.toml"] = files["xc/destination.toml"].replace('["XA", "XB"]', '["XA"]')
    assert [(fault.code, fault.values) for fault in faults_of(files)] == [("RULE018", {"country": "XB"})]


def test_a_gap_between_entry_terms_is_told(files: dict[str, str]) -> None:
    files["xc/destination.toml"] = files["xc/destination.toml"].replace(
        "from    = 2010-01-01\nsource", "from    = 2010-01-01\nuntil   = 2018-12-31\nsource", 1
    )
    assert [(fault.code, fault.values) for fault in faults_of(files)] == [("RULE018", {"country": "XA"})]


def test_a_home_stands_under_its_code(files: dict[str, str]) -> None:
    files["homes/xa.toml"] = 'code = "XB"\n'
    assert [fault.code for fault in faults_of(files)] == ["RULE008"]


def test_an_unknown_file_is_told(files: dict[str, str]) -> None:
    assert [fault.code for fault in faults_of({**files, "fcats.toml": ""})] == ["RULE006"]


def test_what_is_told_names_whom_it_concerns(files: dict[str, str]) -> None:
    told = PRICES.replace('unit   = "USD"', 'unit   = "USD"\nwhen   = "nationality == \'XD\'"')
    files["xc/work.toml"] += told
    assert [fault.code for fault in faults_of(files)] == ["RULE022"]
