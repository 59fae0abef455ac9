"""What makes a reading unsure: words that may make another drug of a name, names at odds, an unread word in a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.names import SHORT_NAME, fold
from mbc_cli.reading.amounts import MARKS
from mbc_cli.reading.treatment import ancestry

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

# A carrier or a form that is another product than the plain drug: stents, balloons, beads, micelles, prodrugs.
FORMULATION = re.compile(
    r"(?:\w+)?(?:eluting|coated)(?:stents?|balloons?|beads?)?|stents?|balloons?|beads?|poliglumex|micell\w*|polymeric\w*|"
    r"nanosom\w*|trevatide|tocosol|zoptarelin|4oh|dha|\w{0,4}albumin\w*|liposom\w*|lipo"
)
ALBUMIN = re.compile(r"albumin")  # wherever it stands: "paclitaxel legato all'albumina"
BEFORE_LETTER = re.compile(r"\b(?:then|by|and|plus|with)$", re.IGNORECASE)
JOINING = tuple("+-/>→&,;–")
SUBCUTANEOUS = re.compile(r"s\.?c\.?|s/c|subcut(?:aneous(?:ly)?)?", re.IGNORECASE)
# Matters of a treatment column that are no drug.
NO_DRUG = re.compile(
    r"chemo\w*|hormon\w*|endocrine|radiation|radiotherapy|xrt|rt|surgery|mastectomy|lumpectomy|oophorectomy|bso|placebo|"
    r"trials?|stud(?:y|ies)|protocol|observation|surveillance|vaccines?|transplant|scans?|biops(?:y|ies)|"
    r"(?:therapy|treatment|regimen|drugs?|medications?|investigational|clinical|blinded|supportive|care|hospice|cycles?)",
    re.IGNORECASE,
)


class Doubts:
    """What may be wrong with what was read of a text."""

    def __init__(self, book: Book, speller: Speller) -> None:
        self.book = book
        self.speller = speller

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
        beside = [each for each in beside if not set(stretch_between(text, each[0], each[1])) & set(",;")]
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
        near = (self.book.drugs[drug] for plain in name.drugs for drug in self.book.referring(f"drug.{plain}", "drug"))
        return any(ALBUMIN.search(words) for drug in near if drug.form_of in name.drugs for words in drug.form_words)

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
        apart = any(drug in self.book.apart_from(one) for one in mine for drug in theirs)
        brands = [any(match.kind == "brand" for match in found.token.matches) for found in (name, other)]
        acronyms = name.token.acronym or other.token.acronym
        return not mine & theirs and not acronyms and (apart or brands[0] != brands[1])


def may_be_a_drug(text: str, word: Token) -> bool:
    """Whether an unread word stands in the list with a "+", where a drug would: "Taxol + carbop"."""
    joined = text[: word.start].rstrip()[-1:] == "+" or text[word.end :].lstrip()[:1] == "+"
    return joined and len(word.text) > SHORT_NAME and not NO_DRUG.fullmatch(word.text)


def stretch_between(text: str, one: Token, other: Token) -> str:
    """The text between two tokens."""
    first, last = sorted((one, other), key=lambda token: token.start)
    return text[first.end : last.start]


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
