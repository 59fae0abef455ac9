"""What a report or a person writes about a patient and a tumor, as facts of a profile; unknown words are refused.

A text is taken from left to right, the longest known form first. A treatment ends where another form begins to tell
something, and what a form says after a treatment ("letrozole -> PD") is said of it. Words, numbers and signs are read
separately, so spaces, hyphens, slashes and brackets between them make no difference.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import THEN, clean
from mbc_cli.options.facts import axis_of, takes
from mbc_cli.options.forms import A_NUMBER, TREATMENT, forms_of, length
from mbc_cli.options.shared import shared
from mbc_cli.options.tokens import COMMA, tokens_of
from mbc_cli.options.told import Heard
from mbc_cli.options.treatments import is_treatment
from mbc_cli.options.turns import NOTE as TURNS
from mbc_cli.options.turns import line_told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.options.forms import Form
    from mbc_cli.options.told import Told

NUMBER = "{n}"
STOPS = (COMMA, ";", ".")
CLAUSES = (*STOPS, "then", "and")
"""What separates a treatment, and what is said after it, from the text that follows."""
JOIN, JOINS = "+", ("and", COMMA)
"""What joins treatments, and what may do so or may begin something else."""
ONE_AFTER_ANOTHER = re.compile(rf",\s*(?=(?:{THEN})\b)", re.IGNORECASE)
"""A comma before "then", which means one treatment after another with or without the comma."""
PERSON = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor)\b\.?\s(?:[A-Z]\.?\s)?[A-Z][a-z'’-]+")
"""A person by title and name, in a letter: only one word of the name, so that no treatment is taken for a name."""
LONGEST_TREATMENT = 40
"""How many words of a text are tried as the name of one treatment."""


def heard(book: Book, text: str) -> Heard:
    """The facts in a text; UsageError names every word that is not understood, and similar known ones."""
    return Listener(book, clean(text)).heard()


def heard_in_part(book: Book, text: str) -> tuple[Heard, tuple[str, ...]]:
    """The facts in a text, and the parts of it that are not understood."""
    listener = Listener(book, clean(text))
    missed = listener.listen()
    return listener.all_told(), tuple(listener.stretches(missed)) if missed else ()


def all_heard(book: Book, said: Iterable[tuple[str, str]], words: str) -> tuple[list[tuple[str, str]], Heard]:
    """Facts given by axis and in words: those that the axis accepts as they are, and what all the others tell.

    A text that is not a value of its axis may be what a report says about it: "1+" of HER2, "H1047R" of PIK3CA.
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
    notes = dict.fromkeys(note for one in every for note in one.notes)
    if line := line_told(book, tuple(told), [axis_of(book, name).id for name, _ in said]):
        told[line], notes[TURNS] = None, None
    return plain, Heard(tuple(told), tuple(notes))


