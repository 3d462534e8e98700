"""`explain`: one scheme opened up: why, why not, what would change it, what to look at twice."""

import sys
from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.problems import N_


def add_to(app: typer.Typer, words: Help) -> None:
    """Put the command on the command line, its help in the person's language."""

    @app.command(
        cls=words.command,
        help=words.word(N_("Explain one way: why, why not, and what would change it.")),
        epilog=f"destcompare explain {words.word(N_('SCHEME'))} age=38 savings_usd=900 --lang uz",
    )
    def explain(
        scheme: Annotated[
            str,
            typer.Argument(
                metavar=N_("SCHEME"),
                help=words.word(N_("The way to explain, by its id from {command}", command="compare --format json")),
            ),
        ],
        answers: Annotated[
            list[str] | None,
            typer.Argument(
                metavar=N_("NAME=VALUE"),
                help=words.word(N_("Answers about the person, for example {example}", example="age=30")),
            ),
        ] = None,
        from_file: Annotated[
            str | None,
            typer.Option(
                "--from",
                metavar=N_("FILE"),
                help=words.word(N_("Read answers from a TOML or JSON file; - is standard input")),
            ),
        ] = None,
        money: Annotated[
            bool, typer.Option("--money", help=words.word(N_("Open each sum down to its formula, prices and sources")))
        ] = False,
        priority: Annotated[
            str, typer.Option(metavar=N_("NAME"), help=words.word(N_("What matters most to the person")))
        ] = "balanced",
        shock: Annotated[
            str | None,
            typer.Option(
                metavar=N_("NAME"),
                help=words.word(
                    N_(
                        "Suppose a past shock happens again. All names: {command}",
                        command="destcompare rules show shocks",
                    )
                ),
            ),
        ] = None,
        output: Annotated[
            str, typer.Option("--format", metavar="text|json", help=words.word(N_("For people or for programs")))
        ] = "text",
        as_of: Annotated[
            str | None,
            typer.Option(metavar=N_("YYYY-MM-DD"), help=words.word(N_("By the rules of this day (default: today)"))),
        ] = None,
        rules: Annotated[
            str | None, typer.Option(metavar=N_("DIR"), help=words.word(N_("Another folder of rules")))
        ] = None,
        lang: Annotated[str | None, typer.Option(metavar=N_("LANG"), help=words.languages)] = None,
    ) -> None:
        from destcompare.cli import settings
        from destcompare.decision.decide import decide
        from destcompare.decision.explanation import explain as explained
        from destcompare.decision.person import make_person
        from destcompare.decision.weigh import weigh

        day = settings.read_as_of(as_of)
        form = settings.one_of("--format", output, ("text", "json"))
        rulebook = settings.read_rules(rules)
        scheme_id = settings.one_of(N_("SCHEME"), scheme, [scheme.id for scheme in rulebook.schemes])
        person = make_person(settings.read_answers(answers or (), from_file, rulebook, day), rulebook)
        priority = settings.one_of("--priority", priority, rulebook.priorities)
        supposed = settings.read_shock(shock, rulebook)
        weighed = weigh(decide(person, rulebook, day), priority, shock=supposed, everything=True)
        found = explained(weighed, scheme_id)
        if form == "json":
            from destcompare.output.explanation import explanation_document

            print(explanation_document(found, words.language, money=money))
            return
        from destcompare.output.console import make_console
        from destcompare.output.explain import ExplanationView

        ExplanationView(make_console(sys.stdout), words.language, found, money=money).show()
