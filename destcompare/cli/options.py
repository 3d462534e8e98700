"""The arguments and options that several commands take, each said once."""

from __future__ import annotations

from typing import Any

import typer

from destcompare.cli.help import Help
from destcompare.problems import N_, Sentence


class Options:
    """What stands in `Annotated` beside the type of a parameter, its help in the person's language."""

    def __init__(self, words: Help) -> None:
        self._words = words

    @property
    def answers(self) -> Any:
        """`NAME=VALUE` words."""
        help_text = N_("Answers about the person, for example {example}", example="age=30")
        return typer.Argument(metavar=N_("NAME=VALUE"), help=self._words.word(help_text))

    @property
    def from_file(self) -> Any:
        """A file of answers."""
        return self._option("--from", N_("FILE"), N_("Read answers from a TOML or JSON file; - is standard input"))

    @property
    def to(self) -> Any:
        """Countries to look at, all others left out."""
        return self._option("--to", N_("CODE"), N_("Only these countries, by their two-letter code"))

    @property
    def priority(self) -> Any:
        """By what options are ranked."""
        return self._option("--priority", N_("NAME"), N_("What matters most to the person"))

    @property
    def shock(self) -> Any:
        """A past shock that is supposed to happen again."""
        help_text = N_(
            "Suppose a past shock happens again. All names: {command}", command="destcompare rules show shocks"
        )
        return self._option("--shock", N_("NAME"), help_text)

    @property
    def as_of(self) -> Any:
        """The date asked about."""
        return self._option("--as-of", N_("YYYY-MM-DD"), N_("By the rules of this day (default: today)"))

    @property
    def rules(self) -> Any:
        """A folder of rules."""
        return self._option("--rules", N_("DIR"), N_("Another folder of rules"))

    @property
    def lang(self) -> Any:
        """The language; it is read before the command line is built."""
        return typer.Option("--lang", metavar=N_("LANG"), help=self._words.languages)

    def _option(self, name: str, metavar: Sentence, help_text: Sentence) -> Any:
        return typer.Option(name, metavar=metavar, help=self._words.word(help_text))
