"""Extraction: every sentence of program and rules is found, and the catalogues follow them."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest

from destcompare.upkeep import messages

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "destcompare").mkdir()
    (tmp_path / "destcompare" / "one.py").write_text('x = N_("From code")\ny = plural("one day", "days", 3)\n')
    (tmp_path / "rules" / "xx").mkdir(parents=True)
    (tmp_path / "rules" / "xx" / "work.toml").write_text(
        'title = "From rules"\n[[requires]]\nid = "age"\ntext = "Age {limit}"\nsource = "not a message"\n'
        '[parameter.limit]\nunit = "USD"\nvalues = [{ value = 1500 }, { value = 9 }]\n'
    )
    (tmp_path / "rules" / "xx" / "cases.toml").write_text('title = "Not this"\n')
    folder = tmp_path / "locales" / "tg" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "destcompare.po").write_text(HEADER)
    return tmp_path


def catalogue(root: Path) -> polib.POFile:
    return polib.pofile(str(root / "locales" / "tg" / "LC_MESSAGES" / "destcompare.po"))


def test_messages_of_code_and_rules_are_gathered_with_their_place(root: Path) -> None:
    found = messages.gather(root)
    assert found["From code"] == ["destcompare/one.py"]
    assert found[("one day", "days")] == ["destcompare/one.py"]
    assert found["Age {limit}"] == ["rules/xx/work.toml: requires age text"]
    assert "Not this" not in found
    assert "not a message" not in found


def test_an_update_adds_keeps_and_drops(root: Path) -> None:
    assert messages.main(["--check"], root) == 1
    assert messages.main([], root) == 0
    assert messages.main(["--check"], root) == 0
    done = root / "done.json"
    done.write_text(json.dumps({"From rules": "Аз қоидаҳо"}), "utf-8")
    messages.main(["--fill", "tg", str(done)], root)
    (root / "destcompare" / "one.py").write_text("")
    messages.main([], root)
    assert {entry.msgid: entry.msgstr for entry in catalogue(root)} == {"From rules": "Аз қоидаҳо", "Age {limit}": ""}


def test_a_changed_english_sentence_makes_its_translation_fuzzy(root: Path) -> None:
    messages.main([], root)
    done = root / "done.json"
    done.write_text(json.dumps({"From rules": "Аз қоидаҳо"}), "utf-8")
    messages.main(["--fill", "tg", str(done)], root)
    rules = root / "rules" / "xx" / "work.toml"
    rules.write_text(rules.read_text().replace("From rules", "From the rules"))
    messages.main([], root)
    entry = catalogue(root).find("From the rules")
    assert (entry.msgstr, entry.flags) == ("Аз қоидаҳо", ["fuzzy"])


def test_missing_messages_are_listed_for_translators(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main([], root)
    messages.main(["--missing", "tg"], root)
    assert set(json.loads(capsys.readouterr().out)) == {"From code", "one day", "From rules", "Age {limit}"}


def test_plural_messages_are_listed_and_filled_form_by_form(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main([], root)
    messages.main(["--missing", "tg"], root)
    assert json.loads(capsys.readouterr().out)["one day"] == [""]
    done = root / "done.json"
    done.write_text(json.dumps({"one day": ["рӯз"]}), "utf-8")
    messages.main(["--fill", "tg", str(done)], root)
    assert catalogue(root).find("one day").msgstr_plural == {0: "рӯз"}
    assert messages.main(["--check"], root) == 0


def test_a_dropped_message_without_translation_makes_nothing_fuzzy(root: Path) -> None:
    messages.main([], root)
    rules = root / "rules" / "xx" / "work.toml"
    rules.write_text(rules.read_text().replace("From rules", "From the rules"))
    messages.main([], root)
    assert catalogue(root).find("From the rules").flags == []


def test_a_language_without_catalogue_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        messages.main(["--missing", "xx"], root)
    assert "tg" in capsys.readouterr().err


def test_a_changed_sentence_is_told_by_file_and_line_of_its_stale_translation(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main([], root)
    done = root / "done.json"
    done.write_text(json.dumps({"From rules": "Аз қоидаҳо"}), "utf-8")
    messages.main(["--fill", "tg", str(done)], root)
    rules = root / "rules" / "xx" / "work.toml"
    rules.write_text(rules.read_text().replace("From rules", "Quite another title"))
    assert messages.main(["--check"], root) == 1
    line = catalogue(root).find("From rules").linenum
    told = f"locales/tg/LC_MESSAGES/destcompare.po:{line}: stale: the English is now: Quite another title"
    assert told in capsys.readouterr().out
    messages.main([], root)
    assert catalogue(root).find("Quite another title").flags == ["fuzzy"]


def test_new_and_unused_messages_are_told_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main([], root)
    (root / "destcompare" / "one.py").write_text('x = N_("Something else, and new")\n')
    assert messages.main(["--check"], root) == 1
    out = capsys.readouterr().out
    assert "new: not translated yet: Something else, and new" in out
    assert "unused: nothing says this any more: From code" in out


def test_a_message_with_placeholders_has_an_example_above_it(root: Path) -> None:
    code = root / "destcompare" / "one.py"
    code.write_text('BadInput(N_("{option} needs a day until {day}."), option="--when", day=later)\n')
    messages.main([], root)
    assert catalogue(root).find("Age {limit}").comment.endswith("\nExample: Age 1,500\u00a0USD")
    wanted = "destcompare/one.py\nExample: --when needs a day until 5 March 2026."
    assert catalogue(root).find("{option} needs a day until {day}.").comment.replace("\u00a0", " ") == wanted


def test_a_placeholder_without_a_sample_is_named(root: Path) -> None:
    (root / "destcompare" / "one.py").write_text('N_("The {nobody_knows} of it")\n')
    with pytest.raises(LookupError, match="nobody_knows"):
        messages.main([], root)
