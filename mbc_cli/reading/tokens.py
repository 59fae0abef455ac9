"""Free text to tokens: the longest known name first, then marks, joiners, and words that are not known."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from mbc_cli.book.names import ARROW, FUSED_BY, SALT, SEQUENCE, SHORT_NAME, THEN, clean, fold
from mbc_cli.reading.amounts import DOSE_AFTER_ACRONYM, DOSE_DENSE, DOSE_IN_ACRONYM, MARKS, WEEKLY, Mark
from mbc_cli.reading.words import RUN, UNKNOWN, Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.book.medicines import Others
    from mbc_cli.book.names import Match, Names
    from mbc_cli.reading.words import Lexicon

LETTERS = re.compile(r"[A-Za-z]+\d*")
THEN_HERE = re.compile(rf"{ARROW}|(?<![^\W_])(?:{THEN})(?![^\W_])", re.IGNORECASE)  # without the spaces of SEQUENCE
# What may stand between the words of a drug name ("5-FU", "pertuzumab, trastuzumab and ...", "DS-8201(a)").
NAME_GAP = re.compile(r"[\s\-_‐-―.,®™()'’]{0,4}|(?<=\d)/")
ACRONYM_GAP = re.compile(rf"[\s+&/\-‐-―]*|{SEQUENCE.pattern}", re.IGNORECASE)
LONGEST = 9
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
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
CONTRACTED = re.compile(r"['’-][^\W_]")  # what a known word begins is another word: "no-show", "on-study"
LABELLED = Known(roles=frozenset({"label"}))  # the B of "arm B"
TokenKind = Literal[
    "name",
    "other",
    "mark",
    "optional",
    "versus",
    "or",
    "then",
    "and",
    "slash",
    "hyphen",
    "stop",
    "open",
    "close",
    "sign",
    "word",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; a name has the entries that it may mean, and an acronym the names spelled out inside it.

    `spelled`: the names inside are all of it, as in "paclitaxel + bevacizumab", which is an acronym by its entry only.
    `of` is the kind of a mark, the ingredient of another medicine (`use` its use), or from what to what a name was
    corrected; `known` is what a known word says.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    matches: tuple[Match, ...] = ()
    inside: tuple[Match, ...] = ()
    spelled: bool = field(default=False, compare=False)
    of: str = field(default="", compare=False)
    use: str = field(default="", compare=False)
    known: Known = field(default=UNKNOWN, compare=False)

    def means(self, role: str) -> bool:
        """Whether it is a word of a role."""
        return role in self.known.roles

    @property
    def acronym(self) -> bool:
        """Whether it is written like a regimen rather than a drug or class."""
        return any(match.kind in ("regimen", "lookalike") for match in self.matches)


def scan(names: Names, lexicon: Lexicon, text: str, others: Others | None = None) -> tuple[list[Token], list[Token]]:
    """The tokens of a cleaned text, in order without gaps but for spaces; and every mark, inside names too."""
    plain = list(plain_names(names, Runs.of(text), others))
    marks = list(marks_outside(text, [(token.start, token.end) for token in plain], names))
    bare = blanked(text, marks)
    found = best([*plain, *acronym_names(names, bare, plain)])
    read_off = sorted((mark_token(lexicon, mark) for mark in marks), key=place)
    kept = outside(read_off, found)
    fixed = sorted([*(as_word(lexicon, token) for token in found), *kept], key=place)
    return list(filled(lexicon, text, fixed)), read_off


def outside(tokens: list[Token], taken: list[Token]) -> list[Token]:
    """The tokens that do not begin inside a taken one; all sorted."""
    spans = sorted((token.start, token.end) for token in taken)
    starts = [start for start, _ in spans]
    last = [bisect_right(starts, token.start) - 1 for token in tokens]
    return [token for token, n in zip(tokens, last, strict=True) if n < 0 or spans[n][1] <= token.start]


def as_word(lexicon: Lexicon, token: Token) -> Token:
    """A name, which may be a known word as well: "chemotherapy"."""
    known, stop = lexicon.at(token.text, 0, len(token.text))
    return replace(token, known=known) if known.roles and stop == len(token.text) else token


def mark_token(lexicon: Lexicon, mark: Mark) -> Token:
    """A mark as a token, which may be a known word as well."""
    known, stop = lexicon.at(mark.text, 0, len(mark.text))
    known = known if stop == len(mark.text) else UNKNOWN
    return Token("mark", mark.text, mark.start, mark.end, of=mark.kind, known=known)


def place(token: Token) -> int:
    """Where a token begins."""
    return token.start


class Runs(NamedTuple):
    """The runs of letters and digits of a text: where they stand, and folded."""

    text: str
    spans: list[tuple[int, int]]
    folded: list[str]

    @classmethod
    def of(cls, text: str) -> Runs:
        """The runs of a text."""
        spans = [found.span() for found in RUN.finditer(text)]
        return cls(text, spans, [fold(text[start:end]) for start, end in spans])


def plain_names(names: Names, runs: Runs, others: Others | None) -> Iterator[Token]:
    """Drugs, brands, classes and other medicines, the longest at each place, from left to right."""
    text, at = runs.text, 0
    while at < len(runs.spans):
        last, known = longest_plain(names, runs, at, others)
        if last is None:
            at += 1
            continue
        start, bare_end = runs.spans[at][0], runs.spans[last][1]
        end = with_tail(names, text, start, bare_end)
        if known and DOSE_DENSE.match(text[start:end]) and len(text[start:end]) <= SHORT_NAME:
            at += 1  # "ddP" is a dose-dense P, not DDP
            continue
        if known:
            yield Token("name", text[start:end], start, end, tuple(names.named(text[start:bare_end])))
        elif others and (other := others.find(text[start:bare_end])):
            yield Token("other", text[start:end], start, end, of=other.ingredient, use=other.use)
        at = next((n for n in range(last + 1, len(runs.spans)) if runs.spans[n][0] >= end), len(runs.spans))


def longest_plain(names: Names, runs: Runs, first: int, others: Others | None) -> tuple[int | None, bool]:
    """The last run of the longest name that begins at run `first`, and whether it is a name of the vocabulary."""
    key, found, known = "", None, False
    for n in range(first, min(first + LONGEST, len(runs.spans))):
        if n > first and not NAME_GAP.fullmatch(runs.text, runs.spans[n - 1][1], runs.spans[n][0]):
            break
        key += runs.folded[n]
        spaced = " " in runs.text[runs.spans[first][0] : runs.spans[n][1]]
        if spaced and len(key) <= SHORT_NAME and key.isalpha():
            continue  # an abbreviation has no space in it: "s/p AC" has no "pac"
        if key in names.plain:
            found, known = n, True
        elif others and key in others.by_name and (len(key) > SHORT_NAME or len(runs.spans) == 1):
            found, known = n, False
    return found, known


def is_weak(token: Token) -> bool:
    """Whether a short name stands in a case that no abbreviation has ("gem", "cape"): read only beside a treatment."""
    if len(fold(token.text)) > SHORT_NAME or any(char.isdigit() for char in token.text):
        return False
    return not token.text.isupper() and all(match.written != token.text for match in token.matches)


def with_tail(names: Names, text: str, start: int, end: int) -> int:
    """The end of a name with the salt or the four-letter biologic suffix that follows it."""
    tail = re.compile(r"[\s,(]+[A-Za-z]{3,15}\)?(?![A-Za-z])").match(text, end)
    if tail and SALT.search(text[start : tail.end()]):
        return tail.end()
    suffix = re.compile(r"-[a-z]{4}(?![A-Za-z0-9])").match(text, end)
    known = suffix and names.unsuffixed(text[start : suffix.end()]) == text[start:end]
    return suffix.end() if suffix and known else end


def marks_outside(text: str, spans: list[tuple[int, int]], names: Names) -> Iterator[Mark]:
    """Doses, schedules and the like that are no part of a name, prefixes and doses inside acronyms included."""
    taken = Spans(spans)
    for found in MARKS.finditer(text):
        if not taken.meet(*found.span()):
            yield Mark(str(found.lastgroup), found[0].strip(" ()"), *found.span())
            taken.add(*found.span())
    for run in LETTERS.finditer(text):
        if not taken.meet(run.start(), run.start() + 1):
            yield from marks_inside(run, names)
    for found in DOSE_AFTER_ACRONYM.finditer(text):
        if not taken.meet(*found.span()):
            yield Mark("dose", found[1], *found.span(1))


class Spans:
    """Stretches of a text that do not overlap, and whether another meets one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)

    def meet(self, start: int, end: int) -> bool:
        """Whether a stretch overlaps one of them."""
        at = bisect_right(self.spans, (start, end))
        before = at > 0 and self.spans[at - 1][1] > start
        return before or (at < len(self.spans) and self.spans[at][0] < end)

    def add(self, start: int, end: int) -> None:
        """Add a stretch that meets none of them."""
        insort(self.spans, (start, end))


