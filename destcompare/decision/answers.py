"""Raw answers → values of facts: typed, in range, possible; or one sentence that says what was expected."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from destcompare.expressions.functions import NO_DAY
from destcompare.problems import N_, BadInput, CountryCode, Sentence
from destcompare.rulebook.model import Fact, Rulebook, Value

_LONGEST = 1000
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_UNKNOWN = ("unknown", "?")
_NONE = "none"


def read_words(words: Iterable[str], rulebook: Rulebook, as_of: date) -> dict[str, Value | None]:
    """Answers given as `NAME=VALUE` words; `None` is an answer of "not known". Raises `BadInput`."""
    answers: dict[str, Value | None] = {}
    for word in words:
        name, equals, raw = word.partition("=")
        if not equals or not name.strip():
            raise BadInput(
                N_("Answers are written NAME=VALUE, for example {example}. This is not one: {word}."),
                example="age=30",
                word=_cut(word),
            )
        fact = find_fact(name.strip(), rulebook)
        if fact.id in answers:
            raise BadInput(N_("The answer {name} is given twice. Give it once."), name=fact.id)
        answers[fact.id] = read_answer(fact, raw.strip(), as_of)
    return answers


def read_mapping(raw: Mapping[str, object], rulebook: Rulebook, as_of: date) -> dict[str, Value | None]:
    """Answers read from a TOML or JSON document. Raises `BadInput`."""
    return {
        fact.id: read_answer(fact, value, as_of) for name, value in raw.items() for fact in (find_fact(name, rulebook),)
    }


def find_fact(name: str, rulebook: Rulebook) -> Fact:
    """The fact with this id; the nearest ids when there is none."""
    fact = rulebook.facts.get(name) or rulebook.facts.get(name.lower())
    if fact is not None:
        return fact
    nearest = difflib.get_close_matches(name[:80].lower(), rulebook.facts, 3, 0.5)
    if nearest:
        raise BadInput(N_("Unknown question: {name}. Did you mean: {nearest}?"), name=_cut(name), nearest=nearest)
    raise BadInput(
        N_("Unknown question: {name}. For example, these are known: {known}."),
        name=_cut(name),
        known=list(rulebook.facts)[:5],
    )


def read_answer(fact: Fact, raw: object, as_of: date) -> Value | None:
    """The value of one answer, or `None` for "not known". Raises `BadInput` with the question, the range and an example."""
    if raw is None or (isinstance(raw, str) and raw.casefold() in _UNKNOWN):
        return None
    if isinstance(raw, str) and len(raw) > _LONGEST:
        raise BadInput(
            N_("The answer to {name} is longer than {longest} characters. Give a short value."),
            name=fact.id,
            longest=_LONGEST,
        )
    reader = {"flag": _flag, "number": _number, "date": _date, "choice": _choice, "set": _set}[fact.type.kind]
    return reader(fact, raw, as_of)


def example_of(fact: Fact) -> str:
    """A value that would be accepted, as it is written on the command line."""
    if fact.example:
        return fact.example
    if fact.type.kind == "flag":
        return "true"
    if fact.type.kind == "date":
        return "2025-03-01"
    if fact.type.kind == "number":
        low, high = fact.minimum or 0, fact.maximum or 100
        return f"{min(low + 30, high):g}"
    words = fact.among or (fact.type.choice.words if fact.type.choice else ())
    return ",".join(words[-2:]) if fact.type.kind == "set" else words[-1]


def as_word(name: str, value: Value) -> str:
    """An answer as it is written on the command line."""
    if isinstance(value, frozenset):
        return f"{name}={','.join(sorted(value)) or _NONE}"
    if isinstance(value, bool):
        return f"{name}={str(value).lower()}"
    return f"{name}={_NONE if value == NO_DAY else value}"


def question_of(fact: Fact) -> Sentence:
    """The fact's question, ready to be shown."""
    return Sentence(fact.question, **({"country": CountryCode(fact.destination)} if fact.destination else {}))


