"""Outcomes → counts of people: piece by piece, each piece as a few small tables that are added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from destcompare.batch.report.outcomes import AGE_GROUP, CASE, RANK, SENT, Outcomes
from destcompare.problems import N_, BadInput
from destcompare.records import Record

GROUPS = ("nationality", "sex", AGE_GROUP)
"""What people are told apart by."""
NOW, AFTER, PEOPLE = "now", "after", "people"
_OUT = ("ineligible", "reachable")
_PIECES = 50
_WHY = ("reason", "change")

Openers = Mapping[tuple[str, str], tuple[str, ...]]
"""Scheme and requirement → the language facts of which one alone makes it true."""


Reasons = Mapping[tuple[str, str], str]
"""Scheme and requirement → what the requirement asks: the same for requirements that say the same."""


class Counts(Record):
    """What a caseload comes to. Frames hold one row a group, with the number of people in `people` or beside it.

    - `people`: by the groups
    - `reach`: by the groups and destination (null: anywhere): `now` something is eligible, `after` something is reachable and
      nothing eligible
    - `reasons`: by reason (`Reasons`; empty: only an entry ban runs) and whether the person can `change` it: who is kept out
      of at least one way by this alone
    - `ways`: the same by scheme and requirement
    - `courses`: by language fact: people for whom its level is all that is missing somewhere; `now` of these have another way
    - `course_ways`: the same by scheme and requirement too
    - `best`: by nationality and destination of the best option: `known` of the people have a sum, `sent` is their sum a month
    """

    schemes: int
    people: pl.DataFrame
    reach: pl.DataFrame
    reasons: pl.DataFrame
    ways: pl.DataFrame
    courses: pl.DataFrame
    course_ways: pl.DataFrame
    best: pl.DataFrame | None

    @property
    def size(self) -> int:
        """How many people there are."""
        return int(self.people[PEOPLE].sum())


def count(outcomes: Outcomes, openers: Openers, reasons: Reasons) -> Counts:
    """Count the outcomes of a file. Raises `BadInput` where the rows of a case do not stand together, `Unreadable`."""
    by_language = _known([(*way, fact) for way, facts in openers.items() for fact in facts], "fact")
    by_reason = _known([(*way, reason) for way, reason in reasons.items()], "reason")
    sums = _Sums()
    schemes: set[str] = set()
    rows = 0
    for piece in outcomes.pieces():
        schemes |= set(piece["scheme"].unique().to_list())
        rows += piece.height
        courses, course_ways = _courses(piece, by_language)
        sums.add("people", _people(piece), GROUPS)
        sums.add(
            "reach", pl.concat([_reach(piece, anywhere=True), _reach(piece, anywhere=False)]), (*GROUPS, "destination")
        )
        alone = _alone(piece, by_reason)
        sums.add("reasons", alone.unique([CASE, *_WHY]).group_by(_WHY).agg(_number()), _WHY)
        sums.add("ways", alone.group_by(*_WHY, "scheme", "missing").agg(_number()), (*_WHY, "scheme", "missing"))
        sums.add("courses", courses, ("fact",))
        sums.add("course_ways", course_ways, ("fact", "scheme", "missing"))
        if outcomes.has_money:
            sums.add("best", _best(piece), ("nationality", "destination"))
    found = sums.all()
    if not found or rows == 0:
        raise BadInput(N_("{file} holds no outcomes."), file=outcomes.name)
    counts = Counts(schemes=len(schemes), best=found.pop("best", None), **found)
    if counts.size * len(schemes) != rows:
        raise BadInput(
            N_("{file}: the rows of one case must stand together, one for each scheme, as they were written."),
            file=outcomes.name,
        )
    return counts


class _Sums:
    """Tables that are added up by their keys."""

    def __init__(self) -> None:
        self._parts: dict[str, list[pl.DataFrame]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    def add(self, name: str, part: pl.DataFrame, keys: Iterable[str]) -> None:
        parts = self._parts.setdefault(name, [])
        self._keys[name] = tuple(keys)
        parts.append(part)
        if len(parts) >= _PIECES:
            self._parts[name] = [self._added(name)]

    def _added(self, name: str) -> pl.DataFrame:
        keys = self._keys[name]
        return pl.concat(self._parts[name]).group_by(keys).agg(pl.all().sum()).sort(keys, nulls_last=True)

    def all(self) -> dict[str, pl.DataFrame]:
        return {name: self._added(name) for name in self._parts}


def _people(piece: pl.DataFrame) -> pl.DataFrame:
    return piece.unique(CASE).group_by(GROUPS).agg(_number())


def _reach(piece: pl.DataFrame, *, anywhere: bool) -> pl.DataFrame:
    """By groups and destination: who has something now, and who has something only after a change."""
    place = pl.lit(None, pl.String) if anywhere else pl.col("destination")
    return (
        piece.with_columns(place.alias("destination"))
        .group_by(CASE, "destination", *GROUPS)
        .agg(
            (pl.col("status") == "eligible").any().alias(NOW),
            (pl.col("status") == "reachable").any().alias(AFTER),
        )
        .with_columns(pl.col(AFTER) & ~pl.col(NOW))
        .group_by(*GROUPS, "destination")
        .agg(pl.col(NOW, AFTER).sum().cast(pl.Int64))
    )


def _known(rows: list[tuple[str, str, str]], name: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"scheme": pl.String, "missing": pl.String, name: pl.String}, orient="row")


def _number() -> pl.Expr:
    return pl.len().cast(pl.Int64).alias(PEOPLE)


def _alone(piece: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """The cases and schemes where one requirement alone, or a ban alone, keeps the person out."""
    one = (
        pl.col("status").is_in(_OUT)
        & ~pl.col("bans")
        & (pl.col("missing") != "")
        & ~pl.col("missing").str.contains(" ")
    )
    ban = (pl.col("status") == "banned") & (pl.col("missing") == "")
    told = (
        pl.when(pl.col("missing") == "").then(pl.lit("")).otherwise(pl.concat_str("scheme", "missing", separator="/"))
    )
    return (
        piece.filter(one | ban)
        .join(reasons, on=["scheme", "missing"], how="left")
        .select(
            CASE,
            "scheme",
            "missing",
            pl.col("reason").fill_null(told),
            (pl.col("status") == "reachable").alias("change"),
        )
    )


def _courses(piece: pl.DataFrame, openers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """By language: for whom its level is all that is missing for some scheme; and for which."""
    out = piece.filter(pl.col("status").is_in(_OUT) & ~pl.col("bans")).join(openers, on=["scheme", "missing"])
    ways = out.group_by("fact", "scheme", "missing").agg(_number())
    open_now = piece.group_by(CASE).agg((pl.col("status") == "eligible").any().alias(NOW))
    cases = out.select(CASE, "fact").unique().join(open_now, on=CASE)
    facts = cases.group_by("fact").agg(_number(), pl.col(NOW).sum().cast(pl.Int64))
    return facts, ways


def _best(piece: pl.DataFrame) -> pl.DataFrame:
    """By nationality and destination: whose best option lies there, and what they could send home."""
    return (
        piece.filter(pl.col(RANK) == 1)
        .group_by("nationality", "destination")
        .agg(
            _number(),
            pl.col(SENT).count().cast(pl.Int64).alias("known"),
            pl.col(SENT).sum().alias("sent"),
        )
    )
