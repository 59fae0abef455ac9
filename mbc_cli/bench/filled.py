"""A block with what was given for some of its keys, and an entry that adds to a shipped one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.bench.blocks import aligned, described_keys, quoted
from mbc_cli.book.data_schema import EXTENDS
from mbc_cli.book.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Given = Mapping[str, Sequence[str]]
    """What was given, by key."""

ADDED = f"{EXTENDS} = true  # lists become longer; any other key has the new value"
SOURCES = "sources"
SOURCED = f'{SOURCES} = [""]  # with the place in it: "our-list: page 2"'
WITHIN = {"statement": ("drug",)}
"""Kinds to keys that stand within another one in their block."""


def key_of(kind: str, word: str) -> str:
    """The key of a kind that a word is, in singular or plural; "" for none."""
    name = word.replace("-", "_").casefold()
    keys = (*described_keys(kind), *WITHIN.get(kind, ()))
    return next((key for key in keys if name in (key, f"{key}s") or key in (f"{name}s", f"{name}es")), "")


def filled(text: str, given: Given) -> str:
    """A block with values in the places for them; UsageError for a key that has no such place."""
    for key, values in given.items():
        place = re.compile(rf'^(?:# )?([^\n#]*\b{key} = \[?(?: *#[^\n]*\n *)?)""', re.MULTILINE)
        found = place.search(text)
        if not found:
            raise UsageError(f"--{key} cannot be filled in: write it into the template")
        text = f"{text[: found.start()]}{found[1]}{', '.join(map(quoted, values))}{text[found.end() :]}"
    return "".join(f"{aligned(line)}\n" for line in text.splitlines())


def adding(kind: str, name: str, given: Given) -> str:
    """An entry that adds what was given to the shipped one."""
    keys = described_keys(kind)
    rows = [f"{key} = {value_of(keys.get(key, ''), values)}" for key, values in given.items()]
    sources = [SOURCED] if SOURCES in keys and SOURCES not in given else []
    return "".join(f"{aligned(line)}\n" for line in (f"[{kind}.{name}]", ADDED, *rows, *sources))


def value_of(described: str, values: Sequence[str]) -> str:
    """Values as the key that is described so has them: in a list, or as a text."""
    if " = [" in described.partition("\n")[0]:
        return f"[{', '.join(map(quoted, values))}]"
    return quoted(", ".join(values))
