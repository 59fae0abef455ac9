"""The period that words of a question name: since 2024, before 2020-06, 2019 to 2021, 2024-05."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.days import Span, day_after, day_before, span_of
from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

EVER = Span("0001-01-01", "9999-12-31")
"""The period of a question that names none."""
DAY = r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?"
BOUNDED = pattern(
    r"(?i)(?<!\S)(?:(?:dated|published|from|between|in|of|year) )*(?:"
    rf"(?P<first>{DAY})(?: ?(?:to|until|till|and|through|–|\.\.) ?| - |(?<=\d{{4}})-(?=\d{{4}}\b))(?P<last>{DAY})"
    rf"|(?:since|newer|from|start|starting)(?: than| in)? (?P<since>{DAY})"
    rf"|(?:after|later)(?: than)? (?P<after>{DAY})"
    rf"|(?:before|older|earlier)(?: than)? (?P<before>{DAY})"
    rf"|(?:until|till|up to|to|through) (?P<until>{DAY})"
    rf"|(?P<within>{DAY}))(?!\S)"
)
"""The bounds of a period in words."""


def period_in(text: str) -> tuple[str, Span]:
    """A text without the words that name a period, and this period; EVER if there are none."""
    rest, bounds = text, [EVER]
    while found := BOUNDED.search(rest):
        each = {bound: span_of(day) for bound, day in found.groupdict().items() if day}
        if not all(each.values()):
            break
        bounds += [span(bound, day) for bound, day in each.items() if day]
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    return " ".join(rest.split()), shared(bounds)


def span(bound: str, day: Span) -> Span:
    """The period that a day, month or year bounds in one way."""
    match bound:
        case "since" | "first":
            return Span(day.start, EVER.until)
        case "after":
            return Span(day_after(day.until), EVER.until)
        case "before":
            return Span(EVER.start, day_before(day.start))
        case "until" | "last":
            return Span(EVER.start, day.until)
    return day


def shared(spans: Iterable[Span]) -> Span:
    """The days that are in all of some periods; it ends before it starts if there are none."""
    starts, ends = zip(*spans, strict=True)
    return Span(max(starts), min(ends))


def meets(day: str, period: Span) -> bool:
    """Whether a day, month or year is at least partly in a period."""
    own = span_of(day)
    return own is not None and own.start <= period.until and period.start <= own.until
