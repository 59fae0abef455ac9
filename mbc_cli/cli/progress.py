"""A bar on a terminal while a file is read."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def progress_bar(file: Path | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error over the bytes of a file, when that is a terminal."""
    if file is None or not sys.stderr.isatty() or not file.is_file():
        yield lambda _: None
        return
    from rich.console import Console  # only for a bar
    from rich.progress import Progress

    with Progress(console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task("reading", total=file.stat().st_size)
        yield lambda read: bar.advance(task, read)
