"""Misspelled names in a profile: if only one name is possible it is corrected, as in a column; others are suggested."""

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
"""A word that is long enough to be told apart from others."""
SLIP = 1
"""How many letters may differ for a name to be suggested; beyond that, plain words are just as near."""


def respelling(speller: Speller, texts: Iterable[str]) -> dict[str, str]:
    """The misspelled words of some texts and the name that each must be; only words in no form and no name are checked.

    UsageError, with the near names, for a word that may or may not be one of them.
    """
    found: dict[str, str] = {}
    for word in dict.fromkeys(unknown_words(speller, texts)):
        if near := speller.correction(word):
            found[word] = near.written
        elif close := [near for near in speller.suggested(word) if near.edits <= SLIP]:
            raise UsageError(f"not understood: '{word}': did you mean {' or '.join(near.written for near in close)}?")
    return found


def unknown_words(speller: Speller, texts: Iterable[str]) -> Iterator[str]:
    """The words of some texts that match no known form and are not names."""
    forms = (form for shelf in forms_of(speller.book).values() for form in shelf)
    plain = {part for form in forms for part in form.parts}
    for word in (word for text in texts for word in NAME.findall(text)):
        if fold(word) not in plain and not speller.book.names.named(word):
            yield word


def respelled(text: str, names: Mapping[str, str]) -> str:
    """A text with the words replaced by the names."""
    return NAME.sub(lambda found: names.get(found[0], found[0]), text)


def said_of(names: Mapping[str, str]) -> tuple[str, ...]:
    """What to say about corrected words."""
    return tuple(f"{word} is read as {name}" for word, name in names.items())
