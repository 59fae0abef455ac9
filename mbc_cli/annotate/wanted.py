"""Which columns of a file are read: those that are requested, or those that a kind of file names itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.further import Further
from mbc_cli.annotate.kinds import TREATMENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mbc_cli.book.book import Book

DIAGNOSED = "dateOfDiagnosis"


class Wanted(NamedTuple):
    """The treatment columns, and that of the date of diagnosis ("" if there is none).

    `usual` are those that nobody requested, which may be missing; `further` finds where texts continue elsewhere.
    """

    columns: tuple[str, ...]
    dx_column: str = ""
    usual: frozenset[str] = frozenset()
    further: Further | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that may hold texts."""
        return (*self.columns, *(self.further.names if self.further else ()))

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that are read, except further texts."""
        return (*self.columns, *filter(None, (self.dx_column,)))


def wanted(book: Book, kinds: Collection[str], columns: Sequence[str], dx_column: str) -> Wanted:
    """What is read if these columns are requested, from and into files of these kinds."""
    if "naaccr" not in kinds:
        usual = next((TREATMENTS[kind] for kind in kinds if kind in TREATMENTS), ())
        return Wanted(tuple(columns) or usual, dx_column)
    texts = tuple(item.naaccr_id for item in book.xml_items.values() if item.text_of)
    named = tuple(columns) or texts
    unasked = frozenset((*named, dx_column or DIAGNOSED)) - {*columns, dx_column}
    return Wanted(named, dx_column or DIAGNOSED, unasked, Further(book, named))


def placed(names: Iterable[str], header: Sequence[str]) -> tuple[int, ...]:
    """Where columns are; -1 for one that does not exist, or has no name."""
    return tuple(header.index(name) if name and name in header else -1 for name in names)
