"""Dates of diagnosis as files write them: a text to the days that it means, or to what is not clear of it.

A date that begins with its year is the same everywhere. Of any other it has to be said how it is written, for 6/5/2012
is two days, and so has a number, of which only Excel says what day it is.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import REMEMBERED
from mbc_cli.book.days import Span, span_of
from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

TIME = pattern(r"[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?$")
NUMBERS = pattern(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})|(\d\d)(\d\d)(\d{4})")
MONTH = pattern(r"(\d{1,2})[/.-](\d{4})")
SHORT_YEAR = pattern(r"\d{1,2}([/.-])\d{1,2}\1\d\d")
SERIAL = pattern(r"(\d{5})(?:\.\d+)?")
FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of Excel, for every day from March 1900 on
MOST_SHOWN = 3


class DateFormat(StrEnum):
    """How dates are written that do not begin with their year."""

    iso = "iso"
    mdy = "mdy"
    dmy = "dmy"
    excel = "excel"


WORDS = {"mdy": "month/day/year", "dmy": "day/month/year", "excel": "a number of days, as Excel counts them"}


class Unread(NamedTuple):
    """A date that was not read: what is not clear of it, and what to do."""

    text: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"date of diagnosis {self.text}: {self.why}"


@lru_cache(REMEMBERED)
def read_date(text: str, written: str = DateFormat.iso) -> Span | Unread:
    """The days of a date: a day, month or year that begins with the year, or as `written` (a DateFormat) says."""
    bare = TIME.sub("", text.strip())
    return span_of(text) or month(bare) or as_written(bare, written) or unread(text, bare, written)


def month(text: str) -> Span | None:
    """The days of a month before its year, "06/2013", where nothing can be swapped."""
    found = MONTH.fullmatch(text)
    return span_of(f"{found[2]}-{int(found[1]):02}") if found else None


def as_written(text: str, written: str) -> Span | None:
    """The days of a date that is written as a format says; None where it is not."""
    if written == DateFormat.excel:
        found = SERIAL.fullmatch(text)
        return span_of(str(FIRST_DAY + dt.timedelta(days=int(found[1])))) if found else None
    if written == DateFormat.iso or not (found := NUMBERS.fullmatch(text)):
        return None
    one, other, year = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
    of_year, of_month = (one, other) if written == DateFormat.mdy else (other, one)
    return span_of(f"{year}-{int(of_year):02}-{int(of_month):02}")


def unread(text: str, bare: str, written: str) -> Unread:
    """What is not clear of a date, and what to do."""
    if fits := [other for other in WORDS if other != written and as_written(bare, other)]:
        asked = " or ".join(WORDS[other] for other in fits)
        return Unread(text, f"is it {asked}?", f"give --dx-format {' or '.join(fits)}")
    if SHORT_YEAR.fullmatch(bare):
        return Unread(text, "its year has two digits", "write four")
    return Unread(text, "it is no day, month or year", "write 2013-06-15, 2013-06 or 2013")


class Dates:
    """The dates of a file, with a count of the rows whose date was not read, and the first of these dates."""

    def __init__(self, written: str = DateFormat.iso) -> None:
        self.written = written
        self.rows: dict[tuple[str, str], int] = {}
        self.shown: dict[tuple[str, str], dict[str, None]] = {}

    def __call__(self, text: str) -> Span | str:
        """The days of a date, or why a row with it is not coded."""
        found = read_date(text, self.written)
        if isinstance(found, Span):
            return found
        kind = (found.why, found.remedy)
        self.rows[kind] = self.rows.get(kind, 0) + 1
        shown = self.shown.setdefault(kind, {})
        if len(shown) <= MOST_SHOWN:
            shown[text] = None
        return str(found)

    def reasons(self) -> Iterator[tuple[str, int]]:
        """What was not clear of the dates, with some of them, and in how many rows."""
        for (why, remedy), rows in self.rows.items():
            first = list(self.shown[why, remedy])
            shown = ", ".join(first[:MOST_SHOWN]) + (", ..." if len(first) > MOST_SHOWN else "")
            yield f"date of diagnosis ({shown}): {why}{'' if why.endswith('?') else ':'} {remedy}", rows

    def summary(self) -> list[str]:
        """What was not read, in lines: in how many rows, which dates, and what to do."""
        has = ("rows are not coded for their", "row is not coded for its")
        return [f"{rows} {has[rows == 1]} {why}" for why, rows in self.reasons()]
