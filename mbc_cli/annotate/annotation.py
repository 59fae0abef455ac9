"""What `annotate` says about a text: six cells, one of them its status."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

COLUMNS = ("mbc_drugs", "mbc_regimens", "mbc_classes", "mbc_other", "mbc_status", "mbc_note")
CODE_COLUMNS = ("mbc_1390_chemo", "mbc_1400_hormone", "mbc_1410_brm", "mbc_1420_other", "mbc_3250_endocrine")
STATUSES = {
    "exact": "every part of the text is accounted for, and the drugs are these and no others",
    "corrected": "the same, after the spelling of a long name was corrected; the note shows the change",
    "partial": "these drugs are named, but a word next to them was not read (the note shows it), or an anticancer "
    "medicine outside the vocabulary is named as well (mbc_other)",
    "ambiguous": "several readings, alternatives, optional parts, or a word that may be one of several drugs; all are "
    "listed, those of such a word in the note only",
    "class only": 'a class ("aromatase inhibitor") but no drug',
    "other drug": "only medicines outside this vocabulary; mbc_other has their ingredients",
    "no drug": 'every word is known, and none is a drug that was given: a placeholder, a procedure, "no prior T-DM1"',
    "unknown": "not understood, or a bare code, which is read only with --codes-as-names",
    "empty": "no text",
}
"""The possible statuses of a text, and what each means."""
DECIDED = "decided"
UNSURE = ("partial", "ambiguous", "unknown")
"""The statuses of rows that a person should look at."""
ASIDE = {"planned": "a planned treatment", "declined": "a declined treatment", "prior": "an earlier treatment"}
"""What a row names and does not count, by role, in words."""
STATUS, NOTE = attrgetter("status"), attrgetter("note")
READ_OFF = "also read: "
UNREAD = "not read: "
NOT_COUNTED = ", not counted"
OPEN_CHOICE = ": the text does not say which"
SAID = re.compile(f": ({'|'.join(ASIDE)}){NOT_COUNTED}")
REMEMBERED = 50_000  # distinct texts whose answer is kept: memory stays flat however many there are


class Annotation(NamedTuple):
    """What a text says: ids joined by ";" in order of mention, a status of STATUSES, and a note."""

    drugs: str = ""
    regimens: str = ""
    classes: str = ""
    other: str = ""
    status: str = ""
    note: str = ""


def with_note(found: Annotation, *notes: str, between: str = "; ") -> Annotation:
    """The same with something added to its note."""
    return found._replace(note=between.join(filter(None, (found.note, *notes))))


Annotate = Callable[[Sequence[str]], list[Annotation]]
"""Texts to their annotations, in order."""


class Counted:
    """Texts to their annotations, with a count of the rows by status in `rows`.

    `said` counts the rows with a treatment that was planned, declined or given before, and is thus not counted.
    """

    def __init__(self, annotate: Annotate) -> None:
        self.annotate = annotate
        self.rows: Counter[str] = Counter()
        self.said: Counter[str] = Counter()

    def __call__(self, texts: Sequence[str], times: Sequence[int] | None = None) -> list[Annotation]:
        """The annotations; each text counts as one row, or as many as `times` says."""
        found = self.annotate(texts)
        if times is None:
            self.rows.update(map(STATUS, found))
            is_said = NOT_COUNTED in "\n".join(map(NOTE, found))
            aside = [(item, 1) for item in found if NOT_COUNTED in item.note] if is_said else []
        else:
            counts = list(zip(found, times, strict=True))
            aside = [(item, rows) for item, rows in counts if NOT_COUNTED in item.note]
            for item, rows in counts:
                self.rows[item.status] += rows
        for item, rows in aside:
            self.said.update(dict.fromkeys(SAID.findall(item.note), rows))
        return found
