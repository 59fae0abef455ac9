"""A request to an engine in a form that workers can receive, and the annotator of each process for its threads."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import COLUMNS, Annotation
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.near_columns import misnamed, some
from mbc_cli.annotate.row_texts import Several
from mbc_cli.annotate.uncollected import uncollected
from mbc_cli.book.errors import UsageError
from mbc_cli.store.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.book.book import Book
    from mbc_cli.reading.spans import Span


class ProcessLock:
    """A lock for this process; a forked child gets its own, since its parent's may have been held at the fork."""

    def __init__(self) -> None:
        self._of = os.getpid(), Lock()

    def __enter__(self) -> None:
        if self._of[0] != os.getpid():
            self._of = os.getpid(), Lock()
        self._of[1].acquire()

    def __exit__(self, *failed: object) -> None:
        self._of[1].release()


OPENING = ProcessLock()
"""Only the holder may open a book: if two threads did so at once, each would read every text for itself."""


class Turns:
    """An annotator whose threads take turns: what one has read is available to all."""

    def __init__(self, annotator: Annotator) -> None:
        self.annotator = annotator
        self.lock = ProcessLock()

    def __call__(self, texts: Sequence[str]) -> list[Annotation]:
        """The annotation of each text, in order."""
        with self.lock, uncollected():
            return self.annotator.annotate_all(texts)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the names of a text are in it."""
        with self.lock:
            return self.annotator.spans(text)

    def together(self, columns: Sequence[str]) -> Annotate:
        """The annotator for rows in which several texts are one treatment."""
        return Several(self, columns, self.annotator)


class Asked(NamedTuple):
    """Columns of treatment texts in which a row is one treatment, and the data used to read them; picklable."""

    columns: tuple[str, ...]
    data: str = ""
    codes_as_names: bool = False

    def turns(self) -> Turns:
        """The annotator of this process for the request; threads that ask at the same time get the same one."""
        with OPENING:
            return turns_over(book_of(self.data), self.codes_as_names)


@lru_cache(maxsize=4)
def turns_over(book: Book, codes_as_names: bool) -> Turns:
    """The annotator of this process for a book."""
    return Turns(Annotator.of(book, codes_as_names=codes_as_names))


@lru_cache(maxsize=4)
def book_of(data: str) -> Book:
    """The shipped book, with the files of a directory laid over it if one is given, opened once."""
    return load(Path(data) if data else None)


def asked_of(
    columns: str | Iterable[str],
    header: Sequence[str],
    data: str | os.PathLike[str] | None = None,
    codes_as_names: bool = False,
) -> Asked:
    """The request for a table with some columns.

    UsageError if a column does not exist, with the near names, if one to be added already exists, or if
    no column is requested, or one is requested twice.
    """
    names = (columns,) if isinstance(columns, str) else tuple(columns)
    if not names or len(set(names)) < len(names):
        raise UsageError(f"annotate: name the treatment columns, each once; the columns are {some(header)}")
    if wrong := misnamed(names, COLUMNS, header):
        raise UsageError(f"annotate: {wrong}")
    return Asked(names, str(Path(data).absolute()) if data else "", codes_as_names)
