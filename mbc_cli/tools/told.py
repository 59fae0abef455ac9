"""What a tool returns: the answer in words, its data, its sources, and the sentence that it is not advice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from mbc_cli.book.model import Sourced
from mbc_cli.show.why_page import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Citation
    from mbc_cli.show.formats import Json

MOST = 60_000
"""How many characters of JSON one answer may have; an assistant reads them all."""
NAMED = 12
"""How many sources are listed below an answer in words; the data has them all."""
NOT_ADVICE = ADVICE

TEXT, COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
SOURCE = {"id": TEXT, "title": TEXT, "publisher": TEXT, "date": TEXT, "where": {"type": "array", "items": TEXT}}
TOLD: Json = {
    "type": "object",
    "properties": {
        "answer": {**TEXT, "description": "What the command prints."},
        "query": {**TEXT, "description": "What was asked, as it was read."},
        "results": {"type": "array", "items": {"type": "object"}, "description": "The same as data."},
        "left_out": {**COUNT, "description": "How many results were left out because the answer would be too long."},
        "sources": {
            "type": "array",
            "items": {"type": "object", "properties": SOURCE, "required": list(SOURCE)},
            "description": "What the answer rests on, and the places in it.",
        },
        "data_version": {**TEXT, "description": "The date of the data."},
        "not_advice": {"const": NOT_ADVICE},
    },
    "required": ["answer", "query", "results", "left_out", "sources", "data_version", "not_advice"],
}
"""The JSON Schema of every answer."""


class Found(NamedTuple):
    """An answer before its sources are looked up: in words, as data, and what cites its sources, if not the data."""

    answer: str
    whole: Json
    cited_in: Sequence[Json]


def told(book: Book, found: Found) -> Json:
    """The object that a tool returns, as TOLD describes it."""
    results = found.whole["results"]
    kept = list(fitting(results))
    return {
        **found.whole,
        "answer": found.answer,
        "results": kept,
        "left_out": len(results) - len(kept),
        "sources": sources(book, found.cited_in or kept),
        "not_advice": NOT_ADVICE,
    }


def in_words(whole: Json) -> str:
    """The same as a text: the answer, its sources, and that it is not advice."""
    named = [f"{one['publisher']} {one['date']} [{one['id']}]" for one in whole["sources"][:NAMED]]
    more = [f"and {len(whole['sources']) - NAMED} more"] if len(whole["sources"]) > NAMED else []
    cited = f"Sources: {'; '.join([*named, *more]) or 'none'}."
    return f"{whole['answer'].rstrip()}\n\n{cited} Data of {whole['data_version']}.\n{NOT_ADVICE}"


def fitting(results: Iterable[Json]) -> Iterator[Json]:
    """The first results, as many as fit into an answer."""
    room = MOST
    for result in results:
        room -= len(json.dumps(result, ensure_ascii=False))
        if room < 0:
            return
        yield result


def sources(book: Book, results: Sequence[Json]) -> list[Json]:
    """The sources that some results cite, or those of the entries they name, each with the places in it."""
    places: dict[str, dict[str, None]] = {}
    for name, where in (*citations(book, results),) or (*of_entries(book, results),):
        places.setdefault(name, {})[where] = None
    return [source(book, name, [where for where in found if where]) for name, found in places.items()]


def source(book: Book, name: str, where: Sequence[str]) -> Json:
    """A source in short."""
    record = book.sources[name]
    return {
        "id": name, "title": record.title, "publisher": record.publisher, "date": record.date, "where": list(where),
    }  # fmt: skip


def citations(book: Book, value: object) -> Iterator[tuple[str, str]]:
    """Every source cited anywhere in some data, with the place in it."""
    if isinstance(value, dict):
        name = value.get("source") or value.get("id")
        if isinstance(name, str) and name in book.sources and ("where" in value or value.get("kind") == "source"):
            yield name, value.get("where") or ""
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from citations(book, item)


def of_entries(book: Book, results: Iterable[Json]) -> Iterator[Citation]:
    """The citations of the entries that some results name by their ids."""
    for ref in dict.fromkeys(ref for result in results for ref in named(result)):
        record: Any = book.get(ref) if ref in book else None
        yield from record.sources if isinstance(record, Sourced) else ()


def named(result: Json) -> Iterator[str]:
    """What a result names, as `kind.id`: itself, and its drugs, regimens and classes."""
    if "kind" in result:
        yield f"{result['kind']}.{result['id']}"
    for kind, key in (("drug", "drugs"), ("regimen", "regimens"), ("class", "classes")):
        yield from (f"{kind}.{name}" for name in result.get(key, ()))
