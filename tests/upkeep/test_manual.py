"""The manual of faults: every code has a heading with a wrong and a right example, and both are what they say."""

from __future__ import annotations

import gettext
import re

import pytest
import tomli

from destcompare.rulebook.faults import BrokenRules
from destcompare.upkeep.layout import written
from destcompare.upkeep.sentences import sentences_in
from destcompare.upkeep.strict.check import Unfinished, strict_check
from destcompare.upkeep.toml_text import Plain, Table, read
from tests.conftest import ROOT, TODAY
from tests.rulebook.conftest import FILES

MANUAL = (ROOT / "rules" / "FAULTS.md").read_text("utf-8")
SECTIONS = re.findall(r"^## (RULE\d{3}): (.+?)\n(.*?)(?=^## |\Z)", MANUAL, re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```toml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Blocks = list[tuple[str, str]]

PERSON = '{ nationality = "XA", age = 30, passed = true, job_offers = ["XC"], trouble_in = [] }'
CASES = "\n".join(
    f'[[case]]\nname   = "Case {number}"\nas_of  = 2026-01-01\nperson = {PERSON}\nexpect = {{ "xc/work" = "eligible" }}\n'
    for number in range(12)
)


def small_rulebook() -> dict[str, str]:
    """The small rulebook with rule cases, sound and finished."""
    of_xb = CASES.partition("\n[[case]]")[0].replace("Case 0", "A citizen of XB may work there").replace('"XA"', '"XB"')
    return {**FILES, "xc/cases.toml": f"{CASES}\n{of_xb}"}


def laid_over(files: dict[str, str], blocks: Blocks) -> dict[str, bytes]:
    """The files with pieces laid over them: a key or table of the same name is replaced, another one is added."""
    files = dict(files)
    for name, piece in blocks:
        base, over = read(files.get(name, "")), read(piece)
        keys = {pair.key for pair in over.tables[0].pairs}
        base.tables[0].pairs = [pair for pair in base.tables[0].pairs if pair.key not in keys] + over.tables[0].pairs
        names = {named(table) for table in over.tables[1:]}
        base.tables = [table for table in base.tables if not table.header or named(table) not in names]
        base.tables += over.tables[1:]
        files[name] = written(base)
    return {name: text.encode() for name, text in sorted(files.items())}


def named(table: Table) -> tuple[str, str]:
    """The header of a table, and its id or name where it has one."""
    names = [pair.value.text for pair in table.pairs if pair.key in ("id", "name") and isinstance(pair.value, Plain)]
    return table.header, names[0] if names else ""


class Known(gettext.NullTranslations):
    """A catalogue that has some sentences."""

    def __init__(self, sentences: set[str]) -> None:
        super().__init__()
        self.sentences = sentences

    def gettext(self, message: str) -> str:
        return message if message in self.sentences else ""


def translated() -> set[str]:
    """Every sentence of the small rulebook and of the right examples."""
    files = [small_rulebook(), *(laid_over(small_rulebook(), right) for _, _, right in EXAMPLES)]
    texts = [(name, text if isinstance(text, str) else text.decode()) for file in files for name, text in file.items()]
    return {sentence for name, text in texts for _, sentence in sentences_in(name, tomli.loads(text))}


def codes(contents: dict[str, bytes]) -> list[str]:
    """The codes of what the plain and the strict check find."""
    try:
        strict_check(contents, TODAY, 30, {"ky": Known(TRANSLATED)})
    except BrokenRules as broken:
        found = sorted({fault.code for fault in broken.faults})
        return found if isinstance(broken, Unfinished) == (found[0] >= "RULE030") else ["wrong kind", *found]
    return []


def example(body: str, which: str) -> Blocks:
    """The pieces of files under `Wrong:` or `Right:`."""
    return EXAMPLE.findall(body.partition(f"\n{which}:\n")[2].partition("\nRight:\n")[0])


EXAMPLES = [(code, example(body, "Wrong"), example(body, "Right")) for code, _, body in SECTIONS]
TRANSLATED = translated()


def test_the_small_rulebook_is_finished() -> None:
    assert codes(laid_over(small_rulebook(), [])) == []


@pytest.mark.parametrize(("code", "wrong", "right"), EXAMPLES, ids=[code for code, _, _ in EXAMPLES])
def test_the_wrong_example_has_exactly_its_fault_and_the_right_one_none(
    code: str, wrong: Blocks, right: Blocks
) -> None:
    assert wrong
    assert right
    assert codes(laid_over(small_rulebook(), wrong)) == [code]
    assert codes(laid_over(small_rulebook(), right)) == []


def test_every_code_has_a_heading_and_every_heading_a_code() -> None:
    used = {
        code
        for path in (ROOT / "destcompare").rglob("*.py")
        for code in re.findall(r"RULE\d{3}", path.read_text("utf-8"))
    }
    headings = re.findall(r"^## (RULE\d{3})", MANUAL, re.MULTILINE)
    assert headings == sorted(used)
    assert len(EXAMPLES) == len(headings)
