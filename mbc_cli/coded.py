"""The registry items of an annotated text, by date of diagnosis: four further columns of `mbc annotate --code`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.annotation import REMEMBERED
from mbc_cli.book.days import span_of
from mbc_cli.book.model import Part
from mbc_cli.book.names import clean
from mbc_cli.coding.items import row_codes, treatment_codes
from mbc_cli.reading.spelling import Corrector
from mbc_cli.reading.treatment import treat

if TYPE_CHECKING:
    from mbc_cli.annotate import Annotator
    from mbc_cli.annotation import Annotation

CODE_COLUMNS = ("mbc_1390_chemo", "mbc_1400_hormone", "mbc_1410_brm", "mbc_1420_other")
Codes = tuple[str, str, str, str]
NONE: Codes = ("", "", "", "")


class Coder:
    """Annotation, text and date of diagnosis to the four items; every distinct pair is worked out once."""

    def __init__(self, annotator: Annotator) -> None:
        self.annotator = annotator
        self.known: dict[tuple[str, str, str], Codes] = {}
        self.unreadable = 0

    def __call__(self, found: Annotation, text: str, dx: str) -> Codes:
        """The items as text, "" where they cannot be decided; a text without drugs codes nothing."""
        if dx.strip() and span_of(dx) is None:
            self.unreadable += 1
        key = (found.drugs, text, dx)
        if key not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[key] = self.worked_out(found, text, dx) if found.drugs else NONE
        return self.known[key]

    def worked_out(self, found: Annotation, text: str, dx: str) -> Codes:
        """The items of the drugs that a curator decided on, or of the text as it was read."""
        book = self.annotator.book
        if found.status == "decided":
            return row_codes(book, (tuple(Part(any_of=(name,)) for name in found.drugs.split(";")),), dx)
        corrector = Corrector(self.annotator.speller)
        return treatment_codes(book, treat(book, clean(text), corrector.corrected, self.annotator.others), dx)
