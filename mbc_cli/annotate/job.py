"""One file to annotate: what it is, how it is opened, and how the output takes its place when it is whole."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from mbc_cli.annotate.annotation import CODE_COLUMNS, COLUMNS
from mbc_cli.book.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.annotate.annotator import Coder

ENDINGS = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
DELIMITERS = {"csv": ",", "tsv": "\t"}
CHUNK = 1 << 20


class Kind(StrEnum):
    """What a file can be."""

    csv = "csv"
    tsv = "tsv"
    jsonl = "jsonl"
    parquet = "parquet"
    lines = "lines"


@dataclass(frozen=True, slots=True)
class Job:
    """What to annotate: a file (None is standard input), its kind, the column, the encoding, and the target.

    With a `coder`, the registry items are added, by the date of diagnosis in `dx_column` ("" where there is none). The
    `delimiter` of a CSV or TSV is that of its kind where none is given.
    """

    source: Path | None
    kind: str
    column: str
    encoding: str = "utf-8"
    target: Path | None = None
    dx_column: str = ""
    coder: Coder | None = None
    delimiter: str = ""

    def check(self, decisions: Path | None) -> None:
        """UsageError for what cannot be meant: a file written over, an ending of another kind, a column of lines."""
        for other, name in ((self.source, "the file itself"), (decisions, "the file of --decisions")):
            if other and self.target and other.resolve() == self.target.resolve():
                raise UsageError(f"-o {self.target} is {name}: give another name, so that nothing is lost")
        said = ENDINGS.get(self.target.suffix.casefold()) if self.target else None
        written_as = "tsv" if self.kind == "lines" else self.kind
        if said and said != written_as:
            raise UsageError(f"-o {self.target}: what is written is {written_as}, as the input: give it that ending")
        if self.column and self.kind == "lines":
            raise UsageError("--column names a column, and plain lines have none: give --as csv, tsv or jsonl")

    def as_written(self, first: str) -> Job:
        """The same, with the delimiter of its first line: in a CSV a semicolon, where only that gives columns.

        Spreadsheets write their CSV so wherever the comma stands in numbers.
        """
        usual = DELIMITERS[self.kind]
        cells = {sign: next(csv.reader([first], delimiter=sign), []) for sign in (usual, ";")}
        only_so = self.column in cells[";"] or len(cells[usual]) < 2 <= len(cells[";"])
        other = self.kind == "csv" and only_so and self.column not in cells[usual]
        return replace(self, delimiter=";" if other else usual)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are added."""
        return (*COLUMNS, *(CODE_COLUMNS if self.coder else ()))

    def rows(self, found: list[Annotation], texts: list[str], days: list[str]) -> Sequence[tuple[str, ...]]:
        """The cells that are added to some rows, by their texts and dates of diagnosis (none is given: unknown)."""
        if not self.coder:
            return found
        each = zip(found, texts, days or repeat(""))  # noqa: B905 - as many as there are texts
        return [(*item, *self.coder(item, text, dx)) for item, text, dx in each]

    @property
    def is_typed(self) -> bool:
        """Whether somebody types the input and waits for an answer to each line."""
        return self.source is None and sys.stdin.isatty()

    @property
    def name(self) -> str:
        """The input as messages name it."""
        return str(self.source) if self.source else "standard input"


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


class Read(io.RawIOBase):
    """A binary stream that reports how much of it was read."""

    def __init__(self, raw: io.BufferedReader, progress: Callable[[int], None]) -> None:
        self.raw = raw
        self.progress = progress

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what there is; the number of bytes."""
        read = self.raw.readinto1(buffer)
        self.progress(read)
        return read


@contextmanager
def opened(job: Job, progress: Callable[[int], None]) -> Iterator[TextIO]:
    """The input as text with its line ends untouched; InputError when it is not there or not in that encoding."""
    try:
        raw = job.source.open("rb") if job.source else cast("io.BufferedReader", sys.stdin.buffer)
    except OSError as error:
        raise InputError(f"{job.name}: {error.strerror}") from error
    with raw:
        counted = io.BufferedReader(Read(raw, progress), CHUNK)
        try:
            yield io.TextIOWrapper(counted, encoding=job.encoding, newline="\n")  # a lone \r is a part of its cell
        except UnicodeDecodeError as error:
            byte = f"byte {error.object[error.start]:#04x} is not {job.encoding}"
            other = "utf-16" if error.object[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
            raise InputError(f"{job.name}: {byte}: give --encoding, such as {other}") from error
        except LookupError as error:
            raise UsageError(
                f"--encoding {job.encoding}: no such encoding: give one such as utf-8 or latin-1"
            ) from error


@contextmanager
def written(target: Path | None, mode: str = "w") -> Iterator[Any]:
    """The output: standard output, or a file beside the target that takes its place when all went well.

    Links are followed; what is no file (a pipe, a device) is written to as it is. InputError where that cannot be.
    """
    text: dict[str, Any] = {"newline": "", "encoding": "utf-8"} if "b" not in mode else {}
    if target is None:
        sys.stdout.reconfigure(newline="", encoding="utf-8")  # type: ignore[union-attr]
        yield sys.stdout
        return
    target = Path(os.path.realpath(target))
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{target}: is read-only: choose another place")
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open(mode, **text) as out:
            yield out
        return
    try:
        handle, part = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}): choose another place") from error
    try:
        with open(handle, mode, **text) as out:
            yield out
        _as_new(Path(part), target)
    except BaseException as error:
        Path(part).unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise InputError(f"{target}: cannot be written ({error.strerror})") from error
        raise


def _as_new(part: Path, target: Path) -> None:
    """Move the finished file into place, with the permissions of the file it replaces or of any new file."""
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
    part.replace(target)


def columns_at(job: Job, header: list[str]) -> tuple[int, int]:
    """The places of the treatment and of the date of diagnosis (-1 without one).

    Raises an InputError that lists the columns there are, or names one that is in the way.
    """
    shown = ", ".join(repr(name) for name in header)
    if not job.column:
        raise UsageError(f"give --column with the name of the treatment column; there are {shown}")
    for name in filter(None, (job.column, job.dx_column)):
        if header.count(name) != 1:
            how = "no" if name not in header else "more than one"
            raise InputError(f"{job.name}: {how} column {name!r}: there are {shown}")
    if taken := [name for name in job.columns if name in header]:
        raise InputError(f"{job.name}: has a column {taken[0]!r} already: rename or drop it")
    return header.index(job.column), header.index(job.dx_column) if job.dx_column else -1
