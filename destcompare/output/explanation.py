"""The JSON of `explain`: one document, the contract `destcompare/explanation/1`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from destcompare.decision.explanation import ChangeSet, Explanation
from destcompare.decision.fragile import Slip
from destcompare.decision.particulars import Particulars
from destcompare.decision.reasons import KINDS, EitherReason, Reason
from destcompare.language import Language
from destcompare.output.document import one_document, option_document, plain, result_schema
from destcompare.output.money_document import money_part, points_part
from destcompare.output.reasons import Reasoner

SCHEMA = "destcompare/explanation/1"


def explanation_document(found: Explanation, language: Language, *, money: bool = False) -> str:
    """The explanation as one JSON document: the option as in `compare` with everything told beside it, then what is behind it.

    `money` opens its sums down to formulas and prices.
    """
    decision, option = found.decision, found.option
    words = Reasoner(language, decision)
    document = {
        "schema": SCHEMA,
        "as_of": decision.as_of.isoformat(),
        "rulebook": decision.rulebook.digest,
        "language": language.code,
        "person": {name: plain(value) for name, value in decision.person.answers.items()},
        "implied": {name: plain(value) for name, value in decision.person.implied.items()},
        "option": option_document(decision, option, Particulars(decision), language, everything=True),
        "money": money_part(decision, option, opened=True) if money else None,
        "points": points_part(decision, option, language) if money else None,
        "why_not": [
            {
                "requirement": requirement,
                "reasons": _reasons(reasons),
                "text": [line.text for line in words.why_not(reasons)],
            }
            for requirement, reasons in found.reasons.items()
        ],
        "ban_laws": [{"id": ban.running.ban.id, "law_of": ban.law_day.isoformat()} for ban in found.bans],
        "change_sets": [_set(changes, words) for changes in found.sets],
        "impossible": {
            "requirements": [rule.id for rule in found.impossible.requirements],
            "together": found.impossible.together,
            "text": words.impossible(found.impossible, option),
        }
        if found.impossible
        else None,
        "time_left": [
            {
                "requirement": closing.requirement,
                "fact": closing.fact,
                "now": closing.now,
                "last": closing.last,
                "days": closing.days_left,
                "text": words.closing(closing),
            }
            for closing in found.closings
        ],
        "look_twice": [_slip(slip, found, words) for slip in found.slips],
    }
    return one_document(decision, document)


def _reasons(reasons: Iterable[Reason | EitherReason]) -> list[dict[str, Any]]:
    return [
        {"either": [_reasons(way) for way in reason.ways]}
        if isinstance(reason, EitherReason)
        else {"facts": list(reason.facts), "kind": reason.kind, "border": plain(reason.border)}
        for reason in reasons
    ]


def _set(found: ChangeSet, words: Reasoner) -> dict[str, Any]:
    return {
        "changes": [
            {"fact": change.fact, "to": plain(change.to), "days": change.days, "cost_usd": change.cost_usd}
            for change in found.changes
        ],
        "days": found.days,
        "cost_usd": found.cost_usd,
        "status": found.status,
        "until": found.until.isoformat() if found.until else None,
        "asks": list(found.asks),
        "text": words.change_set(found),
    }


def _slip(slip: Slip, found: Explanation, words: Reasoner) -> dict[str, Any]:
    return {
        "fact": slip.fact,
        "now": plain(slip.now),
        "implied": slip.fact in found.decision.person.implied,
        "then": plain(slip.then),
        "status": slip.status,
        "until": slip.until.isoformat() if slip.until else None,
        "text": words.slip(slip),
    }


def explanation_schema() -> str:
    """The JSON Schema of the explanation, as text. What it shares with `compare` is taken from there."""
    result = json.loads(result_schema())
    shared = result["properties"]
    option = shared["options"]["items"]
    day = option["properties"]["until"]
    words, number = {"type": "string"}, {"type": ["number", "null"]}
    lines = {"type": "array", "items": words}
    properties = {
        "schema": {"const": SCHEMA},
        **{name: shared[name] for name in ("as_of", "rulebook", "language", "person", "implied")},
        "option": option,
        "money": option["properties"]["money"],
        "points": {"type": ["object", "null"]},
        "why_not": _rows(requirement=words, reasons={"type": "array", "items": {"$ref": "#/$defs/reason"}}, text=lines),
        "ban_laws": _rows(id=words, law_of=shared["as_of"]),
        "change_sets": _rows(
            changes=option["properties"]["changes"],
            days=number,
            cost_usd=number,
            status=option["properties"]["status"],
            until=day,
            asks=lines,
            text=lines,
        ),
        "impossible": {
            "anyOf": [{"type": "null"}, _row(requirements=lines, together={"type": "boolean"}, text=words)],
        },
        "time_left": _rows(
            requirement=words,
            fact=words,
            now={"type": "integer"},
            last={"type": "integer"},
            days={"type": "integer"},
            text=words,
        ),
        "look_twice": _rows(
            fact=words,
            now=True,
            implied={"type": "boolean"},
            then=True,
            status=option["properties"]["status"],
            until=day,
            text=words,
        ),
        "sources": shared["sources"],
    }
    schema = {
        "$schema": result["$schema"],
        "$id": SCHEMA,
        "title": "The explanation of destcompare explain",
        **_row(**properties),
        "$defs": {
            **result.get("$defs", {}),
            "reason": {
                "anyOf": [
                    _row(facts=lines, kind={"enum": list(KINDS)}, border=True),
                    _row(either={"type": "array", "items": {"type": "array", "items": {"$ref": "#/$defs/reason"}}}),
                ]
            },
        },
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _row(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _rows(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _row(**properties)}
