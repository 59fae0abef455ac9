"""The dates of diagnosis of a file: read one by one, with whatever is unclear about them reported together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mbc_cli.annotate.dates import DateFormat, Unread, fitting, read_date, year_first
from mbc_cli.book.days import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_SHOWN = 3
NO_DATE = "no date of diagnosis"


class Dates:
    """The dates of a file, with a count of the rows whose date was not read, and the first of these dates.

    `kinds` has the first date that was read of those that fit the same formats, by these; `year_first` the first that
    begins with its year. Every row without a date gets the days `of_all`.
    """

    def __init__(self, written: str = DateFormat.iso, of_all: Span | None = None) -> None:
        self.written = written
        self.of_all = of_all
        self.rows: dict[Unread, int] = {}
        self.shown: dict[Unread, dict[str, None]] = {}
        self.kinds: dict[tuple[str, ...], str] = {}
        self.year_first = ""

    def __call__(self, text: str) -> Span | str | None:
        """The days of a date, None if there is none, or why a row with it is not coded."""
        found = read_date(text, self.written)
        if isinstance(found, Span):
            self.note_kind(text)
        if found is None or isinstance(found, Span):
            return found or self.of_all
        kind = found._replace(text="")
        self.rows[kind] = self.rows.get(kind, 0) + 1
        shown = self.shown.setdefault(kind, {})
        if len(shown) <= MOST_SHOWN:
            shown[text] = None
        return str(found)

    def note_kind(self, text: str) -> None:
        """Keep a date that was read if it is the first of its kind."""
        if formats := fitting(text):
            self.kinds.setdefault(formats, text)
        elif not self.year_first and year_first(text):
            self.year_first = text

    def reasons(self) -> Iterator[tuple[str, int]]:
        """What was unclear about the dates, with some of them and what to do, and in how many rows."""
        for kind, rows in self.rows.items():
            first = list(self.shown[kind])
            shown = ", ".join(first[:MOST_SHOWN]) + (", ..." if len(first) > MOST_SHOWN else "")
            mark = "" if kind.why.endswith("?") else ":"
            yield f"date of diagnosis ({shown}): {kind.why}{mark} {self.remedy(kind, first[0])}", rows

    def remedy(self, kind: Unread, text: str) -> str:
        """What to do about dates like this one: write them alike, if no format reads both of two kinds."""
        if not fitting(text):
            return kind.remedy
        if both := self.two_kinds():
            return f"no format reads both {' and '.join(both)}: write them all the same way, with the year first"
        beside = f"; {self.year_first} has the year first and is read anyway" if self.year_first else ""
        return f"{kind.remedy}{beside}"

    def two_kinds(self) -> tuple[str, ...]:
        """Two dates of the column that no single format reads; none if there are no such dates."""
        unread = (text for shown in self.shown.values() for text in shown)
        every = {formats: text for text in unread if (formats := fitting(text))} | self.kinds
        return next(((every[one], every[other]) for one, other in combinations(every, 2) if not {*one} & {*other}), ())

    def summary(self) -> list[str]:
        """What was not read, as lines: in how many rows, which dates, and what to do."""
        has = ("rows are not coded for their", "row is not coded for its")
        return [f"{rows} {has[rows == 1]} {why}" for why, rows in self.reasons()]


def are_dates(texts: Iterable[str]) -> bool:
    """Whether a column has dates: most of its nonempty cells, whether or not the order of their parts is plain."""
    filled = [text for text in texts if text.strip()]
    dates = [text for text in filled if isinstance(found := read_date(text), Span) or is_unordered(found)]
    return 2 * len(dates) > len(filled)


def is_unordered(found: Unread | None) -> bool:
    """Whether a text that was not read is a date whose parts may be in another order."""
    return found is not None and DateFormat.excel not in fitting(found.text) != ()


def format_shown(texts: Iterable[str]) -> tuple[str, str]:
    """The format of a column of dates, and the first date that shows it because it fits no other: mdy for 6/15/2023.

    ("", "") if no date does, or if two show different formats. A number shows nothing: it need not be a day.
    """
    shown: dict[str, str] = {}
    for text in texts:
        formats = fitting(text)
        if len(formats) == 1 and formats[0] != DateFormat.excel:
            shown.setdefault(formats[0], text)
    return next(iter(shown.items())) if len(shown) == 1 else ("", "")
