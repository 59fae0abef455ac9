"""Results worked out from texts, kept in bounded memory for the next caller that asks for the same."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")
MOST = 200_000  # characters of the texts that are kept


class Kept(dict[Key, Found], Generic[Key, Found]):
    """Results by key; all are dropped when the texts they came from add up to more than MOST."""

    size = 0

    def keep(self, key: Key, found: Found, text: str) -> Found:
        """Keep a result found in a text, and return it."""
        self.size += len(text)
        if self.size > MOST:
            self.clear()
            self.size = len(text)
        self[key] = found
        return found
