"""What a report or a person writes of a patient and a tumour, as facts of a profile; a word not understood is refused.

A text is taken from left to right, the longest known form first: the wordings of the data, the phrases of the axes,
and the names of an axis with one of its values ("ER+", "PIK3CA wt"). Words, numbers and signs are read apart, so that
spaces, hyphens, slashes and brackets between them make no difference.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import clean, fold
from mbc_cli.options.profile import Heard, Told, axis_of, takes
from mbc_cli.options.treatments import claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Wording
    from mbc_cli.options.profile import How

TREATMENT, NUMBER = "{treatment}", "{n}"
A_NUMBER = "a number"
COMMA = ","
STOPS = (COMMA, ";")
TOKEN = re.compile(
    r"\d+(?:\.\d+)?|[^\W\d_]+|[+%<>≥≤,;]"
    r"|(?<=\S)-(?![^\W_(])|-(?=\s*(?:[,;)/]|$))"  # a minus; any other hyphen or dash only joins or parts words
)
PLACE = re.compile(r"\{(?:n|(?P<least>[\d.]*?)\.\.(?P<most>[\d.]*))\}")
DASHES = str.maketrans("‐‑‒–—−", "------")
LONGEST_TREATMENT = 40
"""How many words of a text are tried as the name of one treatment."""
NEAR = 0.6
"""How alike a form must be to be offered for words that are not known (the ratio of difflib)."""


class Token(NamedTuple):
    """A word, number or sign of a text, folded, and where it stands."""

    text: str
    start: int
    end: int


class Span(NamedTuple):
    """The place of a number in a form: its least and greatest value."""

    least: float
    most: float


class Form(NamedTuple):
    """One way to write something: its words and places of numbers, whether a treatment follows, and what it tells."""

    written: str
    parts: tuple[str | Span, ...]
    treatment: bool
    told: tuple[Told, ...]
    note: str

    def at(self, tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
        """The number in the form ("" for none) and where it ends, if it stands here; commas inside do not matter."""
        number = ""
        for n, part in enumerate(self.parts):
            while n and place < len(tokens) and tokens[place].text == COMMA:
                place += 1
            if place == len(tokens) or not fits(part, tokens[place].text):
                return None
            number = number if isinstance(part, str) else tokens[place].text
            place += 1
        return number, place


def fits(part: str | Span, word: str) -> bool:
    """Whether a word stands in a place of a form."""
    if isinstance(part, str):
        return part == word
    return word[0].isdecimal() and part.least <= float(word) <= part.most


Forms = dict[str, list[Form]]
"""Every form under its first word (or A_NUMBER), the longest first."""


def heard(book: Book, text: str) -> Heard:
    """The facts in a text; UsageError names every word that is not understood, and what is near."""
    return Listener(book, clean(text)).heard()


def all_heard(book: Book, said: Iterable[tuple[str, str]], words: str) -> tuple[list[tuple[str, str]], Heard]:
    """Facts given by axis and in words: those that the axis takes as they are, and what all others tell.

    A text that is no value of its axis may be what a report says of it: "1+" of HER2, "H1047R" of PIK3CA.
    """
    plain: list[tuple[str, str]] = []
    every = [heard(book, words)] if words else []
    for name, text in said:
        found = None if takes(axis := axis_of(book, name), text) else heard_of(book, axis, text)
        if found:
            every.append(found)
        else:
            plain.append((name, text))
    told = dict.fromkeys(told for one in every for told in one.told)
    return plain, Heard(tuple(told), tuple(dict.fromkeys(note for one in every for note in one.notes)))


def heard_of(book: Book, axis: Axis, text: str) -> Heard | None:
    """What a text tells of an axis, with its name before it or as it is; None where it is no known wording.

    UsageError for a wording that settles nothing of the axis, with its note.
    """
    for written in (*(f"{name} {text}" for name in axis.written), text):
        try:
            found = heard(book, written)
        except UsageError:
            continue
        if any(told.axis == axis.id for told in found.told):
            return found
        if found.notes:
            raise UsageError(f"{axis.id}={text}: {found.notes[0]}")
    return None


class Listener:
    """One text on its way to facts."""

    def __init__(self, book: Book, text: str) -> None:
        self.book = book
        self.text = text
        self.forms = forms_of(book)
        self.tokens = tokens_of(text)
        self.history: Form | None = None
        """The form that the last treatment was told by: it speaks of those behind a comma too."""
        self.told: list[Told] = []
        self.notes: list[str] = []

    def heard(self) -> Heard:
        """All that is told; UsageError for words that are not understood."""
        missed: list[int] = []
        at = 0
        while at < len(self.tokens):
            end = self.fact(at)
            if not end:
                missed.append(at)
            at = end or at + 1
        if missed:
            raise UsageError(not_understood(self.stretches(missed), self.forms))
        return Heard(tuple(dict.fromkeys(self.told)), tuple(dict.fromkeys(filter(None, self.notes))))

    def stretches(self, places: Sequence[int]) -> Iterator[str]:
        """The texts of words that follow one another."""
        start = places[0]
        for place, following in zip(places, (*places[1:], inf), strict=True):
            if following != place + 1:
                yield self.text[self.tokens[start].start : self.tokens[place].end]
                start = int(following) if following < inf else place

    def fact(self, at: int) -> int:
        """Take the longest form that stands here, with the treatment behind it: where it ends, 0 for none."""
        if self.tokens[at].text in STOPS:
            return at + 1
        for form in self.beginning(at):
            if (found := form.at(self.tokens, at)) and (end := self.taken(form, *found)):
                return end
        return self.taken(self.history, "", at) if self.history else 0

    def beginning(self, at: int) -> Iterator[Form]:
        """The forms that may begin here, the longest first."""
        first = self.tokens[at].text
        found = self.forms.get(first, [])
        if first[0].isdecimal():
            found = sorted((*found, *self.forms.get(A_NUMBER, ())), key=length, reverse=True)
        yield from found

    def taken(self, form: Form, number: str, at: int) -> int:
        """Take what a form tells: where it ends; 0 where a treatment is due and none stands there."""
        if not form.treatment:
            self.take(form, number)
            return at
        for end in self.ends(at):
            name = self.text[self.tokens[at].start : self.tokens[end - 1].end]
            if is_treatment(self.book, name):
                self.take(form, number, name)
                self.history = form
                return end
        return 0

    def ends(self, at: int) -> Iterator[int]:
        """Where a treatment that begins here may end, the farthest first: by the next comma."""
        last = min(len(self.tokens), at + LONGEST_TREATMENT)
        stop = next((n for n in range(at, last) if self.tokens[n].text in STOPS), last)
        yield from range(stop, at, -1)

    def take(self, form: Form, number: str, treatment: str = "") -> None:
        """Put down what a form tells."""
        self.told.extend(with_places(told, number, treatment) for told in form.told)
        self.notes.append(form.note)


def with_places(told: Told, number: str, treatment: str) -> Told:
    """What a form tells, with a number and a treatment in their places."""
    return told._replace(text=told.text.replace(NUMBER, number).replace(TREATMENT, treatment))


def is_treatment(book: Book, name: str) -> bool:
    """Whether a text is a drug, brand, class or regimen, or is made of them alone."""
    try:
        return any(claims(book, book.axes["prior"], name))
    except UsageError:
        return False


# --- words not understood ----------------------------------------------------------------------------------------


def not_understood(stretches: Iterable[str], forms: Forms) -> str:
    """A message that names each stretch of words that no form has, and what is near to it."""
    return "not understood: " + "; ".join(f"'{words}'{near(words, forms)}" for words in stretches)


def near(words: str, forms: Forms) -> str:
    """The nearest form to some words, as a suggestion."""
    from difflib import get_close_matches  # only for a message

    every = {spelled(form.parts): form.written for shelf in forms.values() for form in shelf if form.written}
    close = get_close_matches(spelled(token.text for token in tokens_of(words)), every, n=1, cutoff=NEAR)
    return f" (did you mean '{every[close[0]]}'?)" if close else " (mbc options --axes lists what can be said)"


def spelled(parts: Iterable[str | Span]) -> str:
    """The words of a form, or of a text, as they are compared."""
    return " ".join(part for part in parts if isinstance(part, str))


# --- forms -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def forms_of(book: Book) -> Forms:
    """Every form that is known; where two are written alike, a wording before what follows from an axis."""
    distinct: dict[tuple[object, ...], Form] = {}
    for form in every_form(book):
        distinct.setdefault((*form.parts, form.treatment), form)
    forms: Forms = {}
    for form in sorted(distinct.values(), key=length, reverse=True):
        first = form.parts[0]
        forms.setdefault(first if isinstance(first, str) else A_NUMBER, []).append(form)
    return forms


def length(form: Form) -> tuple[int, int, bool]:
    """How many parts a form has, how many of them are words, and whether a treatment makes it longer still."""
    return len(form.parts), sum(isinstance(part, str) for part in form.parts), form.treatment


def every_form(book: Book) -> Iterator[Form]:
    """The forms of the wordings, then those that follow from the axes."""
    for wording in book.wordings.values():
        told = told_by(wording)
        yield from (as_written(text, told, wording.note) for text in wording.written)
    for axis in book.axes.values():
        how: How = "includes" if axis.form == "set" else "is"
        for text, value in (*phrased(axis), *valued(axis, " ")):
            yield as_written(text, (Told(axis.id, value, how),))
        for text, value in valued(axis, ""):  # "ERpos" is read, and never proposed
            yield as_written(text, (Told(axis.id, value, how),))._replace(written="")


def told_by(wording: Wording) -> tuple[Told, ...]:
    """What a wording tells."""
    ways: tuple[tuple[How, Mapping[str, str]], ...] = (
        ("is", wording.says),
        ("includes", wording.includes),
        ("lacks", wording.lacks),
    )
    return tuple(Told(axis, text, how) for how, table in ways for axis, text in table.items())


def phrased(axis: Axis) -> Iterator[tuple[str, str]]:
    """The phrases of the values of an axis; treatments are never told by a bare name."""
    return ((text, value) for value, text in axis.phrases.items() if not axis.of_treatments)


def valued(axis: Axis, between: str) -> Iterator[tuple[str, str]]:
    """The names of an axis with each form of each of its values."""
    ends = {value.rpartition(".")[2]: value for value in axis.values} | dict(axis.short)
    for name in axis.written:
        yield from ((f"{name}{between}{end}", value) for end, value in ends.items() if between or end.isalpha())


def as_written(written: str, told: tuple[Told, ...], note: str = "") -> Form:
    """A form as it is written."""
    text = written.removesuffix(TREATMENT)
    return Form(written, tuple(parts_of(text)), text != written, told, note)


def parts_of(text: str) -> Iterator[str | Span]:
    """The words, signs and places of numbers of a form."""
    at = 0
    for place in PLACE.finditer(text):
        yield from (token.text for token in tokens_of(text[at : place.start()]))
        yield Span(float(place["least"] or 0), float(place["most"] or inf))
        at = place.end()
    yield from (token.text for token in tokens_of(text[at:]))


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and signs of a text."""
    found = TOKEN.finditer(text.translate(DASHES))
    return [Token(fold(each[0]) if each[0].isalpha() else each[0], each.start(), each.end()) for each in found]
