"""The vocabulary of JSON Schema, for what is read and for what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string", "minLength": 1}
FLAG: Schema = {"type": "boolean"}
ANY_NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer", "minimum": 0}


def many(item: Schema, least: int = 0) -> Schema:
    """A list."""
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


def enum(words: Iterable[Any]) -> Schema:
    """One of some words."""
    return {"enum": list(words)}


def mapping(value: Schema) -> Schema:
    """A table with free keys."""
    return {"type": "object", "additionalProperties": value}


def only(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A table with exactly these keys."""
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "additionalProperties": False, **needed, "properties": dict(properties)}


def ref(name: str) -> Schema:
    """A reference to that name under `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def told(help: str, schema: Schema) -> Schema:
    """The same, with a description added at the front."""
    return {"description": help, **schema} if help else schema


def or_null(schema: Schema) -> Schema:
    """The same or null."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    return {"anyOf": [schema, {"type": "null"}]}


TEXT_LIST = many(TEXT)