def marks_inside(run: re.Match[str], names: Names) -> Iterator[Mark]:
    """ "dd" of ddAC, "w" of wTH, "100" of FEC100: only where the rest is a known acronym or one letter of one."""
    for pattern, kind in ((DOSE_DENSE, "schedule"), (WEEKLY, "schedule"), (DOSE_IN_ACRONYM, "dose")):
        if not (found := pattern.search(run[0])):
            continue
        rest = run[0][: found.start()] + run[0][found.end() :]
        whole = fold(run[0], marks=True) in names.marked
        if not whole and (fold(rest, marks=True) in names.marked or len(rest) == 1):
            yield Mark(kind, found[1], run.start() + found.start(1), run.start() + found.end(1))


def blanked(text: str, marks: Iterable[Mark | Token]) -> str:
    """The text with its marks replaced by spaces of the same length."""
    pieces, at = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        pieces += [text[at : mark.start], " " * (mark.end - max(at, mark.start))]
        at = max(at, mark.end)
    return "".join([*pieces, text[at:]])


def acronym_names(names: Names, text: str, plain: list[Token]) -> Iterator[Token]:
    """Regimens and look-alikes, the longest at each place; in a sentence only as written or in capitals.

    None takes a part of a `plain` name away: in "epi-Adriamycin/Cytoxan" there is no "Adriamycin/Cytoxan".
    """
    runs = [found.span() for found in RUN.finditer(text)]
    whole = fold(text, marks=True)
    taken = [(name.start, name.end) for name in plain]
    letters_of = list(acronym_letters(text, runs))
    i = 0
    while i < len(runs):
        found = None
        letters = ""
        for j in range(i, min(i + LONGEST, len(runs))):
            if j > i and not may_join(text, runs, j) and not _word(text, runs, i, j):
                break
            if SEQUENCE.fullmatch(text, *runs[j]) or SEQUENCE.fullmatch(text, *runs[i]):
                continue  # "DM1 then" is no way to write DM1: the "then" belongs to what follows
            letters += letters_of[j]
            if letters not in names.acronym_letters:
                break
            if not names.acronym_letters[letters]:
                continue
            piece = text[runs[i][0] : runs[j][1]]
            matches = names.acronyms(piece)
            if matches and cuts(runs[i][0], runs[j][1], taken):
                continue
            if matches and (whole == fold(piece, marks=True) or cased(piece, matches)):
                found = (j, matches)
        if found is None:
            i += 1
            continue
        last, matches = found
        yield Token("name", clean(text[runs[i][0] : runs[last][1]]), runs[i][0], runs[last][1], tuple(matches))
        i = last + 1


