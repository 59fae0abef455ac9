"""The parts of a NAACCR XML file: patients with their tumors, their items, and where these are in its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.naaccr.root import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ITEM = f"{NAMESPACE} Item"
LEVELS = {f"{NAMESPACE} {name}": name for name in ("NaaccrData", "Patient", "Tumor")}
WITHIN = {"Patient": "NaaccrData", "Tumor": "Patient"}
"""Which elements are inside which."""
ELEMENTS = (*LEVELS.values(), "Item")
ITEMS, EXTENSIONS, CHILDREN = range(3)
"""The order within an element: its items, anything from other namespaces, the elements below it."""

Items = dict[str, str]
"""Id to value, without blanks at either end; "" if it is empty, or is where it must not be."""
Span = tuple[int, int]


class Tumor(NamedTuple):
    """The items of a tumor, and where it is in the bytes of the file.

    `start` is its tag, `stop` whatever ends its items (its end tag, or the first extension), `spans` the items that may
    be filled, each from its tag to its end tag (to the end of the tag in `<Item/>`). `numbered`: the last item has its
    number.
    """

    items: Items
    line: int
    start: int
    stop: int
    spans: Mapping[str, Span]
    numbered: bool


class Patient(NamedTuple):
    """The items of a patient, the tumors, and the byte position of its end tag."""

    items: Items
    tumors: Sequence[Tumor]
    stop: int


def place(file: str, patient: Patient, tumor: Tumor) -> str:
    """The line of a tumor in a file of that name, its number and its patient, for messages."""
    number = tumor.items.get("tumorRecordNumber") or patient.tumors.index(tumor) + 1
    return f"{file}:{tumor.line}: tumor {number} of patient {patient.items.get('patientIdNumber', '?')}"


class Open:
    """An element that is being read."""

    __slots__ = ("fits", "items", "level", "line", "numbered", "spans", "stage", "start", "stop", "tumors")

    def __init__(self, level: str, line: int, start: int, fits: dict[str, Callable[[str], object]]) -> None:
        self.level = level
        self.line = line
        self.start = start
        self.stop = -1
        self.fits = fits
        self.stage = ITEMS
        self.items: Items = {}
        self.spans: dict[str, Span] = {}
        self.numbered = False
        self.tumors: list[Tumor] = []
