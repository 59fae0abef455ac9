"""One treatment text, or a column of them, to drug ids that can be trusted, with a status and a note.

`Annotator.annotate_all` works out a batch of texts, and knows no files; `annotate_batch` is the same over an Arrow
record batch. One core serves the csv path, Polars, and an engine that hands out batches. `Coder` adds registry items.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import COLUMNS, READ_OFF, REMEMBERED, Annotation
from mbc_cli.annotate.sure_names import Quick
from mbc_cli.book.days import span_of
from mbc_cli.book.model import Part
from mbc_cli.book.names import clean, fold
from mbc_cli.book.sharing import declaration
from mbc_cli.coding.items import row_codes, treatment_codes
from mbc_cli.reading.context import PRIOR
from mbc_cli.reading.doubts import NO_DRUG, Doubts, is_letter, may_be_a_drug
from mbc_cli.reading.mentions import ELSEWHERE
from mbc_cli.reading.spelling import Corrector
from mbc_cli.reading.treatment import treat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.treatment import Treatment

LONGEST_CELL = 2_000
# What is written where nothing is to be said.
PLACEHOLDER = re.compile(
    r"\W*(?:(?:not?|non)\s+)?(?:available|applicable|known|unknown|recorded|reported|stated|specified|given|documented|"
    r"done|none?|nil|null|nan|na|n\s?/\s?a|nos|tbd|tbc|unk|missing|refused|declined|other|others|see (?:notes?|chart)|"
    r"discrepancy|pending|yes|no|evaluated|assessed)\W*",
    re.IGNORECASE,
)


Codes = tuple[str, str, str, str]
NO_CODES: Codes = ("", "", "", "")


class Annotator:
    """Texts to annotations; every distinct text is worked out once, as long as it is remembered."""

    def __init__(self, book: Book, speller: Speller, others: Others) -> None:
        self.book = book
        self.speller = speller
        self.others = others
        self.doubts = Doubts(book, speller)
        self.quick = Quick(book, self.worked_out)
        self.known: dict[str, Annotation] = {}

    def annotate(self, text: str) -> Annotation:
        """The annotation of one text; never raises."""
        return self.annotate_all((text,))[0]

    def annotate_all(self, texts: Sequence[str]) -> list[Annotation]:
        """The annotation of each text, in order; many at a time are many times faster than one by one."""
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        known = self.known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(self.quick.read(new))
        known.update((text, self.worked_out(clean(text))) for text in new if text not in known)
        return [known[text] for text in texts]

    def worked_out(self, text: str) -> Annotation:
        """The annotation of a cleaned text."""
        if not text:
            return Annotation(status="empty")
        if not fold(text) or PLACEHOLDER.fullmatch(text):
            return Annotation(status="no drug", note="a placeholder")
        if len(text) > LONGEST_CELL:
            return Annotation(status="unknown", note=f"longer than {LONGEST_CELL} characters: not read")
        corrector = Corrector(self.speller)
        if why := self.may_be_no_regimen(text):
            return Annotation(status="ambiguous", note=why)
        found = treat(self.book, text, corrector.corrected, self.others)
        return self.summed_up(found, corrector.unsure)

    def may_be_no_regimen(self, text: str) -> str:
        """Why an acronym alone in its cell is not read, where the data gives a look-alike as its usual reading: ACT."""
        matches = self.book.names.acronyms(text)
        shared = declaration(self.book, text, matches)
        if shared is None or not shared.readings[0].startswith("lookalike.") or self.book.names.named(text):
            return ""
        means = self.book.lookalikes[shared.readings[0].partition(".")[2]].means
        others = [self.book.regimens[match.id].name for match in matches if match.kind == "regimen"]
        return f"{text}: {' or '.join((*means, *others))}; alone it is not read as a regimen"

    def summed_up(self, found: Treatment, unsure: list[str]) -> Annotation:
        """Ids, status and note of what was read."""
        drugs = [name for name in found.drugs if name in self.book.drugs]
        classes = [name for name in found.drugs if name in self.book.classes]
        inside = [name for name in drugs if not self.book.drugs[name].outside]
        notes = [
            *self.doubts.subcutaneous(found),
            *note_parts(found, [self.book.drugs[name].name for name in drugs if not inside]),
        ]
        if unsure and not inside:
            return Annotation(
                status="ambiguous", note="; ".join([*notes, f"near to {', '.join(dict.fromkeys(unsure))}"])
            )
        if stems := self.doubts.stems(found):
            return Annotation(status="ambiguous", note="; ".join([*notes, *stems]))
        if any(note.endswith(ELSEWHERE) for note in found.notes):
            return Annotation(status="ambiguous", note="; ".join(notes))
        odds = self.doubts.at_odds(found)
        status = "ambiguous" if odds else self.status(found, inside, drugs, classes)
        return Annotation(
            ";".join(drugs if inside else ()),
            ";".join(dict.fromkeys(name.id for mention in found.given for name in mention.readings)),
            ";".join(classes),
            status,
            "; ".join([*odds, *notes]),
        )

    def status(self, found: Treatment, inside: list[str], drugs: list[str], classes: list[str]) -> str:
        """The word that says how far the ids can be trusted."""
        if inside:
            if (
                found.open
                or any(may_be_a_drug(found.text, token) for token in found.unread)
                or any(is_letter(self.book, found.text, token) for token in found.unread)
            ):
                return "ambiguous"
            return "corrected" if any(mention.token.of for mention in found.given) else "exact"
        if classes:
            return "class only"
        if drugs or found.others:
            return "other drug"
        says_so = any(NO_DRUG.fullmatch(word) for token in found.unread for word in re.split(r"[\W_\d]+", token.text))
        if found.mentioned or says_so or (found.marks and not found.unread):
            return "no drug"
        return "unknown"


def note_parts(found: Treatment, outside: list[str]) -> Iterator[str]:
    """What a reader of the row should know, in a fixed order."""
    yield from dict.fromkeys(mention.token.of for mention in found.given if mention.token.of)
    if any(mention.role == PRIOR for mention in found.given):
        yield "prior treatment"
    for mention in found.mentioned:
        if mention.phases:
            yield f"{mention.token.text}: {mention.role}, not counted"
    yield from found.notes
    yield from (f"{name}: outside this vocabulary" for name in outside)
    for token in found.others:
        shown = "" if fold(token.of) == fold(token.text) else f" ({token.of})"
        yield f"{token.text}{shown}: other medicine"
    yield from (several(mention) for mention in found.given if len(mention.readings) > 1)
    for part in (part for phase in found.phases for part in phase if len(part.any_of) > 1 and not part.when):
        yield f"{' or '.join(part.any_of)}: the text does not say which"
    if found.marks:
        yield READ_OFF + ", ".join(dict.fromkeys(token.text for token in found.marks))
    if found.unread:
        yield "not read: " + " ".join(token.text for token in found.unread)


def several(mention: Mention) -> str:
    """The readings of an acronym."""
    return f"{mention.token.text} is {' or '.join(reading.name for reading in mention.readings)}"


def annotate_batch(batch: pa.RecordBatch, column: str, annotator: Annotator) -> pa.RecordBatch:
    """An Arrow record batch with the columns of COLUMNS appended; every row and column kept in order.

    The column may be text of any width or a dictionary of it; a null counts as empty. KeyError when it is not there.
    """
    import pyarrow as pa  # only where Arrow is used

    texts = batch.column(batch.schema.get_field_index(column) if column in batch.schema.names else column)
    found = annotator.annotate_all([str(text) if text is not None else "" for text in texts.to_pylist()])
    for n, name in enumerate(COLUMNS):
        batch = batch.append_column(name, pa.array([item[n] for item in found], pa.string()))
    return batch


class Coder:
    """Annotation, text and date of diagnosis to the four items; every distinct pair is worked out once."""

    def __init__(self, annotator: Annotator) -> None:
        self.annotator = annotator
        self.known: dict[tuple[str, str, str], Codes] = {}
        self.unreadable = 0

    def __call__(self, found: Annotation, text: str, dx: str) -> Codes:
        """The items as text, "" where they cannot be decided; a text without drugs codes nothing."""
        if dx.strip() and span_of(dx) is None:
            self.unreadable += 1
        key = (found.drugs, text, dx)
        if key not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[key] = self.worked_out(found, text, dx) if found.drugs else NO_CODES
        return self.known[key]

    def worked_out(self, found: Annotation, text: str, dx: str) -> Codes:
        """The items of the drugs that a curator decided on, or of the text as it was read."""
        book = self.annotator.book
        if found.status == "decided":
            return row_codes(book, (tuple(Part(any_of=(name,)) for name in found.drugs.split(";")),), dx)
        corrector = Corrector(self.annotator.speller)
        return treatment_codes(book, treat(book, clean(text), corrector.corrected, self.annotator.others), dx)
