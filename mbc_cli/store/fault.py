"""A fault between entries, as the checks find it."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong at a key of an entry, and what to write."""

    ref: str
    key: str
    what: str
