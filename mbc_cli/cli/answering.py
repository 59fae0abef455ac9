"""An answer, printed: as pages on a terminal or into a pipe, or as data; this needs no command line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mbc_cli.api.reference import load
from mbc_cli.book.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference
    from mbc_cli.show.page import Page

TABLE = "table"


def answer(ask: Callable[[Reference], CommandAnswer], form: str = TABLE, data: Path | None = None) -> int:
    """Ask the reference and print the answer in a format; the exit code, 1 where nothing was found."""
    reference = load(data)
    try:
        found = ask(reference)
    except NotFoundError as error:
        return nothing_found(error, reference, form)
    if remark := getattr(found, "remark", ""):
        sys.stderr.write(f"mbc: {remark}\n")
    if form == TABLE:
        show(found.pages())
    else:
        from mbc_cli.show.formats import written  # a page needs no JSON

        sys.stdout.write(written(found.to_dict(), form))
    return 0


def show(pages: Iterable[Page]) -> None:
    """Draw pages on a terminal, in a pager where it is too short; as plain text into a pipe."""
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
    """Say on standard error what is close, and print an empty answer where data was asked for."""
    if form != TABLE:
        from mbc_cli.show.formats import envelope, written  # a page needs no JSON

        sys.stdout.write(written(envelope(error.query, reference.book.version, (), error.near), form))
    sys.stderr.write(f"mbc: {error}\n")
    for suggestion in error.near:
        sys.stderr.write(f"  {suggestion.name}  ({suggestion.why})\n")
    return error.exit_code


FILES = (".txt", ".csv", ".tsv", ".jsonl", ".parquet", ".xlsx", ".xml")
"""Endings of files that people name where a text is asked for."""


ANNOTATE = "mbc annotate {} --column {column}"
"""What to write for a table in a file."""


def instead_of_file(name: str, of_a_table: str) -> str:
    """What to write where a file is named for a text: of a table, with its columns, as far as they can be read."""
    if name.casefold().endswith(".txt"):
        return f"to read its text, write \"$(cat '{name}')\""
    from pathlib import Path  # only for a message

    from mbc_cli.annotate.doors import opened_table
    from mbc_cli.annotate.kinds import kind_of
    from mbc_cli.annotate.near_columns import column_of_treatments, some
    from mbc_cli.annotate.tables import File
    from mbc_cli.book.errors import MbcError

    try:
        with opened_table(File(Path(name), kind_of(Path(name)), book=load().book)) as table:
            header = table.header
    except MbcError:
        return of_a_table.format(name, column="COLUMN")
    call = of_a_table.format(name, column=column_of_treatments(header) or "COLUMN")
    return f"{call} (it has {some(header)})"


def joined(parts: Sequence[str], of_a_table: str = ANNOTATE) -> str:
    """The words of an argument as one text; InputError when they are not text, or name a file that is there.

    `of_a_table` is what to write for a table in a file.
    """
    text = " ".join(parts)
    if text.casefold().endswith(FILES) and os.path.isfile(text):
        raise InputError(f"{text} is a file, but a text is expected: {instead_of_file(text, of_a_table)}")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError("the text is not valid in this terminal's encoding: give it as UTF-8")
    return text
