"""What was told of a profile, axis by axis, and what a text tells."""

from __future__ import annotations

from typing import Literal, NamedTuple

How = Literal["is", "includes", "lacks"]


class Told(NamedTuple):
    """What was told about an axis: that it `is` so, or what it `includes` or `lacks`; `text` as its flag accepts it."""

    axis: str
    text: str
    how: How = "is"


class Heard(NamedTuple):
    """What a text tells, in order, and what to say about it."""

    told: tuple[Told, ...]
    notes: tuple[str, ...]


SILENCE = Heard((), ())
