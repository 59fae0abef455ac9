"""The coded items of a table compared with its treatment texts, row by row: counts, and rows that need a person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import OPEN_CHOICE, REMEMBERED, UNSURE
from mbc_cli.annotate.audit_job import REGISTRY
from mbc_cli.annotate.coder import TOO_LONG
from mbc_cli.annotate.extent import OPEN
from mbc_cli.annotate.row_texts import BETWEEN_COLUMNS, parted
from mbc_cli.book.patterns import pattern
from mbc_cli.coding.audit import FOR_A_PERSON, Kind, Verdict, compared
from mbc_cli.coding.heard import Heard
from mbc_cli.coding.heard import heard as heard_of
from mbc_cli.naaccr.site import SITE_ITEMS, is_breast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mbc_cli.annotate.annotation import Annotate, Annotation
    from mbc_cli.annotate.audit_job import AuditJob
    from mbc_cli.annotate.coder import Coder
    from mbc_cli.annotate.tables import Rows, Source
    from mbc_cli.book.days import Span
    from mbc_cli.book.model import NaaccrItem

COLUMNS = ("place", "diagnosed", "verdict", "items", "coded", "by_text", "because", "texts")
NO_DOUBT = pattern(r"also read: .*|.*, not counted|.*: counted as given|a placeholder|the text says: .*")
"""What a note may say without making a reading unsure."""
LABEL = pattern(r"([0-9]{1,2}) +[A-Za-z].*")
MOST_TOLD = 10_000
"""How many different findings are kept for a page; later ones are only counted, and listed."""


class Told(NamedTuple):
    """What a person must check in a row: items with the same finding, with their codes and those of the text."""

    verdict: Kind
    items: tuple[str, ...]
    codes: tuple[str, ...]
    by_text: tuple[str, ...]
    because: str


class Tally:
    """The result for a file: rows, verdicts by item, and how many rows have each finding, with its first place.

    `what` is what a row is called. `whose` says whose row is at a first place: "Accession 201500124".
    """

    def __init__(self, items: Sequence[NaaccrItem], what: str = "row") -> None:
        self.items = items
        self.what = what
        self.rows = self.rows_for_a_person = self.other_tumours = 0
        self.verdicts: Counter[tuple[str, Kind]] = Counter()
        self.told: Counter[Told] = Counter()
        self.first: dict[Told, str] = {}
        self.whose: dict[str, str] = {}

    def add(self, verdicts: dict[str, Verdict], told: Sequence[Told], place: str, whose: str) -> None:
        """Count a row and the findings for a person in it; `whose` identifies its patient, if a column does."""
        self.rows += 1
        self.rows_for_a_person += bool(told)
        self.verdicts.update((item, verdict.kind) for item, verdict in verdicts.items())
        known = [one for one in told if one in self.first or len(self.first) < MOST_TOLD]
        first = [one for one in known if one not in self.first]
        self.first.update((one, place) for one in first)
        self.whose.update({place: whose} if first else {})
        self.told.update(known)

    def ranked(self) -> list[tuple[Told, int]]:
        """The findings for a person, by kind of verdict, most frequent first."""
        order = {kind: n for n, kind in enumerate(FOR_A_PERSON)}
        return sorted(self.told.items(), key=lambda each: (order[each[0].verdict], -each[1]))


class Auditor:
    """Compares the rows of a table with the columns of the job; the results are counted in `tally`."""

    def __init__(self, job: AuditJob, annotate: Annotate, coder: Coder) -> None:
        self.job = job
        self.annotate = annotate
        self.coder = coder
        self.book = coder.annotator.book
        items = [item for item in self.book.naaccr.values() if item.id in job.coded_in]
        self.tally = Tally(items, "tumor" if job.given.kind == REGISTRY else "row")
        self.known: dict[tuple[str, Span | None], tuple[Heard, ...]] = {}
        self.drug_names = {drug.name for drug in self.book.drugs.values()}

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of the rows that need a person."""
        return (*self.job.whose, *COLUMNS)

    def rows(self, table: Source) -> Iterator[Rows]:
        """The rows that need a person."""
        at = self.job.places(table.header)
        needed = (*self.job.asked, *(name for name in SITE_ITEMS if name in table.header))
        places = {name: table.header.index(name) for name in needed}
        for block in table.blocks():
            texts = self.job.texts(block, at)
            found = self.annotate(texts)
            cells = [{name: row[n] for name, n in places.items()} for row in block]
            each = enumerate(zip(cells, found, texts, strict=True))
            yield [line for n, row in each for line in self.lines(*row, lambda n=n: table.place(n))]  # type: ignore[misc]

    def lines(
        self, cells: dict[str, str], found: Annotation, text: str, place: Callable[[], str]
    ) -> Iterator[list[str]]:
        """The lines about a row that a person must check."""
        if cells.get(SITE_ITEMS[0]) and not is_breast(cells):
            self.tally.other_tumours += 1
            return
        codes = {item.id: code_in(cells.get(self.job.coded_in[item.id], "")) for item in self.tally.items}
        dx = cells.get(self.job.read.dx_column, "").strip()
        verdicts = dict(self.verdicts(found, text, dx, codes))
        told = told_of(verdicts, codes)
        where = place() if told else ""
        whose = [cells[name] for name in self.job.whose]
        self.tally.add(verdicts, told, where, self.named(whose))
        texts = shown(text, self.job.read.names)
        yield from ([*whose, where, dx, *in_cells(one), texts] for one in told)

    def named(self, whose: Sequence[str]) -> str:
        """Whose row it is, in words: "Accession 201500124"; the place in a NAACCR file has it already."""
        each = () if self.job.given.kind == REGISTRY else zip(self.job.whose, whose, strict=True)
        return ", ".join(f"{name} {value}" for name, value in each if value)

    def verdicts(self, found: Annotation, text: str, dx: str, codes: dict[str, str]) -> Iterator[tuple[str, Verdict]]:
        """The verdict on each item of a row."""
        day = None if found.status == "empty" else self.job.dates(dx)
        heard = day if isinstance(day, str) else self.heard(found, text, day)
        if isinstance(heard, str):
            yield from ((item, Verdict(Kind.incomparable, "", heard)) for item in codes)
            return
        for item, said in zip(self.book.naaccr.values(), heard, strict=True):
            if item.id in codes:
                doubt = self.doubt(found, item.id if said.spoken else "")
                yield item.id, compared(item, codes[item.id], said, doubt)

    def heard(self, found: Annotation, text: str, day: Span | None) -> tuple[Heard, ...] | str:
        """What the text of a row says about each item, or that it is not understood."""
        if self.coder.is_too_long(text):
            return TOO_LONG
        if (key := (text, day)) not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[key] = heard_of(self.book, self.coder.codings(text, day))
        said = self.known[key]
        nothing = not any(one.values or one.spoken for one in said)
        return f"not understood: {self.doubt(found) or text}" if nothing and self.is_dark(found) else said

    def doubt(self, found: Annotation, item: str = "") -> str:
        """Why the text of a row, or what it says about an item, is not read for sure; "" if it is.

        What is unsure in the text of one item does not make unsure what the text of another one says about it.
        """
        if not self.is_dark(found):
            return ""
        named = [part.partition(": ") for part in found.note.split(BETWEEN_COLUMNS)]
        parts = [
            (name, note) if name in self.job.read.names else ("", f"{name}{mark}{note}") for name, mark, note in named
        ]
        doubts = ((name, self.doubts_in(note)) for name, note in parts if not item or self.is_about(name, item))
        return "; ".join(f"{why} (in {name})" if name else why for name, why in doubts if why)

    def is_about(self, column: str, item: str) -> bool:
        """Whether the text of a column may be about an item; "" is the only column."""
        names = self.job.read.names
        about = self.coder.about[names.index(column)] if column else None
        return not about or item in about

    def doubts_in(self, note: str) -> str:
        """What in a note makes a reading unsure; not which of several drugs was given, since each of them is coded."""
        pieces = [piece for piece in note.split("; ") if not NO_DOUBT.fullmatch(piece)]
        return "; ".join(piece for piece in pieces if not self.is_choice(piece))

    def is_choice(self, piece: str) -> bool:
        """Whether a piece of a note says that one of several drugs was given: "paclitaxel or docetaxel"."""
        names = piece.removesuffix(OPEN_CHOICE).split(OPEN)
        return piece.endswith(OPEN_CHOICE) and all(name in self.drug_names for name in names)

    def is_dark(self, found: Annotation) -> bool:
        """Whether part of a text is not understood, or is a treatment whose item is unknown."""
        others = filter(None, found.other.split(";"))
        return found.status in UNSURE or any(map(self.coder.annotator.is_against_cancer, others))


