"""`mbc expand|drug|class WORDS`, and `mbc options WORDS` with facts by their flags: no command line is built for them.

What they ask is clear at a glance. They use the same functions as the commands; building the command line
would be most of the call.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mbc_cli.api.reference import shipped_reference
from mbc_cli.cli.answering import answer, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.choices import OptionsAnswer
    from mbc_cli.api.reference import Reference


def profile(mbc: Reference, words: Sequence[str]) -> OptionsAnswer:
    """What sources name for the profile of some words and flags."""
    from mbc_cli.api.choices import options  # only this question needs them
    from mbc_cli.book.history import moment

    others, told = by_flag(words)
    facts = [(axis, joined([text])) for axis, texts in told.items() for text in texts]
    return options(mbc, facts, moment(None, None), words=joined(others))


OPTIONS = "options"
QUESTIONS: dict[str, Callable[[Reference, Sequence[str]], CommandAnswer]] = {
    "expand": lambda mbc, words: mbc.expand(joined(words)),
    "drug": lambda mbc, words: mbc.drug(joined(words)),
    "class": lambda mbc, words: mbc.drug_class(joined(words)),
    OPTIONS: profile,
}
SPEAK_UP = ("MBC_DATA", "_MBC_COMPLETE")
"""Variables that may change what the words mean."""


def is_plain(words: Sequence[str]) -> bool:
    """Whether some arguments are a command answered here followed by words, with no other option among them."""
    if len(words) < 2 or words[0] not in QUESTIONS or any(name in os.environ for name in SPEAK_UP):
        return False
    if words[1:] in (["all"], ["help"], ["list"]):
        return False
    others = by_flag(words[1:])[0] if words[0] == OPTIONS else words[1:]
    return not any(word.startswith("-") for word in others)


def by_flag(words: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Words that are not facts, and for each axis what its flag was given, in the order in which Typer gives them."""
    flags = {axis.flag: name for name, axis in shipped_reference().book.axes.items() if axis.flag}
    others: list[str] = []
    told: dict[str, list[str]] = {}
    left = list(words)
    while left:
        word = left.pop(0)
        if word in flags and left and not left[0].startswith("-"):
            told.setdefault(flags[word], []).append(left.pop(0))
        else:
            others.append(word)
    return others, told


def answered(words: Sequence[str]) -> int:
    """Answer a plain question; the exit code."""
    command, *rest = words
    return answer(lambda mbc: QUESTIONS[command](mbc, rest))
