"""The rulebook in use: compiled once, kept in the user's cache under the hash of all rule files.

What stands in the cache is plain JSON with a checksum. A file that is broken, foreign or of another version is ignored and
built again; nothing depends on the folder being writable; a file is written beside and renamed, so two processes
that build at once leave one whole file.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from destcompare import __version__
from destcompare.places import cache_folder, data_folder
from destcompare.rulebook import codec
from destcompare.rulebook.model import Rulebook

_FORMAT = "destcompare-rulebook/2"


def load_rulebook(folder: Path | None = None, cache: Path | None = None) -> Rulebook:
    """The rulebook of the folder (the shipped one by default), from the cache when it is there and whole.

    Raises `Unreadable` when the folder holds no rule files, `BrokenRules` with every fault when they have any.
    """
    return load_files(rule_files(folder or data_folder("rules")), cache)


def load_files(files: Mapping[str, bytes], cache: Path | None = None) -> Rulebook:
    """The rulebook of these rule files, wherever they were read from. Raises `BrokenRules`."""
    digest = digest_of(files)
    cache = cache or cache_folder()
    path = cache / f"rulebook-{digest}.json" if cache else None
    kept = _read(path, digest) if path else None
    if kept is not None:
        return kept
    from destcompare.rulebook.building import build_rulebook

    rulebook = build_rulebook(files, f"sha256:{digest}")
    if path:
        _write(path, codec.encode(rulebook))
    return rulebook


def rule_files(folder: Path) -> dict[str, bytes]:
    """The bytes of all rule files under the folder, by name with forward slashes, in a fixed order."""
    from destcompare.problems import N_, Unreadable

    try:
        names = sorted(
            f"{entry.name}/{file.name}" if entry.is_dir() else entry.name
            for entry in os.scandir(folder)
            for file in (os.scandir(entry) if entry.is_dir() else [entry])
            if file.name.endswith(".toml")
        )
        contents = {name: (folder / name).read_bytes() for name in names}
    except OSError as error:
        raise Unreadable(N_("The rule files cannot be read: {file}."), file=str(error.filename or folder)) from error
    if not contents:
        raise Unreadable(N_("No rule files were found in the folder {folder}."), folder=str(folder))
    return contents


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents of the rule files, and over the version and layout of what is compiled from them."""
    digest = hashlib.sha256(f"{_FORMAT} {__version__} {codec.LAYOUT}".encode())
    for name, content in files.items():
        digest.update(b"%s\0%d\0" % (name.encode(), len(content)))
        digest.update(content)
    return digest.hexdigest()


def _read(path: Path, digest: str) -> Rulebook | None:
    try:
        if _is_foreign(path):
            return None
        header, _, body = path.read_text("utf-8").partition("\n")
        if header != f"{_FORMAT} {_checksum(body)}":
            return None
        rulebook = codec.decode(body)
    except (OSError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    return rulebook if rulebook.digest == f"sha256:{digest}" else None


def _is_foreign(path: Path) -> bool:
    """Whether someone else could have written the file."""
    if not hasattr(os, "getuid"):
        return False
    status = path.stat()
    return status.st_uid != os.getuid() or bool(status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _write(path: Path, body: str) -> None:
    """Keep the compiled rulebook; where that is not possible, go without."""
    import contextlib
    import tempfile

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".rulebook-", dir=path.parent)
    except OSError:
        return
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{_FORMAT} {_checksum(body)}\n{body}")
        Path(beside).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(beside).unlink()


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
