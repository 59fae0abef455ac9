"""Rows with several treatment texts, from several columns or a list: each is read by itself, then all are combined.

Such texts are passed on as one text, separated by the ASCII control characters for that, which no text keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import UNREAD, Annotation, with_note
from mbc_cli.annotate.tables import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.annotate.annotator import Annotator

COLUMN_END, ITEM_END = "\x1e", "\x1f"
NO_ENDS = str.maketrans(COLUMN_END + ITEM_END, "  ")
BETWEEN_COLUMNS = " | "
NOT_READ = ("partial", "unknown")
LEAST_SURE_FIRST = ("unknown", "class only", "other drug", "no drug", "decided")


class Part(NamedTuple):
    """One of the texts of a row: the number of its column, and what it says."""

    column: int
    found: Annotation


def joined(cells: Sequence[str]) -> str:
    """The cells of the treatment columns of a row as one text."""
    return COLUMN_END.join([cell if is_bare(cell) else ITEM_END.join(items(cell)) for cell in cells])


def is_bare(text: str) -> bool:
    """Whether a cell is one text, and no sign in it divides it."""
    return type(text) is str and not (COLUMN_END in text or ITEM_END in text)


def items(cell: str) -> Iterator[str]:
    """The texts in a cell: the cell itself, or the items of a list."""
    value = value_of(cell)
    for item in value if isinstance(value, list) else (cell,):
        yield ("" if item is None else str(item)).translate(NO_ENDS)


def parted(text: str) -> list[tuple[int, str]]:
    """The texts of a row, each with the number of its column."""
    return [(n, item) for n, cell in enumerate(text.split(COLUMN_END)) for item in cell.split(ITEM_END)]


class Several:
    """Annotations of rows with several texts, each requested from `annotate` separately; `columns` are their names.

    `judge` knows what the named drugs leave open about the texts beside them.
    """

    def __init__(self, annotate: Annotate, columns: Sequence[str], judge: Annotator) -> None:
        self.annotate = annotate
        self.columns = columns
        self.judge = judge

    def __call__(self, texts: Sequence[str]) -> list[Annotation]:
        """The annotation of each row."""
        whole = "".join(texts)
        if not (COLUMN_END in whole or ITEM_END in whole):
            return self.annotate(texts)
        rows = [parted(text) for text in texts]
        found = iter(self.annotate([text for row in rows for _, text in row]))
        parts = [tuple(Part(n, next(found)) for n, _ in row) for row in rows]
        return list(map(self.together, parts))

    def together(self, parts: tuple[Part, ...]) -> Annotation:
        """What the texts of a row say, as one treatment."""
        found = [part.found for part in parts]
        if len(found) == 1:
            return found[0]
        drugs, regimens, classes, other = (merged(item[n] for item in found) for n in range(4))
        unnamed, note = list(self.judge.unnamed(drugs, classes)), self.note(parts)
        whole = Annotation(drugs, regimens, classes, other, self.status(found, whole=not unnamed), note)
        further = [why for why in unnamed if why not in note]
        return with_note(whole, *further, between=between_notes(self.columns))

    def status(self, found: Sequence[Annotation], *, whole: bool) -> str:
        """How sure the texts are together: something not understood beside named drugs makes them partial."""
        said = {item.status for item in found} - {"empty"}
        if len(said) < 2:
            return said.pop() if said else "empty"
        if "ambiguous" in said:
            return "ambiguous"
        if not any(item.drugs for item in found):
            return next(status for status in LEAST_SURE_FIRST if status in said)
        if not whole or any(map(is_unread, found)) or any(map(self.judge.is_against_cancer, others_of(found))):
            return "partial"
        return next((status for status in ("decided", "corrected") if status in said), "exact")

    def note(self, parts: Sequence[Part]) -> str:
        """The notes on the texts, grouped after the name of their column if there are several."""
        notes: dict[int, dict[str, None]] = {}
        for part in parts:
            notes.setdefault(part.column, {})[part.found.note] = None
        said = {n: "; ".join(filter(None, each)) for n, each in notes.items()}
        if len(self.columns) < 2:
            return "; ".join(said.values())
        return BETWEEN_COLUMNS.join(f"{self.columns[n]}: {note}" for n, note in said.items() if note)


def between_notes(columns: Sequence[str]) -> str:
    """What comes before a note on a whole row: a different sign than between notes on one of several columns."""
    return BETWEEN_COLUMNS if len(columns) > 1 else "; "


def is_unread(found: Annotation) -> bool:
    """Whether a part of a text was not understood."""
    return found.status in NOT_READ or UNREAD in found.note


def merged(ids: Iterable[str]) -> str:
    """Joined ids of several texts combined, each id once."""
    return ";".join(dict.fromkeys(name for each in ids for name in each.split(";") if name))


def others_of(found: Iterable[Annotation]) -> list[str]:
    """The medicines outside the vocabulary, along with any drug, that some texts name."""
    return [name for item in found for name in item.other.split(";") if name]
