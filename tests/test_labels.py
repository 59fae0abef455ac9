"""Every row of the facts on labels of November 2026 is a statement, has mended one, or is left out for a reason.

The table in `facts/` was written from the verified rows (what the label says, where, since when), not from our data:
`first` is the first day that a row gives for the use, empty where none was found; `against` marks what was refused, or is
not paid. `why` says that a statement which was held before has the row, or why there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from notation import rows

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Statement

LABELS = rows("labels.tsv")
COUNT = 202
MENDED = "mended"


def named(book: Book, row: dict[str, str]) -> list[Statement]:
    """The statements of a row."""
    return [book.statements[name] for name in row["statements"].split("; ") if name]


def test_the_table_has_every_row_once() -> None:
    assert [row["row"] for row in LABELS] == [f"L{n:03}" for n in range(1, COUNT + 1)]


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["row"])
def test_a_row_is_in_the_data_or_left_out_with_its_reason(row: dict[str, str], book: Book) -> None:
    held = named(book, row)
    written = {one.id for one in book.statements.values() if one.row == row["row"]}
    assert written == ({one.id for one in held} if row["why"] != MENDED else set())
    assert bool(held) == (row["why"] in ("", MENDED))


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["row"])
def test_statements_of_a_row_have_its_region_first_day_and_direction(row: dict[str, str], book: Book) -> None:
    held = named(book, row)
    assert {one.region for one in held} <= {row["region"]}
    assert {one.direction for one in held} <= {row["direction"] or "for"}
    assert min((one.start for one in held if one.start), default="") == row["first"]


def test_what_a_health_service_pays_is_no_licence(book: Book) -> None:
    """Irish regimens and English appraisals are decisions on money: their force says so."""
    paid = [one for one in book.statements.values() if one.sources[0].id.startswith(("hse-", "nice-ta"))]
    assert len(paid) > 30
    assert [one.id for one in paid if "licence" not in one.strength] == []


def test_what_was_never_authorised_is_no_option(book: Book) -> None:
    refused = ["ema-javlor-capecitabine", "ema-onzeald", "ema-jivadco"]
    assert {book.statements[name].direction for name in refused} == {"against"}
