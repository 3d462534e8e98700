"""Which language: the option, then DESTCOMPARE_LANG, then the system locale, then the default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from destcompare.places import data_folder
from destcompare.problems import N_, BadInput

DEFAULT = "ru"
SOURCE = "en"
PSEUDO = "qps"
"""Made from the source language by code, for finding what escapes translation; offered to nobody, spoken when asked for."""

SCRIPT_VARIANTS = {"uz-Cyrl": "uz"}
"""Languages written in another script by transliteration, never translated by themselves (BCP 47)."""

_LOCALE_MODIFIERS = {"cyrillic": "Cyrl"}


def available_languages() -> tuple[str, ...]:
    """BCP 47 tags of the languages in `locales/`, each followed by its script variants."""
    found: list[str] = []
    for folder in sorted(data_folder("locales").iterdir()):
        if (folder / "tables.toml").is_file():
            found += [folder.name, *(tag for tag, base in SCRIPT_VARIANTS.items() if base == folder.name)]
    return tuple(found)


def choose_language(option: str | None, environ: Mapping[str, str], available: Iterable[str]) -> str:
    """The tag of the language to speak. A wish that is not available raises `BadInput`; a system locale is only a hint."""
    tags = {tag.casefold(): tag for tag in available}
    wish = option if option is not None else environ.get("DESTCOMPARE_LANG") or None
    if wish is not None:
        asked = wish.strip().replace("_", "-").casefold()
        found = PSEUDO if asked == PSEUDO else tags.get(asked)
        if found is None:
            raise BadInput(
                N_("Unknown language: {language}. Choose one of: {languages}."),
                language=wish[:40],
                languages=list(tags.values()),
            )
        return found
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        found = tags.get(_tag_of_locale(environ.get(variable, "")).casefold())
        if found is not None:
            return found
    return DEFAULT


def _tag_of_locale(locale: str) -> str:
    """`uz_UZ.UTF-8@cyrillic` → `uz-Cyrl`: the language, and the script where the locale names one."""
    name, _, modifier = locale.partition("@")
    language = name.partition(".")[0].partition("_")[0]
    script = _LOCALE_MODIFIERS.get(modifier)
    return f"{language}-{script}" if script else language
