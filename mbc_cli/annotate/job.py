"""One file to annotate: what it is, how it is opened, and how the output takes its place when it is whole."""

from __future__ import annotations

import csv
import io
import os
import stat
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import repeat
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TextIO

from mbc_cli.annotate.annotation import CODE_COLUMNS, COLUMNS
from mbc_cli.annotate.csv_records import csv_reader
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
        read, put = self.source or sys.stdin, self.target or sys.stdout
        what = f"-o {self.target}" if self.target else "standard output"
        for place, name, other, role in (
            (put, what, read, "the file itself"),
            (put, what, decisions, "the file of --decisions"),
            (decisions, f"--decisions {decisions}", read, "the file itself"),
        ):
            if same_file(place, other):
                raise UsageError(f"{name} is {role}: give another name, so that nothing is lost")
        said = ENDINGS.get(self.target.suffix.casefold()) if self.target else None
        written_as = "tsv" if self.kind == "lines" else self.kind
        if said and said != written_as:
            raise UsageError(f"-o {self.target}: what is written is {written_as}, as the input: give it that ending")
        if self.column and self.kind == "lines":
            raise UsageError("--column names a column, and plain lines have none: give --as csv, tsv or jsonl")

    def as_written(self, first: str) -> Job:
        """The same, with the delimiter of its first line: in a CSV a semicolon, where only that gives columns.

        Spreadsheets write their CSV so wherever the comma stands in numbers. InputError for the lines of an old Mac.
        """
        usual = DELIMITERS[self.kind]
        try:
            cells: dict[str, list[str]] = {sign: next(csv_reader([first], sign), []) for sign in (usual, ";")}
        except csv.Error as error:
            what = "has a carriage return within a cell: save the file with line ends of this system"
            raise InputError(f"{self.name}:1: {what}") from error
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
        return self.source is None and sys.stdin is not None and sys.stdin.isatty()

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


def same_file(one: Path | TextIO | None, other: Path | TextIO | None) -> bool:
    """Whether two names or streams are one file, through links too; a pipe, a terminal or a device is no file."""
    if isinstance(one, Path) and isinstance(other, Path) and one.resolve() == other.resolve():
        return True
    found = file_behind(one)
    return found is not None and found == file_behind(other)


def file_behind(place: Path | TextIO | None) -> tuple[int, int] | None:
    """What only this regular file has; None for anything else, or where there is nothing."""
    try:
        found = place.stat() if isinstance(place, Path) else os.fstat(place.fileno()) if place else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found and stat.S_ISREG(found.st_mode) else None


# --- what is read ------------------------------------------------------------------------------------------------


class Read(io.RawIOBase):
    """A binary stream that reports how much of it was read; InputError where that fails."""

    def __init__(self, raw: io.BufferedReader, called: str, progress: Callable[[int], None]) -> None:
        self.raw = raw
        self.called = called
        self.progress = progress

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what there is; the number of bytes."""
        try:
            read = self.raw.readinto1(buffer)
        except OSError as error:
            raise InputError(f"{self.called}: cannot be read ({error.strerror})") from error
        self.progress(read)
        return read


class Input(NamedTuple):
    """What is read: its bytes, and the same as lines of text with their ends untouched."""

    bytes: io.BufferedReader[Any]
    lines: Iterator[str]


@contextmanager
def opened(job: Job, progress: Callable[[int], None]) -> Iterator[Input]:
    """The input. InputError when it is not there, cannot be read or is not in that encoding."""
    check_encoding(job.encoding)
    with binary(job) as raw:
        counted = io.BufferedReader(Read(raw, job.name, progress), CHUNK)
        yield Input(counted, decoded(job, counted))


def check_encoding(name: str) -> None:
    """UsageError for what is no encoding of text."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError) as error:
        raise UsageError(f"--encoding {name}: no such encoding: give one such as utf-8 or latin-1") from error


def binary(job: Job) -> io.BufferedReader:
    """The bytes of the input."""
    if job.source is None:
        if sys.stdin is None:
            raise InputError("standard input is closed: give a file, or put something into it")
        return sys.stdin.buffer  # type: ignore[return-value]
    try:
        return job.source.open("rb")
    except OSError as error:
        raise InputError(f"{job.name}: {error.strerror}") from error


def decoded(job: Job, raw: IO[bytes]) -> Iterator[str]:
    """Some bytes of the input as lines; InputError where they are not in its encoding.

    A consumer's own errors do not come by here, as they would in a `try` around the `yield` of a context manager.
    """
    try:
        yield from io.TextIOWrapper(raw, job.encoding, newline="\n")  # a lone \r is a part of its cell
    except UnicodeDecodeError as error:
        byte = f"byte {error.object[error.start]:#04x} is not {job.encoding}"
        other = "utf-16" if error.object[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
        raise InputError(f"{job.name}: {byte}: give --encoding, such as {other}") from error
    except UnicodeError as error:  # UTF-16 without the mark that says which of the two it is
        raise InputError(f"{job.name}: is not {job.encoding} ({error}): give --encoding, such as utf-16-le") from error


# --- what is written ---------------------------------------------------------------------------------------------


class Target(io.FileIO):
    """A file that is written to; InputError, with the name that the user gave, where that fails."""

    def __init__(self, file: Path | int, called: Path) -> None:
        super().__init__(file, "w")
        self.called = called

    def write(self, data: Any) -> int:
        """Write some bytes; their number."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise not_written(self.called, error) from error


def not_written(target: Path, error: Exception) -> InputError:
    """The message that a target cannot be written, and why."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    return InputError(f"{target}: cannot be written ({why}): choose another place")


@contextmanager
def written(target: Path | None, mode: str = "w") -> Iterator[Any]:
    """The output: standard output, or a file beside the target that takes its place when all went well.

    Links are followed; what is no file (a pipe, a device) is written to as it is. InputError where that cannot be.
    """
    if target is None:
        sys.stdout.reconfigure(newline="", encoding="utf-8")  # type: ignore[union-attr]
        yield sys.stdout
        return
    target = Path(os.path.realpath(target))
    check_writable(target)
    if target.exists() and not target.is_file():
        with stream(Target(target, target), mode) as out:
            yield out
        return
    handle, part = beside(target)
    try:
        with stream(Target(handle, target), mode) as out:
            yield out
        _as_new(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def check_writable(target: Path) -> None:
    """InputError for what cannot be written to, before anything is worked out for it."""
    if target.is_dir():
        raise InputError(f"{target}: is a directory: give the name of a file")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{target}: is read-only: choose another place")


def stream(raw: Target, mode: str) -> IO[Any]:
    """A file as a stream of bytes or, where the mode does not say so, of text."""
    buffer = io.BufferedWriter(raw, CHUNK)
    return buffer if "b" in mode else io.TextIOWrapper(buffer, "utf-8", newline="")


def beside(target: Path) -> tuple[int, Path]:
    """A new file in the directory of a target."""
    try:
        handle, part = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise not_written(target, error) from error
    return handle, Path(part)


def _as_new(part: Path, target: Path) -> None:
    """Move the finished file into place, with the permissions of the file it replaces or of any new file."""
    mask = os.umask(0)
    os.umask(mask)
    try:
        part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
        part.replace(target)
    except OSError as error:
        raise not_written(target, error) from error


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
