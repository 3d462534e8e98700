"""What people type → an answer, or a kind word on what is expected.

Numbers choose from a list; a few signs that every keyboard has mean the same at every question.
"""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from datetime import date

from destcompare.expressions.functions import NO_DAY
from destcompare.language import Language
from destcompare.problems import N_
from destcompare.rulebook.model import Fact, Rulebook, Value

NOT_KNOWN, NOT_SAID, MENU = "?", "-", "*"
"""The signs: I do not know, I would rather not say, something else."""
_LONG_LIST = 20
_LONGEST = 200
_MONTHS, _DAYS = 12, 31
_SEVERAL = N_("Please type one or more of the numbers, for example {example}. Type {none} for none.")
_LOOSE = str.maketrans("қғҳҷңөү", "кгхчноу", "ʻʼ'’‘`-. ")
"""Letters that a keyboard may lack, and signs that people leave out."""


class Refused(Exception):  # noqa: N818 - nothing went wrong
    """A reply that is no answer yet; `sentence` says what is expected."""

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = N_(sentence, **values)


def options_of(fact: Fact, rulebook: Rulebook) -> tuple[Value, ...]:
    """What can be chosen by its number; of a long list of countries only those that the rules are about."""
    if fact.type.kind == "flag":
        return (True, False)
    words = fact.among or (fact.type.choice.words if fact.type.choice else ())
    return words if len(words) <= _LONG_LIST else tuple(rulebook.destinations)


def plain(text: str) -> str:
    """A reply without what does not count: spaces around it, the form of its digits, invisible characters."""
    kept = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter)[0] != "C")
    return "".join(str(unicodedata.digit(letter, letter)) for letter in kept).strip()[:_LONGEST]


def read_reply(fact: Fact, text: str, rulebook: Rulebook, language: Language, as_of: date) -> Value:
    """The answer that a reply gives. Raises `Refused`."""
    match fact.type.kind:
        case "number":
            return _number(fact, text)
        case "date":
            return read_day(fact, text, as_of)
        case "set":
            return _several(fact, text, rulebook, language)
    options = options_of(fact, rulebook)
    return options[read_place(text, len(options))]


def read_place(text: str, count: int) -> int:
    """The place of the choice whose number was typed. Raises `Refused`."""
    if text.isdecimal() and 1 <= int(text) <= count:
        return int(text) - 1
    raise Refused(N_("Please type one of the numbers from {low} to {high}."), low=1, high=count)


def _number(fact: Fact, text: str) -> int | float:
    low = fact.minimum or 0
    digits = re.sub(r"[\s']", "", text).replace(",", ".")
    number = float(digits) if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", digits) else None
    whole = number is not None and number == int(number)
    if number is None or number < low or (fact.integer and not whole):
        if fact.integer:
            raise Refused(N_("Please type a whole number, for example {example}."), example=int(low) + 2)
        raise Refused(N_("Please type a number, for example {example}."), example=int(low) + 2)
    if fact.maximum is not None and number > fact.maximum:
        raise Refused(N_("This number is too large. It can be at most {high}."), high=fact.maximum)
    return int(number) if whole else number


def is_year(text: str) -> bool:
    """Whether a reply to a question after a day is only its year, so that month and day are asked next."""
    return re.fullmatch(r"(19|20|21)\d\d", text) is not None


def read_day(fact: Fact, text: str, as_of: date) -> date:
    """A day as people write it: year, month, day, or the other way round. Raises `Refused`."""
    if text == "0":
        return NO_DAY
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) == 3 and numbers[0] <= _DAYS:
        numbers.reverse()
    try:
        day = date(*numbers) if len(numbers) == 3 and numbers[0] > 1900 else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(
            N_("There is no such day. Please type year, month and day, for example {example}."), example="2025 3 28"
        )
    if fact.past and day > as_of:
        raise Refused(N_("This day is still to come. Please type a day not later than {day}."), day=as_of)
    return day


def read_month(text: str) -> int:
    """The number of a month. Raises `Refused`."""
    return read_place(text, _MONTHS) + 1


def read_day_of(text: str, year: int, month: int) -> int:
    """The number of a day in a month. Raises `Refused`."""
    return read_place(text, calendar.monthrange(year, month)[1]) + 1


def _several(fact: Fact, text: str, rulebook: Rulebook, language: Language) -> frozenset[str]:
    if text == "0":
        return frozenset()
    options = options_of(fact, rulebook)
    long = len(fact.type.choice.words if fact.type.choice else ()) > _LONG_LIST
    parts = [part.strip() for part in re.split(r"[,;]" if long else r"[,;\s]+", text) if part.strip()]
    parts = [word for part in parts for word in (part.split() if re.fullmatch(r"[\d\s]+", part) else [part])]
    chosen = set()
    for part in parts:
        if part.isdecimal():
            chosen.add(str(options[read_place(part, len(options))]))
        elif long:
            chosen.add(find_country(part, fact, language))
        else:
            raise Refused(
                N_("Please type one or more of the numbers, for example {example}. Type {none} for none."),
                example="1, 3",
                none="0",
            )
    if not chosen:
        raise Refused(
            N_("Please type one or more of the numbers, for example {example}. Type {none} for none."),
            example="1, 3",
            none="0",
        )
    return frozenset(chosen)


def find_country(text: str, fact: Fact, language: Language) -> str:
    """The code of a country by its code or its name in the person's language. Raises `Refused` with the nearest names."""
    codes = fact.type.choice.words if fact.type.choice else ()
    names = {_folded(language.country(code)): code for code in codes}
    wanted = _folded(text)
    if wanted.upper() in codes:
        return wanted.upper()
    if wanted in names:
        return names[wanted]
    begins = [code for name, code in names.items() if len(wanted) > 2 and name.startswith(wanted)]
    if len(begins) == 1:
        return begins[0]
    near = begins or [names[name] for name in difflib.get_close_matches(wanted, names, 3, 0.6)]
    if near:
        nearest = [language.country(code) for code in near[:3]]
        raise Refused(N_("This country was not found: {word}. Perhaps: {nearest}."), word=text[:40], nearest=nearest)
    raise Refused(N_("This country was not found: {word}. Please type its name or its two letters."), word=text[:40])


def _folded(text: str) -> str:
    """A name without what people type differently."""
    text = text.casefold().translate(_LOOSE)
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter) != "Mn")
