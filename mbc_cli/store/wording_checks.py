"""What must hold for wordings of a profile (each form is read as it says) and for words that say the same."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from mbc_cli.book.errors import UsageError
from mbc_cli.options.forms import PLACE, TREATMENT, forms_of, told_by
from mbc_cli.options.profile import read
from mbc_cli.options.report import heard, with_places
from mbc_cli.options.tokens import plain_tokens, tokens_of
from mbc_cli.store.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from re import Match

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Wording


def wordings_tell_something(book: Book, _: Mapping[str, object]) -> Iterator[Fault]:
    """A wording tells about an axis, or says in its note why it does not, or is a filler."""
    for wording in book.wordings.values():
        told = bool(told_by(wording) or wording.note)
        if told == wording.filler:
            yield Fault(wording.ref, "", "must tell an axis, have a note or be a filler; add one of these")


def wordings_are_read_as_they_say(book: Book, _: Mapping[str, object]) -> Iterator[Fault]:
    """Each form of a wording is read, and tells exactly what the wording says."""
    for wording in book.wordings.values():
        for text in wording.written:
            if what := misread(book, wording, text):
                yield Fault(wording.ref, "written", f"'{text}' {what}")


def synonyms_are_apart(book: Book, _: Mapping[str, object]) -> Iterator[Fault]:
    """No word is in two entries of synonyms."""
    seen: dict[tuple[str, ...], str] = {}
    for synonym in book.synonyms.values():
        for text in synonym.written:
            words = tuple(token.text for token in plain_tokens(text))
            if words in seen:
                what = f"'{text}' is already in '{seen[words]}'; keep it in one of them"
                yield Fault(synonym.ref, "written", what)
            seen[words] = synonym.id


def synonyms_are_in_use(book: Book, _: Mapping[str, object]) -> Iterator[Fault]:
    """The word that all synonyms of an entry are read as appears in a form of a wording or an axis."""
    used = {part for shelf in forms_of(book).values() for form in shelf for part in form.parts}
    for synonym in book.synonyms.values():
        first = synonym.written[0]
        if used.isdisjoint(token.text for token in tokens_of(book, first)):
            yield Fault(synonym.ref, "written", f"'{first}' is in no wording; put one that is in a wording first")


def misread(book: Book, wording: Wording, text: str) -> str:
    """What is wrong with a form of a wording; "" for nothing."""
    number = ""

    def placed(place: Match[str]) -> str:
        nonlocal number
        here = sample(float(place["least"] or 0), float(place["most"] or inf))
        number = number or here
        return here

    treatment = next(iter(book.drugs.values())).name if book.drugs else ""
    try:
        found = heard(book, PLACE.sub(placed, text).replace(TREATMENT, treatment))
        read(book, (), found.told)
    except UsageError as error:
        return f"is not read: {error}"
    expected = tuple(with_places(told, number, treatment) for told in told_by(wording))
    if (found.told, found.notes) != (expected, (wording.note,) if wording.note else ()):
        return "is read as another wording; write it in one of them"
    return ""


def sample(least: float, most: float) -> str:
    """A number in a range, whole if possible: a score has no fractions."""
    return f"{least + 1 if most == inf else max(least, (least + most) // 2):g}"
