"""`handout`: the page that the person takes home."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_


def add_to(app: typer.Typer, words: Help) -> None:
    """Put the command on the command line, its help in the person's language."""
    shared = Options(words)

    @app.command(
        cls=words.command,
        help=words.word(N_("Write the page that the person takes home, for a phone or on paper.")),
        epilog="destcompare handout age=30 sex=female savings_usd=900 --lang uz -o page.html",
    )
    def handout(
        answers: Annotated[list[str] | None, shared.answers] = None,
        output: Annotated[
            str | None,
            typer.Option(
                "-o", "--output", metavar="FILE.html|FILE.pdf", help=words.word(N_("The file to write: HTML or PDF"))
            ),
        ] = None,
        from_file: Annotated[str | None, shared.from_file] = None,
        to: Annotated[list[str] | None, shared.to] = None,
        priority: Annotated[str, shared.priority] = "balanced",
        with_answers: Annotated[
            bool, typer.Option("--with-answers", help=words.word(N_("Put the person's answers on the page too")))
        ] = False,
        as_of: Annotated[str | None, shared.as_of] = None,
        rules: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from destcompare.cli import settings
        from destcompare.decision.decide import decide
        from destcompare.decision.person import make_person
        from destcompare.decision.weigh import weigh
        from destcompare.output.handout.choice import choose
        from destcompare.output.handout.content import write_sheet

        form = _form_of(output)
        day = settings.read_as_of(as_of)
        rulebook = settings.read_rules(rules)
        priority = settings.one_of("--priority", priority, rulebook.priorities)
        destinations = [settings.one_of("--to", code, rulebook.destinations) for code in to or ()]
        person = make_person(settings.read_answers(answers or (), from_file, rulebook, day), rulebook)
        if form == "pdf":
            settings.need("typst", "pdf")
        decision = weigh(decide(person, rulebook, day), priority, destinations=destinations)
        choice = choose(decision)
        own = write_sheet(choice, words.language, with_answers=with_answers)
        page: str | bytes
        if form == "pdf":
            from destcompare.output.handout.pdf import pdf_page

            page = pdf_page(own)
        else:
            from destcompare.language import load_language
            from destcompare.language.choice import DEFAULT
            from destcompare.output.handout.html import html_page

            sheets = [own]
            if words.language.code != DEFAULT:
                sheets.append(write_sheet(choice, load_language(DEFAULT), with_answers=with_answers))
            page = html_page(sheets)
        assert output is not None
        settings.write_whole(output, page)
        print(words.word(N_("Written: {file}", file=output)))


def _form_of(output: str | None) -> str:
    """HTML or PDF, by the ending of the file's name. Raises `BadInput`."""
    from pathlib import Path

    from destcompare.problems import BadInput

    if output is None:
        raise BadInput(N_("Name the file to write, for example {example}."), example="-o page.html")
    form = Path(output).suffix.lower().removeprefix(".")
    if form not in ("html", "pdf"):
        raise BadInput(
            N_("The page is written as HTML or as PDF: the name of the file ends in .html or .pdf. Given: {given}."),
            given=output[:60],
        )
    return form
