"""Codes as data: one result for each reading, range of diagnosis dates, and choice of alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.model import Category, NaaccrItem, Procedure, Rule, Situation
from mbc_cli.coding.items import open_points
from mbc_cli.coding.wording import reasons, told_of
from mbc_cli.show.answers import Shown, computed
from mbc_cli.show.cards_data import cited, matched

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.days import Span
    from mbc_cli.book.model import Citation
    from mbc_cli.book.shapes import DoNotCode, Id, ItemCategory
    from mbc_cli.coding.categories import Agent
    from mbc_cli.coding.choices import Footprint
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.statements import Statement
    from mbc_cli.coding.tallies import Cell
    from mbc_cli.show.answer_types import AnyText, CodesOfItems
    from mbc_cli.show.cards_data import Matched
    from mbc_cli.show.formats import Json


class SaidOfTreatment(Shown):
    """For an item, what a text says about a treatment that was not simply given, or about a procedure."""

    treatment: str
    situations: tuple[Id, ...]
    procedures: tuple[Id, ...]
    codes: tuple[str, ...]
    open: str | None
    derived: str | None


class ItemCoded(Shown):
    """The code of one item."""

    item: str
    category: ItemCategory
    values: tuple[str, ...]
    settled: bool
    drugs: tuple[tuple[str, ...], ...]
    rules: tuple[Id, ...]
    said: tuple[SaidOfTreatment, ...]


class DrugCoded(Shown, of=Category):
    """A drug or class with the categories it may count as."""

    id: Id | None
    name: str = computed(after="id")
    categories: tuple[str, ...] = computed(after="id")
    sure: bool = computed(after="id")
    do_not_code: DoNotCode | None
    sources: tuple[Citation, ...]


class RuleCited(Shown, of=Rule):
    """A rule of coding, or an open point."""


class ToldCited(Shown, of=Situation):
    """What happened with a treatment, in words, with its sources."""


class ProcedureCited(Shown, of=Procedure):
    """A procedure that has its own code, with its sources."""


class CodingFound(Shown, kind="coding"):
    """What is recorded for one reading, range of dates, and choice of alternatives."""

    name: str
    match: Matched
    usual: bool
    choice: str | None
    from_: AnyText | None
    until: AnyText | None
    codes: CodesOfItems
    items: tuple[ItemCoded, ...]
    drugs: tuple[DrugCoded, ...]
    rules: tuple[RuleCited, ...]
    situations: tuple[ToldCited, ...]
    procedures: tuple[ProcedureCited, ...]
    open: tuple[str, ...]
    unread: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]


class ItemExplained(Shown, of=NaaccrItem, kind="item"):
    """A NAACCR item and what its codes mean."""

    id: str


def coding(book: Book, one: Coding, found: Footprint, dx: Span | None) -> Json:
    """One result of `code`; `codes` has "" where no code can be chosen; `from` and `until` are null for today."""
    return CodingFound.made(
        None,
        {
            "name": one.reading.name,
            "match": matched(one.reading.form, one.reading.written),
            "usual": one.reading.usual,
            "choice": found.label or None,
            "from": one.span.start if dx else None,
            "until": one.span.until if dx else None,
            "codes": {cell.item.id: cell.text for cell in found.cells},
            "items": [item(cell) for cell in found.cells],
            "drugs": [drug(book, agent) for agent in one.agents],
            "rules": [rule(book, name) for name in one.rules],
            "situations": [situation(record) for record in told_of(book, one) if isinstance(record, Situation)],
            "procedures": [procedure(record) for record in told_of(book, one) if isinstance(record, Procedure)],
            "open": [*reasons(book, one), *open_points(book, one)],
            "unread": list(one.unread),
            "doubts": list(one.reading.doubts),
            "notes": [*dict.fromkeys((*one.reading.notes, *one.notes))],
        },
    )


def item(cell: Cell) -> Json:
    """The code of one item; if it is not settled, `values` are the codes that follow from the known records."""
    return ItemCoded.made(
        None,
        {
            "item": cell.item.id,
            "category": cell.item.category,
            "values": list(cell.values),
            "settled": cell.settled,
            "drugs": [list(group) for group in cell.agents],
            "rules": list(cell.rules),
            "said": [said(one) for one in cell.said],
        },
    )


def said(one: Statement) -> Json:
    """What is said about a treatment; `open` is why no code is chosen, `derived` is the step that led to one."""
    return SaidOfTreatment.made(
        None,
        {
            "treatment": one.subject.text,
            "situations": list(one.situations),
            "procedures": list(one.procedures),
            "codes": list(one.values),
            "open": one.open or None,
            "derived": one.derived or None,
        },
    )


def drug(book: Book, one: Agent) -> Json:
    """A drug or class with the categories it may count as; a medicine outside this vocabulary has no id."""
    record = book.categories.get(one.id)
    return DrugCoded.made(
        record or Category(id=one.id, sources=()),
        {
            "id": one.id if one.id in book.drugs or one.id in book.classes else None,
            "name": one.name,
            "categories": list(one.categories),
            "sure": one.sure,
            "do_not_code": record.do_not_code if record else None,
            "sources": cited(record.cited()) if record else [],
        },
    )


def rule(book: Book, name: str) -> Json:
    """A rule with its sources."""
    return RuleCited.made(book.rules[name])


def situation(record: Situation) -> Json:
    """A situation with its sources."""
    return ToldCited.made(record)


def procedure(record: Procedure) -> Json:
    """A procedure with its sources."""
    return ProcedureCited.made(record)


def values(record: NaaccrItem) -> Json:
    """One result of `code --values`."""
    return ItemExplained.made(record, {"id": record.id})