def may_join(text: str, runs: list[tuple[int, int]], j: int) -> bool:
    """Whether run `j` may go on with the acronym before it; a comma may stand before "then"."""
    gap = (runs[j - 1][1], runs[j][0])
    then = bool(SEQUENCE.fullmatch(text, *runs[j])) and text[slice(*gap)].strip() in (",", ";")
    return then or bool(ACRONYM_GAP.fullmatch(text, *gap))


def _word(text: str, runs: list[tuple[int, int]], i: int, j: int) -> bool:
    """Whether run `j` belongs to a mark of sequence made of words, such as "followed by"."""
    joined = text[runs[i][0] : runs[j][1]]
    return bool(re.search(r"(?:followed|suivi|gefolgt|seguid[oa])$", joined, re.IGNORECASE))


def cased(piece: str, matches: list[Match]) -> bool:
    """Whether the letters stand as the data has them or in capitals; a written-out word may be in any case."""
    letters = [char for char in without_sequence(piece) if char.isalpha()]
    if all(char.isupper() for char in letters):
        return True
    given = "".join(letters)
    for match in matches:
        written = "".join(char for char in without_sequence(match.written) if char.isalpha())
        if given == written or (given.casefold() == written.casefold() and re.search(r"[a-z]{4}", match.written)):
            return True
    return False


