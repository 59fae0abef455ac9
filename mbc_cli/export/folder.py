"""The vocabulary as a directory: one file per table and view, their description (datapackage.json), and the NOTICE."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from mbc_cli.export.tables import key_of, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.export.sheets import Sheet
    from mbc_cli.export.tables import Column, Table
    from mbc_cli.export.vocabulary import Vocabulary

README, NOTICE, PACKAGE = "README.md", "NOTICE", "datapackage.json"
START = """\
# Where to begin

{title}, {version}. Begin with the views, each of which answers a question by itself:

{views}

Every other file is a table: one for each kind of entry (`drug` has its `id`), and one for each list in it
(`drug_synonym` has its `drug_id`). `about_column` says what each column holds, as datapackage.json does for programs.
Read CSV as text, because codes have leading zeros. NOTICE has the sources and their licences.

{tables}
"""
"""What a directory is, for human readers."""
FIELD_TYPES = {"text": "string", "date": "string", "flag": "boolean", "integer": "integer", "number": "number"}
MEDIA = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}


def contents(vocabulary: Vocabulary, found: list[Sheet], form: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file; the last one says that the directory is an export, and of what."""
    for sheet in found:
        yield f"{sheet.table.name}.{form}", WRITERS[form](sheet)
    yield README, readme(vocabulary, [sheet.table for sheet in found], form).encode()
    yield NOTICE, vocabulary.about["notice"].encode()
    yield PACKAGE, json_bytes(package(vocabulary, [sheet.table for sheet in found], form))


def csv_bytes(sheet: Sheet) -> bytes:
    """A table as CSV: UTF-8, an empty value is an empty cell, flags are true and false."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in sheet.table.columns)
    writer.writerows([str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in sheet.rows)
    return out.getvalue().encode()


def rows_bytes(sheet: Sheet) -> bytes:
    """A table as JSON: a list of objects, one per line."""
    names = [column.name for column in sheet.table.columns]
    lines = ",\n".join(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in sheet.rows)
    return f"[\n{lines}\n]\n".encode()


def parquet_bytes(sheet: Sheet) -> bytes:
    """A table as Parquet."""
    from mbc_cli.export.parquet import parquet  # needs an extra

    return parquet(sheet)


WRITERS: dict[str, Callable[[Sheet], bytes]] = {"csv": csv_bytes, "json": rows_bytes, "parquet": parquet_bytes}
"""The kinds of file that a directory can have, and how each is written."""


def json_bytes(value: Any) -> bytes:
    """A value as JSON."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def readme(vocabulary: Vocabulary, tables: list[Table], form: str) -> str:
    """What to read first: the views, then the tables of the kinds of entry."""
    views = (table for table in tables if not table.key)
    kinds = (table for table in tables if table.name == table_of(table.kind))
    listed = ("\n".join(f"* `{table.name}.{form}`: {table.help}" for table in some) for some in (views, kinds))
    title, version = (vocabulary.about[key] for key in ("title", "data version"))
    return START.format(title=title, version=version, views=next(listed), tables=next(listed))


# --- what the files are ------------------------------------------------------------------------------------------


def package(vocabulary: Vocabulary, tables: list[Table], form: str) -> dict[str, Any]:
    """The description of the files as a Data Package (Frictionless, version 1)."""
    about = vocabulary.about
    return {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": "mbc",
        "title": about["title"],
        "description": f"{about['description']} Written by {about['written by']}. {about['terms']}",
        "version": about["data version"],
        "licenses": [{"name": about["licence"]}],
        "sources": [source(record) for record in vocabulary.book.sources.values()],
        "resources": [resource(table, form) for table in tables],
    }


def source(record: Any) -> dict[str, str]:
    """A source as a Data Package describes it, with its license; the table of sources has all of it."""
    at = {"path": record.address} if record.address.startswith("http") else {}
    return {"title": f"{record.publisher}: {record.title}", **at, "id": record.id, "licence": record.licence}


def resource(table: Table, form: str) -> dict[str, Any]:
    """One file: its columns, its key, and what it refers to."""
    keys = {"primaryKey": list(table.key)} if table.key else {}
    links = [foreign_key(column) for column in table.columns if column.refers]
    return {
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "name": table.name,
        "path": f"{table.name}.{form}",
        "description": table.help,
        "format": form,
        "mediatype": MEDIA[form],
        "encoding": "utf-8",
        "schema": {"fields": [field(column) for column in table.columns], **keys, "foreignKeys": links},
    }


def field(column: Column) -> dict[str, Any]:
    """One column."""
    rules = {**({"required": True} if column.needed else {}), **({"enum": list(column.words)} if column.words else {})}
    return {
        "name": column.name,
        "type": FIELD_TYPES[column.type],
        **({"description": column.help} if column.help else {}),
        **({"constraints": rules} if rules else {}),
    }


def foreign_key(column: Column) -> dict[str, Any]:
    """What a column refers to."""
    return {"fields": [column.name], "reference": {"resource": column.refers, "fields": [key_of(column.refers)]}}
