"""`explain`: one scheme opened up: why, why not, what would change it, what to look at twice."""

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
        answers: Annotated[list[str] | None, shared.answers] = None,
        from_file: Annotated[str | None, shared.from_file] = None,
        money: Annotated[
            bool, typer.Option("--money", help=words.word(N_("Open each sum down to its formula, prices and sources")))
        ] = False,
        priority: Annotated[str, shared.priority] = "balanced",
        shock: Annotated[str | None, shared.shock] = None,
        output: Annotated[
            str, typer.Option("--format", metavar="text|json", help=words.word(N_("For people or for programs")))
        ] = "text",
        as_of: Annotated[str | None, shared.as_of] = None,
        rules: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
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
