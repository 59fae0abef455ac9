"""What must hold between labels: the statements of a region, its coverage, and the cards of drugs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.options.coverage import named_in
from mbc_cli.store.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.store.fault import Raw


def coverage_is_true(book: Book, _: Raw) -> Iterator[Fault]:
    """A region has one coverage, where the book has any; no label of a drug that was not read says anything."""
    first: dict[str, str] = {}
    for found in book.coverage.values():
        if first.setdefault(found.region, found.ref) != found.ref:
            yield Fault(found.ref, "region", f"{found.region} is that of {first[found.region]} too: join the two")
        for name in sorted(named_in(book, found.region) & set(found.not_read)):
            yield Fault(found.ref, "not_read", f"a label of {found.region} names {name}: take it from one of them")
    for statement in book.statements.values():
        if first and statement.region and statement.region not in first:
            what = f"is of a region without coverage: write [coverage.{statement.region.lower()}]"
            yield Fault(statement.ref, "region", what)
