"""Codes as data: one result per reading, stretch of dates of diagnosis and choice of alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.coding.items import open_points
from mbc_cli.show.cards_data import cited

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.days import Span
    from mbc_cli.book.model import NaaccrItem, Period
    from mbc_cli.coding.categories import Agent
    from mbc_cli.coding.items import Cell, Coding, Footprint
    from mbc_cli.show.formats import Json


def coding(book: Book, one: Coding, found: Footprint, dx: Span | None) -> Json:
    """One result of `code`; `codes` has "" where a code cannot be decided, `from` and `until` are null for today."""
    return {
        "kind": "coding",
        "name": one.reading.name,
        "match": {"kind": one.reading.form, "written": one.reading.written},
        "usual": one.reading.usual,
        "choice": found.label or None,
        "from": one.span.start if dx else None,
        "until": one.span.until if dx else None,
        "codes": {cell.item.id: cell.text for cell in found.cells},
        "items": [item(cell) for cell in found.cells],
        "drugs": [drug(book, agent) for agent in one.agents],
        "rules": [rule(book, name) for name in one.rules],
        "open": list(open_points(book, one)),
        "not_read": list(one.unread),
        "notes": list(one.reading.notes),
    }


def item(cell: Cell) -> Json:
    """The code of one item; not settled: `values` are what the records known give."""
    return {
        "item": cell.item.id,
        "category": cell.item.category,
        "values": list(cell.values),
        "settled": cell.settled,
        "drugs": [list(group) for group in cell.agents],
        "rules": list(cell.rules),
    }


def drug(book: Book, one: Agent) -> Json:
    """A drug or class with what it may count as; a medicine outside this vocabulary has no id."""
    record = book.categories.get(one.id)
    return {
        "id": one.id if one.id in book.drugs or one.id in book.classes else None,
        "name": one.name,
        "categories": list(one.categories),
        "sure": one.sure,
        "do_not_code": record.do_not_code if record else None,
        "subcategory": list(record.subcategory) if record else [],
        "periods": [period(found) for found in record.periods] if record else [],
        "not_found": (record.not_found or None) if record else None,
        "notes": list(record.notes) if record else [],
        "sources": cited(record.cited()) if record else [],
    }


def period(found: Period) -> Json:
    """A category with the days of diagnosis from and until which it holds."""
    return {
        "from": found.start or None,
        "until": found.until or None,
        "category": found.category,
        "perhaps": list(found.perhaps),
    }


def rule(book: Book, name: str) -> Json:
    """A rule with its sources."""
    found = book.rules[name]
    return {"id": name, "text": found.text, "open": found.open, "sources": cited(found.sources)}


def values(record: NaaccrItem) -> Json:
    """One result of `code --values`."""
    return {
        "kind": "item",
        "id": record.id,
        "name": record.name,
        "category": record.category,
        "values": [{"code": value.code, "text": value.text} for value in record.values],
        "notes": list(record.notes),
        "sources": cited(record.sources),
    }
