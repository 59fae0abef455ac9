"""Free text to a treatment: which names it gives, in which phases, and which it only talks about.

What the text says elsewhere settles an acronym: the list behind it, the drugs spelled out, those that were left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from mbc_cli.book.model import Part
from mbc_cli.book.names import Match, clean
from mbc_cli.reading.context import GIVEN, PRIOR
from mbc_cli.reading.mentions import Mention, mention
from mbc_cli.reading.repair import raised, unglued
from mbc_cli.reading.tokens import Token, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.book.model import Phase

LETTER = "letter"
LEFT_OUT = ("negated", "declined")


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a text says: phases given, names only mentioned, marks read off, and words that were not read.

    `text` is what was read, to which the places of the tokens refer.
    """

    text: str = ""
    phases: tuple[Phase, ...] = ()
    given: tuple[Mention, ...] = ()
    mentioned: tuple[Mention, ...] = ()
    marks: tuple[Token, ...] = ()
    unread: tuple[Token, ...] = ()
    others: tuple[Token, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def drugs(self) -> tuple[str, ...]:
        """Ids of drugs and classes that are given, in order of mention, once; not what only a profile would add."""
        parts = [part for phase in self.phases for part in phase if not part.when]
        also = [name for mention in self.given for name in mention.also]
        return tuple(dict.fromkeys([*(name for part in parts for name in part.any_of), *also]))

    @property
    def open(self) -> bool:
        """Whether something is not settled: alternatives, or an acronym of several readings."""
        parts = [part for phase in self.phases for part in phase if not part.when]
        decoded = [match for mention in self.given for match in mention.token.matches if match.form == LETTER]
        several = any(len(mention.readings) > 1 for mention in self.given)
        return bool(decoded) or several or any(len(part.any_of) > 1 for part in parts)


def treat(
    book: Book,
    text: str,
    correct: Callable[[str, list[Token]], list[Token]] | None = None,
    others: Others | None = None,
) -> Treatment:
    """Read a text; `correct` may turn unknown words into names (see `spelling`), `others` are other medicines."""
    text = unglued(book.names, clean(text))
    tokens, marks = scan(book.names, text, others)
    if (capitals := raised(book.names, text, tokens)) != text:
        tokens, marks = scan(book.names, capitals, others)
    tokens = with_letters(book, tokens)
    if correct:
        tokens = correct(text, tokens)
    mentions = [mention(book, tokens, i) for i, token in enumerate(tokens) if token.kind == "name"]
    mentions = narrowed(book, [glossed(book, tokens, mentions, found) for found in mentions])
    given = [found for found in mentions if found.role == GIVEN and found.phases]
    left_out = {name for found in mentions if found.role in LEFT_OUT and not found.readings for name in found.drugs}
    given = [without(found, left_out) if found.readings else found for found in given]
    if not given:  # a text that only tells what was given before is about just that
        given = [found for found in mentions if found.role == PRIOR and found.phases]
    return Treatment(
        text=text,
        phases=phased(book, given),
        given=tuple(given),
        mentioned=tuple(found for found in mentions if found not in given),
        marks=(*marks, *(token for token in tokens if token.kind == "mark" and token not in marks)),
        unread=tuple(token for token in tokens if token.kind == "word"),
        others=tuple(token for token in tokens if token.kind == "other"),
        notes=tuple(dict.fromkeys(found.note for found in mentions if found.note)),
    )


def with_letters(book: Book, tokens: list[Token]) -> list[Token]:
    """The tokens with a lone capital letter read where "+" joins it to a name and it can mean one drug only: "+ H"."""
    return [letter_name(book, tokens, i) or token for i, token in enumerate(tokens)]


def letter_name(book: Book, tokens: Sequence[Token], i: int) -> Token | None:
    """The letter at `i` as the name of its only meaning; its form says that it was decoded."""
    token = tokens[i]
    letter = book.letters.get(token.text.casefold()) if token.kind == "word" and token.text.isupper() else None
    before = [found for found in tokens[:i] if found.kind != "mark"][-2:]
    if letter is None or len(letter.means) != 1 or len(before) < 2:
        return None
    if before[1].text != "+" or before[0].kind != "name":
        return None
    match = Match(f"drug.{letter.means[0]}", LETTER, token.text)
    return Token(
        "name", token.text, token.start, token.end, (match,), of=f"{token.text} → {letter.means[0]}, by its letter"
    )


def phased(book: Book, given: Sequence[Mention]) -> tuple[Phase, ...]:
    """The mentions as phases: what says the same again adds nothing, "then" opens a phase, "or" an alternative."""
    phases: list[list[Part]] = []
    acronym_before, listed = False, 0
    for found in given:
        named = set(found.drugs)
        phases = [
            [without_condition(part, found) if part.when and set(part.any_of) <= named else part for part in phase]
            for phase in phases
        ]
        seen = {name for phase in phases for part in phase for name in part.any_of}
        if phases and named <= seen and found.joined != "then":
            continue
        after_block = acronym_before and found.joined in ("and", "comma") and starts_a_phase(book, phases[-1], found)
        append(phases, replace(found, joined="then") if after_block else found, listed)
        listed = listed + 1 if found.joined == "comma" and len(found.drugs) == 1 else 0
        acronym_before = found.token.acronym
    return tuple(tuple(phase) for phase in phases if phase)


def without_condition(part: Part, found: Mention) -> Part:
    """A part that only a profile would add, now that the text names it; "+/-" leaves it optional."""
    return part.but(optional=found.joined == "optional", when=())


def append(phases: list[list[Part]], found: Mention, listed: int = 0) -> None:
    """Add one mention to the phases; `listed` parts before the last are alternatives too ("a, b, or c")."""
    first, *later = found.phases
    if phases and found.joined == "or" and len(first) == 1 and phases[-1] and not later:
        together = [*phases[-1][-1 - listed :], first[0]]
        names = tuple(dict.fromkeys(name for part in together for name in part.any_of))
        phases[-1][-1 - listed :] = [together[0].but(any_of=names)]
        return
    if phases and found.joined != "then":
        seen = {name for part in phases[-1] for name in part.any_of}
        fresh = [part for part in first if not set(part.any_of) <= seen]
        phases[-1].extend(part.but(optional=True) if found.joined == "optional" else part for part in fresh)
    else:
        phases.append(list(first))
    phases.extend(list(phase) for phase in later)


def starts_a_phase(book: Book, phase: list[Part], found: Mention) -> bool:
    """A taxane written after a named anthracycline block is given after it ("EC Docetaxel"), not with it."""
    before = {above for part in phase for name in part.any_of for above in ancestry(book, name)}
    now = {above for name in found.phases[0][0].any_of for above in ancestry(book, name)}
    return "anthracycline" in before and "taxane" not in before and "taxane" in now


def ancestry(book: Book, name: str) -> tuple[str, ...]:
    """The classes of a drug, or a class and what is above it."""
    return book.classes_of(book.drugs[name]) if name in book.drugs else book.lineage(name)


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
    return part.but(any_of=kept) if kept and len(part.any_of) > 1 else part
