"""A NAACCR file with items filled, as a stream: what is written is read back at once, and must be what was intended."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NoReturn

from mbc_cli.book.errors import InputError
from mbc_cli.naaccr.fill import Window, edits
from mbc_cli.naaccr.findings import Findings
from mbc_cli.naaccr.items import naaccr_ids
from mbc_cli.naaccr.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mbc_cli.naaccr.elements import Items, Patient

    Values = Callable[[Sequence[Patient]], Sequence[Mapping[str, str]]]


def filled(reader: Reader, pieces: Iterable[bytes], values: Values) -> Iterator[bytes]:
    """The bytes of a file with these values; InputError if it cannot be read or filled.

    `values` is asked for the values, by id, that each tumor of some patients should have, in order; the ids that it
    may give are the targets of the reader.
    """
    window, again = Window(), Reread(reader)
    numbers = {name: number for number, name in naaccr_ids(reader.book).items()}
    for piece in pieces:
        window.add(piece)
        found = reader.feed(piece)
        if b"\0" in piece:
            raise InputError(f"{reader.name}: is UTF-16, which cannot be filled: save it as UTF-8")
        if found:
            given = values(found)
            each = zip((tumor for patient in found for tumor in patient.tumors), given, strict=True)
            changes = [edit for tumor, new in each for edit in edits(window, tumor, new, numbers)]
            again.expect(found, given)
            yield again.checked(window.written(found[-1].stop, changes))
    reader.feed(b"", last=True)
    yield again.checked(bytes(window.bytes), last=True)


class Reread:
    """Reads back what is written, and compares every item of it with what was read and what was to be filled."""

    def __init__(self, reader: Reader) -> None:
        self.source = reader
        self.reader = Reader(reader.name, reader.book, Findings(reader.name), encoding=reader.encoding)
        self.expected: deque[list[Items]] = deque()

    def expect(self, patients: Sequence[Patient], values: Sequence[Mapping[str, str]]) -> None:
        """Announce that these patients, with values for each of their tumors, come next."""
        new = iter(values)
        for patient in patients:
            self.expected.append([patient.items, *({**tumor.items, **next(new)} for tumor in patient.tumors)])

    def checked(self, piece: bytes, *, last: bool = False) -> bytes:
        """The piece; InputError if it is not what was expected."""
        for patient in self.reader.feed(piece, last=last):
            if [patient.items, *(tumor.items for tumor in patient.tumors)] != self.expected.popleft():
                self.differs()
        if last and (self.expected or self.reader.items != self.source.items):
            self.differs()
        return piece

    def differs(self) -> NoReturn:
        """Refuse to continue: no file that differs is left behind."""
        raise InputError(
            f"{self.source.name}: would read differently once filled in and was not written: please report this"
        )
