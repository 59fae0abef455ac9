"""What to say about words of a profile that are not understood: each one, with what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.names import fold
from mbc_cli.options.facts import axis_called
from mbc_cli.options.forms import PLACE, TREATMENT
from mbc_cli.options.tokens import tokens_of
from mbc_cli.options.treatments import is_treatment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.options.forms import Forms, Span

MOST_NAMES = 3
"""How many drugs are suggested for the beginning of a name."""
NEAR = 0.7
"""How similar a form must be to be suggested for unknown words (difflib's ratio)."""
SHORT, NEAR_SHORT = 6, 0.8
"""Up to how many characters words count as short, and how similar a form must be to them."""
DENIALS = ("no", "without", "not", "never")
"""Words before a treatment that deny it."""
HOW = "put it in other words or use --fact AXIS=VALUE (mbc options --axes)"


def not_understood(book: Book, stretches: Iterable[str], forms: Forms) -> str:
    """A message that names each run of words that matches no form, and what is close to it."""
    offers = {words: offer(book, words, forms) for words in dict.fromkeys(stretches)}
    named = "; ".join(f"'{words}'{f' ({what})' if what else ''}" for words, what in offers.items())
    return f"not understood: {named}{'' if all(offers.values()) else f': {HOW}'}"


def offer(book: Book, words: str, forms: Forms) -> str:
    """What to write instead of some words; "" if nothing is close."""
    return told_how(book, words) or with_result(book, words) or begun(book, words) or near(book, words, forms)


def told_how(book: Book, words: str) -> str:
    """What to write about a treatment if nothing that was understood is said about it; "" for other words."""
    if not is_treatment(book, words) and not any(is_treatment(book, word) for word in words.split()):
        return ""
    name, first = named_in(book, words.split()) or (words, words)
    if words.split(maxsplit=1)[0].casefold() in DENIALS:
        return f"write no prior {name} if it was not given"
    return (
        f"write prior {name}, on {name} or progressed on {name}; "
        f'mbc "{first}" says what it is, --why "{first}" whom it is named for'
    )


def named_in(book: Book, words: Sequence[str]) -> tuple[str, str] | None:
    """The words from the first name of a treatment to the last, and that first name; None if there is none."""
    places = [(n, m) for n in range(len(words)) for m in range(len(words), n, -1) if named(book, words[n:m])]
    if not places:
        return None
    start, end = places[0]
    return " ".join(words[start : max(m for _, m in places)]), " ".join(words[start:end])


def named(book: Book, words: Sequence[str]) -> bool:
    """Whether some words are the name of a treatment."""
    return bool(book.names.named(" ".join(words)))


def with_result(book: Book, words: str) -> str:
    """A note that a fact must be given with its value; "" for words that are not the name of a fact."""
    name = words.rstrip("?⁇ ")
    axis = axis_called(book, name)
    return f"write it with its result, such as {name} {axis.values[0]}" if axis and axis.values else ""


def begun(book: Book, words: str) -> str:
    """The drugs whose names begin with a word that is not itself a name ("ribo"), as a suggestion; "" if none do."""
    parts = [fold(part) for part in re.findall(r"[^\W\d_]{4,}", words)]
    cut = [part for part in parts if not is_treatment(book, part)]
    names = [drug.name for drug in book.drugs.values() if any(drug.name.startswith(part) for part in cut)]
    return f"did you mean {' or '.join(names[:MOST_NAMES])}?" if names else ""


def near(book: Book, words: str, forms: Forms) -> str:
    """The form nearest to some words, as a suggestion, with no treatment but those among them; "" if there is none."""
    from difflib import get_close_matches  # only for a message

    shelves = (form for shelf in forms.values() for form in shelf)
    text = spelled(token.text for token in tokens_of(book, words))
    every = {spelled(form.parts): form.written for form in shelves if form.written and form.telling}
    close = get_close_matches(text, every, cutoff=NEAR if len(text) > SHORT else NEAR_SHORT)
    best = next((every[form] for form in close if not brings_a_treatment(book, form, text)), "")
    return f"did you mean '{as_said(best)}'?" if best else ""


def brings_a_treatment(book: Book, form: str, text: str) -> bool:
    """Whether a form names a treatment that a text does not: a writer who named another one did not mean it."""
    return any(named(book, [word]) for word in {*form.split()} - {*text.split()})


def as_said(form: str) -> str:
    """A form as someone would write it: with dots for a treatment and N for a number."""
    return PLACE.sub("N", form.replace(TREATMENT, "..."))


def spelled(parts: Iterable[str | Span]) -> str:
    """The words of a form or of a text, as they are compared."""
    return " ".join(part for part in parts if isinstance(part, str))
