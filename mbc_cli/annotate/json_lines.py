"""JSON lines with the annotation in further members of each object."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.csv_records import ROWS
from mbc_cli.annotate.job import Job, columns_at
from mbc_cli.annotate.reading_files import BOM
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.annotate.annotation import Annotate

LONGEST_NUMBER = 640  # digits: the least that Python can be told to read


def json_lines(job: Job, lines: Iterator[str], annotate: Annotate) -> Iterator[str]:
    """One JSON object per line with the annotation in further keys; blank lines stay."""
    number = 0
    while block := list(islice(lines, ROWS)):
        rows = [json_object(job, n, line) for n, line in enumerate(block, number + 1)]
        given = [row for row in rows if row is not None]
        if number == 0 and given:
            columns_at(job, list(given[0]))
        texts, days = ([text_of(row.get(name)) for row in given] for name in (job.column, job.dx_column))
        added = iter(job.rows(annotate(texts), texts, days))
        yield "".join(
            line if row is None else with_members(line, dict(zip(job.columns, next(added), strict=True)), first=not row)
            for line, row in zip(block, rows, strict=True)
        )
        number += len(block)


def with_members(line: str, members: dict[str, str], *, first: bool) -> str:
    """The line of a JSON object with members put behind those it has, which stay as they were written."""
    body = line.rstrip()
    more = json.dumps(members, ensure_ascii=False)[1:-1]
    return f"{body[:-1]}{'' if first else ', '}{more}}}{line[len(body) :] or chr(10)}"


def json_object(job: Job, number: int, line: str) -> dict[str, Any] | None:
    """The object on a line, None for a blank line; InputError for anything else."""
    text = line.lstrip(BOM) if number == 1 else line
    if not text.strip():
        return None
    try:
        row = parsed(text)
    except ValueError as error:
        raise InputError(f"{job.name}:{number}: is not JSON ({error}): give one object per line") from error
    except RecursionError as error:
        raise InputError(f"{job.name}:{number}: is nested too deep: leave out what is so deep") from error
    if not isinstance(row, dict):
        raise InputError(f"{job.name}:{number}: is no JSON object: give one object per line")
    if twice := [name for name in (job.column, job.dx_column) if is_twice(text, name)]:
        raise InputError(f"{job.name}:{number}: has {twice[0]!r} twice: leave one of them")
    if taken := [name for name in job.columns if name in row]:
        raise InputError(f"{job.name}:{number}: has {taken[0]!r} already: rename or drop it")
    return row


def whole_number(digits: str) -> int | str:
    """A JSON integer; as it is written where it is longer than Python reads."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


parsed = json.JSONDecoder(parse_int=whole_number).decode


def is_twice(text: str, name: str) -> bool:
    """Whether a JSON object has two members of a name, of which the last would hide the first."""
    if text.count(f'"{name}"') < 2:
        return False
    return [found for found, _ in json.JSONDecoder(object_pairs_hook=list).decode(text)].count(name) > 1


def text_of(value: Any) -> str:
    """A JSON value as the text of a cell."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)
