"""Breaks the shipped rules in many ways, one edit each, and counts which of them check, the rule cases and the proofs catch.

python -m tests.mutations [--count 200] [--seed 1] [--least 95] [--processes 2]

Only what decides is broken: conditions of requirements and bans, the figures that they name, openings and times in force,
entry terms. Figures that ended before 2024, days before it on which a rule began, and countries that are nobody's home
here are left alone: nobody who asks today could notice. An edit that changes nothing for anyone (a guard that the next
comparison repeats) is not told apart and counts as survived. Edits are drawn with a fixed seed, each kind in turn. A
checker is a name and a function of the broken files and the name of the broken one; `CHECKERS` is where another is added.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import tomli

from destcompare.problems import BadInput
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.cache import load_rulebook, rule_files
from destcompare.rulebook.faults import BrokenRules
from destcompare.rulebook.model import Rulebook
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.positions import Positions
from destcompare.upkeep.cases import Case, differences, read_cases
from destcompare.upkeep.coverage import Coverage
from destcompare.upkeep.prove import Prover

RULES = Path(__file__).parent.parent / "rules"
SINCE = date(2024, 1, 1)
TODAY = date(2026, 11, 25)
LONG_AGO = 1950
Files = Mapping[str, bytes]

_SWAPS = {
    "<=": "<", "<": "<=", ">=": ">", ">": ">=", "==": "!=", "!=": "==", "and": "or", "or": "and",
    "not in": "in", "in": "not in", "not": "",
}  # fmt: skip
_TOKEN = re.compile(r"<=|>=|==|!=|<|>|\bnot in\b|\b(?:and|or|not|in)\b")
_LENGTH = re.compile(r"add_(?:years|months|days)\((\w+), (\w+)\)")
_CONNECTIVE = re.compile(r"\b(?:and|or|if|else)\b")
_RATE = "_per_"
_STRING = re.compile(r'"[^"\n]*"')
_BLOCK_END = re.compile(r"^\[", re.MULTILINE)


@dataclass(frozen=True)
class Mutation:
    """One edit of one rule file."""

    kind: str
    file: str
    start: int
    end: int
    new: str

    def text(self, files: Files) -> str:
        """The broken file."""
        whole = files[self.file].decode()
        return whole[: self.start] + self.new + whole[self.end :]

    def told(self, files: Files) -> str:
        """Where and what, for people."""
        whole = files[self.file].decode()
        line = whole.count("\n", 0, self.start) + 1
        old = whole[self.start : self.end].partition("\n")[0]
        around = whole[whole.rfind("\n", 0, self.start) + 1 : whole.find("\n", self.start)]
        return f"{self.file}:{line}: {self.kind}: {old!r} -> {self.new!r} in: {around[:150]}"


# --- The ways to break -------------------------------------------------------------------------------------------------


class Breaker:
    """All edits of one file."""

    def __init__(self, name: str, text: str, deciding: frozenset[str], homes: frozenset[str]) -> None:
        self.name, self.text, self.deciding, self.homes = name, text, deciding, homes
        self.data = tomli.loads(text)
        self.positions = Positions(text)

    def all(self) -> Iterator[Mutation]:
        for group in ("requires", "ban"):
            for index, rule in enumerate(self.data.get(group, ())):
                if _is_over(rule.get("in_force", ())):
                    continue
                yield self.without_block((group, index), f"dropped {group}")
                yield from self.condition((group, index, "when"), rule["when"])
                for place, period in enumerate(rule.get("in_force", ())):
                    yield from self.shifted((group, index, "in_force", place), period, "time in force")
                if "ends" in rule:
                    yield from self.length((group, index, "ends"), rule["ends"])
        for name, derived in self.data.get("derived", {}).items():
            yield from self.condition(("derived", name, "value"), derived["value"])
        for index, period in enumerate(self.data.get("open", ())):
            if not _is_over([period]):
                yield from self.shifted(("open", index), period, "opening")
        for index, entry in enumerate(self.data.get("entry", ())):
            if not _is_over([entry]):
                yield from self.entry(index, entry)
        for name, parameter in self.data.get("parameter", {}).items():
            if name in self.deciding:
                yield from self.parameter(name, parameter)

    def edit(self, kind: str, start: int, end: int, new: str) -> Mutation:
        return Mutation(kind, self.name, start, end, new)

    def value(self, kind: str, path: KeyPath, old: str, new: str) -> Iterator[Mutation]:
        """Another value at a path, where the text there is the one that was read."""
        start = self.positions.value(path)
        if self.text.startswith(old, start):
            yield self.edit(kind, start, start + len(old), new)

    def without_block(self, path: KeyPath, kind: str) -> Mutation:
        start = self.positions.value(path)
        end = _BLOCK_END.search(self.text, start + 2)
        return self.edit(kind, start, end.start() if end else len(self.text), "")

    def condition(self, path: KeyPath, text: str) -> Iterator[Mutation]:
        start = self.positions.value(path) + 1
        if not self.text.startswith(text, start):  # written over several lines
            return
        for token in _TOKEN.finditer(text):
            kind = "comparison" if token.group() in ("<", "<=", ">", ">=", "==", "!=") else "and, or, not, in"
            if kind == "comparison" and _RATE in _clause_around(text, token.start()):
                continue  # a sum converted at a rate never falls on the border itself
            yield self.edit(kind, start + token.start(), start + token.end(), _SWAPS[token.group()])

    def length(self, path: KeyPath, text: str) -> Iterator[Mutation]:
        start = self.positions.value(path) + 1
        for found in _LENGTH.finditer(text):
            if self.text.startswith(text, start):
                yield self.edit("length of a ban", start + found.end(2), start + found.end(2), " + " + found.group(2))

    def shifted(self, path: KeyPath, period: Mapping[str, Any], kind: str) -> Iterator[Mutation]:
        for key, days in (("from", 1), ("from", -1), ("from", 365), ("until", 1), ("until", -1), ("until", -365)):
            beside = period[key] + timedelta(days=1 if key == "until" else -1) if key in period else None
            if beside in (other.get("until" if key == "from" else "from") for other in self.data.get("open", ())):
                continue  # the scheme goes on in the next period
            if key in period and (kind == "opening" or period[key] >= SINCE):
                moved = period[key] + timedelta(days=days)
                yield from self.value(kind, (*path, key), str(period[key]), str(moved))

    def entry(self, index: int, entry: Mapping[str, Any]) -> Iterator[Mutation]:
        start = self.positions.value(("entry", index, "access"))
        other = "visa_required" if entry["access"] != "visa_required" else "visa_free"
        yield self.edit("entry term", start + 1, start + 1 + len(entry["access"]), other)
        for nationality in range(len(entry["nationalities"])):
            start = self.positions.value(("entry", index, "nationalities", nationality))
            yield self.edit("nationality", start, start + 4, "")
        yield self.without_block(("entry", index), "dropped entry term")

    def parameter(self, name: str, parameter: Mapping[str, Any]) -> Iterator[Mutation]:
        values = parameter["values"]
        for index, dated in enumerate(values):
            ends = dated.get("until") or (values[index + 1]["from"] if index + 1 < len(values) else date.max)
            if ends <= SINCE:
                continue
            path = ("parameter", name, "values", index)
            yield from self.figure((*path, "value"), dated["value"])
            if dated["from"] >= SINCE:
                for days in (365, -365) if index else (365,):  # before the first value there is often no scheme yet
                    moved = dated["from"] + timedelta(days=days)
                    yield from self.value("day of a figure", (*path, "from"), str(dated["from"]), str(moved))

    def figure(self, path: KeyPath, value: Any) -> Iterator[Mutation]:
        start = self.positions.value(path)
        match value:
            case bool():
                yield from self.value("figure", path, str(value).lower(), str(not value).lower())
            case int() | float():
                step = 1 if isinstance(value, int) and value < 1000 else value / 10
                for new in (value + step, value - step):
                    yield from self.value("figure", path, str(value), f"{new:g}" if new < 1e5 else str(round(new)))
            case date() if value.year < LONG_AGO:
                pass  # stands for no day at all
            case date():
                for days in (1, -1):
                    yield from self.value("figure", path, str(value), str(value + timedelta(days=days)))
            case list():
                for place, word in enumerate(value):
                    if len(word) == 2 and word.isupper() and word not in self.homes:
                        continue  # a country from which nobody here comes
                    start = self.positions.value((*path, place))
                    yield self.edit("nationality or word", start, start + len(word) + 2, "")


def _clause_around(text: str, place: int) -> str:
    """The part of a condition between two connectives."""
    before, after = _CONNECTIVE.split(text[:place])[-1], _CONNECTIVE.split(text[place:])[0]
    return before + after


def _is_over(periods: Any) -> bool:
    return bool(periods) and all(period.get("until", date.max) < SINCE for period in periods)


def mutations(files: Files, rulebook: Rulebook) -> dict[str, list[Mutation]]:
    """Every edit, by its kind."""
    figures = frozenset(target.rule for target in Coverage(rulebook).targets if target.kind == "figure")
    found: dict[str, list[Mutation]] = {}
    for name, content in files.items():
        folder, _, file = name.rpartition("/")
        if folder == "homes" or file in ("cases.toml", "paper.toml", "facts.toml", "sources.toml", "scoring.toml"):
            continue
        prefix = "" if not folder else f"{folder}/" if file == "destination.toml" else f"{name.removesuffix('.toml')}/"
        own = frozenset(
            figure.removeprefix(prefix) for figure in figures if figure.rpartition("/")[0] == prefix.rstrip("/")
        )
        for mutation in Breaker(name, content.decode(), own, frozenset(rulebook.homes)).all():
            found.setdefault(mutation.kind, []).append(mutation)
    return found


def drawn(files: Files, rulebook: Rulebook, count: int, seed: int) -> list[Mutation]:
    """So many edits, each kind in turn."""
    rng = random.Random(seed)
    kinds = mutations(files, rulebook)
    for edits in kinds.values():
        rng.shuffle(edits)
    in_turn = [edit for row in zip_longest(*(kinds[kind] for kind in sorted(kinds))) for edit in row if edit]
    return in_turn[:count]


# --- What catches ------------------------------------------------------------------------------------------------------


def check(files: Files, _: str) -> bool:
    """Whether the rule files have a fault."""
    return _built(files) is None


def cases(files: Files, broken: str) -> bool:
    """Whether a rule case comes out otherwise; only those that the broken file can touch are run."""
    rulebook = _built(files)
    return rulebook is not None and any(_fails(case, rulebook) for case in _concerned(broken))


def prove(files: Files, broken: str) -> bool:
    """Whether a statement over all people is refuted that holds of the rules as they are; of the broken folder alone."""
    rulebook = _built(files)
    folder, _, file = broken.rpartition("/")
    if rulebook is None or not folder:
        return False
    only = folder if file == "destination.toml" else f"{folder}/{file.removesuffix('.toml')}"
    proofs = Prover(rulebook, TODAY, TODAY, 5).everything(only)
    return any(proof.verdict == "refuted" for proof in proofs)


CHECKERS: dict[str, Callable[[Files, str], bool]] = {"check": check, "cases": cases, "prove": prove}

_last: tuple[Files, Rulebook | None] = ({}, None)


def _built(files: Files) -> Rulebook | None:
    """The rulebook of the files, kept for the checkers of one edit."""
    global _last
    if _last[0] is not files:
        try:
            _last = files, build_rulebook(files, "mutation")
        except BrokenRules:
            _last = files, None
    return _last[1]


@cache
def _all_cases() -> list[Case]:
    return list(read_cases(rule_files(RULES)))


def _names(case: Case) -> set[str]:
    shape = case.shape
    return {*shape.expect, *shape.until, *shape.asks, *shape.changes, *shape.places}


def _concerned(broken: str) -> list[Case]:
    folder, _, file = broken.rpartition("/")
    scheme = f"{folder}/{file.removesuffix('.toml')}"

    def touches(case: Case) -> bool:
        names = _names(case)
        if not folder:
            return bool(names or case.shape.figures)
        if any(figure.startswith(f"{folder}/") for figure in case.shape.figures):
            return True
        if file == "destination.toml":
            return folder.upper() in {*case.shape.entry, *case.shape.days} or any(
                name.startswith(f"{folder}/") for name in names
            )
        return scheme in names

    found = [case for case in _all_cases() if touches(case)]
    return sorted(found, key=lambda case: -case.shape.as_of.toordinal())


def _fails(case: Case, rulebook: Rulebook) -> bool:
    names = _names(case)
    codes = {name.partition("/")[0].upper() for name in (*names, *case.shape.figures)} | {
        *case.shape.entry,
        *case.shape.days,
    }
    narrowed = rulebook.replaced(
        schemes=tuple(
            s for s in rulebook.schemes if s.id in names or any(f.startswith(f"{s.id}/") for f in case.shape.figures)
        ),
        destinations={code: item for code, item in rulebook.destinations.items() if code in codes},
    )
    try:
        return bool(differences(case.shape, narrowed))
    except BadInput:
        return True


def caught_by(mutation: Mutation) -> list[str]:
    """The first checker that notices an edit, if one does: the quick ones are asked first."""
    files = dict(_files())
    whole = {**files, mutation.file: mutation.text(files).encode()}
    broken = {name: text for name, text in whole.items() if not name.endswith("/cases.toml")}
    first = (name for name, checker in CHECKERS.items() if checker(broken, mutation.file))
    return list(islice(first, 1))


@cache
def _files() -> Files:
    return rule_files(RULES)


def main() -> int:
    """Break, check, tell; 1 when fewer than the least are caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=95)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    edits = drawn(_files(), load_rulebook(RULES), options.count, options.seed)
    with ProcessPoolExecutor(options.processes) as pool:
        caught = list(pool.map(caught_by, edits))
    by_checker = Counter(name for names in caught for name in names)
    for edit, names in zip(edits, caught, strict=True):
        if not names:
            print(f"survived: {edit.told(_files())}")
    together = sum(bool(names) for names in caught)
    for name in CHECKERS:
        print(f"{name}: {by_checker[name]} of {len(edits)}")
    print(f"together: {together} of {len(edits)} ({100 * together / len(edits):.1f} %)")
    return int(100 * together < options.least * len(edits))


if __name__ == "__main__":
    sys.exit(main())
