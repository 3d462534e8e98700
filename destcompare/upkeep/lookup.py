"""Every id of the rules and what stands behind it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from destcompare.problems import N_, BadInput
from destcompare.rulebook.model import Destination, Fact, Home, Parameter, Price, Rulebook, Scheme, Source, Statement

Thing = Scheme | Destination | Home | Parameter | Price | Statement | Source | Fact
HOMES = "homes"


def find(rulebook: Rulebook, wanted: str) -> tuple[Thing, ...]:
    """What has this id: more than one thing where a rule stands for several times. Raises `BadInput` with the nearest ids."""
    known: dict[str, list[Thing]] = {}
    for name, thing in everything(rulebook):
        known.setdefault(name, []).append(thing)
    if wanted in known:
        return tuple(known[wanted])
    near = difflib.get_close_matches(wanted[:80], known, 3, 0.5)
    if near:
        raise BadInput(
            N_("Nothing in the rules has the id {id}. Did you mean: {nearest}?"), id=wanted[:80], nearest=near
        )
    raise BadInput(
        N_("Nothing in the rules has the id {id}. See all ids with {command}."),
        id=wanted[:80],
        command="destcompare rules show",
    )


def everything(rulebook: Rulebook) -> Iterator[tuple[str, Thing]]:
    """Each id with its thing, in the order of the rules."""
    for parameter in rulebook.parameters:
        yield parameter.id, parameter
    for home in rulebook.homes.values():
        yield f"{HOMES}/{home.code.lower()}", home
        yield from _within(home.parameters, home.prices, home.info, home.risks, home.contacts, home.shocks)
    for destination in rulebook.destinations.values():
        yield destination.code.lower(), destination
        yield from _within(
            destination.parameters,
            destination.prices,
            destination.bans,
            destination.risks,
            destination.info,
            destination.contacts,
        )
    for scheme in rulebook.schemes:
        yield scheme.id, scheme
        yield from _within(
            scheme.parameters,
            scheme.prices,
            scheme.requirements,
            scheme.unmodelled,
            scheme.steps,
            scheme.documents,
            scheme.risks,
            scheme.info,
        )
    for fact in rulebook.facts.values():
        yield fact.id, fact
    for source in rulebook.sources.values():
        yield source.id, source


def _within(*groups: tuple[Parameter | Price | Statement, ...]) -> Iterator[tuple[str, Thing]]:
    for group in groups:
        for item in group:
            yield item.id, item
