"""What a name in a text stands for in its context: its phases, or why it is not read as a treatment there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mbc_cli.book.model import Part
from mbc_cli.book.names import THEN
from mbc_cli.book.sharing import meant, named_phases, usual_first
from mbc_cli.reading.clauses import GIVEN, PRIOR
from mbc_cli.reading.joiners import joined_by
from mbc_cli.reading.neighbours import (
    DOSE_DENSE,
    PLAIN,
    goes_on_with_a_number,
    has_neighbour,
    only_in_combination,
)
from mbc_cli.reading.plain import is_weak
from mbc_cli.reading.refusals import not_known, refused, undecided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Phase, Regimen
    from mbc_cli.book.names import Match
    from mbc_cli.reading.scene import Scene
    from mbc_cli.reading.tokens import Token

ANOTHER_TUMOUR = "another tumour"
UNDECIDED = "undecided"
ADJUVANT = re.compile(r"(?:neo-?)?adj", re.IGNORECASE)
WORDED_THEN = re.compile(rf"\s*,?\s(?:{THEN})\s+", re.IGNORECASE)
UNDER_HEADER = "under the heading of another tumour; not counted"
ELSEWHERE = "next to words about another tumour; not read as a breast regimen"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: the phases it stands for, how it is joined to the one before, and in what role.

    `also` has the drugs of the readings after the usual one, for an acronym whose several readings nothing settles.
    """

    token: Token
    phases: tuple[Phase, ...] = ()
    readings: tuple[Regimen, ...] = ()
    role: str = GIVEN
    joined: str = "and"
    note: str = ""
    also: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> bool:
        """Whether it is an acronym next to words for another tumour."""
        return self.role == ANOTHER_TUMOUR

    @property
    def drugs(self) -> tuple[str, ...]:
        """Ids of drugs and classes, in order."""
        return tuple(dict.fromkeys(name for phase in self.phases for part in phase for name in part.any_of))


def mention(scene: Scene, i: int) -> Mention:
    """What the name at `i` stands for in its context."""
    book, tokens, token = scene.book, scene.tokens, scene.tokens[i]
    named = [match for match in token.matches if match.kind in PLAIN]
    regimens = regimens_of(book, tokens, i)
    if found := not_as_usual(scene, i, named, regimens):
        return found
    phases = alternatives(book, named) if named else book.phases(regimens[0]) if regimens else ()
    phases = as_spelled(book, token, phases)
    if protocol_number(tokens, i):
        return Mention(token, phases, role="protocol", note=f"{token.text}: part of a protocol number")
    role, joined = scene.context.roles[i], joined_by(tokens, i)
    return Mention(token, phases, () if named else regimens, role, joined, also=() if named else others(book, regimens))


def not_as_usual(scene: Scene, i: int, named: Sequence[Match], regimens: Sequence[Regimen]) -> Mention | None:
    """The name at `i` if it is, or may be, something other than a treatment, or stands for a class; otherwise None."""
    book, tokens, token = scene.book, scene.tokens, scene.tokens[i]
    needy = bool(named) and needs_company(book, token)
    beside = (needy or token.acronym) and has_neighbour(book, tokens, i)
    if i in scene.under_another_header:
        return Mention(token, role=ANOTHER_TUMOUR, note=f"{token.text}: {UNDER_HEADER}")
    if scene.coarse[i] in scene.of_another_tumour:
        return Mention(token, role=ANOTHER_TUMOUR, note=f"{token.text}: {ELSEWHERE}" if token.acronym else "")
    if token.acronym and (name := class_beside(scene, i, beside)):
        return Mention(token, ((Part(any_of=(name,)),),), (), scene.context.roles[i], joined_by(tokens, i))
    if token.acronym and not token.spelled:
        if why := not_known(tokens, i, regimens):
            return Mention(token, role=UNDECIDED, note=why)
        if why := refused(scene, i, beside):
            return Mention(token, role=UNDECIDED if book.names.named(token.text) else "refused", note=why)
        if why := undecided(scene, i, beside):
            return Mention(token, role=UNDECIDED, note=why)
    counts = scene.context.roles[i] in (GIVEN, PRIOR)  # "no AI" needs no company to mean none
    alone = needy and counts and not beside and not is_enough(book, tokens, i)
    if alone and not has_member(scene, named) and not is_under_label(scene, i, named) and not is_in_a_course(scene, i):
        return Mention(
            token,
            role=UNDECIDED,
            note=f"{token.text}: by itself it may mean something else; read as a treatment only beside another one",
        )
    return None


def divided(found: Mention, behind: bool) -> tuple[Mention, ...]:
    """A mention; or its last stage and those before, if what is said about it comes after: "AC then T refused"."""
    then = list(WORDED_THEN.finditer(found.token.text))
    if not behind or len(found.phases) < 2 or not then:
        return (found,)
    text, at = found.token.text, then[-1]
    first = replace(found.token, text=text[: at.start()])
    last = replace(found.token, text=text[at.end() :], start=found.token.end - len(text) + at.end())
    return (
        replace(found, token=first, phases=found.phases[:-1], readings=(), also=(), role=GIVEN),
        replace(found, token=last, phases=found.phases[-1:], readings=(), also=(), joined="then"),
    )


