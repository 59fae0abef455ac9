"""The registry items of a row, of its texts and its date of diagnosis, by the function that `mbc code` has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import DECIDED, REMEMBERED, with_note
from mbc_cli.annotate.annotator import LONGEST_CELL
from mbc_cli.annotate.row_texts import parted
from mbc_cli.book.codes import looks_like_a_code
from mbc_cli.book.days import this_day
from mbc_cli.book.names import clean, fold
from mbc_cli.coding.items import Case, cases, joined
from mbc_cli.coding.rows import NO_TREATMENT, Coded, drug_case, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.annotate.annotator import Annotator
    from mbc_cli.book.days import Span
    from mbc_cli.coding.statements import Ids

NO_TEXT = "no text"


class Coder:
    """Annotation, text and date of diagnosis to items, and why there are none; each distinct row is worked out once.

    `about` are for each treatment column the items of which a text speaks that names no treatment, such as "none": ()
    for all of them, None where that is not known. Texts that are a list in one cell are of no known item, too.
    """

    def __init__(self, annotator: Annotator, about: Sequence[Ids | None] = ((),)) -> None:
        self.annotator = annotator
        self.about = about
        self.known: dict[tuple[str, str, Span | None], Coded] = {}

    def __call__(self, found: Annotation, text: str, dx: Span | None) -> Coded:
        """The items as texts, "" where they have no code, and why; never raises."""
        key = (found.drugs if found.status == DECIDED else "", text, dx)
        if key not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[key] = self.worked_out(found, text, dx)
        return self.known[key]

    def none(self, why: str) -> Coded:
        """No code in any item, and why."""
        return Coded(("",) * len(self.annotator.book.naaccr), why)

    def worked_out(self, found: Annotation, text: str, dx: Span | None) -> Coded:
        """The items of the drugs that a person decided on, or of the texts as they are read."""
        book = self.annotator.book
        if found.status == DECIDED:
            names = [name for name in found.drugs.split(";") if name]
            return row(book, [drug_case(names)], dx, this_day()) if names else self.none(NO_TREATMENT)
        texts = [(n, cell) for n, cell in parted(text) if fold(cell)]
        if not texts:
            return self.none(NO_TEXT)
        columns = [n for n, _ in texts]
        every = [self.cases(clean(cell), self.about[n] if columns.count(n) == 1 else None) for n, cell in texts]
        return row(book, joined(every), dx, this_day())

    def cases(self, text: str, about: Ids | None) -> list[Case]:
        """What a text may be; nothing where it is too long, or a code that is not read as a name."""
        book = self.annotator.book
        is_code = looks_like_a_code(text) and not book.names.named(text) and not self.annotator.codes_as_names
        return [] if len(text) > LONGEST_CELL or is_code else cases(book, text, self.annotator.aids, about)[1]


def with_items(found: Annotation, coded: Coded) -> tuple[str, ...]:
    """The cells of a row with its items; why there are none is in its note."""
    return (*(with_note(found, f"not coded: {coded.why}") if coded.why else found), *coded.items)


def spoken_of(columns: Sequence[str]) -> tuple[Ids | None, ...]:
    """For each treatment column the items of its bare texts: one column speaks of all, of several it is not known."""
    return ((),) if len(columns) == 1 else (None,) * len(columns)
