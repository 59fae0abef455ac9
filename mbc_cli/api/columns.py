"""A column of treatment texts, whatever holds it, to the columns that `mbc annotate` adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotation import COLUMNS, Annotation
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.book.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mbc_cli.api.reader import Reader


def annotated(reader: Reader, texts: Any) -> Any:
    """The annotation of each text, in order, in the kind of frame that belongs to what held them.

    Raises UsageError for what is no column: one text, or a thing that cannot be gone through.
    """
    library = type(texts).__module__.partition(".")[0]
    frame: Callable[[Any, list[Annotation]], Any] = FRAMES.get(library, listed)
    if isinstance(texts, str | bytes) or not hasattr(texts, "__iter__"):
        raise UsageError(f"annotate: {type(texts).__name__} is not a column: give a list or a Series of texts")
    annotator = Annotator(reader.book, reader.speller, reader.medicines)
    return frame(texts, annotator.annotate_all([text_of_cell(value) for value in values_of(texts)]))


def values_of(texts: Any) -> Iterable[Any]:
    """The values of a column as Python has them."""
    for name in ("to_pylist", "to_list"):
        if hasattr(texts, name):
            return list(getattr(texts, name)())
    return list(texts)


def text_of_cell(value: Any) -> str:
    """The text of a cell; nothing, and what is not equal to itself (NaN, NA, NaT), is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return "" if is_missing(value) else str(value)


def is_missing(value: Any) -> bool:
    """Whether a value stands for a missing one, as NaN does, and pandas' NA, of which no comparison is true."""
    try:
        return bool(value != value)  # noqa: PLR0124 - what is not equal to itself is the test
    except (TypeError, ValueError):
        return True


def listed(_: Any, found: list[Annotation]) -> list[Annotation]:
    """The annotations of a list."""
    return found


def in_pandas(texts: Any, found: list[Annotation]) -> Any:
    """A pandas data frame with the index of the series."""
    import pandas as pd

    return pd.DataFrame(found, columns=list(COLUMNS), index=getattr(texts, "index", None))


def in_polars(_: Any, found: list[Annotation]) -> Any:
    """A Polars data frame."""
    import polars as pl

    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def in_arrow(_: Any, found: list[Annotation]) -> Any:
    """An Arrow record batch."""
    import pyarrow as pa

    columns = [pa.array([item[n] for item in found], pa.string()) for n in range(len(COLUMNS))]
    return pa.RecordBatch.from_arrays(columns, names=list(COLUMNS))


FRAMES: dict[str, Callable[[Any, list[Annotation]], Any]] = {
    "pandas": in_pandas,
    "polars": in_polars,
    "pyarrow": in_arrow,
}
"""The library that a column comes from, to what makes the frame of its annotations."""
