"""Polars: `pl.col("drug").mbc.annotate()`, in eager, lazy and streaming queries.

import mbc_cli.engines.polars
lazy.with_columns(pl.col("drug").mbc.annotate())
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import COLUMNS, REMEMBERED
from mbc_cli.annotate.polars_frames import is_list, rows_of
from mbc_cli.engines import needing
from mbc_cli.engines.asked import OPENING, Asked, ProcessLock, asked_of

with needing("polars"):
    import polars as pl

if TYPE_CHECKING:
    from os import PathLike

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.engines.asked import Turns

SAID = pl.Struct(dict.fromkeys(COLUMNS, pl.String))
"""The annotation of a row."""
TOLD = dict.fromkeys(["text", *COLUMNS], pl.String)
"""The table of texts with the annotation of each."""


@pl.api.register_expr_namespace("mbc")
class Namespace:
    """`expr.mbc`."""

    def __init__(self, expr: pl.Expr) -> None:
        self.expr = expr

    def annotate(self, *, data: str | PathLike[str] | None = None, codes_as_names: bool = False) -> pl.Expr:
        """The columns of `mbc annotate` for treatment texts, or lists of them.

        With a struct, `pl.struct("chemo", "hormone")`, a row is one treatment. Missing values are `empty`. For `data`
        and `codes_as_names`, see `arrow.annotate_batch`; InputError for values that are not text.

        >>> import polars as pl
        >>> pl.select(pl.lit("Kadcyla").mbc.annotate())["mbc_drugs"].item()
        'trastuzumab-emtansine'
        """
        asked = asked_of("text", ["text"], data, codes_as_names)
        said = self.expr.map_batches(partial(struct, asked), SAID, is_elementwise=True)
        return said.struct.unnest()


def struct(asked: Asked, texts: pl.Series) -> pl.Series:
    """The annotations of the texts of some rows."""
    return cells(texts, asked.turns()).to_struct(texts.name)


def cells(texts: pl.Series, turns: Turns) -> pl.DataFrame:
    """The added columns for a series of texts, of lists of texts, or of structs with several."""
    columns = texts.struct.unnest().get_columns() if texts.dtype == pl.Struct else [texts]
    several = len(columns) > 1 or any(map(is_list, columns))
    with OPENING:
        said = said_by(turns, tuple(column.name for column in columns) if several else ())
    return said.beside(rows_of(columns, several=several))


class Said:
    """The annotations of texts, in a table that grows: a text that recurs costs a join, and nothing in Python."""

    def __init__(self, annotate: Annotate) -> None:
        self.annotate = annotate
        self.lock = ProcessLock()
        self.table = pl.DataFrame(schema=TOLD)

    def beside(self, texts: pl.Series) -> pl.DataFrame:
        """The added columns, with a row for every text."""
        rows = texts.rename("text").to_frame()
        with self.lock:
            self.tell(rows.unique())
            table = self.table
        return rows.join(table, on="text", how="left", maintain_order="left").drop("text")

    def tell(self, distinct: pl.DataFrame) -> None:
        """Make sure the table has all of these texts; if there are too many others, they are dropped to save memory."""
        if len(self.table) >= REMEMBERED:
            self.table = self.table.clear()
        if len(new := distinct.join(self.table, on="text", how="anti")):
            self.table = pl.concat([self.table, told(new, self.annotate)])


def told(texts: pl.DataFrame, annotate: Annotate) -> pl.DataFrame:
    """Distinct texts and the annotation of each."""
    found = annotate(texts.get_column("text").to_list())
    said = {name: [item[n] for item in found] for n, name in enumerate(COLUMNS)}
    return texts.hstack(pl.DataFrame(said, schema=SAID.to_schema()))


@lru_cache(maxsize=8)
def said_by(turns: Turns, together: tuple[str, ...]) -> Said:
    """The table of an annotator for single texts, or for columns whose texts are one treatment."""
    return Said(turns.together(together) if together else turns)
