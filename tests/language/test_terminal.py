"""Text on a terminal that lacks letters."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from destcompare.language.terminal import make_readable, readable
from destcompare.output.console import make_console, words


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
        ("외국인 등록", "cp1251", "oegugin deungrog"),
        ("ひかり カメ", "ascii", "hikari kame"),
        ("Қарз", "utf-8", "Қарз"),
    ],
)
def test_letters_that_are_missing_have_near_ones(text: str, encoding: str, readable: str) -> None:
    assert written(text, encoding) == readable


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("Қарз: https://law.example/법 (расмӣ)", "cp1251", "Карз: https://law.example/%EB%B2%95 (расми)"),
        ("Қарз: https://law.example/법", "utf-8", "Қарз: https://law.example/법"),
        ("Oʻzbek – 3\u00a0USD", "ascii", "O'zbek - 3 USD"),
    ],
)
def test_a_text_is_read_as_it_will_be_written_and_its_addresses_keep_working(
    text: str, encoding: str, shown: str
) -> None:
    assert readable(text, encoding) == shown


@given(st.text(max_size=30), st.sampled_from(["ascii", "cp1251", "cp866", "utf-8"]))
def test_what_was_made_readable_once_stays_as_it_is(text: str, encoding: str) -> None:
    once = readable(text, encoding)
    once.encode(encoding)
    assert readable(once, encoding) == once


def console_of(encoding: str, width: int) -> tuple[Console, io.BytesIO]:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    make_readable(stream)
    console = make_console(stream)
    console.width = width
    return console, raw


@pytest.mark.parametrize("encoding", ["ascii", "cp866", "cp1251", "utf-8"])
def test_lines_are_broken_by_the_letters_that_are_written(encoding: str) -> None:
    console, raw = console_of(encoding, 12)
    text: Text = words(console, "Мурожаат қилиш учун қўшимча ҳужжатлар 1\u00a0500\u00a0USD")
    console.print(text)
    lines = raw.getvalue().decode(encoding).splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 12
    assert lines[-1].replace("\u00a0", " ").strip() == "1 500 USD"
