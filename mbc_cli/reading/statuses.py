"""What a record's status says about everything that the record names: "status: not-taken; medication: tamoxifen"."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from mbc_cli.reading.clauses import FORESEEN, NOT_DONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.reading.tokens import Token

FIELD, NEGATED = "status", "negated"
BEFORE_FIELD = ("open", "sign", "and", "stop", "slash")


def said_by_status(tokens: Sequence[Token]) -> str:
    """The role that a record's status gives to what it names; "" if it was given, or if several fields disagree."""
    said = set(values(tokens))
    return said.pop() if len(said) == 1 else ""


def values(tokens: Sequence[Token]) -> Iterator[str]:
    """What each field of a status says; not "ER status: none"."""
    for n, token in enumerate(tokens):
        if token.means(FIELD) and (n == 0 or tokens[n - 1].kind in (*BEFORE_FIELD, "name")):
            signs = len(list(takewhile(is_between, tokens[n + 1 :])))
            value = tokens[n + 1 + signs] if signs and n + 1 + signs < len(tokens) else None
            if value is not None and value.kind == "word":
                yield role_of(value)
        elif is_nought(tokens, n):
            yield NEGATED


def is_nought(tokens: Sequence[Token], n: int) -> bool:
    """Whether the token at `n` asks whether something was given, and a zero answers: "treated: 0; drug: AC"."""
    token, sign, number = (*tokens[n : n + 3], None, None)[:3]
    if sign is None or number is None or number.text != "0" or sign.text not in (":", "="):
        return False
    begins = n == 0 or tokens[n - 1].kind in BEFORE_FIELD
    return begins and token is not None and token.kind == "word" and token.means("treated")


def is_between(token: Token) -> bool:
    """Whether a token may come between a field and its value: a sign, or the name of the field in a record."""
    return token.kind in BEFORE_FIELD or token.means(FIELD)


def role_of(value: Token) -> str:
    """What a value says was not done, or is yet to be done; "" for any other value, and for a bare "none"."""
    said = value.known.after or value.known.before
    none = said == "negated" and value.means("placeholder")
    return said if said in (*NOT_DONE, *FORESEEN) and not none else ""
