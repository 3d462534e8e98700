"""`batch CASES`: many people decided at once, from a file into a file."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_

_COLUMN = "as_of"


def add_to(batch: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @batch.command(
        cls=words.command,
        help=words.word(N_("Decide every scheme for every person in a file; one row is one person.")),
        epilog="destcompare batch people.csv -o outcomes.parquet --rejects rejects.csv",
    )
    def cases(
        people: Annotated[
            str,
            typer.Argument(
                metavar=N_("CASES"), help=words.word(N_("People: CSV, Parquet or JSON Lines; a column is an answer"))
            ),
        ],
        output: Annotated[
            str, typer.Option("-o", "--output", metavar=N_("FILE"), help=words.word(N_("Where the outcomes go")))
        ],
        rejects: Annotated[
            str | None,
            typer.Option(metavar=N_("FILE"), help=words.word(N_("Rows that cannot be read, with line and reason"))),
        ] = None,
        wide: Annotated[
            bool, typer.Option("--wide", help=words.word(N_("One row a person instead of one row a person and scheme")))
        ] = False,
        resume: Annotated[
            bool,
            typer.Option("--resume", help=words.word(N_("Keep what is done when interrupted, and go on from there"))),
        ] = False,
        statuses_only: Annotated[
            bool,
            typer.Option(
                "--statuses-only",
                help=words.word(N_("Only whether each way is open, without money, points and ranks: done sooner")),
            ),
        ] = False,
        priority: Annotated[str | None, shared.priority] = None,
        engine: Annotated[
            str,
            typer.Option(metavar="polars|duckdb|spark", help=words.word(N_("What computes the columns"))),
        ] = "polars",
        master: Annotated[
            str | None, typer.Option(metavar="URL", help=words.word(N_("The Spark cluster (default: this machine)")))
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                metavar=N_("YYYY-MM-DD"),
                help=words.word(
                    N_(
                        "By the rules of this day (default: today), or {column}: of the day in that column of the file",
                        column=_COLUMN,
                    )
                ),
            ),
        ] = None,
        rules: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from contextlib import nullcontext
        from functools import partial

        from destcompare.cli import settings

        for module in ("polars", "narwhals", "pyarrow"):
            settings.need(module, "batch")
        day = None if as_of == _COLUMN else settings.read_as_of(as_of)
        name = settings.one_of("--engine", engine, ("polars", "duckdb", "spark"))
        if name != "spark":
            settings.without(("--master", master), beside=f"--engine {name}")
        if statuses_only:
            settings.without(("--priority", priority), beside="--statuses-only")
        if name == "duckdb":
            settings.need("duckdb", "duckdb")
        if name == "spark":
            settings.need("pyspark", "spark")
        from destcompare.batch import engines
        from destcompare.batch.run import Task, run
        from destcompare.cli.batch.progress import Rejects, RunProgress

        chosen: engines.Engine = getattr(engines, f"on_{name}")
        if name == "spark" and master is not None:
            chosen = partial(engines.on_spark, master=master)
        rulebook = settings.read_rules(rules)
        weighed_by = None
        if rulebook.scoring.criteria and not statuses_only:  # rules that weigh nothing tell statuses alone
            weighed_by = settings.one_of("--priority", priority or rulebook.priorities[0], rulebook.priorities)
        task = Task(people, output, rulebook, day, wide, resume, weighed_by)
        with settings.whole(rejects) if rejects is not None else nullcontext() as file:
            put_aside = Rejects(file, words.language)
            with RunProgress(people) as progress:
                run(task, chosen, progress.show, put_aside.add)
        put_aside.tell()
