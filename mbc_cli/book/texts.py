"""Things in a text of the data that no curator would intend, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The longest name of the shipped data has 76 characters, the longest other text 334.
NAME_KEYS = frozenset(
    ("name", "plural", "written", "synonyms", "abbreviations", "in_combination", "research_codes", "form_words",
     "risky", "unsourced", "misprint", "letter", "code", "product", "group")
)  # fmt: skip
LONGEST_NAME = 200
LONGEST_OTHER = 1_200
# Printable signs that show nothing: fillers of Hangul, joiners, variation selectors, an empty Braille cell.
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
LETTERS = re.compile(r"[^\W\d_]+")
# Alphabets in which letters look like those of another; what is not listed (Chinese) may stand beside any of them.
ALPHABETS = frozenset(
    ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH", "MATHEMATICAL", "DESERET", "LISU")
)
# A Greek letter that does not look like a Latin one is written beside Latin ones: TNFα, β2, µg.
GREEK_BESIDE_LATIN = frozenset("αβγδεζηθκλμµπσςτφχψωΓΔΘΛΞΠΣΦΨΩ")


def faults(key: str, text: str) -> Iterator[str]:
    """What is wrong with a text at a key, each with what to write instead."""
    longest = LONGEST_NAME if key in NAME_KEYS else LONGEST_OTHER
    if len(text) > longest:
        yield f"has {len(text)} characters; write no more than {longest}"
    if text.strip() and (text[0] == " " or text[-1] == " " or "  " in text):
        yield "has spaces at an end or two together; write single spaces between words"
    if not (text.isascii() and text.isprintable()):
        yield from odd_signs(text)


def odd_signs(text: str) -> Iterator[str]:
    """Invisible characters, accents separate from their letters, and words with letters of two alphabets."""
    if unseen := [char for char in text if not char.isprintable() or UNSEEN.match(char)]:
        yield f"has {named(unseen[0])}; write a plain space, or nothing"
    if not unicodedata.is_normalized("NFC", text):
        yield "is not in the composed form of Unicode (NFC); write each accented letter as one sign"
    for word in LETTERS.findall(text):
        letters = {script(char): char for char in word if char not in GREEK_BESIDE_LATIN}
        if len(alphabets := sorted(letters.keys() & ALPHABETS)) > 1:
            which = " and ".join(named(letters[name]) for name in alphabets)
            yield f"mixes alphabets in '{word}' ({which}); write it with the letters of one"


def script(char: str) -> str:
    """The alphabet of a letter: the beginning of its Unicode name."""
    return unicodedata.name(char, "").partition(" ")[0]


def named(char: str) -> str:
    """A character that may be invisible, by its number and its name, which control characters do not have."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
