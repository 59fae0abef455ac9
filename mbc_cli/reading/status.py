"""How far a reading can be trusted, in one word, and what follows if a text names no drug."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mbc_cli.book.codes import PROTOCOL_CODE, looks_like_a_code
from mbc_cli.book.sharing import of_name
from mbc_cli.reading.looked import AMBIGUOUS, PARTIAL
from mbc_cli.reading.mentions import UNDECIDED

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Drug
    from mbc_cli.book.names import Match
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

SUBCUTANEOUS = re.compile(r"s\.?c\.?|s/c|subcut(?:aneous(?:ly)?)?", re.IGNORECASE)
NO_TREATMENT = frozenset(("procedure", "placeholder", "modality", "trial"))
"""Roles of words that justify saying that a text names no drug."""
DENIED = frozenset(("negated", "declined"))
"""Roles of words which say that an unnamed medicine ("study drug") was not given."""


def status(book: Book, found: Treatment) -> str:
    """The word for how far a reading can be trusted: one of `STATUSES`."""
    unsure = [doubt.status for doubt in found.doubts]
    if AMBIGUOUS in unsure:
        return AMBIGUOUS
    if inside(book, found):
        corrected = any(mention.token.of for mention in found.given)
        return PARTIAL if PARTIAL in unsure else "corrected" if corrected else "exact"
    if any(name in book.classes for name in found.drugs):
        return "class only"
    if found.drugs or found.others:
        return "other drug"
    return "no drug" if says_no_drug(found) else "unknown"


def says_no_drug(found: Treatment) -> bool:
    """Whether every word of a text without a treatment is known, and some word or amount justifies "no drug".

    An undecided short name does not justify it, and neither does a code, which may be that of a drug. Next to an
    unnamed drug, "trial drug (blinded)", only a denial does.
    """
    if found.unread or any(mention.role == UNDECIDED for mention in found.mentioned):
        return False
    if PROTOCOL_CODE.search(found.text):  # her-p04 is not a word and a dose
        return False
    if any(mark.of == "code" or looks_like_a_code(mark.text) for mark in found.marks):
        return False
    if any(word.means("unnamed") and not word.means("placeholder") for word in found.words):
        return any(word.known.roles & DENIED for word in found.words)
    if says_of_all_treatment(found):
        return True
    amounts = any(mark.of for mark in found.marks)  # a bare number may be a code
    return bool(found.mentioned) or amounts or any(word.known.roles & NO_TREATMENT for word in found.words)


def says_of_all_treatment(found: Treatment) -> str:
    """What a text says of treatment as such, if that is negated or declined: "no treatment", "ohne Therapie"; or ""."""
    tokens = [token for token in found.tokens if token.kind != "mark" and not is_passed_over(token)]
    for one, other in pairwise(tokens):
        if is_treatment_as_such(other) and one.known.before in DENIED:
            return one.known.before
        if is_treatment_as_such(one) and other.known.after in DENIED:
            return other.known.after
    return ""


def is_passed_over(token: Token) -> bool:
    """Whether a word may come between a negation and what it is about: "no *further* treatment"."""
    return not is_treatment_as_such(token) and (token.means("look through") or token.means("small word"))


def is_treatment_as_such(token: Token) -> bool:
    """Whether a token is a word for treatment of any kind, rather than for surgery or the like."""
    return token.means("any treatment") or (token.means("procedure") and token.means("look through"))


def is_placeholder(found: Treatment) -> bool:
    """Whether a text only says that there is no information: "not available"."""
    bare = not (found.given or found.mentioned or found.others or found.unread or found.marks)
    return bare and any(word.means("placeholder") for word in found.words)


def inside(book: Book, found: Treatment) -> list[str]:
    """The drugs of the vocabulary that a text gives."""
    return [name for name in found.drugs if name in book.drugs and not book.drugs[name].outside]


def subcutaneous(book: Book, found: Treatment) -> list[str]:
    """A note if "SC" is next to a drug whose subcutaneous product is an entry of its own."""
    return [
        f"{book.drugs[drug.components[0]].name} SC: may be {drug.name}" for drug in subcutaneous_products(book, found)
    ]


def subcutaneous_products(book: Book, found: Treatment) -> list[Drug]:
    """The products for subcutaneous use that may be meant if "SC" is next to a drug."""
    if any(is_of_several(book, match) for mention in found.given for match in mention.token.matches):
        return []  # "pertuzumab/trastuzumab SC (Phesgo)" says which product
    if not any(SUBCUTANEOUS.fullmatch(token.text) for token in found.marks):
        return []
    products = [drug for drug in book.drugs.values() if len(drug.components) == 1]
    return [drug for drug in products if drug.components[0] in found.drugs and drug.id not in found.drugs]


def is_of_several(book: Book, match: Match) -> bool:
    """Whether a name is that of a product with several drugs."""
    return len(of_name(book, match)) > 1
