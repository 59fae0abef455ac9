"""One file to audit: which columns have the texts, the date of diagnosis and the coded items."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from shlex import quote
from types import MappingProxyType
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import CODE_COLUMNS
from mbc_cli.annotate.coder import headed
from mbc_cli.annotate.further import Further
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.near_columns import column_of_treatments, some
from mbc_cli.annotate.wanted import Wanted, wanted
from mbc_cli.annotate.whose import whose
from mbc_cli.book.errors import InputError
from mbc_cli.coding.item_names import bare, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import XmlItem

REGISTRY = "naaccr"
OF_TEXTS = ("text", "txt", "note")
OF_CODES = "code"
"""What shows in the name of a column that it holds no codes."""


@dataclass(frozen=True)
class AuditJob(Job):
    """What to audit: a file as for annotation, and the columns of its coded items, by item number.

    An item without a column ("") is empty in every row.

    `text_of` are the columns with the text of one item, by its number. The columns `whose` identify the patient in the
    list of the rows that need a person.
    """

    text_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    coded_in: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    whose: tuple[str, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """No added columns: the file is only read."""
        return ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(dict.fromkeys((*super().asked, *filter(None, self.coded_in.values()), *self.whose)))


def recognised(job: AuditJob, book: Book, header: Sequence[str]) -> AuditJob:
    """The job with the columns of a file that NAACCR names, if no others were given.

    InputError if no column has a coded item, or two have the same one.
    """
    usual = wanted(book, (REGISTRY,), (), "")
    ids = [*map(bare, usual.columns)]
    own = tuple(sorted((name for name in header if bare(name) in ids), key=lambda name: ids.index(bare(name))))
    if not (own or job.text_of or job.read.columns):
        job = replace(job, text_of=texts_shown(book, header) or texts_beside_codes(book, header))
        job.given.remarks.extend(f"text of item {item} read from {name!r}" for item, name in job.text_of.items())
    columns = tuple(dict.fromkeys((*job.text_of.values(), *job.read.columns))) or own
    if not columns and (only := column_of_treatments(header)):
        job.given.remarks.append(f"text of all items read from {only!r}")
        columns = (only,)
    dx_column = job.read.dx_column or (usual.dx_column if usual.dx_column in header else "")
    further = Further(book, columns) if set(columns) & {*usual.columns} else None
    found = replace(
        job,
        read=Wanted(columns, dx_column, further=further),
        coded_in=MappingProxyType({**absent(job, book, header), **coded_items(job, book, header), **job.coded_in}),
        whose=job.whose or whose(header),
    )
    if not found.coded_in and (shown := codes_shown(book, header)):
        job.given.remarks.extend(f"code of item {item} read from {name!r}" for item, name in shown.items())
        found = replace(found, coded_in=shown)
    if not found.coded_in:
        raise InputError(f"{job.given.name}: {nothing_coded(book, found, header)}")
    return found


def texts_shown(book: Book, header: Sequence[str]) -> Mapping[str, str]:
    """The items with exactly one column that, by its name, has their text: 1390 with "Chemo Text"."""
    return of_one_item(book, [name for name in header if any(word in bare(name) for word in OF_TEXTS)])


def texts_beside_codes(book: Book, header: Sequence[str]) -> Mapping[str, str]:
    """The items with a column for their code and one called the same without "code": 1390 with CHEMO, CHEMO_CODE."""
    called = {bare(name): name for name in header}
    found = ((item, called.get(bare(name).replace(OF_CODES, ""))) for item, name in codes_shown(book, header).items())
    return MappingProxyType({item: name for item, name in found if name})


def codes_shown(book: Book, header: Sequence[str]) -> Mapping[str, str]:
    """The items with exactly one column that, by its name, has their code: 1390 with "Chemo Code"."""
    return of_one_item(book, [name for name in header if OF_CODES in bare(name)])


def of_one_item(book: Book, columns: Sequence[str]) -> Mapping[str, str]:
    """The items for which only one of some columns has a word in its name, and that column."""
    of_items = [(item, name) for name in columns for item in headed(book, name)]
    once = [item for item, _ in of_items]
    return MappingProxyType({item: name for item, name in of_items if once.count(item) == 1})


def nothing_coded(book: Book, job: AuditJob, header: Sequence[str]) -> str:
    """The message that no column is known to have a coded item, with those whose names have a word for one."""
    names = ", ".join(item.naaccr_id for item in coded(book))
    others = [name for name in header if not any(word in bare(name) for word in OF_TEXTS)]
    near = " ".join(
        f"--item {item}={quote(name)}" for name in others for item in headed(book, name) if name not in job.read.asked
    )
    meant = f"did you mean {near}? " if near else ""
    return f"has no column of a coded item ({names}): use --item 1390=COLUMN; {meant}the columns are {some(header)}"


def coded_items(job: AuditJob, book: Book, header: Sequence[str]) -> dict[str, str]:
    """The items that have a column by their NAACCR id, name or number, except those for which a column was given.

    A column that mbc itself wrote counts for an item without another.
    """
    found = {}
    for item in coded(book):
        names = names_of(book, item.id)
        free = [name for name in header if item.id not in job.coded_in]
        own = [name for name in written_by_mbc(item.id) if name in free]
        columns = [name for name in free if bare(name) in names] or own
        if len(columns) > 1:
            what = f"item {item.id} may be in {' and in '.join(map(repr, columns))}"
            raise InputError(f"{job.given.name}: {what}: use --item {item.id}=COLUMN")
        found.update(dict.fromkeys([item.id] if columns else [], *columns))
    return found


def absent(job: AuditJob, book: Book, header: Sequence[str]) -> dict[str, str]:
    """The items that no tumor of a NAACCR file has, though one has their text: XML leaves out what is empty."""
    told = (item for item in book.xml_items.values() if item.naaccr_id in header and job.given.kind == REGISTRY)
    return {item.text_of: "" for item in told if item.text_of in book.naaccr}


def written_by_mbc(item: str) -> Iterator[str]:
    """The column to which mbc writes an item."""
    return (name for name in CODE_COLUMNS if item in name.split("_"))


def coded(book: Book) -> Iterator[XmlItem]:
    """The items of a file that hold codes of treatment."""
    return (item for item in book.xml_items.values() if item.id in book.naaccr)
