"""Data frames of Polars (the extra `bulk`) with the annotation beside them, and Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotation import COLUMNS, Annotation
from mbc_cli.annotate.job import columns_at, not_written, written
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.annotate.annotation import Counted
    from mbc_cli.annotate.job import Job

ROWS = 100_000
OLDEST = (1, 36)  # the first that replaces the first of several texts that fit, by their order


def polars() -> Any:
    """The library; InputError that says how to install it, also where it is too old."""
    try:
        import polars as pl  # heavy, and not there without the extra
    except ImportError as error:
        raise InputError("Parquet needs Polars: install the extra `bulk` (pip install polars)") from error
    if tuple(map(int, pl.__version__.split(".")[:2])) < OLDEST:
        raise InputError(f"Polars {pl.__version__} is too old: install the extra `bulk` (pip install -U polars)")
    return pl


def is_there() -> bool:
    """Whether Polars can be used."""
    try:
        polars()
    except InputError:
        return False
    return True


def annotated(frame: Any, job: Job, annotate: Counted) -> Any:
    """A data frame with the annotation beside it; every distinct text is worked out once."""
    pl = polars()
    texts = texts_of(frame, job)
    distinct, found = annotated_once(texts, annotate)
    columns = {name: [item[n] for item in found] for n, name in enumerate(COLUMNS)}
    done = frame.with_columns(beside(texts, distinct, columns).get_columns())
    return done.with_columns(coded(pl, job, done)) if job.coder else done


def texts_of(frame: Any, job: Job) -> Any:
    """The texts of a data frame; what is missing is empty."""
    pl = polars()
    try:
        return frame.get_column(job.column).cast(pl.String).fill_null("").alias("text")
    except pl.exceptions.PolarsError as error:
        raise InputError(f"{job.name}: column {job.column!r} is no text: {frame.schema[job.column]}") from error


def annotated_once(texts: Any, annotate: Counted) -> tuple[Any, list[Annotation]]:
    """The distinct ones of some texts, and their annotations; the rows are counted."""
    distinct = texts.value_counts(name="rows")
    found = annotate(distinct.get_column("text").to_list(), distinct.get_column("rows").to_list())
    return distinct.get_column("text"), found


def beside(texts: Any, distinct: Any, columns: dict[str, list[str]]) -> Any:
    """What is said of the distinct texts, in a row for every text."""
    pl = polars()
    table = pl.DataFrame({"text": distinct, **columns}, schema=dict.fromkeys(["text", *columns], pl.String))
    return texts.to_frame().join(table, on="text", how="left", maintain_order="left").drop("text")


def coded(pl: Any, job: Job, frame: Any) -> list[Any]:
    """The registry items of an annotated data frame as further columns."""
    texts = frame.get_column(job.column).cast(pl.String).fill_null("").to_list()
    days = frame.get_column(job.dx_column).cast(pl.String).fill_null("").to_list() if job.dx_column else []
    found = [Annotation(*row) for row in frame.select(COLUMNS).iter_rows()]
    rows = [row[len(COLUMNS) :] for row in job.rows(found, texts, days)]
    return [pl.Series(name, [row[n] for row in rows], pl.String) for n, name in enumerate(job.columns[len(COLUMNS) :])]


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
