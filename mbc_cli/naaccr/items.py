"""The items that mbc knows, as one file has them, and what in an item violates the dictionary of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import XmlItem
    from mbc_cli.naaccr.root import Root

DATE = "(18|19|20)[0-9]{2}((0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])?)?"
"""A day, month or year; as in the reference library, every month has 31 days."""


class Known(NamedTuple):
    """An item of one file: `fits` matches its allowed values, `absent` says why it should not be there."""

    item: XmlItem
    fits: re.Pattern[str]
    codes: tuple[str, ...] = ()
    absent: str = ""

    def wrong(self, value: str) -> str:
        """What is wrong with a value that is not empty, and what to write; "" if nothing is."""
        bare = value.strip()
        if self.absent:
            return self.absent
        if value != bare:
            return "begins or ends with a space: remove it" if bare else "is only blanks: leave the item out"
        return "" if self.fits.fullmatch(value) else self.misfit(value)

    def misfit(self, value: str) -> str:
        """What is wrong with the length or the characters of a value."""
        item, size = self.item, f"has {len(value)} characters"
        if item.type == "date":
            return f"is {value!r}: write YYYYMMDD, YYYYMM or YYYY"
        if len(value) > item.length:
            return f"{size}, at most {item.length} are allowed: shorten it"
        if item.type == "digits" and value.isdecimal() and len(value) < item.length:
            return f"is {value!r}: write {item.length} digits (a leading zero may have been lost)"
        if self.codes:
            return f"is {value!r}, which is not one of its codes: write {', '.join(self.codes)}"
        return f"is {value!r}: write {item.length} digits"


def known_items(book: Book, root: Root) -> dict[str, Known]:
    """The items by their ids, for a file with this root element."""
    return {item.naaccr_id: known(book, item, root) for item in book.xml_items.values()}


def known(book: Book, item: XmlItem, root: Root) -> Known:
    """An item of a file with this root element."""
    codes = tuple(value.code for value in book.naaccr[item.id].values) if item.id in book.naaccr else ()
    return Known(item, re.compile("|".join(codes) or shape(item, root)), codes, why_absent(item, root))


def shape(item: XmlItem, root: Root) -> str:
    """The regular expression of the values of an item."""
    if item.type == "date":
        return DATE
    if item.type == "digits":
        return f"[0-9]{{{item.length}}}"
    return "(?s:.*)" if root.dictionary <= item.longer_until else f"(?s:.{{0,{item.length}}})"


def why_absent(item: XmlItem, root: Root) -> str:
    """Why a file with this root element should not have an item; "" if it may."""
    if item.since > root.dictionary or (item.until and item.until < root.dictionary):
        return f"is not an item of dictionary {root.dictionary}: leave it out"
    if item.record_types and root.record_type not in item.record_types:
        return f"is not an item of record type {root.record_type}: leave it out, or make the file type A or M"
    return ""


def naaccr_ids(book: Book) -> Mapping[str, str]:
    """Number to id: 1390 is rxSummChemo."""
    return {item.id: item.naaccr_id for item in book.xml_items.values()}
