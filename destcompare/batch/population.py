"""Invented people: the draws of `population.toml` over columns, as answers in the form in which files of people are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from destcompare.batch.reading import CASE_ID
from destcompare.batch.splitmix import HALF, below, bounds, lower, numbers, stream, upper
from destcompare.problems import N_, BadInput, Unreadable
from destcompare.rulebook.faults import BrokenRules
from destcompare.rulebook.model import Fact, Rulebook
from destcompare.rulebook.population_shapes import NONE, DrawShape, PopulationFile
from destcompare.rulebook.reading import read_files

_FILE = "population.toml"
_ROWS = 50_000
_EPOCH = date(1970, 1, 1)
_NO_DAY = -1_000_000
_UNKNOWN = "unknown "
"""Begins the name of the stream that tells who leaves an answer open."""


def read_population(folder: Path) -> PopulationFile:
    """The draws that stand in a folder of rules. Raises `BadInput` where there are none, `BrokenRules`, `Unreadable`."""
    path = folder / _FILE
    if not path.is_file():
        raise BadInput(
            N_("The folder {folder} has no {file}: people cannot be invented."), folder=str(folder), file=_FILE
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(N_("The rule files cannot be read: {file}."), file=str(path)) from error
    file = read_files({_FILE: content})[_FILE]
    if not isinstance(file.shape, PopulationFile):
        raise BrokenRules(file.faults)
    return file.shape


class _Words:
    """A set of words in each row, as one column of truth values for each word."""

    def __init__(self, words: dict[str, pl.Series], rows: int) -> None:
        self.words, self._rows = words, rows

    def has(self, word: str) -> pl.Series:
        if word == NONE:
            return ~pl.DataFrame(self.words).select(pl.any_horizontal(pl.all())).to_series()
        return self.words.get(word, pl.repeat(False, self._rows, eager=True))

    def shown(self) -> pl.Series:
        words = [pl.when(pl.col(word)).then(pl.lit(word)).alias(word) for word in sorted(self.words)]
        joined = pl.DataFrame(self.words).select(pl.concat_str(words, separator=",", ignore_nulls=True)).to_series()
        return joined.replace("", NONE)


Drawn = pl.Series | _Words


class Caseload:
    """Invented people of one seed; each is the same however many are asked for."""

    def __init__(self, population: PopulationFile, rulebook: Rulebook, seed: int) -> None:
        self._population, self._seed = population, seed
        self._facts = rulebook.facts
        self._draws: dict[str, list[DrawShape]] = {}
        for _, draw in population.drawn(rulebook.destinations):
            self._draws.setdefault(draw.answer, []).append(draw)

    def frames(self, rows: int) -> Iterator[pl.DataFrame]:
        """All people, some thousand at a time."""
        for start in range(0, rows, _ROWS):
            yield self.frame(start, min(_ROWS, rows - start))

    def frame(self, start: int, count: int) -> pl.DataFrame:
        """The people from one row on."""
        rows = pl.int_range(start, start + count, dtype=pl.UInt64, eager=True)
        drawn: dict[str, Drawn] = {}
        columns = [("P" + (rows + 1).cast(pl.String).str.zfill(8)).alias(CASE_ID)]
        for answer, draws in self._draws.items():
            drawn[answer] = self._drawn(answer, draws, rows, drawn)
            if not draws[0].hidden:
                shown = _shown(drawn[answer], self._facts[answer], self._population.day)
                columns.append(self._with_gaps(shown, draws, rows).alias(answer))
        return pl.DataFrame(columns)

    def _drawn(self, answer: str, draws: list[DrawShape], rows: pl.Series, before: Mapping[str, Drawn]) -> Drawn:
        open_still = pl.repeat(True, len(rows), eager=True)
        if draws[0].each:
            words = dict.fromkeys(word for draw in draws for word in draw.each)
            chances = {word: upper(numbers(stream(self._seed, f"{answer} {word}"), rows)) for word in words}
            inside = {word: pl.repeat(False, len(rows), eager=True) for word in words}
            for draw in draws:
                fits = _fits(draw, before, len(rows)) & open_still
                for word, share in draw.each.items():
                    found = fits & (chances[word] < int(share * HALF / 100))
                    if draw.within is not None:
                        found &= _has(before[draw.within], word)
                    inside[word] |= found
                open_still &= ~fits
            return _Words(inside, len(rows))
        chance = numbers(stream(self._seed, answer), rows)
        day = not draws[0].hidden and self._facts[answer].type.kind == "date"
        result: pl.Series | None = None
        for draw in draws:
            fits = _fits(draw, before, len(rows)) & open_still
            values = _days(draw, chance) if day else _values(draw, chance, before)
            result = values.zip_with(fits, pl.Series([None], dtype=values.dtype) if result is None else result)
            open_still &= ~fits
        assert result is not None
        return result

    def _with_gaps(self, shown: pl.Series, draws: list[DrawShape], rows: pl.Series) -> pl.Series:
        """The answers with some left open."""
        percent = self._population.unknown if draws[0].unknown is None else draws[0].unknown
        chance = upper(numbers(stream(self._seed, _UNKNOWN + draws[0].answer), rows))
        return shown.zip_with(chance >= int(percent * HALF / 100), pl.Series([None], dtype=shown.dtype))


def _fits(draw: DrawShape, before: Mapping[str, Drawn], rows: int) -> pl.Series:
    """For whom the conditions of a draw hold."""
    fits = pl.repeat(True, rows, eager=True)
    for name, words in draw.when.items():
        fits &= _has_one(before[name], words)
    for name, words in draw.unless.items():
        fits &= ~_has_one(before[name], words)
    for name, limit in draw.under.items():
        number = before[name]
        assert isinstance(number, pl.Series)
        fits &= (number < limit).fill_null(False)
    return fits


def _has_one(drawn: Drawn, words: list[str]) -> pl.Series:
    found = _has(drawn, words[0])
    for word in words[1:]:
        found |= _has(drawn, word)
    return found


def _has(drawn: Drawn, word: str) -> pl.Series:
    return drawn.has(word) if isinstance(drawn, _Words) else (drawn == word).fill_null(False)


def _values(draw: DrawShape, chance: pl.Series, before: Mapping[str, Drawn]) -> pl.Series:
    """Words as text, or numbers."""
    if not draw.bands:
        return pl.Series(list(draw.words), dtype=pl.String).gather(_part(chance, list(draw.words.values())))
    values = _in_bands(draw, chance, _part(chance, [band.weight for band in draw.bands]))
    if draw.at_most is None:
        return values
    other = before[draw.at_most.of]
    assert isinstance(other, pl.Series)
    both = pl.DataFrame({"value": values, "limit": (other - draw.at_most.less).clip(0)})
    return both.select(pl.min_horizontal("value", "limit")).to_series()


def _days(draw: DrawShape, chance: pl.Series) -> pl.Series:
    """Days as numbers counted from the day of the file; no day as a number that no day has."""
    part = _part(chance, [*draw.words.values(), *(band.weight for band in draw.bands)])
    none = pl.Series([_NO_DAY], dtype=pl.Int64)
    if not draw.bands:
        return none.new_from_index(0, len(chance))
    day = part >= len(draw.words)
    place = (part.cast(pl.Int64) - len(draw.words)).clip(0)
    return _in_bands(draw, chance, place).zip_with(day, none)


def _part(chance: pl.Series, weights: list[float]) -> pl.Series:
    """Which of some weighted parts each upper half falls into."""
    half, part = upper(chance), pl.repeat(0, len(chance), dtype=pl.UInt32, eager=True)
    for end in bounds(weights)[:-1]:
        part += (half >= end).cast(pl.UInt32)
    return part


def _in_bands(draw: DrawShape, chance: pl.Series, band: pl.Series) -> pl.Series:
    """A number of the band that each row falls into, by its lower half."""
    half = lower(chance)
    result = pl.Series([0], dtype=pl.Int64).new_from_index(0, len(chance))
    for place, shape in enumerate(draw.bands):
        steps = below(half, (shape.high - shape.low) // shape.step + 1).cast(pl.Int64)
        result = (steps * shape.step + shape.low).zip_with(band == place, result)
    return result


def _shown(drawn: Drawn, fact: Fact, day: date) -> pl.Series:
    """Answers as they are written in files of people."""
    if isinstance(drawn, _Words):
        return drawn.shown()
    if fact.type.kind != "date":
        return drawn
    days = (drawn + (day - _EPOCH).days).cast(pl.Int32).cast(pl.Date).dt.strftime("%Y-%m-%d")
    return days.zip_with(drawn != _NO_DAY, pl.Series([NONE]))
