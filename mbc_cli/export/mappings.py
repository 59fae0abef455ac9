"""The codes of drugs and regimens as mappings in SSSOM, the format in which terminologies exchange them.

A mapping is exact only if it can be: not if several entries have the code, nor for a class of products, as in
the ATC, nor for a regimen that may mean more than one treatment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli import __version__
from mbc_cli.book.model import Regimen
from mbc_cli.book.shapes import NON_COMMERCIAL
from mbc_cli.show.notice import by_licence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Citation, Record, Source
    from mbc_cli.export.vocabulary import Vocabulary

OWN = "urn:x-mbc:"
"""How the id of an entry begins as a URI; this project has no address of its own."""
SYSTEMS = {
    "ncit": ("NCIT", "http://purl.obolibrary.org/obo/NCIT_"),
    "rxcui": ("RXNORM", "http://purl.bioontology.org/ontology/RXNORM/"),
    "atc": ("ATC", "http://identifiers.org/atc/"),
}
"""The prefix for the codes of each system, and what it stands for."""
OF_PRODUCTS = ("atc",)
"""Systems whose codes are for classes of products: a substance given for another purpose has another code."""
LICENCES = {"MIT": "https://spdx.org/licenses/MIT", "CC BY-NC-SA": "https://creativecommons.org/licenses/by-nc-sa/"}
TITLE = "Codes of the drugs and regimens of metastatic breast cancer"
SAID = (
    "A mapping is exact only if an entry has its code alone. ATC codes are for classes of products: close, or "
    "broad where several entries share one. A regimen with alternatives or optional drugs is close. The comment of a "
    "mapping has the sources that give the code, each with its date, its licence and the place; its license is empty "
    "unless all of them bar commercial use."
)
EXACT, CLOSE, BROAD = "skos:exactMatch", "skos:closeMatch", "skos:broadMatch"


class Mapped(NamedTuple):
    """A line of the table of mappings; its fields are the columns, as SSSOM names them."""

    subject_id: str
    subject_label: str
    predicate_id: str
    object_id: str
    mapping_justification: str
    license: str
    comment: str


def mappings(book: Book) -> list[Mapped]:
    """Every code of every entry as a mapping."""
    return sorted(mapped(book, record, system, code) for record, system, code in codes(book))


def codes(book: Book) -> Iterator[tuple[Record, str, str]]:
    """Every code: its entry, the system and the code."""
    for record in (record for shelf in book.shelves.values() for record in shelf.values()):
        found: Mapping[str, str] = getattr(record, "codes", {})
        yield from ((record, system, code) for system, code in found.items())


def mapped(book: Book, record: Record, system: str, code: str) -> Mapped:
    """One code as a mapping, with the places of the sources that give it."""
    places = [(book.sources[found.id], found.where) for found in record.cited() if gives(found, code)]
    return Mapped(
        f"mbc:{record.ref}",
        str(getattr(record, "name", record.id)),
        predicate(book, record, system, code),
        f"{SYSTEMS[system][0]}:{code}",
        "semapv:ManualMappingCuration",
        licence(source for source, _ in places),
        "; ".join(f"{source.id} ({source.date}, {source.licence}): {where}" for source, where in places),
    )


def gives(citation: Citation, code: str) -> bool:
    """Whether the place of a citation has a code, as a word."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9])", citation.where) is not None


def licence(sources: Iterable[Source]) -> str:
    """The license of a mapping that rests only on sources that bar commercial use; "" for others: that of the set."""
    found = {source.licence for source in sources}
    return LICENCES[found.pop()] if found and found <= {*NON_COMMERCIAL} else ""


def predicate(book: Book, record: Record, system: str, code: str) -> str:
    """How an entry and a code are related."""
    if len({match.ref for match in book.names.coded(f"{system}:{code}")}) > 1:
        return BROAD
    return CLOSE if system in OF_PRODUCTS or not is_definite(book, record) else EXACT


def is_definite(book: Book, record: Record) -> bool:
    """Whether an entry is a single treatment: not a regimen with alternatives, optional drugs or a class for a drug."""
    if not isinstance(record, Regimen):
        return True
    parts = [part for phase in book.phases(record) for part in phase]
    return all(len(part.any_of) == 1 and part.any_of[0] in book.drugs and not part.optional for part in parts)


# --- the file ----------------------------------------------------------------------------------------------------


def sssom(vocabulary: Vocabulary) -> str:
    """The mappings as SSSOM/TSV: a description in YAML comments, then a table."""
    rows = ("\t".join(row) for row in (Mapped._fields, *mappings(vocabulary.book)))
    return "\n".join([*(f"#{line}" for line in head(vocabulary)), *rows, ""])


def head(vocabulary: Vocabulary) -> Iterator[str]:
    """The description of the set of mappings, in YAML."""
    about = vocabulary.about
    yield f"mapping_set_id: {OWN}codes"
    yield f"mapping_set_version: {quoted(about['data version'])}"
    yield f"mapping_set_title: {quoted(TITLE)}"
    yield f"mapping_set_description: {quoted(SAID)}"
    yield f"mapping_date: {vocabulary.book.version}"
    yield "mapping_tool: mbc"
    yield f"mapping_tool_version: {quoted(__version__)}"
    yield f"license: {LICENCES[about['licence']]}"
    yield "curie_map:"
    yield from (f"  {prefix}: {quoted(base)}" for prefix, base in (("mbc", OWN), *SYSTEMS.values()))
    yield "comment: |"
    yield from (f"  {line}".rstrip() for text in by_licence(giving(vocabulary.book)) for line in text.split("\n"))


def giving(book: Book) -> list[Source]:
    """The sources that give a code, in the order of the data."""
    ids = {cited.id for record, _, code in codes(book) for cited in record.cited() if gives(cited, code)}
    return [source for source in book.sources.values() if source.id in ids]


def quoted(text: str) -> str:
    """A text in YAML."""
    return "'" + text.replace("'", "''") + "'"


def is_sssom(path: Path) -> bool:
    """Whether a file is an export of mappings: its first line names the set."""
    with path.open("rb") as file:
        return file.readline(200).startswith(f"#mapping_set_id: {OWN}".encode())
