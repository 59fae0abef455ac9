"""What a regimen acronym, or any treatment text, stands for."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mbc_cli.api.answer import CommandAnswer
from mbc_cli.api.not_held import not_held
from mbc_cli.ask.expand import Answer, at_moment, expand, term_reading, whole
from mbc_cli.ask.lookup import of_another_use, terms
from mbc_cli.book.errors import NotFoundError, UsageError
from mbc_cli.book.history import Moment
from mbc_cli.book.names import Suggestion, fold
from mbc_cli.book.patterns import pattern
from mbc_cli.book.sharing import of_double_use
from mbc_cli.reading.begun import begun, written_out
from mbc_cli.show.brief import reading_brief

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.api.reader import Reader
    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.reading.tokens import Token
    from mbc_cli.show.page import Page


VERSUS = pattern(r"\s+(?:vs?\.?|versus)\s+", re.IGNORECASE)
"""What separates treatments that are compared."""


class ExpandAnswer(CommandAnswer):
    """Every reading of a text, the usual one first, and the marks (doses, cycles, schedules) that were set aside.

    `verbose` shows full pages rather than one screen for each reading.
    """

    readings: tuple[Reading, ...]
    marks: tuple[str, ...] = ()
    now: Moment = Moment()
    verbose: bool = False

    @property
    def drugs(self) -> tuple[str, ...]:
        """The ids of the drugs and classes of the usual reading, in order; none if no reading is the usual one."""
        usual = [reading for reading in self.readings if reading.usual]
        return self.book.drugs_in(usual[0].phases) if usual else ()

    def names(self) -> list[str]:
        """The readings; a usual one is marked if there are others."""
        several = len(self.readings) > 1
        return [f"{one.name}{' (usual)' if several and one.usual else ''}" for one in self.readings]

    def pages(self) -> Iterator[Page]:
        """A page for each reading, or one page for the arms of a trial if they are many or long."""
        alone = len(self.readings) == 1
        if self.verbose:
            from mbc_cli.show.cards import reading_page  # only where all is asked for

            return (reading_page(self.book, reading, self.marks, alone, self.now) for reading in self.readings)
        pages = [reading_brief(self.book, reading, self.marks, alone, self.now) for reading in self.readings]
        if not alone and {one.kind for one in self.readings} == {"trial"}:
            from mbc_cli.show.arms_page import arms_page, is_long  # only for trials

            return iter([arms_page(self.book, self.readings)] if is_long(self.readings, pages) else pages)
        return iter(pages)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc expand --format json`."""
        from mbc_cli.show.cards_data import reading  # only where data is asked for

        return [reading(self.book, found, self.marks) for found in self.readings]

    def rows(self) -> list[dict[str, Any]]:
        """The results, with whom a regimen is for, in words."""
        from mbc_cli.options.wording import wanted_words  # only where data is asked for

        regimens = [found.regimen for found in self.readings]
        whom = [{"condition": wanted_words(self.book, found.when) if found else ""} for found in regimens]
        return [result | words for result, words in zip(self.results(), whom, strict=True)]


def expanded(reader: Reader, text: str, now: Moment) -> ExpandAnswer:
    """The readings of a text at a moment; NotFoundError if it has none, with what it may be."""
    book = reader.book
    answer = read_or_explain(reader, text)
    readings = tuple(at_moment(book, found, now) for found in answer.readings)
    return ExpandAnswer(text, book, readings, answer.marks, now)


def read_or_explain(reader: Reader, text: str) -> Answer:
    """The readings of a text, at least one; NotFoundError says what it may be instead."""
    if readings := compared(reader.book, text):
        return Answer(text, readings)
    answer = expand(reader.book, text, reader.aids)
    if meant := terms_in(reader.book, answer) or profile_of(reader.book, answer):
        return Answer(answer.query, meant)
    if answer.readings:
        return answer.but(readings=(*value_of(reader.book, answer), *answer.readings))
    if told := facts_in(reader.book, answer):
        return Answer(answer.query, told)
    raise unread(reader, text, answer)


def compared(book: Book, text: str) -> tuple[Reading, ...]:
    """The usual reading of each regimen of "TCH vs TCHP", where none of them is preferred."""
    names = VERSUS.split(text) if " v" in text.casefold() else ()
    found = [one for name in names for one in whole(book, name)[:1] if one.regimen]
    return tuple(one.but(usual=False) for one in found) if len(found) == len(names) else ()


def terms_in(book: Book, answer: Answer) -> tuple[Reading, ...]:
    """The clinical terms that are spelled like a text, if it is not a name as a whole and gives no treatment."""
    if answer.treatment is None or answer.treatment.given:
        return ()
    return tuple(term_reading(record, written) for record, written in terms(book, answer.query))


