"""`schema.json`: the JSON Schema of every answer, from the declarations of its objects."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import EllipsisType, NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

from mbc_cli.bench import difference
from mbc_cli.book import model, shapes
from mbc_cli.book.declared import fields_of, shape_of
from mbc_cli.book.json_schema import DIALECT, INTEGER, TEXT, many, mapping, only, or_null, ref, told
from mbc_cli.show import answer_types, audit_data, cards_data, coding_data, options_data
from mbc_cli.show.answer_types import AnyText, Described
from mbc_cli.show.answers import Shown, layout_of

if TYPE_CHECKING:
    from mbc_cli.book.json_schema import Schema

TYPES_NAMED = {**vars(model), **vars(shapes), **vars(answer_types), **vars(cards_data)}
"""The names that the annotations of an answer may use."""
RESULT_OF: dict[str, str] = {
    "expand": "reading_found",
    "drug": "drug_card",
    "class": "class_card",
    "regimens": "named_regimen",
    "trials": "trial_listed",
    "search": "hit_listed",
    "sources": "source_listed",
    "conflicts": "erratum_told",
    "check": "problem",
    "diff": "entry_changed",
    "audit": "audit_told",
}
"""The kind of the results of each command whose results are all of one kind."""
KEY_CHANGED = told(
    "A key, or a place below it, with what was there and what is: for a list, each item that was removed or added.",
    only({"key": TEXT, "old": {}, "new": {}}, ("key", "old", "new")),
)
WIDTH = 120


def answers_schema() -> Schema:
    """The JSON Schema of the one object that a command prints as JSON; it is in `$defs` under the command's name."""
    definitions = {**command_schemas(), **text_schemas(), **named_schemas(), **object_schemas()}
    names = [*RESULT_OF, "options", "code"]
    return {
        "$schema": DIALECT,
        "title": "mbc answers",
        "description": "The one JSON object of `mbc COMMAND --format json`; $defs has it by the name of the command.",
        "anyOf": [ref(name) for name in names],
        "$defs": definitions,
    }


def written_out() -> str:
    """The contents that `schema.json` must have."""
    return json_text(answers_schema()) + "\n"


# --- what $defs holds --------------------------------------------------------------------------------------------


def command_schemas() -> dict[str, Schema]:
    """The answers of the commands."""
    found = {name: envelope_schema(f"mbc {name}", ref(result)) for name, result in RESULT_OF.items()}
    moment = {"as_of": or_null(ref("date")), "region": or_null(schema_of(shapes.Region))}
    found["drug"]["properties"] |= moment
    codes = {"anyOf": [ref("coding_found"), ref("reading_found"), ref("item_explained")]}
    found["diff"]["properties"]["counts"] = mapping(only(dict.fromkeys(difference.FORMS, INTEGER), difference.FORMS))
    found["code"] = envelope_schema("mbc code", codes)
    found["code"]["properties"] |= {"dx": {"type": ["string", "null"]}, "same_codes": {"type": ["boolean", "null"]}}
    numbers = ("rows", "rows_for_a_person", "rows_of_other_tumours")
    found["audit"]["properties"] |= {**dict.fromkeys(numbers, INTEGER), "items": many(ref("item_audited"))}
    what = "mbc options: the answer for a profile; with --axes the axes; nothing, if --why finds nothing."
    found["options"] = {"description": what, "anyOf": [ref("options_told"), ref("axes")]}
    found["axes"] = envelope_schema("Every fact that can be given.", ref("axis_listed"))
    return found


def envelope_schema(help: str, result: Schema) -> Schema:
    """An answer with results; it has suggestions only when there are no results."""
    properties = {
        "query": schema_of(AnyText),
        "data_version": ref("data_version"),
        "results": many(result),
        "suggestions": told("Only where nothing was found.", many(ref("suggestion"))),
    }
    return told(help, only(properties, ("query", "data_version", "results"))) | {
        "if": {"properties": {"results": {"maxItems": 0}}},
        "then": {"required": ["suggestions"]},
        "else": {"properties": {"suggestions": False}},
    }


