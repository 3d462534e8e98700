"""The JSON of `compare`: one document, the contract `destcompare/result/1` (its JSON Schema stands beside this file)."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from destcompare.decision.result import Decision, Noted, Option
from destcompare.expressions.functions import NO_DAY
from destcompare.language import Language
from destcompare.output.words import filled, warning_text
from destcompare.rulebook.model import Statement, Value

SCHEMA = "destcompare/result/1"


def result_schema() -> str:
    """The JSON Schema of the result, as text."""
    return (Path(__file__).parent / "result.schema.json").read_text("utf-8")


def result_document(decision: Decision, language: Language, destinations: Collection[str] = ()) -> str:
    """The decision as one JSON document; `destinations` narrows it when any are named."""
    options = [option for option in decision.options if not destinations or option.scheme.destination in destinations]
    document = {
        "schema": SCHEMA,
        "as_of": decision.as_of.isoformat(),
        "rulebook": decision.rulebook.digest,
        "language": language.code,
        "person": {name: plain(value) for name, value in decision.person.answers.items()},
        "implied": {name: plain(value) for name, value in decision.person.implied.items()},
        "entry": _entry(decision, destinations),
        "options": [_option(decision, option, language) for option in options],
        "sources": {},
    }
    document["sources"] = _sources(decision, document)
    return json.dumps(document, ensure_ascii=False, indent=2)


def plain(value: Value | None) -> Any:
    """A value as JSON has it: days as text, sets as sorted lists."""
    if isinstance(value, date):
        return "none" if value == NO_DAY else value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def _entry(decision: Decision, destinations: Collection[str]) -> list[dict[str, Any]]:
    return [
        {
            "destination": term.destination,
            "access": term.entry.access,
            "limits": [{"days": limit.days, "counted": limit.counted} for limit in term.entry.limits],
            "source": term.entry.provenance.source,
            "checked": term.entry.provenance.checked.isoformat(),
            "confidence": term.entry.provenance.confidence,
        }
        for term in decision.entry
        if not destinations or term.destination in destinations
    ]


def _option(decision: Decision, option: Option, language: Language) -> dict[str, Any]:
    scheme = option.scheme
    return {
        "scheme": scheme.id,
        "destination": scheme.destination,
        "kind": scheme.kind,
        "title": language.text(scheme.title),
        "status": option.status,
        "rank": option.rank,
        "until": option.until.isoformat() if option.until else None,
        "asks": list(option.asks),
        "requirements": [
            {
                "id": item.requirement.id,
                "value": {True: "true", False: "false", None: "unknown"}[item.value],
                "text": filled(language, decision.rulebook, item.requirement.text, item.figures),
                "facts": list(item.facts),
                **_provenance(item.requirement),
            }
            for item in option.requirements
        ],
        "bans": [
            {
                "id": running.ban.id,
                "from": running.since.isoformat(),
                "until": running.until.isoformat() if running.until else None,
                "text": filled(language, decision.rulebook, running.ban.text, running.figures),
                "facts": list(running.facts),
                **_provenance(running.ban),
            }
            for running in option.bans
        ],
        "changes": [
            {"fact": change.fact, "to": plain(change.to), "days": change.days, "cost_usd": change.cost_usd}
            for change in option.changes
        ],
        "unmodelled": [_noted(decision, noted, language) for noted in option.unmodelled],
        "risks": [
            {
                "id": noted.risk.id,
                "level": noted.risk.level,
                "text": filled(language, decision.rulebook, noted.risk.text, noted.figures),
                "advice": filled(language, decision.rulebook, noted.risk.advice, noted.figures),
                **_provenance(noted.risk),
            }
            for noted in option.risks
        ],
        "info": [_noted(decision, noted, language) for noted in option.info],
        "quota": [
            {
                "nationality": quota.nationality,
                "sector": quota.sector,
                "places": quota.places.places,
                "applicants": quota.places.applicants,
                "source": quota.places.provenance.source,
                "checked": quota.places.provenance.checked.isoformat(),
            }
            for quota in option.quotas
        ],
        "warnings": list(option.warnings),
        "warning_texts": [warning_text(language, decision, warning) for warning in option.warnings],
    }


def _noted(decision: Decision, noted: Noted, language: Language) -> dict[str, Any]:
    return {
        "id": noted.statement.id,
        "text": filled(language, decision.rulebook, noted.statement.text, noted.figures),
        **_provenance(noted.statement),
    }


def _provenance(statement: Statement) -> dict[str, Any]:
    return {
        "source": statement.provenance.source,
        "clause": statement.clause,
        "checked": statement.provenance.checked.isoformat(),
        "confidence": statement.provenance.confidence,
    }


def _sources(decision: Decision, node: Any) -> dict[str, Any]:
    """Every source that the document names, by its id."""
    named: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(part.get("source"), str):
                named.add(part["source"])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return {
        source.id: {
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "kind": source.kind,
            "published": plain(source.published),
            "confidence": source.confidence,
        }
        for source in decision.rulebook.sources.values()
        if source.id in named
    }
