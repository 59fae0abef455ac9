"""What was worked out of texts, kept for whoever asks for the same next, in bounded memory."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")
MOST = 200_000  # characters of the texts that are kept


class Kept(dict[Key, Found], Generic[Key, Found]):
    """What was found, by its key; all of it is dropped when the texts that it was found in come to more than MOST."""

    size = 0

    def keep(self, key: Key, found: Found, text: str) -> Found:
        """Keep what was found in a text, and return it."""
        self.size += len(text)
        if self.size > MOST:
            self.clear()
            self.size = len(text)
        self[key] = found
        return found
