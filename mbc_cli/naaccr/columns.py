"""A NAACCR file as a table: a row for each tumor, a column for each item that occurs anywhere in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.naaccr.elements import Items, Patient

FIRST = ("patientIdNumber", "tumorRecordNumber", "dateOfDiagnosis", "primarySite")
"""The columns that come first, if present: what a row is about."""
ID = re.compile(rb"""\bnaaccrId\s*=\s*["']([A-Za-z][A-Za-z0-9]*)["']""")
LONGEST_ATTRIBUTE = 256  # bytes that are looked at again, because a cut may split an attribute


def ids_in(pieces: Iterable[bytes]) -> list[str]:
    """The ids that occur in the bytes of a file, each once: FIRST, then in order of appearance.

    Only the attributes are examined, which takes a tenth of the time of reading the file. If a character has two bytes,
    as in UTF-16, one is dropped.
    """
    found: dict[bytes, None] = {}
    tail = b""
    for piece in pieces:
        seen = tail + piece.replace(b"\0", b"")
        found.update(dict.fromkeys(ID.findall(seen)))
        tail = seen[-LONGEST_ATTRIBUTE:]
    names = [name.decode("ascii") for name in found]
    return sorted(names, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))


def rows(root: Items, patient: Patient, header: Sequence[str], nothing: str = "") -> Iterator[list[str]]:
    """The row of each tumor of a patient: its own items, those of the patient and those of the file, or `nothing`."""
    above = root | patient.items
    for tumor in patient.tumors:
        items = above | tumor.items
        yield [items.get(name, nothing) for name in header]
