"""The root element of a NAACCR XML file: what its attributes say, and what they must say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "http://naaccr.org/naaccrxml"
DICTIONARIES = ("140", "150", "160", "180", "210", "220", "230", "240", "250", "260")
"""The base dictionaries that exist (imsweb/naaccr-xml, src/main/resources)."""
SPECIFICATIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8")
RECORD_TYPES = ("A", "M", "C", "I")
WITH_TEXTS = ("A", "M")
"""The record types that have text items."""
NEEDED = ("baseDictionaryUri", "recordType")
RECORD_TYPE, VERSION = "recordType", "naaccrRecordVersion"
"""The ids of the items which in a table say what the root says in XML."""
OWN = (*NEEDED, "userDictionaryUri", "timeGenerated", "specificationVersion")
DICTIONARY = re.compile(rf"{NAMESPACE}/naaccr-dictionary-(\d+)\.xml")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


class Root(NamedTuple):
    """What the root of a file says: the number of its base dictionary, its record type and its specification."""

    dictionary: str
    record_type: str
    specification: str
    time_generated: str = ""

    @property
    def takes_attributes(self) -> bool:
        """Whether any element may have further attributes, as in the first specification."""
        return self.specification == SPECIFICATIONS[0]

    @property
    def has_texts(self) -> bool:
        """Whether its record type has text items."""
        return self.record_type in WITH_TEXTS

    @property
    def items(self) -> dict[str, str]:
        """What it says, as items."""
        return {RECORD_TYPE: self.record_type, VERSION: self.dictionary}


def root_of(attributes: Mapping[str, str]) -> Root:
    """The root with these attributes; those of another namespace have a space in their names."""
    found = DICTIONARY.fullmatch(attributes.get("baseDictionaryUri", "").strip())
    return Root(
        found[1] if found else "",
        attributes.get("recordType", ""),
        attributes.get("specificationVersion", SPECIFICATIONS[0]),
        attributes.get("timeGenerated", ""),
    )


def fault(root: Root, attributes: Mapping[str, str]) -> str:
    """Why a file with this root cannot be read, by the reference library's rules, and what to write; "" if it can."""
    if missing := [name for name in NEEDED if name not in attributes]:
        return f"NaaccrData has no {missing[0]}: add the attribute"
    if root.dictionary not in DICTIONARIES:
        example = f"{NAMESPACE}/naaccr-dictionary-{DICTIONARIES[-1]}.xml"
        return f"baseDictionaryUri is {attributes['baseDictionaryUri']!r}: write {example} or one of an earlier version"
    if root.record_type not in RECORD_TYPES:
        return f"recordType is {root.record_type!r}: write one of {', '.join(RECORD_TYPES)}"
    if root.specification not in SPECIFICATIONS:
        return f"specificationVersion is {root.specification!r}: write one of {', '.join(SPECIFICATIONS)}"
    others = [name for name in attributes if name not in OWN and " " not in name]
    if others and not root.takes_attributes:
        return f"NaaccrData has the attribute {others[0]}: give it the prefix of your own namespace, or remove it"
    return ""
