"""The kinds of file that hold a column, and how the ending of a name says which."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from mbc_cli.book.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
DELIMITERS = {"csv": ",", "tsv": "\t"}


class Kind(StrEnum):
    """What a file can be."""

    csv = "csv"
    tsv = "tsv"
    jsonl = "jsonl"
    parquet = "parquet"
    lines = "lines"


def kind_of(source: Path | None, given: str | None) -> str:
    """The kind of a file: as given, or by its ending; standard input is plain lines. UsageError for another ending."""
    if given:
        return given
    if source is None:
        return "lines"
    if found := ENDINGS.get(source.suffix.casefold()):
        return found
    if source.suffix.casefold() in WORKBOOKS:
        raise UsageError(f"{source}: is a workbook: save its sheet as CSV (UTF-8) and give that")
    raise UsageError(f"{source}: its ending does not say what it is: give --as with one of {', '.join(Kind)}")
