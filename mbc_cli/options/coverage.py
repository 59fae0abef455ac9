"""How much of the labels of a region was read, so that silence is not mistaken for knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import begins, unconfirmed
from mbc_cli.options.subjects import ids_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Coverage, Statement

FEW = 4
"""How many drugs whose labels were not read are named on a line."""
PAID = "paid for"
"""How the strength of a statement about what a health service pays for begins."""
REPORTED = "reported"
"""How the strength of a statement begins if only a report mentions the approval."""


def regions(book: Book) -> list[str]:
    """The regions whose labels were read, in the order of the data."""
    return [found.region for found in book.coverage.values()]


def coverage_of(book: Book, region: str) -> Coverage | None:
    """What was read for a region; None if nothing was."""
    return next((found for found in book.coverage.values() if found.region == region), None)


def labels_of(book: Book, region: str) -> Iterator[Statement]:
    """The statements of the labels of a region."""
    return (found for found in book.statements.values() if found.region == region)


def is_paid_only(statement: Statement) -> bool:
    """Whether it says what a health service pays for, which is not an approval."""
    return statement.strength.startswith(PAID)


def is_reported_only(statement: Statement) -> bool:
    """Whether it says that a use was approved, according to a report that nothing else we read confirms."""
    return statement.strength.startswith(REPORTED)


def named_in(book: Book, region: str) -> set[str]:
    """The drugs, classes and regimens that the labels of a region name."""
    return set().union(*(ids_in(book, found.treatment) for found in labels_of(book, region)))


def unread(book: Book, drug: str, region: str) -> bool:
    """Whether, as far as is known, no label of a drug was read for a region."""
    found = coverage_of(book, region)
    return found is None or drug in found.not_read or (found.only_named and drug not in named_in(book, region))


def coverage_words(book: Book, region: str) -> str:
    """What was read for a region, on one line."""
    found = coverage_of(book, region)
    if found is None:
        held = ", ".join(regions(book))
        return f"No labels were read for {region}, so only guides are shown; labels were read for {held}."
    number = sum(name in book.drugs for name in named_in(book, region))
    words = (
        f"The labels of {number} drug{'' if number == 1 else 's'} were read, up to {found.read_until}",
        unread_words(book, found),
        found.note,
    )
    return f"{'; '.join(filter(None, words))}."


def coverage_brief(book: Book, region: str) -> str:
    """For how many drugs the labels or funding in a region were read; the full wording if none were."""
    found = coverage_of(book, region)
    if found is None:
        return coverage_words(book, region)
    number = sum(name in book.drugs for name in named_in(book, region))
    kinds = "labels and funding" if any(map(is_paid_only, labels_of(book, region))) else "labels"
    return f"{region} {kinds}: {number} drugs read, to {found.read_until} (-v). Guides: all countries."


def unread_words(book: Book, found: Coverage) -> str:
    """The drugs whose labels were not read: "not those of A, B or 12 more"."""
    names = [book.drugs[name].name for name in found.not_read]
    more = [f"{len(names) - FEW} more"] if len(names) > FEW else []
    others = ["any other drug"] if found.only_named else []
    every = [*names[:FEW], *more, *others]
    return f"not those of {' or '.join(filter(None, (', '.join(every[:-1]), every[-1])))}" if every else ""


def silence(book: Book, drugs: Collection[str], now: Moment) -> str:
    """Why nothing is said about drugs in the vocabulary, at a moment and in its region: which labels were not read."""
    asked = [now.region] if now.region else regions(book)
    held = [begins(book, one) for place in asked for one in naming(book, drugs, place)]
    if later := [day for day in held if now.before(day)]:
        return f"no label from that time was read; the earliest is from {min(later)}"
    missing = [place for place in asked if any(unread(book, name, place) for name in drugs)]
    if missing:
        known = filter(None, (unconfirmed(book.drugs[name], now) for name in drugs))
        told = "".join(f"; not confirmed: {words}" for words in known)
        return f"its label was not read ({', '.join(missing)}){told}"
    return f"no label that was read covers breast cancer ({', '.join(asked)})"


def naming(book: Book, drugs: Collection[str], region: str) -> Iterator[Statement]:
    """The statements of labels of a region that name any of some drugs."""
    return (found for found in labels_of(book, region) if ids_in(book, found.treatment) & set(drugs))
