"""The answer of `mbc options --why`: each statement about a treatment, its condition as a checklist for the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import CURRENT
from mbc_cli.options.told import SILENCE
from mbc_cli.options.truth import Truth
from mbc_cli.show.options_page import heads, moment_lines
from mbc_cli.show.page import Grid, Items, Line, Title
from mbc_cli.show.statement_lines import (
    MARKS,
    UNCONDITIONAL,
    checklist,
    notes,
    place_words,
    said_of,
    statement_head,
    verdict_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.told import Heard
    from mbc_cli.options.verdicts import Gathered, Option, Said
    from mbc_cli.show.page import Block, Page

ADVICE = "This is information from published sources and not medical advice."
NO_HEAD, SHARES = ("", ""), (0, 1)
FOLDED = "Does not fit, or no longer current (-v shows the conditions and sources)"


def why_page(
    book: Book, answer: Gathered, asked: Sequence[Option], heard: Heard = SILENCE, *, verbose: bool = False
) -> Page:
    """Some treatments, each with every statement about it; `verbose` has all of each."""
    return (
        *heads(book, answer, heard),
        *moment_lines(book, answer.now),
        *(block for option in asked for block in option_blocks(book, option, answer.now, verbose=verbose)),
        Line(ADVICE),
    )


def option_blocks(book: Book, option: Option, now: Moment, *, verbose: bool) -> Iterator[Block]:
    """A treatment: how it comes out, and each statement about it, with its checklist below where it may apply."""
    yield Title(option.name, verdict_words(option))
    every = list(said_of(book, option))
    shown = every if verbose else whole(every)
    for said in shown:
        yield Line(statement_head(book, said, option, now))
        yield Grid(NO_HEAD, tuple(statement_rows(book, said, option.facts, now)), shares=SHARES)
    folded = (said for said in every if said not in shown)
    heads_alone = (
        f"{statement_head(book, said, option, now)}{failing_words(book, said, option.facts)}" for said in folded
    )
    yield Items(FOLDED, tuple(heads_alone))


def whole(every: Sequence[Said]) -> Sequence[Said]:
    """The statements that are shown with all they say: those that may apply, all of them where none does."""
    return [one for one in every if one.state == CURRENT and one.truth != Truth.NO and not one.silent] or every


def failing_words(book: Book, said: Said, facts: Mapping[str, Fact]) -> str:
    """What of a condition fails, behind the head of its statement."""
    fails = [words for mark, words in checklist(book, said.statement, facts) if mark == MARKS[Truth.NO]]
    return f"; fails: {', '.join(fails)}" if fails else ""


def statement_rows(book: Book, said: Said, facts: Mapping[str, Fact], now: Moment) -> Iterator[tuple[str, str]]:
    """What a statement asks for, an item per row; what else it says, and where that stands."""
    statement = said.statement
    yield from checklist(book, statement, facts) or [("", UNCONDITIONAL)]
    yield from ((label, text) for label, text in (("note", statement.text), *notes(book, statement, now)) if text)
    yield ("source", place_words(statement))
