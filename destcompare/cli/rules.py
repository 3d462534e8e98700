"""`rules`: for maintainers of the rules."""

import sys
from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.problems import N_

_SHAPES = {
    "facts": "facts.toml",
    "sources": "sources.toml",
    "scoring": "scoring.toml",
    "derived": "derived.toml",
    "paper": "paper.toml",
    "home": "homes/NAME.toml",
    "destination": "FOLDER/destination.toml",
    "scheme": "FOLDER/NAME.toml",
    "cases": "FOLDER/cases.toml",
}
"""Names of the schemas of rule files, and a file of that shape."""


def add_to(app: typer.Typer, words: Help) -> None:
    """Put the group of commands on the command line."""
    rules = typer.Typer(cls=words.group, no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    app.add_typer(rules, name="rules", help=words.word(N_("For maintainers: check the rules, print their schemas")))

    @rules.callback()
    def group(lang: Annotated[str | None, typer.Option(metavar="LANG", help=words.languages)] = None) -> None:
        """Take the language before the command too."""

    @rules.command(
        cls=words.command,
        help=words.word(N_("Check all rule files and list every fault with its place.")),
        epilog="destcompare rules check --rules rules",
    )
    def check(
        folder: Annotated[
            str | None, typer.Option("--rules", metavar="DIR", help=words.word(N_("Another folder of rules")))
        ] = None,
        output: Annotated[
            str, typer.Option("--format", metavar="text|json|github", help=words.word(N_("For people or for programs")))
        ] = "text",
        lang: Annotated[str | None, typer.Option(metavar="LANG", help=words.languages)] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli.settings import one_of
        from destcompare.places import data_folder
        from destcompare.rulebook.building import build_rulebook
        from destcompare.rulebook.cache import digest_of, rule_files
        from destcompare.rulebook.faults import BrokenRules
        from destcompare.upkeep.report import as_annotations, as_json

        form = one_of("--format", output, ("text", "json", "github"))
        files = rule_files(Path(folder) if folder else data_folder("rules"))
        try:
            rulebook = build_rulebook(files, digest_of(files))
        except BrokenRules as broken:
            if form == "text":
                raise
            print(
                as_json(broken.faults, words.language)
                if form == "json"
                else as_annotations(broken.faults, words.language, folder or "rules")
            )
            raise typer.Exit(1) from None
        if form == "json":
            print(as_json((), words.language))
            return
        print(
            words.word(
                N_(
                    "No faults. Rule files: {files}. Schemes: {schemes}.",
                    files=len(files),
                    schemes=len(rulebook.schemes),
                )
            )
        )

    @rules.command(
        cls=words.command,
        help=words.word(N_("Run the rule cases beside the rules and name every difference.")),
        epilog="destcompare rules test -k overstay",
    )
    def test(
        only: Annotated[
            str | None,
            typer.Option("-k", metavar="TEXT", help=words.word(N_("Only cases with this text in their file or name"))),
        ] = None,
        folder: Annotated[
            str | None, typer.Option("--rules", metavar="DIR", help=words.word(N_("Another folder of rules")))
        ] = None,
        lang: Annotated[str | None, typer.Option(metavar="LANG", help=words.languages)] = None,
    ) -> None:
        from pathlib import Path

        from destcompare.cli import settings
        from destcompare.places import data_folder
        from destcompare.rulebook.cache import rule_files
        from destcompare.upkeep.cases import read_cases, tell

        rulebook = settings.read_rules(folder)
        cases = list(read_cases(rule_files(Path(folder) if folder else data_folder("rules")), only or ""))
        failed = 0
        for lines in tell(cases, rulebook, words.language):
            failed += 1
            print("\n".join(lines))
        print(
            words.word(
                N_("Rule cases as expected: {passed}. Otherwise: {failed}.", passed=len(cases) - failed, failed=failed)
            )
        )
        if failed:
            raise typer.Exit(1)

    @rules.command(
        cls=words.command,
        help=words.word(N_("Show one rule with its history, article and sources; without an id, all there is.")),
        epilog="destcompare rules show ID --as-of 2015-07-01",
    )
    def show(
        wanted: Annotated[
            str | None,
            typer.Argument(
                metavar="ID", help=words.word(N_("A scheme, figure, entry ban, danger, source or question"))
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(metavar="YYYY-MM-DD", help=words.word(N_("By the rules of this day (default: today)"))),
        ] = None,
        folder: Annotated[
            str | None, typer.Option("--rules", metavar="DIR", help=words.word(N_("Another folder of rules")))
        ] = None,
        lang: Annotated[str | None, typer.Option(metavar="LANG", help=words.languages)] = None,
    ) -> None:
        from destcompare.cli import settings
        from destcompare.output.console import make_console
        from destcompare.output.page import Page
        from destcompare.upkeep.lookup import find
        from destcompare.upkeep.show import RuleView

        day = settings.read_as_of(as_of)
        rulebook = settings.read_rules(folder)
        view = RuleView(Page(make_console(sys.stdout), words.language, rulebook), day)
        if wanted is None:
            view.overview()
            return
        for thing in find(rulebook, wanted):
            view.show(thing)

    @rules.command(
        cls=words.command,
        help=words.word(N_("Print a JSON Schema: {names}.", names=["result", *sorted(_SHAPES)])),
        epilog="destcompare rules schema result",
    )
    def schema(
        name: Annotated[str, typer.Argument(metavar="NAME", help=words.word(N_("Which schema")))] = "result",
        lang: Annotated[str | None, typer.Option(metavar="LANG", help=words.languages)] = None,
    ) -> None:
        import json

        from destcompare.cli.settings import one_of
        from destcompare.output.document import result_schema

        if one_of("schema", name, ("result", *sorted(_SHAPES))) == "result":
            print(result_schema(), end="")
            return
        from destcompare.rulebook.reading import shape_of

        shape = shape_of(_SHAPES[name])
        assert shape is not None
        print(json.dumps(shape.model_json_schema(), indent=2))
