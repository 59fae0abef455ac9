"""The plain names in a text: drugs, brands, classes and other medicines, the longest match at each place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.names import IN_COMBINATION, SALT, SHORT_NAME, fold
from mbc_cli.reading.amounts import DOSE_DENSE
from mbc_cli.reading.tokens import LONGEST, Token
from mbc_cli.reading.words import RUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.medicines import Others
    from mbc_cli.book.names import Match, Names
    from mbc_cli.reading.words import Lexicon

# What may stand between the words of a drug name ("5-FU", "pertuzumab, trastuzumab and ...", "DS-8201(a)").
NAME_GAP = re.compile(r"[\s\-_‐-―.,®™()'’]{0,4}|/")
JOINING_SLASH = re.compile(r"(?<!\d)/")  # of a list, unless a name is written with it: "CDK4/6 inhibitor"


NEAR = 24  # letters and spaces of a joiner, and of a count behind it
JOINER = r"[+/&→>{}-]|\b(?:and|with|plus|then)\b"
COUNT = r"(?:\b\d{1,2}\s?[x×]?)?"  # "puis 3 TXT"
AMOUNT = r"\s*(?:\(?[\d.,]+\s?(?:mg|mcg|g)?(?:/m2|/kg)?\)?\s*)?"


def joiners(signs: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may join a name to the one before it or after it, perhaps with an amount in between."""
    joiner = JOINER.format(signs)
    return re.compile(rf"(?:{joiner})\s*{COUNT}\s*$"), re.compile(rf"{AMOUNT}(?:{joiner})")


# A dose behind an abbreviation, and one behind the one before it: "EPI 90 CTX 600"; CTX alone is a bone marker too.
DOSED_BEFORE = re.compile(r"(?<![^\W_])([A-Z]{2,4})\s\d{2,4}\s?(?:mg(?:/m2)?)?\s*$")
DOSED_BEHIND = re.compile(r"\s?\d{2,4}\s?(?:mg(?:/m2)?)?(?![\w/.,-])")
COUNT_AT_END, AMOUNT_AHEAD = re.compile(rf"\s*{COUNT}\s*$"), re.compile(AMOUNT)
COMBINED, LISTED = joiners(""), joiners(",;")
PERIOD = re.compile(r"\s?\(?(?:19|20)\d\d\s?[-–]\s?(?:(?:19|20)?\d\d)?(?!\d)")  # "Let 2009-2012": a word has none
LABEL = re.compile(r"(?<![^\W_])[^\W\d_]{2,12}\s?[:=]\s?$")  # of a column: "HT: EXE"
TAIL = re.compile(r"\s*(?P<comma>,)?[\s,(]+[A-Za-z]{3,15}\)?(?![^\W_])")
WORD_AHEAD = re.compile(r"\s[^\W\d_]")


class Runs(NamedTuple):
    """The runs of letters and digits of a text: where they are, and folded."""

    text: str
    spans: list[tuple[int, int]]
    folded: list[str]

    @classmethod
    def of(cls, text: str) -> Runs:
        """The runs of a text."""
        spans = [found.span() for found in RUN.finditer(text)]
        return cls(text, spans, [fold(text[start:end]) for start, end in spans])


def plain_names(names: Names, lexicon: Lexicon, runs: Runs, others: Others | None) -> Iterator[Token]:
    """Drugs, brands, classes and other medicines, the longest match at each place, from left to right."""
    text, at = runs.text, 0
    while at < len(runs.spans):
        last, known = longest_plain(names, runs, at, others)
        if last is None:
            at += 1
            continue
        start, bare_end = runs.spans[at][0], runs.spans[last][1]
        end = with_tail(names, lexicon, text, start, bare_end)
        if known and DOSE_DENSE.match(text[start:end]) and len(text[start:end]) <= SHORT_NAME:
            at += 1  # "ddP" is a dose-dense P, not DDP
            continue
        if known and (matches := written_so(names, lexicon, text, start, bare_end)):
            yield Token("name", text[start:end], start, end, matches)
        elif others and (other := others.find(text[start:bare_end])) and not is_in_phrase(lexicon, runs, at, last):
            yield Token("other", text[start:end], start, end, of=other.ingredient, use=other.use)
        at = next((n for n in range(last + 1, len(runs.spans)) if runs.spans[n][0] >= end), len(runs.spans))


def is_in_phrase(lexicon: Lexicon, runs: Runs, first: int, last: int) -> bool:
    """Whether the run before a name makes a known phrase with it: the Spanish "se cambia" is not Cambia."""
    return first > 0 and lexicon.at(runs.text, runs.spans[first - 1][0], len(runs.text))[1] >= runs.spans[last][1]


def written_so(names: Names, lexicon: Lexicon, text: str, start: int, end: int) -> tuple[Match, ...]:
    """The matches of a name that is written as in the data, if that distinguishes it from a word.

    Two characters without a mark are not a name that has one: S-1 is a drug, S1 a vertebra. An abbreviation that is
    only for combinations and is in capitals in the data is read only in capitals and in a combination: LET is
    letrozole, let is a word.
    """
    name = text[start:end]
    bare = len(name) == 2 and name.isalnum()
    matches = (match for match in names.named(name) if match.written.isalnum() or not bare)
    return tuple(match for match in matches if not is_capital(match) or is_combined(names, lexicon, text, start, end))


