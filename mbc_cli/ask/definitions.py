"""What a fact of a profile is: an axis such as ESR1, or a value of one such as HER2-low, in the words of the data."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from mbc_cli.ask.expand import Reading
from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import clean, fold
from mbc_cli.options.fact_words import told_words
from mbc_cli.options.facts import axis_called, choice
from mbc_cli.options.report import all_heard, heard_in_part
from mbc_cli.options.wording import wanted_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.options.told import Told

FOLLOWS = "follows from: "
FACT = "fact"
"""The kind of a reading that is a fact of a profile."""


def definitions(book: Book, text: str) -> tuple[Reading, ...]:
    """The facts that a text names, if it names nothing else; none for any other text."""
    axis = axis_named(book, text)
    if axis and fold(text) == defined_in(axis) and told_by(book, text):
        return (defined(axis, text, text, [asked(text)]),)
    if axis:
        return (defined(axis, axis.name, text, axis_notes(book, axis)),)
    return values(book, text)


def defined_in(axis: Axis) -> str:
    """The word that the meaning of an axis begins with and defines, in small letters: "de novo"."""
    word, defines, _ = axis.help.partition(":")
    return fold(word) if defines else ""


COURSE = ("History", "Spread")
"""The groups of facts that tell how a cancer came and went rather than what it is."""


def is_of_course(book: Book, text: str) -> bool:
    """Whether a text is no more than one word for the course of a cancer: it asks what the word means.

    A site of spread and a line of therapy are places to look up what sources name, as every fact of a tumour is.
    """
    facts = [book.axes[found.id] for found in definitions(book, text)]
    return len(facts) == 1 and facts[0].group in COURSE and facts[0].form == "value" and not facts[0].places


def axis_named(book: Book, text: str) -> Axis | None:
    """The axis that a text names by its name, id or meaning; None for one with a sign at its end, which is a value."""
    if not text[-1:].isalnum():
        return None
    said = (axis for axis in book.axes.values() if fold(text) in (fold(axis.id), defined_in(axis)))
    return axis_called(book, text) or next(said, None)


def values(book: Book, text: str) -> tuple[Reading, ...]:
    """The values of a text that consists of nothing else, but for the history of a treatment."""
    told = told_by(book, text)
    if any(book.axes[one.axis].of_treatments for one in told):
        return ()
    return tuple(value_told(book, book.axes[one.axis], one, text) for one in told)


FEW, SEVERAL = 2, 3
"""The minimum number of facts: FEW if the text says more or the caller asks for `few`, otherwise SEVERAL."""


def profile_in(book: Book, text: str, *, few: bool = False) -> tuple[Reading, ...]:
    """What a text says about a patient or a tumour as one reading, and which parts of the text were not read.

    None if that is too little: a `few` facts are enough if the words alone would be taken for something else.
    """
    told, missed = heard_in_part(book, text)
    words = tuple(dict.fromkeys(told_words(book, one) for one in told.told))
    if len(words) < (FEW if missed or few else SEVERAL):
        return ()
    understood = re.sub("|".join(map(re.escape, missed)) or "$^", "", text)
    notes = [f"{note[:1].upper()}{note[1:]}" for note in told.notes]
    unread = [f"not read: {', '.join(missed)}"] if missed else []
    said = (
        "means a profile: not a treatment",
        *unread,
        *notes,
        asked(re.sub(r"\s*([,;.])(?:\s*[,;.])+", r"\1", understood)),
    )
    return (Reading(kind=FACT, id="", name=text, form="profile", written=text, notes=said, means=words, unread=missed),)


def told_by(book: Book, text: str) -> tuple[Told, ...]:
    """The facts of a text that consists of nothing else."""
    with suppress(UsageError):
        return all_heard(book, [], text)[1].told
    return ()


def value_told(book: Book, axis: Axis, told: Told, text: str) -> Reading:
    """A value of an axis as a reading; of an axis of numbers, the number."""
    if axis.form == "number":
        return defined(axis, f"{axis.name} {told.text}", text, [asked(text)])
    value = choice(axis, told.text)
    return defined(axis, book.phrase(axis.id, value), text, [*follows_from(book, axis, value), asked(text)])


def defined(axis: Axis, name: str, written: str, notes: list[str]) -> Reading:
    """What an axis says, as a reading without drugs."""
    told = in_words(axis)
    means = (told if fold(name) in (fold(axis.name), defined_in(axis)) else f"{axis.name}: {told}",)
    said = (f"means {means[0]}: not a treatment", *notes)
    return Reading(kind=FACT, id=axis.id, name=name, form=FACT, written=written, notes=said, means=means)


def in_words(axis: Axis) -> str:
    """What an axis says about itself, with only the last part of each value, which is enough: "germline"."""
    dotted = [value for value in axis.values if "." in value]
    return re.sub("|".join(map(re.escape, dotted)), lambda found: found[0].rpartition(".")[2], axis.help)


def axis_notes(book: Book, axis: Axis) -> list[str]:
    """What values an axis takes, and how to ask with it, for example with the first of them."""
    values = [book.phrase(axis.id, value) for value in axis.values]
    value = next(iter(axis.values), "VALUE")
    how = f"{axis.flag} {value}" if axis.flag else f"--fact {axis.id}={value}"
    told = [f"values: {'; '.join(values)}"] if values else []
    return [*told, f"what sources name for {'one of them' if values else 'it'}: mbc options {how}"]


def follows_from(book: Book, axis: Axis, value: str) -> Iterator[str]:
    """The facts from which a value follows."""
    rules = [rule for rule in axis.follows if rule.test.form == "any" and rule.test.values == (value,)]
    if words := "; or ".join(wanted_words(book, rule.when) for rule in rules):
        yield f"{FOLLOWS}{words}"


def in_a_line(book: Book, text: str) -> str:
    """What a fact follows from, on one line: "HER2-low: HER2 IHC 1+; or HER2 IHC 2+, HER2 ISH-negative"; or ""."""
    found = definitions(book, text)
    if len(found) != 1:
        return ""
    notes = (note for note in found[0].notes if note.startswith(FOLLOWS))
    return "".join(f"{found[0].name}: {note.removeprefix(FOLLOWS)}" for note in notes)


def asked(text: str) -> str:
    """How to ask what sources name for some facts."""
    return f'what sources name for it: mbc options "{clean(text)}"'
