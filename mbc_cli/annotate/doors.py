"""The only way in and out for tables: a file of any kind as a `Source`, and a table into a file of any kind."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mbc_cli.annotate.reading_files import opened
from mbc_cli.annotate.tables import nothing_about
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import About, File, Rows, Sink, Source


@contextmanager
def opened_table(
    file: File, asked: Sequence[str] = (), progress: Callable[[int], None] = lambda _: None
) -> Iterator[Source]:
    """The table in a file; `asked` are columns that must be there, which tell some kinds how they are to be read.

    `progress` is told how many bytes were read since it was last called. InputError, with place and remedy, if it
    cannot be read.
    """
    with opened(file, progress) as given:
        yield source_of(file)(file, asked, given)


def put_table(
    target: File, header: Sequence[str], blocks: Iterable[Rows], about: Callable[[], About] = nothing_about
) -> None:
    """Write a table to a file, or to standard output; see `Sink`."""
    sink_of(target)(target, header, blocks, about)


def source_of(file: File) -> Callable[[File, Sequence[str], Input], Source]:
    """The reader for a kind of file; a library that only one kind needs is loaded only for that kind."""
    if file.kind in ("json", "jsonl"):
        from mbc_cli.annotate.json_lines import JsonLines

        return JsonLines
    if file.kind == "parquet":
        from mbc_cli.annotate.parquet import Parquet

        return Parquet
    if file.kind == "excel":
        from mbc_cli.annotate.workbook import Workbook

        return Workbook
    if file.kind == "sqlite":
        from mbc_cli.annotate.sqlite_table import SqliteTable

        return SqliteTable
    if file.kind == "naaccr":
        from mbc_cli.annotate.naaccr_xml import NaaccrXml

        return NaaccrXml
    if file.kind == "lines":
        from mbc_cli.annotate.plain_lines import PlainLines

        return PlainLines
    from mbc_cli.annotate.separated import Separated

    return Separated


def sink_of(target: File) -> Sink:
    """The writer for a kind of file."""
    if target.kind == "json":
        from mbc_cli.annotate.json_lines import put_json

        return put_json
    if target.kind == "jsonl":
        from mbc_cli.annotate.json_lines import put_json_lines

        return put_json_lines
    if target.kind == "parquet":
        from mbc_cli.annotate.parquet import put_parquet

        return put_parquet
    if target.kind == "naaccr":
        raise InputError("NAACCR XML holds items of tumors, not this table: write CSV, TSV, JSONL, Parquet or Excel")
    if target.kind == "sqlite":
        raise InputError("SQLite is read and not written: write CSV, TSV, JSON, JSONL, Parquet or Excel")
    if target.kind == "excel":
        from mbc_cli.annotate.written_workbook import put_workbook

        return put_workbook
    from mbc_cli.annotate.separated import put_separated

    return put_separated
