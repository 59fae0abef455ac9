"""What a chart says about treatments that were not simply given, as codes: refused is 87, planned is 88.

The data says which code of which item a situation leads to; a situation that no source settles has no code, and the
data says why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.coding.categories import PROCEDURE, agent, records
from mbc_cli.coding.statements import Said, Statement
from mbc_cli.coding.tallies import is_below
from mbc_cli.reading.chart import told
from mbc_cli.reading.treatment import treatments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.days import Span
    from mbc_cli.book.model import NaaccrItem, SituationCode
    from mbc_cli.coding.choices import Footprint
    from mbc_cli.coding.statements import Ids
    from mbc_cli.coding.tallies import Cell
    from mbc_cli.reading.chart import Told
    from mbc_cli.reading.treatment import Treatment

OF_WHICH = "the text does not say which kind of treatment it means"


class Course(NamedTuple):
    """A text as the registry needs it: what is given, and what is said about the rest."""

    texts: tuple[Treatment, ...] = ()
    said: tuple[Said, ...] = ()
    given: tuple[Said, ...] = ()

    def behind(self, other: Course) -> Course:
        """The same, placed after another text about the same patient: what it says comes later."""
        said = tuple(one.moved(len(other.texts)) for one in self.said)
        given = tuple(one.moved(len(other.texts)) for one in self.given)
        return Course((*other.texts, *self.texts), (*other.said, *said), (*other.given, *given))


# --- a text ------------------------------------------------------------------------------------------------------


def charted(book: Book, text: Treatment, about: Ids | None = ()) -> Course:
    """A text without the names not given after all, with those that were given, and what is said about the rest.

    `about` are the items it is about if it names no treatment: () for all, None if they are unknown.
    """
    every = [Said(one.subject, settled(book, one), about) for one in told(book, text)]
    given = [one for one in every if is_given(book, one)]
    said = tuple(one for one in every if not is_given(book, one) and one.situations)
    mentions = tuple(one.subject.mention for one in given if one.subject.mention)
    if {id(found) for found in mentions} != {id(found) for found in text.given}:
        text = replace(text, given=mentions, treatments=treatments(book, mentions))
    return Course((text,), said, tuple(given))


def settled(book: Book, one: Told) -> Ids:
    """The situations of a treatment that remain: two may combine into another one, and some replace others."""
    left = list(one.situations)
    while pair := next(pairs(book, left), None):
        first, second, makes = pair
        left = [makes if name == first else name for name in left if name != second]
    replaced = {other for name in left for other in book.situations[name].replaces}
    kept = [name for name in dict.fromkeys(left) if name not in replaced]
    return tuple(name for name in kept if book.situations[name].coded or book.situations[name].given)


def pairs(book: Book, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Pairs among some situations that combine into another one, and that one."""
    for name in names:
        for beside in book.situations[name].beside:
            if beside.one in names:
                yield name, beside.one, beside.makes


def is_given(book: Book, one: Said) -> bool:
    """Whether a treatment counts as given: nothing else is said about it."""
    plain = [name for name in one.situations if book.situations[name].given and not book.situations[name].coded]
    return not one.of_all and len(plain) == len(one.situations)


def speaks(book: Book, course: Course) -> bool:
    """Whether a text says anything about the first course for this tumor."""
    here = (not book.situations[name].elsewhere for one in course.said for name in one.situations)
    named = any(text.beside or text.treatments for text in course.texts)
    return bool(course.given) or named or any(here)


# --- items -------------------------------------------------------------------------------------------------------


def statements(book: Book, course: Course, span: Span) -> list[Statement]:
    """What is said about treatments, by item, for a period of dates of diagnosis without a change."""
    found = [each for one in course.said for each in stated(book, one, items_of(book, one, span))]
    return [*found, *procedures(book, course)]


