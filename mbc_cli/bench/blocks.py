"""A block to fill in for each kind of entry, as `mbc new` prints it.

The kinds that people write most have their own block in `blocks/`, with what to write after each key. For every other
kind, and for keys that such a block does not name, it comes from the declaration of the record.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from mbc_cli.book.data_schema import entries_schema
from mbc_cli.book.model import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.json_schema import Schema
    from mbc_cli.book.model import Record

KINDS: dict[str, type[Record]] = {kind.kind: kind for kind in RECORD_KINDS}
"""Every kind of entry."""
OWN = Path(__file__).with_name("blocks")
COLUMN, WIDTH = 26, 80
"""The column in which the remark on a key begins, and the one in which a line ends."""
ID, NAME = "ID", re.compile(r'^(name|texts|text|letter|written) = (\[?)""', re.MULTILINE)
"""The placeholder for the id in a block, and the keys that can hold the name: the first required one is used."""
TITLE = re.compile(r'^(title|topic) = ()""', re.MULTILINE)
"""The keys that hold what an entry is about; a name that is no id goes there, if the entry has no other."""


def kinds() -> list[str]:
    """Every kind of entry, beginning with those that have their own block."""
    return sorted(KINDS, key=lambda kind: not own(kind).is_file())


def own(kind: str) -> Path:
    """The file with the block of a kind, if it has one of its own."""
    return OWN / f"{kind}.toml"


def meaning(kind: str) -> str:
    """What a kind of entry is, in a few words."""
    return re.split(r"[.:;]", KINDS[kind].__doc__ or "", maxsplit=1)[0].replace("`", "")


def block(kind: str, name: str = "") -> str:
    """The lines of an entry, with optional ones commented out; with its name and id, if a name is given."""
    lines = own(kind).read_text("utf-8").splitlines() if own(kind).is_file() else [f"[{kind}.{ID}]"]
    described = {key: text for key, text in described_keys(kind).items() if not is_named(key, lines)}
    first, *others = [*"\n".join(lines).split("\n\n")]
    whole = "\n\n".join(["\n".join([first, *described.values()]), *others]) + "\n"
    return named(whole, name) if name else whole


def is_named(key: str, lines: list[str]) -> bool:
    """Whether a block has a key, required or commented out."""
    return any(re.match(rf"(?:# )?{key}(?:\.\w+)? = ", line) for line in lines)


def named(text: str, name: str) -> str:
    """A block with the id that a name leads to, if it does, and with the name, if the kind has one."""
    key = NAME if NAME.search(text) or slug(name) == name else TITLE
    whole = key.sub(lambda found: f"{found[1]} = {found[2]}{quoted(name)}", text, count=1)
    whole = whole.replace(f".{ID}]", f".{slug(name) or ID}]")
    return "".join(f"{aligned(line)}\n" for line in whole.splitlines())


def aligned(line: str) -> str:
    """A line with the description of its key in the remark column, or after a longer key, or on its own line."""
    pair, apart, said = line.partition("  # ")
    if not (pair.strip() and apart):
        return line
    pair = pair.rstrip()
    whole = f"{pair:<{COLUMN - 2}}{apart}{said}"
    return whole if len(whole) <= WIDTH else f"{pair}\n{'':{COLUMN}}# {said}"


def slug(name: str) -> str:
    """A name as an id: "ado-trastuzumab emtansine" is ado-trastuzumab-emtansine; "" if it has other letters."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower().replace(",", "")).strip("-")
    return plain if name.isascii() else ""


def quoted(text: str) -> str:
    """A text as written in TOML."""
    return json.dumps(text, ensure_ascii=False)


# --- from the declaration ----------------------------------------------------------------------------------------


def described_keys(kind: str) -> dict[str, str]:
    """Each key of a kind with its lines: first the required ones, and the sources after the others."""
    entry = entries_schema(KINDS[kind])["additionalProperties"]
    needed = entry.get("required", [])
    keys = sorted(entry["properties"], key=lambda key: (key not in needed, key == "sources"))
    return {key: "\n".join(described(key, entry["properties"][key], key in needed)) for key in keys}


def described(key: str, schema: Schema, needed: bool) -> Iterator[str]:
    """A key with an empty value, commented out unless it is required, and what to write there."""
    pair = f"{'' if needed else '# '}{key} = {empty(schema)}"
    said = wrap(" ".join(filter(None, (schema.get("description", ""), one_of(schema)))), WIDTH - COLUMN - 2)
    if not said or len(pair) > COLUMN - 2:
        yield pair
        pair = ""
    for n, line in enumerate(said):
        yield f"{'' if n else pair:<{COLUMN}}# {line}"


def empty(schema: Schema) -> str:
    """A value to be filled in, with the required keys of a table."""
    match schema:
        case {"type": "boolean"}:
            return "true"
        case {"type": "array", "items": inner}:
            return f"[{empty(inner)}]"
        case {"type": "object", "properties": inner}:
            needed = schema.get("required") or list(inner)[:1]
            return f"{{ {', '.join(f'{key} = {empty(inner[key])}' for key in needed)} }}"
        case {"type": "object"} | {"$ref": _}:
            return "{  }"
        case {"anyOf": [*_, other]}:
            return empty(other)
    return '""'


def one_of(schema: Schema) -> str:
    """The words from which one is to be chosen, if there are any."""
    words = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    return f"One of: {', '.join(words)}." if words else ""
