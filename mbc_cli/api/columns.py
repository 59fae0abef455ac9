"""A column of treatment texts in any container, to the columns that `mbc annotate` adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotation import Annotation
from mbc_cli.book.errors import UsageError
from mbc_cli.engines.asked import turns_over
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
