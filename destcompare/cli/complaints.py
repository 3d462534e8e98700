"""Every problem ends here: one sentence in the person's language on standard error, and an exit code. Never a traceback."""

from __future__ import annotations

import re
import sys
import unicodedata

from destcompare.language import Language
from destcompare.output.words import say
from destcompare.problems import N_, Problem, Sentence

_KEPT = "\n\u00a0"
_ONE_WORD_TOO_MANY = re.compile(r"unexpected extra argument\S*\s+\((\S+?)[ )]")
"""How the parser words it; the word is nowhere else."""


def complain(problem: Problem, language: Language) -> int:
    """Print the problem, and for broken rules every fault; return the exit code."""
    from destcompare.rulebook.faults import BrokenRules

    if isinstance(problem, BrokenRules):
        for fault in problem.faults:
            sentence = say(language, Sentence(fault.sentence, **fault.values))
            print(visible(f"{fault.file}:{fault.line}:{fault.column}: {fault.code} {sentence}"), file=sys.stderr)
            if fault.excerpt:
                print(visible(f"    {fault.excerpt}"), file=sys.stderr)
                print(" " * (fault.column + 3) + "^", file=sys.stderr)
    print(visible(say(language, problem.sentence)), file=sys.stderr)
    return problem.exit_code


def misuse(error: Exception, language: Language) -> int:
    """A command line that the parser refuses, in the person's own language."""
    kind = type(error).__name__
    option = str(getattr(error, "option_name", "") or "")
    if kind == "NoSuchOption":
        near = sorted(getattr(error, "possibilities", None) or ())
        sentence = (
            N_("There is no option {option}. Did you mean {nearest}?", option=option, nearest=near[0])
            if near
            else N_("There is no option {option}. See the options with {help}.", option=option, help="--help")
        )
    elif kind == "BadOptionUsage" and "not take" in str(error):  # a flag with a value
        sentence = N_("The option {option} takes no value.", option=option)
    elif kind == "BadOptionUsage":
        sentence = N_("The option {option} needs one value.", option=option)
    elif kind == "MissingParameter":
        missing = getattr(error, "param", None)
        name = getattr(missing, "metavar", None) or N_("DIR")
        flag = next((word for word in getattr(missing, "opts", ()) if word.startswith("-")), None)
        name = f"{flag} {say(language, name)}" if flag is not None else name
        sentence = N_("Something is missing: {name}. See {help}.", name=name, help="--help")
    elif found := _ONE_WORD_TOO_MANY.search(str(error)):
        sentence = N_("One word too many: {word}. See {help}.", word=found[1], help="--help")
    else:
        sentence = N_("The command line was not understood. See {help}.", help="--help")
    print(visible(say(language, sentence)), file=sys.stderr)
    return 2


def visible(text: str) -> str:
    """The text with control and invisible characters written out, so that none reaches the terminal."""
    return "".join(
        letter
        if letter in _KEPT or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        else f"\\u{ord(letter):04x}"
        for letter in text
    )
