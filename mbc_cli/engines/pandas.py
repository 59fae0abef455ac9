"""pandas: `df["drug"].mbc.annotate()`, and a data frame with the columns of `mbc annotate` beside its own.

    import mbc_cli.engines.pandas

The package's `mbc.annotate(series)` does the same as the accessor. The index and the order of the rows are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.engines import needing
from mbc_cli.engines.asked import asked_of
from mbc_cli.engines.texts import text_of_cell

with needing("pandas"):
    import pandas as pd
    import pyarrow as pa

    from mbc_cli.engines import arrow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from mbc_cli.engines.asked import Asked, Turns


def annotate(
    frame: pd.DataFrame,
    columns: str | Iterable[str],
    *,
    data: str | PathLike[str] | None = None,
    codes_as_names: bool = False,
) -> pd.DataFrame:
    """A data frame with the columns of `mbc annotate` for its treatment columns beside its own.

    With several columns, a row is one treatment; a cell may be a list of texts; missing values are `empty`. For `data`
    and `codes_as_names`, and for UsageError, see `arrow.annotate_batch`.
    """
    return beside(frame, asked_of(columns, list(frame.columns), data, codes_as_names))


def beside(frame: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """The same, given a request; this is what a Dask worker runs."""
    return pd.concat([frame, cells({name: frame[name] for name in asked.columns}, asked.turns())], axis=1)


def cells(columns: dict[str, pd.Series], turns: Turns) -> pd.DataFrame:
    """The added columns for the text columns, by name, with their index."""
    found = arrow.cells({name: in_arrow(name, series) for name, series in columns.items()}, turns)
    frame = pa.Table.from_arrays(found, schema=arrow.SCHEMA).to_pandas()
    return frame.set_axis(next(iter(columns.values())).index)


def of_series(texts: Any, turns: Turns) -> pd.DataFrame:
    """The added columns for a series of texts, or for something that can be turned into one."""
    series = texts if isinstance(texts, pd.Series) else pd.Series(texts)
    return cells({str(series.name): series}, turns)


def in_arrow(name: str, series: Any) -> pa.Array:
    """A column for Arrow; a mix of texts, numbers and missing values becomes texts."""
    try:
        return pa.array(series, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([text_of_cell(value, f"column {name!r}") for value in series.to_list()], pa.large_string())


@pd.api.extensions.register_series_accessor("mbc")
class Accessor:
    """`series.mbc`."""

    def __init__(self, series: pd.Series) -> None:
        self.series = series

    def annotate(self, *, data: str | PathLike[str] | None = None, codes_as_names: bool = False) -> pd.DataFrame:
        """The columns of `mbc annotate` for a series of treatment texts, as a data frame with its index.

        >>> import pandas as pd
        >>> pd.Series(["Kadcyla", None], index=[7, 8]).mbc.annotate()["mbc_status"].to_dict()
        {7: 'exact', 8: 'empty'}
        """
        return of_series(self.series, asked_of("text", ["text"], data, codes_as_names).turns())
