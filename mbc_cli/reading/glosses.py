"""What the text itself says about its acronyms: a list or brand next to one, drugs spelled out, drugs left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from mbc_cli.book.model import Part
from mbc_cli.book.sharing import named_phases
from mbc_cli.reading.clauses import GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token

TRIAL = "trial"
ELSEWHERE_SPELLED = "spelled out differently next to it"


def defined(book: Book, tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with every acronym read as the text explains it."""
    at = {id(token): n for n, token in enumerate(tokens)}
    mentions = biosimilars(book, tokens, mentions)
    by_place = {at[id(found.token)]: found for found in mentions}
    glossed = [
        as_glossed(book, found, gloss(tokens, by_place, at[id(found.token)])) if found.readings else found
        for found in mentions
    ]
    plain = {name for found in glossed if is_sure(found) for name in found.drugs}
    spelled = plain | {name for found in glossed for name in inside(book, found)}
    return only_trials([settled(book, found, spelled) for found in glossed])


def biosimilars(book: Book, tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, with the name of an original standing for what is named next to it: "Ogivri (trastuzumab)".

    A bracket joins it to a biosimilar, and so does the word itself ("Herceptin biosimilar Kanjinti"), perhaps
    with an amount ("trastuzumab 150 MG [Kanjinti]"). A bracket joins it to a form if a word says that it is one:
    "Paclitaxel albumin (Abraxane)".
    """
    found = list(mentions)
    places = {id(token): n for n, token in enumerate(tokens)}
    for n, (one, other) in enumerate(pairwise(mentions)):
        first, last = places[id(one.token)], places[id(other.token)]
        between, around = tokens[first + 1 : last], tokens[max(0, first - 1) : last + 2]
        if is_joined(between, around, relation(book, one, other)):
            found[n] = replace(one, phases=other.phases)
        elif is_joined(between, around, relation(book, other, one)):
            found[n + 1] = replace(other, phases=one.phases)
    return found


def is_joined(between: Sequence[Token], around: Sequence[Token], relation: str) -> bool:
    """Whether the text between and around an original and its biosimilar or form makes the two a single name."""
    opened = any(token.kind == "open" for token in between)
    if relation == "biosimilar":
        named = opened or any(map(is_biosimilar, between))
        return named and all(token.kind in ("open", "mark") or is_biosimilar(token) for token in between)
    bare = all(token.kind in ("open", "hyphen") or token.means("formulation") for token in between)
    return relation == "form" and opened and bare and any(token.means("formulation") for token in around)


def relation(book: Book, found: Mention, other: Mention) -> str:
    """How another name relates to the drug that a name stands for: "biosimilar", "form" or ""."""
    drugs = [book.drugs[name] for name in other.drugs if name in book.drugs]
    if not len(found.drugs) == len(drugs) == 1:
        return ""
    of = {drugs[0].biosimilar_of: "biosimilar", drugs[0].form_of: "form"}
    return of.get(found.drugs[0], "")


def is_biosimilar(token: Token) -> bool:
    """Whether a token is the word "biosimilar", with its ending in any language."""
    return token.text.casefold().startswith("biosimil")


def is_sure(found: Mention) -> bool:
    """Whether a mention is a name, not an acronym, that stands for exactly these drugs."""
    return not found.readings and all(len(part.any_of) == 1 for phase in found.phases for part in phase)


def inside(book: Book, found: Mention) -> list[str]:
    """The drugs spelled out inside an acronym: the paclitaxel in "AC followed by paclitaxel"."""
    return list(book.drugs_in(tuple(phase for match in found.token.inside for phase in named_phases(book, match))))


def only_trials(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions; a trial's name next to a drug that is written out names only the trial: "letrozole (PALOMA-2)"."""
    written = any(found.role == GIVEN and found.phases and not is_trial(found) for found in mentions)
    return [replace(found, role=TRIAL) if written and is_trial(found) else found for found in mentions]


def is_trial(found: Mention) -> bool:
    """Whether a mention is the name of a trial."""
    return found.token.of_trial and not found.token.spelled


def gloss(tokens: Sequence[Token], mentions: dict[int, Mention], i: int) -> list[str]:
    """The drugs named after the acronym at `i`, in brackets or after "=" or a colon; or before it if it is in them."""
    at = i + 1
    while at < len(tokens) and (tokens[at].kind == "mark" or tokens[at].means("filler")):
        at += 1
    if at < len(tokens) and (tokens[at].kind == "open" or tokens[at].text in ("=", ":")):
        ends = ("close",) if tokens[at].kind == "open" else ("close", "stop", "then")
        return named(mentions, takewhile(lambda n: tokens[n].kind not in ends, range(at + 1, len(tokens))))
    if 0 < i < len(tokens) - 1 and tokens[i - 1].kind == "open" and tokens[i + 1].kind == "close":
        before = takewhile(lambda n: tokens[n].kind in LISTED, range(i - 2, -1, -1))
        return named(mentions, list(before)[::-1])
    return []


LISTED = ("name", "and", "slash", "mark", "hyphen")


def named(mentions: dict[int, Mention], places: Iterable[int]) -> list[str]:
    """The drugs of the names at some places, except acronyms."""
    found = [mentions[n] for n in places if n in mentions]
    return list(dict.fromkeys(name for each in found if not each.readings for name in each.drugs))


def as_glossed(book: Book, found: Mention, named: list[str]) -> Mention:
    """An acronym as the list next to it defines it: "TC (paclitaxel, carboplatin)", "FEC-T (Taxol)".

    A list as long as the regimen replaces it; a drug of the same class replaces one of its drugs.
    """
    classes = [name for name in named if name in book.classes]
    found = replace(
        found, phases=tuple(tuple(of_class(book, part, classes) for part in phase) for phase in found.phases)
    )
    parts = [part for phase in found.phases for part in phase]
    if not named or any(set(book.drugs_in(book.phases(reading))) <= set(named) for reading in found.readings):
        return found
    named = [name for name in named if name not in book.classes or not stands_above(book, name, parts)]
    kin = {name: [part for part in parts if is_kin(book, name, part)] for name in named}
    foreign = [name for name in named if not any(name in part.any_of for part in parts)]
    if len(named) >= len(parts) and foreign and any(kin.values()):
        return replace(found, role=ELSEWHERE_SPELLED, also=())
    if not foreign or any(len(kin[name]) != 1 for name in foreign):
        return found
    instead = {kin[name][0]: Part(any_of=(name,)) for name in foreign}
    phases = tuple(tuple(instead.get(part, part) for part in phase) for phase in found.phases)
    return replace(found, phases=phases, also=())


def of_class(book: Book, part: Part, classes: Sequence[str]) -> Part:
    """A part with several drugs, as the class that the list next to it gives for them: "AC-T (AC, then a taxane)"."""
    of_all = (name for name in classes if all(name in book.classes_of(book.drugs[drug]) for drug in part.any_of))
    name = next(of_all, "") if len(part.any_of) > 1 else ""
    return part.but(any_of=(name,)) if name else part


def settled(book: Book, found: Mention, spelled: set[str]) -> Mention:
    """One acronym checked against the drugs spelled out: first the readings that fit, then the alternatives in them."""
    if len(found.readings) > 1 and spelled:
        fits = [reading for reading in found.readings if set(book.drugs_in(book.phases(reading))) <= spelled]
        if fits:
            found = replace(found, readings=tuple(fits[:1]), phases=book.phases(fits[0]), also=())
    phases = tuple(tuple(narrower(part, spelled) for part in phase) for phase in found.phases)
    return replace(found, phases=phases)


def narrower(part: Part, spelled: set[str]) -> Part:
    """A part with only those alternatives that the text spells out, if it spells out any."""
    kept = tuple(name for name in part.any_of if name in spelled)
    return part.but(any_of=kept) if kept and len(part.any_of) > 1 else part


def stands_above(book: Book, name: str, parts: Sequence[Part]) -> bool:
    """Whether a class contains a drug of one of these parts: the anthracycline with which TAC is spelled out."""
    return any(
        name == drug or (drug in book.drugs and name in book.classes_of(book.drugs[drug]))
        for part in parts
        for drug in part.any_of
    )


def is_kin(book: Book, name: str, part: Part) -> bool:
    """Whether a drug is in a part, or in the class that all drugs of the part share: paclitaxel and docetaxel."""
    if name in part.any_of:
        return True
    drugs = [book.drugs[each] for each in (name, *part.any_of) if each in book.drugs]
    return len(drugs) > len(part.any_of) and len({drug.classes[:1] for drug in drugs}) == 1


def without(found: Mention, left_out: set[str]) -> Mention:
    """A regimen without the drugs that the same text says were not given: "TCHP minus carboplatin"."""
    if not set(found.drugs) & left_out or set(found.drugs) <= left_out:
        return found
    phases = ((part for part in phase if not set(part.any_of) <= left_out) for phase in found.phases)
    return replace(found, phases=tuple(parts for phase in phases if (parts := tuple(phase))))
