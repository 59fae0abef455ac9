"""Carelessly written texts: numbers that touch a name, acronyms with dots or in small letters."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from mbc_cli.book.names import SHORT_NAME, UNSPACED, fold
from mbc_cli.reading.counts import apart as apart_counts

if TYPE_CHECKING:
    from mbc_cli.book.names import Names
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.words import Lexicon

GLUED = re.compile(
    r"(?<![^\W_])(?P<before>\d{1,2}[x×]?)?(?P<word>[^\W\d_]{2,})"
    r"(?P<behind>[x×]\d{1,2}|\d{1,4}(?:[.,]\d+)?mg|\d{2,4}(?:[.,]\d+)?(?:[x×]\d{1,2})?|\d[.,]\d+|[2-9])?(?![^\W_])",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,5}(?:[A-Z](?!\w))?")
# What is written onto an acronym or a long name: "dd" or "w" before it; counts, intervals and "dd" behind it; a dose
# inside it.
PEELED = re.compile(
    r"(?<![^\W_])(?P<before>(?:i?dd|DD|wkly|wk|w)?)(?P<acronym>[A-Z]{2,6}|[A-Za-z]{5,}|[A-Z]{1,4}\d{1,4})"
    r"(?P<behind>(?:[x×]\d{1,2}|q\d{1,2}(?:wks?|w|d)?|dd)+)(?![^\W_])"
)
BEHIND = re.compile(r"[x×]\d{1,2}|q\d{1,2}(?:wks?|w|d)?|dd")
LETTER_AND_NUMBER = re.compile(r"[\s+/>→-]*[A-Z]\d")
DOSED = re.compile(r"(?<![^\W_])([A-Z]{1,4})(\d{2,3})([A-Z]{1,4})(?![^\W_])")
ADDED = re.compile(r"(?<![\w+-])[A-Z](?:\s?\+\s?[A-Z]){1,3}(?![\w+-])")
SLASHED = re.compile(r"(?<![\w/])[A-Z](?:\s?/\s?[A-Z]){1,3}(?=\s*[x×]\s?\d)")
FUSED = re.compile(r"(?<![^\W_])([A-Z]{2,4}|[A-Z][a-z]{2,})([A-Z][a-z]{2,})(?![^\W_])")
JOINED = re.compile(r"\s?(?:[+→>]|[-–]\s?\d)")
LONG_NAME = 8  # letters of a name that a word is written onto
SHORTEST_TAIL = 4  # letters of a word that is written onto a name
COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]{10,80}(?![^\W\d_])")  # no word of any language is longer
COUNTED = re.compile(r"\s*[x×]\s?\d")
MARKUP = re.compile(r"</?[a-z]{1,6}\s?/?>|&nbsp;", re.IGNORECASE)
TIMES = ("x", "×")
TIMES_BEHIND = re.compile(r"(?<=\d)(?=[x×])")
ANTIBODY_BEHIND = re.compile(r"(?<![\w+-])([A-Z]{1,4}b?H)-P(?![\w+-])")  # "TCH-P", "TCbH-P"
LATIN_SIGNS = str.maketrans({"、": ", ", "。": ". "})
LONGEST = 12  # letters of a name or word without spaces
SHORTEST = 2  # "G.P." is the general practitioner
# Small words of some language, or of a note, that in capitals would be a regimen.
SMALL_WORDS = ("at", "et", "de", "te", "act", "as", "to", "mv", "ve")


def unglued(names: Names, lexicon: Lexicon, text: str) -> str:
    """The text with numbers separated from a known name that they touch ("Taxol80", "ACx4"); "C.M.F." without dots."""
    text = apart_counts(names, DOTTED.sub(partial(undotted, names), text) if "." in text else text)
    text = SLASHED.sub(partial(joined, names), text) if "/" in text else text
    text = FUSED.sub(partial(unfused, names), ADDED.sub(partial(joined, names), text) if "+" in text else text)
    text = ANTIBODY_BEHIND.sub(partial(with_antibody, names), text) if "-P" in text else text
    return GLUED.sub(partial(unnumbered, names), peeled(names, lexicon, text))


def undotted(names: Names, found: re.Match[str]) -> str:
    """An acronym without its dots: "C.M.F."; one of two letters only if it is alone or counted."""
    letters = found[0].replace(".", "")
    sure = len(letters) > SHORTEST or found[0] == found.string.strip() or COUNTED.match(found.string, found.end())
    return letters if names.acronyms(letters) and sure else found[0]


def with_antibody(names: Names, found: re.Match[str]) -> str:
    """An acronym ending in trastuzumab joined to the pertuzumab after its hyphen: "TCH-P" becomes TCHP."""
    whole = f"{found[1]}P"
    return whole if is_regimen(names, whole) and not names.acronyms(found[0]) else found[0]


def unnumbered(names: Names, found: re.Match[str]) -> str:
    """A name with spaces between it and the numbers that touch it: "Taxol80", "4AC", "ACx4"."""
    if not (found["before"] or found["behind"]):
        return found[0]
    before, word, behind = parts_of(names, found)
    whole = fold(found[0]) in names.plain or fold(found[0], marks=True) in names.marked
    if whole or not may_be_numbered(names, found, before, word, behind):
        return found[0]
    return " ".join(filter(None, (before, word, TIMES_BEHIND.sub(" ", behind))))


def parts_of(names: Names, found: re.Match[str]) -> tuple[str, str, str]:
    """What comes before a name, the name, and what comes after it: the "x12" of "ACx12", not the "x" of "Hx"."""
    before, word, behind = found["before"] or "", found["word"], found["behind"] or ""
    if word[-1] in TIMES and behind and fold(word) not in names.plain:  # not "Zoladex3.6mg"
        return before, word[:-1], word[-1] + behind
    if word[-1] == "X" and behind and not names.acronyms(word) and is_regimen(names, word[:-1]):  # "TCX4"
        return before, word[:-1], f"x{behind}"
    return before, word, behind


def may_be_numbered(names: Names, found: re.Match[str], before: str, word: str, behind: str) -> bool:
    """Whether a word is a long name, a name with a cycle count ("3xDoc"), or a regimen."""
    counted = before[-1:] in TIMES or behind[:1] in TIMES
    known = fold(word) in names.plain and (len(word) > SHORT_NAME or counted)
    return known or (word.isupper() and is_regimen(names, word) and is_its_number(found, before, word, behind))


def is_its_number(found: re.Match[str], before: str, word: str, behind: str) -> bool:
    """Whether a number that touches an acronym belongs to it: the 4 in "4AC + 12 Taxol" and "AC4", not in "FEC3 D3"."""
    if len(word) == SHORTEST and before.isdigit() and not JOINED.match(found.string, found.end()):
        return False
    return len(behind) != 1 or not LETTER_AND_NUMBER.match(found.string, found.end())


def without_markup(text: str) -> str:
    """The text without HTML tags and entities: "<b>letrozole</b>", "letrozole&nbsp;2.5 mg"."""
    if not ("<" in text or "&" in text):
        return text
    return MARKUP.sub(" ", text).replace("&amp;", "&").strip()


def joined(names: Names, found: re.Match[str]) -> str:
    """Letters joined by a sign, as the acronym they form: "A+C", "A/C x4"; not letters of a longer list."""
    letters = "".join(char for char in found[0] if char.isalpha())
    before, behind = found.string[: found.start()].rstrip()[-1:], found.string[found.end() :].lstrip()[:1]
    longer = "+" in (before, behind) or bool(names.acronyms(found[0]))
    return letters if is_regimen(names, letters) and not longer else found[0]


def unfused(names: Names, found: re.Match[str]) -> str:
    """A regimen or a name, split from a name that is attached to it: "ECDocetaxel", "CarboTaxol"."""
    first, second = found.groups()
    known = is_regimen(names, first) if first.isupper() else fold(first) in names.plain
    apart = known and fold(second) in names.plain and fold(found[0]) not in names.plain
    return f"{first} {second}" if apart and not names.acronyms(found[0]) else found[0]


def uncompounded(names: Names, lexicon: Lexicon, text: str) -> str:
    """The text with known words that are attached to a long name separated from it: "Trastuzumabtherapie"."""

    def apart(found: re.Match[str]) -> str:
        run = found[0]
        if fold(run) in names.plain:
            return run
        cuts = range(len(run) - SHORTEST_TAIL, SHORT_NAME, -1)
        cut = next((n for n in cuts if fold(run[:n]) in names.plain and is_word(lexicon, run[n:])), 0)
        behind = range(SHORTEST_TAIL, len(run) - LONG_NAME + 1)
        cut = cut or next((n for n in behind if fold(run[n:]) in names.plain and is_word(lexicon, run[:n])), 0)
        return f"{run[:cut]} {run[cut:]}".strip()

    return COMPOUND.sub(apart, text)


def is_word(lexicon: Lexicon, run: str) -> bool:
    """Whether a run is a known word."""
    known, stop = lexicon.at(run, 0, len(run))
    return bool(known.roles) and stop == len(run)


def peeled(names: Names, lexicon: Lexicon, text: str) -> str:
    """The text with whatever is attached to its names separated from them: "ACx4q3wks", "FE75C", "Taxolx4q2wks"."""

    def bare(found: re.Match[str]) -> str:
        pieces = [found["before"], found["acronym"], *BEHIND.findall(found["behind"])]
        word = found["acronym"]
        long = len(word) > SHORT_NAME or word[-1].isdigit()  # "TDM1x14"
        known = is_regimen(names, word) or (long and fold(word) in names.plain)
        return " ".join(filter(None, pieces)) if known else found[0]

    def without_dose(found: re.Match[str]) -> str:
        known = fold(found[0]) in names.plain or is_word(lexicon, found[0])  # a mutation: V600E is no VE
        known = known or not is_regimen(names, found[1] + found[3])
        return found[0] if known else f"{found[1]}{found[3]} {found[2]}"

    return DOSED.sub(without_dose, PEELED.sub(bare, text))


def is_regimen(names: Names, text: str) -> bool:
    """Whether a text is a regimen's acronym."""
    return bool(names.regimens(text))


