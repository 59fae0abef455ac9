"""What the name of a treatment means in a profile: a drug and all it counts as, a class, the parts of a regimen."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from mbc_cli.book.errors import UsageError
from mbc_cli.book.sharing import meant
from mbc_cli.options.conditions import Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Part, Regimen
    from mbc_cli.book.names import Match
    from mbc_cli.options.conditions import Alternative, Claim

SAID_OF_TREATMENT = frozenset(("treated", "negated", "procedure"))
"""Roles of words next to a treatment that say something about it; they are not part of its name."""


def member(book: Book, axis: Axis, name: str) -> Member:
    """A value of an axis; or a treatment, if it is an axis of treatments."""
    if axis.of_treatments:
        return treatment(book, name)
    heads = frozenset(name[:n] for n, char in enumerate(f"{name}.") if char == ".")
    return Member(name, heads, frozenset(found for found in axis.values if found.startswith(f"{name}.")))


def treatment(book: Book, name: str) -> Member:
    """A drug, which counts as all its classes; or a class, which may turn out to be any drug in it."""
    if name in book.drugs:
        return Member(name, kinds(book, name))
    above = frozenset(book.lineage(name))
    drugs = (kinds(book, drug) for drug in book.members(name))
    return Member(name, above, frozenset(below(book, name)).union(*drugs) - above)


@lru_cache(maxsize=4096)
def kinds(book: Book, name: str) -> frozenset[str]:
    """What a drug counts as: its classes, the drugs of a fixed-dose product, the originator of a biosimilar."""
    drug = book.drugs[name]
    parts = (*drug.components, *filter(None, (drug.biosimilar_of,)))
    return frozenset((name, *book.classes_of(drug))).union(*(kinds(book, part) for part in parts))


def below(book: Book, name: str) -> set[str]:
    """A treatment and everything in it: classes and drugs."""
    if name in book.drugs:
        return {name}
    return {name, *book.members(name)}.union(*(below(book, child) for child in book.children(name)))


def is_treatment(book: Book, name: str) -> bool:
    """Whether a text is a drug, brand, class or regimen, or consists only of these."""
    try:
        return any(claims(book, book.axes["prior"], name)) and not says_more(book, name)
    except UsageError:
        return False


def says_more(book: Book, name: str) -> bool:
    """Whether a text says something about the treatments that it names: "letrozole, not tolerated"."""
    from mbc_cli.reading.read import read  # needed only when a treatment is told

    if book.names.named(name):
        return False
    return any(SAID_OF_TREATMENT & word.known.roles for word in read(book, name).words)


def claims(book: Book, axis: Axis, text: str) -> Iterable[Claim]:
    """What a name stands for: a drug, each drug of a brand, a class, or the drugs of a regimen."""
    if named := book.names.named(text) or coded(book, text, "drug"):
        return named_claims(book, named)
    if regimens := regimens_of(book, text):
        return readings(book, regimens)
    if classes := meant_classes(book, text):
        return [tuple((treatment(book, name),) for name in classes)]
    return text_claims(book, axis, text)


def coded(book: Book, text: str, kind: str) -> list[Match]:
    """The entries of one kind with this code."""
    return [match for match in book.names.coded(text) if match.kind == kind]


def named_claims(book: Book, named: Sequence[Match]) -> Iterator[Claim]:
    """Each drug of a brand, and the product that contains them; for a shared name, one of its drugs or classes."""
    brands = [book.brands[match.id] for match in named if match.kind == "brand"]
    if not brands:
        yield tuple((treatment(book, match.id),) for match in named)
    for brand in brands[:1]:
        yield from (((treatment(book, name),),) for name in (*brand.drugs, *filter(None, (brand.product,))))


def regimens_of(book: Book, text: str) -> list[Regimen]:
    """Every regimen with this name, or only the usual one if the data says so; UsageError if it cannot be read."""
    matches = meant(book, text, book.names.acronyms(text) or coded(book, text, "regimen"))
    regimens = [regimen for match in matches for regimen in book.regimens_of(match)]
    for unread in (found for found in regimens if not found.steps):
        raise UsageError(f"{text}: {unread.remarks[0]}: name its drugs instead")
    return regimens


def readings(book: Book, regimens: Sequence[Regimen]) -> Iterable[Claim]:
    """The parts of a regimen; if there are several readings, the claim that one of them is true."""
    each = [parts_of(book, book.phases(regimen)) for regimen in regimens]
    return each[0] if len(each) == 1 else [tuple(one for parts in each for one in together(parts))]


def text_claims(book: Book, axis: Axis, text: str) -> Iterator[Claim]:
    """The treatments in a longer text; UsageError if any of it is not understood."""
    from mbc_cli.reading.read import read  # needed only when a text is given

    found = read(book, text)
    if found.unread or found.mentioned or not found.given:
        raise UsageError(f"{axis.id}={text}: no drug, brand, class or regimen has this name: {near_name(book, text)}")
    if len(found.treatments) > 1:  # one of them was given
        yield tuple(one for phases in found.treatments for one in together(parts_of(book, phases)))
        return
    for given in found.given:
        yield from readings(book, given.readings) if given.readings else parts_of(book, given.phases)


def parts_of(book: Book, phases: Iterable[Sequence[Part]]) -> list[Claim]:
    """Each part of some phases; what is optional, or depends on a profile, may not have been given."""
    parts = [part for phase in phases for part in phase]
    return [
        (*((treatment(book, name),) for name in part.any_of), *(((),) if part.optional or part.when else ()))
        for part in parts
    ]


def together(parts: Sequence[Claim]) -> Iterator[Alternative]:
    """Every choice of one alternative from each part, each choice as one alternative."""
    for chosen in product(*parts):
        yield tuple(item for alternative in chosen for item in alternative)


def meant_classes(book: Book, text: str) -> list[str]:
    """The classes that an abbreviation stands for ("ET")."""
    found = (book.lookalikes[match.id] for match in book.names.acronyms(text) if match.kind == "lookalike")
    return [record.stands_for for record in found if record.stands_for]


def near_name(book: Book, text: str) -> str:
    """The nearest long name, as a suggestion."""
    from difflib import get_close_matches  # only for a message

    shelves = (book.drugs, book.brands, book.classes)
    names = {record.name.casefold(): record.name for shelf in shelves for record in shelf.values()}
    close = get_close_matches(text.casefold(), names, n=1, cutoff=0.7)
    return f"did you mean '{names[close[0]]}'?" if close else "try mbc search"
