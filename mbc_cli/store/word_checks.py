"""What must hold for the words that the reader knows: each does what its family's examples say, and is needed."""

from __future__ import annotations

from collections import ChainMap
from itertools import product
from typing import TYPE_CHECKING

from mbc_cli.book.names import every_form
from mbc_cli.book.shapes import SAID_OF_A_TREATMENT
from mbc_cli.reading.chart import told
from mbc_cli.reading.read import read
from mbc_cli.reading.words import Lexicon, lexicon, phrases_of, placed, plain, together
from mbc_cli.store.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Word
    from mbc_cli.book.names import Phrase, Plain
    from mbc_cli.reading.treatment import Treatment


def words_do_as_their_examples_say(book: Book, _: Mapping[str, object], own: Collection[str] = ()) -> Iterator[Fault]:
    """Each example of a family of words holds for every text of it, and not without the word.

    If the user's `own` entries are given, examples of other families are read only if they contain a name or word of
    these.
    """
    words, families = lexicon(book), families_of(book)
    texts = texts_of(book, own or ())
    for word in book.words.values():
        for text, example in product(word.texts, word.examples):
            cell = example.replace("{}", text.removesuffix("*"))
            if own and word.ref not in own and not any(text in cell.casefold() for text in texts):
                continue
            found = read(book, cell, words=words)
            came = outcome(word, found)
            fewer = without(book, {key: others(families[key], word) for key in phrases_of(word, text)})
            if came != wanted_of(word):
                why = because_of(book, word, cell, families)
                what = f"'{cell}' {in_words(came)}{why}; correct the example, or what it gives"
                yield Fault(word.ref, "examples", what)
            elif whole_outcome(book, read(book, cell, words=fewer), fewer) == whole_outcome(book, found, words):
                what = f"'{cell}' comes out the same without '{text}'; leave it out, or show what it does"
                yield Fault(word.ref, "texts", what)


def texts_of(book: Book, refs: Collection[str]) -> set[str]:
    """Every name and word of some entries, in small letters."""
    records = [book.get(ref) for ref in refs]
    said = (text.removesuffix("*") for record in records for text in getattr(record, "texts", ()))
    return {text.casefold() for text in (*said, *(text for _, text, _ in every_form(records)))}


def because_of(book: Book, word: Word, cell: str, families: Mapping[Phrase, list[Word]]) -> str:
    """The words of another family without which an example would give what it must; "" if there are none."""
    for other in book.words.values():
        for text in other.texts if other is not word else ():
            if text.removesuffix("*").casefold() in cell.casefold():
                left = {key: others(families[key], other) for key in phrases_of(other, text)}
                if outcome(word, read(book, cell, words=without(book, left))) == wanted_of(word):
                    return f" because of '{text}' in {other.ref}"
    return ""


def families_of(book: Book) -> dict[Phrase, list[Word]]:
    """The families to which each phrase belongs."""
    found: dict[Phrase, list[Word]] = {}
    for word in book.words.values():
        for text in word.texts:
            for key in phrases_of(word, text):
                found.setdefault(key, []).append(word)
    return found


def others(families: list[Word], word: Word) -> list[Word]:
    """The other families of a phrase."""
    return [family for family in families if family is not word]


def without(book: Book, left: Mapping[Phrase, list[Word]]) -> Lexicon:
    """The known words, with some phrases known only to some of their families."""
    changed: dict[str, dict[Phrase, Plain]] = {}
    for key, families in left.items():
        first, tail = placed(key)
        phrases = changed.setdefault(first, dict(book.names.said[first]))
        del phrases[tail]
        if families:
            phrases[tail] = plain(together(families))
    return Lexicon(ChainMap(changed, book.names.said))  # type: ignore[arg-type]


Outcome = tuple[frozenset[str], str, bool]
"""The drugs of an example, its status if the family names one, and whether something has the role of the word."""


def outcome(word: Word, found: Treatment) -> Outcome:
    """What an example gave."""
    said = word.role in SAID_OF_A_TREATMENT and any(mention.role == word.role for mention in found.mentioned)
    return frozenset(found.drugs), found.status if word.status else "", said


def whole_outcome(book: Book, found: Treatment, words: Lexicon) -> tuple[object, ...]:
    """Everything that a word can change."""
    said = [(one.subject.names, one.subject.procedure, one.situations) for one in told(book, found, words)]
    read_off = [(mark.of, mark.text) for mark in found.marks], found.also_read
    return found.treatments, found.status, [mention.role for mention in found.mentioned], said, read_off


def wanted_of(word: Word) -> Outcome:
    """What the examples of a family must give."""
    return frozenset(word.gives), word.status, word.role in SAID_OF_A_TREATMENT


def in_words(found: Outcome) -> str:
    """What an example gave, in words."""
    drugs, status, said = found
    given = f"gives {', '.join(sorted(drugs)) or 'nothing'}"
    return f"{given}{f' ({status})' if status else ''}{' in the role of the word' if said else ''}"
