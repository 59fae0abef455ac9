"""The values of a column as texts."""

from __future__ import annotations

from numbers import Number
from typing import Any

from mbc_cli.book.errors import UsageError


def text_of_cell(value: Any, where: str) -> str:
    """The text of a cell, or its number; None, and what is not equal to itself (NaN, NA, NaT), is empty.

    Raises UsageError, with its place, for anything else, since it has no text.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    if isinstance(value, Number) and not isinstance(value, bool):
        return str(value)
    raise UsageError(f"annotate: {where} is {type(value).__name__}: give texts, or None where there is none")


def is_missing(value: Any) -> bool:
    """Whether a value stands for a missing one, like NaN or pandas' NA, for which no comparison is true."""
    try:
        return bool(value != value)  # noqa: PLR0124 - what is not equal to itself is the test
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"
