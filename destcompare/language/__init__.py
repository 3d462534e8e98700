"""Words, numbers, days and names in a person's language."""

from __future__ import annotations

import datetime
import gettext
from collections.abc import Iterable

from destcompare.language.catalogue import load_catalogue
from destcompare.language.choice import PSEUDO, SCRIPT_VARIANTS, SOURCE, available_languages
from destcompare.language.tables import Tables, load_tables
from destcompare.places import data_folder
from destcompare.records import Record

_NBSP = "\u00a0"


class Language(Record):
    """One language. `code` is its BCP 47 tag."""

    code: str
    catalogue: gettext.NullTranslations
    tables: Tables

    def text(self, sentence: str, /, **values: object) -> str:
        """A whole sentence, translated, then filled: numbers and days take the language's own form."""
        return self._fill(self.catalogue.gettext(sentence) if sentence else "", sentence, values)

    def plural(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """The form of a sentence for a count, which fills `{count}`."""
        found = self.catalogue.ngettext(singular, plural, count)
        return self._fill(found, singular if count == 1 else plural, {"count": count, **values})

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number in groups of three: 1 234 567,5. Whole numbers have no decimals unless asked for."""
        text = f"{abs(value):,.{2 if decimals is None else decimals}f}"
        whole, _, rest = text.partition(".")
        if decimals is None:
            rest = rest.rstrip("0")
        text = whole.replace(",", self.tables.group) + (self.tables.decimal + rest if rest else "")
        return f"-{text}" if value < 0 and text.strip("0,.") else text

    def money(self, amount: float, currency: str) -> str:
        """An amount with its ISO 4217 code: 1 270 GBP."""
        return f"{self.number(amount, 0 if amount == int(amount) else 2)}{_NBSP}{currency}"

    def percent(self, value: float) -> str:
        """A percentage: 12 % or 12%, as the language has it."""
        return self.tables.percent.format(self.number(value))

    def date(self, day: datetime.date) -> str:
        """A day within a sentence."""
        month = self.tables.months_in_dates[day.month - 1]
        return self._script(self.tables.date.format(day=day.day, month=month, year=day.year))

    def short_date(self, day: datetime.date) -> str:
        """A day in a table."""
        return self.tables.short_date.format(day=day.day, month=day.month, year=day.year)

    def month(self, day: datetime.date) -> str:
        """A month with its year."""
        return self._script(self.tables.month.format(month=self.tables.months[day.month - 1], year=day.year))

    def join(self, items: Iterable[str]) -> str:
        """`a, b and c`."""
        return self._list(list(items), self.tables.and_)

    def either(self, items: Iterable[str]) -> str:
        """`a, b or c`."""
        return self._list(list(items), self.tables.or_)

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; the code where the tables have no name."""
        return self._script(self.tables.countries[code]) if code in self.tables.countries else code

    def language_name(self, code: str) -> str:
        """The name of a language by its tag; the tag where the tables have no name."""
        return self._script(self.tables.languages[code]) if code in self.tables.languages else code

    def currency(self, code: str) -> str:
        """The name of a currency by its ISO 4217 code; the code where the tables have no name."""
        return self._script(self.tables.currencies[code]) if code in self.tables.currencies else code

    @property
    def own_name(self) -> str:
        """What the language calls itself."""
        return self._script(self.tables.own_name)

    def _list(self, items: list[str], last: str) -> str:
        if len(items) < 2:
            return "".join(items)
        return self._script(last).format(", ".join(items[:-1]), items[-1])

    def _fill(self, found: str, sentence: str, values: dict[str, object]) -> str:
        shown = {name: self._shown(value) for name, value in values.items()}
        if found == sentence:  # not translated: English stays in its own letters
            return _format(sentence, shown)
        try:
            return _format(self._script(found), shown)
        except (
            LookupError,
            ValueError,
            AttributeError,
            TypeError,
        ):  # a translation with other placeholders must never stop an answer
            return _format(sentence, shown)

    def _shown(self, value: object) -> object:
        if isinstance(value, datetime.date):
            return self.date(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return value

    def _script(self, text: str) -> str:
        if self.code not in SCRIPT_VARIANTS:
            return text
        from destcompare.language.transliteration import to_cyrillic

        return to_cyrillic(text)


def _format(sentence: str, values: dict[str, object]) -> str:
    """The sentence filled; a value that ends with a full stop, an abbreviated year say, takes the place of the sentence's own."""
    for name, value in values.items():
        if isinstance(value, str) and value.endswith("."):
            sentence = sentence.replace(f"{{{name}}}.", f"{{{name}}}")
    return sentence.format(**values)


def load_language(code: str) -> Language:
    """The language with this tag; a script variant reads the catalogue and tables of its base."""
    locales = data_folder("locales")
    if code == PSEUDO:
        from destcompare.language.pseudo import PseudoTranslations, pseudo_tables

        return Language(code, PseudoTranslations(), pseudo_tables(load_tables(locales, SOURCE)))
    base = SCRIPT_VARIANTS.get(code, code)
    catalogue, tables = load_catalogue(locales, base), load_tables(locales, base)
    if tables.falls_back:
        catalogue.add_fallback(load_catalogue(locales, tables.falls_back))
    return Language(code, catalogue, tables)


def all_languages() -> list[Language]:
    """Every language that there is, the source language last."""
    return [load_language(code) for code in sorted(available_languages(), key=lambda code: code == SOURCE)]
