"""Where a word that was not read belongs in a treatment: the fulv of "palbo/fulv -> cape" is in its first phase."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

JOINING = ("+", "/", "&")


class Gap(NamedTuple):
    """A word that was not read, and the phase (from 0) in which it stands; or before which, if it is one by itself."""

    phase: int
    word: str
    alone: bool = False


def gaps(found: Treatment) -> Iterator[Gap]:
    """The words that were not read and that a sign joins to a name that is given; none if the text leaves a choice."""
    tokens = [token for token in found.tokens if token.kind != "mark"]
    unread = {token.start for token in found.unread}
    for n, token in enumerate(tokens if len(found.treatments) == 1 else ()):
        if token.start in unread and (gap := gap_at(found, tokens, n, unread)):
            yield gap


def gap_at(found: Treatment, tokens: Sequence[Token], n: int, unread: set[int]) -> Gap | None:
    """The place in the phases of the unread word at `n`: where a sign joins it to a name, or a "then" sets it apart."""
    every: list[Gap] = []
    for step in (-1, 1):
        sign, name = beside(tokens, n, step, unread)
        places = phases_of(found, name)
        if sign and places:
            apart = sign.kind == "then"
            every.append(Gap(places[-1] + apart if step < 0 else places[0], tokens[n].text, apart))
    return min(every, key=attrgetter("alone"), default=None)


def beside(tokens: Sequence[Token], n: int, step: int, unread: set[int]) -> tuple[Token | None, Token | None]:
    """The sign and the name next to an unread word in one direction, beyond other unread words joined in between."""
    sign: Token | None = None
    at = n + step
    while 0 <= at + step < len(tokens) and (tokens[at].text in JOINING or tokens[at].kind == "then"):
        sign = tokens[at] if sign is None or tokens[at].kind == "then" else sign
        if tokens[at + step].kind == "name":
            return sign, tokens[at + step]
        if tokens[at + step].start not in unread:
            break
        at += 2 * step
    return None, None


def phases_of(found: Treatment, name: Token | None) -> list[int]:
    """The phases in which the drugs of a name are given."""
    drugs = {drug for mention in found.given if mention.token is name for drug in mention.drugs}
    return [n for n, phase in enumerate(found.phases) if any(drugs & set(part.any_of) for part in phase)]
