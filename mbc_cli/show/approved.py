"""Where and since when a drug is approved, and under which brands it is sold, for its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import NOT_YET, brand_status, indication_state, spoken_of, unbroken, year_words
from mbc_cli.book.shapes import REGIONS
from mbc_cli.show.card_words import SHORT, also, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Brand, Drug, Indication

NO_MARKET = "market not held"
"""What is said of a brand that is in no list of a market that was read."""


def approvals(record: Drug, now: Moment) -> str:
    """Since when it has been approved for breast cancer in each region, and where it no longer is."""
    current, ended = by_region(record, now, "in force"), by_region(record, now, "ended")
    since = [
        f"{region} {first_year(unbroken(items, ended.get(region, ())))}{limits(items)}"
        for region, items in current.items()
    ]
    past = [
        f"{region} {first_year(items)}{end(items)}{limits(items)}"
        for region, items in ended.items()
        if region not in current
    ]
    told = (", ".join(since), f"ended: {', '.join(past)}" if past else "")
    return "; ".join(filter(None, told))


def unread_approvals(book: Book, record: Drug, now: Moment) -> str:
    """The note that no approval in the requested region is held, and what is; "" if one is, or no region is asked."""
    if not now.region or approvals(record, now):
        return ""
    day = f" by {now.day}" if now.day else ""
    sold = [brand.name for brand in book.brands_of(record.id) if now.region in sold_in(brand, now)]
    known = region_says(book, record, now) or (f"on the market there: {listed(sold, SHORT)}" if sold else "")
    return f"{now.region}: no approval{day} is held here; {known or 'there may be one'}"


def region_says(book: Book, record: Drug, now: Moment) -> str:
    """What the requested region says of a drug, and who says it: "paid for by the NHS in England: NICE 2022"."""
    from mbc_cli.show.statement_lines import source_words  # kept off the path of other answers

    told: dict[str, dict[str, None]] = {}
    for one in sorted(spoken_of(book, record.ref, now), key=lambda one: one.direction == "against"):
        if one.region == now.region:
            told.setdefault(one.strength, {})[source_words(book, one, now)] = None
    return "; ".join(f"{strength}: {', '.join(who)}" for strength, who in told.items())


def by_region(record: Drug, now: Moment, state: str) -> dict[str, list[Indication]]:
    """The indications with this state at a moment, by region."""
    kept = [item for item in record.indications if now.covers(item.region) and indication_state(item, now) == state]
    found = {region: [item for item in kept if item.region == region] for region in REGIONS}
    return {region: items for region, items in found.items() if items}


def first_year(items: Iterable[Indication]) -> str:
    """The year in which the first of some indications began."""
    first = min((item for item in items if item.start), key=lambda item: item.start, default=None)
    return year_words(first.start, first.start_is) if first else "(date not found)"


def end(items: Iterable[Indication]) -> str:
    """The year in which the last of some indications ended, as far as is known."""
    year = max(item.until[:4] for item in items)
    return f" to {year}" if year else ""


def limits(items: Sequence[Indication]) -> str:
    """The limits that all of some indications share."""
    early, accelerated = all(item.early for item in items), all(item.form == "accelerated" for item in items)
    limit = ", ".join(["early disease"] * early + ["accelerated"] * accelerated)
    return f" ({limit})" if limit else ""


def refusals(record: Drug, now: Moment) -> Iterator[str]:
    """The regions that have not approved it, and why."""
    none = (item for item in record.indications if now.covers(item.region) and indication_state(item, now) == "none")
    yield from (f"{item.region}: {item.text}" for item in none)


def sold_in(brand: Brand, now: Moment) -> dict[str, str]:
    """The regions in which a brand is, or was, on the market by now, each with its status there."""
    found = {market.region: brand_status(market, now) for market in brand.markets}
    return {region: found[region] for region in REGIONS if region in found and found[region] != NOT_YET}


def brands(book: Book, record: Drug, now: Moment) -> str:
    """The brands of the region, or of the first region that has any (the US comes first), and those elsewhere."""
    every = book.brands_of(record.id)
    sold = {brand.name: sold_in(brand, now) for brand in every}
    region = now.region or next((region for region in REGIONS if any(region in each for each in sold.values())), "")
    here = [brand for brand in every if region in sold[brand.name]]
    if not here:
        return f"none held for {region}; {elsewhere(every)}" if every and region else listed(one.name for one in every)
    told = listed(brand_words(brand, sold[brand.name][region], also(book, brand, record)) for brand in here)
    others = len(every) - len(here)
    return f"{region} {told}" + (f"; {others} more elsewhere" if others else "")


def elsewhere(others: Sequence[Brand]) -> str:
    """Brands with the regions in whose lists they were read: "elsewhere: Trazimera (US, EU)"."""
    known = sorted(others, key=lambda brand: not brand.markets)
    told = (f"{brand.name} ({', '.join(market.region for market in brand.markets) or NO_MARKET})" for brand in known)
    return f"elsewhere: {listed(told)}"


def brand_words(brand: Brand, status: str, others: str) -> str:
    """A brand with its other drugs, its use if that is not cancer, and its status if that is not "marketed"."""
    told = (others, brand.use and f"for {brand.use}", "" if status == "marketed" else status)
    words = ", ".join(filter(None, told))
    return f"{brand.name} ({words})" if words else brand.name