def items_of(book: Book, one: Said, span: Span) -> Ids:
    """The items of a treatment; if it may have several categories, the items of each."""
    if one.of_all:
        return one.about or tuple(book.naaccr)
    if one.subject.procedure:
        return (book.procedures[one.subject.procedure].item,)
    agents = [agent(book, name, span) for name in one.subject.names]
    every = {item.category for item in book.naaccr.values() if item.category != PROCEDURE}
    wanted = {name for found in agents for name in (found.categories if found.sure else every)}
    return tuple(item.id for item in book.naaccr.values() if item.category in wanted)


def stated(book: Book, one: Said, items: Ids) -> Iterator[Statement]:
    """What is said about a treatment for its items, and for others if a situation has a code for something given.

    If it is unknown which items a "none" is about, it is about no item: it says no more than silence.
    """
    of_all = one.of_all and not one.about
    names = tuple(as_said(book, name, of_all) for name in one.situations)
    records = [book.situations[name] for name in names]
    for item in book.naaccr.values():
        found = [code for record in records if (code := record.in_item(item.id))]
        elsewhere = [code for code in found if len(code.values) == 1 and not code.open and given_by(item, code.values)]
        if item.id in items and any(record.given and not record.coded for record in records):
            yield both_told(book, one, item, found)
        elif item.id in items and not (one.about is None and of_all and says_none(item, found)):
            yield statement(book, one, names, item.id, found)
        elif elsewhere and not any(record.given for record in records):
            yield statement(book, one, names, item.id, elsewhere)


def both_told(book: Book, one: Said, item: NaaccrItem, found: Sequence[SituationCode]) -> Statement:
    """What a treatment means for an item if one word of the text says that it was given and another does not.

    A text that only says that something was given gives the item it is about, with unknown drugs.
    """
    if not found:
        values = item.with_role("given")
        return Statement(
            item.id, one.subject, one.situations, values, "" if one.about and len(values) == 1 else OF_WHICH
        )
    given = [value.code for value in item.values if value.role in ("given", "one", "several")]
    values = tuple(dict.fromkeys([*(value for code in found for value in code.values), *given]))
    names = " and ".join(book.situations[name].name for name in one.situations)
    return Statement(item.id, one.subject, one.situations, values, f"{names}: no source says which counts")


def as_said(book: Book, name: str, of_all: bool) -> str:
    """A situation, or what it becomes if it is said about any treatment."""
    return (book.situations[name].all_as or name) if of_all else name


def says_none(item: NaaccrItem, found: Sequence[SituationCode]) -> bool:
    """Whether codes stand for no treatment."""
    return {value for code in found for value in code.values} <= set(item.with_role("none"))


def given_by(item: NaaccrItem, values: Ids) -> bool:
    """Whether codes of an item stand for treatment that was given."""
    return set(values) <= set(item.with_role("given"))


def statement(book: Book, one: Said, names: Ids, item: str, found: Sequence[SituationCode]) -> Statement:
    """What some situations mean for an item: open if one of them is open, or if they differ."""
    values = tuple(dict.fromkeys(value for code in found for value in code.values))
    why = [code.open for code in found if code.open]
    if one.of_all and (one.about is None or not (one.about or all(book.situations[name].of_all for name in names))):
        why = [OF_WHICH]
    if not why and any(all(record.not_found for record in records(book, name)) for name in one.subject.names):
        why = [OF_WHICH]
    if len(values) > 1 and not why:
        why = [" and ".join(book.situations[name].name for name in names)]
    derived = "; ".join(dict.fromkeys(code.derived for code in found if code.derived))
    return Statement(item, one.subject, names, values, "; ".join(dict.fromkeys(why)), derived)


def procedures(book: Book, course: Course) -> Iterator[Statement]:
    """The codes of procedures that were done; two of different groups have the code of the item for both."""
    done = [one for one in course.given if one.subject.procedure and not is_a_drug(book, one, course)]
    records = [book.procedures[one.subject.procedure] for one in done]
    for item in dict.fromkeys(record.item for record in records):
        mine = [(one, record) for one, record in zip(done, records, strict=True) if record.item == item]
        subject = mine[0][0].subject._replace(text=", ".join(one.subject.text for one, _ in mine))
        both = book.naaccr[item].with_role("both") if len({record.group for _, record in mine}) > 1 else ()
        values = both or tuple(dict.fromkeys(value for _, record in mine for value in record.values))
        why = () if both else tuple(dict.fromkeys(record.open for _, record in mine if record.open))
        derived = "; ".join(dict.fromkeys(record.derived for _, record in mine if record.derived))
        yield Statement(item, subject, (), values, "; ".join(why), derived, tuple(record.id for _, record in mine))


