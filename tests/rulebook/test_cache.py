"""The compiled rulebook: the same as the built one, never trusted when broken or foreign, harmless in every folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from destcompare.problems import Unreadable
from destcompare.rulebook import cache, codec
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.faults import BrokenRules
from tests.conftest import ROOT
from tests.rulebook.conftest import write


def kept_file(folder: Path) -> Path:
    (found,) = folder.glob("rulebook-*.json")
    return found


def test_a_decoded_rulebook_is_the_encoded_one() -> None:
    rulebook = build_rulebook(cache.rule_files(ROOT / "rules"), "sha256:test")
    assert codec.decode(codec.encode(rulebook)) == rulebook


def test_the_second_start_reads_the_cache_and_builds_nothing(
    tmp_path: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, folder = write(tmp_path / "rules", files), tmp_path / "cache"
    first = load_rulebook(rules, folder)
    monkeypatch.setattr("destcompare.rulebook.building.build_rulebook", lambda *_: pytest.fail("built again"))
    assert load_rulebook(rules, folder) == first


def test_a_changed_file_is_built_again(tmp_path: Path, files: dict[str, str]) -> None:
    rules, folder = write(tmp_path / "rules", files), tmp_path / "cache"
    first = load_rulebook(rules, folder)
    write(rules, {"xc/work.toml": files["xc/work.toml"].replace("Work there.", "Work here.")})
    second = load_rulebook(rules, folder)
    assert second.digest != first.digest
    assert second.schemes[0].about == "Work here."


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"Work there.", b"Evil there."),
        lambda _: b"not json\n" * 3,
        lambda content: b"\xff\xfe" + content,
    ],
)
def test_a_broken_file_in_the_cache_is_ignored_and_made_anew(tmp_path: Path, files: dict[str, str], damage) -> None:  # type: ignore[no-untyped-def]
    rules, folder = write(tmp_path / "rules", files), tmp_path / "cache"
    whole = load_rulebook(rules, folder)
    path = kept_file(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert load_rulebook(rules, folder) == whole
    assert b"Work there." in path.read_bytes()


def test_a_well_formed_file_with_other_content_is_ignored(tmp_path: Path, files: dict[str, str]) -> None:
    rules, folder = write(tmp_path / "rules", files), tmp_path / "cache"
    whole = load_rulebook(rules, folder)
    path = kept_file(folder)
    body = "[[],[21,1,2]]"
    path.write_text(f"{cache._FORMAT} {cache._checksum(body)}\n{body}", "utf-8")
    assert load_rulebook(rules, folder) == whole


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
def test_a_file_that_others_may_write_is_not_trusted(tmp_path: Path, files: dict[str, str]) -> None:
    rules, folder = write(tmp_path / "rules", files), tmp_path / "cache"
    load_rulebook(rules, folder)
    path = kept_file(folder)
    before = path.stat().st_ino
    path.chmod(0o666)
    load_rulebook(rules, folder)
    assert path.stat().st_ino != before
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path, files: dict[str, str]) -> None:
    rules = write(tmp_path / "rules", files)
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, not a folder")
    assert load_rulebook(rules, in_the_way).schemes


def test_processes_that_build_at_once_leave_one_whole_file(tmp_path: Path, files: dict[str, str]) -> None:
    rules, folder = write(tmp_path / "rules", files), tmp_path / "cache"
    program = (
        "import sys; from pathlib import Path; from destcompare.rulebook.cache import load_rulebook;"
        "load_rulebook(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(rules), str(folder)], cwd=ROOT) for _ in range(4)]
    assert [run.wait(60) for run in runs] == [0, 0, 0, 0]
    assert [path.name for path in folder.iterdir()] == [kept_file(folder).name]


def test_broken_rules_leave_nothing_in_the_cache(tmp_path: Path, files: dict[str, str]) -> None:
    rules = write(tmp_path / "rules", {**files, "xc/work.toml": "id ="})
    with pytest.raises(BrokenRules):
        load_rulebook(rules, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_record_from_the_cache_reads_its_fields_when_they_are_asked_for(
    tmp_path: Path, files: dict[str, str]
) -> None:
    rules, folder = write(tmp_path / "rules", files), tmp_path / "cache"
    built, kept = load_rulebook(rules, folder), load_rulebook(rules, folder)
    assert "_packed" in kept.schemes[0].__dict__
    assert kept.schemes[0].requirements[0].when.tree == built.schemes[0].requirements[0].when.tree
    assert "_packed" not in kept.schemes[0].__dict__
    assert hash(kept.schemes[0]) == hash(built.schemes[0])


def test_a_folder_without_rules_is_unreadable(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Unreadable):
            load_rulebook(folder, tmp_path / "cache")
