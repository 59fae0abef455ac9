"""A column of treatment texts in any container, to the columns that `mbc annotate` adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotation import Annotation
from mbc_cli.book.errors import UsageError
from mbc_cli.engines.asked import asked_of, turns_over
from mbc_cli.engines.texts import text_of_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.api.reader import Reader
    from mbc_cli.engines.asked import Turns
    from mbc_cli.reading.spans import Span


def annotated(reader: Reader, texts: Any, *, codes_as_names: bool = False) -> Any:
    """The annotation of each text, in order, in the kind of frame that belongs with the container.

    Raises UsageError for anything but a column (bytes, a table, something unordered), and for an item in it that
    is not a text.
    """
    one_dimension = len(getattr(texts, "shape", (0,))) == 1
    if isinstance(texts, str | bytes | Mapping | Set) or not isinstance(texts, Iterable) or not one_dimension:
        how = (
            "name the column, annotate(frame, column='drug')"
            if not one_dimension
            else "give a list or a Series of texts"
        )
        raise UsageError(f"annotate: {type(texts).__name__} is not a column: {how}")
    frame: Callable[[Any, Turns], Any] = FRAMES.get(type(texts).__module__.partition(".")[0], listed)
    return frame(texts, turns_over(reader.book, codes_as_names))


def annotated_beside(reader: Reader, frame: Any, column: str, *, codes_as_names: bool = False) -> Any:
    """A data frame or Arrow table with the annotation of a column beside its own; of anything else, the annotation.

    Raises UsageError if there is no such column, or if the frame already has one of the added columns.
    """
    names = list(frame) if isinstance(frame, Mapping) else names_of(frame)
    asked_of(column, names, None, codes_as_names)  # checks the names
    found = annotated(reader, frame[column], codes_as_names=codes_as_names)
    beside = BESIDE.get(type(frame).__module__.partition(".")[0])
    return beside(frame, found) if beside else found


def names_of(frame: Any) -> list[str]:
    """The names of the columns of a data frame or an Arrow table; UsageError for anything else."""
    names = getattr(frame, "column_names", None) or getattr(frame, "columns", None)
    if names is None:
        raise UsageError(f"annotate: {type(frame).__name__} has no columns: give a data frame, or leave out column")
    return list(names)


def beside_in_pandas(frame: Any, found: Any) -> Any:
    """The columns of two pandas data frames with one index, which may name a row twice."""
    return frame.assign(**{name: found[name].array for name in found.columns})


def beside_in_arrow(table: Any, found: Any) -> Any:
    """The columns of an Arrow table or record batch, then those of a record batch."""
    for name, column in zip(found.schema.names, found.columns, strict=True):
        table = table.append_column(name, column)
    return table


BESIDE: dict[str, Callable[[Any, Any], Any]] = {
    "pandas": beside_in_pandas,
    "polars": lambda frame, found: frame.hstack(found),
    "pyarrow": beside_in_arrow,
}
"""For each library of data frames, the function that puts the annotations beside the columns of a frame."""


class TextAnnotation(Annotation):
    """The annotation of one text, which can also tell where the names are in it."""

    text: str
    find: Callable[[str], tuple[Span, ...]]

    @classmethod
    def of(cls, found: Annotation, text: str, turns: Turns) -> TextAnnotation:
        """What was found in a text."""
        annotation = cls(*found)
        annotation.text, annotation.find = text, turns.spans
        return annotation

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The names in the text, in order, with their places, their ids and what is said about them."""
        return self.find(self.text)

    def __reduce__(self) -> tuple[type[Annotation], tuple[str, ...]]:
        """For pickling: the cells, which need no reader."""
        return Annotation, tuple(self)


def listed(texts: Iterable[Any], turns: Turns) -> list[TextAnnotation]:
    """The annotations of a list."""
    each = [text_of_cell(value, f"item {n}") for n, value in enumerate(texts)]
    return [TextAnnotation.of(found, text, turns) for found, text in zip(turns(each), each, strict=True)]


def in_pandas(texts: Any, turns: Turns) -> Any:
    """A pandas data frame with the index of the series."""
    from mbc_cli.engines import pandas

    return pandas.of_series(texts, turns)


def in_polars(texts: Any, turns: Turns) -> Any:
    """A Polars data frame."""
    from mbc_cli.engines import polars

    return polars.cells(texts, turns)


def in_arrow(texts: Any, turns: Turns) -> Any:
    """An Arrow record batch."""
    from mbc_cli.engines import arrow

    return arrow.record_batch(texts, turns)


FRAMES: dict[str, Callable[[Any, Turns], Any]] = {"pandas": in_pandas, "polars": in_polars, "pyarrow": in_arrow}
"""For each library that a column may come from, the function that makes the frame of its annotations."""
