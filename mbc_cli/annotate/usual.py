"""What is read of a kind of file without being asked for: the columns with treatments, and the date of diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.kinds import TREATMENTS

if TYPE_CHECKING:
    from mbc_cli.book.book import Book

DIAGNOSED = "dateOfDiagnosis"


class Usual(NamedTuple):
    """The columns that a kind of file says by itself; `goes_on`: their texts may go on in other ones."""

    columns: tuple[str, ...] = ()
    dx_column: str = ""
    goes_on: bool = False

    @property
    def names(self) -> frozenset[str]:
        """All of its columns."""
        return frozenset((*self.columns, self.dx_column))


def usual_for(book: Book, given: str, target: str) -> Usual:
    """What is usual for a kind of file that is read, and one that is written."""
    if "naaccr" in (given, target):
        return Usual(tuple(item.naaccr_id for item in book.xml_items.values() if item.text_of), DIAGNOSED, goes_on=True)
    return Usual(TREATMENTS.get(given, ()))
