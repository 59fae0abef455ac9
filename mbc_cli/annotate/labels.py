"""Codes with their meanings, "03 several drugs", which no program that reads a CSV takes for numbers."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book

CODE = re.compile("[0-9]+")


class Codes(StrEnum):
    """How the codes of registry items are written."""

    plain = "plain"
    labelled = "labelled"


class Labels:
    """Items as texts, with the label after each code: "02 or 03" becomes "02 one drug or 03 several drugs"."""

    def __init__(self, book: Book) -> None:
        self.items = [
            {value.code: f"{value.code} {value.label}".rstrip() for value in item.values}
            for item in book.naaccr.values()
        ]

    def __call__(self, items: Sequence[str]) -> tuple[str, ...]:
        """The items, each at its own place in the data."""
        pairs = zip(items, self.items, strict=True)
        return tuple(CODE.sub(lambda found: labels[found[0]], item) for item, labels in pairs)  # noqa: B023
