"""One file to audit: which columns have the texts, the date of diagnosis and the coded items."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from mbc_cli.annotate.further import Further
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.near_columns import plain, some
from mbc_cli.annotate.wanted import Wanted, wanted
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import XmlItem

REGISTRY = "naaccr"
WHOSE = ("patientIdNumber", "tumorRecordNumber")
"""The NAACCR ids that say whose a row is."""


@dataclass(frozen=True)
class AuditJob(Job):
    """What to audit: a file as it is annotated, and the columns of its coded items, by the numbers of these.

    `text_of` are the columns with the text of one item, by its number. The columns `whose` say whose a row is, in the
    list of the rows that need a person.
    """

    text_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    coded_in: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    whose: tuple[str, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """No columns: the file is only read."""
        return ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(dict.fromkeys((*super().asked, *self.coded_in.values(), *self.whose)))


def recognised(job: AuditJob, book: Book, header: Sequence[str]) -> AuditJob:
    """The job with the columns of a file that NAACCR names, where no others were given.

    InputError where no column has a coded item, or two have the same one.
    """
    usual = wanted(book, (REGISTRY,), (), "")
    own = tuple(name for name in usual.columns if name in header)
    columns = tuple(dict.fromkeys((*job.text_of.values(), *job.read.columns))) or own
    dx_column = job.read.dx_column or (usual.dx_column if usual.dx_column in header else "")
    further = Further(book, columns) if set(columns) & {*own} else None
    found = replace(
        job,
        read=Wanted(columns, dx_column, further=further),
        coded_in=MappingProxyType({**coded_items(job, book, header), **job.coded_in}),
        whose=job.whose or tuple(name for name in WHOSE if name in header),
    )
    if not found.coded_in:
        names = ", ".join(item.naaccr_id for item in coded(book))
        what = f"no column of a coded item ({names}): give --item 1390=COLUMN"
        raise InputError(f"{job.given.name}: {what}; there are {some(header)}")
    return found


def coded_items(job: AuditJob, book: Book, header: Sequence[str]) -> dict[str, str]:
    """The items that have a column by their NAACCR id, name or number; not those for which one was given."""
    found = {}
    for item in coded(book):
        names = {plain(name) for name in (item.naaccr_id, item.name, item.id)}
        columns = [name for name in header if plain(name) in names and item.id not in job.coded_in]
        if len(columns) > 1:
            what = f"item {item.id} may stand in {' and in '.join(map(repr, columns))}"
            raise InputError(f"{job.given.name}: {what}: give --item {item.id}=COLUMN")
        found.update(dict.fromkeys([item.id] if columns else [], *columns))
    return found


def coded(book: Book) -> Iterator[XmlItem]:
    """The items of a file that hold codes of treatment."""
    return (item for item in book.xml_items.values() if item.id in book.naaccr)