def is_a_drug(book: Book, one: Said, course: Course) -> bool:
    """Whether a procedure was done with a drug or class that the text names: "ovarian ablation with goserelin"."""
    by = book.procedures[one.subject.procedure].by_class
    named = (name for other in (*course.given, *course.said) for name in other.subject.names)
    return bool(by) and any(name == by or is_below(book, name, by) for name in named)


def kinds(course: Course) -> Ids:
    """The classes given according to words that are not names: "chose hormones"."""
    return tuple(name for one in course.given if not one.subject.mention for name in one.subject.names)


# --- with the drugs that are given -------------------------------------------------------------------------------


def with_statements(book: Book, found: Footprint, course: Course, every: Sequence[Statement], sound: bool) -> Footprint:
    """The codes of some drugs with what is said about the others: what was given takes precedence over what was not."""
    spoken = speaks(book, course)
    cells = []
    for cell in found.cells:
        mine = [one for one in every if one.item == cell.item.id]
        silent = not spoken and not mine
        cells.append(as_open(cell, (), ()) if silent else with_said(book, cell, mine, course, sound) if mine else cell)
    return found._replace(cells=tuple(cells))


def with_said(book: Book, cell: Cell, mine: Sequence[Statement], course: Course, sound: bool) -> Cell:
    """An item with what is said about its treatments."""
    none = set(cell.item.with_role("none"))
    if cell.agents or (cell.values and not set(cell.values) <= none):
        later = [one for one in mine if is_given_later(book, one, course)]
        more = [one for one in mine if adds_a_drug(book, cell, one)]
        further = cell.item.with_role("several") if more else ()
        found = [*later, *more]
        return as_open(cell, (*cell.values, *further, *(later[0].values if later else ())), found) if found else cell
    mine = strongest(book, mine)
    values = tuple(dict.fromkeys(value for one in mine for value in one.values))
    sure = sound and len(values) == 1 and all(one.settled for one in mine) and (cell.complete or not cell.values)
    return as_open(cell, values, mine)._replace(settled=sure, complete=sure)


def adds_a_drug(book: Book, cell: Cell, one: Statement) -> bool:
    """Whether a treatment that may have been given would be a second drug next to the one in an item."""
    counted = set(cell.values) == set(cell.item.with_role("one")) and bool(cell.values)
    return counted and any(book.situations[name].perhaps_given for name in one.situations)


def as_open(cell: Cell, values: Ids, said: Sequence[Statement]) -> Cell:
    """An item that is open between some codes."""
    order = [value.code for value in cell.item.values if value.code in values]
    return cell._replace(values=tuple(order), settled=False, complete=False, said=tuple(said))


def strongest(book: Book, mine: Sequence[Statement]) -> list[Statement]:
    """What is said for an item, without anything that other statements for it replace."""
    names = {name for one in mine for name in one.situations}
    replaced = {other for name in names for other in book.situations[name].replaces}
    return [one for one in mine if not one.situations or not set(one.situations) <= replaced] or list(mine)


def is_given_later(book: Book, one: Statement, course: Course) -> bool:
    """Whether what was refused is later named as given: no source says which of the two counts."""
    if not any(book.situations[name].stays for name in one.situations):
        return False
    behind = [given.subject.names for given in course.given if given.subject.at > one.subject.at]
    return any(names_same(book, one.subject.names, names) for names in behind)


def names_same(book: Book, one: Ids, other: Ids) -> bool:
    """Whether two treatments are the same drugs, or one is a class that includes all of the other."""
    if set(one) == set(other):
        return True
    above = [name for name in one if name in book.classes]
    return len(above) == len(one) == 1 and all(
        name in book.drugs and above[0] in book.classes_of(book.drugs[name]) for name in other
    )
