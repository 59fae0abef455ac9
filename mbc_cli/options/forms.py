"""The forms in which facts of a profile are written: words, places for numbers and a treatment, and what they tell.

They come from the wordings of the data, the phrases of the axes, and the names of an axis with one of its values.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.options.tokens import COMMA, tokens_of
from mbc_cli.options.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Wording
    from mbc_cli.options.tokens import Token
    from mbc_cli.options.told import How

TREATMENT = "{treatment}"
A_NUMBER = "a number"
MONTHS, YEARS, IN_A_YEAR = "months", "years", 12
"""A form that counts months is also read in years."""
PLACE = re.compile(r"\{(?:n|(?P<least>[\d.]*?)\.\.(?P<most>[\d.]*))\}")


class Span(NamedTuple):
    """The place for a number in a form: its lowest and highest value."""

    least: float
    most: float


class Form(NamedTuple):
    """One way to write something: its words and number places, whether a treatment follows, and what it tells.

    What is said after a treatment ("{treatment} -> PD") is kept separately, without the treatment. A number is
    multiplied by `times`. What it `unsettles` does not count if the same text tells it;
    its note does not count if the text tells an axis listed in `moot_by`.
    """

    written: str
    parts: tuple[str | Span, ...]
    treatment: bool
    told: tuple[Told, ...]
    note: str
    times: int = 1
    unsettles: tuple[Told, ...] = ()
    moot_by: tuple[str, ...] = ()

    @property
    def telling(self) -> bool:
        """Whether it is more than filler."""
        return bool(self.told or self.note)

    def at(self, tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
        """The first number in the form ("" if none) and where the form ends, if it is here; commas do not matter."""
        number = ""
        for n, part in enumerate(self.parts):
            while n and place < len(tokens) and tokens[place].text == COMMA:
                place += 1
            if place == len(tokens) or not fits(part, tokens[place].text):
                return None
            number = number if number or isinstance(part, str) else f"{float(tokens[place].text) * self.times:g}"
            place += 1
        return number, place


def fits(part: str | Span, word: str) -> bool:
    """Whether a word fits a place in a form."""
    if isinstance(part, str):
        return part == word
    return word[0].isdecimal() and part.least <= float(word) <= part.most


Forms = dict[str, list[Form]]
"""Every form under its first word (or A_NUMBER, or TREATMENT), longest first."""


@lru_cache(maxsize=4)
def forms_of(book: Book) -> Forms:
    """Every known form; if two are written alike, a wording comes before what follows from an axis."""
    distinct: dict[tuple[object, ...], Form] = {}
    for form in every_form(book):
        distinct.setdefault((*form.parts, form.treatment, form.written.startswith(TREATMENT)), form)
    forms: Forms = {}
    for form in sorted(distinct.values(), key=length, reverse=True):
        forms.setdefault(shelf(form), []).append(form)
    return forms


def shelf(form: Form) -> str:
    """The key of a form: its first word, or that it begins with a number or a treatment."""
    if form.written.startswith(TREATMENT):
        return TREATMENT
    return form.parts[0] if isinstance(form.parts[0], str) else A_NUMBER


def length(form: Form) -> tuple[int, int, bool]:
    """How many parts a form has, how many of them are words, and whether a treatment makes it longer."""
    return len(form.parts), sum(isinstance(part, str) for part in form.parts), form.treatment


def every_form(book: Book) -> Iterator[Form]:
    """The forms of the wordings, then those that follow from the axes."""
    for wording in book.wordings.values():
        told = told_by(wording)
        unsettles = tuple(Told(*fact) for fact in wording.unsettles.items())
        for text in wording.written:
            form = as_written(book, text, told, wording.note)
            yield from in_units(form._replace(unsettles=unsettles, moot_by=wording.moot_by))
    for axis in book.axes.values():
        how: How = "includes" if axis.form == "set" else "is"
        for text, value in (*phrased(axis), *valued(axis, " ")):
            yield as_written(book, text, (Told(axis.id, value, how),))
        for text, value in valued(axis, ""):  # "ERpos" is read, and never proposed
            yield as_written(book, text, (Told(axis.id, value, how),))._replace(written="")


def in_units(form: Form) -> Iterator[Form]:
    """A form, and if it counts months, the same form in years."""
    yield form
    for at, part in enumerate(form.parts[1:], 1):
        if part == MONTHS and isinstance(form.parts[at - 1], Span):
            yield form._replace(parts=(*form.parts[:at], YEARS, *form.parts[at + 1 :]), times=IN_A_YEAR)


def told_by(wording: Wording) -> tuple[Told, ...]:
    """What a wording tells."""
    ways: tuple[tuple[How, Mapping[str, str]], ...] = (
        ("is", wording.says),
        ("includes", wording.includes),
        ("lacks", wording.lacks),
    )
    return tuple(Told(axis, text, how) for how, table in ways for axis, text in table.items())


def phrased(axis: Axis) -> Iterator[tuple[str, str]]:
    """The phrases of the values of an axis; the bare name of a treatment never tells anything."""
    return ((text, value) for value, text in axis.phrases.items() if value in axis.values)


def valued(axis: Axis, between: str) -> Iterator[tuple[str, str]]:
    """The names of an axis combined with each form of each of its values."""
    ends = {value.rpartition(".")[2]: value for value in axis.values} | dict(axis.short)
    for name in axis.written:
        yield from ((f"{name}{between}{end}", value) for end, value in ends.items() if between or end.isalpha())


def as_written(book: Book, written: str, told: tuple[Told, ...], note: str = "") -> Form:
    """A form as it is written."""
    text = written.removeprefix(TREATMENT)
    due = text.endswith(TREATMENT)
    return Form(written, tuple(parts_of(book, text.removesuffix(TREATMENT))), due, told, note)


def parts_of(book: Book, text: str) -> Iterator[str | Span]:
    """The words, signs and places for numbers of a form."""
    at = 0
    for place in PLACE.finditer(text):
        yield from (token.text for token in tokens_of(book, text[at : place.start()]))
        yield Span(float(place["least"] or 0), float(place["most"] or inf))
        at = place.end()
    yield from (token.text for token in tokens_of(book, text[at:]))
