"""Uzbek Latin → Uzbek Cyrillic, by the alphabet of 1995 and a list of words that it does not settle.

Placeholders, Latin names of visas and tests, currency codes and addresses stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

_KEPT = re.compile(
    r"\{[^{}]*\}|https?://\S+|\S+@\S+|(?<!\S)--[a-z-]+|[a-z_]+=\S*|[A-Z0-9]+(?:-[A-Z0-9]+)+|\b[A-Z]{2,}\b|[a-z]+_[a-z_]+"
    r"|\b[ABC][12]\b|\b(?:NAME|FILE|TOML|JSON|UTF-8|destcompare|Seasonal Worker|Skilled Worker|Amina|RuID)\b"
)
_WORD = re.compile(r"[A-Za-zʻʼ]+")
_PAIRS = {
    "oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е",
}  # fmt: skip
_LETTERS = dict(zip("abdefghijklmnopqrstuvxyzʼ", "абдефгҳижклмнопқрстувхйзъ", strict=True))
_EXCEPTIONS = {
    "sentabr": "сентябрь", "oktabr": "октябрь", "yanvar": "январь", "fevral": "февраль", "aprel": "апрель",
    "iyun": "июнь", "iyul": "июль", "noyabr": "ноябрь", "dekabr": "декабрь",
    "litsenziya": "лицензия", "sotsial": "социал", "konstitutsiya": "конституция", "federatsiya": "федерация",
    "deportatsiya": "депортация", "diskriminatsiya": "дискриминация", "konsultatsiya": "консультация",
    "organizatsiya": "организация", "registratsiya": "регистрация", "operatsiya": "операция", "milits": "милиц",
    "migratsiya": "миграция", "stansiya": "станция", "inspeksiya": "инспекция", "aksiya": "акция", "sex": "цех",
    "sirk": "цирк", "ekspluatatsiya": "эксплуатация", "sertifikat": "сертификат", "yanvardan": "январдан",
    "isʼhoq": "Исҳоқ", "asʼhob": "асҳоб", "mashʼal": "машъал", "rayon": "район", "mayor": "майор", "obyekt": "объект",
    "subyekt": "субъект", "kompyuter": "компьютер", "oltin": "олтин", "albom": "альбом", "gripp": "грипп",
    "medal": "медаль", "rol": "роль", "gepatit": "гепатит", "sil": "сил", "shartnoma": "шартнома", "fermer": "фермер",
}  # fmt: skip
_VOWELS = "aeiou"


def to_cyrillic(text: str) -> str:
    """The text in Cyrillic letters."""
    parts: list[str] = []
    place = 0
    for kept in _KEPT.finditer(text):
        parts += [_WORD.sub(_word, text[place : kept.start()]), kept.group()]
        place = kept.end()
    return "".join(parts) + _WORD.sub(_word, text[place:])


def _word(found: re.Match[str]) -> str:
    return _cyrillic(found.group())


@lru_cache(maxsize=4096)
def _cyrillic(word: str) -> str:
    lower = word.lower()
    for stem in sorted(_EXCEPTIONS, key=len, reverse=True):
        if lower.startswith(stem) and (len(stem) > 4 or lower == stem):
            return _cased(word, _EXCEPTIONS[stem] + _letters(lower[len(stem) :], start=False))
    return _cased(word, _letters(lower, start=True))


def _letters(lower: str, *, start: bool) -> str:
    parts: list[str] = []
    place = 0
    while place < len(lower):
        pair = lower[place : place + 2]
        begins = start and place == 0
        after_vowel = place > 0 and lower[place - 1] in _VOWELS
        if pair == "yo" and lower[place + 2 : place + 3] == "ʻ":
            parts.append("йў")
            place += 3
        elif pair in _PAIRS:
            parts.append(_PAIRS[pair])
            place += 2
        else:
            letter = lower[place]
            parts.append("э" if letter == "e" and (begins or after_vowel) else _LETTERS.get(letter, letter))
            place += 1
    return "".join(parts)


def _cased(word: str, cyrillic: str) -> str:
    """Capitals as in the Latin word: all of them, the first, or none."""
    if len(word) > 1 and word.isupper():
        return cyrillic.upper()
    return cyrillic[:1].upper() + cyrillic[1:] if word[:1].isupper() else cyrillic
