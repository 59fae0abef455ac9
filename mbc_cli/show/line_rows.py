"""The rows of a line of therapy in the answer of `mbc options`: what stands in it, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.fields import Frozen
from mbc_cli.book.history import begins, begins_is, year_words
from mbc_cli.options.coverage import is_paid_only
from mbc_cli.options.placed import BIOSIMILAR, GIVEN, weakness
from mbc_cli.options.truth import Truth
from mbc_cli.options.wording import inner_words
from mbc_cli.show.statement_lines import against, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.options.placed import Placed
    from mbc_cli.options.verdicts import Said

    Row = tuple[str, str, str]

BASES = {"guideline": "recommended", "label": "approved", "guide": "guides"}
PAID = "paid for"
LONGEST = 150
"""How long a list in one row gets before the rest of it is counted."""


class Wish(Frozen):
    """What else of an answer is asked for: groups by name, the guides, what is ruled out, each statement."""

    groups: frozenset[str] = frozenset()
    guides: bool = False
    everything: bool = False
    verbose: bool = False


NO_WISH = Wish()


class Rows:
    """What all rows of an answer share: the moment, what is asked for, how many treatments a line shows."""

    def __init__(self, book: Book, now: Moment, wish: Wish, most: int) -> None:
        self.book, self.now, self.wish, self.most = book, now, wish, most

    def of(self, every: Sequence[Placed]) -> Iterator[Row]:
        """Treatments, what a test would add, what stands back, what guides alone name, what is ruled out."""
        here = [each for each in every if each.verdict != Truth.NO]
        firm = [each for each in here if each.basis != "guide" and not each.set_back]
        settled = [each for each in firm if not each.tests]
        yield from (self.row(each) for each in settled[: self.most])
        if len(settled) > self.most:
            yield ("also", listed(title(each) for each in settled[self.most :]), "")
        yield from self.tested([each for each in firm if each.tests])
        yield from back_rows(here)
        yield from self.guides(here)
        if self.wish.everything:
            yield from (
                ("ruled out", each.option.name, "; ".join(each.option.why)) for each in every if each not in here
            )

    def row(self, each: Placed) -> Row:
        """A treatment: what it rests on, what must still be known for it, and who says so."""
        says = f"{who(self.book, each)}{against(self.book, each.option, self.now)}"
        return (basis_words(each), f"{title(each)}{self.needs(each)}", says)

    def tested(self, every: Sequence[Placed]) -> Iterator[Row]:
        """What each finding of a test would add, a row for each."""
        found: dict[str, list[str]] = {}
        for each in every:
            found.setdefault(needs_words(self.book, each), []).append(each.option.name)
        yield from (("if tested", f"{needs}: {listed(names)}", "") for needs, names in found.items())

    def guides(self, every: Iterable[Placed]) -> Iterator[Row]:
        """What patient guides alone name for this profile; where all is asked for, also without or on a condition."""
        alone = [each for each in every if each.basis == "guide" and not each.set_back]
        told = [each for each in alone if self.whole(each) or (each.conditional and each.verdict == Truth.YES)]
        names = [f"{each.option.name}{self.needs(each)} ({who(self.book, each)})" for each in told]
        if told:
            yield (BASES["guide"], "; ".join(names) if self.whole(told[0]) else listed(names), "")

    def needs(self, each: Placed) -> str:
        """What must still be known for a treatment, behind its name."""
        return f", if {needs_words(self.book, each)}" if each.needs else ""

    def whole(self, each: Placed) -> bool:
        """Whether all that guides alone name in the group of a treatment is asked for."""
        return self.wish.guides or each.group in self.wish.groups


def title(each: Placed) -> str:
    """The name of a treatment, and that it was given before."""
    return f"{each.option.name}{f', {GIVEN}' if each.option.given_before else ''}"


def basis_words(each: Placed) -> str:
    """What a treatment rests on, in a word; what health services pay for is not called approved."""
    if each.basis == "label" and all(is_paid_only(one.statement) for one in each.firm):
        return PAID
    return "an option" if each.basis == "guideline" and weakness(each.force) else BASES[each.basis]


def needs_words(book: Book, each: Placed) -> str:
    """What must still be known for a treatment."""
    return " and ".join(inner_words(book, need) for need in each.needs)


def back_rows(every: Iterable[Placed]) -> Iterator[Row]:
    """What stands back, a row for each reason."""
    found: dict[str, list[str]] = {}
    for each in every:
        if each.set_back not in ("", BIOSIMILAR) and each.basis != "guide":
            found.setdefault(each.set_back, []).append(each.option.name)
    for reason, names in found.items():
        yield (reason if reason == GIVEN else "set back", listed(names), "" if reason == GIVEN else reason)


def listed(names: Iterable[str]) -> str:
    """Names in a row, as many as it holds, and how many more there are."""
    kept: list[str] = []
    every = list(names)
    for name in every:
        if kept and len("; ".join((*kept, name))) > LONGEST:
            return f"{'; '.join(kept)}; and {len(every) - len(kept)} more"
        kept.append(name)
    return "; ".join(kept)


# --- who says so -------------------------------------------------------------------------------------------------


def who(book: Book, each: Placed) -> str:
    """Guidelines with their years, then labels by region and year, then guides: "ASCO 2022; US 2012, EU 2013"."""
    labels = [one for one in each.deciding if one.statement.region]
    others = [one for one in each.deciding if not one.statement.region]
    return "; ".join(filter(None, (publishers(book, others), regions(book, labels))))


def publishers(book: Book, every: Iterable[Said]) -> str:
    """Publishers of guidelines and guides with the year, in the order of the statements."""
    return ", ".join(dict.fromkeys(f"{name_of(book, one)} {since(book, one)}" for one in every))


def name_of(book: Book, said: Said) -> str:
    """The short name of who publishes a statement."""
    return short_name(book.sources[said.statement.sources[0].id])


def regions(book: Book, every: Iterable[Said]) -> str:
    """Regions with the year since when."""
    first: dict[str, Said] = {}
    for one in sorted(every, key=lambda one: begins(book, one.statement)):
        first.setdefault(one.statement.region, one)
    return ", ".join(f"{region} {since(book, one)}" for region, one in first.items())


def since(book: Book, said: Said) -> str:
    """The year since when it is said, or by when."""
    return year_words(begins(book, said.statement), begins_is(book, said.statement))
