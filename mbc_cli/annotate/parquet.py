"""Parquet with the annotation in further columns, some rows at a time, with Polars (the extra `bulk`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.job import columns_at
from mbc_cli.annotate.polars_frames import annotated, polars
from mbc_cli.annotate.writing_files import not_written, written
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.annotate.annotation import Counted
    from mbc_cli.annotate.job import Job

ROWS = 100_000


def parquet(job: Job, annotate: Counted) -> None:
    """Annotate a Parquet file some rows at a time; the target is Parquet too, and never in memory as a whole."""
    pl = polars()
    if job.source is None or job.target is None:
        raise InputError("Parquet is read from a file and written to one: give a file and -o")
    columns_at(job, parquet_header(job))
    whole = pl.scan_parquet(job.source)
    rows = read(job, whole.select(pl.len())).item()
    schema = annotated(read(job, whole.head(0)), job, annotate).schema
    pieces = Pieces(lambda start: annotated(read(job, whole.slice(start, ROWS)), job, annotate), rows)
    with written(job.target, "wb") as out:
        try:
            pl.io.plugins.register_io_source(pieces, schema=schema).sink_parquet(out)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise pieces.failed or not_written(job.target, error) from error


class Pieces:
    """The pieces of a frame, made when Polars asks for them; what failed in one, since Polars raises another error."""

    def __init__(self, piece: Callable[[int], Any], rows: int) -> None:
        self.piece = piece
        self.rows = rows
        self.failed: BaseException | None = None

    def __call__(self, *_: object) -> Iterator[Any]:
        """Each piece in order."""
        try:
            yield from map(self.piece, range(0, self.rows, ROWS))
        except BaseException as error:
            self.failed = error
            raise


def parquet_header(job: Job) -> list[str]:
    """The columns of a Parquet file; InputError where it is none."""
    try:
        return list(polars().read_parquet_schema(job.source))
    except Exception as error:
        raise InputError(f"{job.name}: is no Parquet file ({error})") from error


def read(job: Job, rows: Any) -> Any:
    """Some rows of the input; InputError where they cannot be read."""
    try:
        return rows.collect()
    except (OSError, polars().exceptions.PolarsError) as error:
        raise InputError(f"{job.name}: is damaged, or is no Parquet file ({error})") from error
