"""NAACCR XML as a table: a row for each tumor, and a column for each item that appears anywhere in the file.

If the file has no tumors, the columns are all known items.

What only the root says, the version and the record type, has columns too, so that a table can become such a file
again. The columns are found by a first pass over the bytes of the file. For that, what is read from a stream is kept in
an unnamed file that disappears with the process.
"""

from __future__ import annotations

import tempfile
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from mbc_cli.annotate.packing import CHUNK
from mbc_cli.annotate.reading_files import opened
from mbc_cli.annotate.tables import NOTHING
from mbc_cli.book.errors import InputError
from mbc_cli.naaccr.columns import ids_in, rows
from mbc_cli.naaccr.elements import place
from mbc_cli.naaccr.findings import Findings
from mbc_cli.naaccr.reader import Reader, patients
from mbc_cli.naaccr.root import WITH_TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import File, Rows
    from mbc_cli.naaccr.elements import Patient

AS_DECLARED = "utf-8"
"""The encoding of a `File` for which none was given: an XML file states its own."""


class NaaccrXml:
    """NAACCR XML as a `Source`."""

    def __init__(self, file: File, asked: Sequence[str], given: Input) -> None:
        self.file = file
        self.reader = reader_of(file)
        found, pieces = looked_through(file, given)
        self.read = patients(self.reader, pieces)
        self.first = next(self.read, [])
        items = found if self.reader.tumors else self.reader.known
        self.header = tuple(dict.fromkeys((*items, *self.reader.root.items)))
        check_texts(self.reader, asked)
        self.found: Sequence[Patient] = ()

    def blocks(self) -> Iterator[Rows]:
        """The rows."""
        for found in chain([self.first], self.read):
            self.found = found
            root = self.reader.root.items | self.reader.items
            yield [row for patient in found for row in rows(root, patient, self.header, NOTHING)]
        self.file.remarks.extend(remarks(self.reader))

    def place(self, n: int) -> str:
        """The line of a tumor, its number and its patient."""
        patient, tumor = next(islice(((one, each) for one in self.found for each in one.tumors), n, None))
        return place(self.file.name, patient, tumor)


def reader_of(file: File, targets: Collection[str] = ()) -> Reader:
    """The reader of a file; `targets` are the items that are to be filled."""
    from mbc_cli.store.load import load  # only where no book was given

    encoding = None if file.encoding == AS_DECLARED else file.encoding
    return Reader(file.name, file.book or load(), Findings(file.name), targets, encoding)


def looked_through(file: File, given: Input) -> tuple[tuple[str, ...], Iterator[bytes]]:
    """The ids that appear in a file, and its bytes from the beginning."""
    if file.path and file.path.is_file():
        with opened(file, lambda _: None) as first:
            return tuple(ids_in(pieces(first.bytes))), pieces(given.bytes)
    whole = tempfile.TemporaryFile()  # noqa: SIM115 (it is read after this call)
    return tuple(ids_in(copied(given.bytes, whole))), again(whole)


def copied(stream: IO[bytes], copy: IO[bytes]) -> Iterator[bytes]:
    """A stream in pieces, each of which is copied first."""
    for piece in pieces(stream):
        copy.write(piece)
        yield piece


def again(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream in pieces once more, from its beginning; it is closed at the end."""
    with stream:
        stream.seek(0)
        yield from pieces(stream)


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream in pieces."""
    return iter(lambda: stream.read(CHUNK), b"")


def remarks(reader: Reader) -> Iterator[str]:
    """What is wrong in a file that was read."""
    if not reader.tumors:
        yield f"{reader.name}: has no tumor"
    yield from reader.findings.lines()


def check_texts(reader: Reader, columns: Sequence[str]) -> None:
    """InputError if a text is requested from a file that has none because of its record type."""
    asked = any(name in reader.known and reader.known[name].item.record_types for name in columns)
    if asked and not reader.root.has_texts:
        what = f"is of record type {reader.root.record_type}, which has no texts"
        raise InputError(f"{reader.name}: {what}: use a file of type {' or '.join(WITH_TEXTS)}")
