"""Spark: a data frame with the columns of `mbc annotate` beside its own, and SQL functions.

    from mbc_cli.engines import spark
    spark.annotate(df, "drug")
    spark.register(session).sql("SELECT id, mbc_drugs(drug) FROM notes")

Python on every node must have mbc-cli and the extra `spark`. Works with a classic session and with Spark Connect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import COLUMNS
from mbc_cli.engines import needing
from mbc_cli.engines.asked import asked_of

with needing("spark"):
    import pyarrow as pa
    from pyspark.sql import functions as sql
    from pyspark.sql import types

    from mbc_cli.engines import arrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

    from pyspark.sql import DataFrame, SparkSession

    from mbc_cli.engines.asked import Asked

SAID = types.StructType([types.StructField(name, types.StringType()) for name in COLUMNS])
"""The annotation of a row."""


def annotate(
    frame: DataFrame,
    columns: str | Iterable[str],
    *,
    distinct: bool = True,
    data: str | PathLike[str] | None = None,
    codes_as_names: bool = False,
) -> DataFrame:
    """A Spark data frame with the columns of `mbc annotate` for its treatment columns beside its own.

    The distinct texts are found first, divided among the workers, and joined to the rows: no text is read twice.
    Without `distinct`, each batch of rows is annotated where it is, which is better if nearly all texts differ. With
    several columns, a row is one treatment. For `data`, a directory that every worker has, and `codes_as_names`, see
    `arrow.annotate_batch`.
    """
    asked = asked_of(columns, frame.columns, data, codes_as_names)
    if not distinct:
        return said_of(frame, asked)
    keys = {name: f"mbc_key_{n}" for n, name in enumerate(asked.columns)}
    texts = frame.select(*map(quoted, keys)).distinct().repartition(shares(frame.sparkSession))
    said = said_of(texts, asked).toDF(*keys.values(), *COLUMNS)
    same = [frame[quoted(name)].eqNullSafe(said[key]) for name, key in keys.items()]
    return frame.join(said, same, "left").drop(*keys.values())


def quoted(name: str) -> str:
    """A name as Spark reads it; without quotes, Spark takes a dot for the field of a struct."""
    return f"`{name.replace('`', '``')}`"


def said_of(frame: DataFrame, asked: Asked) -> DataFrame:
    """A data frame with the added columns, batch by batch; columns are numbered meanwhile, as PySpark fails on dots."""
    fields = [*frame.schema.fields, *SAID.fields]
    names = [field.name for field in fields]
    numbered = [types.StructField(f"mbc_{n}", field.dataType) for n, field in enumerate(fields)]
    given = frame.toDF(*(field.name for field in numbered[: len(frame.columns)]))
    return given.mapInArrow(batches(asked, frame.columns), types.StructType(numbered)).toDF(*names)


def batches(asked: Asked, columns: list[str]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a worker runs on batches that have these columns under other names."""

    def annotated(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in given:
            found = arrow.beside(batch.rename_columns(columns), asked)
            yield found.rename_columns([f"mbc_{n}" for n in range(found.num_columns)])

    return annotated


def shares(session: SparkSession) -> int:
    """How many partitions the distinct texts are divided into: some for each core that Spark has.

    A number is given because Spark would take so few bytes for little work and use a single partition.
    """
    try:
        return 3 * int(session.sparkContext.defaultParallelism)
    except AttributeError:  # Spark Connect, which does not know of cores
        return int(session.conf.get("spark.sql.shuffle.partitions", "200") or 200)


def register(
    session: SparkSession, *, data: str | PathLike[str] | None = None, codes_as_names: bool = False
) -> SparkSession:
    """Register the SQL functions `mbc_drugs(text)` and `mbc_annotate(text)` with a session; returns the session.

    The first gives the ids joined by ";", the second a struct of the columns of `mbc annotate`; NULL is `empty`. Each
    batch of rows is annotated where it is.
    """
    asked = asked_of("text", ["text"], data, codes_as_names)

    def drugs(texts: pa.Array) -> pa.Array:
        return arrow.cells({"text": texts}, asked.turns())[0]

    def struct(texts: pa.Array) -> pa.Array:
        return arrow.struct(texts, asked.turns())

    session.udf.register("mbc_drugs", sql.arrow_udf(drugs, types.StringType()))
    session.udf.register("mbc_annotate", sql.arrow_udf(struct, SAID))
    return session
