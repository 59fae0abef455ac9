"""Parquet, and a faster way through plain CSV and TSV, with Polars (the extra `bulk`); the same bytes come out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any

from mbc_cli.annotation import COLUMNS, Annotation
from mbc_cli.errors import InputError
from mbc_cli.files import DELIMITERS, columns_at, written
from mbc_cli.records import encoded_all

if TYPE_CHECKING:
    from mbc_cli.annotation import Counted
    from mbc_cli.files import Job

ROWS = 100_000
BLOCK = 16 << 20
NEW = "\n"  # a column that no header has


def polars() -> Any:
    """The library; InputError that says how to install it."""
    try:
        import polars as pl  # heavy, and not there without the extra
    except ImportError as error:
        raise InputError("Parquet needs Polars: install the extra `bulk` (pip install polars)") from error
    return pl


def is_there() -> bool:
    """Whether Polars is installed, without importing it."""
    from importlib.util import find_spec

    return find_spec("polars") is not None


def annotated(frame: Any, job: Job, annotate: Counted) -> Any:
    """A data frame with the annotation beside it; every distinct text is worked out once."""
    pl = polars()
    texts, distinct, found = worked_out(frame, job, annotate)
    columns = {name: [item[n] for item in found] for n, name in enumerate(COLUMNS)}
    done = frame.with_columns(beside(texts, distinct, columns).get_columns())
    return done.with_columns(coded(pl, job, done)) if job.coder else done


def worked_out(frame: Any, job: Job, annotate: Counted) -> tuple[Any, Any, list[Annotation]]:
    """The texts of a data frame, the distinct ones, and the annotations of these; the rows are counted."""
    texts = frame.get_column(job.column).cast(polars().String).fill_null("").alias("text")
    distinct = texts.value_counts(name="rows")
    found = annotate(distinct.get_column("text").to_list(), distinct.get_column("rows").to_list())
    return texts, distinct.get_column("text"), found


def beside(texts: Any, distinct: Any, columns: dict[str, list[str]]) -> Any:
    """What is said of the distinct texts, in a row for every text."""
    table = polars().DataFrame({"text": distinct, **columns})
    return texts.to_frame().join(table, on="text", how="left", maintain_order="left").drop("text")


def coded(pl: Any, job: Job, frame: Any) -> list[Any]:
    """The registry items of an annotated data frame as further columns."""
    texts = frame.get_column(job.column).cast(pl.String).fill_null("").to_list()
    days = frame.get_column(job.dx_column).cast(pl.String).fill_null("").to_list() if job.dx_column else []
    found = [Annotation(*row) for row in frame.select(COLUMNS).iter_rows()]
    rows = [row[len(COLUMNS) :] for row in job.rows(found, texts, days)]
    return [pl.Series(name, [row[n] for row in rows], pl.String) for n, name in enumerate(job.columns[len(COLUMNS) :])]


def may_read(job: Job) -> bool:
    """Whether a file may go the faster way: a CSV or TSV in UTF-8 to another, without registry items."""
    utf8 = job.encoding.casefold() in ("utf-8", "utf8")
    return job.kind in DELIMITERS and utf8 and job.target is not None and job.coder is None and is_there()


def plain_header(job: Job, line: bytes) -> list[str]:
    """The columns of a plain file; none where it has only one, or where its first line is not plain."""
    header = line.removesuffix(b"\n").split(DELIMITERS[job.kind].encode())
    if is_odd(line) or len(set(header)) < max(len(header), 2):
        return []
    return [name.decode("utf-8") for name in header]


def is_odd(block: bytes) -> bool:
    """Whether lines have what Polars would not leave as it is: quotes, carriage returns, NUL, a byte-order mark."""
    return any(sign in block for sign in (b'"', b"\r", b"\0", b"\xef")) or not block.endswith(b"\n")


def plain_blocks(job: Job, header: list[str], raw: IO[bytes], out: IO[bytes], annotate: Counted) -> tuple[int, bytes]:
    """Annotate the plain lines behind a header, in large blocks; one is written while the next is worked out.

    It ends before a block that has anything odd in it, which the usual way can read, or find fault with. The number of
    lines that are done, the header among them, and that block.
    """
    done, writing = 1, None
    with ThreadPoolExecutor(1) as writer:
        while block := raw.read(BLOCK) + raw.readline():
            frame = None if is_odd(block) else parsed(block, header, job)
            if frame is None:
                break
            texts, distinct, found = worked_out(frame, job, annotate)
            cells = beside(texts, distinct, {NEW: encoded_all(found, DELIMITERS[job.kind])})
            if writing:
                writing.result()
            writing = writer.submit(put, frame.with_columns(cells), out, DELIMITERS[job.kind])
            done += frame.height
        if writing:
            writing.result()
    return done, block


def put(frame: Any, out: IO[bytes], delimiter: str) -> None:
    """Write a frame whose texts need no quotes, or have them."""
    frame.write_csv(out, include_header=False, separator=delimiter, quote_style="never")


def parsed(block: bytes, header: list[str], job: Job) -> Any:
    """Plain lines as a frame of text columns, short ones filled up; None where one is too long or is no UTF-8."""
    pl = polars()
    try:
        return pl.read_csv(
            block,
            has_header=False,
            new_columns=header,
            separator=DELIMITERS[job.kind],
            quote_char=None,
            schema=dict.fromkeys(header, pl.String),
        )
    except pl.exceptions.PolarsError:
        return None


def parquet(job: Job, annotate: Counted) -> None:
    """Annotate a Parquet file row group by row group; the target is Parquet too."""
    pl = polars()
    if job.source is None or job.target is None:
        raise InputError("Parquet is read from a file and written to one: give a file and -o")
    try:
        header = list(pl.read_parquet_schema(job.source))
    except Exception as error:
        raise InputError(f"{job.name}: is no Parquet file ({error})") from error
    columns_at(job, header)
    whole = pl.scan_parquet(job.source)
    rows = whole.select(pl.len()).collect().item()
    with written(job.target, "wb") as out:
        pieces = [
            annotated(whole.slice(start, ROWS).collect(), job, annotate) for start in range(0, max(rows, 1), ROWS)
        ]
        pl.concat(pieces).write_parquet(out)
