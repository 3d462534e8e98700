"""`rules new`: a new scheme or destination is laid out whole, passes the checks as far as it can, and overwrites nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from destcompare.problems import BadInput
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.faults import BrokenRules, Fault
from destcompare.rulebook.schema import DestinationFile, SchemeFile
from destcompare.upkeep.scaffold import new_destination, new_scheme
from tests.conftest import TODAY, Ran
from tests.rulebook.conftest import FILES, write

SMALL = {name: text.encode() for name, text in FILES.items()}
SOURCE = """
[source.{}]
title      = "Act"
publisher  = "Parliament"
url        = "https://example.org/act"
kind       = "law"
confidence = "high"
"""


def faults(files: dict[str, str]) -> tuple[Fault, ...]:
    contents = {**FILES, **files}
    try:
        build_rulebook({name: contents[name].encode() for name in sorted(contents)}, "test")
    except BrokenRules as broken:
        return broken.faults
    return ()


def uncommented(text: str) -> str:
    """A template with all its tables taken out of their comments."""
    return re.sub(r"^# (?=\[|\w+ *= )", "", text, flags=re.MULTILINE)


def with_source(name: str) -> dict[str, str]:
    return {"sources.toml": FILES["sources.toml"] + SOURCE.format(name)}


def test_a_new_scheme_lacks_its_source_and_nothing_else() -> None:
    files = new_scheme(SMALL, "xc/harvest", TODAY)
    assert [(fault.file, fault.code) for fault in faults(files)] == [("xc/harvest.toml", "RULE007")]
    assert faults({**files, **with_source("xc-harvest-source")}) == ()


def test_every_table_of_the_template_is_sound_when_it_is_taken_out_of_its_comment() -> None:
    files = new_scheme(SMALL, "xc/harvest", TODAY)
    files["xc/harvest.toml"] = uncommented(files["xc/harvest.toml"])
    assert set(tomli.loads(files["xc/harvest.toml"])) == set(SchemeFile.model_fields)
    assert faults({**files, **with_source("xc-harvest-source")}) == ()


def test_every_table_of_a_new_destination_is_sound_too() -> None:
    files = new_destination(SMALL, "XA", TODAY)
    whole = uncommented(files["xa/destination.toml"])
    assert set(tomli.loads(whole)) <= set(DestinationFile.model_fields)
    template = EACH_DESTINATION + FILES["facts.toml"]
    assert [fault.code for fault in faults({**files, **with_source("xa-source")})] == []
    more = faults({"xa/destination.toml": whole, "facts.toml": template, **with_source("xa-source")})
    assert {fault.code for fault in more} == {"RULE018"}  # two entry terms for one citizenship from the same day


EACH_DESTINATION = """\
[each_destination.deported]
type     = "flag"
label    = "Deported ({country})"
question = "Country: {country}. Were you deported?"
why      = "Bans."

"""


def test_the_order_keeps_the_schemes_of_a_destination_together() -> None:
    order = 'order = [\n  "xa/one",  # said\n  "xc/work",\n  "xd/last",\n]\n'
    files = new_scheme({**SMALL, "scoring.toml": f'priorities = ["x"]\n{order}'.encode()}, "xc/harvest", TODAY)
    assert tomli.loads(files["scoring.toml"])["order"] == ["xa/one", "xc/work", "xc/harvest", "xd/last"]
    assert "# said" in files["scoring.toml"]


@pytest.mark.parametrize("wanted", ["xc/work", "xc/cases", "xc", "XC/harvest", "../xc/a", "xz/harvest", ""])
def test_what_cannot_be_laid_out_is_told(wanted: str) -> None:
    with pytest.raises(BadInput):
        new_scheme(SMALL, wanted, TODAY)


def test_a_broken_file_is_named() -> None:
    with pytest.raises(BadInput) as problem:
        new_scheme({**SMALL, "scoring.toml": b"order = "}, "xc/harvest", TODAY)
    assert problem.value.sentence.values["file"] == "scoring.toml"


def test_the_command_writes_once_and_says_what_is_next(cli: Callable[..., Ran], tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", FILES)
    ran = cli("rules", "new", "scheme", "xc/harvest", "--rules", str(rules), "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "sources.toml" in ran.out.splitlines()[-1]
    written = {path: path.read_bytes() for path in rules.rglob("*.toml")}
    assert rules / "xc" / "cases.toml" in written
    again = cli("rules", "new", "scheme", "xc/harvest", "--rules", str(rules), "--lang", "en")
    assert (again.code, again.out) == (2, "")
    assert "xc/harvest.toml" in again.err
    assert {path: path.read_bytes() for path in rules.rglob("*.toml")} == written
    assert cli("rules", "new", "destination", "XB", "--rules", str(rules)).code == 0
    assert cli("rules", "new", "destination", "ZZ", "--rules", str(rules)).code == 2
    assert cli("rules", "new", "country", "XB", "--rules", str(rules)).code == 2
