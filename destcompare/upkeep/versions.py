"""A version of the rules: a folder, or a revision of the git repository one stands in, read in memory."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from destcompare.problems import N_, BadInput, Unreadable
from destcompare.records import Record
from destcompare.rulebook.cache import load_files, rule_files
from destcompare.rulebook.model import Rulebook

_GIT = "git:"
_FOLDER = "rules"


class Version(Record):
    """The rules as they are called on the command line, their files, and what they say."""

    name: str
    files: Mapping[str, bytes]
    rulebook: Rulebook


def read_version(name: str, repository: Path) -> Version:
    """The rules of a folder, or of `git:REV` or `git:REV:FOLDER` (default `rules`) in the repository around a folder.

    Raises `BadInput` for a revision that is none, `Unreadable` without git, repository or rule files, `BrokenRules`.
    """
    files = _revision_files(name.removeprefix(_GIT), repository) if name.startswith(_GIT) else rule_files(Path(name))
    return Version(name, files, load_files(files))


def _revision_files(wanted: str, repository: Path) -> dict[str, bytes]:
    revision, _, folder = wanted.partition(":")
    top = _git(repository, "rev-parse", "--show-toplevel")
    if top is None:
        raise Unreadable(N_("{folder} is not inside a git repository."), folder=str(repository))
    commit = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not revision or commit is None:
        raise BadInput(N_("There is no revision {revision} in this git repository."), revision=revision or _GIT)
    place = (folder or _FOLDER).strip("/")
    listed = _git(Path(top.decode().rstrip("\n")), "ls-tree", "-r", "-z", f"{commit.decode().strip()}:{place}")
    names = dict(_rule_files_in(listed or b""))
    if not names:
        raise Unreadable(
            N_("The revision {revision} has no rule files in the folder {folder}."), revision=revision, folder=place
        )
    contents = _git(repository, "cat-file", "--batch", given="\n".join(names.values()).encode())
    return dict(zip(sorted(names), _contents(contents or b"", len(names)), strict=True))


def _rule_files_in(listed: bytes) -> Iterator[tuple[str, str]]:
    """Names and object ids of rule files, at most one folder deep, as they are read from a folder; sorted by name."""
    entries = []
    for entry in filter(None, listed.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        path = name.decode("utf-8", "replace")
        if path.endswith(".toml") and path.count("/") <= 1:
            entries.append((path, about.split()[2].decode()))
    yield from sorted(entries)


def _contents(stream: bytes, count: int) -> Iterator[bytes]:
    """What `git cat-file --batch` prints: a line with id, kind and size, the bytes, the end of a line."""
    place = 0
    for _ in range(count):
        end = stream.index(b"\n", place)
        size = int(stream[place:end].split()[2])
        yield stream[end + 1 : end + 1 + size]
        place = end + size + 2


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes | None:
    """What git prints, or nothing when it refuses."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], input=given, capture_output=True, check=False)
    except OSError as error:
        raise Unreadable(
            N_("{program} was not found, and {option} needs it."), program="git", option="git:REV"
        ) from error
    return done.stdout if done.returncode == 0 else None
