"""What must hold between labels: the statements of a region, its coverage, and the cards of drugs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import EXACT
from mbc_cli.book.names import fold
from mbc_cli.book.patterns import pattern
from mbc_cli.options.coverage import is_paid_only, named_in
from mbc_cli.options.subjects import ids_in
from mbc_cli.store.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Indication, Statement
    from mbc_cli.store.fault import Raw

YEAR_BEHIND = pattern(r"-(?:19|20)\d\d$")


def coverage_is_true(book: Book, _: Raw) -> Iterator[Fault]:
    """A region has one coverage, if the book has any; no label names a drug whose label was not read."""
    first: dict[str, str] = {}
    for found in book.coverage.values():
        if first.setdefault(found.region, found.ref) != found.ref:
            yield Fault(found.ref, "region", f"{found.region} is also covered by {first[found.region]}; merge the two")
        for name in sorted(named_in(book, found.region) & set(found.not_read)):
            yield Fault(found.ref, "not_read", f"a label of {found.region} names {name}; remove it from one of them")
    for statement in book.statements.values():
        if first and statement.region and statement.region not in first:
            what = f"is for a region without coverage; add [coverage.{statement.region.lower()}]"
            yield Fault(statement.ref, "region", what)


def approvals_have_statements(book: Book, _: Raw) -> Iterator[Fault]:
    """An approval on a card, except for early disease, has a statement of its first day, in regions with coverage."""
    covered = {found.region for found in book.coverage.values()}
    told = {(one.region, one.start, name) for one in book.statements.values() for name in ids_in(book, one.treatment)}
    for name, item in approvals(book):
        if item.region in covered and not item.early and (item.region, item.start, name) not in told:
            what = f"no {item.region} statement that names it begins on {item.start}; add it, or write early = true"
            yield Fault(f"drug.{name}", "indications", what)


def approvals(book: Book) -> Iterator[tuple[str, Indication]]:
    """Each drug with each of its approvals that has a first day."""
    for drug in book.drugs.values():
        dated = (item for item in drug.indications if item.start and item.form in ("approved", "accelerated"))
        yield from ((drug.id, item) for item in dated)


def statements_have_approvals(book: Book, _: Raw) -> Iterator[Fault]:
    """The first day of a label is on the card of one of its drugs, in regions that are covered."""
    covered = {found.region for found in book.coverage.values()}
    shown = {(item.region, item.start, drug.id) for drug in book.drugs.values() for item in drug.indications}
    for one in book.statements.values():
        dated = one.region in covered and one.start and one.start_is == EXACT and is_licence(book, one)
        if dated and not any((one.region, one.start, name) in shown for name in ids_in(book, one.treatment)):
            what = f"none of its drugs has an indication of {one.region} from {one.start}; add it to one"
            yield Fault(one.ref, "from", what)


def is_licence(book: Book, statement: Statement) -> bool:
    """Whether it says what an authority approved: not a guide, a refusal or what is reimbursed."""
    guide = book.sources[statement.sources[0].id].form in ("patient guide", "guideline")
    return statement.direction == "for" and not guide and not is_paid_only(statement)


def endings_stand_on_cards(book: Book, _: Raw) -> Iterator[Fault]:
    """A label that began on a day given on a card, and has ended, ends on the same day there."""
    spans = {
        (drug.id, item.region, item.start, item.until) for drug in book.drugs.values() for item in drug.indications
    }
    began = {span[:3] for span in spans}
    for one in book.statements.values():
        days = [(name, one.region, one.start) for name in ids_in(book, one.treatment)] if one.until else []
        missing = began.intersection(days) and not spans.intersection((*day, one.until) for day in days)
        if one.start and missing and is_licence(book, one):
            what = f"none of its drugs has the indication from {one.start} end on {one.until}; write it there"
            yield Fault(one.ref, "until", what)


def older_wordings_are_replaced(book: Book, _: Raw) -> Iterator[Fault]:
    """Of two wordings of a label, told apart by a year after the id, one has ended and says what replaced it."""
    for one in book.statements.values():
        other = book.statements.get(YEAR_BEHIND.sub("", one.id))
        if other and other is not one and not (one.replaced_by or other.replaced_by):
            yield Fault(one.ref, "replaced_by", f"'{other.id}' has the same use; say in the older one when it ended")


def treatments_bear_no_other_name(book: Book, _: Raw) -> Iterator[Fault]:
    """No part of the name that a statement gives its drugs is the name of another drug."""
    drugs = {fold(text): drug.id for drug in book.drugs.values() for text in (drug.name, *drug.synonyms)}
    for statement in book.statements.values():
        named = ids_in(book, statement.treatment)
        for part in statement.treatment.name.split(" + ") if named else ():
            if (other := drugs.get(fold(part), "")) and other not in named:
                yield Fault(statement.ref, "treatment", f"'{part}' is the drug {other}; name that drug")
