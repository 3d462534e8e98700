"""What changed in meaning between two versions of the rules: not formatting, not order, not comments.

Every rule is laid out as statements: what it is about, which aspect of it, from which day, and what it says there. Conditions
are compared as trees. Sentences for people are kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from destcompare.output.document import plain
from destcompare.records import Record
from destcompare.rulebook.model import (
    Condition,
    Fact,
    Parameter,
    Period,
    Price,
    Provenance,
    Rulebook,
    Scheme,
    Statement,
    Told,
)
from destcompare.upkeep.lookup import HOMES, Thing, everything
from destcompare.upkeep.reach import fact_says, meaning_of

SENTENCE = "sentence"
_TEXTS = ("title", "about", "text", "advice", "label", "question", "why", "example")


class Change(Record):
    """One thing that a rule says otherwise: `before` or `after` is `None` where only one version says it.

    `day` is the day from which it says so, where it is dated.
    """

    id: str
    aspect: str
    day: date | None
    before: str | None
    after: str | None


class _Says(Record):
    """What is compared, and how it is shown."""

    means: Any
    shown: str


_Key = tuple[str, str, date | None]
_Said = Iterator[tuple[str, date | None, Any, str]]


def changes_in_meaning(old: Rulebook, new: Rulebook) -> list[Change]:
    """All changes, in the order of the rules: those of the new version, then what the old one alone has."""
    before, after = _statements(old), _statements(new)
    return [
        Change(*key, _shown(before.get(key)), _shown(after.get(key)))
        for key in dict.fromkeys([*after, *before])
        if [item.means for item in before.get(key, ())] != [item.means for item in after.get(key, ())]
    ]


def _shown(items: Iterable[_Says] | None) -> str | None:
    return None if items is None else " | ".join(item.shown for item in items)


def _statements(rulebook: Rulebook) -> dict[_Key, list[_Says]]:
    found: dict[_Key, list[_Says]] = defaultdict(list)
    for name, aspect, day, means, shown in _all(rulebook):
        found[name, aspect, day].append(_Says(means, shown))
    return {key: sorted(items, key=lambda item: repr(item.means)) for key, items in found.items()}


def _all(rulebook: Rulebook) -> Iterator[tuple[str, str, date | None, Any, str]]:
    for name, thing in everything(rulebook):
        for aspect, day, means, shown in _of(thing):
            yield name, aspect, day, means, shown
    for derived in rulebook.derived:
        yield derived.name, "value", None, meaning_of(derived.value), derived.value.text
    for choice in rulebook.choices.values():
        words = choice.words if choice.ordered else tuple(sorted(choice.words))
        yield choice.name, "words", None, words, ", ".join(words)
    for destination in rulebook.destinations.values():
        for entry in destination.entry:
            for country in entry.nationalities:
                limits = " ".join(f"{limit.days}/{limit.counted}" for limit in entry.limits)
                shown = f"{entry.access} {limits}{_until(entry.period)}"
                name = f"{destination.code.lower()}/entry/{country}"
                yield name, "entry", entry.period.start, (entry.access, entry.limits, entry.period.end), shown
                yield name, "source", entry.period.start, *_source(entry.provenance)
    for scheme in rulebook.schemes:
        yield from _shares(scheme)
    for home in rulebook.homes.values():
        for dependence in home.dependence:
            name = f"{HOMES}/{home.code.lower()}/dependence/{dependence.destination or ''}".rstrip("/")
            for share in dependence.values:
                yield name, "share", share.period.start, (share.share, share.period.end), f"{share.share:g} %"
    for shock in rulebook.shocks:
        for fall in shock.falls:
            name, means = f"{shock.id}/{fall.home.lower()}", (fall.fall, fall.period.end)
            yield name, "fall", fall.period.start, means, f"{fall.fall:g} %{_until(fall.period)}"
            yield name, "source", fall.period.start, *_source(fall.provenance)
    yield "rules", "order", None, tuple(item.id for item in rulebook.schemes), "order of the schemes"
    yield "rules", "stale_after_days", None, rulebook.stale_after_days, str(rulebook.stale_after_days)


def _shares(scheme: Scheme) -> Iterator[tuple[str, str, date | None, Any, str]]:
    for quota in scheme.quotas:
        name = "/".join([scheme.id, "quota", *filter(None, (quota.nationality, quota.sector))])
        for places in quota.values:
            means = places.places, places.applicants, places.period.end
            yield name, "places", places.period.start, means, f"{places.places}{_until(places.period)}"
            yield name, "source", places.period.start, *_source(places.provenance)
    for odds in scheme.odds:
        for share in odds.values:
            name = "/".join([scheme.id, "odds", *filter(None, (odds.nationality,))])
            yield name, "share", share.period.start, (odds.text, share.share, share.period.end), f"{share.share:g} %"


def _of(thing: Thing) -> _Said:
    for name in _TEXTS:
        if text := getattr(thing, name, None):
            yield SENTENCE, None, text, text
    match thing:
        case Parameter():
            yield "unit", None, (thing.type.kind, thing.type.unit), thing.type.unit or thing.type.kind
            for dated in thing.values:
                value = str(plain(dated.value))
                yield "value", dated.period.start, (dated.value, dated.period.end), value + _until(dated.period)
                yield "source", dated.period.start, *_source(dated.provenance)
        case Price():
            about = thing.unit, thing.sector, thing.place, thing.item
            yield "unit", None, about, " ".join(filter(None, about))
            yield from _conditions(("when", thing.when))
            for sum_ in thing.values:
                triple = sum_.low, sum_.typical, sum_.high
                shown = " – ".join(f"{number:g}" for number in dict.fromkeys(triple))
                yield "value", sum_.period.start, (triple, sum_.period.end), f"{shown} {thing.unit}"
                yield "source", sum_.period.start, *_source(sum_.provenance)
        case Scheme():
            yield "kind", None, thing.kind, thing.kind
            for period, provenance in zip(thing.open, thing.open_provenance, strict=True):
                yield "open", period.start, period.end, f"open{_until(period)}"
                yield "source", period.start, *_source(provenance)
        case Fact():
            says = fact_says(thing)
            yield "fact", None, says, ", ".join(str(part) for part in says if part not in (None, "", (), False))
            for implication in thing.implied_by:
                means = meaning_of(implication.when), implication.value
                yield "implied_by", None, means, f"{plain(implication.value)}: {implication.when.text}"
        case Statement():
            yield from _of_statement(thing)
        case _ if hasattr(thing, "url"):
            yield (
                "source",
                None,
                thing,
                " ".join(filter(None, (thing.publisher, thing.url, str(thing.published or "")))),
            )
        case _:
            pass


def _of_statement(thing: Statement) -> _Said:
    """Requirements, bans and all that is told: conditions, times, sources, and what only their kind has."""
    yield from _conditions(*((name, getattr(thing, name, None)) for name in ("when", "starts", "ends", "law_of")))
    if not (isinstance(thing, Told) or hasattr(thing, "when")):
        return
    if getattr(thing, "when", None) is None:
        yield "said", None, True, "said"
    times = ", ".join(f"{period.start or ''} – {period.end or ''}" for period in thing.in_force)
    if thing.in_force:
        yield "in_force", None, thing.in_force, times
    for name in (
        "level",
        "who",
        "days",
        "cost",
        "topic",
        "kind",
        "phone",
        "url",
        "destinations",
        "destination",
        "fall",
    ):
        if (value := getattr(thing, name, None)) is not None:
            yield name, None, value, str(value)
    means, shown = _source(thing.provenance)
    yield "source", None, (means, thing.clause), " ".join(filter(None, (shown, thing.clause)))


def _conditions(*named: tuple[str, Condition | None]) -> _Said:
    for name, condition in named:
        if condition is not None:
            yield name, None, meaning_of(condition), condition.text


def _source(provenance: Provenance) -> tuple[Any, str]:
    """The source, not the day of the last look: looking again changes nothing."""
    return (provenance.source, provenance.confidence, tuple(sorted(provenance.disputed))), provenance.source


def _until(period: Period) -> str:
    return f" (until {period.end.isoformat()})" if period.end else ""
