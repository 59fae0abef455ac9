"""The JSON Schema of the data files, for TOML editors that complete keys and mark errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.condition_readers import CONDITION, CONDITION_WRITTEN
from mbc_cli.book.declared import written_schema
from mbc_cli.book.json_schema import DIALECT, only, told
from mbc_cli.book.model import RECORD_KINDS
from mbc_cli.book.readers import UNDECLARED
from mbc_cli.book.table import ID

if TYPE_CHECKING:
    from mbc_cli.book.json_schema import Schema
    from mbc_cli.book.model import Record

EXTENDS = "extends"
"""The key of an entry that adds to the entry with the same id in the data below it, rather than replacing it."""
ADDING = {"const": True, "description": "It adds to the shipped entry of this id, which otherwise it replaces."}
DEMANDS = ("required", "anyOf", "oneOf")
"""What a schema requires of a complete entry."""


def data_schema() -> Schema:
    """The JSON Schema of a data file: kind to id to entry.

    It covers what a single entry can say: keys, types, words, patterns. What must hold between entries is checked only
    by `mbc check`.
    """
    kinds = {kind.kind: or_adding(entries_schema(kind)) for kind in RECORD_KINDS}
    whole = told("A file of entries `[kind.id]`.", only(kinds))
    return {"$schema": DIALECT, "title": "mbc data", **whole, "$defs": {CONDITION: CONDITION_WRITTEN}}


def entries_schema(kind: type[Record]) -> Schema:
    """The entries of one kind by id."""
    declared, beyond = written_schema(kind, "id"), UNDECLARED.get(kind, {})
    entry = {**declared, **beyond, "properties": {**declared["properties"], **beyond.get("properties", {})}}
    ids = {"propertyNames": {"pattern": f"^{ID.pattern}$"}}
    return {"type": "object", **ids, "additionalProperties": told((kind.__doc__ or "").partition("\n")[0], entry)}


def or_adding(entries: Schema) -> Schema:
    """Entries as they are, or with the key that lets one add to the shipped entry; then no other key is required."""
    entry = entries["additionalProperties"]
    alone = {key: entry[key] for key in DEMANDS if key in entry}
    plain = {key: value for key, value in entry.items() if key not in DEMANDS}
    properties = {**entry["properties"], EXTENDS: ADDING}
    return {
        **entries,
        "additionalProperties": {**plain, "properties": properties, "anyOf": [alone, {"required": [EXTENDS]}]},
    }
