"""`rules schema`: JSON Schemas of what commands print and of rule files."""

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


def add_to(rules: typer.Typer, words: Help) -> None:
    """Put the command into its group, its help in the person's language."""

    @rules.command(
        cls=words.command,
        help=words.word(N_("Print a JSON Schema: {names}.", names=["result", "explanation", *sorted(_SHAPES)])),
        epilog="destcompare rules schema result",
    )
    def schema(
        name: Annotated[str, typer.Argument(metavar="NAME", help=words.word(N_("Which schema")))] = "result",
        lang: Annotated[str | None, typer.Option(metavar="LANG", help=words.languages)] = None,
    ) -> None:
        import json

        from destcompare.cli.settings import one_of
        from destcompare.output.document import result_schema

        name = one_of("schema", name, ("result", "explanation", *sorted(_SHAPES)))
        if name == "result":
            print(result_schema(), end="")
            return
        if name == "explanation":
            from destcompare.output.explanation import explanation_schema

            print(explanation_schema(), end="")
            return
        from destcompare.rulebook.reading import shape_of

        shape = shape_of(_SHAPES[name])
        assert shape is not None
        print(json.dumps(shape.model_json_schema(), indent=2))
