"""What must hold for days: that they follow one another, and that a source speaks about its own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.days import last_day, this_day
from mbc_cli.book.history import EXACT, LATEST, begins
from mbc_cli.store.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Indication, Statement
    from mbc_cli.store.fault import Raw


def endings_come_after_beginnings(book: Book, _: Raw) -> Iterator[Fault]:
    """An `until` is later than its `from` and has a reason."""
    spans = [
        (drug.ref, item.start, item.until, item.ended) for drug in book.drugs.values() for item in drug.indications
    ]
    spans += [(found.ref, found.start, found.until, found.ended) for found in book.statements.values()]
    for ref, start, until, ended in spans:
        if until and start and until <= start:
            yield Fault(ref, "", f"ends on {until}, not after {start}; correct the days")
        if until and not ended:
            yield Fault(ref, "", f"ends on {until} without a reason; write ended")
    for ref, start, until in other_spans(book):
        if until and last_day(until) < start:
            yield Fault(ref, "", f"ends on {until}, before {start}; correct the days")


def other_spans(book: Book) -> Iterator[tuple[str, str, str]]:
    """Each period that needs no reason for its end: the entry, its first and its last day."""
    for brand in book.brands.values():
        yield from ((brand.ref, market.since, market.until) for market in brand.markets)
    for rule in book.rules.values():
        yield rule.ref, rule.start, rule.until
    for category in book.categories.values():
        yield from ((category.ref, period.start, period.until) for period in category.periods)


def nothing_began_in_the_future(book: Book, _: Raw) -> Iterator[Fault]:
    """Whatever is said to have begun had begun by today; what is announced (a period, an end) may be in the future.

    If a clock is behind, the date of the data counts as today; a source may bear the date of a future issue.
    """
    today = max(book.version, this_day())
    for ref, key, day in begun(book):
        if day > today:
            yield Fault(ref, key, f"says {day}, which is in the future; correct the day")
    for source in book.sources.values():
        if int(source.date[:4]) > int(today[:4]) + 1:
            yield Fault(source.ref, "date", f"is {source.date}, years in the future; correct the year")


def begun(book: Book) -> Iterator[tuple[str, str, str]]:
    """Each day on which something began or was found: the entry, its key and the day."""
    for drug in book.drugs.values():
        yield from ((drug.ref, "indications", found.start) for found in drug.indications)
    for brand in book.brands.values():
        for market in brand.markets:
            yield from ((brand.ref, "markets", day) for day in (market.as_of, market.since))
    for statement in book.statements.values():
        yield statement.ref, "from", statement.start


def sources_speak_of_their_own_time(book: Book, _: Raw) -> Iterator[Fault]:
    """Nothing approved or stated begins later than the newest source for it, and no market has a later date."""
    approved = [(drug.ref, item) for drug in book.drugs.values() for item in drug.indications]
    sold = [(brand.ref, item) for brand in book.brands.values() for item in brand.markets]
    said = [(ref, "indications", item.start, item.sources) for ref, item in approved]
    said += [(found.ref, "from", found.start, found.sources) for found in book.statements.values()]
    for ref, key, day, cited in [*said, *((ref, "markets", item.as_of, item.sources) for ref, item in sold)]:
        newest = max(last_day(book.sources[citation.id].date) for citation in cited)
        if day > newest:
            yield Fault(ref, key, f"{day} is later than its newest source ({newest}); correct it, or cite who says so")


def the_latest_day_begins_nothing(book: Book, _: Raw) -> Iterator[Fault]:
    """An approval does not begin on a day that is only the latest possible date of its source."""
    for ref, key, item in approvals(book):
        latest = [book.sources[one.id].date for one in item.sources if book.sources[one.id].date_is == LATEST]
        if item.start_is == EXACT and item.start in latest and len(latest) == len(item.sources):
            yield Fault(ref, key, f"begins on {item.start}, only the latest date its source can have; leave from out")
        if item.start_is != EXACT and not item.start:
            yield Fault(ref, key, "has from_is without from; write the latest day, or leave both out")


def what_is_newer_is_no_older(book: Book, _: Raw) -> Iterator[Fault]:
    """What overtakes a statement was not said before it."""
    for statement in book.statements.values():
        day = begins(book, statement)
        for name in statement.newer:
            newer = begins(book, book.statements[name])
            if last_day(newer) < day:
                yield Fault(statement.ref, "newer", f"'{name}' is from {newer}, before {day}; leave it out")


def approvals(book: Book) -> Iterator[tuple[str, str, Indication | Statement]]:
    """Everything that may begin on a day: the entry, the key of the day, and what begins."""
    for drug in book.drugs.values():
        yield from ((drug.ref, "indications", item) for item in drug.indications)
    yield from ((found.ref, "from", found) for found in book.statements.values())
