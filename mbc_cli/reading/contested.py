"""Names that usually mean something else: they are set aside before anything is said about a treatment.

A drug that is also given for other purposes (estradiol) becomes another medicine. A word or a mark in capitals that a
"+" joins to something ("HER + DTX", "lapatinib + CAP") is neither a pronoun nor a capsule, so it is not understood. A
person may have the name of a brand. Capitals with a long number are a compound code ("ABC-1234").
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mbc_cli.book.names import IN_COMBINATION
from mbc_cli.book.sharing import of_double_use
from mbc_cli.reading.words import LABELLED, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.tokens import Token

YES = ("si", "sí", "sì")  # without its accent it is an "if" too
CODE_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)\d{4,6}")
HARMLESS = frozenset(("small word", "look through", "the patient", "filler", "place", "reason"))


def set_aside(book: Book, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with those set aside that do not say that a treatment is meant."""
    tokens = with_codes(tokens)
    found = [
        aside(book, tokens, n) if token.kind in ("name", "word", "mark") else token for n, token in enumerate(tokens)
    ]
    small = [n for n, token in enumerate(found) if token.kind == "name" and is_small_word(tokens, n)]
    if not small or any(any(map(str.islower, token.text)) for token in tokens):
        return found
    return [replace(token, kind="word", matches=()) if n in small else token for n, token in enumerate(found)]


def with_codes(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, with an acronym, a hyphen and a long number that is not a year combined into one unknown word."""
    codes = [n for n in range(len(tokens) - 2) if is_code(*tokens[n : n + 3])]
    if not codes:
        return tokens
    within = {n + more for n in codes for more in (1, 2)}
    return [as_code(token, tokens[n + 2]) if n in codes else token for n, token in enumerate(tokens) if n not in within]


def is_code(name: Token, hyphen: Token, number: Token) -> bool:
    """Whether three tokens, written as one, are a compound code: "ABC-1234", not the year of "AC-2019"."""
    capitals = name.kind == "name" and name.text.isalpha() and name.text.isupper()
    glued = name.end == hyphen.start and hyphen.end == number.start
    return capitals and hyphen.kind == "hyphen" and glued and CODE_NUMBER.fullmatch(number.text) is not None


def as_code(name: Token, number: Token) -> Token:
    """A name and a number as one unknown word."""
    text = f"{name.text}-{number.text}"
    return replace(name, kind="word", text=text, end=number.end, matches=(), of="", known=UNKNOWN)


def is_small_word(tokens: Sequence[Token], n: int) -> bool:
    """Whether an acronym is also a small word and a word follows it; in an all-capitals text it is that: "AT HOME"."""
    behind = tokens[n + 1] if n + 1 < len(tokens) else None
    if not (tokens[n].means("small word") and behind and behind.kind == "word" and not behind.means("regimen")):
        return False
    return n == 0 or tokens[n - 1].kind not in ("and", "slash", "then", "hyphen")


def aside(book: Book, tokens: Sequence[Token], n: int) -> Token:
    """A name as another medicine or a word, a word or a mark as an unknown word; or the token unchanged."""
    token = tokens[n]
    if is_yes(tokens, n):
        return replace(token, known=LABELLED)
    if token.kind != "name":
        return replace(token, kind="word", of="", known=UNKNOWN) if is_added(book, tokens, n) else token
    if is_a_word_here(tokens, n):
        return replace(token, kind="word", matches=(), of="")
    if is_of_a_person(tokens, n):
        return replace(token, kind="word", matches=(), of="", known=LABELLED)
    drug = of_double_use(book, token.matches[0])
    if drug and not token.acronym:
        return replace(token, kind="other", matches=(), of=drug.name, use="double use")
    return replace(token, kind="word", matches=()) if drug else token


def is_yes(tokens: Sequence[Token], n: int) -> bool:
    """Whether an "if" is really a "yes" that answers something: "letrozol: sí", "letrozolo = si; ..."."""
    sign, behind = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
    last = behind is None or behind.kind in ("stop", "close") or behind.text in (",", ";", "|")
    asked = sign is not None and sign.text in (":", "=")
    return asked and last and tokens[n].kind == "word" and tokens[n].text.casefold() in YES


def is_a_word_here(tokens: Sequence[Token], n: int) -> bool:
    """Whether an abbreviation in small letters is a word of some language: the Spanish "letrozol tras progresión".

    Another word or a bare number follows it, and no sign joins it to what comes before: "doce + tras semanal".
    """
    token, behind = tokens[n], tokens[n + 1] if n + 1 < len(tokens) else None
    if behind is None or not token.text.islower() or not token.known.roles - {"modality"}:
        return False
    joined = n > 0 and tokens[n - 1].text in ("+", "/", "&", "-")
    return not joined and (behind.kind == "word" or (behind.kind == "mark" and not behind.of))


def is_of_a_person(tokens: Sequence[Token], n: int) -> bool:
    """Whether a name comes between a title and an unknown word in capitals: "Dr. Ellence Taylor"."""
    behind = tokens[n + 1] if n + 1 < len(tokens) else None
    surname = behind is not None and behind.kind == "word" and not behind.known.roles and behind.text[:1].isupper()
    return surname and n > 0 and tokens[n - 1].means("title")


def is_added(book: Book, tokens: Sequence[Token], n: int) -> bool:
    """Whether a short word, harmless in a sentence, is one of the items joined by "+".

    It is in capitals, or is a drug abbreviation in any case: "HER + DTX", "let+palbociclib".
    """
    token = tokens[n]
    roles = token.known.roles
    harmless = token.of == "route" if token.kind == "mark" else bool(roles) and roles <= HARMLESS
    if not (harmless and token.text.isalpha() and len(token.text) > 2):
        return False
    short = token.text.isupper() or any(match.form == IN_COMBINATION for match in book.names.named(token.text))
    return short and any(0 <= m < len(tokens) and tokens[m].text == "+" for m in (n - 1, n + 1))
