"""Free text to tokens: the longest known name first, then marks, joiners, and words that are not known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from mbc_cli.book.names import FUSED_BY, SALT, SEQUENCE, SHORT_NAME, clean, fold
from mbc_cli.reading.amounts import DOSE_AFTER_ACRONYM, DOSE_DENSE, DOSE_IN_ACRONYM, MARKS, WEEKLY, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.medicines import Others
    from mbc_cli.book.names import Match, Names

RUN = re.compile(r"[^\W_]+")
# What may stand between the words of a drug name ("5-FU", "pertuzumab, trastuzumab and ...", "DS-8201(a)").
NAME_GAP = re.compile(r"[\s\-‐-―.,®™()'’]{0,4}|(?<=\d)/")
ACRONYM_GAP = re.compile(rf"[\s+&/\-‐-―]*|{SEQUENCE.pattern}", re.IGNORECASE)
LONGEST = 9
JOINERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("optional", r"\+\s?/\s?-|±|\(\s?\+\s?/\s?-\s?\)|(?:with or without|and/or|mit oder ohne)(?!\w)"),
        ("versus", r"(?:vs\.?|versus)(?!\w)"),
        ("or", r"(?:or|oder|ou)(?!\w)"),
        ("then", rf"{SEQUENCE.pattern}|\s*à(?!\w)"),
        ("and", r"[+,;&_|]|(?:and|with|plus|und|et|y|e|en|mit|con|avec|w/)(?!\w)"),
        ("slash", r"/"),
        ("hyphen", r"[-‐-―−]"),
        ("stop", r"[.:!?](?=\s|$)"),
        ("open", r"[(\[{]"),
        ("close", r"[)\]}]"),
        ("sign", r"[^\w\s]"),
    )
)
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
    """A piece of the text; a name has the entries that it may mean, and an acronym the names spelled out inside it."""

    kind: TokenKind
    text: str
    start: int
    end: int
    matches: tuple[Match, ...] = ()
    inside: tuple[Match, ...] = ()
    of: str = field(default="", compare=False)

    @property
    def acronym(self) -> bool:
        """Whether it is written like a regimen rather than a drug or class."""
        return any(match.kind in ("regimen", "lookalike") for match in self.matches)


def scan(names: Names, text: str, others: Others | None = None) -> tuple[list[Token], list[Token]]:
    """The tokens of a cleaned text, in order without gaps but for spaces; and every mark, inside names too."""
    plain = list(plain_names(names, Runs.of(text), others))
    marks = list(marks_outside(text, [(token.start, token.end) for token in plain], names))
    bare = blanked(text, marks)
    found = best([*plain, *acronym_names(names, bare, plain)])
    read_off = sorted((Token("mark", mark.text, mark.start, mark.end, of=mark.kind) for mark in marks), key=place)
    kept = [mark for mark in read_off if not any(token.start <= mark.start < token.end for token in found)]
    return list(filled(text, sorted([*found, *kept], key=place))), read_off


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
            yield Token("other", text[start:end], start, end, of=other.ingredient)
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
    taken = list(spans)
    for found in MARKS.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in spans):
            yield Mark(str(found.lastgroup), found[0].strip(" ()"), *found.span())
            taken.append(found.span())
    for run in re.finditer(r"[A-Za-z]+\d*", text):
        if not any(start <= run.start() < end for start, end in taken):
            yield from marks_inside(run, names)
    for found in DOSE_AFTER_ACRONYM.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            yield Mark("dose", found[1], *found.span(1))


def marks_inside(run: re.Match[str], names: Names) -> Iterator[Mark]:
    """ "dd" of ddAC, "w" of wTH, "100" of FEC100: only where the rest is a known acronym or one letter of one."""
    for pattern, kind in ((DOSE_DENSE, "schedule"), (WEEKLY, "schedule"), (DOSE_IN_ACRONYM, "dose")):
        if not (found := pattern.search(run[0])):
            continue
        rest = run[0][: found.start()] + run[0][found.end() :]
        whole = fold(run[0], marks=True) in names.marked
        if not whole and (fold(rest, marks=True) in names.marked or len(rest) == 1):
            yield Mark(kind, found[1], run.start() + found.start(1), run.start() + found.end(1))


def blanked(text: str, marks: list[Mark]) -> str:
    """The text with its marks replaced by spaces of the same length."""
    for mark in marks:
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def acronym_names(names: Names, text: str, plain: list[Token]) -> Iterator[Token]:
    """Regimens and look-alikes, the longest at each place; in a sentence only as written or in capitals.

    None takes a part of a `plain` name away: in "epi-Adriamycin/Cytoxan" there is no "Adriamycin/Cytoxan".
    """
    runs = [found.span() for found in RUN.finditer(text)]
    whole = clean(text)
    i = 0
    while i < len(runs):
        found = None
        for j in range(i, min(i + LONGEST, len(runs))):
            if j > i and not may_join(text, runs, j) and not _word(text, runs, i, j):
                break
            if SEQUENCE.fullmatch(text, *runs[j]) or SEQUENCE.fullmatch(text, *runs[i]):
                continue  # "DM1 then" is no way to write DM1: the "then" belongs to what follows
            piece = text[runs[i][0] : runs[j][1]]
            matches = names.acronyms(piece)
            if matches and any(cuts(runs[i][0], runs[j][1], name) for name in plain):
                continue
            if matches and (fold(whole, marks=True) == fold(piece, marks=True) or cased(piece, matches)):
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
    kept: list[Token] = []
    for token in sorted(tokens, key=lambda token: (token.start - token.end, token.acronym)):
        rival = next((other for other in kept if token.start < other.end and other.start < token.end), None)
        if rival is None:
            kept.append(token if token.kind != "name" or not token.acronym else with_inside(token, tokens))
        elif (rival.start, rival.end) == (token.start, token.end):
            both = tuple(dict.fromkeys((*rival.matches, *token.matches)))
            kept[kept.index(rival)] = Token("name", rival.text, rival.start, rival.end, both)
    return kept


def cuts(start: int, end: int, name: Token) -> bool:
    """Whether a piece of the text begins or ends in the middle of a name and goes on outside it."""
    return start < name.start < end < name.end or name.start < start < name.end < end


def with_inside(acronym: Token, tokens: list[Token]) -> Token:
    """An acronym with the names spelled out in it, in order: "Docetaxel Phesgo"."""
    names = [
        token for token in tokens if not token.acronym and acronym.start <= token.start and token.end <= acronym.end
    ]
    inside = tuple(match for token in sorted(names, key=place) for match in token.matches[:1])
    return replace(acronym, inside=inside)


def filled(text: str, fixed: list[Token]) -> Iterator[Token]:
    """The fixed tokens with joiners and unknown words between them."""
    at = 0
    for token in [*fixed, Token("stop", "", len(text), len(text))]:
        yield from between(text, at, token.start)
        if token.text and token.start >= at:
            yield token
        at = max(at, token.end)


def between(text: str, at: int, end: int) -> Iterator[Token]:
    """Joiners and words of a stretch without names."""
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        kind, stop = joiner(text, at, end)
        yield Token(kind, text[at:stop].strip(), at, stop)
        at = stop


def joiner(text: str, at: int, end: int) -> tuple[TokenKind, int]:
    """What begins at `at`: a joiner, or a word up to the next space or sign."""
    for kind, pattern in JOINERS:
        if (found := pattern.match(text, at, end)) and found.end() > at:
            return kind, found.end()  # type: ignore[return-value]
    if found := re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])").match(text, at, end):
        return "mark", found.end()
    found = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*").match(text, at, end)
    return "word", found.end() if found else at + 1
