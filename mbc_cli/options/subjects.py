"""What statements are about: a treatment in words, its drugs and classes, and what its parts are kinds of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.names import fold
from mbc_cli.options.treatments import below, kinds

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Part, Subject


def key_of(treatment: Subject) -> Hashable:
    """What two statements about the same treatment share: its name, or its parts in any order."""
    if not treatment.parts:
        return treatment.form, fold(treatment.name)
    return fold(treatment.name), frozenset((part.block, frozenset(part.any_of)) for part in treatment.parts)


def treatment_name(book: Book, treatment: Subject) -> str:
    """A treatment in words: "pertuzumab + trastuzumab + docetaxel"."""
    return treatment.name or " + ".join(part_name(book, part, len(treatment.parts)) for part in treatment.parts)


def part_name(book: Book, part: Part, beside: int) -> str:
    """One part of a treatment; alternatives are in brackets if there are other parts."""
    if part.block:
        return book.regimens[part.block].name
    words = " or ".join(book.item(name).name for name in part.any_of)
    return f"({words})" if len(part.any_of) > 1 and beside > 1 else words


def names_of(book: Book, part: Part) -> tuple[str, ...]:
    """The drugs and classes of a part; for a regimen, those that always belong to it."""
    if not part.block:
        return part.any_of
    phases = book.phases(book.regimens[part.block])
    always = (inner for phase in phases for inner in phase if not (inner.optional or inner.when))
    return tuple(dict.fromkeys(name for inner in always for name in inner.any_of))


def ids_in(book: Book, treatment: Subject) -> set[str]:
    """The drugs, classes and regimens that a treatment names."""
    return {name for part in treatment.parts for name in (part.block, *names_of(book, part)) if name}


def named_ids(book: Book, text: str) -> set[str]:
    """The ids that a text names: drugs, the drugs of a brand, a class with its members, a regimen."""
    found: set[str] = set()
    names = book.names
    for match in [*names.named(text), *names.acronyms(text)] or names.coded(text):
        if match.kind == "brand":
            brand = book.brands[match.id]
            found |= {brand.product} if brand.product else set(brand.drugs)
        elif match.kind == "class":
            found |= below(book, match.id)
        else:
            found.add(match.id)
    return found


def counts_as(book: Book, name: str) -> frozenset[str]:
    """What a drug or class is a kind of, including itself."""
    return kinds(book, name) if name in book.drugs else frozenset(book.lineage(name))


def kinds_in(book: Book, part: Part) -> frozenset[str]:
    """What a part is a kind of, whichever of its alternatives is chosen; for a regimen, what each drug is."""
    each = [counts_as(book, name) for name in names_of(book, part)]
    return frozenset().union(*each) if part.block else frozenset.intersection(*each)


def kinds_held(book: Book, treatment: Subject) -> list[frozenset[str]]:
    """What each part of a treatment is a kind of."""
    return [kinds_in(book, part) for part in treatment.parts]


def concerns(against: Subject, treatment: Subject, held: Sequence[frozenset[str]]) -> bool:
    """Whether advice against one treatment also applies to another that has every part of it, or a kind of every part.

    `held` is what the parts of the other are kinds of. Advice with its own name ("... alone for pain") applies only to
    treatments with that name.
    """
    if against.name or not against.parts:
        return key_of(against) == key_of(treatment)
    return all(any(set(part.any_of) & names for names in held) for part in against.parts)
