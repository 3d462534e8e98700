"""`interview`: asks what still matters, one question at a time, then shows `compare`; on a shared terminal too."""

import sys
from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_, BadInput


def add_to(app: typer.Typer, words: Help) -> None:
    """Put the command on the command line, its help in the person's language."""
    shared = Options(words)

    @app.command(
        cls=words.command,
        help=words.word(N_("Ask only the questions that still matter, one at a time, then compare.")),
        epilog="destcompare interview --brief --lang uz",
    )
    def interview(
        from_file: Annotated[
            str | None,
            typer.Option(
                "--from", metavar=N_("FILE"), help=words.word(N_("Begin with the answers of a TOML or JSON file"))
            ),
        ] = None,
        save: Annotated[
            str | None,
            typer.Option(
                metavar=N_("FILE"), help=words.word(N_("Keep the answers in this file; otherwise nothing is kept"))
            ),
        ] = None,
        brief: Annotated[
            bool, typer.Option("--brief", help=words.word(N_("At most {count} questions", count=8)))
        ] = False,
        to: Annotated[list[str] | None, shared.to] = None,
        kiosk: Annotated[
            bool, typer.Option("--kiosk", help=words.word(N_("Full screen for a shared terminal; forgets each person")))
        ] = False,
        quiet: Annotated[
            str,
            typer.Option(
                metavar=N_("SECONDS"),
                help=words.word(N_("With {option}: begin anew when nobody types", option="--kiosk")),
            ),
        ] = "120",
        leave: Annotated[
            str | None,
            typer.Option(
                metavar=N_("WORD"),
                help=words.word(N_("With {option}: the word by which staff leave it", option="--kiosk")),
            ),
        ] = None,
        as_of: Annotated[str | None, shared.as_of] = None,
        rules: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli import settings
        from destcompare.decision.weigh import weigh
        from destcompare.interview import saving
        from destcompare.interview.lines import Lines
        from destcompare.interview.session import Session
        from destcompare.language import all_languages
        from destcompare.output.console import make_console
        from destcompare.output.table import TableView

        day = settings.read_as_of(as_of)
        rulebook = settings.read_rules(rules)
        destinations = [settings.one_of("--to", code, rulebook.destinations) for code in to or ()]
        if kiosk:
            try:
                from destcompare.interview.kiosk import Kiosk
            except ImportError as error:  # a system without terminals of this kind
                raise BadInput(N_("{option} needs a terminal: a keyboard and a screen."), option="--kiosk") from error
            settings.without(("--from", from_file), ("--save", save), beside="--kiosk")
            seconds = settings.whole_number("--quiet", quiet, 5, 3600)
            Kiosk(rulebook, day, destinations, brief=brief, quiet=seconds, leave=leave).run()
            return
        if save is not None:
            saving.check(Path(save))
        given = settings.read_answers((), from_file, rulebook, day)
        terminal = Lines(sys.stdin, sys.stdout)
        session = Session(
            terminal, words.language, all_languages, rulebook, day, destinations=destinations, brief=brief
        )
        decision = weigh(session.run(given), rulebook.priorities[0], destinations=destinations)
        console = make_console(sys.stdout)
        console.print()
        TableView(console, session.language, decision, everything=False).show(destinations)
        if save is not None:
            settings.write_whole(save, saving.written(session.answers))
