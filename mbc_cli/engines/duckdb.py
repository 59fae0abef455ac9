"""DuckDB: the SQL functions `mbc_drugs(text)` and `mbc_annotate(text)`, over Arrow vectors.

from mbc_cli.engines import duckdb
duckdb.register(con)
con.sql("SELECT *, unnest(mbc_annotate(drug)) FROM 'notes.parquet'")
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import COLUMNS
from mbc_cli.engines import needing
from mbc_cli.engines.asked import asked_of

with needing("duckdb"):
    import duckdb

    from mbc_cli.engines import arrow

if TYPE_CHECKING:
    from os import PathLike

TEXT = "VARCHAR"
STRUCT = f"STRUCT({', '.join(f'{name} {TEXT}' for name in COLUMNS)})"


def register(
    con: duckdb.DuckDBPyConnection, *, data: str | PathLike[str] | None = None, codes_as_names: bool = False
) -> duckdb.DuckDBPyConnection:
    """Register the functions with a connection; returns the connection.

    `mbc_drugs(text)` is the ids joined by ";", `mbc_annotate(text)` a struct of the columns of `mbc annotate`, which
    `unnest` turns into columns; NULL is `empty`. For `data` and `codes_as_names`, see `arrow.annotate_batch`.
    """
    turns = asked_of("text", ["text"], data, codes_as_names).turns()
    create = partial(con.create_function, type="arrow", null_handling="special")
    create("mbc_drugs", lambda texts: arrow.cells({"text": texts}, turns)[0], [TEXT], TEXT)
    create("mbc_annotate", lambda texts: arrow.struct(texts, turns), [TEXT], STRUCT)
    return con
