"""The column with the places of the names in the texts of a row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mbc_cli.annotate.row_texts import parted
from mbc_cli.annotate.tables import cell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mbc_cli.reading.spans import Span

SPANS_COLUMN = "mbc_spans"


class SpansColumn:
    """What `find` says about each text of a row, as objects with start, end, id and role.

    With several texts, each object also has the `column`, one of `columns`, and the `item` (from 0) of a list.
    """

    def __init__(self, find: Callable[[str], Sequence[Span]], columns: Sequence[str]) -> None:
        self.find = find
        self.columns = columns

    def __call__(self, text: str, *, several: bool) -> str:
        """The names in a row, which may have several texts."""
        parts, items = parted(text) if several else [(0, text)], Counter[int]()
        found: list[dict[str, object]] = []
        for column, part in parts:
            where = {"column": self.columns[column], "item": items[column]} if len(parts) > 1 else {}
            found += [{**span._asdict(), **where} for span in self.find(part)]
            items[column] += 1
        return cell_of(found)
