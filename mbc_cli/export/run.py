"""One export: its form, from its extension or as given, and its contents."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import UsageError
from mbc_cli.export import database, mappings, place
from mbc_cli.export.folder import contents
from mbc_cli.export.sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mbc_cli.export.sheets import Sheet
    from mbc_cli.export.vocabulary import Vocabulary


class Form(StrEnum):
    """What an export can be: one file of SQLite or SSSOM, or a directory of files of one kind."""

    sqlite = "sqlite"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    sssom = "sssom"


ENDINGS = {
    ".sqlite": Form.sqlite,
    ".sqlite3": Form.sqlite,
    ".db": Form.sqlite,
    ".csv": Form.csv,
    ".json": Form.json,
    ".parquet": Form.parquet,
    ".tsv": Form.sssom,
}
STANDARD_OUTPUT = Path("-")


def form_of(target: Path, given: Form | None) -> Form:
    """The form of an export: as given, or from the extension of its target. UsageError if neither says it."""
    by_ending = next((form for ending, form in ENDINGS.items() if target.name.casefold().endswith(ending)), None)
    found = given or by_ending
    if found is None:
        raise unclear(target)
    if by_ending and given not in (None, by_ending):
        raise UsageError(f"{target}: has the extension of {by_ending}, but --as says {given}: change one of them")
    if target == STANDARD_OUTPUT and found != Form.sssom:
        raise UsageError("-: only --as sssom can go to standard output: name a file or directory")
    return found


def unclear(target: Path) -> UsageError:
    """The error if neither the extension of a target nor --as says what to write."""
    by_ending = f"{target} does not end in {', '.join(ENDINGS)}"
    what = "no file or directory was named" if target == STANDARD_OUTPUT else by_ending
    one = "; one table: mbc export brands.csv"
    return UsageError(f"{what}: use --as with one of {', '.join(Form)}{one}")


def export(vocabulary: Vocabulary, target: Path, form: Form, *, replace: bool = False) -> str:
    """Write an export, completely or not at all; returns a line about it. InputError if it cannot be written."""
    match form:
        case Form.sqlite:
            return to_database(vocabulary, target, replace=replace)
        case Form.sssom:
            return to_mappings(vocabulary, target, replace=replace)
    return to_folder(vocabulary, target, form, replace=replace)


def to_database(vocabulary: Vocabulary, target: Path, *, replace: bool) -> str:
    """Write the database."""
    place.check_file(target, database.is_export, replace=replace)
    opened = database.database(vocabulary)
    content = database.content(opened)
    with written(target, "wb") as out:
        out.write(content)
    return f"{counted(sheets(opened, vocabulary))}, {size(len(content))}"


def to_folder(vocabulary: Vocabulary, target: Path, form: Form, *, replace: bool) -> str:
    """Write a file for each table and view."""
    found = list(sheets(database.database(vocabulary), vocabulary))
    files = dict(contents(vocabulary, found, form.value))
    place.put_folder(target, files, replace=replace)
    return f"a directory of {len(files)} files: {counted(found)}, {size(sum(map(len, files.values())))}"


def to_mappings(vocabulary: Vocabulary, target: Path, *, replace: bool) -> str:
    """Write the mappings, to standard output for "-"."""
    to_file = None if target == STANDARD_OUTPUT else target
    if to_file:
        place.check_file(to_file, mappings.is_sssom, replace=replace)
    found = mappings.sssom(vocabulary)
    with written(to_file, "wb") as out:
        out.write(found.encode())
    rows = [line for line in found.splitlines() if not line.startswith("#")][1:]
    exact = sum(f"\t{mappings.EXACT}\t" in row for row in rows)
    return f"{len(rows)} mappings, {exact} of them exact"


def counted(found: Iterable[Sheet]) -> str:
    """How many entries, tables, views and rows there are."""
    every = list(found)
    tables = [sheet for sheet in every if sheet.table.key]
    entries = next(len(sheet.rows) for sheet in tables if sheet.table.name == "entry")
    rows = sum(len(sheet.rows) for sheet in tables)
    return f"{entries} entries in {len(tables)} tables ({rows} rows), {len(every) - len(tables)} views"


def size(bytes: int) -> str:
    """A size in MB."""
    return f"{bytes / 1_000_000:.1f} MB"
