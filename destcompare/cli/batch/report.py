"""`batch report`: a caseload at a glance."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_


def add_to(batch: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @batch.command(
        cls=words.command,
        help=words.word(
            N_(
                "Show a caseload at a glance: where people could go, what alone keeps them out, what a language course would "
                "open, how much hangs on one country."
            )
        ),
        epilog="destcompare batch report outcomes.csv -o report.html",
    )
    def report(
        outcomes: Annotated[
            str,
            typer.Argument(
                metavar=N_("OUT"),
                help=words.word(
                    N_("What {command} wrote: one row a case and scheme", command="destcompare batch CASES -o OUT")
                ),
            ),
        ],
        output: Annotated[
            str | None,
            typer.Option(
                "--output",
                "-o",
                metavar=N_("FILE"),
                help=words.word(N_("Write the report as a page with charts (.html)")),
            ),
        ] = None,
        as_of: Annotated[str | None, shared.as_of] = None,
        rules: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        import sys

        from destcompare.cli import settings

        _check_ending(output)
        day = settings.read_as_of(as_of)
        settings.need("polars", "batch")

        from destcompare.batch.report.content import write_report
        from destcompare.batch.report.counting import count
        from destcompare.batch.report.outcomes import open_outcomes
        from destcompare.batch.report.requirements import language_openers, same_reasons

        found = open_outcomes(outcomes)
        rulebook = settings.read_rules(rules)
        counts = count(found, language_openers(rulebook, day), same_reasons(rulebook, day))
        sheet = write_report(counts, rulebook, day, words.language)
        if output is None:
            from destcompare.batch.report.terminal import print_report
            from destcompare.output.console import make_console

            print_report(sheet, make_console(sys.stdout))
            return
        from destcompare.batch.report.html import html_report

        settings.write_whole(output, html_report(sheet))
        print(words.word(N_("Written: {file}", file=output)))


def _check_ending(output: str | None) -> None:
    from pathlib import Path

    from destcompare.problems import BadInput

    if output is not None and Path(output).suffix.lower() != ".html":
        raise BadInput(
            N_("The report is written as a page: the name of the file ends in {ending}. Given: {given}."),
            ending=".html", given=output[:60],
        )  # fmt: skip
