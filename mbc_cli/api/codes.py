"""What a US cancer registrar records for a treatment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.dates import DateFormat, fitting, read_date
from mbc_cli.api.answer import CommandAnswer
from mbc_cli.api.expanding import unread
from mbc_cli.ask.expand import expand
from mbc_cli.ask.lookup import outside
from mbc_cli.book.days import Span, this_day
from mbc_cli.book.errors import NotFoundError, UsageError
from mbc_cli.book.patterns import pattern
from mbc_cli.coding.categories import diagnosed
from mbc_cli.coding.item_names import explained
from mbc_cli.coding.items import cases, codings
from mbc_cli.coding.rows import in_short
from mbc_cli.show import cards_data, coding_data
from mbc_cli.show.coding_page import coding_pages, values_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.api.reader import Reader
    from mbc_cli.ask.expand import Answer
    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import OtherDrug
    from mbc_cli.book.model import NaaccrItem
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.rows import Coded
    from mbc_cli.show.page import Page


SHORT_YEAR_FIRST = pattern(r"(\d\d)[-/.](\d{1,2})[-/.](\d{1,2})")
"""A date without it may begin with the year, too."""
DIAGNOSED = pattern(
    r"[\s,;:(]+(?:diagnosed|dx'?d|dx|(?:dx|diagnosis) date|date of (?:dx|diagnosis))(?:\s+(?:in|on))?[\s:=]+"
    r"([\d/.-]{4,10})[)]?\s*$",
    re.IGNORECASE,
)
"""The date of diagnosis at the end of a text: "TCHP, diagnosed 2012-11"."""
NO_PERIOD = Span("", "")
NOT_CODED = (
    ": no code here: its SEER*Rx record is not held; SEER*Rx (seer.cancer.gov/seertools/seerrx) says whether it is "
    "coded or ancillary"
)
"""What to say about medicines outside the vocabulary."""


class CodeAnswer(CommandAnswer):
    """The codings of a text: one for each reading and range of diagnosis dates; `dx` as it was given.

    `verbose` shows every source.
    """

    readings: Answer
    codings: tuple[Coding, ...]
    dx: str | None = None
    span: Span | None = None
    verbose: bool = False

    @property
    def remark(self) -> str:
        """What to say about dates in the text if no date of diagnosis is given."""
        found = [mark for mark in self.readings.marks if isinstance(mark, str) and is_dated(mark)]
        if self.span or not found:
            return ""
        return f"coded as diagnosed today: if {found[0]} is the date of diagnosis, give it as --dx {found[0]}"

    @property
    def codes(self) -> dict[str, str]:
        """The code of each item, such as {"1390": "03"}, as in a column of texts; "" if it cannot be decided."""
        return dict(zip(self.book.naaccr, self.in_short.items, strict=True)) if self.codings else {}

    @property
    def why(self) -> str:
        """Why there are items without a code; "" if there are none."""
        return self.in_short.why

    @property
    def in_short(self) -> Coded:
        """All codings on one line, as in a row of a column."""
        return in_short(self.book, self.codings)

    def names(self) -> list[str]:
        """Each coding in one word."""
        return [
            f"{one.reading.name} {' '.join(cell.text or '?' for cell in one.footprints[0].cells)}"
            for one in self.codings
        ]

    def pages(self) -> Iterator[Page]:
        """A page for each coding."""
        return coding_pages(self.book, self.readings, self.codings, self.span, whole=self.verbose)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc code --format json`."""
        book, marks = self.book, self.readings.marks
        coded = [coding_data.coding(book, one, found, self.span) for one in self.codings for found in one.footprints]
        return coded + [cards_data.reading(book, one, marks) for one in self.readings.readings if not one.phases]

    def limits(self) -> dict[str, Any]:
        """The date of diagnosis, and whether every coding has the same codes; None without any coding."""
        outcomes = {found.outcome for one in self.codings for found in one.footprints}
        return {"dx": self.dx, "same_codes": len(outcomes) == 1 if outcomes else None}


def code(reader: Reader, text: str, dx: str | None, dx_format: str | None = None) -> CodeAnswer:
    """The codings of a text for a date of diagnosis, by default today.

    NotFoundError if the text has no reading; UsageError if the date has none, or may be days with different codes.
    """
    if dx is None and (told := diagnosed_at_end(reader, text)):
        return code(reader, *told, dx_format).but(query=text)
    spans = days_of(dx, dx_format) if dx is not None else (None,)
    answer, every = cases(reader.book, text, reader.aids)
    each = [tuple(codings(reader.book, every, span, this_day())) for span in spans]
    if other := without_record(reader, text, each[0]):
        raise NotFoundError(outside(other) + NOT_CODED, text)
    if not every and not answer.readings:
        raise unread(reader, text, answer, coded_as(reader, text) or NOT_CODED)
    either_day = " or ".join(span.start for span in spans if span) if len(spans) > 1 else ""
    found = CodeAnswer(text, reader.book, answer, each[0], dx, spans[0])
    if any(undated(one) != undated(each[0]) for one in each):
        raise UsageError(f"--dx {dx}: is it {either_day}? {differing(found, spans, each)}")
    note = f"{dx} may be {either_day}: the codes are the same"
    return found.but(codings=tuple(one.noted(note) for one in each[0])) if either_day else found


