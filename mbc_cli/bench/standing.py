"""Entries as they are in the data, word for word: the starting point for a correction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mbc_cli.book.problems import DataFile

HEAD = re.compile(r"^\[(?=[a-z])", re.MULTILINE)
"""Where an entry, or a table within one, begins."""
REMARK = re.compile(r"\n\s*(?:\n#[^\n]*)+\s*$")
"""The comment between an entry and the next one, to which it belongs."""


def standing(files: Iterable[DataFile], kind: str, name: str) -> str:
    """The lines of an entry in the last of some files that has it; "" if none has."""
    head = f"[{kind}.{name}"
    found = [text for file in files if head.encode() in file.content and (text := in_text(file.text, head))]
    return found[-1] if found else ""


def in_text(text: str, head: str) -> str:
    """The tables of a text that begin with the heading of an entry."""
    starts = [found.start() for found in HEAD.finditer(text)]
    tables = (text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    mine = [REMARK.sub("\n", table) for table in tables if table.startswith((f"{head}]", f"{head}."))]
    return "".join(mine).rstrip() + "\n" if mine else ""
