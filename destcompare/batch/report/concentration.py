"""How much of the money sent home hangs on one country, today and if each took the best way; and what past shocks would take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product

import polars as pl

from destcompare.batch.report.counting import PEOPLE, Counts
from destcompare.decision.measures import latest
from destcompare.records import Record
from destcompare.rulebook.model import Rulebook, Shock


class Today(Record):
    """Shares of the money sent home by destination, in percent, weighted by the homes of the caseload.

    The index lies between `low` (what is not known comes from very many countries) and `high` (that of each home from one).
    `homes` are the homes of which shares are known with the years they tell of, `unknown` the others, `rest` the percentage whose
    country is not known.
    """

    shares: Mapping[str, float]
    rest: float
    low: float
    high: float
    homes: Mapping[str, tuple[int, ...]]
    unknown: tuple[str, ...]


class Best(Record):
    """What each could send home a month by the best way: US dollars by destination, and people; `index` of the sums."""

    sent: Mapping[str, float]
    people: Mapping[str, int]
    index: float | None
    known: int
    total: float


class Fallen(Record):
    """The monthly sum under a past shock; `homes` are those whose loss no source tells, though they send from there."""

    shock: Shock
    total: float
    homes: tuple[str, ...]


def herfindahl(parts: Iterable[float]) -> float | None:
    """The sum of the squared shares: 1 when there is one part, 1/n with n equal ones; nothing when there are none."""
    sizes = [part for part in parts if part > 0]
    whole = sum(sizes)
    return sum((size / whole) ** 2 for size in sizes) if whole else None


def today(counts: Counts, rulebook: Rulebook, day: date) -> Today | None:
    """Where the money of these homes comes from by the newest figures of the day; nothing where no home has any."""
    people = counts.people.group_by("nationality").agg(pl.col(PEOPLE).sum()).sort("nationality", nulls_last=True)
    known: dict[str, tuple[int, dict[str, float]]] = {}
    years: dict[str, tuple[int, ...]] = {}
    unknown = []
    for code, number in people.drop_nulls().iter_rows():
        home = rulebook.homes.get(code)
        newest = {
            item.destination: share
            for item in (home.dependence if home else ())
            if item.destination is not None and (share := latest(item.values, day)) is not None
        }
        if newest:
            known[code] = number, {destination: share.share for destination, share in newest.items()}
            begun = (share.period.start for share in newest.values())
            years[code] = tuple(sorted({start.year for start in begun if start is not None}))
        else:
            unknown.append(code)
    whole = sum(number for number, _ in known.values())
    if not whole:
        return None
    shares: dict[str, float] = {}
    for number, parts in known.values():
        for destination, percent in parts.items():
            shares[destination] = shares.get(destination, 0) + percent * number / whole
    rests = {code: number / whole * max(0.0, 100 - sum(parts.values())) for code, (number, parts) in known.items()}
    low = _index(shares)
    high = max(
        _index(shares, dict(zip(rests, chosen, strict=True)), rests)
        for chosen in product(*([d for d in (*shares, None) if d not in known[code][1]] for code in rests))
    )
    return Today(shares, sum(rests.values()), low, high, years, tuple(unknown))


def _index(
    shares: Mapping[str, float], chosen: Mapping[str, str | None] = {}, rests: Mapping[str, float] = {}
) -> float:
    """The index of shares in percent, each home's rest put to the country chosen for it (`None`: one that has no share)."""
    put: dict[str | None, float] = {}
    put.update(shares)
    for home, destination in chosen.items():
        put[destination] = put.get(destination, 0) + rests[home]
    return sum((share / 100) ** 2 for share in put.values())


def best(counts: Counts) -> Best | None:
    """If each took the best way; nothing for outcomes without ranks and sums."""
    if counts.best is None:
        return None
    by = counts.best.group_by("destination").agg(pl.col(PEOPLE, "known", "sent").sum()).sort("sent", descending=True)
    sent = dict(zip(by["destination"].to_list(), by["sent"].to_list(), strict=True))
    people = dict(zip(by["destination"].to_list(), by[PEOPLE].to_list(), strict=True))
    return Best(sent, people, herfindahl(sent.values()), int(by["known"].sum()), float(by["sent"].sum()))


def under_shocks(counts: Counts, rulebook: Rulebook) -> list[Fallen]:
    """The monthly sum of the best ways under each past shock, as it fell for each home."""
    if counts.best is None:
        return []
    fallen = []
    for shock in rulebook.shocks:
        total, untold = 0.0, []
        for home, destination, sent in counts.best.select("nationality", "destination", "sent").iter_rows():
            fall = shock.fall_at(home) if destination == shock.destination and home is not None else None
            if fall is None and destination == shock.destination and sent and home is not None:
                untold.append(home)
            total += sent * (1 - fall.fall / 100) if fall is not None else sent
        fallen.append(Fallen(shock, total, tuple(sorted(untold))))
    return fallen
