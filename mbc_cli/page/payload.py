"""Everything that the page contains, as one JSON object, and how it is packed into the file."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING

from mbc_cli import __version__
from mbc_cli.page.entries import entries
from mbc_cli.page.index import index
from mbc_cli.page.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import OtherDrug
    from mbc_cli.show.formats import Json


def payload(book: Book, others: Iterable[OtherDrug]) -> Json:
    """The entries as cards, every name, the rules of `mbc options`, and the medicines outside the vocabulary."""
    return {
        "program": __version__,
        "data": book.version,
        "entries": entries(book),
        "index": index(book),
        "rules": rules(book),
        "medicines": medicines(others),
    }


def medicines(others: Iterable[OtherDrug]) -> Json:
    """The medicines outside the vocabulary by ingredient: their use, the list they are on, and their other names."""
    found: Json = {}
    for other in others:
        entry = found.setdefault(other.ingredient, {"use": other.use, "source": other.source, "names": []})
        if other.name != other.ingredient:
            entry["names"].append(other.name)
    return found


def packed(table: Json) -> str:
    """A table as base64 of its deflated JSON, which a browser can unpack by itself (DecompressionStream)."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 9)).decode()
