"""A table as a NAACCR XML file: a tumor for each row, and a patient for adjacent rows of the same patient."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.errors import InputError
from mbc_cli.book.patterns import pattern
from mbc_cli.naaccr.root import DICTIONARIES, NAMESPACE, RECORD_TYPE, RECORD_TYPES, SPECIFICATIONS, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mbc_cli.annotate.tables import Source
    from mbc_cli.book.book import Book
    from mbc_cli.naaccr.elements import Items

KEY = "patientIdNumber"
USUAL = {RECORD_TYPE: RECORD_TYPES[0], VERSION: DICTIONARIES[-1]}
"""What the root says if no column has it."""
OURS = "mbc_"
"""How the columns that mbc adds to a table begin: they are not items."""
LEVELS = ("NaaccrData", "Patient", "Tumor")
WITH_LEVEL = pattern(r"(Patient|Tumor)\.([a-z][A-Za-z0-9]{0,31})")
NOT_IN_XML = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_ENDS = pattern("\r\n?")


class Column(NamedTuple):
    """A column of a table as an item."""

    at: int
    item: str
    level: str
    is_date: bool


class Row(NamedTuple):
    """What a row says about the file, its patient and its tumor."""

    root: Items
    patient: Items
    tumor: Items


class FromTable:
    """Writes a table; `name` is the file it is in, `compact` a date as NAACCR writes it.

    InputError, with place and remedy, for columns that are not items, and for rows that no file can hold.
    """

    def __init__(self, name: str, table: Source, book: Book, compact: Callable[[str], str]) -> None:
        self.table = table
        self.compact = compact
        self.columns = list(columns(name, table.header, book))
        self.before: Row | None = None

    def pieces(self) -> Iterator[bytes]:
        """The file."""
        for rows in self.table.blocks():
            yield "".join([self.written(n, row) for n, row in enumerate(rows)]).encode()
        yield (("" if self.before else head({})) + self.closed() + "</NaaccrData>\n").encode()

    def written(self, n: int, cells: Sequence[str]) -> str:
        """A row, with anything that must come before it."""
        row, before = self.row(n, cells), self.before
        same = before and row.patient.get(KEY) and row.patient.get(KEY) == before.patient.get(KEY)
        if before:
            self.check_same(n, before.root, row.root, "file")
        if before and same:
            self.check_same(n, before.patient, row.patient, f"patient {row.patient[KEY]}")
        start = "" if same else self.closed() + f"  <Patient>\n{items(row.patient, 4)}"
        self.before = row
        return ("" if before else head(row.root)) + f"{start}    <Tumor>\n{items(row.tumor, 6)}    </Tumor>\n"

    def closed(self) -> str:
        """The end of the previous patient, if there is one."""
        return "  </Patient>\n" if self.before else ""

    def row(self, n: int, cells: Sequence[str]) -> Row:
        """The items of a row; an empty cell is not one."""
        found = Row({}, {}, {})
        for column in self.columns:
            if value := self.value(n, column, cells[column.at]):
                found[LEVELS.index(column.level)][column.item] = value
        return found

    def value(self, n: int, column: Column, cell: str) -> str:
        """The value of a cell; InputError for a character that XML does not allow."""
        if odd := NOT_IN_XML.search(cell):
            what = f"has the character {odd[0]!r} in {column.item}, which XML does not allow"
            raise InputError(f"{self.table.place(n)}: {what}: remove it")
        value = LINE_ENDS.sub("\n", cell).strip()
        return self.compact(value) if column.is_date else value

    def check_same(self, n: int, before: Items, here: Items, whole: str) -> None:
        """InputError if rows differ in what they must share."""
        if before != here:
            name = next(name for name in (*before, *here) if before.get(name) != here.get(name))
            one, other = before.get(name, ""), here.get(name, "")
            what = f"{name} is {other!r}, and {one!r} in the previous row of the same {whole}"
            raise InputError(f"{self.table.place(n)}: {what}: make them the same")


def columns(name: str, header: Sequence[str], book: Book) -> Iterator[Column]:
    """The columns of a table that are items; InputError for those whose place in the file is unknown."""
    known = {item.naaccr_id: item for item in book.xml_items.values()}
    named = [(n, column) for n, column in enumerate(header) if not column.startswith(OURS)]
    if KEY not in header:
        raise InputError(f"{name}: no column {KEY}, which identifies the patient of each row: add it")
    for n, column in named:
        if header.count(column) > 1:
            raise InputError(f"{name}: more than one column {column!r}: keep one of them")
        if column in known:
            yield Column(n, column, known[column].level, known[column].type == "date")
        elif told := WITH_LEVEL.fullmatch(column):
            yield Column(n, told[2], told[1], is_date=False)
        else:
            what = f"it is unclear which element the column {column!r} belongs to"
            raise InputError(f"{name}: {what}: call it Patient.{column} or Tumor.{column}, or drop it")


def unsaid(header: Sequence[str]) -> Iterator[str]:
    """What the root says that no column of a table gives."""
    for name in [name for name in USUAL if name not in header]:
        yield f"is written with {name} {USUAL[name]}: add a column {name} if it should be another"


def head(root: Items) -> str:
    """The start of the file, with the items of its root; the record type and the dictionary are as they say."""
    said = USUAL | root
    uri = f"{NAMESPACE}/naaccr-dictionary-{escape(said[VERSION])}.xml"
    told = f'baseDictionaryUri="{uri}" recordType="{escape(said[RECORD_TYPE])}"'
    start = f'<NaaccrData xmlns="{NAMESPACE}" {told} specificationVersion="{SPECIFICATIONS[-1]}">'
    own = {name: value for name, value in root.items() if name != RECORD_TYPE}
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{start}\n{items(own, 2)}'


def items(values: Items, indent: int) -> str:
    """Items, each on its own line."""
    blanks = " " * indent
    lines = [f'{blanks}<Item naaccrId="{name}">{escape(value, False)}</Item>\n' for name, value in values.items()]
    return "".join(lines)
