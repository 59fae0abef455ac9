"""All the tables of the vocabulary, and all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli import __version__
from mbc_cli.book.model import RECORD_KINDS
from mbc_cli.export.columns import Here
from mbc_cli.export.derived import ENTRIES, OTHER_DRUGS, PHASE_DRUGS, PHASES, entry_row, other_rows, treatment_rows
from mbc_cli.export.spread import kind_spread
from mbc_cli.export.tables import Column, Row, Table, distinct, table_of
from mbc_cli.show.notice import notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import OtherDrug
    from mbc_cli.book.model import Record


TITLE = "The vocabulary of metastatic breast cancer treatment"
DESCRIPTION = "Drugs, brands, regimens, and who says what about them: a vocabulary and a map of sources, never advice."
LICENCE = "MIT"
"""The license of the project, by its SPDX name; that of each source is in the table of sources."""
TERMS = (
    "The licence covers what is this project's own. Sources keep theirs, which the notice lists, and codes belong "
    "to their terminologies (NCI Thesaurus, RxNorm, WHO ATC): check their terms before you redistribute them in bulk. "
    "This is information from published sources and not medical advice."
)
ABOUT = Table("about", (Column("name", needed=True), Column("value", needed=True)), ("name",), "What this export is")
DICTIONARY = Table(
    "about_column",
    (
        Column("table_name", needed=True),
        Column("position", "integer", needed=True),
        Column("column_name", needed=True),
        Column("type", needed=True),
        Column("refers_to", help="The table whose key the column holds."),
        Column("help"),
        Column("table_help"),
    ),
    ("table_name", "position"),
    "What each column of each table holds",
)


class Vocabulary:
    """A book, and the medicines outside it, as tables; `own` says that the user's own entries are laid over it."""

    def __init__(self, book: Book, others: Iterable[OtherDrug] = (), *, own: bool = False) -> None:
        self.book = book
        self.others = others
        self.spreads = {kind.kind: kind_spread(kind) for kind in RECORD_KINDS}
        of_kinds = (table for found in self.spreads.values() for table in found.tables)
        self.tables = distinct((ABOUT, DICTIONARY, ENTRIES, *of_kinds, PHASES, PHASE_DRUGS, OTHER_DRUGS))
        self.about = {
            "title": TITLE,
            "description": DESCRIPTION,
            "written by": f"mbc {__version__}",
            "data version": book.version + (", with the user's own entries added" if own else ""),
            "licence": LICENCE,
            "terms": TERMS,
            "notice": notice(book),
        }

    def rows(self) -> Iterator[Row]:
        """Every row of every table; the rows of a table are in the order of the data."""
        tables = {table.name: table for table in self.tables}
        yield from (Row(ABOUT.name, item) for item in self.about.items())
        yield from dictionary_rows(self.tables)
        for shelf in self.book.shelves.values():
            for record in shelf.values():
                own = list(self.rows_of(record))
                yield from (entry_row(self.book, record, own, tables), *own)
        yield from other_rows(self.others)

    def rows_of(self, record: Record) -> Iterator[Row]:
        """The rows of one entry."""
        yield from self.spreads[record.kind].rows(Here(self.book, record, table_of(record.kind), record.id), record)
        yield from treatment_rows(self.book, record)


def dictionary_rows(tables: Iterable[Table]) -> Iterator[Row]:
    """What each column of each table contains."""
    for table in tables:
        for n, column in enumerate(table.columns, 1):
            what = (column.name, column.type, column.refers or None, column.help or None, table.help or None)
            yield Row(DICTIONARY.name, (table.name, n, *what))
