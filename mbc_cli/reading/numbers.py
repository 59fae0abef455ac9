"""The doubt about an amount that no regimen has, after an acronym: "TC 180", "HP 120/80", "FEC 20%", "EC tab"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.reading.looked import AMBIGUOUS
from mbc_cli.reading.treatment import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.reading.looked import Looked
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token

BARE = re.compile(r"\(?\s*\d+(?:[.,]\d+)*(?:\s?/\s?\d+(?:[.,]\d+)?)*\s?%?\s*\)?")
FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d")
PRODUCT = re.compile(r"tab(?:let)?s?|caps?(?:ule)?s?|depot|vials?|suspension", re.IGNORECASE)  # of one drug
MOST_CYCLES = 18  # a year of three-weekly trastuzumab
# Doses of the drugs of an acronym, in milligrams per square metre: vinorelbine and methotrexate at the lower end,
# paclitaxel at the upper; from fluorouracil and cyclophosphamide to gemcitabine and capecitabine.
DOSES = (range(20, 176), range(400, 1251))
REDUCED = range(50, 101)  # percent of a full dose


def no_dose_of_it(looked: Looked) -> Iterator[Doubt]:
    """An acronym right before something that is neither a regimen's dose nor a count: a number, a tablet."""
    acronyms = {found.token.start: found for found in looked.found.given if found.readings and not found.token.spelled}
    tokens = [token for token in looked.found.tokens if token.text not in (":", "=")]
    for token, behind, next_to_it in zip(tokens, tokens[1:], (*tokens[2:], None), strict=False):
        found = acronyms.get(token.start)
        tablets = next_to_it is not None and is_product(next_to_it)  # "AC 1 tab"
        if found and behind.kind == "mark" and (tablets or not may_be_of(looked.book, found, behind)):
            yield Doubt(AMBIGUOUS, f"{token.text} {behind.text}: not a dose of a regimen", token)


def may_be_of(book: Book, found: Mention, mark: Token) -> bool:
    """Whether a mark is something other than a bare number or product, or may be a regimen's dose, count or year."""
    if mark.of == "route":
        return not is_product(mark)
    if "mmol" in mark.text.casefold():
        return False
    if mark.of not in ("", "dose") or not BARE.fullmatch(mark.text):
        return True
    figures = [float(figure.replace(",", ".")) for figure in FIGURE.findall(mark.text)]
    if mark.text.endswith("%"):
        return all(figure in REDUCED for figure in figures)
    whole = all(figure.is_integer() for figure in figures)
    if len(figures) == 1 and whole and (figures[0] <= MOST_CYCLES or YEAR.fullmatch(mark.text)):
        return True
    return is_by_area(book, found) and all(any(int(figure) in doses for doses in DOSES) for figure in figures)


def is_product(token: Token) -> bool:
    """Whether a token is a dosage form or container of a single drug: "tab", "vials"."""
    return token.of == "route" and PRODUCT.fullmatch(token.text) is not None


def is_by_area(book: Book, found: Mention) -> bool:
    """Whether an acronym includes a chemotherapy drug, which is given by body surface area."""
    drugs = (book.drugs[name] for name in found.drugs if name in book.drugs)
    return any("chemotherapy" in book.classes_of(drug) for drug in drugs)
