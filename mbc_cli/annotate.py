"""One treatment text, or a column of them, to drug ids that can be trusted, with a status and a note.

`Annotator.annotate_all` works out a batch of texts, and knows no files; `annotate_batch` is the same over an Arrow
record batch. One core serves the csv path, Polars, and an engine that hands out batches.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.annotation import COLUMNS, READ_OFF, REMEMBERED, Annotation
from mbc_cli.book.names import SHORT_NAME, clean, fold
from mbc_cli.book.sharing import declaration
from mbc_cli.quick import Quick
from mbc_cli.reading.amounts import MARKS
from mbc_cli.reading.context import PRIOR
from mbc_cli.reading.mentions import ELSEWHERE
from mbc_cli.reading.spelling import Corrector
from mbc_cli.reading.treatment import ancestry, treat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

LONGEST_CELL = 2_000
# A carrier or a form that is another product than the plain drug: stents, balloons, beads, micelles, prodrugs.
FORMULATION = re.compile(
    r"(?:\w+)?(?:eluting|coated)(?:stents?|balloons?|beads?)?|stents?|balloons?|beads?|poliglumex|micell\w*|polymeric\w*|"
    r"nanosom\w*|trevatide|tocosol|zoptarelin|4oh|dha|\w{0,4}albumin\w*|liposom\w*|lipo"
)
ALBUMIN = re.compile(r"albumin")  # wherever it stands: "paclitaxel legato all'albumina"
BEFORE_LETTER = re.compile(r"\b(?:then|by|and|plus|with)$", re.IGNORECASE)
JOINING = tuple("+-/>→&,;–")
SUBCUTANEOUS = re.compile(r"s\.?c\.?|s/c|subcut(?:aneous(?:ly)?)?", re.IGNORECASE)
# What is written where nothing is to be said, and matters of a treatment column that are no drug.
PLACEHOLDER = re.compile(
    r"\W*(?:(?:not?|non)\s+)?(?:available|applicable|known|unknown|recorded|reported|stated|specified|given|documented|"
    r"done|none?|nil|null|nan|na|n\s?/\s?a|nos|tbd|tbc|unk|missing|refused|declined|other|others|see (?:notes?|chart)|"
    r"discrepancy|pending|yes|no|evaluated|assessed)\W*",
    re.IGNORECASE,
)
NO_DRUG = re.compile(
    r"chemo\w*|hormon\w*|endocrine|radiation|radiotherapy|xrt|rt|surgery|mastectomy|lumpectomy|oophorectomy|bso|placebo|"
    r"trials?|stud(?:y|ies)|protocol|observation|surveillance|vaccines?|transplant|scans?|biops(?:y|ies)|"
    r"(?:therapy|treatment|regimen|drugs?|medications?|investigational|clinical|blinded|supportive|care|hospice|cycles?)",
    re.IGNORECASE,
)


class Annotator:
    """Texts to annotations; every distinct text is worked out once, as long as it is remembered."""

    def __init__(self, book: Book, speller: Speller, others: Others) -> None:
        self.book = book
        self.speller = speller
        self.others = others
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
            *self.subcutaneous(found),
            *note_parts(found, [self.book.drugs[name].name for name in drugs if not inside]),
        ]
        if unsure and not inside:
            return Annotation(
                status="ambiguous", note="; ".join([*notes, f"near to {', '.join(dict.fromkeys(unsure))}"])
            )
        if stems := self.stems(found):
            return Annotation(status="ambiguous", note="; ".join([*notes, *stems]))
        if any(note.endswith(ELSEWHERE) for note in found.notes):
            return Annotation(status="ambiguous", note="; ".join(notes))
        odds = self.at_odds(found)
        status = "ambiguous" if odds else self.status(found, inside, drugs, classes)
        return Annotation(
            ";".join(drugs if inside else ()),
            ";".join(dict.fromkeys(name.id for mention in found.given for name in mention.readings)),
            ";".join(classes),
            status,
            "; ".join([*odds, *notes]),
        )

    def stems(self, found: Treatment) -> list[str]:
        """Names followed by a word that may make another drug of them: which drug is meant is not sure."""
        text = found.text
        beside = [
            (name.token, word, self.is_plain(name))
            for name in found.given
            for word in (*found.marks, *found.unread)
            if 0 <= word.start - name.token.end <= 3
            or 0 <= name.token.start - word.end <= 3
            or (ALBUMIN.search(fold(word.text)) and self.has_albumin_form(name))
        ]
        beside = [each for each in beside if not set(between(text, each[0], each[1])) & set(",;")]
        unsure = [
            (name, word)
            for name, word, plain in beside
            if (word.kind == "word" and self.speller.changes_the_drug(name.text, word.text))
            or (word.kind == "word" and plain and FORMULATION.fullmatch(fold(word.text)))
            or (text[name.end : name.end + 1] == "-" == text[word.start - 1] and self.is_suffixed(name))
        ]
        return [
            f"{text[min(name.start, word.start) : max(name.end, word.end)]}: may be another drug than {name.text}"
            for name, word in unsure
        ]

    def has_albumin_form(self, name: Mention) -> bool:
        """Whether an albumin-bound form of a drug is another drug."""
        forms = (drug for drug in self.book.drugs.values() if drug.form_of in name.drugs)
        return any(ALBUMIN.search(words) for drug in forms for words in drug.form_words)

    def is_plain(self, name: Mention) -> bool:
        """Whether a name is of drugs that are no special form themselves, as liposomal ones are."""
        return not any(self.book.drugs[drug].form_of for drug in name.drugs if drug in self.book.drugs)

    def subcutaneous(self, found: Treatment) -> list[str]:
        """A note where "SC" stands beside a drug of which a subcutaneous product is an entry of its own."""
        if not any(SUBCUTANEOUS.fullmatch(token.text) for token in found.marks):
            return []
        products = [drug for drug in self.book.drugs.values() if len(drug.components) == 1]
        return [
            f"{self.book.drugs[drug.components[0]].name} SC: may be {drug.name}"
            for drug in products
            if drug.components[0] in found.drugs and drug.id not in found.drugs
        ]

    def is_suffixed(self, name: Token) -> bool:
        """Whether suffixed names of this drug are entries of their own, as those of trastuzumab are."""
        return fold(name.text) in self.book.names.suffixed

    def at_odds(self, found: Treatment) -> list[str]:
        """A name and a bracket behind it that name different drugs: "Taxol (docetaxel)"."""
        text, pairs = found.text, zip(found.given, found.given[1:], strict=False)
        return [
            f"{name.token.text} and ({other.token.text}) are different drugs"
            for name, other in pairs
            if re.fullmatch(r"\s*[(\[]\s*", text[name.token.end : other.token.start])
            and re.match(r"\s*[)\]]", text[other.token.end :])
            and self.gloss_differs(name, other)
        ]

    def gloss_differs(self, name: Mention, other: Mention) -> bool:
        """Whether two names, one a brand or both to be kept apart, stand for different drugs."""
        mine, theirs = set(name.drugs), set(other.drugs)
        above = {found for drug in theirs for found in ancestry(self.book, drug)}
        if mine & above:  # "aromatase inhibitor (Femara)"
            return False
        apart = any(drug in self.book.distinct.get(one, ()) for one in mine for drug in theirs)
        brands = [any(match.kind == "brand" for match in found.token.matches) for found in (name, other)]
        acronyms = name.token.acronym or other.token.acronym
        return not mine & theirs and not acronyms and (apart or brands[0] != brands[1])

    def may_be_a_drug(self, text: str, word: Token) -> bool:
        """Whether an unread word stands in the list with a "+", where a drug would: "Taxol + carbop"."""
        joined = text[: word.start].rstrip()[-1:] == "+" or text[word.end :].lstrip()[:1] == "+"
        return joined and len(word.text) > SHORT_NAME and not NO_DRUG.fullmatch(word.text)

    def status(self, found: Treatment, inside: list[str], drugs: list[str], classes: list[str]) -> str:
        """The word that says how far the ids can be trusted."""
        if inside:
            if (
                found.open
                or any(self.may_be_a_drug(found.text, token) for token in found.unread)
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


def between(text: str, one: Token, other: Token) -> str:
    """The text between two tokens."""
    first, last = sorted((one, other), key=lambda token: token.start)
    return text[first.end : last.start]


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


def is_letter(book: Book, text: str, word: Token) -> bool:
    """Whether an unread word is a capital letter that may stand for a drug, joined to something: the T of "AC + T"."""
    if len(word.text) != 1 or not word.text.isupper() or word.text.casefold() not in book.letters:
        return False
    before, behind = text[: word.start].rstrip(), text[word.end :].lstrip()
    touches = text[word.start - 1 : word.start].isalnum()  # "12wP"
    return (
        touches
        or bool(BEFORE_LETTER.search(before))
        or before[-1:] in JOINING
        or behind[:1] in JOINING
        or MARKS.match(behind) is not None
    )


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
