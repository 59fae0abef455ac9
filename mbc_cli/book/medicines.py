"""Medicines outside this vocabulary: some nine thousand names, read only when a name was not found or in bulk."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.errors import DataError
from mbc_cli.book.names import REMEMBERED, SUFFIX, Ordered, fold, unsalted
from mbc_cli.book.problems import Problem, nearby

if TYPE_CHECKING:
    from pathlib import Path

    from mbc_cli.book.names import Keyed

TSV_HEADER = "name\tingredient\tsource\tuse"
USES = ("anticancer", "double use", "other")
"""Given against cancer; against cancer or something else (rituximab, medroxyprogesterone); for something else only."""


class OtherDrug(NamedTuple):
    """A name as the list has it (lower case), its ingredient, the id of the list, and its use, one of USES."""

    name: str
    ingredient: str
    source: str
    use: str


class Others:
    """The other medicines by folded name."""

    def __init__(self, by_name: Keyed[OtherDrug]) -> None:
        self.by_name = by_name
        self.begins = lru_cache(REMEMBERED)(by_name.begins)

    def __reduce__(self) -> tuple[type[Others], tuple[Keyed[OtherDrug]]]:
        """For pickling: what is cached is left out."""
        return Others, (self.by_name,)

    def find(self, text: str) -> OtherDrug | None:
        """The medicine of this name, without its salt or biologic suffix if need be."""
        for candidate in (text, unsalted(text), SUFFIX.sub("", unsalted(text))):
            if found := self.by_name.get(fold(candidate)):
                return found
        return None


def read_others(file: Path) -> Others:
    """The list; raises DataError when its header or a line is malformed."""
    header, *lines = file.read_text("utf-8").splitlines()
    wrong = [] if header == TSV_HEADER else [(1, 1, "header", f"is {header!r}; write {TSV_HEADER!r}")]
    found: dict[str, OtherDrug] = {}
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(OtherDrug._fields) or not all(cells):
            wrong.append((number, 1, "line", f"does not have four cells; write {', '.join(OtherDrug._fields)}"))
        elif cells[-1] not in USES:
            column = len(line) - len(cells[-1]) + 1
            wrong.append((number, column, "use", f"is '{cells[-1]}'; write one of {', '.join(USES)}"))
        else:
            found[fold(cells[0])] = OtherDrug(*cells)
    if wrong:
        raise DataError([Problem(nearby(str(file)), *what) for what in wrong])
    return Others(Ordered(found))
