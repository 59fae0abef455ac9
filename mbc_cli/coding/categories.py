"""The SEER*Rx category of a drug at a date of diagnosis, or every possible one if the facts leave it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.days import Span, day_after, day_before, span_of
from mbc_cli.book.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Category

ANCILLARY = "ancillary"
PROCEDURE = "procedure"
"""What an item without drugs contains."""
WORDS = {
    "chemotherapy": "chemotherapy",
    "hormone": "hormone",
    "brm": "BRM/immunotherapy",
    "other": "other therapy",
    ANCILLARY: "ancillary (do not code)",
    PROCEDURE: "transplant or endocrine procedure",
}
"""How a category is written for a reader."""
FUTURE = "future"
"""The rule about dates of diagnosis after today."""


class Way(NamedTuple):
    """What a drug may count as: a category, and its code if a source gives one; no category means not coded."""

    category: str
    value: str = ""


NOT_CODED = Way("")


class Agent(NamedTuple):
    """A drug of a treatment, or a class that stands for one, at a date of diagnosis.

    `ways` are what the records allow, empty if there is no record; not `sure` means that it may be anything else too.
    `of_kind` is "class" or, if the class is everything that an item contains, "modality"; "" for a drug.
    """

    id: str
    name: str
    ways: tuple[Way, ...] = ()
    sure: bool = True
    of_kind: str = ""
    only_in_regimens: bool = False
    rules: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that the records allow."""
        return tuple(dict.fromkeys(way.category for way in self.ways if way.category))


# --- dates of diagnosis ------------------------------------------------------------------------------------------


def diagnosed(text: str) -> Span:
    """The days that a date of diagnosis may mean; UsageError if it is not a date."""
    if found := span_of(text):
        return found
    raise UsageError(f"--dx {text}: write a day, month or year such as 2013-06-30, 2013-06 or 2013")


def covered_from(book: Book) -> str:
    """The first day of diagnosis that no open rule declares outside the sources; "" for all days."""
    ends = [rule.until for rule in book.rules.values() if rule.open and rule.until]
    return max(map(day_after, ends), default="")


def dated_rules(book: Book, span: Span, today: str) -> tuple[str, ...]:
    """The rules about the dates of diagnosis in a period; if one of them is open, nothing is settled."""
    late = [FUTURE] if span.start > today and FUTURE in book.rules else []
    return (*late, *(name for name, rule in book.rules.items() if rule.until and span.start <= rule.until))


def covered(book: Book, span: Span, today: str) -> bool:
    """Whether the sources cover the dates of diagnosis in a period."""
    return span.start <= today and not any(book.rules[name].open for name in dated_rules(book, span, today))


def stretches(book: Book, names: Iterable[str], span: Span) -> list[Span]:
    """The span, divided at every day of diagnosis on which the coding of one of these drugs changes."""
    cuts = {day for name in names for record in records(book, name) for day in changes(record)} | {covered_from(book)}
    starts = [span.start, *sorted(day for day in cuts if span.start < day <= span.until)]
    ends = [*(day_before(day) for day in starts[1:]), span.until]
    return [Span(start, until) for start, until in zip(starts, ends, strict=True)]


def days_of_change(book: Book, today: str) -> list[str]:
    """Every day of diagnosis on which the rules or the coding of some drug change, in order."""
    days = {day for record in book.categories.values() for day in changes(record)}
    days |= {day_after(rule.until) for rule in book.rules.values() if rule.until}
    return sorted(days | {covered_from(book), day_after(today)})


def records(book: Book, name: str) -> list[Category]:
    """The category entries of a drug, or of the drugs of a class."""
    names = book.members(name) if name in book.classes else [name]
    return [book.categories[found] for found in names if found in book.categories]


def changes(record: Category) -> Iterator[str]:
    """The days of diagnosis on which the coding of a drug changes."""
    yield from (period.start for period in record.periods if period.start)
    if record.given_before:
        yield record.given_before.day


def either(words: Sequence[str]) -> str:
    """ "1, 2 or 3"."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


# --- drugs -------------------------------------------------------------------------------------------------------


def agent(book: Book, name: str, span: Span) -> Agent:
    """A drug, a class, or a medicine not in the book, for a case diagnosed in a period without a change."""
    if name in book.classes:
        return class_agent(book, name, span)
    shown = book.drugs[name].name if name in book.drugs else name
    record = book.categories.get(name)
    if record is None or record.not_found:
        why = record.not_found if record else "its SEER*Rx record was not looked up"
        return Agent(name, shown, sure=False, open=(f"{shown}: {why}",))
    return Agent(
        name,
        shown,
        ways(record, span),
        not record.unverified,
        only_in_regimens=record.only_in_regimens,
        rules=record.rules,
        open=tuple(open_points(record, shown, span)),
    )


def ways(record: Category, span: Span) -> tuple[Way, ...]:
    """What a drug with a record counts as."""
    period = next(found for found in record.periods if not found.until or span.start <= found.until)
    before = record.given_before
    early = (Way(before.category, before.value),) if before and span.start < before.day else ()
    return (Way(period.category), *(Way(category) for category in period.perhaps), *early)


def open_points(record: Category, shown: str, span: Span) -> Iterator[str]:
    """What is not settled about a drug with a record."""
    if record.unverified:
        yield f"{shown}: {record.unverified}"
    if (before := record.given_before) and span.start < before.day:
        yield f"{shown}: if it was given before {before.day}, it is {WORDS[before.category]}, code {before.value}"


def class_agent(book: Book, name: str, span: Span) -> Agent:
    """A class named in place of a drug: what those of its drugs that have a record count as."""
    shown = f"any {book.classes[name].name}"
    items = [item for item in book.naaccr.values() if item.of_class == name]
    if items:
        return Agent(name, shown, (Way(items[0].category),), of_kind="modality", rules=("kind-only",))
    members = [drug for drug in book.members(name) if not book.drugs[drug].outside]
    found = tuple(dict.fromkeys(way for drug in members for way in agent(book, drug, span).ways))
    if not found:
        return Agent(name, shown, sure=False, open=(f"{shown}: no SEER*Rx record for a drug of this class",))
    several = tuple(dict.fromkeys(WORDS[way.category] for way in found))
    differ = (f"{shown}: its drugs are coded differently: {either(several)}",) if len(several) > 1 else ()
    return Agent(name, shown, found, of_kind="class", rules=("kind-only",), open=differ)
