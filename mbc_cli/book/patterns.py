"""Regular expressions compiled when first used: a call needs only a few of those in its modules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

METHODS = ("sub", "match", "fullmatch", "search", "finditer", "findall", "split")


class Uncompiled:
    """Represents a compiled pattern, and has its methods from the first use on."""

    def __init__(self, text: str, flags: int) -> None:
        self.text = text
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        made = re.compile(self.text, self.flags)
        self.__dict__ |= {method: getattr(made, method) for method in METHODS}
        found: Callable[..., Any] = getattr(made, name)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of a text, for its methods only: no other pattern can be built from it."""
    return cast("re.Pattern[str]", Uncompiled(text, flags))
