"""Free text to tokens: the longest known names first, then marks, joiners and unknown words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from mbc_cli.book.names import ARROW, NUMBERED, as_written, fold
from mbc_cli.reading.acronyms import acronym_names, with_inside
from mbc_cli.reading.amounts import (
    DOSE_AFTER_ACRONYM,
    DOSE_DENSE,
    DOSE_DENSE_IN_CAPITALS,
    DOSE_IN_ACRONYM,
    MARKS,
    WEEKLY,
    Mark,
)
from mbc_cli.reading.boxes import boxes
from mbc_cli.reading.plain import Runs, plain_names
from mbc_cli.reading.records import record_numbers
from mbc_cli.reading.tokens import Spans, Token, blanked, place
from mbc_cli.reading.words import LABELLED, RUN, UNKNOWN, Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.medicines import Others
    from mbc_cli.book.names import Names
    from mbc_cli.reading.words import Lexicon

LETTERS = re.compile(r"[A-Za-z]+\d*")
GLUED_ON = re.compile(r"(?:dd|DD|wk?)[A-Z]|[A-Za-z]-?\d\d")  # what any mark inside a run has
JOINERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("optional", r"\+\s?/\s?-|±|\(\s?\+\s?/\s?-\s?\)"),
        ("then", rf"\s*(?:{ARROW}|à(?!\w))"),
        ("and", r"[+,;&_|]|w/"),
        ("slash", r"/"),
        ("hyphen", r"[-‐-―−]"),
        ("stop", r"[.:!?](?=\s|$)"),
        ("open", r"[(\[{]"),
        ("close", r"[)\]}]"),
        ("sign", r"[^\w\s]"),
    )
)
GLUED_MARKS = (
    (DOSE_DENSE, "schedule"),
    (DOSE_DENSE_IN_CAPITALS, "schedule"),
    (WEEKLY, "schedule"),
    (DOSE_IN_ACRONYM, "dose"),
)
NOT_DONE = Known(after="negated", roles=frozenset({"negated"}))
"""What a negation means when hyphenated to what was not done: the "not-done" of a record."""
EMPTIED = re.compile(r"(?<=[A-Z])\(\s*\)")  # of an acronym's dose: the "AC(      ) -> D" of "AC(60/600) -> D"
APOSTROPHE = re.compile(r"\w['’]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
COUNTED_LETTER = re.compile(r"[A-Z]x\d")  # a drug by its letter, and a count: "Tx12" is not "treatment 12"
RUN_BEFORE = re.compile(r"[^\W_]+\s+$")
CONTRACTED = re.compile(r"['’-][^\W_]")  # what begins with a known word is another word: "no-show", "on-study"


def scan(names: Names, lexicon: Lexicon, text: str, others: Others | None = None) -> tuple[list[Token], list[Token]]:
    """The tokens of a cleaned text, in order and without gaps except spaces; and every mark, even those in names."""
    runs = Runs.of(text)
    plain = list(plain_names(names, lexicon, runs, others))
    numbered = [] if names.numbered.isdisjoint(runs.folded) else list(numbered_names(names, text, plain))
    records = list(record_numbers(names, lexicon, runs, [*plain, *numbered]))
    records += boxes(text, [*plain, *numbered, *records])
    named = [(token.start, token.end) for token in (*plain, *numbered, *records)]
    marks = list(marks_outside(names, lexicon, runs, named))
    bare = EMPTIED.sub(spaces, blanked(text, [*marks, *records]))
    acronyms = [token for token in acronym_names(names, bare, plain) if not is_in_phrase(lexicon, text, token)]
    found = best([*plain, *numbered, *acronyms, *whole_name(names, text)])
    read_off = sorted((mark_token(lexicon, mark) for mark in marks), key=place)
    kept = outside([*read_off, *records], found)
    fixed = sorted([*(as_word(lexicon, token) for token in found), *kept], key=place)
    return list(filled(lexicon, text, fixed)), read_off


def is_in_phrase(lexicon: Lexicon, text: str, token: Token) -> bool:
    """Whether something that is no treatment begins or ends a longer known phrase: the PD of "PD on letrozole"."""
    if any(match.kind != "lookalike" for match in token.matches):
        return False
    before = RUN_BEFORE.search(text, 0, token.start)
    ends = lexicon.at(text, token.start, len(text))[1] > token.end
    return ends or (before is not None and lexicon.at(text, before.start(), len(text))[1] >= token.end)


def spaces(found: re.Match[str]) -> str:
    """As many spaces as a stretch has characters."""
    return " " * len(found[0])


def numbered_names(names: Names, text: str, plain: list[Token]) -> Iterator[Token]:
    """Trials and protocols, found before any number is taken for a dose: "KEYNOTE 522"."""
    found = acronym_names(names, text, plain)
    yield from (token for token in found if any(match.kind in NUMBERED for match in token.matches))


def whole_name(names: Names, text: str) -> list[Token]:
    """The whole text as one acronym if the data has it, including numbers and brackets: "NCCP 254"."""
    matches = [] if text.isdigit() else names.acronyms(text)
    written = any(match.written.casefold() == text.casefold() for match in matches)
    return [Token("name", text, 0, len(text), tuple(matches))] if written else []


def outside(tokens: list[Token], taken: list[Token]) -> list[Token]:
    """The tokens that do not begin inside one already taken; all sorted."""
    spans = sorted((token.start, token.end) for token in taken)
    starts = [start for start, _ in spans]
    last = [bisect_right(starts, token.start) - 1 for token in tokens]
    return [token for token, n in zip(tokens, last, strict=True) if n < 0 or spans[n][1] <= token.start]


def as_word(lexicon: Lexicon, token: Token) -> Token:
    """A name, which may also be a known word: "chemotherapy"."""
    known, stop = lexicon.at(token.text, 0, len(token.text))
    return replace(token, known=known) if known.roles and stop == len(token.text) else token


def mark_token(lexicon: Lexicon, mark: Mark) -> Token:
    """A mark as a token, which may also be a known word."""
    known, stop = lexicon.at(mark.text, 0, len(mark.text))
    known = known if stop == len(mark.text) else UNKNOWN
    return Token("mark", mark.text, mark.start, mark.end, of=mark.kind, known=known)


def marks_outside(names: Names, lexicon: Lexicon, runs: Runs, spans: list[tuple[int, int]]) -> Iterator[Mark]:
    """Doses, schedules and the like that are not part of a name, including prefixes and doses inside acronyms."""
    text, taken = runs.text, Spans(spans)
    every = (numbers(masked(text, spans)), worded(lexicon, runs), glued_on(names, lexicon, text), behind_acronyms(text))
    for mark in chain.from_iterable(every):
        if not taken.meet(mark.start, mark.end):
            yield mark
            taken.add(mark.start, mark.end)


def numbers(text: str) -> Iterator[Mark]:
    """Amounts in figures, and their signs."""
    for found in MARKS.finditer(text):
        yield Mark(str(found.lastgroup), found[0].strip(" ()"), *found.span())


def worded(lexicon: Lexicon, runs: Runs) -> Iterator[Mark]:
    """Amounts in words, from the data; none right after an apostrophe."""
    begun = (span for span in runs.spans if runs.text[slice(*span)].casefold() in lexicon.amounts)
    for start, end in begun:
        role, stop = lexicon.amount(runs.text, start, end)
        if role and not APOSTROPHE.match(runs.text, max(0, start - 2)):
            yield Mark(role, runs.text[start:stop], start, stop)


def glued_on(names: Names, lexicon: Lexicon, text: str) -> Iterator[Mark]:
    """What is attached to an acronym: the dd of ddAC, the 100 of FEC100."""
    for run in glued_runs(text, names, lexicon) if GLUED_ON.search(text) else ():
        yield from marks_inside(run, names)


def behind_acronyms(text: str) -> Iterator[Mark]:
    """Doses after an acronym: "FEC 100"."""
    for found in DOSE_AFTER_ACRONYM.finditer(text):
        yield Mark("dose", found[1], *found.span(1))


def glued_runs(text: str, names: Names, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """The letters, and the digits after them, of the runs that as a whole are not an acronym or a word."""
    unknown = (run for run in RUN.finditer(text) if fold(run[0], marks=True) not in names.marked)
    unknown = (run for run in unknown if not lexicon.at(text, *run.span())[0].roles)
    return (found for whole in unknown for found in LETTERS.finditer(text, *whole.span()))


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with its names masked, so that no mark begins inside one: the "1 x" of "TDM-1 x 12 cycles"."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [text[at:start], "\0" * (end - max(start, at))]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def marks_inside(run: re.Match[str], names: Names) -> Iterator[Mark]:
    """ "dd" of ddAC and DDAC, "w" of wTH, "100" of FEC100: only if the rest is a known acronym or one letter."""
    for pattern, kind in GLUED_MARKS:
        if not (found := pattern.search(run[0])):
            continue
        rest = run[0][: found.start()] + run[0][found.end() :]
        if names.regimens(rest) or len(rest) == 1:
            yield Mark(kind, found[1], run.start() + found.start(1), run.start() + found.end(1))


def best(tokens: list[Token]) -> list[Token]:
    """The longest of overlapping names; of equally long ones, the plain name and the acronym as one token."""
    kept: dict[tuple[int, int], Token] = {}
    taken = Spans(())
    plain = sorted((token for token in tokens if not token.acronym), key=place)
    starts = [token.start for token in plain]
    for token in sorted(tokens, key=lambda token: (token.start - token.end, token.acronym)):
        span = (token.start, token.end)
        if span in kept:
            both = as_written(token.text, [*kept[span].matches, *token.matches])
            kept[span] = replace(kept[span], kind="name", matches=both, of="")
        elif not taken.meet(*span):
            within = plain[bisect_left(starts, token.start) : bisect_left(starts, token.end)]
            kept[span] = with_inside(token, within) if token.kind == "name" and token.acronym else token
            taken.add(*span)
    return list(kept.values())


def filled(lexicon: Lexicon, text: str, fixed: list[Token]) -> Iterator[Token]:
    """The fixed tokens, with joiners and known and unknown words between them."""
    at = 0
    for token in [*fixed, Token("stop", "", len(text), len(text))]:
        yield from between(lexicon, text, at, token.start)
        if token.text and token.start >= at:
            yield token
        at = max(at, token.end)


def between(lexicon: Lexicon, text: str, at: int, end: int) -> Iterator[Token]:
    """The joiners and words of a stretch without names."""
    before: Token | None = None
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        token = known_word(lexicon, text, at, end) or sign_or_word(lexicon, text, at, end)
        yield replace(token, known=LABELLED) if before and is_labelled(before, token) else token
        before, at = token, token.end


def is_labelled(before: Token, token: Token) -> bool:
    """Whether the word before one shows that it is a letter that labels something, or the name of a person."""
    letter = (before.means("label") or before.means("arm")) and len(token.text) == 1
    return token.kind == "word" and (letter or before.means("title"))


def known_word(lexicon: Lexicon, text: str, at: int, end: int) -> Token | None:
    """The known word or phrase that begins at `at`, as a joiner if it is one, or else as a word."""
    known, stop = lexicon.at(text, at, end)
    if not known.roles or CONTRACTED.match(text, stop, end) or COUNTED_LETTER.match(text, at, stop + 1):
        return None
    return Token(known.joiner or "word", text[at:stop], at, stop, known=known)  # type: ignore[arg-type]


def sign_or_word(lexicon: Lexicon, text: str, at: int, end: int) -> Token:
    """What begins at `at`: a sign that joins, a number, or a word up to the next space or sign."""
    for kind, pattern in JOINERS:
        if (found := pattern.match(text, at, end)) and found.end() > at:
            return Token(kind, found[0].strip(), at, found.end())  # type: ignore[arg-type]
    if found := NUMBER.match(text, at, end):
        return Token("mark", found[0], at, found.end())
    found = WORD.match(text, at, end)
    stop = found.end() if found else at + 1
    return Token("word", text[at:stop], at, stop, known=compound(lexicon, text, at, stop))


def compound(lexicon: Lexicon, text: str, at: int, stop: int) -> Known:
    """What a hyphenated word says: nothing, if all its parts say nothing; "not-done"; or another formulation."""
    parts = [found.span() for found in RUN.finditer(text, at, stop)]
    if len(parts) < 2:
        return UNKNOWN
    known = [lexicon.at(text, *part)[0] for part in parts]
    if all(found.roles and not found.before and not found.after for found in known):
        return Known(roles=frozenset().union(*(found.roles for found in known)))
    if len(known) == 2 and known[0].before == NOT_DONE.after and "act" in known[1].roles:
        return NOT_DONE
    return next((found for found in known if "formulation" in found.roles), UNKNOWN)
