"""Polars data frames (the extra `bulk`) with the annotation beside them."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotation import CODE_COLUMNS, COLUMNS, Annotation
from mbc_cli.annotate.diagnosis import NO_DIAGNOSIS, diagnosis
from mbc_cli.annotate.row_texts import COLUMN_END, ITEM_END
from mbc_cli.annotate.wanted import placed
from mbc_cli.book.errors import InputError, install
from mbc_cli.naaccr.site import SITE_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.annotate.annotation import Counted
    from mbc_cli.annotate.diagnosis import Diagnosis
    from mbc_cli.annotate.job import Job

OLDEST = (1, 36)  # the first that replaces the first of several texts that fit, by their order


def polars() -> Any:
    """The library; InputError that says how to install it, also if it is too old."""
    try:
        import polars as pl  # heavy, and not there without the extra
    except ImportError as error:
        raise InputError(f"Parquet needs Polars, of the extra `bulk`: {install('bulk')}") from error
    if tuple(map(int, pl.__version__.split(".")[:2])) < OLDEST:
        raise InputError(f"Polars {pl.__version__} is too old for the extra `bulk`: {install('bulk', newer=True)}")
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
    done = frame.with_columns(said_of(texts_of(frame, job), annotate).get_columns())
    return done.with_columns(coded(polars(), job, done)) if job.coder else done


def said_of(texts: Any, annotate: Counted) -> Any:
    """The added columns for some texts, as a data frame; every distinct text is worked out once."""
    distinct, found = annotated_once(texts, annotate)
    return beside(texts, distinct, {name: [item[n] for item in found] for n, name in enumerate(COLUMNS)})


def texts_of(frame: Any, job: Job) -> Any:
    """The treatment text of each row of a data frame; missing values are empty."""
    columns = [frame.get_column(name) for name in job.read.columns]
    return rows_of(columns, several=job.several, where=f"{job.given.name}: ")


def rows_of(columns: Sequence[Any], *, several: bool, where: str = "") -> Any:
    """The text of each row of some columns, which may have several; InputError for cells that are not text or lists."""
    texts = [texts_in(column, several=several, where=where) for column in columns]
    if not several:
        return texts[0].alias("text")
    pl = polars()
    marked = [column.str.replace_all(COLUMN_END, " ", literal=True) for column in texts]
    return pl.select(pl.concat_str(marked, separator=COLUMN_END).alias("text")).to_series()


def is_list(column: Any) -> bool:
    """Whether the cells of a column are lists in which each item is a text."""
    pl = polars()
    return isinstance(column.dtype, pl.List | pl.Array)


def texts_in(column: Any, *, several: bool, where: str) -> Any:
    """A column as text; the items of a list are several texts. InputError for cells that are not text or lists."""
    pl = polars()
    try:
        if is_list(column) and not column.dtype.inner.is_nested():
            items = column.cast(pl.List(pl.String)).list.eval(bare(pl.element()))
            return items.list.join(ITEM_END).fill_null("")
        if not column.dtype.is_nested():
            texts = column.cast(pl.String).fill_null("")
            return bare(texts) if several else texts
    except pl.exceptions.PolarsError:
        pass
    raise InputError(f"{where}column {column.name!r} is not text: {column.dtype}")


def bare(texts: Any) -> Any:
    """Texts without the sign used between the items of a list; missing values are empty."""
    return texts.fill_null("").str.replace_all(ITEM_END, " ", literal=True)


def annotated_once(texts: Any, annotate: Counted) -> tuple[Any, list[Annotation]]:
    """The distinct texts and their annotations; the rows are counted."""
    distinct = texts.value_counts(name="rows")
    found = annotate(distinct.get_column("text").to_list(), distinct.get_column("rows").to_list())
    return distinct.get_column("text"), found


def beside(texts: Any, distinct: Any, columns: dict[str, list[str]]) -> Any:
    """The annotations of the distinct texts, spread to one row for every text."""
    pl = polars()
    table = pl.DataFrame({"text": distinct, **columns}, schema=dict.fromkeys(["text", *columns], pl.String))
    return texts.to_frame().join(table, on="text", how="left", maintain_order="left").drop("text")


def coded(pl: Any, job: Job, frame: Any) -> list[Any]:
    """The registry items of an annotated data frame as columns, and the note, which says why there are none."""
    texts = texts_of(frame, job).to_list()
    found = [Annotation(*row) for row in frame.select(COLUMNS).iter_rows()]
    rows = job.rows(found, texts, diagnoses_of(frame, job))
    places = [(name, n) for n, name in enumerate(job.added) if name in ("mbc_note", *CODE_COLUMNS)]
    return [pl.Series(name, [row[n] for row in rows], pl.String) for name, n in places]


def diagnoses_of(frame: Any, job: Job) -> Iterable[Diagnosis]:
    """The diagnosis of each row of a data frame."""
    pl, wanted = polars(), (job.read.dx_column, *SITE_ITEMS)
    if not (names := [name for name in frame.columns if name and name in wanted]):
        return repeat(NO_DIAGNOSIS)
    dx, *site = placed(wanted, names)
    rows = frame.select([pl.col(name).cast(pl.String).fill_null("") for name in names]).iter_rows()
    return (diagnosis(row, dx, site) for row in rows)