def profile_of(book: Book, answer: Answer) -> tuple[Reading, ...]:
    """What a text without a treatment says about a patient or a tumor, if it is more than a name or two."""
    if answer.treatment is None or answer.treatment.given:
        return ()
    from mbc_cli.ask.definitions import profile_in  # only for a text that gives no treatment

    return profile_in(book, answer.query, few=bool(answer.readings))


def value_of(book: Book, answer: Answer) -> tuple[Reading, ...]:
    """What "ER positive" means, a fact with its value, if only its name was read, and as a look-alike."""
    text = answer.query
    if {one.kind for one in answer.readings} != {"lookalike"} or is_name(text) or not is_profile(book, text):
        return ()
    from mbc_cli.ask.definitions import values  # only for what has a value beside the name

    return values(book, text)


def is_name(text: str) -> bool:
    """Whether a text is a single word that ends in a letter or digit; ER+ and "ER positive" are not."""
    return " " not in text and text[-1:].isalnum()


def facts_in(book: Book, answer: Answer) -> tuple[Reading, ...]:
    """What the facts of a profile mean, for a text that names nothing else."""
    if answer.only_named or answer.suggestions:
        return ()
    from mbc_cli.ask.definitions import definitions  # only for a text that is not a name

    return definitions(book, answer.query)


def fact_option(book: Book, text: str) -> str:
    """The option for the fact with that name; "" for another text."""
    from mbc_cli.options.facts import axis_called  # only for a message

    axis = axis_called(book, text)
    return "" if axis is None else f"{axis.flag} ..." if axis.flag else f"--fact {axis.id}=..."


def is_profile(book: Book, text: str) -> bool:
    """Whether a text is entirely facts of a profile; the name of a fact alone, PIK3CA, is a question about it."""
    from mbc_cli.options.facts import axis_called
    from mbc_cli.options.report import all_heard  # only for a text that is not a name

    if text[-1:].isalnum() and axis_called(book, text):
        return False
    with suppress(UsageError):
        _, heard = all_heard(book, [], text)
        return bool(heard.told)
    return False


def medicine(token: Token) -> str:
    """A medicine outside the vocabulary as it is written, and what it is: "Zofran is ondansetron"."""
    return token.text if token.of == fold(token.text) else f"{token.text} is {token.of}"


def of_a_house(text: str) -> str:
    """What to try with the code of a hospital's protocol; "" for any other text."""
    from mbc_cli.book.codes import PROTOCOL_CODE  # only for a message

    how = f": --data DIR reads data of your own, mbc new protocol {text} begins an entry for it"
    return f"{{}} is not a known protocol{how}" if PROTOCOL_CODE.fullmatch(text) else ""


BY_A_PART = ": mbc search finds names by a part of them"
"""What to try if no name is near."""


def unread(reader: Reader, text: str, answer: Answer, of_others: str = "") -> NotFoundError:
    """What a treatment text without a reading may be; `of_others` is what else to say about other medicines."""
    if answer.suggestions:
        return NotFoundError("{} is not a known acronym; its letters could mean", text, answer.suggestions)
    if code := not_held(text):
        return NotFoundError(code, text)
    if names := written_out(reader.book, answer.query):
        near = tuple(Suggestion(each, "its short forms written out") for each in names)
        return NotFoundError("{} has short forms that are not clear by themselves", text, near)
    if house := of_a_house(text.strip()):
        return NotFoundError(house, text)
    if answer.only_named:
        return NotFoundError(f"{{}} does not say that any treatment was given ({'; '.join(answer.only_named)})", text)
    named = reader.book.names.named(text)
    near = reader.near(text) or tuple(Suggestion(name, f"begins with '{text}'") for name in begun(reader.book, text))
    what = f"{{}} is not a known regimen, and nothing else here has that name{'' if near else BY_A_PART}"
    if drug := next((found for match in named if (found := of_double_use(reader.book, match))), None):
        what = f"{{}} is given for cancer or for {drug.double_use}; the name alone does not say which (see mbc drug)"
    elif other := reader.medicines.find(text):
        what = of_another_use(reader.book, other) + of_others
    elif others := answer.treatment.others if answer.treatment else ():
        each = "; ".join(dict.fromkeys(map(medicine, others)))
        what = f"{{}} has only medicines outside this vocabulary ({each}){of_others}"
    elif how := fact_option(reader.book, text) or (f'"{answer.query}"' if is_profile(reader.book, text) else ""):
        what = f"{{}} is not a treatment but a fact about a patient or a tumour: try mbc options {how}"
    return NotFoundError(what, text, near)