def is_capital(match: Match) -> bool:
    """Whether an abbreviation is only for combinations, and in capitals."""
    return match.form == IN_COMBINATION and match.written.isupper()


def is_combined(names: Names, lexicon: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether a name is in capitals with a joiner next to it; not a comma, if the name has another meaning too."""
    name = text[start:end]
    if PERIOD.match(text, end) and name.istitle():
        return True
    joiner = COMBINED if fold(name, marks=True) in names.marked else LISTED
    if not name.isupper():
        return False
    before = text[max(0, start - NEAR) : start]
    signed = joiner[0].search(before) or joiner[1].match(text, end)
    dosed = DOSED_BEFORE.search(before) if DOSED_BEHIND.match(text, end) else None
    if signed or LABEL.search(before) or (dosed and fold(dosed[1]) in names.plain):
        return True
    return is_joined_in_words(lexicon, text, start, end)


def is_joined_in_words(lexicon: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether a word of some language joins a name to what comes before or after it: "FEC puis TXT"."""
    before = COUNT_AT_END.sub("", text[max(0, start - NEAR) : start])
    words = (lexicon.at(before, run.start(), len(before)) for run in RUN.finditer(before))
    if any(known.joiner and stop == len(before) for known, stop in words):
        return True
    amount = AMOUNT_AHEAD.match(text, end)
    return bool(lexicon.at(text, amount.end() if amount else end, len(text))[0].joiner)


def longest_plain(names: Names, runs: Runs, first: int, others: Others | None) -> tuple[int | None, bool]:
    """The last run of the longest name that begins at run `first`, and whether it is a name in the vocabulary."""
    key, found, known = "", None, False
    text, (begin, _) = runs.text, runs.spans[first]
    for n in range(first, min(first + LONGEST, len(runs.spans))):
        if n > first and not NAME_GAP.fullmatch(text, runs.spans[n - 1][1], runs.spans[n][0]):
            break
        key += runs.folded[n]
        if not (names.begins(key) or (others and others.begins(key))):
            break
        written = text[begin : runs.spans[n][1]]
        if " " in written and len(key) <= SHORT_NAME and key.isalpha():
            continue  # an abbreviation has no space in it: "s/p AC" has no "pac"
        listed = "/" in written and JOINING_SLASH.search(text, begin, runs.spans[n][1]) is not None
        if key in names.plain:
            ends_in_acronym = n > first and is_regimen_behind_hyphen(names, key, text, runs.spans[n])
            if may_be_one(names, key, listed=listed, named=known) and not ends_in_acronym:
                found, known = n, True
        elif others and not listed and key in others.by_name and (len(key) > SHORT_NAME or len(runs.spans) == 1):
            found, known = n, False
    return found, known


def is_regimen_behind_hyphen(names: Names, key: str, text: str, last: tuple[int, int]) -> bool:
    """Whether the last run of a short name is a regimen with a hyphen before it: "nabP-AC" is not "nab-pac"."""
    run = text[slice(*last)]
    written = any(match.written.endswith(("-" + run, " " + run)) for match in names.plain[key])
    return len(run) > 1 and run.isupper() and text[last[0] - 1] == "-" and not written and bool(names.regimens(run))


def is_weak(token: Token) -> bool:
    """Whether a short name is in a case not used for abbreviations ("gem", "cape"): read only next to a treatment."""
    if len(fold(token.text)) > SHORT_NAME or any(char.isdigit() for char in token.text):
        return False
    if sum(map(str.isupper, token.text)) > 1:
        return False  # no word is written like TDXd
    return not token.text.isupper() and all(match.written != token.text for match in token.matches)


def may_be_one(names: Names, key: str, *, listed: bool, named: bool) -> bool:
    """Whether several runs are one name: with a slash between them only if the data has it ("T/DM1" is not T-DM1).

    If a shorter name was found, a one-word name does not match: "docetaxel em" (Portuguese) is not "docetaxelem".
    """
    written = [match.written for match in names.plain[key]]
    if listed and not any("/" in text for text in written):
        return False
    return not named or not all(map(RUN.fullmatch, written))


def is_listed(names: Names, text: str, start: int, tail: re.Match[str]) -> bool:
    """Whether what a comma separates from a name is another list item: "Boniva, sodium", "letrozole, sodium X"."""
    brand = any(match.kind == "brand" for match in names.named(text[start : tail.start()]))
    return brand or WORD_AHEAD.match(text, tail.end()) is not None


def with_tail(names: Names, lexicon: Lexicon, text: str, start: int, end: int) -> int:
    """The end of a name, including the salt or the four-letter biologic suffix that follows it."""
    tail = TAIL.match(text, end)
    if tail and SALT.search(text[start : tail.end()]) and not (tail["comma"] and is_listed(names, text, start, tail)):
        return tail.end()
    suffix = re.compile(r"-[a-z]{4}(?![A-Za-z0-9])").match(text, end)
    if not suffix or lexicon.at(text, end + 1, suffix.end())[0].roles:
        return end  # "trastuzumab-free"
    return suffix.end() if names.unsuffixed(text[start : suffix.end()]) == text[start:end] else end
