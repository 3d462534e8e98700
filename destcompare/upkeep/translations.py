"""Checks of the catalogues: each finding names file and line, what is wrong, and what to do.

python -m destcompare.upkeep.translations
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
import tomli

PLURALS = {
    "ru": ("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"),
    "uz": "nplurals=2; plural=(n != 1);",
    "ky": "nplurals=2; plural=(n != 1);",
    "tg": "nplurals=1; plural=0;",
}
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ALPHABETS = {
    "ru": _CYRILLIC,
    "ky": _CYRILLIC + "ңөү",
    "tg": "".join(set(_CYRILLIC) - set("цщыь")) + "ғӣқӯҳҷ",
    "uz": "abcdefghijklmnopqrstuvxyzʻʼ",
}
_FORBIDDEN = {
    "ru": ("киргиз", "нелегал", "гастарбайтер", "в целях", "осуществля", "чёрный список"),
    "uz": ("gastarbayter", "noqonuniy", "muhojir", "mehmonchi"),
    "tg": ("ғайриқонунӣ", "иттилоъ", "мӯҳлат", "мӯҳтарам", "виза"),
    "ky": ("орусия", "иш берүүчү", "мыйзамсыз", "гастарбайтер"),
}
_KEPT_LATIN = re.compile(
    r"https?://\S*|\{[^{}]*\}|\S+=\S*|\S+\.(?:md|toml)\b|\b[a-z0-9-]+(?:\.[a-z]{2,})+\b|--?[a-z-]*|date\([^)]*\)|\b(?:none|true|false|in|id|uz|tg|ky|ru|en|Cyrl)\b"
    r"|\.(?:html|pdf)\b|\b(?:TOML|JSON|HTML|PDF|Schema|UTF|README|EPS|TOPIK|XSD)\b|\b[A-Z](?:-\d)?\b|\b[A-Z]\d\b"
)
_GLUED = re.compile(r"\}-?\w")
_SAME_EVERYWHERE = re.compile(r"[A-Z]\d|№|Bratislava|Riga")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")

Terms = dict[str, dict[str, list[str]]]
"""English term → language → stems, one of which the translation must have."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend in a catalogue."""

    file: str
    line: int
    code: str
    told: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code}: {self.told}"


def findings(locales: Path) -> list[Finding]:
    """Everything to mend in the catalogues of a folder."""
    terms, names = _table(locales / "terms.toml"), _table(locales / "names.toml").get("kept", [])
    found: list[Finding] = []
    for path in sorted(locales.glob("*/LC_MESSAGES/destcompare.po")):
        language = path.parent.parent.name
        name = path.relative_to(locales.parent).as_posix()
        catalogue = polib.pofile(str(path))
        if catalogue.metadata.get("Plural-Forms") != PLURALS.get(language):
            found.append(
                Finding(name, 1, "plural-header", f"write exactly: {PLURALS.get(language, 'a rule for this language')}")
            )
        for entry in catalogue:
            found += (Finding(name, entry.linenum, code, told) for code, told in _check(entry, language, terms, names))
    return found


def _table(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text("utf-8")) if path.is_file() else {}


def _check(entry: polib.POEntry, language: str, terms: Terms, names: list[str]) -> Iterator[tuple[str, str]]:
    if entry.obsolete:
        yield "obsolete", "no longer used; run python -m destcompare.upkeep.messages"
        return
    if "fuzzy" in entry.flags:
        yield "fuzzy", f"the English changed; read the translation again and take the mark away: {entry.msgid}"
        return
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "missing", f"not translated yet: {entry.msgid}"
        return
    forms = re.match(r"nplurals=(\d)", PLURALS.get(language, ""))
    if entry.msgid_plural and forms and len(texts) != int(forms[1]):
        yield "plural-forms", f"write {forms[1]} forms, not {len(texts)}: {entry.msgid}"
    for text in texts:
        yield from _check_text(entry.msgid, text, language, terms)
        yield from _check_letters(text, language, names)


def _check_text(msgid: str, text: str, language: str, terms: Terms) -> Iterator[tuple[str, str]]:
    if text == msgid and not _SAME_EVERYWHERE.fullmatch(_PLACEHOLDER.sub("", msgid).strip(" .:;,–")):
        yield "untranslated", f"the same as the English: {text}"
    wanted, given = sorted(_PLACEHOLDER.findall(msgid)), sorted(_PLACEHOLDER.findall(text))
    if sorted(set(wanted)) != sorted(set(given)):
        yield (
            "placeholders",
            f"the English has {' '.join(wanted) or 'none'}, the translation {' '.join(given) or 'none'}",
        )
    if _GLUED.search(text):
        yield "glued", f"nothing may stand directly behind a placeholder: {text}"
    if unicodedata.normalize("NFC", text) != text:
        yield "not-nfc", "write composed letters (Unicode NFC)"
    if "!" in _KEPT_LATIN.sub("", text).replace("!=", "") and "!" not in msgid:
        yield "exclamation", "no exclamation marks"
    if language == "uz" and re.search("['’‘`´]", text):
        yield "apostrophe", "write oʻ gʻ with ʻ (U+02BB) and the tutuq belgisi with ʼ (U+02BC)"
    lower = text.lower()
    for word in _FORBIDDEN.get(language, ()):
        if re.search(rf"(?<!\w){word}", lower.replace("(виза)", "")):
            yield "forbidden", f"not this word: {word}; see the style guide"
    english = msgid.lower()
    for term, stems in terms.items():
        asked = re.search(rf"(?<!\w){term}s?(?!\w)", english) and language in stems
        if asked and not any(stem in lower for stem in stems[language]):
            yield "term", f"the glossary has for {term}: {', '.join(stems[language])}"


def _check_letters(text: str, language: str, names: list[str]) -> Iterator[tuple[str, str]]:
    alphabet = _ALPHABETS.get(language)
    if alphabet is None:
        return
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    rest = _KEPT_LATIN.sub(" ", text)
    for word in re.findall(r"[^\W\d_]+", rest):
        foreign = sorted(set(word.lower()) - set(alphabet))
        if foreign:
            yield "alphabet", f"letters that this language does not have: {' '.join(foreign)} in {word}"


def main() -> int:
    """Print the findings; exit code 1 when there are any."""
    found = findings(Path(__file__).parent.parent.parent / "locales")
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
