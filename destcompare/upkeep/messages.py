"""Message ids → catalogues: gathers every sentence of the program and the rules, and keeps `locales/` in step.

python -m destcompare.upkeep.messages            add new messages, mark changed ones fuzzy, drop those no longer used
python -m destcompare.upkeep.messages --check    exit 1 when a catalogue is not in step; names each stale translation
python -m destcompare.upkeep.messages --missing ky > todo.json
python -m destcompare.upkeep.messages --fill ky done.json
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from destcompare.upkeep.gathering import Key, comments, gather

_DOMAIN = "destcompare.po"
_NEAR = 0.8
_IN_STEP = "run python -m destcompare.upkeep.messages"


def update(catalogue: polib.POFile, messages: Mapping[Key, str]) -> polib.POFile:
    """The catalogue with exactly these messages and comments.

    Known translations are kept; that of a changed sentence is offered as fuzzy.
    """
    old = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    dropped = [entry for key, entry in old.items() if key not in messages and entry.msgstr]
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata, fresh.header = catalogue.metadata, catalogue.header
    for key, comment in messages.items():
        msgid, plural = (key, "") if isinstance(key, str) else key
        entry = polib.POEntry(msgid=msgid, msgid_plural=plural, comment=comment)
        known = old.get(key)
        if known is not None:
            entry.msgstr, entry.msgstr_plural, entry.flags = known.msgstr, known.msgstr_plural, list(known.flags)
        elif not plural and (before := _before(msgid, comment, dropped)) is not None:
            entry.msgstr, entry.flags = before.msgstr, ["fuzzy"]
        if plural and not entry.msgstr_plural:
            entry.msgstr_plural = dict.fromkeys(range(_forms(catalogue)), "")
        fresh.append(entry)
    return fresh


def stale(name: str, catalogue: polib.POFile, messages: Mapping[Key, str]) -> Iterator[str]:
    """Each message that the catalogue lacks, or has of an older English sentence, by file and line."""
    old = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    dropped = [entry for key, entry in old.items() if key not in messages]
    for key, comment in messages.items():
        if key in old:
            continue
        msgid = key if isinstance(key, str) else key[0]
        before = _before(msgid, comment, [entry for entry in dropped if entry.msgstr])
        if before is None:
            yield f"{name}:1: new: not translated yet: {msgid} ({comment.splitlines()[0]})"
        else:
            yield f"{name}:{before.linenum}: stale: the English is now: {msgid} (was: {before.msgid})"
            dropped.remove(before)
    yield from (f"{name}:{entry.linenum}: unused: nothing says this any more: {entry.msgid}" for entry in dropped)


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgid, entry.msgid_plural) if entry.msgid_plural else entry.msgid


def _before(msgid: str, comment: str, dropped: list[polib.POEntry]) -> polib.POEntry | None:
    """The message that this one was before its English changed: it stands at the same place of the rules, or reads much alike."""
    places = _rule_places(comment)
    here = {entry.msgid: entry for entry in dropped if places & _rule_places(entry.comment)}
    others = {entry.msgid: entry for entry in dropped}
    for candidates, least in ((here, 0.0), (others, _NEAR)):
        near = difflib.get_close_matches(msgid, candidates, 1, least)
        if near:
            return candidates[near[0]]
    return None


def _rule_places(comment: str) -> set[str]:
    return {line for line in comment.splitlines() if line.startswith("rules/")}


def _forms(catalogue: polib.POFile) -> int:
    return int(catalogue.metadata["Plural-Forms"].partition("nplurals=")[2].partition(";")[0])


def catalogues(root: Path) -> dict[str, Path]:
    """The catalogue of each language, by its tag."""
    return {path.parent.parent.name: path for path in sorted((root / "locales").glob(f"*/LC_MESSAGES/{_DOMAIN}"))}


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    """Run the tool; the exit code."""
    parser = argparse.ArgumentParser(description="Keep the catalogues in step with program and rules.")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--missing", metavar="LANG")
    parser.add_argument("--fill", nargs=2, metavar=("LANG", "FILE"))
    options = parser.parse_args(arguments)
    root = root or Path(__file__).parent.parent.parent
    paths = catalogues(root)
    asked = options.missing or (options.fill[0] if options.fill else None)
    if asked is not None and asked not in paths:
        parser.error(f"no catalogue of {asked}; there are: {', '.join(paths)}")
    if options.missing:
        _print_missing(paths[options.missing])
        return 0
    if options.fill:
        _fill(paths[options.fill[0]], Path(options.fill[1]))
        return 0
    messages = comments(root, gather(root))
    behind = [path for path in paths.values() if not _bring_in_step(root, path, messages, only_look=options.check)]
    return 1 if options.check and behind else 0


def _bring_in_step(root: Path, path: Path, messages: Mapping[Key, str], *, only_look: bool) -> bool:
    """Whether the catalogue was in step already."""
    before, catalogue = path.read_text("utf-8"), polib.pofile(str(path), wrapwidth=110)
    after = str(update(catalogue, messages))
    if before.strip() == after.strip():
        return True
    if not only_look:
        path.write_text(after.rstrip("\n") + "\n", "utf-8")
        return False
    name = path.relative_to(root).as_posix()
    for line in stale(name, catalogue, messages):
        print(line)
    print(f"{name}: not in step; {_IN_STEP}")
    return False


def _print_missing(path: Path) -> None:
    todo = [entry for entry in polib.pofile(str(path)) if not entry.translated()]
    empty = {entry.msgid: [""] * len(entry.msgstr_plural) if entry.msgid_plural else "" for entry in todo}
    json.dump(empty, sys.stdout, ensure_ascii=False, indent=1)


def _fill(path: Path, file: Path) -> None:
    done = json.loads(file.read_text("utf-8"))
    catalogue = polib.pofile(str(path), wrapwidth=110)
    for entry in catalogue:
        if done.get(entry.msgid):
            if entry.msgid_plural:
                entry.msgstr_plural = dict(enumerate(done[entry.msgid]))
            else:
                entry.msgstr = done[entry.msgid]
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save(str(path))


if __name__ == "__main__":
    sys.exit(main())
