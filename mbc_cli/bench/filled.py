"""A block with the values given for some of its keys, and an entry that adds to a shipped one."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from mbc_cli.bench.blocks import aligned, block, described_keys, quoted
from mbc_cli.book.data_schema import EXTENDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Given = Mapping[str, Sequence[str]]
    """The given values, by key."""

ADDED = f"{EXTENDS} = true  # lists become longer; any other key has the new value"
SOURCES = "sources"
PLAIN = re.compile(r'(?:# )?\w+ = \[?""')
"""A key that holds a text or texts."""
SOURCED = f'{SOURCES} = [""]  # with the place in it: "our-list: page 2"'
STEPS, THEN = "steps", "then"
"""The key that holds the phases of a regimen, and what stands between the drugs of two."""
PHASE = re.compile(r'^  \{ together = \["", ""\] \},', re.MULTILINE)
"""The place of the first phase in a block."""
OF_MARKETS = ("as_of", "status")
"""What is given for each market of a brand."""
WITHIN = {kind: dict.fromkeys(("drug", "drugs", "regimen"), STEPS) for kind in ("regimen", "protocol")}
CODES = ("atc", "ncit", "rxcui")
BRANDS = "brands"
"""What is given for the brands of a drug, which are entries of their own."""
DRUG, INSTEAD_OF_DRUG = 'treatment = { drug = "" }', ("class", "regimen")
"""The place of a drug in a statement, and what can be there instead."""
WITHIN |= {
    "statement": {key: key for key in ("drug", *INSTEAD_OF_DRUG)},
    "drug": {**{code: code for code in CODES}, "brand": BRANDS},
}
WITHIN |= {"brand": {**{key: key for key in OF_MARKETS}, "generic": "drugs", "ingredient": "drugs"}}
"""For some kinds, what is given for a key that is nested in another one in their block, and that key."""
MARKET = re.compile(r"^(?:# )?markets\.US = (.*)\n", re.MULTILINE)
"""The place of a market in a block."""
CODE = re.compile(r'\w+ = "[^"]+"')
"""A code in a table of codes."""
TABLES = {**dict.fromkeys(CODES, "codes"), **dict.fromkeys(OF_MARKETS, "markets")}
"""Keys within a table of a block, and the key of the table."""
EMPTY = re.compile(r'^(?!#)[^#]*(?<!\w)(?:""|"[\w-]+:")', re.MULTILINE)
"""A text to fill in, or a citation without its place, on a line that is no remark."""


def key_of(kind: str, word: str) -> str:
    """The key of a kind that a word means, in singular or plural; "" if there is none."""
    name = word.replace("-", "_").casefold()
    keys = {**{key: key for key in described_keys(kind)}, **WITHIN.get(kind, {})}
    return next((keys[key] for key in keys if name in (key, f"{key}s") or key in (f"{name}s", f"{name}es")), "")


def filled(text: str, given: Given, cited: Sequence[str] = ()) -> tuple[str, list[str]]:
    """A block with values filled in, and the keys that have no place for a text; markets rest on what is `cited`."""
    left: list[str] = []
    for key, values in given.items():
        if key == "markets" and MARKET.search(text):
            text = MARKET.sub(partial(markets, given, cited or given.get(SOURCES, ("",))), text, count=1)
            continue
        if key in OF_MARKETS:
            left += [] if "markets" in given else [key]
            continue
        if key == STEPS and PHASE.search(text):
            text = PHASE.sub(phases(values), text, count=1)
            continue
        if key in INSTEAD_OF_DRUG and DRUG in text:
            text = text.replace(DRUG, f"treatment = {phase([f'{key}:{values[0]}'])}", 1)
            continue
        if found := place_of(key, "").search(text) or place_of(key, r"[^\n#]*\b").search(text):
            text = f"{text[: found.start()]}{found[1]}{', '.join(map(quoted, values))}{text[found.end() :]}"
        else:
            left.append(key)
    rows = (with_codes(line) if line.startswith("codes = ") else line for line in text.splitlines())
    return "".join(f"{aligned(line)}\n" for line in rows), left


def place_of(key: str, before: str) -> re.Pattern[str]:
    """Where a key has empty texts in a block, with what can stand before it on its line."""
    return re.compile(rf'^(?:# )?({before}{key} = \[?(?: *#[^\n]*\n *)?)""(?:, "")*', re.MULTILINE)


def markets(given: Given, cited: Sequence[str], example: re.Match[str]) -> str:
    """A line for each region of a brand, with what is given for it, and what is to be written."""
    market = example[1].replace('""]', f"{', '.join(map(quoted, cited))}]")
    for key in given.keys() & {*OF_MARKETS}:
        market = market.replace(f'{key} = ""', f"{key} = {quoted(given[key][0])}")
    return "".join(f"markets.{region} = {market}\n" for region in given["markets"])


def with_codes(line: str) -> str:
    """A table of codes without those that are empty."""
    return f"codes = {{ {', '.join(CODE.findall(line))} }}" if CODE.search(line) else line


def phases(values: Sequence[str]) -> str:
    """The phases of a regimen, a line each, from its drugs with THEN between two phases; `class:ID` is a class."""
    each: list[list[str]] = [[]]
    for value in values:
        if value == THEN:
            each.append([])
        else:
            each[-1].append(value)
    return "\n".join(f"  {phase(of)}," for of in each if of)


def phase(values: Sequence[str]) -> str:
    """One phase: what is given together, or alone."""
    if len(values) > 1:
        return f"{{ together = [{', '.join(item(value) for value in values)}] }}"
    return item(values[0] if ":" in values[0] else f"drug:{values[0]}")


def item(value: str) -> str:
    """A drug, or anything else as a table that says of which kind it is."""
    kind, colon, name = value.partition(":")
    return f"{{ {kind} = {quoted(name)} }}" if colon else quoted(value)


def is_list(kind: str, key: str) -> bool:
    """Whether a key of a kind holds several values."""
    return key == STEPS or " = [" in described_keys(kind).get(key, "").partition("\n")[0]


def adding(kind: str, name: str, given: Given) -> tuple[str, list[str]]:
    """An entry that adds the given values to the shipped one, and the keys that no text can fill."""
    keys = described_keys(kind)
    others = {key: values for key, values in given.items() if not PLAIN.match(keys.get(key, ""))}
    rows = [f"{key} = {value_of(keys[key], values)}" for key, values in given.items() if key not in others]
    sources = [SOURCED] if SOURCES in keys and SOURCES not in given else []
    tables = dict.fromkeys(example(kind, TABLES.get(key, key)) for key in others)
    return filled("\n".join((f"[{kind}.{name}]", ADDED, *rows, *sources, *tables, "")), others, given.get(SOURCES, ()))


def example(kind: str, key: str) -> str:
    """The line of a key that is not required in the block of a kind, and the remarks below it; "" if there is none."""
    found = re.search(rf"^# {key}(?:\.\w+)? = .*(?:\n +#.*)*", block(kind), re.MULTILINE)
    return found[0] if found else ""


def value_of(described: str, values: Sequence[str]) -> str:
    """Values in the form that the key's description requires: as a list, or as a text."""
    if " = [" in described.partition("\n")[0]:
        return f"[{', '.join(map(quoted, values))}]"
    return quoted(", ".join(values))
