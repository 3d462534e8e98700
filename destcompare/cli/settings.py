"""What every command shares: language, date, rules, answers from words and files; each bad one a single sentence."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from destcompare.decision.answers import parse_day, read_mapping, read_words
from destcompare.problems import N_, BadInput, Unreadable
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.model import Rulebook, Value

_LARGEST_FILE = 1_000_000
_WEIGHT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?")
_MOST = 999


def read_as_of(text: str | None) -> date:
    """The date asked about: today unless given."""
    return date.today() if text is None else read_day("--as-of", text)


def read_day(option: str, text: str) -> date:
    """The day that an option names."""
    day = parse_day(text)
    if day is None or day == date.min:
        raise BadInput(
            N_("{option} needs a day of the calendar, written year-month-day. Example: {example}. Given: {given}."),
            option=option,
            example="2026-03-01",
            given=text[:60],
        )
    return day


def has(*modules: str) -> bool:
    """Whether packages of an extra are there."""
    from importlib.util import find_spec

    return all(find_spec(module) is not None for module in modules)


def need(module: str, extra: str) -> None:
    """Say what to install when a command lacks a package. Raises `BadInput`."""
    if not has(module):
        raise BadInput(
            N_("One more package is needed for this command. Install it: {command}"),
            command=f'pip install "destcompare[{extra}]"',
        )


def read_rules(folder: str | None) -> Rulebook:
    """The rulebook of `--rules`, or the shipped one."""
    return load_rulebook(Path(folder) if folder is not None else None)


def one_of(option: str, given: str, allowed: Iterable[str]) -> str:
    """A word of a closed list, or the nearest ones."""
    allowed = list(allowed)
    for word in allowed:
        if word.casefold() == given.casefold():
            return word
    nearest = difflib.get_close_matches(given[:60], allowed, 1)
    if nearest:
        raise BadInput(
            N_("{option}: {given} is not known. Did you mean {nearest}? Possible: {allowed}."),
            option=option, given=given[:60], nearest=nearest[0], allowed=allowed,
        )  # fmt: skip
    raise BadInput(
        N_("{option}: {given} is not known. Possible: {allowed}."), option=option, given=given[:60], allowed=allowed
    )


def read_weights(words: Iterable[str], rulebook: Rulebook) -> dict[str, float]:
    """Weights given as `CRITERION=NUMBER` words."""
    weights: dict[str, float] = {}
    for word in words:
        name, _, number = word.partition("=")
        criterion = one_of("--weight", name, (item.id for item in rulebook.scoring.criteria))
        if not _WEIGHT.fullmatch(number):
            raise BadInput(
                N_("{option}: {given} is not a number from 0 to {most}. Example: {example}."),
                option="--weight", given=word[:60], most=_MOST, example=f"{criterion}=40",
            )  # fmt: skip
        weights[criterion] = float(number)
    return weights


def read_shock(name: str | None, rulebook: Rulebook) -> str | None:
    """The name of a past shock of the rules, if one is given."""
    return None if name is None else one_of("--shock", name, (shock.name for shock in rulebook.shocks))


def read_answers(words: Iterable[str], file: str | None, rulebook: Rulebook, as_of: date) -> dict[str, Value | None]:
    """Answers of a file and of the command line; a word on the command line outranks the file."""
    for word in words:
        if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
            raise BadInput(N_("An answer on the command line is not UTF-8 text."))
    answers = read_mapping(_read_document(file), rulebook, as_of) if file is not None else {}
    return {**answers, **read_words(words, rulebook, as_of)}


def _read_document(name: str) -> dict[str, Any]:
    text = read_text(name)
    stripped = text.lstrip("\ufeff \t\r\n")
    document = (
        _parse_json(name, stripped)
        if stripped.startswith(("{", "[")) and not _is_toml(name)
        else _parse_toml(name, text)
    )
    if not isinstance(document, dict):
        raise BadInput(
            N_("{file}: answers are name and value pairs, for example {example}."), file=name, example='{"age": 30}'
        )
    inner = document.get("person", document)  # the result of an earlier compare may be read back
    return inner if isinstance(inner, dict) else document


def _is_toml(name: str) -> bool:
    return name.lower().endswith(".toml")


def read_text(name: str) -> str:
    """A short UTF-8 file that the user named; `-` is standard input."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(_LARGEST_FILE + 1)
        else:
            path = Path(name)
            if path.is_dir():
                raise BadInput(N_("{file} is a folder. Give a file with answers, in TOML or JSON."), file=name)
            with path.open("rb") as file:
                content = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(
            N_("The file {file} cannot be read. Check its name and that you may read it."), file=name
        ) from error
    if len(content) > _LARGEST_FILE:
        raise BadInput(
            N_("{file} is larger than {largest} bytes. Answers of one person are short."),
            file=name,
            largest=_LARGEST_FILE,
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(N_("{file} is not UTF-8 text. Save it as UTF-8."), file=name) from error


def _parse_toml(name: str, text: str) -> Any:
    import tomli

    try:
        return tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BadInput(
            N_("{file}, line {line}: this is not TOML or a name stands twice."), file=name, line=line
        ) from error


def _parse_json(name: str, text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        document = dict(pairs)
        if len(document) != len(pairs):
            twice = next(key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1)
            raise BadInput(N_("{file}: the answer {name} is given twice. Give it once."), file=name, name=twice[:60])
        return document

    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BadInput(N_("{file}, line {line}: this is not JSON."), file=name, line=line) from error


def write_whole(name: str, content: str | bytes) -> None:
    """Write a file at once. Raises `Unreadable`."""
    with whole(name) as file:
        if isinstance(content, str):
            file.write(content)
        else:
            file.buffer.write(content)


@contextmanager
def whole(name: str) -> Iterator[TextIO]:
    """A file that is written beside its place and renamed in the end, so that nobody finds half of it. Raises `Unreadable`."""
    import os
    import tempfile

    path = Path(name)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except (OSError, ValueError) as error:
        raise Unreadable(N_("The file {file} cannot be written."), file=name) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        Path(beside).replace(path)
    except BaseException as error:
        with suppress(OSError):
            Path(beside).unlink()
        if isinstance(error, OSError):
            raise Unreadable(N_("The file {file} cannot be written."), file=name) from error
        raise


def without(*options: tuple[str, str | None], beside: str) -> None:
    """Refuse options that do not go together with another one."""
    for option, given in options:
        if given is not None:
            raise BadInput(N_("{option} does not go together with {other}."), option=option, other=beside)


def whole_number(option: str, given: str, low: int, high: int) -> int:
    """A number of an option, within its bounds."""
    if not (given.isascii() and given.isdecimal()) or not low <= int(given) <= high:
        raise BadInput(
            N_("{option} needs a whole number from {low} to {high}. Given: {given}."),
            option=option,
            low=low,
            high=high,
            given=given[:60],
        )
    return int(given)
