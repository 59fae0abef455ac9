"""Plain lines, of which each is a text, as a TSV with the annotation."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mbc_cli.annotate.csv_records import ROWS, encoded, encoded_all
from mbc_cli.annotate.reading_files import BOM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.annotate.job import Job


def plain_lines(job: Job, lines: Iterator[str], annotate: Annotate) -> Iterator[str]:
    """Plain lines as a TSV with a header: the text, then the annotation; what is typed is answered line by line."""
    yield encoded(("text", *job.columns), "\t") + "\n"
    at_once, mark = 1 if job.is_typed else ROWS, BOM
    while block := [line.rstrip("\r\n") for line in islice(lines, at_once)]:
        texts = [block[0].removeprefix(mark), *block[1:]]
        added = job.rows(annotate(texts), texts, [])
        whole = [(text, *row) for text, row in zip(texts, added, strict=True)]
        yield "".join([f"{record}\n" for record in encoded_all(whole, "\t")])
        mark = ""
