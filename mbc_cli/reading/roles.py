"""In what role a text names a drug: given, negated, declined, prior, discussed, premedicated for; and how joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.reading.context import Clause, said_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.tokens import Token

PREMEDICATION = re.compile(r"pre|post|before|after|for|during|premed(?:ication|s)?|prior", re.IGNORECASE)
LINE_OF_THERAPY = re.compile(r"(?:second|third|fourth|later|2nd|3rd|4th)[- ]line|[2-4]l|line [2-9]", re.IGNORECASE)
PLACEBO = re.compile(r"placebo(?:s|controlled)?", re.IGNORECASE)
MATCHING = re.compile(r"match(?:ing|ed)?|tablets?|capsules?|for|to|of|the", re.IGNORECASE)


def role_of(book: Book, tokens: Sequence[Token], i: int) -> str:
    """Given, or one of: negated, declined, prior, discussed, if need be, another person, placebo, premedication."""
    if any(token.kind == "versus" for token in tokens) and versus_between(tokens):
        return "discussed"
    if is_reason(book, tokens, i):
        return "premedication"
    if is_placebo(tokens, i):
        return "placebo"
    clause = Clause()
    for n, token in enumerate(tokens[:i]):
        clause = clause.after(token, tokens[n + 1 :])
    return said_behind(tokens[i + 1 :]) or clause.role


def is_placebo(tokens: Sequence[Token], i: int) -> bool:
    """Whether a placebo of the drug at `i` is meant: "palbociclib placebo", "placebo to match abemaciclib"."""
    behind = [token for token in tokens[i + 1 : i + 5] if token.kind != "hyphen" and not MATCHING.fullmatch(token.text)]
    if behind and PLACEBO.fullmatch(behind[0].text) and behind[0].kind == "word":
        return True
    linked = False
    for token in reversed(tokens[max(0, i - 4) : i]):
        if PLACEBO.fullmatch(token.text):
            return linked
        if token.kind not in ("hyphen", "open") and not MATCHING.fullmatch(token.text):
            return False
        linked = True
    return False


def is_reason(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` is what a supportive medicine is given for: "dexamethasone pre docetaxel"."""
    words = [token for token in tokens[:i] if token.kind not in ("mark", "slash")]
    medicines = [token for token in words[:-1] if token.kind in ("name", "other")]
    supportive = bool(medicines) and all(is_outside(book, token) for token in medicines)
    return supportive and words[-1].kind == "word" and bool(PREMEDICATION.fullmatch(words[-1].text))


def is_outside(book: Book, token: Token) -> bool:
    """Whether a token is a medicine outside the vocabulary."""
    drugs = [book.drugs[match.id] for match in token.matches if match.kind == "drug"]
    return token.kind == "other" or (bool(drugs) and all(drug.outside for drug in drugs))


def versus_between(tokens: Sequence[Token]) -> bool:
    """Whether a name stands before a "vs", and a name or a placebo behind it."""
    at = next(i for i, token in enumerate(tokens) if token.kind == "versus")
    arms = (any(token.kind == "name" for token in tokens[:at]), any(map(is_arm, tokens[at + 1 :])))
    return all(arms)


def is_arm(token: Token) -> bool:
    """Whether a token names what an arm of a trial gets."""
    return token.kind == "name" or bool(PLACEBO.fullmatch(token.text))


def joined_by(tokens: Sequence[Token], i: int) -> str:
    """How the name at `i` is joined to the name before it: then, or, optional, comma, and."""
    between: list[Token] = []
    for token in reversed(tokens[:i]):
        if token.kind == "name":
            return join_kind(token, between[::-1], tokens[i], counted(tokens, i))
        between.append(token)
    return "and"


def counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether both the name at `i` and the one before it have a count of cycles of their own."""
    marks = [n for n, token in enumerate(tokens) if token.kind == "mark" and token.of == "cycles"]
    names = [n for n, token in enumerate(tokens) if token.kind == "name" and n < i]
    return any(abs(mark - i) == 1 for mark in marks) and any(abs(mark - names[-1]) == 1 for mark in marks if names)


def join_kind(left: Token, between: Sequence[Token], right: Token, both_counted: bool) -> str:
    """The joiner that decides."""
    kinds = [token.kind for token in between]
    if any(PLACEBO.fullmatch(token.text) for token in between):
        return "and"
    for kind, join in (("optional", "optional"), ("then", "then"), ("or", "or"), ("stop", "then")):
        if kind in kinds:
            return join
    if any(LINE_OF_THERAPY.fullmatch(token.text) for token in between if token.kind == "mark"):
        return "then"
    if "hyphen" in kinds and (left.acronym or right.acronym):
        return "then"
    if [token.text for token in between if token.kind != "mark"] == [","]:
        return "comma"
    return "then" if both_counted and left.acronym else "and"
