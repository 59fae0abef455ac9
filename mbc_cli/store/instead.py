"""What to write instead of an id that does not exist, by what was meant rather than by its letters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mbc_cli.book.model import Brand, Drug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Record

ATC_GROUP = 5
"""How many characters of an ATC code name the chemical group: L01CD is the taxanes."""
STEM = 5
"""The minimum number of letters that the ends of two drug names share if these are a stem: -taxel, -parib."""
SHOWN = 2


def instead_of(name: str, kinds: Sequence[str], record: Record, book: Book) -> str:
    """The remedy for an id that is a name, of another kind, or (a class) far from that of similar drugs; "" if none."""
    return (
        called(name, kinds, book)
        or of_another_kind(name, kinds, book)
        or (of_its_kin(name, record, book) if isinstance(record, Drug) and kinds == ("class",) else "")
    )


def called(name: str, kinds: Sequence[str], book: Book) -> str:
    """For a name: the entry that has it, or the drugs of the brand."""
    for match in (*book.names.named(name), *book.names.named(name.replace("-", " ")), *book.names.acronyms(name)):
        record = book.get(match.ref)
        ids = record.drugs if isinstance(record, Brand) and "drug" in kinds else (record.id,)
        if match.kind in kinds or ids != (record.id,):
            return f"write {'its id' if len(ids) == 1 else 'the ids of its drugs'}, {quoted(ids)}"
    return ""


def of_another_kind(name: str, kinds: Sequence[str], book: Book) -> str:
    """For the id of a drug where a class is expected, or vice versa: what it is."""
    other = {"drug": "class", "class": "drug"}
    for kind in (other[kind] for kind in kinds if kind in other):
        if f"{kind}.{name}" in book:
            return f"it is a {kind}, so name a {other[kind]}"
    return ""


def of_its_kin(name: str, drug: Drug, book: Book) -> str:
    """The class that most of the drugs similar to one have, and the class that is spelled like what was written."""
    for kin in kindred(drug, book):
        counted = Counter(of for other in kin for of in other.classes if of in book.classes)
        for found, _ in counted.most_common(1):
            like = [other.id for other in kin if found in other.classes][:SHOWN]
            return f"did you mean '{found}', the class of {' and '.join(like)}{or_near(name, found, book)}?"
    return ""


def or_near(name: str, found: str, book: Book) -> str:
    """The class whose id is spelled most like a name, if that is a different one."""
    from mbc_cli.book.table import Choices  # only for a message

    near = Choices(book.classes).near(name)
    return f", or '{near}'" if near and near != found else ""


def kindred(drug: Drug, book: Book) -> Iterator[list[Drug]]:
    """The drugs similar to one, the surest first: what it is made of, its ATC group, the stem of its name."""
    others = [other for other in book.drugs.values() if other.id != drug.id]
    of = {drug.form_of, drug.biosimilar_of, *drug.components}
    group = drug.codes.get("atc", "")[:ATC_GROUP]
    yield [other for other in others if other.id in of]
    yield [other for other in others if group and other.codes.get("atc", "").startswith(group)]
    ends = {other.id: common_end(drug.id, other.id) for other in others}
    longest = max((STEM, *ends.values()))
    yield [other for other in others if ends[other.id] == longest]


def common_end(one: str, other: str) -> int:
    """How many letters at their ends two words share."""
    pairs = enumerate(zip(reversed(one), reversed(other), strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def quoted(ids: Sequence[str]) -> str:
    """Ids in the form in which they are written."""
    return " and ".join(f"'{name}'" for name in ids)
