"""For the tools that hold people's tables: pandas, Polars, DuckDB, Dask, Spark; each a few lines over one function.

    from mbc_cli.engines import spark
    spark.annotate(df, "drug")

A module here needs its library, which the extra of the same name installs, and is loaded only on request. The
answer is that of `mbc annotate`, row for row; each worker opens the compiled book once.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mbc_cli.book.errors import install

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Import something that an extra installs; ImportError that says how to get it."""
    try:
        yield
    except ImportError as error:
        what = f"mbc_cli.engines.{extra} needs {error.name or extra}"
        raise ImportError(f"{what}: {install(extra)}: {error}", name=error.name) from error
