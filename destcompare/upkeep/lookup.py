"""Every id of the rules and what stands behind it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from destcompare.problems import N_, BadInput
from destcompare.rulebook.model import Destination, Fact, Home, Parameter, Price, Rulebook, Scheme, Source, Statement

Thing = Scheme | Destination | Home | Parameter | Price | Statement | Source | Fact
HOMES = "homes"
SHOCKS = "shocks"


def find(rulebook: Rulebook, wanted: str) -> tuple[Thing, ...]:
    """What has this id: more than one thing where a rule stands for several times, or for all past shocks.

    A shock is found by its name alone, too. Raises `BadInput` with the nearest ids.
    """
    known: dict[str, list[Thing]] = {}
    for name, thing in everything(rulebook):
        known.setdefault(name, []).append(thing)
    for shock in rulebook.shocks:
        known.setdefault(SHOCKS, []).append(shock)
        known.setdefault(shock.name, [shock])
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
        yield from within(home)
    for destination in rulebook.destinations.values():
        yield destination.code.lower(), destination
        yield from within(destination)
    for scheme in rulebook.schemes:
        yield scheme.id, scheme
        yield from within(scheme)
    for shock in rulebook.shocks:
        yield shock.id, shock
    for fact in rulebook.facts.values():
        yield fact.id, fact
    for source in rulebook.sources.values():
        yield source.id, source


def within(owner: Scheme | Destination | Home) -> Iterator[tuple[str, Thing]]:
    """Each figure and sentence of a scheme, a destination or a home, by its id."""
    groups: tuple[tuple[Parameter | Price | Statement, ...], ...]
    match owner:
        case Home():
            groups = (owner.info, owner.risks, owner.contacts)
        case Destination():
            groups = (owner.bans, owner.risks, owner.info, owner.contacts)
        case Scheme():
            groups = (owner.requirements, owner.unmodelled, owner.steps, owner.documents, owner.risks, owner.info)
    for group in (owner.parameters, owner.prices, *groups):
        for item in group:
            yield item.id, item
