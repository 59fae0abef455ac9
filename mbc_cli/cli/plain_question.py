"""`mbc expand|drug|class WORDS`, without an option: nothing is to be parsed, so no command line is built for it.

It answers through the same functions as the commands; building the command line would be most of the call.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mbc_cli.cli.answering import answer, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference

QUESTIONS: dict[str, Callable[[Reference, str], CommandAnswer]] = {
    "expand": lambda mbc, text: mbc.expand(text),
    "drug": lambda mbc, text: mbc.drug(text),
    "class": lambda mbc, text: mbc.drug_class(text),
}
SPEAK_UP = ("MBC_DATA", "_MBC_COMPLETE")
"""Variables that say more than the words."""


def is_plain(words: Sequence[str]) -> bool:
    """Whether some arguments are a command that is answered here and words, none of which may be an option."""
    asked = len(words) > 1 and words[0] in QUESTIONS
    return (
        asked and not any(word.startswith("-") for word in words) and not any(name in os.environ for name in SPEAK_UP)
    )


def answered(words: Sequence[str]) -> int:
    """Answer a plain question; the exit code."""
    command, *rest = words
    return answer(lambda mbc: QUESTIONS[command](mbc, joined(rest)))
