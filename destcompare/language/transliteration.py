"""Uzbek Latin → Uzbek Cyrillic, by the alphabet of 1995 and a list of words that it does not settle.

Placeholders, Latin names of visas and tests, currency codes and addresses stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

import tomli

from destcompare.places import data_folder

_ACRONYMS = {"AQSH": "АҚШ", "BAA": "БАА", "BMT": "БМТ", "OITS": "ОИТС", "OIV": "ОИВ", "YeOII": "ЕОИИ"}
"""Uzbek words in capitals; other words in capitals are names and codes in Latin letters."""

_PLAIN = (
    "DASTUR", "ESKI", "FAYL", "FOIZ", "JILD", "KK", "KOD", "MATN", "MEZON", "NOM", "OO", "QIYMAT", "SHART", "SON", "SONIYA",
    "TIL", "YANGI", "YYYY",
)  # fmt: skip
"""Plain words in capitals, in the usage of a command."""

_CODES = (
    r"\{[^{}]*\}|https?://\S*|\S+@\S+|[\w/-]+\.(?:md|toml|json|csv)\b|\b[a-z0-9-]+(?:\.[a-z]{2,})+\b|(?<!\w)--[a-z-]+|[a-z_]+=\S*|[a-z]+_[a-z_]+"
    r"|(?<![A-Z0-9-])(?!YYYY)[A-Z0-9]+(?:-[A-Z0-9]+)+"
    rf"|\b(?!(?:{'|'.join((*_ACRONYMS, *_PLAIN))})\b)[A-Z]{{2,}}\b|\b[A-Z]\d\b|\b[A-TV-Z]\b|\b(?:true|false|none)\b|\bdate\("
    r"|\bdestcompare\b"
)
_WORD = re.compile(r"[A-Za-zʻʼ]+")
_PAIRS = {
    "oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е",
}  # fmt: skip
_LETTERS = dict(zip("abdefghijklmnopqrstuvxyzʼ", "абдефгҳижклмнопқрстувхйзъ", strict=True))
_EXCEPTIONS = {
    "sentabr": "сентябрь", "oktabr": "октябрь", "yanvar": "январь", "fevral": "февраль", "aprel": "апрель",
    "iyun": "июнь", "iyul": "июль", "noyabr": "ноябрь", "dekabr": "декабрь",
    "litsenziya": "лицензия", "sotsial": "социал", "shveytsariya": "швейцария", "protsent": "процент",
    "protsess": "процесс", "protsedura": "процедура", "konsert": "концерт", "sirk": "цирк", "sex": "цех",
    "stansiya": "станция", "kvitansiya": "квитанция", "instansiya": "инстанция", "konferensiya": "конференция",
    "fransiya": "франция", "korrupsiya": "коррупция", "vaksina": "вакцина",
    "rayon": "район", "mayor": "майор", "obyekt": "объект", "subyekt": "субъект", "kompyuter": "компьютер",
    "premyer": "премьер", "vyetnam": "вьетнам", "albom": "альбом", "medal": "медаль", "rol": "роль",
    "kuryer": "курьер", "primorye": "приморье",
    "mashʼal": "машъал", "moʻjiza": "мўъжиза", "moʻtadil": "мўътадил",
}  # fmt: skip
"""Stems of borrowed words, mostly; a final ь goes when an ending follows."""

_LOANS = re.compile(r"ts(?=i[yo])|(?<=k)s(?=iya)")
"""`-tsiya`, `-tsion` and `-ksiya` are -ция, -цион and -кция, unlike ketsa or aytsin."""

_VOWELS = "aeiou"


def to_cyrillic(text: str) -> str:
    """The text in Cyrillic letters."""
    parts: list[str] = []
    place = 0
    for kept in _kept().finditer(text):
        parts += [_WORD.sub(_word, text[place : kept.start()]), kept.group()]
        place = kept.end()
    return "".join(parts) + _WORD.sub(_word, text[place:])


@lru_cache(maxsize=1)
def _kept() -> re.Pattern[str]:
    """What keeps its Latin letters: codes, and the names that are the same in every language."""
    names = tomli.loads((data_folder("locales") / "names.toml").read_text("utf-8"))["kept"]
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b|{_CODES}")


def _word(found: re.Match[str]) -> str:
    return _cyrillic(found.group())


@lru_cache(maxsize=4096)
def _cyrillic(word: str) -> str:
    lower = word.lower()
    for acronym, cyrillic in _ACRONYMS.items():
        if word.startswith(acronym):
            return cyrillic + _letters(lower[len(acronym) :], start=False)
    for stem in sorted(_EXCEPTIONS, key=len, reverse=True):
        # a short stem also begins words of its own, such as sirka
        if lower == stem or (lower.startswith(stem) and len(stem) > 4):
            ending = _letters(lower[len(stem) :], start=False)
            return _cased(word, (_EXCEPTIONS[stem].removesuffix("ь") if ending else _EXCEPTIONS[stem]) + ending)
    return _cased(word, _letters(lower, start=True))


def _letters(lower: str, *, start: bool) -> str:
    # between s and h the tutuq belgisi only tells that they are two letters
    lower = _LOANS.sub("ц", lower).replace("sʼh", "сҳ")
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
