"""A block to fill in for each kind of entry, as `mbc new` prints it.

The kinds that people write most have one of their own in `blocks/`, with what to write after each key. For every other
kind, and for keys that such a block does not name, the declaration of the record says it.
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
"""The column where the remark on a key begins, and the one where a line ends."""
ID, NAME = "ID", re.compile(r'^(name|texts|text|letter|written) = (\[?)""', re.MULTILINE)
"""What stands for the id in a block, and the keys that can have the name: the first that is needed has it."""


def kinds() -> list[str]:
    """Every kind of entry, those with a block of their own before the others."""
    return sorted(KINDS, key=lambda kind: not own(kind).is_file())


def own(kind: str) -> Path:
    """Where the block of a kind stands, if it has one of its own."""
    return OWN / f"{kind}.toml"


def meaning(kind: str) -> str:
    """What a kind of entry is, in a few words."""
    return re.split(r"[.:;]", KINDS[kind].__doc__ or "", maxsplit=1)[0].replace("`", "")


def block(kind: str, name: str = "") -> str:
    """The lines of an entry, those commented out that can be left out; with its name and id, where a name is given."""
    lines = own(kind).read_text("utf-8").splitlines() if own(kind).is_file() else [f"[{kind}.{ID}]"]
    described = {key: text for key, text in described_keys(kind).items() if not is_named(key, lines)}
    first, *others = [*"\n".join(lines).split("\n\n")]
    whole = "\n\n".join(["\n".join([first, *described.values()]), *others]) + "\n"
    return named(whole, name) if name else whole


def is_named(key: str, lines: list[str]) -> bool:
    """Whether a block has a key, needed or commented out."""
    return any(re.match(rf"(?:# )?{key}(?:\.\w+)? = ", line) for line in lines)


def named(text: str, name: str) -> str:
    """A block with the id that follows from a name, as far as one does, and with the name, where the kind has one."""
    whole = NAME.sub(lambda found: f"{found[1]} = {found[2]}{quoted(name)}", text, count=1)
    whole = whole.replace(f".{ID}]", f".{slug(name) or ID}]")
    return "".join(f"{aligned(line)}\n" for line in whole.splitlines())


def aligned(line: str) -> str:
    """A line with what is said of its key in the column for that, after a longer key, or in a line of its own."""
    pair, apart, said = line.partition("  # ")
    if not (pair.strip() and apart):
        return line
    pair = pair.rstrip()
    whole = f"{pair:<{COLUMN - 2}}{apart}{said}"
    return whole if len(whole) <= WIDTH else f"{pair}\n{'':{COLUMN}}# {said}"


def slug(name: str) -> str:
    """A name as an id: "ado-trastuzumab emtansine" is ado-trastuzumab-emtansine; "" where it has other letters."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower().replace(",", "")).strip("-")
    return plain if name.isascii() else ""


def quoted(text: str) -> str:
    """A text as TOML has it."""
    return json.dumps(text, ensure_ascii=False)


# --- from the declaration ----------------------------------------------------------------------------------------


def described_keys(kind: str) -> dict[str, str]:
    """Each key of a kind with its lines: first those that an entry must have, its sources after the others."""
    entry = entries_schema(KINDS[kind])["additionalProperties"]
    needed = entry.get("required", [])
    keys = sorted(entry["properties"], key=lambda key: (key not in needed, key == "sources"))
    return {key: "\n".join(described(key, entry["properties"][key], key in needed)) for key in keys}


def described(key: str, schema: Schema, needed: bool) -> Iterator[str]:
    """A key with an empty value, commented out unless an entry needs it, and what is to be written there."""
    pair = f"{'' if needed else '# '}{key} = {empty(schema)}"
    said = wrap(" ".join(filter(None, (schema.get("description", ""), one_of(schema)))), WIDTH - COLUMN - 2)
    if not said or len(pair) > COLUMN - 2:
        yield pair
        pair = ""
    for n, line in enumerate(said):
        yield f"{'' if n else pair:<{COLUMN}}# {line}"


def empty(schema: Schema) -> str:
    """A value to be filled in, with what a table must have."""
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
    """The words, one of which is to be written, if there are any."""
    words = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    return f"One of: {', '.join(words)}." if words else ""
