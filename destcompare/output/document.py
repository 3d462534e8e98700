"""The JSON of `compare`: one document, the contract `destcompare/result/1` (its JSON Schema stands beside this file)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from destcompare.decision.particulars import (
    DestinationParticulars,
    HomeParticulars,
    Noted,
    NotedInfo,
    NotedRisk,
    Particulars,
    PriceOn,
    SchemeParticulars,
)
from destcompare.decision.result import WITHIN_REACH, Decision, Option
from destcompare.expressions.functions import NO_DAY
from destcompare.language import Language
from destcompare.output.money_document import money_part, standing_part
from destcompare.output.words import filled, misfit_text, warning_text
from destcompare.rulebook.model import Contact, Provenance, Share, Statement, Value

SCHEMA = "destcompare/result/1"
_IN_LINES = ("options", "destinations")
_SOURCE = re.compile(r'"source": "([a-z0-9-]+)"')
_text = json.JSONEncoder(ensure_ascii=False).encode


def result_schema() -> str:
    """The JSON Schema of the result, as text."""
    return (Path(__file__).parent / "result.schema.json").read_text("utf-8")


def result_document(
    decision: Decision, language: Language, destinations: Collection[str] = (), *, everything: bool = False
) -> str:
    """The decision as one JSON document; `destinations` narrows it when any are named.

    Steps, papers, sums and contacts stand in it for what is within reach; of all options when `everything` is asked for.
    """
    options = [option for option in decision.options if not destinations or option.scheme.destination in destinations]
    told = Particulars(decision)
    near = {option.scheme.destination for option in options if everything or option.status in WITHIN_REACH}
    document = {
        "schema": SCHEMA,
        "as_of": decision.as_of.isoformat(),
        "rulebook": decision.rulebook.digest,
        "language": language.code,
        "person": {name: plain(value) for name, value in decision.person.answers.items()},
        "implied": {name: plain(value) for name, value in decision.person.implied.items()},
        "warnings": [
            {"id": misfit.id, "text": misfit_text(language, misfit), "facts": list(misfit.facts)}
            for misfit in decision.misfits
        ],
        "weighing": _weighing(decision),
        "entry": _entry(decision, destinations),
        "options": [option_document(decision, option, told, language, everything) for option in options],
        "destinations": [
            _destination(decision, code, told.destination(code), language)
            for code in decision.rulebook.destinations
            if code in near
        ],
        "home": _home(decision, told.home(), language),
    }
    return one_document(decision, document)


def one_document(decision: Decision, parts: dict[str, Any]) -> str:
    """The parts and the sources that they name, as one text: a line for each option and each other part, since indenting
    all of it would take longer than the decision.
    """
    lines = [f"{_text(name)}: {_lines(value) if name in _IN_LINES else _text(value)}" for name, value in parts.items()]
    named = set(_SOURCE.findall("\n".join(lines)))
    lines.append(f'"sources": {_text(_sources(decision, named))}')
    return "{\n" + ",\n".join(lines) + "\n}"


def _lines(items: list[Any]) -> str:
    return "[\n" + ",\n".join(map(_text, items)) + "\n]"


def plain(value: Value | None) -> Any:
    """A value as JSON has it: days as text, sets as sorted lists."""
    if isinstance(value, date):
        return "none" if value == NO_DAY else value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def _weighing(decision: Decision) -> dict[str, Any] | None:
    weighing = decision.weighing
    if weighing is None:
        return None
    return {
        "priority": weighing.priority,
        "weights": {name: round(weight, 4) for name, weight in weighing.weights.items()},
        "shock": weighing.shock,
        "leaders": dict(weighing.leaders),
        "alike": list(weighing.alike) if weighing.alike else [],
    }


def _entry(decision: Decision, destinations: Collection[str]) -> list[dict[str, Any]]:
    return [
        {
            "destination": term.destination,
            "access": term.entry.access,
            "limits": [{"days": limit.days, "counted": limit.counted} for limit in term.entry.limits],
            "source": term.entry.provenance.source,
            "checked": term.entry.provenance.checked.isoformat(),
            "confidence": term.entry.provenance.confidence,
            "disputed": list(term.entry.provenance.disputed),
        }
        for term in decision.entry
        if not destinations or term.destination in destinations
    ]


def option_document(
    decision: Decision, option: Option, told: Particulars, language: Language, everything: bool
) -> dict[str, Any]:
    """One option as JSON has it; with `everything`, what is told beside it too."""
    scheme = option.scheme
    near = everything or option.status in WITHIN_REACH
    particulars = told.scheme(scheme) if near else SchemeParticulars()
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
        **standing_part(option),
        "money": money_part(decision, option),
        "changes": [
            {"fact": change.fact, "to": plain(change.to), "days": change.days, "cost_usd": change.cost_usd}
            for change in option.changes
        ],
        **_particulars(decision, particulars, language),
        "risks": [_risk(decision, noted, language) for noted in told.risks(scheme)],
        "warnings": list(option.warnings),
        "warning_texts": [warning_text(language, decision, warning) for warning in option.warnings],
    }


def _particulars(decision: Decision, told: SchemeParticulars, language: Language) -> dict[str, Any]:
    return {
        "unmodelled": [_noted(decision, noted, language) for noted in told.unmodelled],
        "steps": [
            {
                "id": noted.step.id,
                "who": noted.step.who,
                "text": filled(language, decision.rulebook, noted.step.text, noted.figures),
                "days": noted.days,
                "cost": _price(noted.cost, language) if noted.cost else None,
                **_provenance(noted.step),
            }
            for noted in told.steps
        ],
        "documents": [_noted(decision, noted, language) for noted in told.documents],
        "prices": [_price(price, language) for price in told.prices],
        "quota": [
            {
                "nationality": quota.nationality,
                "sector": quota.sector,
                "places": quota.places.places,
                "applicants": quota.places.applicants,
                **_figure_provenance(quota.places.provenance),
            }
            for quota in told.quotas
        ],
        "odds": [
            {
                "nationality": odds.nationality,
                "text": language.text(odds.text),
                **_share(odds.share),
            }
            for odds in told.odds
        ],
        "info": [_info(decision, noted, language) for noted in told.info],
    }


def _destination(decision: Decision, code: str, told: DestinationParticulars, language: Language) -> dict[str, Any]:
    return {
        "destination": code,
        "prices": [_price(price, language) for price in told.prices],
        "info": [_info(decision, noted, language) for noted in told.info],
        "contacts": [_contact(contact, language) for contact in told.contacts],
    }


def _home(decision: Decision, told: HomeParticulars | None, language: Language) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "home": told.code,
        "prices": [_price(price, language) for price in told.prices],
        "info": [
            {**_info(decision, noted, language), "destinations": list(getattr(noted.info, "destinations", ()))}
            for noted in told.info
        ],
        "risks": [_risk(decision, noted, language) for noted in told.risks],
        "contacts": [_contact(contact, language) for contact in told.contacts],
        "dependence": [{"destination": item.destination, **_share(item.share)} for item in told.dependence],
        "shocks": [
            {
                "id": past.shock.id,
                "name": past.shock.name,
                "text": language.text(past.shock.text),
                "destination": past.shock.destination,
                "from": plain(past.fall.period.start),
                "until": plain(past.fall.period.end),
                "fall": past.fall.fall,
                **_provenance(past.shock),
                **_figure_provenance(past.fall.provenance),
            }
            for past in told.shocks
        ],
    }


def _noted(decision: Decision, noted: Noted, language: Language) -> dict[str, Any]:
    return {
        "id": noted.statement.id,
        "text": filled(language, decision.rulebook, noted.statement.text, noted.figures),
        **_provenance(noted.statement),
    }


def _info(decision: Decision, noted: NotedInfo, language: Language) -> dict[str, Any]:
    return {
        "id": noted.info.id,
        "topic": noted.info.topic,
        "text": filled(language, decision.rulebook, noted.info.text, noted.figures),
        **_provenance(noted.info),
    }


def _risk(decision: Decision, noted: NotedRisk, language: Language) -> dict[str, Any]:
    return {
        "id": noted.risk.id,
        "level": noted.risk.level,
        "text": filled(language, decision.rulebook, noted.risk.text, noted.figures),
        "advice": filled(language, decision.rulebook, noted.risk.advice, noted.figures),
        **_provenance(noted.risk),
    }


def _price(price: PriceOn, language: Language) -> dict[str, Any]:
    return {
        "id": price.price.id,
        "item": price.price.item,
        "unit": price.price.unit,
        "sector": price.price.sector,
        "place": language.text(price.price.place) if price.price.place else None,
        "low": price.sums.low,
        "typical": price.sums.typical,
        "high": price.sums.high,
        **_figure_provenance(price.sums.provenance),
    }


def _contact(contact: Contact, language: Language) -> dict[str, Any]:
    return {
        "id": contact.id,
        "kind": contact.kind,
        "text": language.text(contact.text),
        "phone": contact.phone,
        "url": contact.url,
        **_provenance(contact),
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "share": share.share,
        "from": plain(share.period.start),
        "until": plain(share.period.end),
        **_figure_provenance(share.provenance),
    }


def _figure_provenance(provenance: Provenance) -> dict[str, Any]:
    return {
        "source": provenance.source,
        "checked": provenance.checked.isoformat(),
        "confidence": provenance.confidence,
        "disputed": list(provenance.disputed),
    }


def _provenance(statement: Statement) -> dict[str, Any]:
    return {
        "source": statement.provenance.source,
        "clause": statement.clause,
        "checked": statement.provenance.checked.isoformat(),
        "confidence": statement.provenance.confidence,
        "disputed": list(statement.provenance.disputed),
    }


def _sources(decision: Decision, named: set[str]) -> dict[str, Any]:
    """Every source that the document names, by its id."""
    return {
        source.id: {
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "kind": source.kind,
            "published": plain(source.published),
            "confidence": source.confidence,
        }
        for source in map(decision.rulebook.sources.__getitem__, sorted(named))
    }
