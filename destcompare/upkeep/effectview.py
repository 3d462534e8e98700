"""The effect of a change of the rules as text for a terminal, and as one JSON document."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from destcompare.decision.answers import as_word
from destcompare.decision.result import STATUSES
from destcompare.language import Language
from destcompare.output.console import words
from destcompare.output.document import plain
from destcompare.output.words import say
from destcompare.problems import N_
from destcompare.upkeep.description import Description
from destcompare.upkeep.difference import ABSENT, Move, Outcome
from destcompare.upkeep.effect import Effect, Group, SchemeEffect
from destcompare.upkeep.meaning import SENTENCE, Change
from destcompare.upkeep.proof import Proof
from destcompare.upkeep.proofview import proof_document

_MOST_SHOWN = 200
"""Letters of a rule shown for each version; JSON has all."""
_REASONS = 5


class EffectView:
    """Prints an effect for people."""

    def __init__(self, console: Console, language: Language) -> None:
        self._console, self._language = console, language

    def show(self, effect: Effect) -> None:
        """What changed, what it does scheme by scheme, and how many of the changes nobody meant."""
        told = [change for change in effect.meaning if change.aspect == SENTENCE]
        ruled = [change for change in effect.meaning if change.aspect != SENTENCE]
        self._print(N_("Changed in meaning: {count}", count=len(ruled)), style="bold")
        for change in ruled:
            self._print(_change_text(change), 2)
        if told:
            self._print(N_("Sentences changed: {count}", count=len(told)), style="bold")
            self._print(", ".join(dict.fromkeys(change.id for change in told)), 2)
        self._print(N_("Schemes whose outcome the change can touch: {count}", count=len(effect.schemes)), style="bold")
        for scheme in effect.schemes:
            self._scheme(scheme)
        for unmet in effect.unmet:
            self._print(
                N_("Meant, but nobody moved so: table {number}, {scheme}", number=unmet.number, scheme=unmet.scheme)
            )
        self._print(N_("Unexpected changes of outcome: {count}", count=effect.unexpected), style="bold")

    def _scheme(self, scheme: SchemeEffect) -> None:
        self._console.print()
        self._print(f"{scheme.scheme} ({', '.join(scheme.parts)})", style="bold")
        moved = sum(group.people for group in scheme.groups)
        self._print(N_("People tried: {people}. Otherwise than before: {moved}.", people=scheme.people, moved=moved), 2)
        if scheme.left_out:
            self._print(N_("Not tried, for there would be too many: {people}", people=scheme.left_out), 2)
        if not scheme.groups:
            return
        self._console.print(Padding(self._matrix(scheme), (0, 0, 0, 2), expand=False))
        if len(scheme.groups) > 1:
            self._who(scheme.who, 2)
        for group in scheme.groups:
            self._group(scheme, group)

    def _matrix(self, scheme: SchemeEffect) -> Table:
        statuses = [status for status in (*STATUSES, ABSENT) if any(status in pair for pair in scheme.matrix)]
        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column(words(self._console, say(self._language, N_("before → after"))))
        for status in statuses:
            table.add_column(status, justify="right")
        for before in statuses:
            counts = [scheme.matrix.get((before, after), 0) for after in statuses]
            if any(counts):
                table.add_row(before, *(str(count) if count else "·" for count in counts))
        return table

    def _group(self, scheme: SchemeEffect, group: Group) -> None:
        self._console.print()
        what = f" ({', '.join(group.aspects)})" if group.aspects else ""
        self._print(f"{group.before} → {group.after}{what}: {group.people}", 2, "bold")
        self._who(group.who, 4)
        for (rule, before, after), people in group.because[:_REASONS]:
            self._print(
                N_(
                    "Why: {rule}: {before} → {after}, people: {people}",
                    rule=rule,
                    before=before,
                    after=after,
                    people=people,
                ),
                4,
            )
        for move in group.examples:
            if move.person.id is not None:
                self._print(N_("Case {id}", id=move.person.id), 4)
            for line in _differences(move, group.aspects):
                self._print(line, 4)
            self._console.print(words(self._console, f"    {command_line(move, scheme.scheme)}"), soft_wrap=True)

    def _who(self, who: Description, indent: int) -> None:
        if who.condition:
            self._print(N_("Who: {condition}", condition=who.condition), indent)
        if who.besides:
            self._print(N_("Others whom this fits too and whose outcome stays: {count}", count=who.besides), indent)

    def _print(self, sentence: str, indent: int = 0, style: str = "") -> None:
        text = words(self._console, say(self._language, sentence), style)
        self._console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)


def _change_text(change: Change) -> str:
    since = f" {change.day.isoformat()}" if change.day else ""
    before, after = (_cut(side) for side in (change.before, change.after))
    return f"{change.id} [{change.aspect}{since}]: {before} → {after}"


def _cut(text: str | None) -> str:
    if text is None:
        return "–"
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _differences(move: Move, aspects: tuple[str, ...]) -> list[str]:
    """What else than the status differs for a person: `until: 2030-03-01 → 2028-03-01`."""
    return [f"{name}: {_value(move.before, name)} → {_value(move.after, name)}" for name in aspects]


def _value(outcome: Outcome, name: str) -> str:
    found = _outcome(outcome)[name]
    if isinstance(found, list):
        return ", ".join(item if isinstance(item, str) else f"{item['fact']}={item['to']}" for item in found) or "–"
    return str(found or "–")


def command_line(move: Move, scheme: str) -> str:
    """The command that shows this person's result by the rules in use."""
    given = [
        shlex.quote(as_word(name, value)) for name, value in sorted(move.person.answers.items()) if value is not None
    ]
    place = scheme.partition("/")[0].upper()
    return " ".join(["destcompare compare", *given, "--as-of", move.person.as_of.isoformat(), "--to", place])


