"""Dask: a data frame in partitions with the columns of `mbc annotate` beside its own.

    from mbc_cli.engines import dask
    dask.annotate(ddf, "drug")

The index, the partitions and the order of the rows are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import COLUMNS
from mbc_cli.engines import needing
from mbc_cli.engines.asked import asked_of

with needing("dask"):
    import dask.dataframe as dd
    import pandas as pd

    from mbc_cli.engines.pandas import beside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

MOST_SHARES = 256
"""The largest number of partitions for the distinct texts: enough for as many workers to share them."""


def annotate(
    frame: dd.DataFrame,
    columns: str | Iterable[str],
    *,
    distinct: bool = True,
    data: str | PathLike[str] | None = None,
    codes_as_names: bool = False,
) -> dd.DataFrame:
    """A Dask data frame with the columns of `mbc annotate` for its treatment columns beside its own.

    The distinct texts are found first, divided among the workers, and joined to the rows of each partition: no text
    is read twice, and all annotations must fit into the memory of each worker. Without `distinct`, each partition is
    annotated by itself, which is better if nearly all texts differ. With several columns, a row is one treatment.
    For `data`, a directory that every worker has, and `codes_as_names`, see `arrow.annotate_batch`.
    """
    asked = asked_of(columns, list(frame.columns), data, codes_as_names)
    if not distinct:
        return frame.map_partitions(beside, asked, meta=with_columns(frame._meta))
    keys = list(asked.columns)
    texts = frame[keys].drop_duplicates(split_out=min(frame.npartitions, MOST_SHARES), ignore_index=True)
    said = texts.map_partitions(beside, asked, meta=with_columns(texts._meta)).repartition(npartitions=1)
    return frame.map_partitions(joined, said, keys, meta=with_columns(frame._meta), align_dataframes=False)


def with_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """An empty data frame with the added columns."""
    return frame.assign(**{name: pd.Series(dtype="str") for name in COLUMNS})


def joined(rows: pd.DataFrame, said: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows of a partition with the annotations of their texts."""
    found = rows[keys].merge(said, on=keys, how="left").set_axis(rows.index)
    return pd.concat([rows, found[list(COLUMNS)]], axis=1)
