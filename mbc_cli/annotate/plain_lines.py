"""Plain lines, each of them a text, as a table with one column."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mbc_cli.annotate.csv_records import ROWS
from mbc_cli.annotate.kinds import TREATMENTS
from mbc_cli.annotate.reading_files import BOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import File, Rows


class PlainLines:
    """Plain lines as a `Source` with one column; typed input is passed on line by line."""

    def __init__(self, file: File, _: Sequence[str], given: Input) -> None:
        self.file = file
        self.header: tuple[str, ...] = TREATMENTS["lines"]
        self.lines = given.lines
        self.before = self.size = 0

    def blocks(self) -> Iterator[Rows]:
        """The rows: the text of each line."""
        at_once = 1 if self.file.is_typed else ROWS
        while block := [[line.rstrip("\r\n")] for line in islice(self.lines, at_once)]:
            if not self.size:
                block[0][0] = block[0][0].removeprefix(BOM)
            self.before, self.size = self.before + self.size, len(block)
            yield block

    def place(self, n: int) -> str:
        """The line."""
        return f"{self.file.name}:{self.before + n + 1}"