def effect_document(effect: Effect, proofs: Sequence[Proof]) -> str:
    """The effect, and what was proved about it, for programs."""
    document = {
        "schema": "destcompare/diff/1",
        "old": effect.old,
        "new": effect.new,
        "as_of": effect.as_of.isoformat(),
        "meaning": [_change(change) for change in effect.meaning if change.aspect != SENTENCE],
        "sentences": [_change(change) for change in effect.meaning if change.aspect == SENTENCE],
        "schemes": [
            {
                "scheme": scheme.scheme,
                "parts": list(scheme.parts),
                "people": scheme.people,
                "left_out": scheme.left_out,
                "matrix": [{"from": a, "to": b, "people": count} for (a, b), count in sorted(scheme.matrix.items())],
                "who": _who(scheme.who) if scheme.groups else None,
                "moved": [_group(group, scheme.scheme) for group in scheme.groups],
            }
            for scheme in effect.schemes
        ],
        "unexpected": effect.unexpected,
        "unmet": [{"table": item.number, "scheme": item.scheme} for item in effect.unmet],
        "affected": list(effect.affected),
        "proofs": [proof_document(proof) for proof in proofs],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _who(who: Description) -> dict[str, Any]:
    return {"when": who.condition, "exact": who.exact, "besides": who.besides}


def _change(change: Change) -> dict[str, Any]:
    day = change.day.isoformat() if change.day else None
    return {"id": change.id, "aspect": change.aspect, "day": day, "before": change.before, "after": change.after}


def _group(group: Group, scheme: str) -> dict[str, Any]:
    return {
        "from": group.before,
        "to": group.after,
        "differs": list(group.aspects) or ["status"],
        "people": group.people,
        "unexpected": group.unexpected,
        "who": _who(group.who),
        "because": [
            {"id": rule, "before": before, "after": after, "people": people}
            for (rule, before, after), people in group.because
        ],
        "examples": [
            {
                "case_id": move.person.id,
                "person": {name: plain(value) for name, value in sorted(move.person.answers.items())},
                "as_of": move.person.as_of.isoformat(),
                "before": _outcome(move.before),
                "after": _outcome(move.after),
                "command": command_line(move, scheme),
            }
            for move in group.examples
        ],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "until": outcome.until.isoformat() if outcome.until else None,
        "asks": sorted(outcome.asks),
        "changes": [{"fact": fact, "to": plain(to), "days": days} for fact, to, days in outcome.changes],
    }
