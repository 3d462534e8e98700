"""What many tests need: the shipped rulebook, people, and the command line as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import Decision, Option
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.model import Rulebook

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
# no test asserts on seconds: the machine may be slow, or shared
settings.register_profile("unhurried", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

LANGUAGES = ("uz", "tg", "ky", "ru", "en", "uz-Cyrl")


@pytest.fixture(scope="session")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(ROOT / "rules", tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def decided(rulebook: Rulebook) -> Callable[..., Decision]:
    def run(as_of: date = TODAY, **answers: object) -> Decision:
        return decide(make_person(read_mapping(answers, rulebook, as_of), rulebook), rulebook, as_of)

    return run


def option_of(decision: Decision, scheme: str) -> Option:
    return next(option for option in decision.options if option.scheme.id == scheme)


@dataclass(frozen=True)
class Ran:
    """How a process ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ran]:
    """Run `python -m destcompare …` as a user would, with a home and a cache of its own."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments: str, stdin: bytes | None = None, cwd: Path | None = None, **environ: str) -> Ran:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "80",
            **environ,
        }
        done = subprocess.run(
            [sys.executable, "-m", "destcompare", *arguments],
            input=stdin if stdin is not None else b"",
            capture_output=True,
            cwd=cwd,
            env=environment,
            timeout=60,
            check=False,
        )
        encoding = environ.get("PYTHONIOENCODING", "utf-8")
        return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    return run
