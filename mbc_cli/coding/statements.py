"""What a text says about treatments that were not simply given, as records: by treatment and by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mbc_cli.reading.subjects import Subject

LONGEST = 1 << 20
"""More than the tokens of any text."""
Ids = tuple[str, ...]


class Said(NamedTuple):
    """What a text says about one treatment: the situations that remain once those replaced by others are set aside.

    `about` are the items that its text is about, if it names no treatment: () for all of them, None if they are
    unknown.
    """

    subject: Subject
    situations: Ids = ()
    about: Ids | None = ()

    @property
    def of_all(self) -> bool:
        """Whether it is about any treatment."""
        return not self.subject.names and not self.subject.procedure

    def moved(self, texts: int) -> Said:
        """The same, placed after some texts."""
        return self._replace(subject=self.subject._replace(at=self.subject.at + texts * LONGEST))


class Statement(NamedTuple):
    """What is said about a treatment for one item: the codes (one, unless it is open), and why it is open."""

    item: str
    subject: Subject
    situations: Ids
    values: Ids = ()
    open: str = ""
    derived: str = ""
    procedures: Ids = ()

    @property
    def settled(self) -> bool:
        """Whether it is settled as this code."""
        return len(self.values) == 1 and not self.open
