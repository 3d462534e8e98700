"""`rules new`: lays out a new scheme or destination."""

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
        help=words.word(N_("Lay out the files of a new scheme or destination. Nothing is overwritten.")),
        epilog="destcompare rules new scheme xx/seasonal --rules rules",
    )
    def new(
        kind: Annotated[str, typer.Argument(metavar="scheme|destination", help=words.word(N_("What to lay out")))],
        name: Annotated[
            str, typer.Argument(metavar=N_("ID"), help=words.word(N_("Id of the scheme, or code of the country")))
        ],
        as_of: Annotated[
            str | None,
            typer.Option(metavar=N_("YYYY-MM-DD"), help=words.word(N_("The first day written in it (default: today)"))),
        ] = None,
        folder: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli.settings import one_of, read_as_of
        from destcompare.places import data_folder
        from destcompare.rulebook.cache import rule_files
        from destcompare.upkeep.formatting import write_text
        from destcompare.upkeep.scaffold import new_destination, new_scheme

        kind = one_of("new", kind, ("scheme", "destination"))
        day = read_as_of(as_of)
        where = Path(folder) if folder else data_folder("rules")
        contents = rule_files(where)
        files = new_scheme(contents, name, day) if kind == "scheme" else new_destination(contents, name, day)
        for file, text in files.items():
            (where / file).parent.mkdir(exist_ok=True)
            write_text(where / file, text)
            print(words.word(N_("Written: {file}", file=file)))
        print(
            words.word(
                N_(
                    "Next: write the source into {sources} and fill in {file}. Then run {command} until it has no fault.",
                    sources="sources.toml",
                    file=next(iter(files)),
                    command="destcompare rules check",
                )
            )
        )
