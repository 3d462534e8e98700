"""`compare`: one person, every scheme, side by side."""

import sys
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
        help=words.word(N_("Compare every legal way to work abroad for one person.")),
        epilog="destcompare compare age=30 sex=female savings_usd=900 --lang uz",
    )
    def compare(
        answers: Annotated[list[str] | None, shared.answers] = None,
        from_file: Annotated[str | None, shared.from_file] = None,
        to: Annotated[list[str] | None, shared.to] = None,
        priority: Annotated[str, shared.priority] = "balanced",
        weight: Annotated[
            list[str] | None,
            typer.Option(
                metavar=N_("CRITERION=NUMBER"),
                help=words.word(N_("Another weight, for example {example}", example="net_earnings=40")),
            ),
        ] = None,
        shock: Annotated[str | None, shared.shock] = None,
        output: Annotated[
            str, typer.Option("--format", metavar="table|json", help=words.word(N_("For people or for programs")))
        ] = "table",
        everything: Annotated[
            bool, typer.Option("--all", help=words.word(N_("Every option with every requirement and source")))
        ] = False,
        as_of: Annotated[str | None, shared.as_of] = None,
        rules: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from destcompare.cli import settings
        from destcompare.decision.decide import decide
        from destcompare.decision.person import make_person
        from destcompare.decision.weigh import weigh

        day = settings.read_as_of(as_of)
        form = settings.one_of("--format", output, ("table", "json"))
        rulebook = settings.read_rules(rules)
        priority = settings.one_of("--priority", priority, rulebook.priorities)
        destinations = [settings.one_of("--to", code, rulebook.destinations) for code in to or ()]
        person = make_person(settings.read_answers(answers or (), from_file, rulebook, day), rulebook)
        weights = settings.read_weights(weight or (), rulebook)
        shock = settings.read_shock(shock, rulebook)
        decision = weigh(
            decide(person, rulebook, day), priority, weights, shock, destinations=destinations, everything=everything
        )
        if form == "json":
            from destcompare.output.document import result_document

            print(result_document(decision, words.language, destinations, everything=everything))
            return
        from destcompare.output.console import make_console
        from destcompare.output.table import TableView

        view = TableView(make_console(sys.stdout), words.language, decision, everything=everything)
        view.show(destinations)
