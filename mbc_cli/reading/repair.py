"""Texts that were written without care: numbers that touch a name, acronyms with dots or in small letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.names import SHORT_NAME, fold

if TYPE_CHECKING:
    from mbc_cli.book.names import Names
    from mbc_cli.reading.tokens import Token

GLUED = re.compile(
    r"(?<![^\W_])(?P<before>\d{1,2}[x×]?)?(?P<word>[^\W\d_]{2,})"
    r"(?P<behind>[x×]\d{1,2}|\d{1,4}(?:[.,]\d+)?mg|\d{2,4}(?:[.,]\d+)?(?:[x×]\d{1,2})?|\d[.,]\d+)?(?![^\W_])",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,5}(?:[A-Z](?!\w))?")
COUNTED = re.compile(r"\s*[x×]\s?\d")
SHORTEST = 2  # "G.P." is the general practitioner
# Small words of some language, or of a note, that in capitals would be a regimen.
SMALL_WORDS = ("at", "et", "de", "te", "act", "as", "to", "mv", "ve")


def unglued(names: Names, text: str) -> str:
    """The text with numbers that touch a known name taken off it ("Taxol80", "ACx4"), and "C.M.F." without its dots."""

    def apart(found: re.Match[str]) -> str:
        before, word, behind = found["before"] or "", found["word"], found["behind"] or ""
        if word[-1] in "x×" and behind and fold(word) not in names.plain:  # "ACx12", but not "Zoladex3.6mg"
            word, behind = word[:-1], word[-1] + behind
        behind = re.sub(r"(?<=\d)(?=[x×])", " ", behind)
        whole = fold(found[0])
        long = len(word) > SHORT_NAME and fold(word) in names.plain
        acronym = word.isupper() and bool(names.acronyms(word)) and (len(word) > 2 or not before.isdigit())
        known = whole in names.plain or fold(found[0], marks=True) in names.marked
        return " ".join(filter(None, (before, word, behind))) if (long or acronym) and not known else found[0]

    def undotted(found: re.Match[str]) -> str:
        letters = found[0].replace(".", "")
        known = names.acronyms(letters)
        sure = len(letters) > SHORTEST or found[0] == text.strip() or COUNTED.match(text, found.end())
        return letters if known and sure else found[0]

    return GLUED.sub(apart, DOTTED.sub(undotted, text))


def raised(names: Names, text: str, tokens: list[Token]) -> str:
    """The text with its lower-case acronyms in capitals where it is made of names alone: "ac + taxotere"."""
    words = [token for token in tokens if token.kind == "word"]
    if not any(token.kind == "name" for token in tokens):
        return text
    if not all(is_acronym(names, word.text) and stands_in_list(text, word) for word in words):
        return text
    for word in words:
        text = text[: word.start] + word.text.upper() + text[word.end :]
    return text


def is_acronym(names: Names, word: str) -> bool:
    """Whether a word in small letters is a regimen's acronym, and no joiner of some language."""
    regimens = any(match.kind == "regimen" for match in names.acronyms(word))
    return regimens and word.islower() and word not in SMALL_WORDS


def stands_in_list(text: str, word: Token) -> bool:
    """Whether a word begins the text, or a sign joins it to what stands beside it."""
    before, behind = text[: word.start].rstrip(), text[word.end :].lstrip()
    return not before or before[-1] in "+/&,;(>-" or behind[:1] in tuple("+/&")
