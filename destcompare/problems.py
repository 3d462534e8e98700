"""What can go wrong for a user: one sentence with its values, and the exit code it ends in.

The sentence is English, whole, with named placeholders, and is the message id of its translations; the command line
turns it into the user's language at one place. Anything that is not a `Problem` is a bug and looks like one.
"""

from __future__ import annotations

from typing import ClassVar


class Sentence(str):
    """English words that are a message id, with the values of their placeholders: whoever shows them translates them."""

    values: dict[str, object]

    def __new__(cls, text: str, /, **values: object) -> Sentence:
        """The words and what fills them."""
        sentence = super().__new__(cls, text)
        sentence.values = values
        return sentence


class CountryCode(str):
    """A country by its ISO 3166-1 code: whoever shows it writes the name."""

    __slots__ = ()


def N_(text: str, /, **values: object) -> Sentence:
    """Mark words for translation without translating them here."""
    return Sentence(text, **values)


class Problem(Exception):  # noqa: N818 - the word users and developers share
    """Something the user can put right. `sentence` is the message id, `values` fill its placeholders."""

    exit_code: ClassVar[int] = 2

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = Sentence(sentence, **values)


class BadInput(Problem):
    """An answer, option or answers file that cannot be understood (exit code 2)."""


class Unreadable(Problem):
    """A file that could not be read or written (exit code 3)."""

    exit_code = 3
