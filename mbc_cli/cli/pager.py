"""Answers on a terminal; an answer with more lines than the terminal goes through a pager, as with `git`.

The pager is what MBC_PAGER says, or PAGER, or `less -FRX`; empty or `cat` means no pager. Only a terminal needs this.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from mbc_cli.show import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from subprocess import Popen

    from mbc_cli.show.page import Page

VARIABLES = ("MBC_PAGER", "PAGER")
DEFAULT = "less -FRX"
NONE = ("", "cat")
SETTINGS = {"LESS": "FRX", "LV": "-c"}
"""What a pager does unless it is told otherwise: exit if all fits, show colors, leave the text on the screen."""


class Sheet(io.StringIO):
    """What will be shown on a terminal, with its encoding."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Yes: it is drawn as for a terminal."""
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the terminal."""
        return self.terminal.encoding or "utf-8"


def show(pages: Iterable[Page], out: TextIO) -> None:
    """Draw pages, with an empty line between them, on a terminal or in a pager."""
    sheet = Sheet(out)
    for n, page in enumerate(pages):
        sheet.write("\n" if n else "")
        terminal.draw(page, sheet)
    text = sheet.getvalue()
    if not (text.count("\n") >= height(out) and paged(text, out)):
        out.write(text)


def height(out: TextIO) -> float:
    """How many lines a terminal shows; infinitely many if that is unknown."""
    with suppress(OSError, ValueError):
        return os.get_terminal_size(out.fileno()).lines or float("inf")
    return float("inf")


def command() -> list[str]:
    """The pager and its arguments; empty if no pager is wanted."""
    import shlex  # only for an answer that is too long

    chosen = next((os.environ[name] for name in VARIABLES if name in os.environ), DEFAULT).strip()
    return [] if chosen in NONE else shlex.split(chosen)


def paged(text: str, out: TextIO) -> bool:
    """Show a text in the pager; False if there is none. Leaving the pager early is not an error."""
    import subprocess  # only for an answer that is too long

    out.flush()
    env = {**SETTINGS, **os.environ}
    try:
        if not (words := command()):
            return False
        running = subprocess.Popen(words, stdin=subprocess.PIPE, env=env, encoding=out.encoding, errors=out.errors)
    except (OSError, ValueError):  # it is missing, cannot be run, or has unbalanced quotes
        return False
    with suppress(BrokenPipeError, KeyboardInterrupt):
        running.communicate(text)
    wait(running)
    return True


def wait(running: Popen[str]) -> None:
    """Wait until the pager exits; interrupts are left to it."""
    while running.returncode is None:
        with suppress(KeyboardInterrupt):
            running.wait()
