"""What to say of words of a profile that are not understood: each by name, with what to write in their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.names import fold
from mbc_cli.options.forms import PLACE, TREATMENT
from mbc_cli.options.tokens import tokens_of
from mbc_cli.options.treatments import is_treatment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mbc_cli.book.book import Book
    from mbc_cli.options.forms import Forms, Span

MOST_NAMES = 3
"""How many drugs are offered for the beginning of a name."""
NEAR = 0.7
"""How alike a form must be to be offered for words that are not known (the ratio of difflib)."""
SHORT, NEAR_SHORT = 6, 0.8
"""Up to how many characters words are short, and how alike a form must be to them."""
HOW = "leave out what decides no treatment, say the rest in other words or by --fact AXIS=VALUE (mbc options --axes)"


def not_understood(book: Book, stretches: Iterable[str], forms: Forms) -> str:
    """A message that names each stretch of words that no form has, and what is near to it."""
    offers = {
        words: told_how(book, words) or begun(book, words) or near(book, words, forms)
        for words in dict.fromkeys(stretches)
    }
    named = "; ".join(f"'{words}'{f' ({offer})' if offer else ''}" for words, offer in offers.items())
    return f"not understood: {named}{'' if all(offers.values()) else f': {HOW}'}"


def told_how(book: Book, words: str) -> str:
    """What to write of a treatment of which nothing is said that is understood; "" for other words."""
    parts = words.split()
    named = (" ".join(parts[n:]) for n in range(len(parts)))
    if not (words := next((name for name in named if is_treatment(book, name)), "")):
        return ""
    return f'write prior {words}, on {words} or progressed on {words}; --why "{words}" asks about it'


def begun(book: Book, words: str) -> str:
    """The drugs that a word begins and is no name of ("ribo"), as a suggestion; "" for none."""
    parts = [fold(part) for part in re.findall(r"[^\W\d_]{4,}", words)]
    cut = [part for part in parts if not is_treatment(book, part)]
    names = [drug.name for drug in book.drugs.values() if any(drug.name.startswith(part) for part in cut)]
    return f"did you mean {' or '.join(names[:MOST_NAMES])}?" if names else ""


def near(book: Book, words: str, forms: Forms) -> str:
    """The nearest form to some words, as a suggestion; "" where none is near."""
    from difflib import get_close_matches  # only for a message

    shelves = (form for shelf in forms.values() for form in shelf)
    every = {spelled(form.parts): form.written for form in shelves if form.written and form.telling}
    text = spelled(token.text for token in tokens_of(book, words))
    close = get_close_matches(text, every, n=1, cutoff=NEAR if len(text) > SHORT else NEAR_SHORT)
    return f"did you mean '{as_said(every[close[0]])}'?" if close else ""


def as_said(form: str) -> str:
    """A form as somebody would write it: with dots for a treatment, N for a number."""
    return PLACE.sub("N", form.replace(TREATMENT, "..."))


def spelled(parts: Iterable[str | Span]) -> str:
    """The words of a form, or of a text, as they are compared."""
    return " ".join(part for part in parts if isinstance(part, str))
