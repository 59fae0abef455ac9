"""The result of an audit as data: what a person must check, with similar cases grouped, and the counts by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.coding.audit import Kind
from mbc_cli.show.answers import Shown

if TYPE_CHECKING:
    from mbc_cli.annotate.audit import Tally, Told
    from mbc_cli.book.model import NaaccrItem
    from mbc_cli.show.answer_types import CodesOfItems, Count, RowsByVerdict
    from mbc_cli.show.formats import Json


class AuditTold(Shown, kind="audited"):
    """What a person must check, in one row or several: items with the same verdict, their codes and those by text."""

    verdict: str
    items: tuple[str, ...]
    codes: CodesOfItems
    by_text: CodesOfItems
    because: str
    rows: Count
    first: str


class ItemAudited(Shown):
    """An item with its column and the number of rows for each verdict."""

    item: str
    name: str
    column: str
    rows: RowsByVerdict


def told(one: Told, rows: int, first: str) -> Json:
    """One result of `audit`."""
    return AuditTold.made(
        None,
        {
            "verdict": one.verdict.value,
            "items": list(one.items),
            "codes": dict(zip(one.items, one.codes, strict=True)),
            "by_text": dict(zip(one.items, one.by_text, strict=True)),
            "because": one.because,
            "rows": rows,
            "first": first,
        },
    )


def item(tally: Tally, one: NaaccrItem, column: str) -> Json:
    """The result for one item."""
    rows = {kind.value: tally.verdicts[one.id, kind] for kind in Kind}
    return ItemAudited.made(None, {"item": one.id, "name": one.name, "column": column, "rows": rows})
