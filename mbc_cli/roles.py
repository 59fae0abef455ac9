"""In what role a text names a drug: given, negated, declined, prior, discussed, premedicated for; and how joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book import Book
    from mbc_cli.scan import Token

GIVEN = "given"
PRIOR = "prior"
NEGATION = re.compile(
    r"no|not|without|never|den(?:y|ies|ied)|kein(?:e|er|en)?|ohne|avoid(?:ed|ing)?|instead", re.IGNORECASE
)
REFUSAL = re.compile(
    r"declin(?:e[sd]?|ing)|refus(?:e[sd]?|ing|al)|allerg(?:y|ic|ies)|intoleran(?:t|ce)|contraindicat(?:ed|ion)|ineligible",
    re.IGNORECASE,
)
BEFORE_NOW = re.compile(r"prior|previous(?:ly)?|former(?:ly)?|past|previa|vorherige?", re.IGNORECASE)
TALK = re.compile(r"discuss(?:ed|ing|ion)?|consider(?:ed|ing)?|options?|versus|candidates?|eligible", re.IGNORECASE)
NOW = re.compile(r"now|currently|current|start(?:s|ed|ing)?|but|then|switch(?:ed)?", re.IGNORECASE)
PREMEDICATION = re.compile(r"pre|post|before|after|for|during|premed(?:ication|s)?|prior", re.IGNORECASE)
LINE_OF_THERAPY = re.compile(r"(?:second|third|fourth|later|2nd|3rd|4th)[- ]line|[2-4]l|line [2-9]", re.IGNORECASE)
PLACEBO = re.compile(r"placebo(?:s|controlled)?", re.IGNORECASE)


def role_of(book: Book, tokens: Sequence[Token], i: int) -> str:
    """Given, or one of: negated, declined, prior, discussed, premedication."""
    if any(token.kind == "versus" for token in tokens) and versus_between(tokens):
        return "discussed"
    if is_reason(book, tokens, i):
        return "premedication"
    before = [token for token in tokens[:i] if token.kind in ("word", "stop", "then", "name")]
    role = GIVEN
    for token in before:
        role = next_role(role, token)
    return role


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


def next_role(role: str, token: Token) -> str:
    """The role that holds after a token, given the one before it."""
    if token.kind in ("stop", "then") or NOW.fullmatch(token.text):
        return GIVEN
    for word, found in ((NEGATION, "negated"), (REFUSAL, "declined"), (TALK, "discussed"), (BEFORE_NOW, PRIOR)):
        if token.kind == "word" and word.fullmatch(token.text):
            return found if role == GIVEN else role
    return role


def versus_between(tokens: Sequence[Token]) -> bool:
    """Whether names stand on both sides of a "vs"."""
    at = next(i for i, token in enumerate(tokens) if token.kind == "versus")
    return all(any(token.kind == "name" for token in side) for side in (tokens[:at], tokens[at + 1 :]))


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
