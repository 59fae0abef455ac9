"""Parquet, and a faster way through plain CSV and TSV, with Polars (the extra `bulk`); the same bytes come out."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from mbc_cli.annotate import COLUMNS, Annotation
from mbc_cli.errors import InputError
from mbc_cli.files import DELIMITERS, columns_at, written

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from mbc_cli.files import Job

ROWS = 100_000
BLOCK = 16 << 20


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


def annotated(frame: Any, job: Job, annotate: Callable[[str], Annotation], counts: Counter[str]) -> Any:
    """A data frame with the annotation beside it; every distinct text is worked out once."""
    pl = polars()
    texts = frame.get_column(job.column).cast(pl.String).fill_null("")
    distinct = texts.unique(maintain_order=True)
    found = [annotate(text) for text in distinct]
    table = pl.DataFrame({"": distinct, **{name: [item[n] for item in found] for n, name in enumerate(COLUMNS)}})
    joined = texts.to_frame("").join(table, on="", how="left", maintain_order="left")
    counts.update(dict(joined.get_column("mbc_status").value_counts().iter_rows()))
    done = frame.with_columns([joined.get_column(name) for name in COLUMNS])
    return done.with_columns(coded(pl, job, done)) if job.coder else done


def coded(pl: Any, job: Job, frame: Any) -> list[Any]:
    """The registry items of an annotated data frame as further columns."""
    texts = frame.get_column(job.column).cast(pl.String).fill_null("").to_list()
    days = (
        frame.get_column(job.dx_column).cast(pl.String).fill_null("").to_list() if job.dx_column else [""] * len(texts)
    )
    found = [Annotation(*row) for row in frame.select(COLUMNS).iter_rows()]
    rows = [job.row(item, text, dx)[len(COLUMNS) :] for item, text, dx in zip(found, texts, days, strict=True)]
    return [pl.Series(name, [row[n] for row in rows], pl.String) for n, name in enumerate(job.columns[len(COLUMNS) :])]


def is_plain(job: Job) -> bool:
    """Whether a file can go the faster way: UTF-8, several columns, no quotes, carriage returns, NUL or blank lines."""
    if job.source is None or job.kind not in ("csv", "tsv") or job.encoding.casefold() not in ("utf-8", "utf8"):
        return False
    if not job.source.is_file() or job.source.stat().st_size == 0:
        return False
    with job.source.open("rb") as raw:
        header = raw.readline().rstrip(b"\n").split(DELIMITERS[job.kind].encode())
        if len(header) == 1 or len(set(header)) < len(header):
            return False
        raw.seek(0)
        last = b"\n"
        while block := raw.read(BLOCK):
            if any(sign in block for sign in (b'"', b"\r", b"\0", b"\xef\xbb\xbf")) or b"\n\n" in last + block:
                return False
            last = block[-1:]
    return True


def separated(job: Job, annotate: Callable[[str], Annotation], counts: Counter[str], out: IO[bytes]) -> None:
    """Annotate a plain CSV or TSV block by block; a row that is too long raises InputError, as on the slower way."""
    pl, delimiter = polars(), DELIMITERS[job.kind]
    assert job.source is not None
    with job.source.open("rb") as raw:
        header = raw.readline().decode("utf-8").rstrip("\n").split(delimiter)
        columns_at(job, header)
        out.write(delimiter.join([*header, *COLUMNS]).encode() + b"\n")
        line = 1
        for block in blocks(raw):
            frame = parsed(block, header, job, line)
            table = annotated(frame, job, annotate, counts)
            empty = table.with_columns(pl.all().replace("", None))  # an empty text would be written as two quotes
            empty.write_csv(out, include_header=False, separator=delimiter, quote_style="necessary")
            line += frame.height


def blocks(raw: IO[bytes]) -> Iterator[bytes]:
    """The rest of a stream in large blocks of whole lines."""
    while block := raw.read(BLOCK):
        yield block + raw.readline()


def parsed(block: bytes, header: list[str], job: Job, line: int) -> Any:
    """A block as a frame of text columns; short rows are filled up, long ones are an error."""
    pl, delimiter, width = polars(), DELIMITERS[job.kind], len(header) - 1
    try:
        frame = pl.read_csv(
            block,
            has_header=False,
            new_columns=header,
            separator=delimiter,
            quote_char=None,
            schema=dict.fromkeys(header, pl.String),
        )
    except pl.exceptions.PolarsError as error:
        for n, text in enumerate(block.decode("utf-8", "replace").splitlines(), line + 1):
            if text.count(delimiter) > width:
                what = f"has {text.count(delimiter) + 1} cells, the header {width + 1}"
                raise InputError(f"{job.name}:{n}: {what}: quote the cell with a separator") from error
        raise InputError(f"{job.name}: cannot be read ({error}): check its encoding") from error
    return frame


def parquet(job: Job, annotate: Callable[[str], Annotation], counts: Counter[str]) -> None:
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
            annotated(whole.slice(start, ROWS).collect(), job, annotate, counts)
            for start in range(0, max(rows, 1), ROWS)
        ]
        pl.concat(pieces).write_parquet(out)
