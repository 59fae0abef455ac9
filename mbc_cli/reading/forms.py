"""The doubt whether a word near a name makes it another drug: albumin-bound paclitaxel, trastuzumab emtansine."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from mbc_cli.book.names import fold
from mbc_cli.reading.looked import AMBIGUOUS, stretch_between, touches
from mbc_cli.reading.mentions import UNDECIDED
from mbc_cli.reading.tokens import place
from mbc_cli.reading.treatment import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.reading.looked import Looked
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token

REFUSED = ("refused", UNDECIDED)


def another_form(looked: Looked) -> Iterator[Doubt]:
    """A name next to a word that may make it another drug: it is unclear which drug is meant."""
    text = looked.found.text
    for name, word in beside_names(looked):
        if makes_another(looked, name, word):
            both = text[min(name.token.start, word.start) : max(name.token.end, word.end)]
            yield Doubt(AMBIGUOUS, f"{both}: may be a drug other than {name.token.text}", name.token)


def beside_names(looked: Looked) -> Iterator[tuple[Mention, Token]]:
    """Each name with each nearby word that no list sign separates from it, or with a word for a form of it anywhere."""
    found = looked.found
    refused = tuple(mention.token for mention in found.mentioned if mention.role in REFUSED)
    words = sorted((*found.marks, *found.words, *refused), key=place)
    starts = [word.start for word in words]
    of_forms = [word for word in words if word.means("formulation")][:1]
    for name in found.given:
        at = bisect_left(starts, name.token.start)
        near = [word for word in words[max(0, at - 2) : at + 3] if touches(found.text, name.token, word)]
        elsewhere = of_forms if of_forms and has_forms(looked.book, name) else ()
        yield from ((name, word) for word in dict.fromkeys((*near, *elsewhere)))


def makes_another(looked: Looked, name: Mention, word: Token) -> bool:
    """Whether a word near a name may make it another drug."""
    text, speller = looked.found.text, looked.speller
    glued = text[name.token.end : name.token.end + 1] == "-" == text[word.start - 1]
    if glued and not word.known.roles and is_suffixed(looked.book, name.token):
        return True
    if word.kind not in ("word", "name") or word.known.before:
        return False
    if text[word.end : name.token.start] == "-" and not is_plain(looked.book, name):
        return True  # "on-pegylated liposomal doxorubicin"
    if word.means("formulation"):
        return is_plain(looked.book, name)
    hyphened = stretch_between(text, name.token, word) == "-"
    if speller is None or (word.known.roles and not hyphened):
        return False  # a known word is not a misspelt part of a name, unless hyphenated to it: "ab-paclitaxel"
    return speller.changes_the_drug(name.token.text, word.text)


def has_forms(book: Book, name: Mention) -> bool:
    """Whether some form of a drug is a different drug, as with paclitaxel and doxorubicin."""
    near = (book.drugs[drug] for plain in name.drugs for drug in book.referring(f"drug.{plain}", "drug"))
    return any(drug.form_of in name.drugs for drug in near)


def is_plain(book: Book, name: Mention) -> bool:
    """Whether a name stands for drugs that are not themselves special forms, such as liposomal ones."""
    return not any(book.drugs[drug].form_of for drug in name.drugs if drug in book.drugs)


def is_suffixed(book: Book, name: Token) -> bool:
    """Whether names of this drug with a suffix are entries of their own, like those of trastuzumab."""
    return fold(name.text) in book.names.suffixed
