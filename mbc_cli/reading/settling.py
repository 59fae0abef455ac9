"""What an acronym stands for in a text that says more of it: drugs spelled out, a list behind it, drugs left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from mbc_cli.book.model import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token


def without(found: Mention, left_out: set[str]) -> Mention:
    """A regimen without the drugs that the same text says were not given: "TCHP minus carboplatin"."""
    if not set(found.drugs) & left_out or set(found.drugs) <= left_out:
        return found
    phases = ((part for part in phase if not set(part.any_of) <= left_out) for phase in found.phases)
    return replace(found, phases=tuple(parts for phase in phases if (parts := tuple(phase))))


def narrowed(book: Book, mentions: list[Mention]) -> list[Mention]:
    """Acronyms settled by the drugs that the same text spells out: "AT (docetaxel + doxorubicin)"."""
    spelled = {name for found in mentions if not found.readings for name in found.drugs}
    return [settled(book, found, spelled) if found.readings else found for found in mentions]


def settled(book: Book, found: Mention, spelled: set[str]) -> Mention:
    """One acronym against the drugs spelled out: readings that fit them, then alternatives among them."""
    if len(found.readings) > 1 and spelled:
        fits = [reading for reading in found.readings if set(book.drugs_in(book.phases(reading))) <= spelled]
        if fits:
            found = replace(found, readings=tuple(fits[:1]), phases=book.phases(fits[0]), also=())
    phases = tuple(tuple(narrower(part, spelled) for part in phase) for phase in found.phases)
    return replace(found, phases=phases)


def glossed(book: Book, tokens: Sequence[Token], mentions: Sequence[Mention], found: Mention) -> Mention:
    """An acronym as the list behind it says what it is here: "TC (paclitaxel, carboplatin)", "FEC-T (Taxol)".

    A list that is as long as the regimen takes its place; a drug of the same class takes the place of one of its drugs.
    """
    named = gloss(tokens, mentions, found) if found.readings else []
    parts = [part for phase in found.phases for part in phase]
    if not named or any(set(book.drugs_in(book.phases(reading))) <= set(named) for reading in found.readings):
        return found
    kin = {name: [part for part in parts if is_kin(book, name, part)] for name in named}
    foreign = [name for name in named if not any(name in part.any_of for part in parts)]
    if len(named) >= len(parts) and foreign and any(kin.values()):
        return replace(found, role="spelled out otherwise behind it", also=())
    if not foreign or any(len(kin[name]) != 1 for name in foreign):
        return found
    instead = {kin[name][0]: Part(any_of=(name,)) for name in foreign}
    phases = tuple(tuple(instead.get(part, part) for part in phase) for phase in found.phases)
    return replace(found, phases=phases, also=())


def gloss(tokens: Sequence[Token], mentions: Sequence[Mention], found: Mention) -> list[str]:
    """The drugs named in the bracket, or behind the "=" or colon, that follows an acronym."""
    at = next(n for n, token in enumerate(tokens) if token is found.token) + 1
    while at < len(tokens) and (tokens[at].kind == "mark" or tokens[at].text.casefold() in ("chemotherapy", "regimen")):
        at += 1
    if at == len(tokens) or (tokens[at].kind != "open" and tokens[at].text not in ("=", ":")):
        return []
    inside = list(takewhile(lambda token: token.kind not in ("close", "stop", "then"), tokens[at + 1 :]))
    drugs = [name for each in mentions if each.token in inside and not each.readings for name in each.drugs]
    return list(dict.fromkeys(drugs))


def is_kin(book: Book, name: str, part: Part) -> bool:
    """Whether a drug is one of a part, or of the class that all of the part are of: paclitaxel and docetaxel."""
    if name in part.any_of:
        return True
    drugs = [book.drugs[each] for each in (name, *part.any_of) if each in book.drugs]
    return len(drugs) > len(part.any_of) and len({drug.classes[:1] for drug in drugs}) == 1


def narrower(part: Part, spelled: set[str]) -> Part:
    """A part with only those alternatives that the text spells out, if it spells out any."""
    kept = tuple(name for name in part.any_of if name in spelled)
    return replace(part, any_of=kept) if kept and len(part.any_of) > 1 else part
