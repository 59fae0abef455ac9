"""A NAACCR XML file, piece by piece, to its patients with their tumors; only this module knows the parser.

Anything that the schema of NAACCR XML or its reference library rejects stops the reading, with line and column;
anything that the library only reports is noted, and reading continues. A document type is rejected, and with it every
entity that it could define.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from mbc_cli.book.errors import InputError
from mbc_cli.book.table import nearest
from mbc_cli.naaccr.elements import CHILDREN, ELEMENTS, EXTENSIONS, ITEM, ITEMS, LEVELS, WITHIN, Open, Patient, Tumor
from mbc_cli.naaccr.items import known_items
from mbc_cli.naaccr.root import NAMESPACE, TIME, fault, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.naaccr.elements import Items
    from mbc_cli.naaccr.findings import Findings
    from mbc_cli.naaccr.items import Known
    from mbc_cli.naaccr.root import Root

LARGEST_PATIENT = 1 << 26  # bytes: an element that is never closed would otherwise take in the rest of a file


class Reader:
    """Reads a file that is fed in pieces; `targets` are the ids of the items whose places are wanted.

    `root` and its `items` are available from the first patient on; `tumors` is the number of tumors so far. InputError
    if the file cannot be read.
    """

    root: Root

    def __init__(
        self, name: str, book: Book, findings: Findings, targets: Collection[str] = (), encoding: str | None = None
    ) -> None:
        self.name = name
        self.book = book
        self.findings = findings
        self.targets = frozenset(targets)
        self.items: Items = {}
        self.known: dict[str, Known] = {}
        self.fits: dict[str, dict[str, Callable[[str], object]]] = {}
        self.open: list[Open] = []
        self.outside = 0  # how deep within an extension
        self.item, self.value = "", ""
        self.patients: list[Patient] = []
        self.tumors = 0
        self.fed = self.full = 0
        self.encoding = encoding
        self.parser = self.made(encoding)

    def made(self, encoding: str | None) -> expat.XMLParserType:
        """The parser, which reports what it finds to this reader."""
        parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = parser.ordered_attributes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.document_type
        parser.StartNamespaceDeclHandler = self.namespace
        return parser

    def feed(self, piece: bytes, *, last: bool = False) -> list[Patient]:
        """The patients that end in this piece."""
        self.parse(piece, last)
        found, self.patients = self.patients, []
        self.fed += len(piece)
        self.full = self.fed if found else self.full
        if self.fed - self.full > LARGEST_PATIENT:
            self.stop("a Patient goes on for more than 64 MB before this place: close it")
        return found

    def parse(self, piece: bytes, last: bool) -> None:
        """Give a piece to the parser; InputError if it is not XML, or in an encoding that the parser cannot read."""
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise InputError(f"{self.name}:{error.lineno}:{error.offset + 1}: {broken(error)}") from error
        except (LookupError, ValueError) as error:
            if self.open:
                raise
            self.stop(f"its encoding cannot be read ({error}): use --encoding, or save the file as UTF-8")

    def stop(self, what: str) -> NoReturn:
        """Reject the file at this place."""
        raise InputError(f"{self.name}:{self.parser.CurrentLineNumber}:{self.parser.CurrentColumnNumber + 1}: {what}")

    # --- what the parser finds ---------------------------------------------------------------------------------

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins."""
        if self.outside:
            self.outside += 1
        elif name == ITEM:
            self.start_item(attributes)
        elif self.item:
            self.stop(f"the Item {self.item} has an element inside it: write only text there")
        elif name in LEVELS:
            self.start_level(LEVELS[name], attributes)
        else:
            self.start_extension(name)

    def end(self, _: str) -> None:
        """An element ends."""
        if self.outside:
            self.outside -= 1
        elif self.item:
            self.end_item()
        else:
            self.end_level(self.open.pop())

    def characters(self, text: str) -> None:
        """Some text."""
        if self.item:
            self.value += text
        elif not text.isspace() and not self.outside:
            self.stop(f"a {self.open[-1].level} has text outside its elements: put it into an Item")

    def document_type(self, *_: object) -> None:
        """Reject a document type: it could contain entities that grow without end, and NAACCR files need none."""
        self.stop("has a DOCTYPE, which no NAACCR file needs: remove it")

    def namespace(self, prefix: str | None, uri: str) -> None:
        """A namespace is declared."""
        if not self.open and prefix is None and uri != NAMESPACE:
            self.stop(f"the default namespace is {uri}: a NAACCR file has {NAMESPACE}")

    # --- items -------------------------------------------------------------------------------------------------

    def start_item(self, attributes: list[str]) -> None:
        """An item begins."""
        if not self.open or self.item or self.open[-1].stage:
            self.misplaced_item()
        here = self.open[-1]
        plain = len(attributes) == 2 and attributes[0] == "naaccrId"
        item = attributes[1] if plain else self.identified(attributes)
        if item in here.items:
            self.stop(f"{item} appears twice in one {here.level}: keep one of them")
        if not item:
            self.stop("naaccrId is empty: write the id of the item")
        here.items[item], here.numbered = "", not plain
        self.item, self.value = item, ""
        if item in self.targets:
            here.spans[item] = (self.parser.CurrentByteIndex, -1)

    def misplaced_item(self) -> NoReturn:
        """Reject an item in a place where none is allowed."""
        if not self.open:
            self.stop("the root is an Item: a NAACCR file begins with NaaccrData")
        if self.item:
            self.stop(f"the Item {self.item} has an element inside it: write only text there")
        here = self.open[-1]
        what = "an extension" if here.stage == EXTENSIONS else "a Tumor" if here.level == "Patient" else "a Patient"
        self.stop(f"an Item comes after {what}: put the items of a {here.level} first")

    def identified(self, attributes: list[str]) -> str:
        """The id among the attributes of an item, whose number is checked."""
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if "naaccrId" not in given:
            self.stop("an Item has no naaccrId: add the attribute")
        if others := given.keys() - {"naaccrId", "naaccrNum"}:
            self.further_attribute("Item", min(others))
        if "naaccrNum" in given:
            self.check_number(given["naaccrId"], given["naaccrNum"])
        return given["naaccrId"]

    def check_number(self, item: str, number: str) -> None:
        """Reject an item number that is not a number, and note one that does not belong to that item."""
        if not number.strip().isdecimal():
            self.stop(f"{item}: naaccrNum is {number!r}: write the number of the item, or leave it out")
        known = self.known.get(item)
        if known and str(int(number)) != known.item.id:
            self.note(item, f"has the number {number.strip()}: write {known.item.id}; it is read by its id")

    def end_item(self) -> None:
        """An item ends."""
        here, item, value = self.open[-1], self.item, self.value
        self.item = ""
        if value:
            bare = here.items[item] = value.strip()
            fits = here.fits.get(item)
            if fits is None or bare != value or not fits(value):
                self.judge(here, item, value)
        if item in self.targets:
            here.spans[item] = (here.spans[item][0], self.parser.CurrentByteIndex)

    def judge(self, here: Open, item: str, value: str) -> None:
        """Note what is wrong with an item; one that mbc does not know is not checked."""
        known = self.known.get(item)
        if known is None:
            here.fits[item] = bool
            self.unknown(item)
        elif known.item.level != here.level:
            here.items[item] = ""
            self.note(item, f"is in a {here.level} and is not read: move it to the {known.item.level}")
        elif what := known.wrong(value):
            self.note(item, what)

    def unknown(self, item: str) -> None:
        """Note an id that mbc does not know; one that differs from a known id only in capitals is a slip."""
        if item in self.findings.unknown:
            return
        self.findings.unknown.add(item)
        for name in self.known:
            if name.casefold() == item.casefold():
                self.note(item, f"is not an item and is not read: write {name}")

    def note(self, item: str, what: str) -> None:
        """Note what is wrong with an item at this place."""
        self.findings.add(self.parser.CurrentLineNumber, item, what)

    # --- patients, tumors, extensions -------------------------------------------------------------------------

    def start_level(self, level: str, attributes: list[str]) -> None:
        """The root, a patient or a tumor begins."""
        parent = self.open[-1].level if self.open else None
        if WITHIN.get(level) != parent:
            self.stop(f"{level} is {f'in a {parent}' if parent else 'the root'}: {self.wanted(level)}")
        if not self.open:
            self.start_root(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        else:
            self.open[-1].stage = CHILDREN
            if attributes:
                self.further_attribute(level, attributes[0])
        place = self.parser.CurrentLineNumber, self.parser.CurrentByteIndex
        self.open.append(Open(level, *place, self.fits[level]))
        self.items = self.open[0].items

    def wanted(self, level: str) -> str:
        """Where an element belongs."""
        return f"put it into a {WITHIN[level]}" if level in WITHIN else "use it only as the root"

    def start_root(self, attributes: dict[str, str]) -> None:
        """The root begins: from now on the requirements of each item are known."""
        self.root = root_of(attributes)
        if what := fault(self.root, attributes):
            self.stop(what)
        if (when := self.root.time_generated) and not TIME.fullmatch(when.strip()):
            self.note("timeGenerated", f"is {when!r}: write a time such as 2026-11-26T09:30:00")
        self.known = known_items(self.book, self.root)
        for level in LEVELS.values():
            here = [(name, known) for name, known in self.known.items() if known.item.level == level]
            self.fits[level] = {name: known.fits.fullmatch for name, known in here if not known.absent}

    def further_attribute(self, element: str, name: str) -> None:
        """Reject an attribute that only the root may have; the first specification allows it."""
        if not self.root.takes_attributes:
            self.stop(f"{element} has the attribute {name.rpartition(' ')[2]}: remove it")

    def end_level(self, here: Open) -> None:
        """The root, a patient or a tumor ends."""
        place = self.parser.CurrentByteIndex
        if here.level == "Tumor":
            stop = place if here.stop < 0 else here.stop
            self.tumors += 1
            self.open[-1].tumors.append(Tumor(here.items, here.line, here.start, stop, here.spans, here.numbered))
        elif here.level == "Patient":
            self.patients.append(Patient(here.items, here.tumors, place))

    def start_extension(self, name: str) -> None:
        """An element of another namespace begins; anything else is rejected."""
        uri, _, local = name.rpartition(" ")
        if not self.open:
            wanted = f'a NAACCR file begins with <NaaccrData xmlns="{NAMESPACE}"'
            self.stop(f"the root is {local} in {f'the namespace {uri}' if uri else 'no namespace'}: {wanted}")
        if uri in ("", NAMESPACE):
            self.stop(
                f"{local} is not an element of NAACCR: give it a namespace of its own, or {nearest(local, ELEMENTS)}"
            )
        here = self.open[-1]
        if here.stage == CHILDREN:
            self.stop(f"the extension {local} comes too late: put it before the elements inside the {here.level}")
        if here.stage == ITEMS:
            here.stop = self.parser.CurrentByteIndex
        here.stage, self.outside = EXTENSIONS, 1


def patients(reader: Reader, pieces: Iterable[bytes]) -> Iterator[list[Patient]]:
    """The patients of a file with these bytes, several at a time."""
    yield from filter(None, map(reader.feed, pieces))
    reader.feed(b"", last=True)


def broken(error: expat.ExpatError) -> str:
    """What is broken in a file that is not XML, and the remedy."""
    message = expat.ErrorString(error.code)
    remedy = "fix it there"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
        remedy = "write & as &amp; and < as &lt;, remove control characters, or use --encoding for its letters"
    return f"is not XML ({message}): {remedy}"
