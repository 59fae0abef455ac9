"""An answer in a file instead of on standard output; the ending of its name says the format."""

from __future__ import annotations

from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".txt": "table",
    "": "table",
}


def form_of(target: str) -> str:
    """The format that a file has by its ending; UsageError where no answer is written so."""
    ending = Path(target).suffix.casefold()
    if ending not in FORMS:
        known = ", ".join(filter(None, FORMS))
        raise UsageError(f"-o {target}: {ending} is not a format for answers: use one of {known}")
    return FORMS[ending]


@contextmanager
def into(target: str) -> Iterator[None]:
    """Write what goes to standard output into a file, once it is whole; nothing where nothing was answered."""
    left = None
    with written(Path(target)) as out:
        try:
            with redirect_stdout(out):
                yield
        except typer.Exit as end:
            if not out.tell():
                raise
            left = end
    if left:
        raise left
