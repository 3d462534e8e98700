"""Text on a terminal that lacks letters."""

from __future__ import annotations

import io

import pytest

from destcompare.language.terminal import make_readable


def written(text: str, encoding: str) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    make_readable(stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "readable"),
    [
        ("Oʻzbekiston maʼlumot", "ascii", "O'zbekiston ma'lumot"),
        ("Қирғизистон, Тоҷикистон", "cp1251", "Киргизистон, Точикистон"),
        ("Өлкө: мөөнөтү", "cp866", "Олко: мооноту"),
        ("Срок", "ascii", "Srok"),
        ("✓ → ✗ «a» – b…", "ascii", '+ > x "a" - b...'),
        ("1\u00a0234", "ascii", "1 234"),
        ("мой Қайрат", "ascii", "moy Kayrat"),
        ("2 × 5 − 1 ‘a’", "ascii", "2 x 5 - 1 'a'"),
        ("\ud800", "utf-8", "?"),
        ("漢", "ascii", "?"),
        ("Қарз", "utf-8", "Қарз"),
    ],
)
def test_letters_that_are_missing_have_near_ones(text: str, encoding: str, readable: str) -> None:
    assert written(text, encoding) == readable
