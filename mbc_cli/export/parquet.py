"""A table as Parquet, with Polars (the extra `bulk`)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mbc_cli.annotate.polars_frames import polars

if TYPE_CHECKING:
    from mbc_cli.export.sheets import Sheet


def parquet(sheet: Sheet) -> bytes:
    """The bytes of a table, each column with its declared type. InputError if Polars is not installed."""
    pl = polars()
    types = {"flag": pl.Boolean, "integer": pl.Int64, "number": pl.Float64}
    schema = {column.name: types.get(column.type, pl.String) for column in sheet.table.columns}
    out = io.BytesIO()
    pl.DataFrame(sheet.rows, schema=schema, orient="row").write_parquet(out)
    return out.getvalue()
