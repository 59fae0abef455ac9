"""Three-valued logic: a fact that was not given is UNKNOWN, never NO."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(IntEnum):
    """NO < UNKNOWN < YES. It is not a bool: `if truth:` raises TypeError, so unknown is never taken for no."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __bool__(self) -> NoReturn:
        """Refuse to be a bool: compare with Truth.YES, Truth.UNKNOWN or Truth.NO instead."""
        raise TypeError("a Truth is not a bool: compare it with Truth.YES, Truth.UNKNOWN or Truth.NO")


def all_of(parts: Iterable[Truth]) -> Truth:
    """The weakest part, stopping at the first NO; YES when there are no parts."""
    return settled(parts, Truth.NO, Truth.YES)


def any_of(parts: Iterable[Truth]) -> Truth:
    """The strongest part, stopping at the first YES; NO when there are no parts."""
    return settled(parts, Truth.YES, Truth.NO)


def settled(parts: Iterable[Truth], end: Truth, otherwise: Truth) -> Truth:
    """The first part that settles it; otherwise UNKNOWN if any part is unknown, or what is true without any part."""
    found = otherwise
    for part in parts:
        if part is end:
            return part
        if part is Truth.UNKNOWN:
            found = part
    return found


def negate(part: Truth) -> Truth:
    """YES for NO, NO for YES; UNKNOWN stays UNKNOWN."""
    return Truth(2 - part)


def agreed(parts: Iterable[Truth]) -> Truth:
    """What all parts say; UNKNOWN if they differ. One of the parts is true, but it is not known which."""
    first, *others = parts
    return first if all(part == first for part in others) else Truth.UNKNOWN


def known(fact: bool) -> Truth:
    """A settled fact as a Truth."""
    return Truth.YES if fact else Truth.NO
