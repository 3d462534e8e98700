"""`rules fmt`: rule files in one order and style."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_


def add_to(rules: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @rules.command(
        cls=words.command,
        help=words.word(N_("Lay out all rule files in one order and style. Their meaning and comments stay.")),
        epilog="destcompare rules fmt --rules rules",
    )
    def fmt(
        check: Annotated[
            bool, typer.Option("--check", help=words.word(N_("Only list the files that would change")))
        ] = False,
        folder: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.places import data_folder
        from destcompare.rulebook.cache import rule_files
        from destcompare.upkeep.formatting import changed_files, write_text

        where = Path(folder) if folder else data_folder("rules")
        files = rule_files(where)
        changed, left = changed_files(where, files)
        for name, text in changed.items():
            if not check:
                write_text(where / name, text)
            print(name)
        for name in left:
            print(words.word(N_("Left as it is, lay it out by hand: {file}", file=name)))
        print(
            words.word(
                N_("Rule files that would change: {changed} of {files}.", changed=len(changed), files=len(files))
                if check
                else N_("Rule files laid out: {changed} of {files}.", changed=len(changed), files=len(files))
            )
        )
        if (check and changed) or left:
            raise typer.Exit(1)
