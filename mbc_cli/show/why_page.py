"""The answer of `mbc options --why`: each statement about a treatment, its condition as a checklist for the profile.

If that takes more than a screen, statements with the same verdict for the same reason share a row.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from mbc_cli.book.history import CURRENT
from mbc_cli.options.subjects import treatment_name
from mbc_cli.options.told import SILENCE
from mbc_cli.options.truth import Truth
from mbc_cli.show.card_words import SHORT, listed
from mbc_cli.show.height import HEIGHT, height
from mbc_cli.show.line_rows import NO_WISH
from mbc_cli.show.options_page import heads, moment_lines
from mbc_cli.show.page import Grid, Items, Line, Title
from mbc_cli.show.statement_lines import (
    MARKS,
    STATEMENT_VERDICTS,
    UNCONDITIONAL,
    checklist,
    is_about,
    notes,
    place_words,
    said_of,
    source_words,
    statement_head,
    verdict_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.told import Heard
    from mbc_cli.options.verdicts import Gathered, Option, Said
    from mbc_cli.show.line_rows import Wish
    from mbc_cli.show.page import Block, Page

ADVICE = "This is information from published sources and not medical advice."
NO_HEAD, SHARES, GROUPED = ("", ""), (0, 1), (0, 5, 3)
LEAD = {Truth.YES: "", Truth.UNKNOWN: "if ", Truth.NO: "needs "}
"""What comes before the facts on which a verdict rests."""
FEWER = (40, 12, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0)
"""How many reasons are shown per treatment: the most with which all fit on a screen, with more for the first ones."""
AGAINST, SILENT, ENDED = "against", "silent", "ended"
FITS, OPEN, FAILS = (STATEMENT_VERDICTS[truth] for truth in (Truth.YES, Truth.UNKNOWN, Truth.NO))
SEVERAL = {FITS: "fit", FAILS: "do not fit"}
"""What several statements do, where it is worded otherwise than of one."""
ORDER = (
    (FITS, False),
    (AGAINST, False),
    (OPEN, True),
    (AGAINST, True),
    (FAILS, False),
    (SILENT, False),
    (ENDED, False),
)
"""The most relevant first, by the verdict and whether it is open: what holds, for and against, then what may hold."""
HOW_TO_SEE_ALL = "-v shows each statement by itself: its conditions, notes, and where it stands in the source."
FOLDED = "Does not fit, or no longer current (-v shows the conditions and sources)"


def why_page(
    book: Book, answer: Gathered, asked: Sequence[Option], heard: Heard = SILENCE, wish: Wish = NO_WISH
) -> Page:
    """Some treatments with every statement about each; as much of each as fits on a screen, unless all is requested."""
    above = (*heads(book, answer, heard), *moment_lines(book, answer.now))
    each = (block for option in asked for block in option_blocks(book, option, answer.now, verbose=wish.verbose))
    page: Page = (*above, *each, Line(ADVICE))
    if wish.verbose or wish.paper or height(page) <= HEIGHT:
        return page
    groups = [(option, reasons(book, option, answer.now)) for option in asked]
    below = (Line(HOW_TO_SEE_ALL, "faint"), Line(ADVICE))
    pages = ((*above, *every_group(groups, room), *below) for room in rooms(len(groups)))
    page = next(pages)
    return next((fitting for fitting in (page, *pages) if height(fitting) <= HEIGHT), page)


def rooms(count: int) -> Iterator[list[int]]:
    """How many reasons each of some treatments may show, the most first: the first ones may show more than the rest."""
    for more, fewer in pairwise(FEWER):
        yield from ([more] * first + [fewer] * (count - first) for first in range(count, 0, -1))


def every_group(
    groups: Sequence[tuple[Option, Sequence[tuple[str, str, str]]]], room: Sequence[int]
) -> Iterator[Block]:
    """All treatments, each with the number of reasons that it has room for."""
    for (option, rows), most in zip(groups, room, strict=True):
        yield from grouped_blocks(option, rows, most)


def grouped_blocks(option: Option, rows: Sequence[tuple[str, str, str]], most: int) -> Iterator[Block]:
    """A treatment: its verdict, and the first reasons why statements do or do not fit, with their sources."""
    yield Title(option.name, verdict_words(option))
    more = counted(verdict for verdict, _, _ in rows[most:])
    rest = [("more", more, "")] if most and more else []
    yield Grid(("", "", ""), (*rows[:most], *rest), shares=GROUPED)


def counted(verdicts: Iterable[str]) -> str:
    """How many statements have each verdict: "3 open, 1 does not fit"."""
    counts = Counter(verdicts).items()
    return ", ".join(f"{count} {SEVERAL.get(verdict, verdict) if count > 1 else verdict}" for verdict, count in counts)


def reasons(book: Book, option: Option, now: Moment) -> list[tuple[str, str, str]]:
    """The verdicts of statements about a treatment, why, and whose they are; those with the same verdict together."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    place: dict[tuple[str, str], int] = {}
    for said in said_of(book, option):
        found = outcome(book, said, option)
        groups.setdefault(found, {})[source_words(book, said.statement, now)] = None
        place[found] = ORDER.index((found[0], said.truth == Truth.UNKNOWN and found[0] in (AGAINST, OPEN)))
    return [(*found, listed(groups[found], SHORT)) for found in sorted(groups, key=lambda found: place[found])]


