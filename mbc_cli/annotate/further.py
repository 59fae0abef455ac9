"""Treatment texts of a registry that continue in another item when theirs is full: only marked passages are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.annotate.tables import Cell
from mbc_cli.naaccr.continued import Continued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book


class Further:
    """The text items besides those that are read, by their `names`, and the passages in them that continue these."""

    def __init__(self, book: Book, columns: Sequence[str]) -> None:
        self.columns = columns
        self.continued = Continued(book)
        texts = (item.naaccr_id for item in book.xml_items.values() if item.continued)
        self.names = tuple(name for name in texts if name not in columns)

    def cells(self, row: Sequence[str], at: Sequence[int]) -> list[str]:
        """A cell with its passages from each further text of a row, at these places; unchanged if there are none."""
        found = [self.passages(row[n]) if n >= 0 else "" for n in at]
        return found if any(found) else []

    def passages(self, text: str) -> str:
        """The passages of a text that continue one that is read."""
        found = [passage for name, passage in self.continued.passages(text) if name in self.columns] if text else []
        return Cell(" ".join(found), found) if found else ""
