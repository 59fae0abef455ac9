"""Codes of terminologies as names of entries: "C82492", "NCIT:C82492", "RxCUI 1371041", "atc l01fd03".

A code is looked up only if a text is not a name. Some codes belong to several drugs, such as the ATC code of a class of
products.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.model import CODE_FORMS
from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mbc_cli.book.model import Record

SYSTEMS = {"nci": "ncit", "ncit": "ncit", "rxcui": "rxcui", "rxnorm": "rxcui", "atc": "atc"}
CODE = r"C[1-9]\d{2,5}|[A-Z]\d\d[A-Z]{2}\d\d"
PREFIX = rf"({'|'.join(SYSTEMS)})(?:\s+code)?\s*[:#]?\s*"
WRITTEN = pattern(rf"(?:{PREFIX})?({CODE}|[1-9]\d*)", re.IGNORECASE)
CODE_LIKE = pattern(rf"{PREFIX}(?:{CODE}|[1-9]\d*)|{CODE}|[1-9]\d{{4,8}}", re.IGNORECASE)

PROTOCOL_CODE = pattern(r"(?<![\w-])[A-Za-z]{2,}-[A-Za-z]{1,2}\d{2,3}(?![\w-])")
"""The shape of a hospital's protocol code: ONC-B12. Its letters do not stand for drugs and are not words."""


def looks_like_a_code(text: str) -> bool:
    """Whether a whole text has the shape of a code: one with its system, a code word, or a long bare number."""
    return bool(CODE_LIKE.fullmatch(text))


def code_in(text: str) -> tuple[str, str]:
    """The system of a code, and the code in lower case; "" for what the text does not say."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return "", ""
    return CODE_FORMS[SYSTEMS[found[1].casefold()]] if found[1] else "", found[2].casefold()


def codes_of(records: Iterable[Record]) -> Iterator[tuple[str, str, str]]:
    """Every code: the entry, the system of the code, and the code."""
    for record in records:
        codes: Mapping[str, str] = getattr(record, "codes", {})
        yield from ((record.ref, CODE_FORMS[system], code) for system, code in codes.items())
