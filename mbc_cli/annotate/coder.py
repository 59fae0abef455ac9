"""The registry items of a row, from its texts and date of diagnosis, by the function that `mbc code` uses."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import REMEMBERED
from mbc_cli.annotate.row_texts import parted
from mbc_cli.ask.expand import LONGEST_TEXT
from mbc_cli.book.codes import looks_like_a_code
from mbc_cli.book.days import this_day
from mbc_cli.book.names import clean, fold
from mbc_cli.book.patterns import pattern
from mbc_cli.coding.categories import days_of_change
from mbc_cli.coding.items import Case, cases, joined
from mbc_cli.coding.rows import Coded, drug_case, in_short, row_codings
from mbc_cli.reading.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.annotate.annotator import Annotator
    from mbc_cli.book.book import Book
    from mbc_cli.book.days import Span
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.statements import Ids

NO_TEXT = "no text"
TOO_LONG = f"a text has more than {LONGEST_TEXT} characters"
NAME_WORD = pattern("[A-Z]?[a-z]+|[A-Z]+")
NO_DECISIONS: Mapping[str, Annotation] = {}


class Coder:
    """Text and date of diagnosis to items, or why there are none; each distinct row is worked out once.

    Rows count as one if their texts are the same and no day between their dates changes a code.

    `about` has, for each treatment column, the items that a text without a treatment, such as "none", refers to:
    () for all of them, None if that is unknown. Texts that form a list in one cell refer to no known item, either.
    `decided` are the texts whose drugs a person decided.
    """

    def __init__(
        self,
        annotator: Annotator,
        about: Sequence[Ids | None] = ((),),
        decided: Mapping[str, Annotation] = NO_DECISIONS,
    ) -> None:
        self.annotator = annotator
        self.about = about
        self.decided = decided
        self.today = this_day()
        self.days = days_of_change(annotator.book, self.today)
        self.known: dict[tuple[str, int, int], Coded] = {}
        self.read: Kept[tuple[str, Ids | None], list[Case]] = Kept()

    def __call__(self, text: str, dx: Span | None) -> Coded:
        """The items as texts, "" if they have no code, and why; never raises."""
        key = (text, *((bisect_right(self.days, dx.start), bisect_right(self.days, dx.until)) if dx else (-1, -1)))
        if key not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[key] = self.worked_out(text, dx)
        return self.known[key]

    def none(self, why: str) -> Coded:
        """No code in any item, and why."""
        return Coded(("",) * len(self.annotator.book.naaccr), why)

    def worked_out(self, text: str, dx: Span | None) -> Coded:
        """The items of a row that has not been worked out before."""
        if self.is_too_long(text):
            return self.none(TOO_LONG)
        found = self.codings(text, dx)
        return in_short(self.annotator.book, found) if found or self.texts(text) else self.none(NO_TEXT)

    def is_too_long(self, text: str) -> bool:
        """Whether a text of a row is too long to be coded; since no text may be skipped, the row is not coded."""
        return len(text) > LONGEST_TEXT and any(len(clean(cell)) > LONGEST_TEXT for _, cell in self.texts(text))

    def codings(self, text: str, dx: Span | None) -> list[Coding]:
        """The codings of the texts of a row as read, or of the drugs that a person decided on."""
        texts = self.texts(text)
        columns = [n for n, _ in texts]
        every = [self.cases(cell, self.about[n] if columns.count(n) == 1 else None) for n, cell in texts]
        return row_codings(self.annotator.book, joined(every), dx, self.today)

    def texts(self, text: str) -> list[tuple[int, str]]:
        """The texts of a row that are not empty, each with the number of its column."""
        return [(n, cell) for n, cell in parted(text) if cell in self.decided or fold(cell)]

    def cases(self, cell: str, about: Ids | None) -> list[Case]:
        """What a text may mean, as it was read before or is read now."""
        key = (cell, about)
        return self.read[key] if key in self.read else self.read.keep(key, self.read_now(cell, about), cell)

    def read_now(self, cell: str, about: Ids | None) -> list[Case]:
        """What a text may mean; nothing if it is a code that is not read as a name."""
        if cell in self.decided:
            names = [name for name in self.decided[cell].drugs.split(";") if name]
            return [drug_case(names)] if names else []
        book, text = self.annotator.book, clean(cell)
        is_code = looks_like_a_code(text) and not book.names.named(text) and not self.annotator.codes_as_names
        return [] if is_code else cases(book, text, self.annotator.aids, about)[1]


def spoken_of(book: Book, columns: Sequence[str]) -> tuple[Ids | None, ...]:
    """For each treatment column, the items to which a text without a treatment refers.

    A NAACCR text refers to its own item, and so does a column with a word for one in its name. Any other column
    refers to all items if it is the only one; if there are several, this is unknown.
    """
    texts: dict[str, Ids] = {one.naaccr_id: (one.text_of,) for one in book.xml_items.values() if one.text_of}
    unnamed = () if len(columns) == 1 else None
    return tuple(texts.get(name) or headed(book, name) or unnamed for name in columns)


def headed(book: Book, column: str) -> Ids:
    """The one item for which the name of a column has a word: 1390 for "chemo_txt" and "RxChemo"; otherwise none."""
    words = {word.casefold() for word in NAME_WORD.findall(column)}
    found = tuple(number for number, item in book.naaccr.items() if not words.isdisjoint(item.headings))
    return found if len(found) == 1 else ()
