"""Texts that continue in another item: a full text goes on, after a mark and its name, in whatever item has room.

"***RX TEXT CHEMO CONT: script for Ibrance sent" in the remarks is part of the text on chemotherapy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book

MARK = r"\*+|[#=~]{2,}|>{2,}|<{2,}"
"""Asterisks or other signs (NAACCR data dictionary, item 2680); a sign that texts use for other reasons is doubled."""
PASSAGE = re.compile(rf"(?:(?:{MARK})\s*|^\s*)(?P<head>[A-Za-z][^:*#=~<>\n]{{1,40}}?)\s*(?:{MARK})?\s*:", re.MULTILINE)
MARKED = re.compile(MARK)
END = re.compile(rf"{MARK}|\n\s*\n")
GOES_ON = re.compile(r"\bcon'?t(?:'?d|inue[sd]?|inuation)?\b", re.IGNORECASE)
BESIDE_A_NAME = re.compile(r"\b(?:rx|text|from|of|overflow|more)\b|[^a-z0-9 ]", re.IGNORECASE)


class Continued:
    """Finds the passages of a text that continue the text of another item."""

    def __init__(self, book: Book) -> None:
        texts = [item for item in book.xml_items.values() if item.continued]
        self.names = {bare(name): item.naaccr_id for item in texts for name in (item.naaccr_id, *item.continued)}

    def passages(self, text: str) -> Iterator[tuple[str, str]]:
        """The id of the item that is continued, and the passage; passages for unknown items are left out."""
        heads = [(found, self.named(found)) for found in PASSAGE.finditer(text)]
        heads = [(found, name) for found, name in heads if name]
        for n, (found, name) in enumerate(heads):
            behind = text[found.end() : heads[n + 1][0].start() if n + 1 < len(heads) else len(text)]
            if passage := END.split(behind, maxsplit=1)[0].strip():
                yield name, passage

    def named(self, found: re.Match[str]) -> str:
        """The item that a heading names; without a mark before it, the heading must say that the text continues."""
        head, is_marked = found["head"], bool(MARKED.match(found[0].lstrip()))
        goes_on = GOES_ON.search(head)
        return self.names.get(bare(GOES_ON.sub(" ", head)), "") if is_marked or goes_on else ""


def bare(name: str) -> str:
    """A name without the words around it in a heading: "RX Text--Chemo" and "rxTextChemo" are "chemo"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(dict.fromkeys(BESIDE_A_NAME.sub(" ", apart).casefold().split()))
