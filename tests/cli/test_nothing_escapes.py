"""Every command in a made-up language whose words all have accents: a plain word on the screen was never translated."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from destcompare.cli.app import run
from destcompare.language.choice import available_languages
from destcompare.language.pseudo import to_pseudo
from destcompare.rulebook.model import Rulebook, Statement
from destcompare.upkeep.lookup import everything
from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]
Speak = Callable[[list[str]], str]

HELP = [
    [], ["compare"], ["interview"], ["explain"], ["rules"],
    *(["rules", name] for name in ("check", "test", "coverage", "diff", "prove", "fmt", "new", "show", "stale", "schema")),
]  # fmt: skip

COMMANDS = [
    "compare nationality=TJ age=24 sex=male",
    "compare nationality=UZ age=38 sex=female russian_level=B1 savings_usd=900 ru_overstay_days=200 ru_left_on=2025-01-10 --all",
    "compare nationality=KG age=30 --shock rouble-2014 --priority safety --weight net_earnings=40",
    "compare",
    "explain ru/patent nationality=TJ age=24 --money",
    "explain kr/e9 nationality=UZ age=38 sex=female criminal_record=imprisonment",
    "rules check",
    "rules check --strict --days 3000",
    "rules test -k e9",
    "rules stale --as-of 2029-01-01",
    "rules show",
    "rules show kr/e9",
    "rules show kr/e9/age",
    "rules show nationality",
    "rules show ru-115fz-133",
    "rules coverage",
    "rules coverage --all",
    "rules fmt --check",
    "rules diff rules rules",
]

MISTAKES = [
    "compare nationality=XX", "compare nationality=mars", "compare foo=1", "compare nationalty=UZ", "compare age=abc",
    "compare age=300", "compare age", "compare age=30 age=31", "compare savings_usd=-5", "compare sex=3",
    "compare ru_left_on=2030-13-45", "compare health_conditions=nothing", "compare --as-of x", "compare --to zz",
    "compare --priority mony", "compare --weight net_earnings=x", "compare --shock ruble", "compare --format xml",
    "compare --rules /nowhere", "compare --from /nowhere.toml", "compare --from /", "compare --bogus", "compare --to",
    "compare --all=3", "explain", "explain kr/e99", "interview --kiosk", "interview --quiet 3 --kiosk", "bogus", "rules bogus",
    "rules check --strict --days x", "rules test extra", "rules show kr/e99", "rules schema nope", "rules new scheme",
    "rules new scheme xx", "rules new destination 12", "rules diff", "rules diff rules git:nope",
    "rules diff rules rules --affected x", "rules coverage --least x", "rules prove --seconds x", "rules stale --days x",
]  # fmt: skip

PLACE = re.compile(r"\S+\.toml:\d+:\d+:")
"""Where a fault stands."""

PLAIN = re.compile(r"(?<!\w)[A-Za-z]{2,}(?!\w)")

CODES = re.compile(
    r"https?://\S+|\[[A-Za-z/]+\]|--[a-z-]+|'[^']*'(?: not)?(?: in\b)?"
    r"|\S+=\S*|\S+/\S*|\S+\.(?:toml|md|json|po)\b|\b[\w-]+\.(?:[a-z]{2,3})\b|\b[A-Z]{2,3}(?:\d+)?\b"
    r"|\w+_\w+|\b[a-z]+\("
    r"|\b(?:destcompare|git|rules|show|check|json|text|note|table|true|false|unknown|github|CSV|JSONL|Parquet|Cyrl)\b|\bgit:\S+"
)
"""The same in every language: addresses, units of the rules, options, answers, paths, codes, commands, names of formats."""

TYPED = re.compile(r"\b(?:foo|age|abc|zz|mony|ruble|nope|bogus|extra|nothing|nationalty|mars|sex|xml|nowhere|xx)\b")
"""What the command lines above say themselves."""


@pytest.fixture(scope="module")
def sayings(rulebook: Rulebook) -> list[str]:
    """Whole texts that are shown as they stand in the rules: ids, titles of sources, articles, conditions, words to choose."""
    found = set(tomli.loads((ROOT / "locales" / "names.toml").read_text("utf-8"))["kept"])
    for name, thing in everything(rulebook):
        found.add(name)
        if isinstance(thing, Statement):
            found.add(thing.clause or "")
            found.add(thing.when.text if getattr(thing, "when", None) else "")
    for source in rulebook.sources.values():
        found |= {source.title, source.publisher, source.url}
    for path in (ROOT / "rules").rglob("*.toml"):
        found |= {line.strip() for line in path.read_text("utf-8").splitlines() if "=" in line}
    for fact in rulebook.facts.values():
        found |= set(fact.type.choice.words if fact.type.choice else ())
    found |= {str(item.value.text) for item in rulebook.money.sums}
    found |= {*rulebook.priorities, *(criterion.id for criterion in rulebook.scoring.criteria)}
    found |= {shock.name for shock in rulebook.shocks}
    found |= {path.name.partition(".")[0] for path in (ROOT / "rules" / "schemas").iterdir()}
    found |= {
        *available_languages(),
        "facts",
        "compare",
        "interview",
        "handout",
        "batch",
        "csv",
        "people",
        "outcomes",
        "parquet",
        "jsonl",
        "explain",
        *(name[-1] for name in HELP if name),
        "result",
        "explanation",
    }
    return sorted((" ".join(text.split()) for text in found if PLAIN.search(text)), key=len, reverse=True)


def escaped(output: str, sayings: list[str]) -> list[str]:
    """Each line with plain words that nothing excuses."""
    found = []
    for line in output.splitlines():
        if re.match(r"\s*\w+ = ", line):  # a formula of the rules
            continue
        rest = PLACE.sub(" ", " ".join(line.split()))
        for text in sayings if PLAIN.search(CODES.sub(" ", rest)) else ():
            if text in rest:
                rest = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", rest)
        words = PLAIN.findall(TYPED.sub(" ", CODES.sub(" ", rest)))
        if words:
            found.append(f"{' '.join(words)}: {line.strip()[:200]}")
    return found


@pytest.fixture
def spoken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[list[str]], str]:
    monkeypatch.setenv("COLUMNS", "4000")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache-of-escapes"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.chdir(ROOT)

    def speak(arguments: list[str]) -> str:
        assert run([*arguments, "--lang", "qps"]) in (0, 1, 2, 3)
        told = capsys.readouterr()
        return told.out + told.err

    return speak


@pytest.mark.parametrize("command", HELP, ids=" ".join)
def test_no_word_of_a_help_escapes(spoken: Speak, sayings: list[str], command: list[str]) -> None:
    lines = spoken([*command, "--help"]).splitlines()
    example = [number for number, line in enumerate(lines) if line.startswith(to_pseudo("Example:"))]
    assert escaped("\n".join(lines[: example[0] if example else None]), sayings) == []


@pytest.mark.parametrize("command", [*COMMANDS, *MISTAKES])
def test_no_word_of_a_command_escapes(spoken: Speak, sayings: list[str], command: str) -> None:
    out = spoken(command.split())
    assert out
    assert escaped(out, sayings) == []


def test_no_word_of_the_interview_escapes(cli: Run, sayings: list[str]) -> None:
    replies = "\n".join(["1", "30", "0", "xyz", "?", "1", "2", "1", "0"] * 4)
    ran = cli("interview", "--brief", "--lang", "qps", stdin=replies.encode(), COLUMNS="4000")
    assert ran.code == 0, ran.err
    assert escaped(ran.out, [*sayings, "Русский", "English"]) == []


def test_a_word_that_escapes_is_found(sayings: list[str]) -> None:
    assert escaped(f"{to_pseudo('Wait until then.')} never said", sayings)[0].startswith("never said: ")


def test_the_made_up_language_keeps_placeholders_and_is_longer() -> None:
    text = "Wait until {day}, then ask {who}."
    assert re.findall(r"\{\w+\}", to_pseudo(text)) == ["{day}", "{who}"]
    assert len(to_pseudo(text)) > 1.25 * len(text)
    assert to_pseudo("") == ""


def test_the_made_up_language_is_offered_to_nobody(cli: Run) -> None:
    assert "qps" not in available_languages()
    assert "qps" not in cli("--help", "--lang", "en").out
    assert cli("compare", "--help", DESTCOMPARE_LANG="QPS").out.startswith(to_pseudo("Usage:"))


def test_no_folder_holds_the_made_up_language() -> None:
    assert not Path(ROOT / "locales" / "qps").exists()