def parted(names: Names, lexicon: Lexicon, text: str) -> str:
    """The text with spaces added where a script uses none: "AC联合docetaxel" becomes "AC 联合 docetaxel"."""
    if text.isascii() or not UNSPACED.search(text):
        return text
    known, text = names.unspaced | lexicon.unspaced, text.translate(LATIN_SIGNS)
    return UNSPACED.sub(lambda found: f" {' '.join(pieces(known, found[0]))} ", text).strip()


def pieces(known: frozenset[str], run: str) -> list[str]:
    """A run in one script split into its known names and words, longest first, and what lies between them.

    A one-letter word counts only if all of the run is known: the "后" in "术后复发" is part of a word.
    """
    whole = split(known, run)
    if all(fold(piece) in known for piece in whole):
        return whole
    return split(frozenset(word for word in known if len(word) > 1), run)


def split(known: frozenset[str], run: str) -> list[str]:
    """A run split into its known pieces, the longest match at each place, and the unknown stretches."""
    found: list[str] = []
    at = unknown = 0
    while at < len(run):
        stop = next((n for n in range(min(len(run), at + LONGEST), at, -1) if fold(run[at:n]) in known), 0)
        if not stop:
            at += 1
            continue
        found += [run[unknown:at], run[at:stop]]
        at = unknown = stop
    return [piece for piece in (*found, run[unknown:]) if piece]


def raised(names: Names, text: str, tokens: list[Token]) -> str:
    """The text with its lower-case acronyms in capitals if it consists only of names: "ac + taxotere"."""
    words = [token for token in tokens if token.kind == "word"]
    if not any(token.kind == "name" for token in tokens):
        return text
    if not all(is_acronym(names, word.text) and stands_in_list(text, word) and not word.known.roles for word in words):
        return text
    for word in words:
        text = text[: word.start] + word.text.upper() + text[word.end :]
    return text


def is_acronym(names: Names, word: str) -> bool:
    """Whether a word in small letters is a regimen's acronym, and not a joiner in any language."""
    return is_regimen(names, word) and word.islower() and word not in SMALL_WORDS


def stands_in_list(text: str, word: Token) -> bool:
    """Whether a word begins the text, or a sign joins it to what is next to it."""
    before, behind = text[: word.start].rstrip(), text[word.end :].lstrip()
    return not before or before[-1] in "+/&,;(>-" or behind[:1] in tuple("+/&")
