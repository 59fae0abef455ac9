"""Writing NAACCR XML: a registry file as it was, or one made from a table, with items filled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mbc_cli.annotate.dates import read_date
from mbc_cli.annotate.doors import source_of
from mbc_cli.annotate.naaccr_xml import check_texts, pieces, reader_of, remarks
from mbc_cli.annotate.near_columns import near_names
from mbc_cli.annotate.registry_table import FromTable, unsaid
from mbc_cli.annotate.writing_files import written
from mbc_cli.book.days import Span, span_text
from mbc_cli.book.errors import InputError
from mbc_cli.naaccr.elements import place
from mbc_cli.naaccr.filling import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.annotate.annotation import Counted
    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.book.book import Book
    from mbc_cli.naaccr.elements import Patient
    from mbc_cli.naaccr.reader import Reader

AS_IT_WAS = "without --fill the file is written unchanged; for ids, statuses and notes, write a table"


def registry_file(job: Job, given: Input, annotate: Counted) -> None:
    """Write NAACCR XML; InputError if something cannot be read or written."""
    is_registry = job.given.kind == job.target.kind
    file = job.given if is_registry else job.target
    reader = reader_of(file, job.fill.targets if job.fill else ())
    tumors = Tumors(job, reader, annotate)
    whole = pieces(given.bytes) if is_registry else from_table(job, given, reader.book)
    with written(job.target.path, "wb", job.target.packing) as out:
        for piece in filled(reader, whole, tumors.values):
            out.write(piece)
        tumors.check_found()
    file.remarks.extend(remarks(reader))
    if is_registry and not job.fill:
        file.remarks.append(AS_IT_WAS)


def from_table(job: Job, given: Input, book: Book) -> Iterator[bytes]:
    """A table as NAACCR XML."""
    table = source_of(job.given)(job.given, job.asked, given)
    job.places(table.header)
    job.target.remarks.extend(f"{job.target.name}: {what}" for what in unsaid(table.header))
    return FromTable(job.given.name, table, book, lambda text: compact(text, job.dates.written)).pieces()


def compact(text: str, written_as: str) -> str:
    """A date as NAACCR writes it, 20130615 or 201306; unchanged if it cannot be read."""
    day = read_date(text, written_as)
    return span_text(day).replace("-", "") if isinstance(day, Span) else text


class Tumors:
    """The tumors of a file as rows of a table, and the new values of their items."""

    def __init__(self, job: Job, reader: Reader, annotate: Counted) -> None:
        self.job = job
        self.reader = reader
        self.annotate = annotate
        self.header = tuple(dict.fromkeys(filter(None, (*job.read.names, job.read.dx_column))))
        self.at = job.places(self.header)
        self.missing = {*job.asked} - job.read.usual

    def values(self, patients: Sequence[Patient]) -> list[dict[str, str]]:
        """The new values for the items of each tumor of some patients."""
        check_texts(self.reader, self.job.asked)
        tumors = [(patient, tumor) for patient in patients for tumor in patient.tumors]
        every = [self.reader.items | patient.items | tumor.items for patient, tumor in tumors]
        self.missing.difference_update(*(every if self.missing else ()))
        table = [[items.get(name, "") for name in self.header] for items in every]
        texts = self.job.texts(table, self.at)
        found = self.annotate(texts)
        if not self.job.fill:
            return [{}] * len(every)
        coded = map(self.job.items, found, texts, self.job.diagnoses(table, self.at))
        places = (partial(place, self.reader.name, *each) for each in tumors)
        return list(map(self.job.fill.values, every, found, coded, places))

    def check_found(self) -> None:
        """InputError for a requested column that no tumor has."""
        if self.missing:
            near = " or ".join(map(repr, near_names(name := min(self.missing), [*self.reader.known])))
            remedy = f"did you mean {near}?" if near else "use the id of an item in the file"
            raise InputError(f"{self.reader.name}: no tumor has an item {name!r}: {remedy}")
