"""What a check is given, and a fault between entries as it finds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Raw = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind to id to the table of an entry, as it was read."""


class Fault(NamedTuple):
    """What is wrong at a key of an entry, and what to write."""

    ref: str
    key: str
    what: str
