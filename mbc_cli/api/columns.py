"""A column of treatment texts, whatever holds it, to the columns that `mbc annotate` adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from numbers import Number
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotation import COLUMNS, Annotation
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.book.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.api.reader import Reader


def annotated(reader: Reader, texts: Any, *, codes_as_names: bool = False) -> Any:
    """The annotation of each text, in order, in the kind of frame that belongs to what held them.

    Raises UsageError for what is not a column (one text, a table, a thing without an order), and for an item of it that
    is not a text.
    """
    frame: Callable[[Any, list[Annotation]], Any] = FRAMES.get(type(texts).__module__.partition(".")[0], listed)
    annotator = Annotator(reader.book, reader.speller, reader.medicines, codes_as_names=codes_as_names)
    return frame(texts, annotator.annotate_all([text_of_cell(n, value) for n, value in enumerate(values_of(texts))]))


def values_of(texts: Any) -> list[Any]:
    """The values of a column as Python has them; UsageError for what is not one."""
    one_dimension = len(getattr(texts, "shape", (0,))) == 1
    if isinstance(texts, str | bytes | Mapping | Set) or not isinstance(texts, Iterable) or not one_dimension:
        raise UsageError(f"annotate: {type(texts).__name__} is not a column: give a list or a Series of texts")
    for name in ("to_pylist", "to_list"):
        if hasattr(texts, name):
            return list(getattr(texts, name)())
    return list(texts)


def text_of_cell(place: int, value: Any) -> str:
    """The text of a cell, or its number; nothing, and what is not equal to itself (NaN, NA, NaT), is empty.

    Raises UsageError for anything else, which has no text.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    if isinstance(value, Number) and not isinstance(value, bool):
        return str(value)
    raise UsageError(f"annotate: item {place} is {type(value).__name__}: give texts, or None where there is none")


def is_missing(value: Any) -> bool:
    """Whether a value stands for a missing one, as NaN does, and pandas' NA, of which no comparison is true."""
    try:
        return bool(value != value)  # noqa: PLR0124 - what is not equal to itself is the test
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


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
