"""The kinds of file that hold a table, and how the extension of a name shows the kind."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from mbc_cli.book.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".xml": "naaccr",
}
UNSAID = (".txt", ".out", ".dat")
"""Extensions of plain text, which is written in the kind of the file that is read."""
PACKINGS = {".gz": "gzip", ".zst": "zstd"}
DELIMITERS = {"csv": ",", "tsv": "\t"}
FURTHER_DELIMITERS = {"csv": (";", "\t", "|"), "tsv": ()}
"""What may separate cells instead: spreadsheets write a semicolon if numbers have a decimal comma."""
TREATMENTS = {"lines": ("text",)}
"""The columns with treatments, in a kind of file that names them itself."""
WORKBOOK = ".xlsx"  # the one kind of workbook that is written
NO_TEXT = {"parquet": ".parquet", "excel": WORKBOOK}
"""The kinds of file that a terminal cannot show, with the extension of each."""


class Kind(StrEnum):
    """What a file can be."""

    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    parquet = "parquet"
    excel = "excel"
    sqlite = "sqlite"
    naaccr = "naaccr"
    lines = "lines"


def packing_of(path: Path | None) -> str:
    """How a file is compressed, by its extension: "gzip", "zstd", or "" if it is not."""
    return PACKINGS.get(path.suffix.casefold(), "") if path else ""


def ending_of(path: Path | None) -> str:
    """The extension that shows the kind of a file, before the one for its compression: ".csv" of "a.CSV.gz"."""
    if path is None:
        return ""
    return (path.with_suffix("") if packing_of(path) else path).suffix.casefold()


def kind_of(source: Path | None, given: str = "", written_as: str = "") -> str:
    """The kind of a file that is read: as given, or by its extension; UsageError if neither says it.

    A file without an extension, mainly standard input, is of the kind that is to be written, if one is named; otherwise
    standard input is plain lines.
    """
    if kind := given or ENDINGS.get(ending_of(source), "") or written_as:
        return kind
    if source is None:
        return "lines"
    if not source.exists():
        raise InputError(f"{source}: no such file; to read a single text, use mbc expand or mbc code")
    raise UsageError(f"{source}: its extension does not show its format: use --from with one of {', '.join(Kind)}")


def written_kind(target: Path | None, asked: str, read: str) -> str:
    """The kind of a file that is written: as requested, by its extension, or as the input; plain lines become TSV."""
    ending = ending_of(target)
    if ending and ending not in (*ENDINGS, *UNSAID) and not asked:
        raise UsageError(f"-o {target}: {ending} shows no format to write: use --as with one of {', '.join(Kind)}")
    kind = asked or ENDINGS.get(ending, "") or read
    if kind == "excel" and not asked and ending_of(target) not in ("", WORKBOOK):
        raise UsageError(f"-o {target}: a workbook is written as {WORKBOOK}: use that extension")
    return "tsv" if kind == "lines" else kind