def _refuse(fact: Fact, raw: object, expected: Sentence) -> BadInput:
    return BadInput(
        N_("{name}={value}: expected {expected}. The question is: {question} Example: {example}"),
        name=fact.id,
        value=_cut(raw if isinstance(raw, str) else str(raw)),
        expected=expected,
        question=question_of(fact),
        example=f"{fact.id}={example_of(fact)}",
    )


def _flag(fact: Fact, raw: object, _: date) -> bool:
    value = raw if isinstance(raw, bool) else _FLAGS.get(raw.casefold()) if isinstance(raw, str) else None
    if value is None:
        raise _refuse(fact, raw, N_("true (yes) or false (no)"))
    return value


def _number(fact: Fact, raw: object, _: date) -> int | float:
    value: int | float | None = None
    if isinstance(raw, str) and _NUMBER.fullmatch(raw):
        value = float(raw) if "." in raw else int(raw)
    elif isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw):
        value = raw
    whole = value is not None and value == int(value)
    low, high = fact.minimum if fact.minimum is not None else 0, fact.maximum if fact.maximum is not None else math.inf
    if value is None or (fact.integer and not whole) or not low <= value <= high:
        kind = N_("a whole number from {low} to {high}", low=low, high=high)
        raise _refuse(fact, raw, kind if fact.integer else N_("a number from {low} to {high}", low=low, high=high))
    return int(value) if whole else value


def _date(fact: Fact, raw: object, as_of: date) -> date:
    value: date | None = None
    if isinstance(raw, str) and raw.casefold() == _NONE:
        return NO_DAY
    if isinstance(raw, date) and not isinstance(raw, datetime):
        value = raw
    elif isinstance(raw, str) and _DAY.fullmatch(raw):
        value = parse_day(raw)
    if value is None or value == NO_DAY:
        raise _refuse(fact, raw, N_("a day of the calendar, written year-month-day"))
    if fact.past and value > as_of:
        raise _refuse(fact, raw, N_("a day not later than {day}", day=as_of))
    return value


def parse_day(text: str) -> date | None:
    """The day written as `YYYY-MM-DD`, if there is such a day."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _choice(fact: Fact, raw: object, _: date) -> str:
    word = _word(fact, raw) if isinstance(raw, str) else None
    if word is None:
        raise _refuse(fact, raw, _one_of(fact, raw))
    return word


def _set(fact: Fact, raw: object, _: date) -> frozenset[str]:
    if isinstance(raw, str):
        parts: list[object] = [] if raw.casefold() in ("", _NONE) else [part.strip() for part in raw.split(",")]
    elif isinstance(raw, list):
        parts = list(raw)
    else:
        raise _refuse(fact, raw, _one_of(fact, raw))
    words = set()
    for part in parts:
        word = _word(fact, part) if isinstance(part, str) else None
        if word is None:
            raise _refuse(fact, part, _one_of(fact, part))
        words.add(word)
    return frozenset(words)


def _allowed(fact: Fact) -> tuple[str, ...]:
    return fact.among or (fact.type.choice.words if fact.type.choice else ())


def _word(fact: Fact, raw: str) -> str | None:
    return next((word for word in _allowed(fact) if word.casefold() == raw.casefold()), None)


def _one_of(fact: Fact, raw: object) -> Sentence:
    """The words that are allowed; of a long list, the nearest."""
    allowed = _allowed(fact)
    if len(allowed) > 20:
        if fact.type.choice and fact.type.choice.name == "country":
            return N_("none, or country codes of two letters, separated by commas")
        allowed = tuple(difflib.get_close_matches(str(raw)[:40], allowed, 5, 0))
    if fact.type.kind == "set":
        return N_("none, or one or more of: {words}", words=list(allowed))
    return N_("one of: {words}", words=list(allowed))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
