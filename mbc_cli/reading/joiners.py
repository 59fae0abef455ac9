"""How a name is joined to the name before it: by what comes between them, and by their own counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.reading.courses import CLAUSE_SIGNS, IN_TURN, THEN, course, is_earlier, name_before
from mbc_cli.reading.neighbours import is_local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.reading.tokens import Token

LINE_OF_THERAPY = re.compile(r"(?:second|third|fourth|later|2nd|3rd|4th)[- ]line|[2-4]l|line ?[2-9]", re.IGNORECASE)


def joined_by(tokens: Sequence[Token], i: int) -> str:
    """How the name at `i` is joined to the one before it: then, after, in turn, or, optional, comma, colon, and ..."""
    left = name_before(tokens, i)
    if left is None:
        return "and"
    counted = is_counted(tokens, i) and is_counted(tokens, left)
    between = tokens[left + 1 : i]
    joined = course(tokens, left, i) or join_kind(tokens[left], between, tokens[i], counted)
    apart = any(token.text in CLAUSE_SIGNS or token.kind == "stop" for token in between)
    return IN_TURN if joined == THEN and not apart and is_earlier(tokens, left) else joined


def is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` has its own cycle count."""
    return any(token.kind == "mark" and token.of == "cycles" for token in tokens[max(0, i - 1) : i + 2])


def join_kind(left: Token, between: Sequence[Token], right: Token, both_counted: bool) -> str:
    """The joiner that decides."""
    kinds = [token.kind for token in between]
    if any(token.means("placebo") for token in between):
        return "and"
    if [token.text for token in between if token.kind != "mark"] in ([":"], ["="]):
        return "colon"
    for kind, join in (("optional", "optional"), ("then", "then"), ("or", "or"), ("stop", "then")):
        if kind in kinds:
            return join
    if any(LINE_OF_THERAPY.fullmatch(token.text) for token in between if token.kind == "mark") or is_now(between):
        return "then"
    if "hyphen" in kinds and (left.acronym or right.acronym):
        return "then"
    if is_listed(between):
        return "comma"
    if between and all(token.kind == "slash" or token.text == "|" for token in between):
        return "slash"
    return "then" if both_counted and left.acronym else "and"


def is_listed(between: Sequence[Token]) -> bool:
    """Whether two names are items of a list, perhaps with radiotherapy or the like as an item between them."""
    said = [token.text for token in between if not (token.kind == "mark" or is_local(token))]
    return bool(said) and set(said) == {","} and (len(said) == 1 or any(map(is_local, between)))


def is_now(between: Sequence[Token]) -> bool:
    """Whether what follows the last comma is given now, after what came before: "AC, now letrozole", not "now with"."""
    said = [token for token in between if token.kind != "mark"]
    last = max((n for n, token in enumerate(said) if token.text in CLAUSE_SIGNS), default=None)
    if last is None or said[0].text not in CLAUSE_SIGNS:
        return False
    clause = said[last + 1 :]
    return any(map(is_turn, clause)) and not any(token.kind == "and" for token in clause)


def is_turn(token: Token) -> bool:
    """Whether a word begins another statement ("declined AC, *but* took letrozole"), and is not about what is done."""
    return token.kind == "word" and token.means("now") and not (token.means("act") or token.means("treated"))
