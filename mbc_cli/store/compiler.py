"""TOML tables to a book, and a book to its compiled form."""

from __future__ import annotations

import pickle
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from mbc_cli.book.book import Book
from mbc_cli.book.names import Names
from mbc_cli.book.readers import READERS
from mbc_cli.book.table import Table
from mbc_cli.reading.words import said_by
from mbc_cli.store.compiled import BACK, CLASSES, CODES, MARKED, PLAIN, READ_WHOLE, SAID, SUFFIXED, WHOLE, connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from sqlite3 import Connection

    from mbc_cli.book.model import Record, Word
    from mbc_cli.book.problems import Entry, Problem
    from mbc_cli.store.layers import Raw

TABLE = "CREATE TABLE kept (place INTEGER PRIMARY KEY, part TEXT, key TEXT, value BLOB, UNIQUE (part, key))"


def built(
    raw: Raw,
    entries: Mapping[str, Entry],
    problems: list[Problem],
    version: str = "",
    stand_ins: Iterable[Record] = (),
) -> Book:
    """A book of freshly read records and some additional ones; problems inside entries are added to `problems`."""
    shelves: dict[str, dict[str, Record]] = {}
    for kind, reader in READERS.items():
        shelves[kind] = {}
        for name, data in raw[kind].items():
            table = Table(data, entries[f"{kind}.{name}"], problems)
            shelves[kind][name] = reader(table)
            table.finish()
    for record in stand_ins:
        shelves[record.kind][record.id] = record
    every = [record for shelf in shelves.values() for record in shelf.values()]
    words = cast("Iterable[Word]", shelves["word"].values())
    return Book(shelves, Names.of(every, said_by(words)), inverse(every, shelves), version)


def inverse(records: Iterable[Record], shelves: Mapping[str, Mapping[str, Record]]) -> dict[str, list[str]]:
    """Each entry, with the entries that refer to it, sources included."""
    back: dict[str, list[str]] = {}
    for record in records:
        links = dict.fromkeys(resolved(link, shelves) for link in record.links())
        for link in dict.fromkeys([*links, *(f"source.{citation.id}" for citation in record.cited())]):
            back.setdefault(link, []).append(record.ref)
    return back


def resolved(link: str, shelves: Mapping[str, Mapping[str, Record]]) -> str:
    """`item.x` as the drug or class that it is."""
    kind, _, name = link.partition(".")
    if kind != "item":
        return link
    return f"class.{name}" if name in shelves["class"] else f"drug.{name}"


# --- the compiled form -------------------------------------------------------------------------------------------


class Keeper(pickle.Pickler):
    """Pickles values; a record's class is named by its key in CLASSES, and no other class or function is allowed."""

    def persistent_id(self, found: object) -> str | None:
        """The key of a class; None for everything else."""
        if not isinstance(found, type):
            return None
        if CLASSES.get(found.__name__) is not found:
            raise TypeError(f"{found.__qualname__} has no place in a compiled book: name it in CLASSES")
        return found.__name__


def compiled(book: Book) -> bytes:
    """A book in its compiled form."""
    opened = database(book)
    content: bytes = opened.serialize()
    opened.close()
    return content


def write(book: Book, path: Path) -> None:
    """Write the compiled form of a book to a new file; the same book always gives the same bytes."""
    opened = database(book)
    opened.execute("VACUUM INTO ?", (str(path),))
    opened.close()


def database(book: Book) -> Connection:
    """A book as a database in memory."""
    opened = connection("file::memory:")
    opened.execute(TABLE)
    opened.execute("BEGIN")
    for part, values in parts(book):
        rows = ((part, key, kept(value)) for key, value in values.items())
        opened.executemany("INSERT INTO kept (part, key, value) VALUES (?, ?, ?)", rows)
    opened.execute("COMMIT")
    return opened


def parts(book: Book) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is stored of a book."""
    yield from book.shelves.items()
    yield PLAIN, book.names.plain
    yield MARKED, book.names.marked
    yield SUFFIXED, book.names.suffixed
    yield CODES, book.names.codes
    yield BACK, book.back
    yield SAID, book.names.said
    yield WHOLE, {kind: dict(book.shelves[kind]) for kind in READ_WHOLE}


def kept(value: object) -> bytes:
    """One value."""
    into = BytesIO()
    Keeper(into, protocol=5).dump(value)
    return into.getvalue()
