"""`rules schema`: JSON Schemas of what commands print and of rule files."""

from typing import Annotated

import typer

from destcompare.cli.help import Help
from destcompare.cli.options import Options
from destcompare.problems import N_

_NAMES = (
    "result",
    "explanation",
    "cases",
    "consistency",
    "derived",
    "destination",
    "facts",
    "home",
    "invariants",
    "paper",
    "population",
    "scheme",
    "scoring",
    "shocks",
    "sources",
)


def add_to(rules: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""
    shared = Options(words)

    @rules.command(
        cls=words.command,
        help=words.word(N_("Print a JSON Schema: {names}.", names=list(_NAMES))),
        epilog="destcompare rules schema result",
    )
    def schema(
        name: Annotated[str, typer.Argument(metavar=N_("NAME"), help=words.word(N_("Which schema")))] = "result",
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        from destcompare.cli.settings import one_of
        from destcompare.output.document import result_schema

        name = one_of(N_("NAME"), name, _NAMES)
        if name == "result":
            print(result_schema(), end="")
            return
        if name == "explanation":
            from destcompare.output.explanation import explanation_schema

            print(explanation_schema(), end="")
            return
        from destcompare.upkeep.schemas import schema_text

        print(schema_text(name), end="")
