"""Polars: `pl.col("drug").mbc.annotate()`, in eager, lazy and streaming queries.

import mbc_cli.engines.polars
lazy.with_columns(pl.col("drug").mbc.annotate())
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import COLUMNS, Counted
from mbc_cli.annotate.polars_frames import is_list, rows_of, said_of
from mbc_cli.engines import needing
from mbc_cli.engines.asked import Asked, asked_of

with needing("polars"):
    import polars as pl

if TYPE_CHECKING:
    from os import PathLike

    from mbc_cli.engines.asked import Turns

SAID = pl.Struct(dict.fromkeys(COLUMNS, pl.String))
"""What is said of a row."""


@pl.api.register_expr_namespace("mbc")
class Namespace:
    """`expr.mbc`."""

    def __init__(self, expr: pl.Expr) -> None:
        self.expr = expr

    def annotate(self, *, data: str | PathLike[str] | None = None, codes_as_names: bool = False) -> pl.Expr:
        """The columns of `mbc annotate` for treatment texts, or lists of them.

        With a struct, `pl.struct("chemo", "hormone")`, a row is one treatment. What is missing is `empty`. For `data`
        and `codes_as_names` see `arrow.annotate_batch`; InputError for what is not text.

        >>> import polars as pl
        >>> pl.select(pl.lit("Kadcyla").mbc.annotate())["mbc_drugs"].item()
        'trastuzumab-emtansine'
        """
        asked = asked_of("text", ["text"], data, codes_as_names)
        said = self.expr.map_batches(partial(struct, asked), SAID, is_elementwise=True)
        return said.struct.unnest()


def struct(asked: Asked, texts: pl.Series) -> pl.Series:
    """What is said of the texts of some rows."""
    return cells(texts, asked.turns()).to_struct(texts.name)


def cells(texts: pl.Series, turns: Turns) -> pl.DataFrame:
    """The added columns for a series of texts, of lists of them, or of structs with several."""
    columns = texts.struct.unnest().get_columns() if texts.dtype == pl.Struct else [texts]
    several = len(columns) > 1 or any(map(is_list, columns))
    annotate = turns.together([column.name for column in columns]) if several else turns
    found: pl.DataFrame = said_of(rows_of(columns, several=several), Counted(annotate))
    return found
