"""Message ids → catalogues: gathers every sentence of the program and the rules, and keeps `locales/` in step.

python -m destcompare.upkeep.messages            add new messages, mark changed ones fuzzy, drop those no longer used
python -m destcompare.upkeep.messages --check    exit 1 when a catalogue is not in step
python -m destcompare.upkeep.messages --missing ky > todo.json
python -m destcompare.upkeep.messages --fill ky done.json
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path

import polib
import tomli
from babel.messages.extract import extract_from_file

from destcompare.upkeep.sentences import place_in, sentences_in

_KEYWORDS = {
    "N_": None,
    "Sentence": None,
    "text": None,
    "plural": (1, 2),
    "BadInput": None,
    "Unreadable": None,
    "Problem": None,
}
_DOMAIN = "destcompare.po"

Messages = dict[str | tuple[str, str], list[str]]
"""Message id (or singular and plural) → where it shows."""


def gather(root: Path) -> Messages:
    """Every message of a checkout, in the order of the files."""
    found: Messages = {}
    for path in sorted((root / "destcompare").rglob("*.py")):
        place = path.relative_to(root).as_posix()
        for _, message, _, _ in extract_from_file("python", path, keywords=_KEYWORDS):
            texts = (message,) if isinstance(message, str) else tuple(message)
            if texts and texts[0]:
                key: str | tuple[str, str] = texts[0] if len(texts) == 1 else (texts[0], texts[1])
                places = found.setdefault(key, [])
                if place not in places:
                    places.append(place)
    for path in sorted((root / "rules").rglob("*.toml")):
        place, data = path.relative_to(root).as_posix(), tomli.loads(path.read_text("utf-8"))
        for where, message in sentences_in(place, data):
            found.setdefault(message, []).append(f"{place}: {place_in(data, where)}")
    return found


def update(catalogue: polib.POFile, messages: Messages) -> polib.POFile:
    """The catalogue with exactly these messages: known translations kept, near ones of dropped messages offered as fuzzy."""
    old = {(entry.msgid, entry.msgid_plural): entry for entry in catalogue if not entry.obsolete}
    wanted = {(key, "") if isinstance(key, str) else key: places for key, places in messages.items()}
    dropped = {key[0]: entry for key, entry in old.items() if key not in wanted and entry.msgstr}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata, fresh.header = catalogue.metadata, catalogue.header
    for (msgid, plural), places in wanted.items():
        entry = polib.POEntry(msgid=msgid, msgid_plural=plural, comment="\n".join(places))
        known = old.get((msgid, plural))
        if known is not None:
            entry.msgstr, entry.msgstr_plural, entry.flags = known.msgstr, known.msgstr_plural, list(known.flags)
        elif not plural:
            near = difflib.get_close_matches(msgid, dropped, 1, 0.8)
            if near:
                entry.msgstr, entry.flags = dropped[near[0]].msgstr, ["fuzzy"]
        if plural and not entry.msgstr_plural:
            entry.msgstr_plural = dict.fromkeys(range(_forms(catalogue)), "")
        fresh.append(entry)
    return fresh


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
    messages, paths = gather(root), catalogues(root)
    asked = options.missing or (options.fill[0] if options.fill else None)
    if asked is not None and asked not in paths:
        parser.error(f"no catalogue of {asked}; there are: {', '.join(paths)}")
    if options.missing:
        todo = [entry for entry in polib.pofile(str(paths[options.missing])) if not entry.translated()]
        empty = {entry.msgid: [""] * len(entry.msgstr_plural) if entry.msgid_plural else "" for entry in todo}
        json.dump(empty, sys.stdout, ensure_ascii=False, indent=1)
        return 0
    if options.fill:
        language, file = options.fill
        done = json.loads(Path(file).read_text("utf-8"))
        catalogue = polib.pofile(str(paths[language]), wrapwidth=110)
        for entry in catalogue:
            if done.get(entry.msgid):
                if entry.msgid_plural:
                    entry.msgstr_plural = dict(enumerate(done[entry.msgid]))
                else:
                    entry.msgstr = done[entry.msgid]
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        catalogue.save(str(paths[language]))
        return 0
    behind = 0
    for path in paths.values():
        before = path.read_text("utf-8")
        after = str(update(polib.pofile(str(path), wrapwidth=110), messages))
        if before.strip() != after.strip():
            behind += 1
            if options.check:
                print(f"{path.relative_to(root)}: not in step; run python -m destcompare.upkeep.messages")
            else:
                path.write_text(after.rstrip("\n") + "\n", "utf-8")
    return 1 if options.check and behind else 0


if __name__ == "__main__":
    sys.exit(main())
