"""Messages on a terminal, broken between words if they are too wide, since the terminal would break within words.

A command to be pasted stays whole: if it would not fit, it begins a new line.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

PIECE = pattern(r"\s*(?<![\w'\"])mbc [a-z]+(?: [^;()\n]*?)?(?=;| \(| or mbc |, mbc |$)|\s*\S+")
WORD = pattern(r"\s*\S+")
"""A command to its end, or a word; and a word alone."""
CALLED = pattern(r" -|[\"'|>]")
"""What shows that words are a command and not a sentence: an option, quotes, a pipe."""
MOVES = ("\x1b", "\r")
"""What only a progress bar writes, which draws over its own line."""
INDENT = "  "
USUAL = 80
"""The width of a terminal that does not report its own."""


class Wrapping:
    """A stream to a terminal in which no word is broken at the edge."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text, each line of it as several if it is too wide."""
        drawn = any(sign in text for sign in MOVES)
        return self.stream.write(text if drawn else "\n".join(wrapped(line, width()) for line in text.split("\n")))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts one after another."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def width() -> int:
    """The width of the terminal that messages go to."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size(2).columns) or USUAL
    except (OSError, ValueError):
        return USUAL


def wrapped(line: str, most: int) -> str:
    """A line as lines of a width, the later ones indented; a command or a word that is too wide stays whole."""
    if len(line) <= most:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    lines = [""]
    for piece in pieces(line, most):
        if lines[-1].strip() and len(lines[-1] + piece) > most:
            lines.append(indent + INDENT + piece.lstrip())
        else:
            lines[-1] += piece
    return "\n".join(lines)


def pieces(line: str, most: int) -> Iterator[str]:
    """The words of a line with the space before them, and the commands in it as one word each.

    What a sentence says about a command is not part of it.
    """
    for found in PIECE.finditer(line):
        is_call = CALLED.search(found[0].strip()) or len(found[0]) < most // 2
        yield from [found[0]] if is_call else WORD.findall(found[0])
