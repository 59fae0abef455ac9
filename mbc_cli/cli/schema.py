"""`mbc schema`."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from mbc_cli.book.data_schema import data_schema
from mbc_cli.cli.common import command
from mbc_cli.show.answers_schema import answers_schema, json_text


class SchemaOf(StrEnum):
    """What has a schema."""

    data = "data"
    answers = "answers"


@command("schema", "mbc schema data", "mbc schema answers")
def schema(
    what: Annotated[
        SchemaOf, typer.Argument(help="The TOML files of data, or the JSON of answers.", metavar="[answers|data]")
    ] = SchemaOf.answers,
) -> None:
    """Print the JSON Schema of the answers, or of the data files, for TOML editors."""
    sys.stdout.write(json_text(data_schema() if what == SchemaOf.data else answers_schema()) + "\n")
