"""Cycle counts that touch an acronym or one of its letters: "3xEC-3xD", "ACx4-Tx12", "FEC100x3", "FEC3-D3"."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mbc_cli.book.names import Names

TOUCHING = re.compile(r"\d[x×]|[A-Zx×]\d")
STEPS = re.compile(r"(?<![^\W_])([A-Z]{2,5})([2-9])(\s?[-+/>→]*\s?)([A-Z]{1,3})(\d{1,2})(?![^\W_])")
ON_DOSE = re.compile(r"(?<![^\W_])([A-Z]|[A-Z]+ )(\d{2,3})([x×]\d{1,2})(?![^\W_])")
ON_DOSES = re.compile(r"(?<=\d/)(\d{2,4})([x×]\d{1,2})(?![^\W_])")  # "TC 75/600x4"
ON_LETTER = re.compile(r"([-+/>→]\s?[A-Z])([x×]\d{1,2})(?![^\W_])")
ADDED_BEFORE = re.compile(
    r"(?<![^\W_])(\d{1,2}\s?[x×]\s?([A-Z]{2,5}))\s?\+\s?(?=\d{1,2}\s?[x×]\s?([A-Z]{1,3})(?![^\W_]))"
)
ADDED_BEHIND = re.compile(r"(?<![^\W_])(([A-Z]{2,5})\s?[x×]\s?\d{1,2})\s?\+\s?(?=([A-Z]{1,3})\s?[x×]\s?\d)")
BEFORE_LETTER = re.compile(r"([-+/>→]\s?\d{1,2}[x×])([A-Z])(?![^\W_])")


def apart(names: Names, text: str) -> str:
    """The text with a space between each such count and the letters it touches."""
    if not TOUCHING.search(text):
        return text
    for added in (ADDED_BEFORE, ADDED_BEHIND):
        text = added.sub(partial(as_sequence, names), text)
    text = ON_DOSES.sub(r"\1 \2", text)
    text = ON_DOSE.sub(r"\1\2 \3", STEPS.sub(partial(as_steps, names), text))
    return BEFORE_LETTER.sub(r"\1 \2", ON_LETTER.sub(r"\1 \2", text))


def as_sequence(names: Names, found: re.Match[str]) -> str:
    """A counted regimen with its plus changed to an arrow, if it and the next one make a regimen: "3xEC + 3xD"."""
    counted, first, then = found.groups()
    return f"{counted}-" if names.regimens(f"{first}-{then}") else found[0]


def as_steps(names: Names, found: re.Match[str]) -> str:
    """A regimen and what follows it, each with its count; after just a space, the second number may be a day."""
    first, cycles, sign, then, more = found.groups()
    if sign == " " or not names.regimens(first):
        return found[0]
    return f"{first} x{cycles}{sign.strip() or '-'}{then} x{more}"