def heard_of(book: Book, axis: Axis, text: str) -> Heard | None:
    """What a text tells about an axis, as it is or with the axis's name before it; None if it is not a known wording.

    UsageError, with its note, for a wording that settles nothing about the axis.
    """
    for written in (text, *(f"{name} {text}" for name in axis.written)):
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
    """One text while it is read into facts."""

    def __init__(self, book: Book, text: str) -> None:
        self.book = book
        self.text = ONE_AFTER_ANOTHER.sub(" ", PERSON.sub(" ", text))
        self.forms = forms_of(book)
        self.tokens = tokens_of(book, self.text)
        self.history: Form | None = None
        """The form that told the last treatment: it also applies to treatments after a comma."""
        self.told: list[Told] = []
        self.unsettled: list[Told] = []
        self.notes: list[tuple[str, tuple[str, ...]]] = []

    def heard(self) -> Heard:
        """All that is told; UsageError for words that are not understood."""
        if missed := self.listen():
            from mbc_cli.options.unread import not_understood  # only for a message

            raise UsageError(not_understood(self.book, self.stretches(missed), self.forms))
        return self.all_told()

    def listen(self) -> list[int]:
        """Take every fact; returns the positions of the words that are not understood."""
        missed: list[int] = []
        at = 0
        while at < len(self.tokens):
            end = self.fact(at)
            if not end:
                missed.append(at)
            at = end or at + 1
        return missed

    def all_told(self) -> Heard:
        """What was taken: the facts that count, each once, and what to say about them."""
        counting = (told for told in self.told if told not in self.unsettled)
        axes = {told.axis for told in self.told}
        notes = (note for note, moot_by in self.notes if note and axes.isdisjoint(moot_by))
        return Heard(tuple(dict.fromkeys(counting)), tuple(dict.fromkeys(notes)))

    def stretches(self, places: Sequence[int]) -> Iterator[str]:
        """The texts of runs of adjacent words."""
        start = places[0]
        for place, following in zip(places, (*places[1:], inf), strict=True):
            if following != place + 1:
                yield self.text[self.tokens[start].start : self.tokens[place].end]
                start = int(following) if following < inf else place

    def fact(self, at: int) -> int:
        """Take the longest form that begins here, with the treatment after it: where it ends, or 0 if there is none."""
        if self.tokens[at].text in STOPS:
            return at + 1
        every = ((form, *found) for form in self.beginning(at) if (found := form.at(self.tokens, at)))
        here = [(form, number, there) for form, number, there in every if form.treatment or not self.cuts(at, there)]
        if end := self.shared(at, max((end for *_, end in here), default=at)):
            return end
        if any(self.goes_on(form, there) for form, _, there in here):
            here.sort(key=lambda one: not one[0].treatment)
        for form, number, there in here:
            if end := self.taken(form, number, there):
                return end
        told_so = self.history and self.taken(self.history, "", at)
        return told_so or self.bare(at) or self.joined(at)

    def shared(self, at: int, beyond: int) -> int:
        """Take a result that several names share: where it ends, or 0 if it does not go beyond a place."""
        found = shared(self.book, self.forms, self.tokens, at)
        if not found or found.end <= beyond:
            return 0
        for form in found.forms:
            self.take(form, "")
        return found.end

    def bare(self, at: int) -> int:
        """Take a treatment whose outcome is told only by what follows it: where it ends, or 0 if there is none."""
        end = self.ends_before_more(at)
        return self.take_behind(end, self.words(at, end)) if end else 0

    def joined(self, at: int) -> int:
        """Skip a plus between two facts ("bone + liver"): where it ends, or 0 if there is none."""
        following = self.tokens[at + 1].text if at and at + 1 < len(self.tokens) else COMMA
        return at + 1 if self.tokens[at].text == JOIN and following not in STOPS else 0

    def cuts(self, at: int, end: int) -> bool:
        """Whether a form cuts short what is told of a treatment: "brain mets progressing" before "on Kadcyla".

        What comes before that must be a fact by itself, so that no "not" is lost.
        """
        places = (place for place in range(at + 1, end) if self.begins_history(place, end))
        return any(self.is_fact(at, place) for place in places)

    def begins_history(self, at: int, beyond: int) -> bool:
        """Whether a form that needs a treatment begins here, ends past a place, and the treatment follows."""
        due = (found[1] for form in self.beginning(at) if form.treatment and (found := form.at(self.tokens, at)))
        return any(there > beyond and self.ends_farthest(there) for there in due)

    def is_fact(self, at: int, end: int) -> bool:
        """Whether a form that tells something is all that stands from one word up to another, or up to its comma."""
        ends = {end, end - (self.tokens[end - 1].text == COMMA)}
        found = (form.at(self.tokens, at) for form in self.beginning(at) if form.told and not form.treatment)
        return any(each and each[1] in ends for each in found)

    def goes_on(self, form: Form, at: int) -> bool:
        """Whether a plus and a treatment follow a form without one: "after CDK4/6i" + "AI".

        An "and" or a comma does so, too, unless the form denies something.
        """
        joins = (JOIN,) if any(told.how == "lacks" for told in form.told) else (JOIN, *JOINS)
        joined = not form.treatment and at + 1 < len(self.tokens) and self.tokens[at].text in joins
        return joined and self.is_treatment(at + 1, at + 2)

    def beginning(self, at: int) -> Iterator[Form]:
        """The forms that may begin here, longest first."""
        first = self.tokens[at].text
        found = self.forms.get(first, [])
        if first[0].isdecimal():
            found = sorted((*found, *self.forms.get(A_NUMBER, ())), key=length, reverse=True)
        yield from found

    def taken(self, form: Form, number: str, at: int) -> int:
        """Take what a form tells: where it ends; 0 if it needs a treatment and none follows."""
        if not form.treatment:
            self.take(form, number)
            return at
        end = self.ends_before_more(at) or self.ends_farthest(at)
        if not end or self.tells(at, end):
            return 0
        name = self.words(at, end)
        self.take(form, number, name)
        self.history = form
        return self.take_behind(end, name)

    def ends_before_more(self, at: int) -> int:
        """Where a treatment about which something is said ends, the nearest such place; 0 if there is none."""
        return next((end for end in self.ends(at)[::-1] if self.behind(end) and self.is_treatment(at, end)), 0)

    def ends_farthest(self, at: int) -> int:
        """The farthest place where a treatment ends; 0 if none begins here."""
        return next((end for end in self.ends(at) if self.is_treatment(at, end)), 0)

    def is_treatment(self, at: int, end: int) -> bool:
        """Whether the text from one word up to another is a treatment; "at 8 months" is not, the regimen "AT" is."""
        return is_treatment(self.book, self.words(at, end)) and not self.is_plain(at)

    def is_plain(self, at: int) -> bool:
        """Whether a lowercase acronym is more likely a word that tells nothing by itself ("at")."""
        word = self.words(at, at + 1)
        fillers = (form for form in self.forms.get(word, ()) if form.parts == (word,) and not form.telling)
        return word.islower() and any(fillers) and is_treatment(self.book, word)

    def words(self, at: int, end: int) -> str:
        """The text from one word up to another."""
        return self.text[self.tokens[at].start : self.tokens[end - 1].end]

    def ends(self, at: int) -> Sequence[int]:
        """Where a treatment that begins here may end, farthest first: by the next comma, or where more is told."""
        last = min(len(self.tokens), at + LONGEST_TREATMENT)
        stop = next((n for n in range(at, last) if self.tokens[n].text in STOPS or (n > at and self.tells(n))), last)
        return range(stop, at, -1)

    def tells(self, at: int, beyond: int = 0) -> bool:
        """Whether a fact from here goes on past a place that is not a treatment ("OFS") or is inside one ("AC-T 4")."""
        if self.text[self.tokens[at].start - 1] in "-/":
            return False
        found = (there for form in self.beginning(at) if form.telling and (there := form.at(self.tokens, at)))
        return any(end > beyond and not self.is_treatment(at, end) for _, end in found)

    def behind(self, at: int) -> tuple[Form, str, int] | None:
        """What is said after a treatment that ends here, the number in it and its end: all up to the next clause."""
        for form in self.forms.get(TREATMENT, ()):
            if (found := form.at(self.tokens, at)) and self.clause_ends(found[1]):
                return form, *found
        return None

    def clause_ends(self, at: int) -> bool:
        """Whether nothing more is said in this clause."""
        return at == len(self.tokens) or self.tokens[at].text in CLAUSES

    def take_behind(self, at: int, name: str) -> int:
        """Take what is said after a treatment, if anything: where it ends."""
        if not (said := self.behind(at)):
            return at
        form, number, end = said
        self.take(form, number, name)
        return end

    def take(self, form: Form, number: str, treatment: str = "") -> None:
        """Record what a form tells."""
        self.told.extend(with_places(told, number, treatment) for told in form.told)
        self.unsettled.extend(form.unsettles)
        self.notes.append((form.note, form.moot_by))


def with_places(told: Told, number: str, treatment: str) -> Told:
    """What a form tells, with a number and a treatment in their places."""
    return told._replace(text=told.text.replace(NUMBER, number).replace(TREATMENT, treatment))
