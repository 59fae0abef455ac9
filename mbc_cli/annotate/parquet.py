"""Parquet, with Polars (the extra `bulk`): as a table, and with new columns beside those that stay as they are."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.polars_frames import annotated, polars, texts_in
from mbc_cli.annotate.tables import NOTHING, Cell, cell_of, different
from mbc_cli.annotate.writing_files import not_written, written
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mbc_cli.annotate.annotation import Counted
    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import About, File, Rows

ROWS = 100_000


class ParquetFile:
    """A Parquet file, read some rows at a time; InputError if it is not one, or is damaged."""

    def __init__(self, file: File, given: Input) -> None:
        self.file = file
        whole = io.BytesIO(given.bytes.read()) if file.path is None or file.packing else file.path
        pl = polars()
        try:
            self.header = tuple(pl.read_parquet_schema(whole))
            self.lazy = pl.scan_parquet(whole)
        except Exception as error:
            raise InputError(f"{file.name}: is not a Parquet file ({error})") from error

    def frames(self) -> Iterator[Any]:
        """The rows as data frames."""
        pl = polars()
        rows = self.read(self.lazy.select(pl.len())).item()
        return (self.read(self.lazy.slice(start, ROWS)) for start in range(0, rows, ROWS))

    def none(self, names: Sequence[str]) -> list[Any]:
        """The columns with these names, as far as they exist, without rows."""
        there = [name for name in names if name in self.header]
        return list(self.read(self.lazy.select(there).head(0)).get_columns())

    def read(self, rows: Any) -> Any:
        """Some rows."""
        try:
            return rows.collect()
        except (OSError, polars().exceptions.PolarsError) as error:
            raise InputError(f"{self.file.name}: is damaged, or is not a Parquet file ({error})") from error


class Parquet:
    """Parquet as a `Source`."""

    def __init__(self, file: File, asked: Sequence[str], given: Input) -> None:
        self.parquet = ParquetFile(file, given)
        self.header = self.parquet.header
        for column in self.parquet.none(asked):
            texts_in(column, several=True, where=f"{file.name}: ")
        self.before = self.size = 0

    def blocks(self) -> Iterator[Rows]:
        """The rows."""
        for frame in self.parquet.frames():
            self.before, self.size = self.before + self.size, len(frame)
            yield [list(row) for row in zip(*map(self.cells, frame.get_columns()), strict=True)]

    def cells(self, column: Any) -> list[str]:
        """A column as cells; InputError for bytes, which are not text."""
        pl = polars()
        if column.dtype == pl.Binary:
            what = f"column {column.name!r} holds bytes, which no other file can hold"
            raise InputError(f"{self.parquet.file.name}: {what}: leave it out, or write Parquet")
        values = column.to_list()
        if column.dtype.is_nested() or column.dtype == pl.Object:
            return list(map(cell_of, values))
        texts = column.cast(pl.String).to_list()
        if column.dtype in (pl.String, pl.Categorical, pl.Enum):
            return [NOTHING if text is None else text for text in texts]
        return [NOTHING if text is None else Cell(text, value) for text, value in zip(texts, values, strict=True)]

    def place(self, n: int) -> str:
        """The number of a row, from 1."""
        return f"{self.parquet.file.name}: row {self.before + n + 1}"


def put_parquet(target: File, header: Sequence[str], blocks: Iterable[Rows], _: Callable[[], About]) -> None:
    """The `Sink` of Parquet: columns of texts, so that a code keeps its leading zero; a missing value is null."""
    different(target, header)
    schema = dict.fromkeys(header, polars().String)
    write(target, schema, (frame_of(header, rows) for rows in blocks if rows))


def frame_of(header: Sequence[str], rows: Rows) -> Any:
    """Rows as a data frame of texts."""
    pl = polars()
    columns = ([None if cell is NOTHING else str(cell) for cell in column] for column in zip(*rows, strict=True))
    return pl.DataFrame([pl.Series(name, each, pl.String) for name, each in zip(header, columns, strict=True)])


def parquet(job: Job, given: Input, annotate: Counted) -> None:
    """Parquet to Parquet: the columns keep their types, and the whole file is never in memory."""
    file = ParquetFile(job.given, given)
    job.places(file.header)
    schema = annotated(file.read(file.lazy.head(0)), job, annotate).schema
    write(job.target, schema, (annotated(frame, job, annotate) for frame in file.frames()))


def write(target: File, schema: Any, frames: Iterable[Any]) -> None:
    """Write some data frames as one Parquet file."""
    pl = polars()
    pieces = Pieces(frames)
    with written(target.path, "wb", target.packing) as out:
        try:
            pl.io.plugins.register_io_source(pieces, schema=schema).sink_parquet(out)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise pieces.failed or not_written(target.path, error) from error


class Pieces:
    """The pieces of a frame, made when Polars asks for them; keeps any error, since Polars raises another one."""

    def __init__(self, frames: Iterable[Any]) -> None:
        self.frames = frames
        self.failed: BaseException | None = None

    def __call__(self, *_: object) -> Iterator[Any]:
        """Each piece in order."""
        try:
            yield from self.frames
        except BaseException as error:
            self.failed = error
            raise
