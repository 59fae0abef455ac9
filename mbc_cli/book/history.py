"""What was true on a day and in a region: indications and brands as of then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.days import DATE, last_day, real_day
from mbc_cli.book.errors import UsageError
from mbc_cli.book.fields import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Citation, Drug, Indication, Market, Statement
    from mbc_cli.book.shapes import SourceDateIs

EXACT = "exact"
EARLIEST, LATEST = "not earlier than", "not later than"
CURRENT, ENDED, NOT_YET = "current", "ended", "not yet"
GUIDANCE = ("guideline", "patient guide")
"""The kinds of source that speak for themselves: what they say takes effect on their date."""


class Moment(Frozen):
    """A day ("" is the current state of the data) and a region ("" is every region)."""

    day: str = ""
    region: str = ""

    def covers(self, region: str) -> bool:
        """Whether something counts here by its region; anything without a region counts everywhere."""
        return not self.region or not region or region == self.region

    def before(self, day: str) -> bool:
        """Whether this moment is before a day; the current state never is."""
        return bool(self.day) and self.day < day[: len(self.day)]


def moment(as_of: str | None, region: str | None) -> Moment:
    """The moment that the options name; UsageError for an invalid date or region."""
    for option, given in (("--as-of", as_of), ("--region", region)):
        if given is not None and not given.strip():
            raise UsageError(f"{option} is empty: give a value, or leave it out")
    day = (as_of or "").strip()
    if day and (not DATE.fullmatch(day) or not real_day(day)):
        raise UsageError(f"--as-of {day}: write a day, month or year such as 2012-06-30, 2012-06 or 2012")
    return Moment(day, known_region(region) if region else "")


PLACES = {
    "america": "US", "australia": "AU", "britain": "UK", "canada": "CA", "china": "CN", "england": "UK", "europe": "EU",
    "european union": "EU", "gb": "UK", "germany": "DE", "great britain": "UK", "ireland": "IE", "japan": "JP",
    "switzerland": "CH", "u.k.": "UK", "u.s.": "US", "united kingdom": "UK", "united states": "US", "usa": "US",
}  # fmt: skip
"""What people call regions, in lower case."""


def known_region(region: str) -> str:
    """A region as the data writes it; UsageError for anything else."""
    from mbc_cli.book.shapes import REGIONS  # only when a region was given

    place = PLACES.get(region.strip().casefold(), region.strip().upper())
    if place not in REGIONS:
        raise UsageError(f"--region {region}: write one of {', '.join(REGIONS)}")
    return place


def indication_state(item: Indication, now: Moment) -> str:
    """`in force`, `ended`, `not yet`, `undated` (the first day was not found), or the form if it is any other."""
    if now.before(item.start):
        return "not yet" if item.start_is == EXACT else "undated"
    if item.form in ("none", "unverified"):
        return item.form
    if (item.until and not now.before(item.until)) or (item.ended and not item.until and not now.day):
        return "ended"
    return "in force" if item.start or not now.day else "undated"


def unbroken(current: Sequence[Indication], ended: Sequence[Indication]) -> list[Indication]:
    """What is in force, and what it followed without a gap: a reworded use is not a new approval."""
    first = min((item.start for item in current if item.start), default="")
    early = {item.early for item in current}
    joined = [item for item in ended if item.early in early and item.until and last_day(item.until) >= first]
    rest = [item for item in ended if item not in joined]
    return unbroken([*current, *joined], rest) if joined else list(current)


def unconfirmed(record: Drug, now: Moment) -> str:
    """What was said about approvals but not verified, by date: "US 2026-09-04, listings give one".

    Statements about a region that has a known approval are left out.
    """
    told = [(indication_state(item, now), item) for item in record.indications if now.covers(item.region)]
    known = {item.region for found, item in told if found in ("in force", "ended")}
    loose = [item for found, item in told if found == "unverified" and item.region not in known]
    return "; ".join(map(in_brief, sorted(loose, key=lambda item: item.start)))


def in_brief(item: Indication) -> str:
    """An indication by its region, its date as far as known, and its text without the details."""
    day = f" {day_words(item.start, item.start_is)}" if item.start else ""
    return f"{item.region}{day}, {item.text.partition(': ')[0].partition('; ')[0]}"


def said_by_then(book: Book, citations: Iterable[Citation], now: Moment) -> tuple[Citation, ...]:
    """The citations of sources that existed at a moment and are from its region or international."""
    sources = ((citation, book.sources[citation.id]) for citation in citations)
    return tuple(
        citation
        for citation, source in sources
        if not now.before(source.date) and (source.region == "international" or now.covers(source.region))
    )


def brand_status(market: Market, now: Moment) -> str:
    """The status word of a market at a moment; for an earlier market, "by" the day of its list."""
    if market.since and now.before(market.since):
        return "not yet"
    if market.until and not now.before(market.until):
        return "withdrawn"
    known = market.status == "unverified" or market.until or (market.since and market.status == "marketed")
    if now.before(market.as_of) and not known:
        return f"{market.status} by {market.as_of}"
    return market.status


def begins(book: Book, statement: Statement) -> str:
    """The day from which a statement counts: its own, or the date of its source."""
    return statement.start or book.sources[statement.sources[0].id].date


def begins_is(book: Book, statement: Statement) -> SourceDateIs:
    """Whether it began on that day; an approval began some time before the copy, list or report that has it."""
    source = book.sources[statement.sources[0].id]
    if statement.start:
        return statement.start_is
    return source.date_is if source.form in GUIDANCE else "not later than"


def day_words(day: str, day_is: SourceDateIs) -> str:
    """A day, or its known bound: "by 2026-11", "2026-11 or later"."""
    return {EARLIEST: f"{day} or later", LATEST: f"by {day}"}.get(day_is, day)


def year_words(day: str, day_is: SourceDateIs) -> str:
    """A year; with its month if the day is only the latest possible, so that it is not taken for news."""
    return {EARLIEST: f"{day[:4]} or later", LATEST: f"by {day[:7]}"}.get(day_is, day[:4])


def state(book: Book, statement: Statement, now: Moment) -> str:
    """Whether a statement is current, ended (withdrawn, revoked or replaced) or not yet made at a moment."""
    if now.day and now.before(begins(book, statement)):
        return NOT_YET
    if statement.until:
        return CURRENT if now.before(statement.until) else ENDED
    replaced = any(not now.before(begins(book, book.statements[name])) for name in statement.replaced_by)
    return ENDED if replaced or (statement.ended and not now.day) else CURRENT


def newer_than(book: Book, statement: Statement, now: Moment) -> tuple[Statement, ...]:
    """The newer statements that overtake or qualify one, if they count at a moment and in its region."""
    newer = (book.statements[name] for name in statement.newer)
    return tuple(one for one in newer if now.covers(one.region) and state(book, one, now) == CURRENT)


def spoken_of(book: Book, ref: str, now: Moment) -> list[Statement]:
    """The statements that name a drug or class for treatment, or advise against it, at a moment and in its region."""
    found = (book.statements[name] for name in book.referring(ref, "statement"))
    told = (statement for statement in found if now.covers(statement.region) and statement.direction != "context")
    return [statement for statement in told if state(book, statement, now) == CURRENT]
