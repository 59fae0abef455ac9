"""Dates of diagnosis as files write them: from a text to the days that it means, or to what is unclear about it.

A date that begins with its year means the same everywhere. For any other, somebody has to say how it is written, since
6/5/2012 can be two days; so too for a number, since only Excel says which day it is. Registries wrote 99 for an unknown
month or day, and 9999 for an unknown year. A month that is spelled out cannot be mistaken.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import REMEMBERED
from mbc_cli.book.days import Span, span_of, this_day
from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

TIME = pattern(r"[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?$")
NUMBERS = pattern(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)|(\d\d)(\d\d)(\d{4})")
MONTH = pattern(r"(\d{1,2})[/.-](\d{4})")
MARKED = pattern(r"(\d{4})([/.-])(\d{1,2})(?:\2(\d{1,2}))?")
"""A date that begins with its year, whatever separates its parts."""
DAY = r"(?:(\d{1,2})(?:st|nd|rd|th)?)"
IN_WORDS = pattern(rf"(?i){DAY}?[ ,-]*([a-z]{{3,9}})\.?[ ,-]*(?:{DAY}[ ,]+)?(\d{{4}})")
"""A date with the name of its month: "June 2015", "June 15, 2015", "15-Jun-2015"."""
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
YEAR_FIRST = pattern(r"(\d{4}(?:-?(?:0[1-9]|1[0-2]))?)-?99(?:-?99)?")
"""A date whose day, or also its month, is unknown."""
NO_YEAR = pattern(r"9{4}|9{6}|9{8}|9999-99(?:-99)?|99([/.-])(?:99\1)?9999")
SHORT_YEAR = pattern(r"\d{1,2}([/.-])(\d{1,2})\1\d\d")
SERIAL = pattern(r"(\d{5})(?:\.\d+)?")
UNKNOWN = "99"
FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of Excel, for every day from March 1900 on


class DateFormat(StrEnum):
    """How dates that do not begin with their year are written."""

    iso = "iso"
    mdy = "mdy"
    dmy = "dmy"
    excel = "excel"


WORDS = {"mdy": "month/day/year", "dmy": "day/month/year", "excel": "a number of days, as Excel counts them"}


class Unread(NamedTuple):
    """A date that was not read: what is unclear about it, and what to do."""

    text: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"date of diagnosis {self.text}: {self.why}"


@lru_cache(REMEMBERED)
def read_date(text: str, written: str = DateFormat.iso) -> Span | Unread | None:
    """The days of a date: a day, month or year that begins with the year, or as `written` (a DateFormat) says.

    None if there is no date, or if not even its year is known.
    """
    bare = TIME.sub("", text.strip())
    if not bare or NO_YEAR.fullmatch(bare):
        return None
    return year_first(text) or month(bare) or in_words(bare) or as_written(bare, written) or unread(text, bare, written)


def year_first(text: str) -> Span | None:
    """The days of a date that begins with its year: 2012-06-15, 2012/6/15, 20120615, 201206, 20120699, 2012."""
    found = YEAR_FIRST.fullmatch(text.strip())
    marked = MARKED.fullmatch(TIME.sub("", text.strip()))
    read = span_of(text) or (span_of(found[1]) if found else None)
    return read or (days_of(marked[1], marked[3], marked[4] or UNKNOWN) if marked else None)


def month(text: str) -> Span | None:
    """The days of a month before its year, "06/2013", if nothing can be swapped."""
    found = MONTH.fullmatch(text)
    return days_of(found[2], found[1]) if found else None


def in_words(text: str) -> Span | None:
    """The days of a date with the name of its month, or at least its first three letters."""
    if not (found := IN_WORDS.fullmatch(text)) or (found[1] and found[3]):
        return None
    number = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(found[2].casefold())), 0)
    return days_of(found[4], str(number), found[1] or found[3] or UNKNOWN) if number else None


def whole_year(year: str) -> str:
    """A two-digit year with its century, the latest in which it is not in the future."""
    this_year = this_day()[:4]
    return year if len(year) == len(this_year) else max(y for y in (f"19{year}", f"20{year}") if y <= this_year)


def days_of(year: str, of_year: str, of_month: str = UNKNOWN) -> Span | None:
    """The days of a year, of a month in it, or of a day in that, as far as they are known; None if there are none."""
    if of_year == UNKNOWN:
        return span_of(year) if of_month == UNKNOWN else None
    return span_of(f"{year}-{int(of_year):02}" + ("" if of_month == UNKNOWN else f"-{int(of_month):02}"))


def as_written(text: str, written: str) -> Span | None:
    """The days of a date that is written in a certain format; None if it is not."""
    if found := SERIAL.fullmatch(text):
        day = FIRST_DAY + dt.timedelta(days=int(found[1]))
        return span_of(str(day)) if written == DateFormat.excel else None
    if not (found := NUMBERS.fullmatch(text)):
        return None
    one, other, year = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
    if one == other == UNKNOWN:
        return span_of(whole_year(year))
    each = {DateFormat.mdy: (one, other), DateFormat.dmy: (other, one)}
    return days_of(whole_year(year), *each[DateFormat(written)]) if written in each else None


@lru_cache(REMEMBERED)
def fitting(text: str) -> tuple[str, ...]:
    """The formats in which a date may be written, except the one that begins with the year.

    There are none if the year has two digits that may come first: 09/10/11.
    """
    bare = TIME.sub("", text.strip())
    short = SHORT_YEAR.fullmatch(bare)
    may_be_first = short and int(short[2]) <= len(MONTHS)
    return () if may_be_first else tuple(written for written in WORDS if as_written(bare, written))


def unread(text: str, bare: str, written: str) -> Unread:
    """What is unclear about a date, and what to do."""
    if fits := fitting(text):
        return Unread(text, f"is it {named(fits)}?", f"use --dx-format {' or '.join(fits)}")
    if SHORT_YEAR.fullmatch(bare):
        return Unread(text, "its year has two digits", "write four, or use --dx-format mdy or dmy")
    return Unread(text, "it is not a day, month or year", "write the year first: 20130615, 201306 or 2013")


def named(formats: Iterable[str]) -> str:
    """Some formats in words."""
    return " or ".join(WORDS[written] for written in formats)
