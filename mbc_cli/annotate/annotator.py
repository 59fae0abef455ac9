"""One treatment text, or a column of them, to drug ids that can be trusted, with a status and a note.

`Annotator.annotate_all` works on a batch of texts and knows nothing of files: one core serves every kind of file and,
through Arrow, every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import (
    NOT_COUNTED,
    OPEN_CHOICE,
    READ_OFF,
    REMEMBERED,
    UNREAD,
    Annotation,
    with_note,
)
from mbc_cli.annotate.sure_names import Quick
from mbc_cli.annotate.sure_texts import SureTexts
from mbc_cli.book.codes import looks_like_a_code
from mbc_cli.book.medicines import read_others
from mbc_cli.book.names import clean, fold
from mbc_cli.book.sharing import declaration
from mbc_cli.reading.aids import Aids
from mbc_cli.reading.begun import perhaps
from mbc_cli.reading.doubts import AGAINST_CANCER
from mbc_cli.reading.neighbours import is_one_of
from mbc_cli.reading.read import read
from mbc_cli.reading.spans import spans
from mbc_cli.reading.spelling import Speller
from mbc_cli.reading.status import inside, is_placeholder, says_of_all_treatment, subcutaneous
from mbc_cli.reading.unnamed import unnamed
from mbc_cli.store.load import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.book.names import Match
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.spans import Span
    from mbc_cli.reading.treatment import Treatment

Answers = Callable[[Sequence[str]], Iterable[tuple[str, Annotation]]]
LONGEST_CELL = 100_000
PLACEHOLDER = "a placeholder"
DECLINED = "declined"
UNTREATED = {"negated": "the text says: no treatment", DECLINED: "the text says: treatment declined"}
CUT_OFF = "begins with a quotation mark that is not closed: the rest may have been cut off"
NAMELESS = "names no treatment, and does not say that there was none"


class Annotator:
    """Texts to annotations; every distinct text is worked out once, as long as it is remembered.

    `answers` reads those that are new; other processes may help it.
    """

    def __init__(self, book: Book, speller: Speller, others: Others, *, codes_as_names: bool = False) -> None:
        self.book = book
        self.codes_as_names = codes_as_names
        self.speller = speller
        self.others = others
        self.aids = Aids.of(speller)
        self.quick = Quick(book, self.worked_out)
        self.sure_texts = SureTexts(self.quick, speller)
        self.known: dict[str, Annotation] = {}
        self.answers: Answers = self.one_by_one

    @classmethod
    def of(cls, book: Book, *, codes_as_names: bool = False) -> Annotator:
        """The annotator for a book, with the medicines outside it that come with the package."""
        others = read_others(shipped() / "other_drugs.tsv")
        return cls(book, Speller(book, others), others, codes_as_names=codes_as_names)

    def annotate(self, text: str) -> Annotation:
        """The annotation of one text; never raises."""
        return self.annotate_all((text,))[0]

    def annotate_all(self, texts: Sequence[str]) -> list[Annotation]:
        """The annotation of each text, in order; many at a time are much faster than one by one."""
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        known = self.known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(self.quick.read(new))
        known.update(self.answers([text for text in new if text not in known]))
        known.update((text, with_note(known[text], CUT_OFF)) for text in new if is_cut_off(text))
        return [known[text] for text in texts]

    def one_by_one(self, texts: Sequence[str]) -> Iterator[tuple[str, Annotation]]:
        """Each of some texts with its annotation."""
        return ((text, self.answer(clean(text))) for text in texts)

    def answer(self, text: str) -> Annotation:
        """The annotation of a cleaned text, by the quickest way that gives it."""
        if found := self.sure_texts.read(text) or self.without_reading(text):
            return found
        reading = read(self.book, text, self.aids)
        self.sure_texts.learn(text, reading)
        return dressed(self.book, reading)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the names are in a text; none for a cell that is not text to read."""
        cleaned = clean(text)
        return () if self.without_reading(cleaned) else spans(read(self.book, cleaned, self.aids), text)

    def is_code(self, text: str) -> bool:
        """Whether a text looks like a code and is not a name."""
        return looks_like_a_code(text) and not self.book.names.named(text)

    def worked_out(self, text: str) -> Annotation:
        """The annotation of a cleaned text, by the full reading."""
        return self.without_reading(text) or dressed(self.book, read(self.book, text, self.aids))

    def without_reading(self, text: str) -> Annotation | None:
        """The annotation of a cleaned text that is not to be read: nothing, signs, a code, perhaps not a regimen."""
        if not text:
            return Annotation(status="empty")
        if not fold(text):
            return Annotation(status="no drug", note=PLACEHOLDER)
        if len(text) > LONGEST_CELL:
            return Annotation(status="unknown", note=f"longer than {LONGEST_CELL} characters: not read")
        if self.is_code(text):
            return self.coded(text)
        why = self.may_be_no_regimen(text)
        return Annotation(status="ambiguous", note=why) if why else None

    def coded(self, text: str) -> Annotation:
        """The annotation of a text that looks like a code: its entry, or each of them, if codes count as names."""
        found = self.book.names.coded(text) if self.codes_as_names else []
        if not found:
            known = "no entry has it" if self.codes_as_names else "codes are not read as names"
            return Annotation(status="unknown", note=f"{text}: looks like a code; {known}")
        drugs = (name for match in found for name in self.drugs_of(match))
        return Annotation(
            drugs=";".join(dict.fromkeys(drugs)),
            regimens=";".join(match.id for match in found if match.kind == "regimen"),
            status="exact" if len(found) == 1 else "ambiguous",
            note="; ".join(f"{match.form} {match.written} is {match.id}" for match in found),
        )

    def drugs_of(self, match: Match) -> tuple[str, ...]:
        """The drugs of an entry that has a code: the drug itself, or those of a regimen."""
        if match.kind != "regimen":
            return (match.id,)
        return self.book.drugs_in(self.book.phases(self.book.regimens[match.id]))

    def is_against_cancer(self, medicine: str) -> bool:
        """Whether a medicine outside the vocabulary is for cancer, so that the drugs beside it are not all."""
        found = self.others.find(medicine)
        return found is not None and found.use in AGAINST_CANCER

    def unnamed(self, drugs: str, classes: str) -> Iterator[str]:
        """The classes, given as joined ids, to which none of the drugs beside them belongs, in words."""
        return unnamed(self.book, [name for name in f"{drugs};{classes}".split(";") if name])

    def may_be_no_regimen(self, text: str) -> str:
        """Why an acronym alone in its cell is not read, if the data says that it usually means a look-alike: ACT."""
        matches = self.book.names.acronyms(text)
        shared = declaration(self.book, text, matches)
        if shared is None or shared.settled or self.book.names.named(text):
            return ""
        if not shared.readings[0].startswith("lookalike."):
            return ""
        means = self.book.lookalikes[shared.readings[0].partition(".")[2]].means
        others = [found.name for match in matches for found in self.book.regimens_of(match)]
        return f"{text}: {' or '.join((*means, *others))}; on its own it is not read as a regimen"


