"""Days as ISO text: a day, month or year as written is a span of days, and spans can be compared and cut."""

from __future__ import annotations

from typing import NamedTuple

from mbc_cli.book.patterns import pattern

DATE = pattern(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
# Registry files write as much of a date as is known, without separators: 20130615, 201306, 2013.
TIME = pattern(r"(?<=\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$")
UNMARKED = pattern(r"(\d{4})(\d\d)(\d\d)?")
DAY_LENGTH = 10


class Span(NamedTuple):
    """The first and last day of a period."""

    start: str
    until: str


def span_of(text: str) -> Span | None:
    """The span of a day, month or year such as 2013-06-15, 2013-06, 2013 or 20130615; None if it is not a date.

    A time of day after a date is ignored: databases write dates that way.
    """
    bare = TIME.sub("", text.strip())
    if found := UNMARKED.fullmatch(bare):
        bare = "-".join(filter(None, found.groups()))
    if not DATE.fullmatch(bare) or not real_day(bare):
        return None
    return Span(f"{bare}-01-01"[:DAY_LENGTH], last_day(bare))


def span_text(span: Span) -> str:
    """A span in its shortest form: a day, a month, a year, or the first and last day."""
    for length in (DAY_LENGTH, 7, 4):
        if span_of(span.start[:length]) == span:
            return span.start[:length]
    return f"{span.start} to {span.until}"


def real_day(day: str) -> bool:
    """Whether a full date exists in the calendar; a month or a year always does."""
    from datetime import date  # only when a date was given

    if len(day) != DAY_LENGTH:
        return True
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def this_day() -> str:
    """Today."""
    from datetime import date  # only when a date was given

    return date.today().isoformat()


def is_day(text: str) -> bool:
    """Whether a text is a full date of the calendar."""
    return len(text) == DAY_LENGTH and real_day(text)


def last_day(text: str) -> str:
    """The last day of a day, month or year."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == DAY_LENGTH:
        return text
    year, month = int(text[:4]), int(text[5:])
    return day_before(f"{year + month // 12}-{month % 12 + 1:02}-01")


def day_before(day: str) -> str:
    """The day before a day."""
    return _shifted(day, -1)


def day_after(day: str) -> str:
    """The day after a day."""
    return _shifted(day, 1)


def _shifted(day: str, by: int) -> str:
    from datetime import date, timedelta  # only when a date was given

    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
