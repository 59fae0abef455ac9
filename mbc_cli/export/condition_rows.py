"""Conditions as two tables: one with a row per test of an axis and per group of conditions, and the tested values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.model import Combined, EachBefore, Wanted
from mbc_cli.export.tables import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Condition

CONDITION, CONDITION_VALUE = "condition", "condition_value"
CONDITION_TABLES = (
    Table(
        CONDITION,
        (
            Column("id", needed=True),
            Column("whole_id", refers=CONDITION, needed=True, help="The condition that it is part of, or itself."),
            Column("parent_id", refers=CONDITION, help="The group of conditions it is in."),
            Column("position", "integer", needed=True),
            Column("combines", words=("all", "any", "none"), help="For a group: how many of its members must hold."),
            Column("axis_id", refers="axis", help="For a test: what must be known."),
            Column("test", words=("any", "all", "none", "min", "max"), help="Which of the values, or of a number."),
            Column("number", "number"),
        ),
        ("id",),
        "What must be known of a patient or a tumour: a test of an axis, or a group of conditions",
    ),
    Table(
        CONDITION_VALUE,
        (
            Column("condition_id", refers=CONDITION, needed=True),
            Column("position", "integer", needed=True),
            Column("value", needed=True),
            Column("drug_id", refers="drug", help="The value, where the axis is of treatments and it is a drug."),
            Column("class_id", refers="class", help="The value, where the axis is of treatments and it is a class."),
        ),
        ("condition_id", "position"),
        "The values that a test of an axis asks for",
    ),
)


def condition_rows(book: Book, condition: Condition, id: str) -> Iterator[Row]:
    """The rows of a whole condition, under an id of its own."""
    return part_rows(book, condition, id, (id, None, 1))


def part_rows(book: Book, part: Condition, id: str, where: tuple[str, str | None, int]) -> Iterator[Row]:
    """The rows of a part and all in it; `where` has the whole condition, the group with the part, and its place."""
    found = part.spelt_out if isinstance(part, EachBefore) else part
    match found:
        case Wanted(axis, test):
            number = None if test.values else test.number
            yield Row(CONDITION, (id, *where, None, axis, test.form, number))
            yield from value_rows(book, axis, test.values, id)
        case Combined(form, parts):
            yield Row(CONDITION, (id, *where, form, None, None, None))
            for n, inner in enumerate(parts, 1):
                yield from part_rows(book, inner, f"{id}.{n}", (where[0], id, n))


def value_rows(book: Book, axis: str, values: tuple[str, ...], id: str) -> Iterator[Row]:
    """The values of a test; for an axis of treatments they are drugs or classes."""
    kinds = ("drug", "class") if book.axes[axis].of_treatments else ("", "")
    for n, value in enumerate(values, 1):
        items = (value if f"{kind}.{value}" in book else None for kind in kinds)
        yield Row(CONDITION_VALUE, (id, n, value, *items))
