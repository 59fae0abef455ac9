"""Arrow: the one function that every engine with Arrow runs, `annotate_batch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotation import COLUMNS, REMEMBERED
from mbc_cli.annotate.row_texts import joined
from mbc_cli.annotate.tables import cell_of
from mbc_cli.engines import needing
from mbc_cli.engines.asked import asked_of
from mbc_cli.engines.texts import text_of_cell

with needing("arrow"):
    import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from mbc_cli.annotate.annotation import Annotate, Annotation
    from mbc_cli.engines.asked import Asked, Turns

SCHEMA = pa.schema([pa.field(name, pa.string()) for name in COLUMNS])
"""The columns that are added."""


def annotate_batch(
    batch: pa.RecordBatch,
    columns: str | Iterable[str],
    *,
    data: str | PathLike[str] | None = None,
    codes_as_names: bool = False,
) -> pa.RecordBatch:
    """A record batch (or a table) with the columns of `mbc annotate` appended; every row and column kept in order.

    A column is text of any width, a dictionary of it, or a list of texts; a null counts as empty. With several columns,
    a row is one treatment. `data` is a directory of your own data, `codes_as_names` reads a code as its drug.
    UsageError for a column that does not exist, that holds no texts, or that would be added twice.

    >>> import pyarrow as pa
    >>> batch = annotate_batch(pa.record_batch({"id": [7, 8], "drug": ["Kadcyla", None]}), "drug")
    >>> batch.column("mbc_drugs").to_pylist()
    ['trastuzumab-emtansine', '']
    """
    return beside(batch, asked_of(columns, batch.schema.names, data, codes_as_names))


def beside(batch: pa.RecordBatch, asked: Asked) -> pa.RecordBatch:
    """The same, given a request; this is what a worker runs."""
    found = cells({name: batch.column(name) for name in asked.columns}, asked.turns())
    for name, column in zip(COLUMNS, found, strict=True):
        batch = batch.append_column(name, column)
    return batch


def cells(columns: dict[str, Any], turns: Turns) -> list[pa.Array]:
    """The added columns for the text columns, by name; each distinct row is worked out once."""
    whole = {name: in_one_piece(column) for name, column in columns.items()}
    several = len(whole) > 1 or any(is_list(column.type) for column in whole.values())
    rows = joined_rows(whole) if several else distinct_texts(*whole.items())
    annotate = turns.together(tuple(whole)) if several else turns
    return [column.take(rows.indices) for column in said_of(rows.dictionary, annotate)]


def said_of(texts: pa.Array, annotate: Annotate) -> list[pa.Array]:
    """The added columns for some texts, as many at a time as an annotator remembers, so that memory stays flat."""
    pieces = (texts.slice(at, REMEMBERED).to_pylist() for at in range(0, max(1, len(texts)), REMEMBERED))
    said = [in_columns(annotate(piece)) for piece in pieces]
    return [pa.concat_arrays(column) for column in zip(*said, strict=True)]


def in_columns(found: Sequence[Annotation]) -> list[pa.Array]:
    """Annotations as columns."""
    return [pa.array([item[n] for item in found], pa.string()) for n in range(len(COLUMNS))]


def record_batch(texts: Any, turns: Turns) -> pa.RecordBatch:
    """The added columns for an array of texts."""
    return pa.RecordBatch.from_arrays(cells({"text": texts}, turns), schema=SCHEMA)


def struct(texts: Any, turns: Turns) -> pa.StructArray:
    """The added columns for an array of texts, as one record batch."""
    return record_batch(texts, turns).to_struct_array()


def in_one_piece(column: Any) -> pa.Array:
    """A column without chunks or a dictionary, with texts in the wide type that has room for any number of them."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_null(kind) or pa.types.is_string(kind) or pa.types.is_string_view(kind):
        kind = pa.large_string()
    if kind != column.type:
        column = column.cast(kind)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def is_list(kind: pa.DataType) -> bool:
    """Whether a column holds lists."""
    types = pa.types
    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def distinct_texts(column: tuple[str, pa.Array]) -> pa.DictionaryArray:
    """The rows of one column, each as its position among the distinct texts."""
    name, values = column
    try:
        encoded = values.dictionary_encode(null_encoding="encode")
    except pa.ArrowNotImplementedError:  # what no dictionary can hold, such as a struct: its first value says so
        text_of_cell(next(value for value in values.to_pylist() if value is not None), f"column {name!r}")
        raise
    return pa.DictionaryArray.from_arrays(encoded.indices, as_texts(name, encoded.dictionary))


def as_texts(name: str, values: pa.Array) -> pa.Array:
    """The values of a column as texts."""
    if pa.types.is_large_string(values.type):
        return values.fill_null("")
    return pa.array([text_of_cell(value, f"column {name!r}") for value in values.to_pylist()], pa.large_string())


def joined_rows(columns: dict[str, pa.Array]) -> pa.DictionaryArray:
    """The rows of several columns, or of lists, each as its position among the distinct ones."""
    texts = [texts_of(name, values) for name, values in columns.items()]
    return pa.array(map(joined, zip(*texts, strict=True)), pa.large_string()).dictionary_encode()


def texts_of(name: str, values: pa.Array) -> Sequence[str]:
    """The cells of a column, any of which may be a list."""
    if is_list(values.type):
        return [cell_of(value) for value in values.to_pylist()]
    texts: list[str] = as_texts(name, values).to_pylist()
    return texts
