"""A shared terminal: full screen, one person after the other, nothing left of the one who has gone.

The terminal gives no signals while this runs, so that no key ends or stops it: keys are read one by one, only letters,
figures and signs count, and control keys and their sequences fall away. Staff leave by a word of their own, typed unseen at
the choice of language, or by ending the process from elsewhere.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import select
import shutil
import signal
import sys
import termios
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from types import FrameType

from destcompare.decision.weigh import weigh
from destcompare.interview import replies
from destcompare.interview.replies import Refused
from destcompare.interview.screens import YOUR_ANSWER, Screens
from destcompare.interview.session import Ended, Session
from destcompare.language import Language, all_languages
from destcompare.language.choice import DEFAULT
from destcompare.output.console import make_console
from destcompare.output.page import Page
from destcompare.output.table import TableView
from destcompare.problems import N_, BadInput
from destcompare.rulebook.model import Rulebook

_OTHER_SCREEN, _OWN_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
_CLEAR = "\x1b[0m\x1b[2J\x1b[3J\x1b[H"
"""The screen and what was scrolled off it."""
_WIDEST = 100
_LONGEST = 200
_IGNORED = (signal.SIGINT, signal.SIGTSTP, signal.SIGQUIT, signal.SIGTTOU, signal.SIGTTIN)
_ENDING = (signal.SIGTERM, signal.SIGHUP)


class Gone(Exception):  # noqa: N818 - nothing went wrong
    """Nobody typed for a quiet time, or the person finished."""


class Left(Exception):  # noqa: N818 - nothing went wrong
    """The staff end the kiosk."""


class Kiosk:
    """One shared terminal."""

    def __init__(
        self,
        rulebook: Rulebook,
        as_of: date,
        destinations: Collection[str],
        *,
        brief: bool,
        quiet: int,
        leave: str | None,
    ) -> None:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise BadInput(N_("{option} needs a terminal: a keyboard and a screen."), option="--kiosk")
        self._rulebook = rulebook
        self._as_of = as_of
        self._destinations = destinations
        self._brief = brief
        self._leave = leave
        self._languages = all_languages()
        self._screen = FullScreen(quiet)

    def run(self) -> None:
        """One person after the other, until the staff leave."""
        with self._screen.taken(), contextlib.suppress(Left):
            while True:
                with contextlib.suppress(Gone):
                    self._serve(self._language())
                self._screen.forget()

    def _language(self) -> Language:
        """The choice of language, each by its own name; it waits as long as it takes."""
        own = next(language for language in self._languages if language.code == DEFAULT)
        while True:
            screens = self._screen.screens(own, self._rulebook)
            screens.list("destcompare", [language.own_name for language in self._languages])
            typed = replies.plain(self._screen.read(own, patient=True))
            if self._leave is not None and typed == self._leave:
                raise Left
            with contextlib.suppress(Refused):
                return self._languages[replies.read_place(typed, len(self._languages))]

    def _serve(self, language: Language) -> None:
        session = Session(
            self._screen,
            language,
            lambda: self._languages,
            self._rulebook,
            self._as_of,
            destinations=self._destinations,
            brief=self._brief,
        )
        decision = weigh(session.run({}), self._rulebook.priorities[0], destinations=self._destinations)
        page = self._screen.screens(session.language, self._rulebook).page
        view = TableView(page.console, session.language, decision, everything=False)
        view.show(self._destinations)
        with contextlib.suppress(Ended):
            self._screen.leaf_through(session.language)


class FullScreen:
    """The whole terminal, read key by key."""

    def __init__(self, quiet: int) -> None:
        self._quiet = quiet
        self._written = io.StringIO()

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Take the terminal, and give it back as it was, empty."""
        keyboard = sys.stdin.fileno()
        before = termios.tcgetattr(keyboard)
        handlers = {number: signal.getsignal(number) for number in (*_IGNORED, *_ENDING)}
        for number in _IGNORED:
            signal.signal(number, signal.SIG_IGN)
        for number in _ENDING:
            signal.signal(number, _end)
        own = termios.tcgetattr(keyboard)
        own[0] &= ~(termios.IXON | termios.ICRNL | termios.BRKINT)
        own[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        try:
            termios.tcsetattr(keyboard, termios.TCSAFLUSH, own)
            _put(_OTHER_SCREEN + _CLEAR)
            yield
        finally:
            _put(_CLEAR + _OWN_SCREEN)
            termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def forget(self) -> None:
        """Wipe the screen and what was typed ahead."""
        self._written = io.StringIO()
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
        _put(_CLEAR)

    def screens(self, language: Language, rulebook: Rulebook) -> Screens:
        """A new screen."""
        self._written = io.StringIO()
        console = make_console(self._written)
        console.width = min(shutil.get_terminal_size().columns, _WIDEST)
        return Screens(Page(console, language, rulebook), rulebook, spacious=True)

    def read(self, language: Language, *, patient: bool = False) -> str:
        """Show the screen and read a line. Raises `Gone` after the quiet time, unless patient."""
        prompt = f"{language.text(YOUR_ANSWER)} "
        _put(_CLEAR + self._fitting() + prompt)
        typed = ""
        for key in _keys(None if patient else self._quiet):
            if key == "\n":
                return typed
            if key == "\b":
                typed = typed[:-1]
            elif len(typed) < _LONGEST:
                typed += key
            shown = "".join(letter for letter in typed if letter.isdecimal()) if patient else typed
            _put(f"\r\x1b[K{prompt}{shown}")
        raise AssertionError

    def leaf_through(self, language: Language) -> None:
        """Show what is longer than the screen page by page; the last page stays until Enter or the quiet time."""
        lines = self._written.getvalue().split("\n")
        size = max(shutil.get_terminal_size().lines - 2, 4)
        pages = [lines[start : start + size] for start in range(0, len(lines), size)]
        for number, page in enumerate(pages, start=1):
            last = number == len(pages)
            hint = language.text(
                N_("Page {number} of {all}. {key}: finish and clear the screen")
                if last
                else N_("Page {number} of {all}. {key}: the next page"),
                number=number,
                all=len(pages),
                key="Enter",
            )
            _put(_CLEAR + "\n".join(page) + f"\n{hint} ")
            next(key for key in _keys(self._quiet) if key == "\n")

    def _fitting(self) -> str:
        """What was written, without the empty lines between choices where it would not fit."""
        lines = self._written.getvalue().split("\n")
        room = shutil.get_terminal_size().lines - 1
        if len(lines) > room:
            lines = [line for line in lines if line.strip()]
        return "\n".join(lines[-room:] if len(lines) > room else lines)


def _keys(quiet: int | None) -> Iterator[str]:
    """Letters as they are typed; Enter is a line's end, the key for deleting is a backspace, all else falls away.

    Raises `Gone` when nothing is typed for the quiet time, in seconds.
    """
    keyboard = sys.stdin.fileno()
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    inside = False  # a sequence of a control key
    while True:
        ready, _, _ = select.select([keyboard], [], [], quiet)
        if not ready:
            raise Gone
        received = os.read(keyboard, 1)
        if not received:
            raise Left  # the terminal is no more
        for letter in decoder.decode(received):
            if inside:
                inside = not (letter.isalpha() or letter == "~")
            elif letter == "\x1b":
                inside = _more_follows(keyboard)
            elif letter in "\r\n":
                yield "\n"
            elif letter in "\x7f\b":
                yield "\b"
            elif unicodedata.category(letter)[0] in "LNPSZM":
                yield letter


def _more_follows(keyboard: int) -> bool:
    """Whether an escape begins a sequence, and is not the key alone."""
    ready, _, _ = select.select([keyboard], [], [], 0.05)
    return bool(ready)


def _put(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Left
