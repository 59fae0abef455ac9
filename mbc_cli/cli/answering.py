"""Printing an answer: as pages on a terminal or to a pipe, or as data; this needs no command line."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from mbc_cli.api.reference import load
from mbc_cli.book.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference
    from mbc_cli.show.page import Page

Row = TypeVar("Row")
TABLE, MARKDOWN = "table", "markdown"
PAGES = (TABLE, MARKDOWN)
"""The formats that contain what the screen shows; the others contain data."""
TABLES = ("csv", "tsv")
"""The formats that contain rows, and nothing about the answer as a whole."""


def remark_of(found: CommandAnswer) -> str:
    """What an answer says about itself, or ""; asking an answer for a missing attribute would search its names."""
    return getattr(found, "remark", "") if hasattr(type(found), "remark") else ""


def answer(ask: Callable[[Reference], CommandAnswer], form: str = TABLE, data: Path | None = None) -> int:
    """Ask the reference and print the answer in a format; the exit code, 1 if nothing was found."""
    reference = load(data)
    try:
        found = ask(reference)
    except NotFoundError as error:
        return nothing_found(error, reference, form)
    if remark := remark_of(found):
        sys.stderr.write(f"mbc: {remark}\n")
    if form == TABLE:
        show(first_pages(found.pages()))
    elif form == MARKDOWN:
        from mbc_cli.show.markdown import markdown_of  # only where it is asked for

        sys.stdout.write(markdown_of(first_pages(found.pages())))
    elif form in TABLES:
        from mbc_cli.show.formats import table  # a page needs no CSV

        sys.stdout.write(table(first_rows(list(found.rows())), form))
        sys.stderr.writelines(f"mbc: {words}\n" for words in found.beside())
    else:
        from mbc_cli.show.formats import written  # a page needs no JSON

        whole = found.to_dict()
        sys.stdout.write(written(whole | {"results": first_rows(whole["results"])}, form))
    return 0


LIMITS: list[int] = []
"""How many rows of an answer are wanted, if not all; the last value counts."""


@contextmanager
def at_most(limit: int | None) -> Iterator[None]:
    """A context in which an answer gives no more rows than this; None: all of them."""
    LIMITS.extend(() if limit is None else (limit,))
    try:
        yield
    finally:
        del LIMITS[len(LIMITS) - (limit is not None) :]


def first_rows(rows: list[Row]) -> list[Row]:
    """As many of some rows as are wanted, with a note on standard error."""
    limit = LIMITS[-1] if LIMITS else len(rows)
    if len(rows) > limit:
        say_how_many(limit, len(rows))
    return rows[:limit]


def first_pages(pages: Iterable[Page]) -> Iterable[Page]:
    """The pages, with as many table rows as are wanted, with a note on standard error."""
    if not LIMITS:
        return pages
    from mbc_cli.show.fewer import first_of, rows_in  # only for fewer

    every = list(pages)
    if (most := max(map(rows_in, every), default=0)) > LIMITS[-1]:
        say_how_many(LIMITS[-1], most)
    return [first_of(page, LIMITS[-1]) for page in every]


def say_how_many(limit: int, rows: int) -> None:
    """Say on standard error that rows were left out."""
    sys.stderr.write(f"mbc: the first {limit} of {rows} rows: --limit {limit}\n")


def show(pages: Iterable[Page]) -> None:
    """Draw pages on a terminal, in a pager if they do not fit; write plain text to a pipe."""
    if not sys.stdout.isatty():
        from mbc_cli.show.plain import text_of  # one of the two is needed

        sys.stdout.write("\n".join(text_of(page) for page in pages))
        return
    from mbc_cli.cli import pager  # only a terminal has a pager

    pager.show(pages, sys.stdout)


def without_pager(value: bool) -> None:
    """Use no pager in this process or in any that it starts."""
    if value:
        os.environ["MBC_PAGER"] = ""


def nothing_found(error: NotFoundError, reference: Reference, form: str) -> int:
    """Print near names on standard error, and an empty answer if data was requested."""
    if form not in PAGES:
        from mbc_cli.show.formats import envelope, written  # a page needs no JSON

        sys.stdout.write(written(envelope(error.query, reference.book.version, (), error.near), form))
    sys.stderr.write(f"mbc: {error}\n")
    for suggestion in error.near:
        sys.stderr.write(f"  {suggestion.name}  ({suggestion.why})\n")
    return error.exit_code


FILES = (".txt", ".csv", ".tsv", ".jsonl", ".parquet", ".xlsx", ".xml")
"""Extensions of files that people name where a text is expected."""


ANNOTATE = "mbc annotate {} --column {column}"
"""What to write for a table in a file."""


def text_of_file(name: str, of_a_table: str) -> str:
    """The text in a file, with a note on standard error; InputError for a table, with what to write for one."""
    if not name.casefold().endswith(".txt"):
        raise InputError(f"{name} is a file, but a text is expected: {instead_of_file(name, of_a_table)}")
    try:
        with open(name, "rb") as file:
            lines = lines_of(file.read(), name)
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from error
    each = f"; to read each line by itself: mbc annotate {name}{' --code' * ('--code' in of_a_table)}"
    sys.stderr.write(f"mbc: reading {name} as one text{each if len(lines) > 1 else ''}\n")
    return " ".join(lines)


def lines_of(given: bytes, name: str = "standard input") -> list[str]:
    """The lines that are not empty; InputError, with the name of what is read, if they are not UTF-8."""
    try:
        return [line.strip() for line in given.decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8: give the text as UTF-8") from error


def instead_of_file(name: str, of_a_table: str) -> str:
    """What to write if a table in a file is named instead of a text, with its columns, if they can be read."""
    from pathlib import Path  # only for a message

    from mbc_cli.annotate.doors import opened_table
    from mbc_cli.annotate.kinds import kind_of
    from mbc_cli.annotate.near_columns import column_of_diagnosis, column_of_treatments, some
    from mbc_cli.annotate.tables import File
    from mbc_cli.book.errors import MbcError

    try:
        with opened_table(File(Path(name), kind_of(Path(name)), book=load().book)) as table:
            header = table.header
    except MbcError:
        return of_a_table.format(name, column="COLUMN", dx=" --dx-column COLUMN")
    dx = f" --dx-column {found}" if (found := column_of_diagnosis(header)) else ""
    call = of_a_table.format(name, column=column_of_treatments(header) or "COLUMN", dx=dx)
    return f"{call} (it has {some(header)})"


def joined(parts: Sequence[str], of_a_table: str = ANNOTATE) -> str:
    """The words of an argument as one text, or the text in the file that they name.

    InputError if they are not text, or name a file with a table; `of_a_table` is what to write for one.
    """
    text = " ".join(parts)
    if text.casefold().endswith(FILES) and os.path.isfile(text):
        text = text_of_file(text, of_a_table)
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError("the text is not valid in this terminal's encoding: give it as UTF-8")
    return text
