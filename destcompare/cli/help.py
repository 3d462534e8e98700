"""Help in the person's language: usage, what it does, arguments, options, commands, an example."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from typer.core import TyperCommand, TyperGroup

from destcompare.language import Language
from destcompare.language.choice import available_languages
from destcompare.language.terminal import readable
from destcompare.output.words import say
from destcompare.problems import N_, BadInput, Sentence
from destcompare.records import Record


class Help(Record):
    """What a command module needs to speak: words of the language, and the classes that print help with them."""

    language: Language
    command: type[TyperCommand]
    group: type[TyperGroup]

    @property
    def languages(self) -> str:
        """The help of `--lang`: every language that there is."""
        return self.word(N_("Language: {languages}", languages=list(available_languages())))

    def word(self, sentence: str, /) -> str:
        """A help text in the person's language; values are those of an `N_` sentence."""
        return readable(say(self.language, sentence), sys.stdout.encoding)


def make_help(language: Language) -> Help:
    """Command classes bound to a language."""

    def word(sentence: str) -> str:
        return readable(say(language, sentence), sys.stdout.encoding)

    class Spoken:
        """What commands and groups of commands share."""

        def get_params(self, ctx: Any) -> Any:
            return _as_typed(super().get_params(ctx))  # type: ignore[misc]  # of the command beside it

        def format_help(self, ctx: Any, formatter: Any) -> None:
            _write_help(self, ctx, formatter, word)

        def get_help(self, ctx: Any) -> str:
            # the parser writes UTF-8 to a terminal that has only ASCII
            return readable(super().get_help(ctx), sys.stdout.encoding)  # type: ignore[misc]

    class Command(Spoken, TyperCommand):
        pass

    class Group(Spoken, TyperGroup):
        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args and self.get_command(ctx, args[0]) is None:
                raise BadInput(
                    N_("There is no command {command}. Commands: {commands}."),
                    command=args[0][:60],
                    commands=self.list_commands(ctx),
                )
            return super().resolve_command(ctx, args)

    return Help(language, Command, Group)


class _AsTyped:
    """Takes the words of the command line as they are."""

    def coerce(self, value: Any, **_: Any) -> Any:
        """The same words; several of them as a list."""
        return list(value) if isinstance(value, tuple) else value


def _as_typed(parameters: list[Any]) -> list[Any]:
    """Every option here is text or a flag, and is read by its own command. Typer would load pydantic to turn text into text,
    which takes longer than all else; where typer has no such attribute this does nothing.
    """
    for parameter in parameters:
        parameter._runtime_param = _AsTyped()
    return parameters


def _stands_for(parameter: Any, word: Callable[[str], str]) -> str:
    """What stands for a value in the usage: a word of the language, or the codes to choose from as they are."""
    name = parameter.metavar or parameter.name
    return word(name) if isinstance(name, Sentence) else str(name)


def _write_help(command: Any, ctx: Any, formatter: Any, word: Callable[[str], str]) -> None:
    parameters = [parameter for parameter in command.get_params(ctx) if parameter.name != "help"]
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option"]
    commands = [(name, command.get_command(ctx, name)) for name in getattr(command, "list_commands", lambda _: [])(ctx)]
    pieces = [ctx.command_path.rstrip()]
    pieces += [f"[{_stands_for(p, word)}]…" if p.nargs != 1 else f"[{_stands_for(p, word)}]" for p in arguments]
    pieces += ["[--…]"] + (["…"] if commands else [])
    usage, example = word(N_("Usage:")), word(N_("Example:"))
    formatter.write(f"{usage} {' '.join(pieces)}\n")
    formatter.write_paragraph()
    formatter.write_text(command.help or "")
    rows = {
        N_("Arguments"): [(_stands_for(p, word), p.help or "") for p in arguments],
        N_("Options"): [
            *(
                (", ".join(p.opts) + (f" {_stands_for(p, word)}" if not p.is_flag else ""), p.help or "")
                for p in options
            ),
            ("--help", word(N_("Show this help"))),
        ],
        N_("Commands"): [(name, found.help or "") for name, found in commands],
    }
    for heading, lines in rows.items():
        if lines:
            with formatter.section(word(heading)):
                formatter.write_dl(lines)
    if command.epilog:
        formatter.write_paragraph()
        formatter.write(f"{example}\n  {command.epilog}\n")
