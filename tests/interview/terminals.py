"""The command in a pseudo-terminal: what a person sees and types."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from pathlib import Path

from tests.conftest import ROOT


class Typist:
    """A process in a terminal of its own; `screen` is all that it has written so far."""

    def __init__(self, home: Path, *arguments: str, columns: int = 80, lines: int = 50) -> None:
        self.screen = ""
        self._seen = 0
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")  # a letter may come in two parts
        self.code: int | None = None
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "NO_COLOR": "1",
            "TMPDIR": str(home),
        }
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.chdir(home)
            os.execve(sys.executable, [sys.executable, "-m", "destcompare", *arguments], environment)

    def wait_for(self, *texts: str, seconds: float = 60) -> str:
        """What is written until one of these texts came."""
        start, end = self._seen, time.monotonic() + seconds
        while not any(text in self.screen[start:] for text in texts):
            assert time.monotonic() < end, f"{texts!r} did not come: {self.screen[start:]!r}"
            assert self._receive(), f"{texts!r} did not come before the end: {self.screen[start:]!r}"
        self._seen = len(self.screen)  # a text in the same breath as another is not waited for again
        return self.screen[start:]

    def rest(self) -> str:
        """What is written until the process ends."""
        start = len(self.screen)
        while self._receive():
            pass
        _, status = os.waitpid(self.process, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return self.screen[start:]

    def type(self, text: str) -> None:
        """Type it."""
        os.write(self._terminal, text.encode())

    def send(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.process, number)

    def runs(self) -> bool:
        """Whether the process is still there and not stopped."""
        return os.waitpid(self.process, os.WNOHANG | os.WUNTRACED) == (0, 0)

    def close(self) -> None:
        """End the process, whatever it does."""
        if self.code is None:
            with contextlib.suppress(OSError):
                os.kill(self.process, 9)
                os.waitpid(self.process, 0)
        os.close(self._terminal)

    def _receive(self) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], 1)
        if not ready:
            return True
        try:
            received = os.read(self._terminal, 65536)
        except OSError:
            return False
        self.screen += self._letters.decode(received).replace("\r\n", "\n")
        return bool(received)
