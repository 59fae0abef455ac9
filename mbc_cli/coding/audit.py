"""A coded item compared with what the text says about it: one verdict, never a guess.

If the reading of the text is unsure, or a rule leaves more than one code, a person must decide.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mbc_cli.book.model import NaaccrItem
    from mbc_cli.coding.heard import Heard

EMPTY, UNKNOWN, RECOMMENDED, NONE, GIVEN = "empty", "unknown", "recommended", "none", "given"
"""Roles of codes as in the data; EMPTY is the role of a missing code."""
COUNTED = ("one", "several")
SAID_BY = {EMPTY: 0, UNKNOWN: 1, RECOMMENDED: 2}
"""How much a code says, by its role; any other role says ALL."""
ALL = 3
NO_WORD = "the text does not mention it"
FIRM = (GIVEN, "several", "both")
"""Roles of codes that another drug would not change."""


class Kind(StrEnum):
    """The result of a comparison."""

    agrees = "agrees"
    differs = "differs"
    more = "text says more"
    silent = "text does not say"
    decide = "to decide"
    incomparable = "not comparable"
    nothing = "nothing to compare"


FOR_A_PERSON = (Kind.differs, Kind.more, Kind.silent, Kind.decide, Kind.incomparable)
MEANS = {
    Kind.agrees: "the text gives this code",
    Kind.differs: "the text gives another code",
    Kind.more: "the text supports more than is coded",
    Kind.silent: "the text does not support the code",
    Kind.decide: "the text is unclear, or no source settles the code: a person must decide",
    Kind.incomparable: "the code, the date or the text cannot be read",
    Kind.nothing: "nothing is coded as given, and the text does not mention it",
}
"""What each kind means."""


class Verdict(NamedTuple):
    """The result of comparing an item, the codes according to the text ("02 or 03"; "" if none), and the reason."""

    kind: Kind
    text: str = ""
    because: str = ""


def compared(item: NaaccrItem, code: str, said: Heard, doubt: str = "") -> Verdict:
    """The verdict on the code of an item, "" if it is empty; `doubt` is why the reading of the text is unsure."""
    if not role(item, code):
        return Verdict(Kind.incomparable, "", no_code(item, code))
    if not said.spoken:
        return unspoken(item, code, said, doubt)
    kinds = {kind_of(item, code, value) for value in said.values}
    if len(kinds) != 1 or not said.complete:
        return Verdict(Kind.decide, said.text, both(said.because, said.why_open, doubt))
    (kind,) = kinds
    if doubt and not (kind == Kind.agrees and role(item, code) in FIRM):
        return Verdict(Kind.decide, said.text, both(f"as far as it was read, {kind}: {said.because}", doubt))
    return Verdict(kind, said.text, said.because)


def unspoken(item: NaaccrItem, code: str, said: Heard, doubt: str) -> Verdict:
    """The verdict if the text says nothing about the item."""
    if role(item, code) in (EMPTY, NONE, UNKNOWN):
        return Verdict(Kind.nothing)
    if doubt:
        return Verdict(Kind.decide, "", both(said.moved or said.elsewhere, doubt))
    if said.complete and said.moved:
        return Verdict(Kind.differs, said.text, said.moved)
    return Verdict(Kind.silent, "", said.elsewhere or NO_WORD)


def kind_of(item: NaaccrItem, code: str, value: str) -> Kind:
    """The kind of verdict if an item has one code and the text gives the other."""
    if code == value:
        return Kind.agrees
    ours, theirs = role(item, code), role(item, value)
    if (ours, theirs) == (NONE, RECOMMENDED):
        return Kind.differs
    if (more := says_more(theirs, ours)) == says_more(ours, theirs):
        return Kind.differs
    return Kind.more if more else Kind.silent


def says_more(one: str, other: str) -> bool:
    """Whether a code of one role says more than a code of another."""
    return SAID_BY.get(one, ALL) > SAID_BY.get(other, ALL) or (one in COUNTED and other == GIVEN)


def role(item: NaaccrItem, code: str) -> str:
    """The role of a code: as in the data, or "reason" if it has none; EMPTY for no code, "" for an invalid one."""
    found = next((value.role or "reason" for value in item.values if value.code == code), "")
    return found if code else EMPTY


def no_code(item: NaaccrItem, code: str) -> str:
    """What is wrong with a text that is not a code of an item; nothing is corrected."""
    whole = code.zfill(len(item.values[0].code))
    lost = f"; it may be {whole} without its leading zero" if whole != code and role(item, whole) else ""
    return f"{code!r} is not a code of this item{lost}"


def both(*parts: str) -> str:
    """Some sentences as one, without the empty ones."""
    return "; ".join(filter(None, parts))
