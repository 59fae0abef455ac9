"""Where the names of a text are in it, as it was written.

What is read is the cleaned text: without invisible characters, and with spaces where names were run together. So the
places of its tokens are mapped back to the text by the letters and digits that the two have in common.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from mbc_cli.reading.words import RUN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.treatment import Treatment

LONGEST_COMPARED = 4_000  # letters and digits of a text that was changed: the time to compare two grows with its square
OTHER, UNSURE = "other medicine", "unsure"


class Span(NamedTuple):
    """A name in a text: its characters from `start` up to `end`, what it is, and what is said about it.

    `id` has the regimens that an acronym may mean, or else drugs and classes, joined by ";"; for a medicine outside
    the vocabulary, its ingredient. `role` is "given", "unsure" (another drug may be meant), "other medicine", or what
    the text says: "declined", "planned", "prior" ...
    """

    start: int
    end: int
    id: str
    role: str


def spans(found: Treatment, written: str) -> tuple[Span, ...]:
    """The names of a reading, in order, with their places in the text as it was written."""
    if found.text == written:
        return tuple(sorted(named(found)))
    back, changed = places_of(found.text, written)
    every = (brought_back(span, back) for span in sorted(named(found)))
    kept = (span for span in every if span is not None)
    return tuple(map(partial(with_whole_words, text=written), kept) if changed else kept)


def named(found: Treatment) -> Iterator[Span]:
    """The names of a reading, with their places in what was read."""
    yield from (span_of(mention, mention.role) for mention in (*found.given, *found.mentioned))
    yield from (span_of(mention, UNSURE) for mention in found.unsure)
    yield from (Span(token.start, token.end, token.of, OTHER) for token in found.others)


def span_of(mention: Mention, role: str) -> Span:
    """The place of a mention, and what it is."""
    ids = [reading.id for reading in mention.readings] or mention.drugs
    return Span(mention.token.start, mention.token.end, ";".join(dict.fromkeys(ids)), role)


def brought_back(span: Span, back: Mapping[int, int]) -> Span | None:
    """A span with its place in the text as it was written; None if the place is unknown."""
    known = [back[n] for n in range(span.start, span.end) if n in back]
    return span._replace(start=min(known), end=max(known) + 1) if known else None


def with_whole_words(span: Span, text: str) -> Span:
    """A span widened to include all of the words in which it begins and ends: "FE75C", which was read as FEC and 75."""
    words = [found.span() for found in RUN.finditer(text) if found.start() < span.end and span.start < found.end()]
    return span._replace(start=min(span.start, words[0][0]), end=max(span.end, words[-1][1])) if words else span


def places_of(read: str, written: str) -> tuple[Mapping[int, int], bool]:
    """Where each letter and digit of what was read is in what was written; and whether any were changed."""
    mine = [(n, char) for n, char in enumerate(read) if char.isalnum()]
    theirs = [(n, char) for n, each in enumerate(written) for char in normalize("NFKC", each) if char.isalnum()]
    if [char for _, char in mine] == [char for _, char in theirs]:
        return {n: m for (n, _), (m, _) in zip(mine, theirs, strict=True)}, False
    if max(len(mine), len(theirs)) > LONGEST_COMPARED:
        return {}, True
    read, written = ("".join(char for _, char in each) for each in (mine, theirs))
    blocks = SequenceMatcher(None, read, written, autojunk=False).get_matching_blocks()
    return {mine[at + k][0]: theirs[other + k][0] for at, other, size in blocks for k in range(size)}, True
