"""Sentences broken into lines in which what belongs together stays together: a command can be copied as a whole."""

from __future__ import annotations

import re
from textwrap import wrap

from mbc_cli.book.names import clean
from mbc_cli.book.patterns import pattern
from mbc_cli.show.page import TIE

COMMAND = pattern(r'\bmbc [a-z]+(?: --[\w-]+)?(?: "[^"]*"| [^\s;,()"]+(?=[;,)]|$))?')
"""A command in a sentence, with what follows it if that is in quotes or ends there: mbc options --why letrozole."""


def tied(text: str) -> str:
    """A clean text with ties for the spaces at which it is not broken: those that it has, and those in commands."""
    kept = TIE.join(map(clean, text.split(TIE)))
    return COMMAND.sub(lambda found: re.sub(" ", TIE, found[0]), kept) if "mbc " in kept else kept


def lines_of(text: str, width: int) -> list[str]:
    """A text as lines of a width, whose ties are spaces."""
    lines = wrap(tied(text), width, break_long_words=False, break_on_hyphens=False)
    return [line.replace(TIE, " ") for line in lines]


def as_lines(text: str, width: int) -> str:
    """A text that is broken into lines here only if something in it is tied; otherwise the terminal breaks it."""
    return "\n".join(lines_of(text, width)) if TIE in tied(text) else clean(text)
