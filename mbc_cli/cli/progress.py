"""What a terminal shows while something takes long: a progress bar for a file that is read, or a line."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


SHOWN_FROM = 200_000
"""The size in bytes from which a file takes long enough for a bar to be seen."""


@contextmanager
def progress_bar(file: Path | None, *, rows_shown: bool = False) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, if that is a terminal, for the bytes of a file that is read.

    There is none if the rows are shown there too, or for a small file. The bar leaves standard output alone: Rich
    would otherwise print rows above it, on the terminal, and a pipe would get nothing.
    """
    if file is None or rows_shown or not sys.stderr.isatty() or not file.is_file() or file.stat().st_size < SHOWN_FROM:
        yield lambda _: None
        return
    from rich.console import Console  # only for a bar
    from rich.progress import Progress

    console = Console(stderr=True, markup=False)
    with Progress(console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("reading", total=file.stat().st_size)
        yield lambda read: bar.advance(task, read)


@contextmanager
def told_meanwhile(what: str) -> Iterator[None]:
    """A line on standard error, if that is a terminal, for as long as something takes."""
    shown = sys.stderr.isatty()
    if shown:
        sys.stderr.write(f"mbc: {what} ...")
        sys.stderr.flush()
    try:
        yield
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