def outcome(book: Book, said: Said, option: Option) -> tuple[str, str]:
    """The verdict of a statement and what it rests on: what must still be known, what fails, or else what holds."""
    if said.state != CURRENT:
        return ENDED, "no longer current"
    if said.silent:
        return SILENT, "says nothing about such a profile"
    words: dict[str, list[str]] = {}
    for mark, item in checklist(book, said.statement, option.facts):
        words.setdefault(mark, []).append(item)
    reason = reason_words(words.get(MARKS[said.truth], ()))
    if said.statement.direction == "against":
        about = "" if is_about(option, said) else f"{treatment_name(book, said.statement.treatment)}: "
        open_for = f", if {reason}" if said.truth == Truth.UNKNOWN else ""
        return AGAINST, f"{about}{said.statement.strength}{open_for}"
    return STATEMENT_VERDICTS[said.truth], f"{LEAD[said.truth]}{reason}"


def reason_words(items: Sequence[str]) -> str:
    """What a verdict rests on, as one sentence: a choice that stands alone needs no brackets."""
    alone = items[0] if len(items) == 1 else ""
    return alone[1:-1] if alone.startswith("(") and alone.endswith(")") else " and ".join(items) or UNCONDITIONAL


def option_blocks(book: Book, option: Option, now: Moment, *, verbose: bool) -> Iterator[Block]:
    """A treatment: its verdict, and each statement about it, with its checklist below if it may apply."""
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
    """The statements shown in full: those that may apply, or all if none may."""
    return [one for one in every if one.state == CURRENT and one.truth != Truth.NO and not one.silent] or every


def failing_words(book: Book, said: Said, facts: Mapping[str, Fact]) -> str:
    """The part of a condition that fails, written after the heading of its statement."""
    fails = [words for mark, words in checklist(book, said.statement, facts) if mark == MARKS[Truth.NO]]
    return f"; fails: {', '.join(fails)}" if fails else ""


def statement_rows(book: Book, said: Said, facts: Mapping[str, Fact], now: Moment) -> Iterator[tuple[str, str]]:
    """What a statement requires, one item per row; what else it says, and where."""
    statement = said.statement
    yield from checklist(book, statement, facts) or [("", UNCONDITIONAL)]
    yield from ((label, text) for label, text in (("note", statement.text), *notes(book, statement, now)) if text)
    yield ("source", place_words(statement))
