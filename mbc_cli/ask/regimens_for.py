"""Which regimens are for a tumour: those whose entry says so."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mbc_cli.book.errors import UsageError
from mbc_cli.options.conditions import truth_of
from mbc_cli.options.profile import read
from mbc_cli.options.report import heard
from mbc_cli.options.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Regimen
    from mbc_cli.options.conditions import Fact


def facts_of(book: Book, text: str) -> Mapping[str, Fact]:
    """What a profile says, and what follows from it; nothing for a text that is not one."""
    with suppress(UsageError):
        return read(book, (), heard(book, text).told).facts
    return {}


def regimens_for(found: Sequence[Regimen], facts: Mapping[str, Fact]) -> list[Regimen]:
    """The regimens whose tumour has one of these facts and may have the others."""
    return [record for record in found if is_for(record, facts)]


def is_for(record: Regimen, facts: Mapping[str, Fact]) -> bool:
    """Whether the entry of a regimen names a tumour that these facts meet in part and do not rule out."""
    leaves = record.when.leaves() if record.when else ()
    meets_part = any(truth_of(leaf, facts) == Truth.YES for leaf in leaves)
    return meets_part and truth_of(record.when, facts) != Truth.NO
