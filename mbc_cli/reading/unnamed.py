"""The doubts about something given without its name next to a drug: a class, a study drug, part of a combination."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from mbc_cli.reading.exclusive import SUPPRESSING
from mbc_cli.reading.looked import PARTIAL
from mbc_cli.reading.treatment import Doubt, ancestry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.looked import Looked
    from mbc_cli.reading.tokens import Token


def a_class_beside(looked: Looked) -> Iterator[Doubt]:
    """A class next to drugs, none of which belongs to it: "ribociclib + AI"; not so "chemotherapy: AC"."""
    yield from (Doubt(PARTIAL, why) for why in unnamed(looked.book, looked.found.drugs))


def unnamed(book: Book, given: Sequence[str]) -> Iterator[str]:
    """The given classes, by id, to which none of the drugs next to them belongs, in words."""
    described = {above for name in given if name in book.drugs for above in ancestry(book, name)}
    described |= SUPPRESSING if described & SUPPRESSING else set()  # "ovarian suppression (leuprolide)"
    for name in given:
        if described and name in book.classes and name not in described:
            yield f"{book.classes[name].name}: unclear which drug"


def a_medicine_without_a_name(looked: Looked) -> Iterator[Doubt]:
    """An unnamed medicine next to a drug: "letrozole + study drug"; not so "study drug: letrozole"."""
    tokens = [token for token in looked.found.tokens if token.kind != "mark"] if looked.found.given else []
    for n, word in enumerate(tokens):
        if word.means("unnamed") and not is_label(tokens, n):
            yield Doubt(PARTIAL, f"{word.text}: unclear which drug")


def a_kind_answered_by_a_number(looked: Looked) -> Iterator[Doubt]:
    """A kind of treatment that a form counts without naming it, next to a drug: "TCH; endo=1"; not so "endo=0"."""
    tokens = looked.found.tokens if looked.found.given else ()
    for word, sign, number in zip(tokens, tokens[1:], tokens[2:], strict=False):
        kind = word.kind == "word" and any(role.startswith("class.") for role in word.known.roles)
        if kind and sign.text in ("=", ":") and number.text.isdigit() and int(number.text):
            yield Doubt(PARTIAL, f"{word.text}: which drug is not said")


def is_label(tokens: Sequence[Token], n: int) -> bool:
    """Whether the text next to a word names what it refers to: "study drug X", "X (study drug)"."""
    bracketed = n > 0 and tokens[n - 1].kind == "open"
    behind = tokens[n + 1] if n + 1 < len(tokens) else None
    if bracketed or behind is None:
        return bracketed
    if behind.kind == "open":  # not so "study drug (blinded) + fulvestrant"
        return any(token.kind == "name" for token in takewhile(lambda token: token.kind != "close", tokens[n + 2 :]))
    return behind.kind == "name" or behind.text in (":", "=", "_")


def only_the_base(looked: Looked) -> Iterator[Doubt]:
    """A drug that is only part of what was given: "docetaxel-based chemotherapy"; not so "taxane-based"."""
    given = {found.token.start for found in looked.found.given if not looked.book.drugs.keys().isdisjoint(found.drugs)}
    for name, word in pairwise(token for token in looked.found.tokens if token.kind != "hyphen"):
        if name.start in given and word.means("base"):
            yield Doubt(PARTIAL, f"{name.text} {word.text}: unclear what was given with it")
