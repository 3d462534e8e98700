"""Rule files laid out anew: which of them would change, and their new text written beside and renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import tomli

from destcompare.problems import N_, Unreadable
from destcompare.rulebook.faults import BrokenRules
from destcompare.rulebook.reading import read_files
from destcompare.upkeep.layout import laid_out
from destcompare.upkeep.schemas import schema_of
from destcompare.upkeep.toml_text import LayoutError


def changed_files(folder: Path, contents: Mapping[str, bytes]) -> tuple[dict[str, str], list[str]]:
    """The new text of each rule file that is not laid out yet, and the names of those that cannot be.

    Raises `BrokenRules` where a file is no TOML.
    """
    unread = [fault for file in read_files(contents).values() for fault in file.faults if fault.code == "RULE001"]
    if unread:
        raise BrokenRules(unread)
    changed, left = {}, []
    for name, content in contents.items():
        schema = schema_of(name)
        if schema is not None and not (folder / name).parent.joinpath(schema).is_file():
            schema = None
        text = content.decode("utf-8")
        try:
            new = laid_out(text, schema)
        except (LayoutError, tomli.TOMLDecodeError):
            left.append(name)
            continue
        if new.encode() != content:
            changed[name] = new
    return changed, left


def write_text(path: Path, text: str) -> None:
    """Write a file beside and rename it, so that there is never half of it. Raises `Unreadable`."""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            if path.exists():
                Path(beside).chmod(path.stat().st_mode)
            else:
                Path(beside).chmod(0o644)
            Path(beside).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as error:
        raise Unreadable(N_("The file {file} cannot be written."), file=str(path)) from error