def class_beside(scene: Scene, i: int, beside: bool) -> str:
    """The class of a look-alike added to a treatment or followed by "therapy": the ET of "palbociclib + ET"."""
    book, token, near = scene.book, scene.tokens[i], scene.tokens[max(0, i - 1) : i + 2]
    if any(match.kind != "lookalike" for match in token.matches):
        return ""
    means = [book.lookalikes[match.id].stands_for for match in token.matches]
    added = beside and any(sign.text in ("+", "/", "-", "&") for sign in near)
    return means[0] if means and (added or near[-1].text.casefold() == "therapy") else ""


def has_member(scene: Scene, named: Sequence[Match]) -> bool:
    """Whether the text names a drug of the class that a name stands for: "AI changed from Arimidex to Aromasin"."""
    classes = {match.id for match in named if match.kind == "class"}
    return bool(classes) and not classes.isdisjoint(scene.classes)


def is_enough(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether a short name needs no other name: alone or with a dose or count, and also read outside combinations."""
    token = tokens[i]
    if only_in_combination(book, token):
        return False
    usual = usual_first(book, token.text, token.matches)[0]
    near = tokens[max(0, i - 1) : i + 2]
    if usual.kind == "class" and any(ADJUVANT.match(found.text) for found in near):
        return True  # "adj AI"
    alone = len(tokens) == 1 and usual.kind != "lookalike"
    return alone or any(found.of in ("dose", "cycles", "schedule") for found in near)


def is_under_label(scene: Scene, i: int, named: Sequence[Match]) -> bool:
    """Whether a short name follows a heading for a class that it belongs to: "HT: EXE", "endo: EXE"."""
    book, tokens = scene.book, scene.tokens
    if i < 2 or tokens[i - 1].text not in (":", "="):
        return False
    label = tokens[i - 2]
    classes = {match.id for match in label.matches if match.kind == "class"}
    classes |= {book.lookalikes[match.id].stands_for for match in label.matches if match.kind == "lookalike"}
    classes |= {role.removeprefix("class.") for role in label.known.roles if role.startswith("class.")}
    drugs = [book.drugs[match.id] for match in named if match.kind == "drug"]
    return bool(drugs) and all(not classes.isdisjoint(book.classes_of(drug)) for drug in drugs)


def is_in_a_course(scene: Scene, i: int) -> bool:
    """Whether a short name and another one each have their own years: "Tam 2004-2009; Let 2009-2012"."""
    return i in scene.dated and len(scene.dated) > 1


def as_spelled(book: Book, token: Token, phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
    """The phases of a regimen that is written as a list of drugs, each phase in the order of the list."""
    order = [part.any_of[0] for match in token.inside for part in named_phases(book, match)[0]]
    places = {name: n for n, name in enumerate(order)}
    return tuple(tuple(sorted(phase, key=lambda part: places.get(part.any_of[0], len(order)))) for phase in phases)


def regimens_of(book: Book, tokens: Sequence[Token], i: int) -> tuple[Regimen, ...]:
    """The regimens that an acronym may mean, the usual one first; only that one if the data settles the sharing."""
    return tuple(found for match in acronym_matches(book, tokens, i) for found in book.regimens_of(match))


def others(book: Book, regimens: Sequence[Regimen]) -> tuple[str, ...]:
    """The drugs of the readings after the usual one."""
    return tuple(dict.fromkeys(name for found in regimens[1:] for name in book.drugs_in(book.phases(found))))


def acronym_matches(book: Book, tokens: Sequence[Token], i: int) -> list[Match]:
    """What an acronym may mean, the usual one first; with "dose-dense", the entry that the data has for its dd form."""
    token = tokens[i]
    if is_dose_dense(tokens, i) and (own := book.names.acronyms(f"dd{token.text}")):
        return own
    return meant(book, token.text, token.matches)


def is_dose_dense(tokens: Sequence[Token], i: int) -> bool:
    """Whether "dose-dense" comes right before or right after the acronym at `i`, perhaps in brackets."""
    before = tokens[i - 1] if i else tokens[i]
    if before.kind == "close":
        before = next((found for n in range(i - 2, -1, -1) if (found := tokens[n]).kind == "mark"), before)
    behind = next((found for found in tokens[i + 1 : i + 3] if found.kind != "open"), before)
    return before.means(DOSE_DENSE) or behind.means(DOSE_DENSE)


def alternatives(book: Book, matches: Sequence[Match]) -> tuple[Phase, ...]:
    """The phases of a name; a name shared by several drugs ("liposomal doxorubicin") leaves open which one."""
    drugs = [match for match in matches if match.kind == "drug"]
    if len(drugs) < 2:
        return named_phases(book, matches[0])
    return ((Part(any_of=tuple(match.id for match in usual_first(book, drugs[0].written, drugs))),),)


def needs_company(book: Book, token: Token) -> bool:
    """Whether a drug abbreviation is one that is read only next to another treatment."""
    if is_weak(token):
        return True
    return only_in_combination(book, token) or any(match.kind == "lookalike" for match in token.matches)


def protocol_number(tokens: Sequence[Token], i: int) -> bool:
    """Whether a research code continues into a study number: SYD985.002."""
    matches = tokens[i].matches
    return bool(matches) and matches[0].form == "research code" and goes_on_with_a_number(tokens, i)