def code_in(cell: str) -> str:
    """The code in a cell: "03", "03 several drugs"; any other text unchanged."""
    bare = cell.strip()
    return found[1] if (found := LABEL.fullmatch(bare)) else bare


def told_of(verdicts: dict[str, Verdict], codes: dict[str, str]) -> list[Told]:
    """What a person is told about a row; items with the same finding are grouped."""
    same: dict[tuple[Kind, str], list[str]] = {}
    for item, verdict in verdicts.items():
        if verdict.kind in FOR_A_PERSON:
            same.setdefault((verdict.kind, verdict.because), []).append(item)
    return [
        Told(
            kind, tuple(items), tuple(codes[item] for item in items), tuple(verdicts[item].text for item in items), why
        )
        for (kind, why), items in same.items()
    ]


def in_cells(told: Told) -> tuple[str, ...]:
    """The cells of a line: codes follow their items, so that no spreadsheet takes them for numbers."""
    coded = "; ".join(f"{item}={code}" for item, code in zip(told.items, told.codes, strict=True))
    by_text = "; ".join(f"{item}={code}" for item, code in zip(told.items, told.by_text, strict=True) if code)
    return told.verdict.value, "; ".join(told.items), coded, by_text, told.because


def shown(text: str, columns: Sequence[str]) -> str:
    """The texts of a row, each after the name of its column if there are several."""
    cells = [(columns[n], cell.strip()) for n, cell in parted(text) if cell.strip()]
    return " | ".join(f"{name}: {cell}" if len(columns) > 1 else cell for name, cell in cells)
