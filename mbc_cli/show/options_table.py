"""The answer of `mbc options` as a table: what the screen would show if it had room for everything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mbc_cli.options.asking import settling
from mbc_cli.options.lines import lines_of, places_of
from mbc_cli.options.order import in_lines
from mbc_cli.options.placed import BIOSIMILAR, GROUPS
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import VERDICTS, ending
from mbc_cli.show.line_rows import BASES, Rows, is_told
from mbc_cli.show.options_asks import Asking
from mbc_cli.show.options_data import treatment
from mbc_cli.show.options_page import ROOMS, folded_rows, heads, shown_of
from mbc_cli.show.page import Line, Title
from mbc_cli.show.statement_lines import source_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.options.placed import Placed
    from mbc_cli.options.told import Heard
    from mbc_cli.options.verdicts import Gathered, Option
    from mbc_cli.show.formats import Json
    from mbc_cli.show.line_rows import Wish


ROOM = ROOMS[0]._replace(regions=sys.maxsize)
"""How much a row contains: all regions, however many there are."""


def options_rows(book: Book, answer: Gathered, wish: Wish) -> Iterator[Json]:
    """A row for each treatment of each line, in the order of the screen, and whatever else was requested.

    What names no line is listed once, as on the screen, and not if a line already has it.
    """
    found, lines = in_lines(book, answer), lines_of(answer.profile)
    rows = Rows(book, answer.now, wish, ROOM)
    named = {each.option.name for each in found if each.group in lines and each.verdict != Truth.NO}
    for group in GROUPS:
        inside = [each for each in shown_of(found, group, lines, wish) if is_row(rows, each)]
        above = set() if group in lines else named
        yield from (row(rows, each) for each in sorted(inside, key=place) if each.option.name not in above)
    if wish.everything:
        yield from (over_row(book, option, answer.now) for option in answer.over)


def is_row(rows: Rows, each: Placed) -> bool:
    """Whether the screen counts it as an option, or it is requested: it may fit, and more than a guide names it."""
    if each.verdict == Truth.NO:
        return rows.wish.everything
    if each.basis == "guide":
        return not each.set_back and (rows.whole(each) or is_told(each))
    return each.set_back != BIOSIMILAR


def place(each: Placed) -> tuple[bool, ...]:
    """Its place on the screen within its line: what is settled, then what a test, a reason or only a guide decides."""
    return (each.verdict == Truth.NO, each.basis == "guide", bool(each.set_back), each.tests)


def row(rows: Rows, each: Placed) -> Json:
    """A treatment in a line: what its row on the screen says, its verdict, and why it is set back or ruled out."""
    basis, _, says = rows.row(each)
    return {
        "line": each.group,
        "basis": basis,
        "verdict": VERDICTS[each.verdict],
        **subject(each.option),
        "condition": rows.needs(each).removeprefix(", "),
        "says": says,
        "set_back": each.set_back,
        "why": list(each.why),
    }


def over_row(book: Book, one: Option, now: Moment) -> Json:
    """A treatment that no source supports any longer."""
    last = one.ended[-1].statement
    return {
        "line": places_of(last)[0],
        "basis": BASES[one.ended[-1].basis],
        "verdict": "no longer current",
        **subject(one),
        "says": source_words(book, last, now),
        "why": ending(last),
    }


def subject(one: Option) -> Json:
    """What a row is about: the name of the treatment, the drugs and classes it names, and its kind."""
    found = treatment(one)
    return {"treatment": found.pop("name"), **found}


def statement_rows(whole: Json) -> Iterator[Json]:
    """A row for each statement about the requested treatments, listed once even if it answers in several lines."""
    told: set[str] = set()
    for each in (*whole["results"], *whole["advised_against"]):
        for statement in each["statements"]:
            if statement["id"] not in told:
                told.add(statement["id"])
                yield statement | {"treatment": each["treatment"]["name"]}


def read_words(book: Book, answer: Gathered, heard: Heard) -> Iterator[str]:
    """How the profile was read, and remarks about that."""
    return (block.text for block in heads(book, answer, heard) if isinstance(block, Title | Line))


def left_out_words(book: Book, answer: Gathered, wish: Wish) -> Iterator[str]:
    """What is left out of the rows, and how to see it."""
    left_out = folded_rows(answer, in_lines(book, answer), wish)
    yield from (f"{label}: {words}" for label, words in left_out if words)


def asked_words(book: Book, answer: Gathered, wish: Wish) -> Iterator[str]:
    """What the screen asks for: the kind of a finding that is not detailed enough, and the facts to add."""
    found, given = in_lines(book, answer), answer.profile.given
    asking = Asking(book, found, settling(book, found, given), given, wish)
    yield from (str(line.text) for line in asking.half_said())
    if words := asking.settling():
        yield f"add facts: {words}"
