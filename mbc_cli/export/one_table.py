"""One table or view of an export in a file of its own: brands.csv, codes.parquet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import InputError, UsageError
from mbc_cli.book.table import nearest
from mbc_cli.export import database
from mbc_cli.export.folder import WRITERS
from mbc_cli.export.sheets import sheets
from mbc_cli.export.tables import singular
from mbc_cli.export.views import views

if TYPE_CHECKING:
    from mbc_cli.export.vocabulary import Vocabulary

CALLED = {
    "categories": "category",
    "conflicts": "erratum",
    "drug_names": "drug_name",
    "errata": "erratum",
    "glossary": "term",
    "indications": "approval",
    "names": "drug_name",
    "statement": "statement_in_words",
    "statements": "statement_in_words",
}
"""What people call a table or view, and its name."""


def table_named(vocabulary: Vocabulary, name: str) -> str:
    """The table or view that a word names, in singular or plural; "" if it names none."""
    names = names_of(vocabulary)
    word = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return next((found for found in (CALLED.get(word, ""), word, singular(word)) if found in names), "")


def names_of(vocabulary: Vocabulary) -> frozenset[str]:
    """The names of all tables and views."""
    return frozenset(table.name for table in vocabulary.tables) | {view.name for view in views(vocabulary.tables)}


def wanted(vocabulary: Vocabulary, only: str) -> str:
    """The table that is asked for by name; UsageError if there is none of that name."""
    if found := table_named(vocabulary, only):
        return found
    raise UsageError(f"no table '{only}': {nearest(only, names_of(vocabulary))}")


def to_table(vocabulary: Vocabulary, target: Path, form: str, name: str) -> str:
    """Write one table, to standard output for "-"; returns a line about it. InputError if a file is in the way."""
    to_file = None if target == Path("-") else target
    if to_file and to_file.exists() and not to_file.is_char_device() and to_file.stat().st_size:
        raise InputError(f"{target}: exists already: use another name, or remove it first")
    opened = database.database(vocabulary)
    found = next(sheet for sheet in sheets(opened, vocabulary) if sheet.table.name == name)
    with written(to_file, "wb") as out:
        out.write(WRITERS[form](found))
    lists = ", ".join(sorted(other for other in names_of(vocabulary) if other.startswith(f"{name}_")))
    more = f"; its lists are tables of their own: {lists}" if lists and found.table.key else ""
    return f"the table {name}, {len(found.rows)} rows{more}; licences: mbc sources --notice"