def diagnosed_at_end(reader: Reader, text: str) -> tuple[str, str] | None:
    """A text without the date of diagnosis at its end, and the date; only right after the name of a treatment.

    After another word it may be the date of something else: "AC, mets diagnosed 2019".
    """
    found = DIAGNOSED.search(text)
    if not found or not is_dated(found[1]):
        return None
    left = text[: found.start()]
    treatment = expand(reader.book, left, reader.aids).treatment
    is_name = treatment is None or any(mention.token.end == len(left) for mention in treatment.given)
    return (left, found[1]) if is_name else None


def without_record(reader: Reader, text: str, found: Sequence[Coding]) -> OtherDrug | None:
    """The medicine outside the vocabulary that a text names, if its SEER*Rx record was not read."""
    other = reader.medicines.find(text)
    names = {other.ingredient, *(one.id for coding in found for one in coding.agents)} if other else {""}
    return other if names.isdisjoint(reader.book.categories) and is_outside(reader.book, names) else None


def coded_as(reader: Reader, text: str) -> str:
    """What to try for a product whose drug has a SEER*Rx record; "" for any other text."""
    other = reader.medicines.find(text)
    return f": try mbc code {other.ingredient}" if other and other.ingredient in reader.book.categories else ""


def is_outside(book: Book, names: Iterable[str]) -> bool:
    """Whether none of some ids is that of a drug of the vocabulary."""
    return all(name not in book.drugs or book.drugs[name].outside for name in names)


def undated(every: Sequence[Coding]) -> tuple[Coding, ...]:
    """Codings without their period, to compare those of different days."""
    return tuple(one._replace(span=NO_PERIOD) for one in every)


def differing(found: CodeAnswer, spans: Iterable[Span | None], each: Iterable[tuple[Coding, ...]]) -> str:
    """The codes on each of the days that a date may be, and how to say which it is."""
    days = (found.but(span=span, codings=one) for span, one in zip(spans, each, strict=True))
    codes = "; ".join(f"{day.span.start if day.span else ''}: {codes_of(day)}" for day in days)
    return f"The coding differs ({codes}). Write the year first, in full, or use --dx-format mdy or dmy"


def codes_of(found: CodeAnswer) -> str:
    """The code of each item in words: "1390=02, 1410=00"; "?" if it cannot be decided."""
    return ", ".join(f"{item}={code or '?'}" for item, code in found.codes.items())


def is_dated(text: str) -> bool:
    """Whether a text is a date with its year, in any order."""
    return isinstance(read_date(text), Span) or any(form != DateFormat.excel for form in fitting(text))


def days_of(text: str, written: str | None = None) -> tuple[Span, ...]:
    """The days of a date of diagnosis: 2015-03-15, 3/15/2015, 03/2015; all, month first, if it can be several days.

    `written` is a DateFormat that says which it is. UsageError if the text is not a date.
    """
    if written:
        found = read_date(text, written)
        return (found if isinstance(found, Span) else diagnosed(text),)
    every = {form: read_date(text, form) for form in (DateFormat.mdy, DateFormat.dmy)}
    fits = dict.fromkeys(found for found in every.values() if isinstance(found, Span))
    if len(fits) > 1:
        return (*fits, *begun_by_short_year(text))
    form = next(iter(fitting(text)), DateFormat.iso)
    found = read_date(text, form if form in every else DateFormat.iso)
    return (found if isinstance(found, Span) else diagnosed(text),)


def begun_by_short_year(text: str) -> Iterator[Span]:
    """The day that a date with two digits for its year may also be: 04/05/22 as 2004-05-22; none in the future."""
    parts = SHORT_YEAR_FIRST.fullmatch(text.strip())
    found = read_date(f"20{parts[1]}-{parts[2]:0>2}-{parts[3]:0>2}") if parts else None
    if isinstance(found, Span) and found.start <= this_day():
        yield found


class CodeValuesAnswer(CommandAnswer):
    """What the codes of some items mean, or of all if the query names none; `verbose` shows every source."""

    items: tuple[NaaccrItem, ...] = ()
    verbose: bool = False

    def names(self) -> list[str]:
        """The numbers of the items."""
        return [item.id for item in self.items] or list(self.book.naaccr)

    def pages(self) -> Iterator[Page]:
        """One page."""
        yield values_page(self.book, self.items, whole=self.verbose)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc code --values --format json`."""
        return [coding_data.values(item) for item in self.items or self.book.naaccr.values()]

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each code of an item, with its meaning."""
        from mbc_cli.show.formats import parts_of  # only where data is asked for

        return parts_of(self.results(), "values", "value")


def code_values(reader: Reader, item: str | None) -> CodeValuesAnswer:
    """What the codes of an item mean (by number, name or NAACCR id), what a code means in each item, or all of them.

    UsageError for a text that is neither an item nor a code.
    """
    if item is None:
        return CodeValuesAnswer("", reader.book)
    if found := explained(reader.book, item):
        return CodeValuesAnswer(item, reader.book, found)
    raise UsageError(f"{item} is not an item of systemic treatment: the items are {', '.join(reader.book.naaccr)}")
