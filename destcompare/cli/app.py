"""The command line as a whole: picks the language, builds the commands, turns problems into exit codes."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from destcompare import __version__
from destcompare.cli import batch, compare, explain, handout, interview, rules
from destcompare.cli.complaints import complain, misuse
from destcompare.cli.help import Help, make_help
from destcompare.cli.options import Options
from destcompare.language import load_language
from destcompare.language.choice import available_languages, choose_language
from destcompare.language.terminal import make_readable
from destcompare.problems import N_, BadInput, Problem

_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""What every refused command line raises; typer names only its child in public."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    make_readable(sys.stdout)
    make_readable(sys.stderr)
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: Sequence[str]) -> int:
    try:
        language = load_language(choose_language(_given_language(arguments), os.environ, available_languages()))
    except BadInput as problem:
        fallback = {name: value for name, value in os.environ.items() if name != "DESTCOMPARE_LANG"}
        return complain(problem, load_language(choose_language(None, fallback, available_languages())))
    try:
        command = typer.main.get_command(_build(make_help(language)))
        code = command.main(args=list(arguments), prog_name="destcompare", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except Problem as problem:
        return complain(problem, language)
    except _USAGE_ERROR as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help
            print(error)
            return 0
        return misuse(error, language)


def _build(words: Help) -> typer.Typer:
    shared = Options(words)
    app = typer.Typer(
        cls=words.group,
        help=words.word(N_("Every legal way to work abroad for one person, decided from sourced and dated rules.")),
        epilog="destcompare compare age=30 sex=female savings_usd=900 --lang uz",
        no_args_is_help=True,
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def root(
        context: typer.Context,
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, help=words.word(N_("Show the version")))
        ] = False,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        if version:
            print(f"destcompare {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            print(context.get_help())

    compare.add_to(app, words)
    interview.add_to(app, words)
    explain.add_to(app, words)
    handout.add_to(app, words)
    batch.add_to(app, words)
    rules.add_to(app, words)
    return app


def _given_language(arguments: Sequence[str]) -> str | None:
    """The value of `--lang`, needed before there are words to build the command line with."""
    given = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and place + 1 < len(arguments):
            given = arguments[place + 1]
        elif argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
    return given
