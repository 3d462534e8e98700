"""Prices, places and shares: dated sums that inform and decide nothing."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from destcompare.expressions.types import FLAG, Choice
from destcompare.expressions.units import is_unit
from destcompare.problems import N_
from destcompare.rulebook import model, schema
from destcompare.rulebook.conditions import Names, read_condition
from destcompare.rulebook.figures import Sources, in_order, provenance
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile

_SECTOR = "sector"


def build_prices(
    file: RuleFile,
    shapes: Mapping[str, schema.PriceShape],
    prefix: str,
    choices: Mapping[str, Choice],
    sources: Sources,
    names: Names,
    taken: Container[str],
) -> tuple[model.Price, ...]:
    """Prices and wages of one file; `prefix` is the home, destination or scheme they belong to, `taken` are names in scope."""
    prices = []
    for name, shape in shapes.items():
        path = ("price", name)
        if name in taken:
            file.fault(
                path, "RULE014", N_("The name {name} is already taken by something in scope."), at_key=True, name=name
            )
        if not is_unit(shape.unit):
            file.fault(
                (*path, "unit"),
                "RULE011",
                N_("No unit or choice is called {unit}. Look at rules/README.md."),
                unit=shape.unit,
            )
        if shape.ahead and not shape.unit.endswith("/year"):
            file.fault((*path, "ahead"), "RULE011", N_("This value does not fit its unit."))
        check_sector(file, path, shape.sector, choices)
        values = []
        for here, item, period in in_order(file, path, shape.values):
            low, high = (item.typical if end is None else end for end in (item.low, item.high))
            if not low <= item.typical <= high:
                file.fault(
                    (*here, "typical"), "RULE016", N_("The sums are not in order: {keys}."), keys="low, typical, high"
                )
            values.append(model.DatedPrice(period, low, item.typical, high, provenance(file, here, item, sources)))
        when = read_condition(file, (*path, "when"), shape.when, names, FLAG) if shape.when else None
        prices.append(
            model.Price(
                f"{prefix}/{name}",
                name,
                shape.item,
                shape.unit,
                shape.sector,
                shape.place,
                when,
                tuple(values),
                tuple(shape.covers),
                shape.advance,
                shape.ahead,
            )
        )
    return tuple(prices)


def build_quotas(
    file: RuleFile, shapes: Sequence[schema.QuotaShape], choices: Mapping[str, Choice], sources: Sources
) -> tuple[model.Quota, ...]:
    """Places by nationality and sector."""
    quotas = []
    for index, shape in enumerate(shapes):
        path: KeyPath = ("quota", index)
        check_sector(file, path, shape.sector, choices)
        values = tuple(
            model.Places(period, item.places, item.applicants, provenance(file, here, item, sources))
            for here, item, period in in_order(file, path, shape.values)
        )
        quotas.append(model.Quota(shape.nationality, shape.sector, values))
    return tuple(quotas)


def build_shares(
    file: RuleFile, path: KeyPath, shapes: Sequence[schema.ShareShape], sources: Sources
) -> tuple[model.Share, ...]:
    """Shares of their times."""
    return tuple(
        model.Share(period, item.share, provenance(file, here, item, sources))
        for here, item, period in in_order(file, path, shapes)
    )


def check_sector(file: RuleFile, path: KeyPath, sector: str | None, choices: Mapping[str, Choice]) -> None:
    """Note a sector that is no word of its choice."""
    known = choices[_SECTOR].words if _SECTOR in choices else ()
    if sector is not None and sector not in known:
        file.fault((*path, "sector"), "RULE022", N_("Unknown word: {word}."), word=sector)
