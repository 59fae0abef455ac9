"""What a row says about its tumor besides the treatment: when it was diagnosed, and whether it is a breast tumor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.naaccr.site import SITE, SITE_ITEMS, is_breast

if TYPE_CHECKING:
    from collections.abc import Sequence

ANOTHER_SITE = "a tumor of another site or kind: the rules for breast cancer do not code it"


class Diagnosis(NamedTuple):
    """The day as it is written, "" if unknown; `elsewhere`: the rules for breast cancer do not cover the tumor."""

    day: str = ""
    elsewhere: bool = False


NO_DIAGNOSIS = Diagnosis()


def diagnosis(row: Sequence[str], dx: int, site: Sequence[int]) -> Diagnosis:
    """The diagnosis in a row, given the places of its day and of SITE_ITEMS; -1 for a missing column."""
    items = {name: row[n] for name, n in zip(SITE_ITEMS, site, strict=True) if n >= 0}
    return Diagnosis(row[dx] if dx >= 0 else "", bool(items.get(SITE)) and not is_breast(items))