def text_schemas() -> dict[str, Schema]:
    """The schemas that the shapes of fields refer to."""
    return {
        "id": {
            "description": "The id of an entry; it never changes.",
            "type": "string",
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
        },
        "date": {
            "description": "A day, a month or a year.",
            "type": "string",
            "pattern": "^(19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?$",
        },
        "citation": object_of(model.Citation._fields, {"id": ref("id")}, "A source and the place in it."),
        "citations": many(ref("citation")),
        "suggestion": object_of(("name", "why"), {}, "What a text may have meant; never acted on."),
        "problem": object_of(
            ("file", "line", "column", "key", "what", "rule"),
            {"line": {"type": "integer", "minimum": 1}, "column": INTEGER},
            "What is wrong in the data, and where; the column is 0 where only the line is known.",
        ),
        "entry_changed": object_of(
            ("kind", "id", "name", "change", "keys"),
            {"name": or_null(TEXT), "change": schema_of(difference.Form), "keys": many(KEY_CHANGED)},
            "An entry that is new, removed or changed.",
        ),
    }


def named_schemas() -> dict[str, Schema]:
    """The types of answers that have a name."""
    kinds = [get_args(of)[1] for of in vars(answer_types).values() if get_origin(of) is Annotated]
    return {kind.name: kind.schema for kind in kinds if kind.name}


def object_schemas() -> dict[str, Schema]:
    """The objects of answers."""
    found = [of for module in (cards_data, options_data, coding_data, audit_data) for of in vars(module).values()]
    kinds = [of for of in found if isinstance(of, type) and issubclass(of, Shown) and of is not Shown]
    return {name_of(kind): answer_schema(kind) for kind in kinds}


def name_of(kind: type[Shown]) -> str:
    """The name of an object in `$defs`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def answer_schema(kind: type[Shown]) -> Schema:
    """The JSON Schema of an object of an answer: what its record declares, plus what is computed."""
    known = {"kind": {"const": kind.KIND}, **declared_schemas(kind), **computed_schemas(kind)}
    return object_of(layout_of(kind).keys, known, (kind.__doc__ or "").partition("\n")[0])


def object_of(keys: tuple[str, ...], known: dict[str, Schema], help: str) -> Schema:
    """An object with exactly these keys, all required; each is a text unless its schema is known."""
    return told(help, only({key: known.get(key) or TEXT for key in keys}, keys))


def declared_schemas(kind: type[Shown]) -> dict[str, Schema]:
    """The schemas of the fields of the record, as declared."""
    return {field.shown: field.answered for field in fields_of(kind.OF) if field.answered} if kind.OF else {}


def computed_schemas(kind: type[Shown]) -> dict[str, Schema]:
    """The schemas of the computed parts, from their annotations."""
    hints = {
        name.rstrip("_"): of for name, of in get_type_hints(kind, localns=TYPES_NAMED, include_extras=True).items()
    }
    return {
        name: told(part.help if part else "", schema_of(hints[name])) for name, part in layout_of(kind).computed.items()
    }


def schema_of(of: Any) -> Schema:
    """The JSON Schema of a type in an answer; TypeError if it has none."""
    match get_origin(of), get_args(of):
        case _ if isinstance(of, type) and issubclass(of, Shown):
            return ref(name_of(of))
        case origin, (_, Described() as kind) if origin is Annotated:
            return ref(kind.name) if kind.name else kind.schema
        case origin, (one, other) if origin in (Union, UnionType) and other is NoneType:
            return or_null(schema_of(one))
        case _, (item, EllipsisType()):
            return many(schema_of(item))
        case origin, (_, value) if origin is Mapping:
            return mapping(schema_of(value))
    if found := shape_of(of).answered:
        return found
    raise TypeError(f"{of} is never shown as it is: compute what an answer has")


# --- layout ------------------------------------------------------------------------------------------------------


def json_text(value: Any, indent: int = 0, before: int = 0) -> str:
    """JSON with everything that fits on one line on one line; `before` is the width already used on its first line."""
    flat = json.dumps(value, ensure_ascii=False)
    if before + len(flat) < WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, list):
        lines = [inner + json_text(item, indent + 2, indent + 2) for item in value]
    else:
        heads = {json.dumps(key, ensure_ascii=False) + ": ": item for key, item in value.items()}
        lines = [inner + head + json_text(item, indent + 2, indent + 2 + len(head)) for head, item in heads.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n" + ",\n".join(lines) + f"\n{' ' * indent}{closing}"
