"""The rule author's guide, followed word for word in a copy of the rules: every block written, every command run."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT, Ran

GUIDE = (ROOT / "rules" / "README.md").read_text("utf-8")
CHAPTER = GUIDE.partition("## A first scheme, step by step\n")[2].partition("\n## ")[0]
BLOCK = re.compile(r"^```(toml|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def written(rules: Path, block: str) -> None:
    """Do with a block what its first line says."""
    head, _, text = block.partition("\n")
    name, _, how = head.removeprefix("# ").partition(", ")
    path = rules / name
    before = path.read_text("utf-8")
    new = {
        "at the end": f"{before}\n{text}",
        "whole": text,
        "in place of the last case": before.rpartition("[[case]]\n")[0] + text,
    }[how]
    path.write_text(new, "utf-8")


def test_the_guide_followed_word_for_word_ends_in_a_sound_scheme(cli: Callable[..., Ran], tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    ran: dict[str, Ran] = {}
    for kind, block in BLOCK.findall(CHAPTER):
        if kind == "toml":
            written(rules, block)
            continue
        for line in block.splitlines():
            command, *words = shlex.split(line, comments=True)
            assert command == "destcompare"
            done = ran[" ".join(words[:2])] = cli(*words, cwd=tmp_path, DESTCOMPARE_LANG="en")
            if "--strict" not in words:
                assert (done.code, done.err) == (0, ""), line
                continue
            assert done.code == 1
            told = set(re.findall(r"^(\S+?):\d+:\d+: (RULE\d+)", done.err, re.MULTILINE))
            assert told == {("kz/apple-harvest.toml", "RULE034"), ("kz/apple-harvest.toml", "RULE035")}
    assert "Rule cases as expected: 7. Otherwise: 0." in ran["rules test"].out
    assert "Apple harvest permit" in ran["compare nationality=TJ"].out
    # the file of the guide stands in the common form already
    assert "kz/apple-harvest.toml" not in ran["rules fmt"].out


def test_the_guide_names_every_command_for_rules(cli: Callable[..., Ran]) -> None:
    listed = set(re.findall(r"^  (\w+) {2,}", cli("rules", "--help", "--lang", "en").out, re.MULTILINE))
    assert listed
    named = set(re.findall(r"^rules (\w+)", GUIDE, re.MULTILINE))
    assert listed <= named
