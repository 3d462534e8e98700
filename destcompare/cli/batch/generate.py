"""`batch generate`: invented people for testing."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_

_ENDINGS = [".csv", ".parquet", ".jsonl"]
_LARGEST = 100_000_000


def add_to(batch: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @batch.command(
        cls=words.command,
        help=words.word(
            N_(
                "Write invented people for testing, one row a person. The same number and seed give the same file everywhere."
            )
        ),
        epilog="destcompare batch generate 1000 -o people.csv",
    )
    def generate(
        number: Annotated[str, typer.Argument(metavar="N", help=words.word(N_("How many people")))],
        output: Annotated[
            str | None,
            typer.Option(
                "--output",
                "-o",
                metavar=N_("FILE"),
                help=words.word(N_("The file to write; its name ends in {endings}", endings=_ENDINGS)),
            ),
        ] = None,
        seed: Annotated[
            str, typer.Option("--seed", metavar=N_("NUMBER"), help=words.word(N_("Another seed gives other people")))
        ] = "1",
        rules: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli import settings
        from destcompare.places import data_folder
        from destcompare.problems import BadInput

        rows = settings.whole_number("N", number, 1, _LARGEST)
        chosen = settings.whole_number("--seed", seed, 0, 2**63 - 1)
        if output is None:
            raise BadInput(N_("Name the file to write, for example {example}."), example="-o people.csv")
        settings.need("polars", "batch")

        from destcompare.batch.population import Caseload, read_population
        from destcompare.batch.reading import format_of
        from destcompare.batch.writing import write_frames

        form = format_of(output)
        if form == "parquet":
            settings.need("pyarrow", "batch")
        rulebook = settings.read_rules(rules)
        caseload = Caseload(read_population(Path(rules) if rules else data_folder("rules")), rulebook, chosen)
        write_frames(output, form, caseload.frames(rows))
        print(words.word(N_("Invented people: {rows}. Written: {file}", rows=rows, file=output)))
