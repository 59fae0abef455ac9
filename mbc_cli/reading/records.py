"""Record numbers, which say nothing about treatment: "MRN 4637846", "Pat.-Nr. 12-345", "NHS no 943 476 5919".

A word that names a record counts only if its number follows: not in "patient no longer on letrozole".
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from mbc_cli.book.names import fold
from mbc_cli.reading.amounts import MARKS
from mbc_cli.reading.tokens import Spans, Token
from mbc_cli.reading.words import RECORD, follows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.book.names import Names
    from mbc_cli.reading.plain import Runs
    from mbc_cli.reading.words import Lexicon

HAS_NUMBER = re.compile(r"\d|[xX*]{3}")
LETTERS = re.compile(r"[^\W\d_]+")
SIGNS = re.compile(r"[\s:=#|.°]{0,4}")  # between the word and its number
NUMBER = re.compile(
    r"(?P<letters>[^\W\d_]{1,4})?[-/.]?(?P<digits>\d{3} \d{3} \d{4}|\d+(?:[-/.](?:[A-Z]{1,2}[-/.]?)?\d+)*|[xX*]{3,})"
    r"(?:-?[A-Z])?(?![^\W_])"
)
"""Groups of digits with a few letters between them, or whatever replaces a number that is redacted."""


def record_numbers(names: Names, lexicon: Lexicon, runs: Runs, named: Iterable[Token]) -> Iterator[Token]:
    """The words that name a record, each combined with its number into one word; none that overlaps a name."""
    if not HAS_NUMBER.search(runs.text):
        return
    begun = [start for (start, _), run in zip(runs.spans, runs.folded, strict=True) if begins(lexicon, run)]
    taken = Spans((token.start, token.end) for token in named) if begun else None
    for start in begun:
        end = end_of_number(names, lexicon, runs.text, start)
        if taken and end and not taken.meet(start, end):
            yield Token("word", runs.text[start:end], start, end, known=RECORD)
            taken.add(start, end)


def begins(lexicon: Lexicon, run: str) -> bool:
    """Whether a run (folded) begins a word that names a record; the number may be attached to it: "MRN4637846"."""
    letters = run if run.isalpha() else "".join(takewhile(str.isalpha, run))
    return letters in lexicon.begins_record


def end_of_number(names: Names, lexicon: Lexicon, text: str, start: int) -> int:
    """Where the number of the record named at `start` ends; 0 if no record is named."""
    word = LETTERS.match(text, start)
    tails = lexicon.records(fold(word[0])) if word else []
    stop = max((follows(tail, text, word.end(), len(text)) for tail in tails if word), default=-1)
    signs = SIGNS.match(text, stop) if stop >= 0 else None
    number = NUMBER.match(text, signs.end()) if signs else None
    return number.end() if number and is_of_record(names, text, number) else 0


def is_of_record(names: Names, text: str, number: re.Match[str]) -> bool:
    """Whether a number is not part of an amount ("chart no 6 cycles"), nor its letters an acronym ("MRN: AC-4")."""
    amount = MARKS.match(text, number.start("digits"))
    longer = amount is not None and amount.end() > number.end()
    return not longer and not (number["letters"] and names.acronyms(number["letters"]))
