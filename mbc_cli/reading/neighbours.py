"""What is next to a name: another name that is certain by itself, a cycle count, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.names import fold
from mbc_cli.reading.clauses import is_treatment
from mbc_cli.reading.words import NOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Regimen
    from mbc_cli.reading.tokens import Token

DOSE_DENSE = "dose dense"
PLAIN = {"drug", "brand", "class"}
GLUE = ("mark", "open", "close", "and", "slash", "hyphen", "optional", "or", "then", "versus", "sign")


def beyond(tokens: Sequence[Token], i: int, step: int) -> Token | None:
    """The next token in one direction that is not just a joiner, a mark or a small word.

    In a list, the name of a class is next to a treatment beyond an operation or radiotherapy: "TC x4, XRT, AI".
    """
    j, listed = i + step, any(match.kind == "class" for match in tokens[i].matches)
    while 0 <= j < len(tokens) and (tokens[j].kind in GLUE or is_small(tokens[j]) or (listed and is_local(tokens[j]))):
        j += step
    return tokens[j] if 0 <= j < len(tokens) else None


def has_neighbour(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether a name that is certain by itself is next to the one at `i`, with no other words between them."""
    found = [token for step in (-1, 1) if (token := beyond(tokens, i, step)) is not None]
    if not tokens[i].acronym and any(added(tokens, i, step) for step in (-1, 1)):
        return True
    acronym = tokens[i].acronym  # "EC aspirin": another medicine is not its company
    return any(is_sure(book, token) and not (acronym and token.kind == "other") for token in found)


def added(tokens: Sequence[Token], i: int, step: int) -> bool:
    """Whether a "+" joins the name at `i` to another name: the AI of "HP + AI"."""
    return 0 <= i + 2 * step < len(tokens) and tokens[i + step].text == "+" and is_treatment(tokens[i + 2 * step])


def is_called_a_regimen(tokens: Sequence[Token], i: int) -> bool:
    """Whether the context of the name at `i` makes it a regimen: "4 cycles of NX", "NX x4", "ddACT", "NX regimen"."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and (tokens[j].kind == "mark" or is_small(tokens[j])):
            if tokens[j].of == "cycles" or tokens[j].means(DOSE_DENSE) or tokens[j].means("regimen"):
                return True
            j += step
        if 0 <= j < len(tokens) and tokens[j].means("regimen"):
            return True
    return False


def is_local(token: Token) -> bool:
    """Whether a word is one for an operation, radiotherapy or the like; the look-alike "RT" is one between others."""
    return token.means("procedure") and (token.means(NOTED) or token.kind == "name")


def is_small(token: Token) -> bool:
    """Whether a word only links a name to what is said about it, or counts cycles: the "cicli" of "FEC per 3 cicli"."""
    return token.means("small word") or token.means("unit")


def is_sure(book: Book, token: Token) -> bool:
    """Whether a token is a medicine or a regimen that is certain without another name."""
    if token.kind != "name" or any(match.kind in PLAIN for match in token.matches):
        return token.kind in ("name", "other")
    regimens = [found for match in token.matches for found in book.regimens_of(match)]
    return bool(regimens) and not is_risky(regimens, token.text)


def is_risky(regimens: Sequence[Regimen], text: str) -> bool:
    """Whether this form of a regimen may be something else in a sentence."""
    return any(is_one_of(text, found.risky) for found in regimens)


def is_one_of(text: str, forms: Iterable[str]) -> bool:
    """Whether a text is one of some forms of a name, including its marks."""
    key = fold(text, marks=True)
    return any(key == fold(form, marks=True) for form in forms)


def goes_on_with_a_number(tokens: Sequence[Token], i: int) -> bool:
    """Whether a sign with digits, or a number with a leading zero, comes right after a name: "HER2CLIMB-06"."""
    token, after = tokens[i], tokens[i + 1 : i + 3]
    if after and after[0].text.isdigit() and after[0].text[0] == "0":
        return True
    return bool(
        after
        and after[0].start == token.end
        and after[0].text in (".", "-")
        and len(after) > 1
        and after[1].text[:1].isdigit()
    )


def only_in_combination(book: Book, token: Token) -> bool:
    """Whether a name is an abbreviation that the data allows only in a combination: "doc", "pac", "cyclo"."""
    drugs = [book.drugs[match.id] for match in token.matches if match.kind == "drug"]
    return any(fold(token.text) == fold(text) for drug in drugs for text in drug.in_combination)
