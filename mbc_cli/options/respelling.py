"""Misspelt names in a profile: one that can be a single name only is corrected, as in a column; others are offered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import fold
from mbc_cli.options.forms import forms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mbc_cli.reading.spelling import Speller

NAME = re.compile(r"[^\W\d_]{5,}")
"""A word that is long enough to be told from others."""
SLIP = 1
"""How many letters a name may be away to be offered; further ones are as near to plain words."""


def respelling(speller: Speller, texts: Iterable[str]) -> dict[str, str]:
    """The misspelt words of some texts, and the name that each must be; what no form and no name has is looked at.

    UsageError, with the near names, for a word that may be one and need not be.
    """
    found: dict[str, str] = {}
    for word in dict.fromkeys(unknown_words(speller, texts)):
        if near := speller.correction(word):
            found[word] = near.written
        elif close := [near for near in speller.suggested(word) if near.edits <= SLIP]:
            raise UsageError(f"not understood: '{word}': did you mean {' or '.join(near.written for near in close)}?")
    return found


def unknown_words(speller: Speller, texts: Iterable[str]) -> Iterator[str]:
    """The words of some texts that stand in no form and are no name."""
    forms = (form for shelf in forms_of(speller.book).values() for form in shelf)
    plain = {part for form in forms for part in form.parts}
    for word in (word for text in texts for word in NAME.findall(text)):
        if fold(word) not in plain and not speller.book.names.named(word):
            yield word


def respelled(text: str, names: Mapping[str, str]) -> str:
    """A text with the names in place of the words."""
    return NAME.sub(lambda found: names.get(found[0], found[0]), text)


def said_of(names: Mapping[str, str]) -> tuple[str, ...]:
    """What to say of words that were corrected."""
    return tuple(f"{word} is read as {name}" for word, name in names.items())
