"""`rules coverage`: what the rule cases reach of the rules, and who would reach the rest."""

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
        help=words.word(N_("Show what the rule cases reach of each rule, figure and day, and what they do not.")),
        epilog="destcompare rules coverage -k kr/e9 --propose -",
    )
    def coverage(
        only: Annotated[
            str | None,
            typer.Option(
                "-k", metavar=N_("TEXT"), help=words.word(N_("Only rules with this text in their id; lists gaps"))
            ),
        ] = None,
        whole: Annotated[bool, typer.Option("--all", help=words.word(N_("List every gap")))] = False,
        output: Annotated[
            str, typer.Option("--format", metavar="table|json", help=words.word(N_("For people or for programs")))
        ] = "table",
        least: Annotated[
            str | None,
            typer.Option("--least", metavar=N_("PERCENT"), help=words.word(N_("End with 1 when less is reached"))),
        ] = None,
        propose: Annotated[
            str | None,
            typer.Option(
                "--propose",
                metavar=N_("FILE"),
                help=words.word(N_("Write rule cases that would reach the gaps; - prints")),
            ),
        ] = None,
        folder: Annotated[str | None, shared.rules] = None,
        lang: Annotated[str | None, shared.lang] = None,
    ) -> None:
        import sys
        from pathlib import Path

        from destcompare.cli import settings
        from destcompare.output.console import make_console
        from destcompare.places import data_folder
        from destcompare.rulebook.cache import rule_files
        from destcompare.upkeep.cases import read_cases
        from destcompare.upkeep.coverage import Coverage, gaps, shares
        from destcompare.upkeep.coverage_report import as_json, as_table
        from destcompare.upkeep.proposals import as_toml, proposals

        form = settings.one_of("--format", output, ("table", "json"))
        needed = _percent(least)
        rulebook = settings.read_rules(folder)
        cases = [case.shape for case in read_cases(rule_files(Path(folder) if folder else data_folder("rules")))]
        measured = Coverage(rulebook)
        text = (only or "").casefold()
        targets = [target for target in measured.targets if text in f"{target.owner} {target.rule}".casefold()]
        missing = [target for target in gaps(measured, cases) if target in set(targets)]
        reached = shares(targets, missing)
        if propose is not None:
            _write(propose, "\n\n".join(as_toml(*found) for found in proposals(measured, cases, missing)) + "\n")
        if propose != "-":
            listed = missing if only or whole else []
            if form == "json":
                print(as_json(reached, missing))
            else:
                as_table(reached, listed, words.language, make_console(sys.stdout))
        if targets and 100 * (len(targets) - len(missing)) < needed * len(targets):
            raise typer.Exit(1)


def _percent(text: str | None) -> float:
    import re

    from destcompare.problems import BadInput

    if text is not None and not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", text):
        raise BadInput(N_("{option} is a share in percent, for example {example}."), option="--least", example="90")
    return float(text or 0)


def _write(name: str, text: str) -> None:
    """Print the text, or write it beside the file and rename it."""
    from pathlib import Path

    from destcompare.problems import Unreadable

    if name == "-":
        print(text, end="")
        return
    path = Path(name)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        raise Unreadable(N_("The file {file} cannot be written."), file=name) from error