def dressed(book: Book, found: Treatment) -> Annotation:
    """A text that was read, as the cells of a row."""
    drugs = [name for name in found.drugs if name in book.drugs]
    outside = [] if inside(book, found) else drugs
    others = [*(book.drugs[name].name for name in outside), *(token.of for token in found.beside)]
    return Annotation(
        drugs=";".join(() if outside else drugs),
        regimens=";".join(dict.fromkeys(name.id for mention in found.given for name in mention.readings)),
        classes=";".join(name for name in found.drugs if name in book.classes),
        other=";".join(dict.fromkeys(others)),
        status=found.status,
        note="; ".join(dict.fromkeys(notes(book, found, outside))),
    )


def is_cut_off(text: str) -> bool:
    """Whether a text begins with a quotation mark that is not closed, like a part of a cell with commas in it."""
    return text.startswith('"') and text.count('"') % 2 == 1


def notes(book: Book, found: Treatment, outside: Sequence[str]) -> Iterator[str]:
    """Everything that a reader of the row must know: what is unsure, not given, read differently, or not read."""
    yield from (doubt.why for doubt in found.doubts if doubt.why)
    yield from subcutaneous(book, found)
    if found.status == "no drug" and (said := says_of_all_treatment(found)):
        yield UNTREATED[said]
    elif is_placeholder(found):
        yield UNTREATED[DECLINED] if any(word.means(DECLINED) for word in found.words) else PLACEHOLDER
    yield from (mention.token.of for mention in found.given if mention.token.of)
    yield from uses(book, found.given)
    yield from unchecked(found.given)
    yield from (f"{mention.token.text}: {mention.role}{NOT_COUNTED}" for mention in found.mentioned if mention.phases)
    yield from found.notes
    yield from found.stopped
    yield from (f"{book.drugs[name].name}: outside this vocabulary" for name in outside)
    for token in found.others:
        shown = "" if fold(token.of) == fold(token.text) else f" ({token.of})"
        yield f"{token.text}{shown}: other medicine"
    contested = (mention for mention in found.given if len(mention.readings) > 1 and not mention.token.of_trial)
    yield from map(several, contested)
    for part in (part for part in found.parts if len(part.any_of) > 1):
        yield f"{' or '.join(part.any_of)}{OPEN_CHOICE}"
    yield from (f"{' or '.join(part.any_of)}: optional" for part in found.parts if part.optional)
    if len(found.treatments) > 1:
        each = (" + ".join(book.drugs_in(phases)) for phases in found.treatments)
        yield f"alternatives: {' or '.join(each)}"
    if found.also_read:
        yield READ_OFF + ", ".join(found.also_read)
    if found.unread:
        yield UNREAD + " ".join(token.text for token in found.unread)
        yield from perhaps(book, [token.text for token in found.unread])
    if found.status == "unknown" and not (found.unread or found.mentioned):
        yield NAMELESS


def uses(book: Book, given: Iterable[Mention]) -> Iterator[str]:
    """What the brands that are given are for, if not for cancer treatment."""
    brands = ((mention, match.id) for mention in given for match in mention.token.matches if match.kind == "brand")
    yield from (f"{mention.token.text}: for {use}" for mention, brand in brands if (use := book.brands[brand].use))


def unchecked(given: Iterable[Mention]) -> Iterator[str]:
    """What was not checked about the regimens and trials that are given, or about how their names are written."""
    for mention in given:
        written = mention.token.text
        for reading in mention.readings:
            if reading.unverified:
                yield f"{written if mention.token.of_trial else reading.name}: not verified: {reading.unverified}"
            if is_one_of(written, reading.unsourced):
                yield f"{written}: not verified: no source writes {reading.name} so"


def several(mention: Mention) -> str:
    """The readings of an acronym."""
    return f"{mention.token.text} is {' or '.join(reading.name for reading in mention.readings)}"