def without_sequence(text: str) -> str:
    """The text without its marks of sequence, words such as "then" included."""
    return SEQUENCE.sub("", FUSED_BY.sub("", clean(text)))


def best(tokens: list[Token]) -> list[Token]:
    """Of names that overlap, the longest; of equally long ones the plain name and the acronym as one token."""
    kept: dict[tuple[int, int], Token] = {}
    taken = Spans(())
    plain = sorted((token for token in tokens if not token.acronym), key=place)
    starts = [token.start for token in plain]
    for token in sorted(tokens, key=lambda token: (token.start - token.end, token.acronym)):
        span = (token.start, token.end)
        if span in kept:
            both = tuple(dict.fromkeys((*kept[span].matches, *token.matches)))
            kept[span] = replace(kept[span], kind="name", matches=both, of="")
        elif not taken.meet(*span):
            within = plain[bisect_left(starts, token.start) : bisect_left(starts, token.end)]
            kept[span] = with_inside(token, within) if token.kind == "name" and token.acronym else token
            taken.add(*span)
    return list(kept.values())


def cuts(start: int, end: int, names: list[tuple[int, int]]) -> bool:
    """Whether a piece of the text begins or ends in the middle of a name (sorted spans) and goes on outside it."""
    first, last = bisect_left(names, (start, 0)) - 1, bisect_left(names, (end, 0)) - 1
    begins_inside = first >= 0 and start < names[first][1] < end
    return begins_inside or (last >= 0 and start < names[last][0] and end < names[last][1])


def acronym_letters(text: str, runs: list[tuple[int, int]]) -> Iterator[str]:
    """Of each run what `Names.acronym_letters` has of it: nothing of a word for "then"."""
    then = Spans(found.span() for found in THEN_HERE.finditer(text))
    for start, end in runs:
        run = text[start:end]
        yield "" if then.meet(start, end) or run.casefold() == "à" else fold(FUSED_BY.sub("", run))


def with_inside(acronym: Token, within: list[Token]) -> Token:
    """An acronym with the names spelled out in it, in order: "Docetaxel Phesgo"."""
    names = [token for token in within if token.end <= acronym.end]
    rest = blanked(
        acronym.text, [Mark("", "", token.start - acronym.start, token.end - acronym.start) for token in names]
    )
    inside = tuple(match for token in names for match in token.matches[:1])
    return replace(acronym, inside=inside, spelled=bool(names) and not fold(without_sequence(rest)))


def filled(lexicon: Lexicon, text: str, fixed: list[Token]) -> Iterator[Token]:
    """The fixed tokens with joiners, known and unknown words between them."""
    at = 0
    for token in [*fixed, Token("stop", "", len(text), len(text))]:
        yield from between(lexicon, text, at, token.start)
        if token.text and token.start >= at:
            yield token
        at = max(at, token.end)


def between(lexicon: Lexicon, text: str, at: int, end: int) -> Iterator[Token]:
    """Joiners and words of a stretch without names."""
    labels = False
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        token = known_word(lexicon, text, at, end) or sign_or_word(lexicon, text, at, end)
        yield replace(token, known=LABELLED) if labels and len(token.text) == 1 and token.kind == "word" else token
        labels, at = token.means("label"), token.end


def known_word(lexicon: Lexicon, text: str, at: int, end: int) -> Token | None:
    """The known word or phrase that begins at `at`, as the joiner that it is or as a word."""
    known, stop = lexicon.at(text, at, end)
    if not known.roles or CONTRACTED.match(text, stop, end):
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
    """What a word with hyphens says: nothing where all of its parts are known to; or that of another formulation."""
    parts = [found.span() for found in RUN.finditer(text, at, stop)]
    if len(parts) < 2:
        return UNKNOWN
    known = [lexicon.at(text, *part)[0] for part in parts]
    if all(found.roles and not found.before and not found.after for found in known):
        return Known(roles=frozenset().union(*(found.roles for found in known)))
    return next((found for found in known if "formulation" in found.roles), UNKNOWN)
