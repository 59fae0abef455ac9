"""JSON lines: as a table, and with new members after those of each object, which stay as they were written.

An array of objects is read as its elements, and written from scratch.
"""

from __future__ import annotations

import json
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NoReturn

from mbc_cli.annotate.csv_records import ROWS
from mbc_cli.annotate.reading_files import BOM
from mbc_cli.annotate.tables import NOTHING, cell_of, different, value_of
from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import About, File, Rows

LONGEST_NUMBER = 640  # digits: the least that Python can be told to read
BETWEEN = re.compile(r"[ \t,]*")
"""What separates the elements of an array after its lines have been joined."""
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
Object = dict[str, Any]


class JsonLines:
    """JSON lines as a `Source`: its columns are the members of the first few thousand objects."""

    def __init__(self, file: File, asked: Sequence[str], given: Input) -> None:
        self.file = file
        self.read = objects(file, asked, given.lines)
        self.first = next(self.read, [])
        self.header = tuple(dict.fromkeys(name for _, _, row in self.first for name in row or ()))
        self.known = set(self.header)
        self.numbers: list[int] = []

    def blocks(self) -> Iterator[Rows]:
        """The rows; a blank line is not one."""
        for block in chain([self.first], self.read):
            found = [(number, row) for number, _, row in block if row is not None]
            self.numbers = [number for number, _ in found]
            yield [self.cells(number, row) for number, row in found]

    def cells(self, number: int, row: Object) -> list[str]:
        """The cells of an object; InputError for a member that is not a column, or for what no other file can hold."""
        if more := [name for name in row if name not in self.known]:
            what = f"has a new key {more[0]!r}: include it in the first object, or write JSON lines"
            raise InputError(f"{self.file.name}:{number}: {what}")
        cells = [cell_of(row[name]) if name in row else NOTHING for name in self.header]
        if any(map(HALF_A_CHARACTER.search, cells)):
            raise InputError(f"{self.file.name}:{number}: has half of a surrogate pair: fix it, or write JSON lines")
        return cells

    def place(self, n: int) -> str:
        """The line of an object."""
        return f"{self.file.name}:{self.numbers[n]}"


def put_json_lines(target: File, header: Sequence[str], blocks: Iterable[Rows], _: Callable[[], About]) -> None:
    """The `Sink` of JSON lines: numbers, lists and missing values stay what they are."""
    different(target, header)
    with written(target.path, "w", target.packing) as out:
        for rows in blocks:
            out.writelines(f"{encoded(dict(zip(header, row, strict=True)))}\n" for row in rows)


def put_json(target: File, header: Sequence[str], blocks: Iterable[Rows], _: Callable[[], About]) -> None:
    """The `Sink` of a JSON array, with one object per line."""
    different(target, header)
    with written(target.path, "w", target.packing) as out:
        before = "[\n"
        for row in chain.from_iterable(blocks):
            out.write(f"{before}{encoded(dict(zip(header, row, strict=True)))}")
            before = ",\n"
        out.write("[]\n" if before == "[\n" else "\n]\n")


def encoded(row: dict[str, str]) -> str:
    """Cells as a JSON object; a number that JSON does not have becomes missing."""
    values = {name: value_of(cell) for name, cell in row.items()}
    bare = {name: None if isinstance(value, float) and value - value else value for name, value in values.items()}
    return json.dumps(bare, ensure_ascii=False, default=str)


def objects(file: File, asked: Sequence[str], lines: Iterator[str]) -> Iterator[list[tuple[int, str, Object | None]]]:
    """The lines in blocks: the number of each, the line itself, and its object, or None for a blank line."""
    name = file.name
    numbered = enumerate(elements(name, lines) if file.kind == "json" else lines, 1)
    while block := list(islice(numbered, ROWS)):
        yield [(number, line, json_object(name, asked, number, line)) for number, line in block]


def elements(name: str, lines: Iterator[str]) -> Iterator[str]:
    """The elements of an array, one line each, as they are written; lines of objects unchanged."""
    first = next((line for line in lines if line.strip(f"{BOM} \t\r\n")), "")
    if not first.lstrip(f"{BOM} \t").startswith("["):
        yield from chain([first], lines)
        return
    text = "".join([first, *lines]).replace("\r", " ").replace("\n", " ").strip(f"{BOM} \t")
    at, decoder = 1, json.JSONDecoder(parse_int=whole_number)
    try:
        while text[(at := BETWEEN.match(text, at).end()) : at + 1] != "]":  # type: ignore[union-attr]
            _, end = decoder.raw_decode(text, at)
            yield f"{text[at:end]}\n"
            at = end
    except (ValueError, RecursionError) as error:
        why = getattr(error, "msg", error)
        raise InputError(f"{name}: is not a JSON array ({why}): write one of objects, or an object per line") from error


def json_object(name: str, asked: Sequence[str], number: int, line: str) -> Object | None:
    """The object on a line, None for a blank line; InputError for anything else."""
    text = line.lstrip(BOM) if number == 1 else line
    if not text.strip():
        return None
    try:
        row = parsed(text)
    except ValueError as error:
        why = getattr(error, "msg", error)
        raise InputError(f"{name}:{number}: is not JSON ({why}): write one object per line") from error
    except RecursionError as error:
        raise InputError(f"{name}:{number}: is nested too deeply: flatten it") from error
    if not isinstance(row, dict):
        raise InputError(f"{name}:{number}: is not a JSON object: write one object per line")
    if twice := [member for member in asked if is_twice(text, member)]:
        raise InputError(f"{name}:{number}: has {twice[0]!r} twice: keep one of them")
    if nested := [member for member in asked if not is_plain(row.get(member))]:
        what = f"{nested[0]!r} is neither a text nor a list of texts: write it as one"
        raise InputError(f"{name}:{number}: {what}")
    return row


def is_plain(value: object) -> bool:
    """Whether a value is a text, something else that is just one value, or a list of such."""
    return not any(isinstance(one, list | dict) for one in (value if isinstance(value, list) else [value]))


def whole_number(digits: str) -> int | str:
    """A JSON integer; as it is written if it is longer than Python reads."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


as_json = json.JSONEncoder(ensure_ascii=False).encode
parsed = json.JSONDecoder(parse_int=whole_number).decode


def is_twice(text: str, name: str) -> bool:
    """Whether a JSON object has two members with the same name, the last of which would hide the first."""
    if text.count(f'"{name}"') < 2:
        return False
    return [found for found, _ in json.JSONDecoder(object_pairs_hook=list).decode(text)].count(name) > 1


# --- with the annotation behind each object ------------------------------------------------------------------------


def json_lines(job: Job, given: Input, annotate: Annotate) -> Iterator[str]:
    """One JSON object per line with the annotation in new members; blank lines stay."""
    begun, added = False, job.added
    for block in objects(job.given, job.asked, given.lines):
        for number, _, row in block:
            if row and not row.keys().isdisjoint(added):
                refuse_to_add(job, number, row)
        rows = [row for _, _, row in block if row is not None]
        if rows and not begun:
            job.places(list(dict.fromkeys(name for row in rows for name in row)))
            begun = True
        cells = [[cell_of(row.get(name)) for name in job.looked_at] for row in rows]
        at = job.places(job.looked_at)
        texts = job.texts(cells, at)
        found = iter(job.rows(annotate(texts), texts, job.diagnoses(cells, at)))
        yield "".join(
            line if row is None else with_members(line, dict(zip(added, next(found), strict=True)), first=not row)
            for _, line, row in block
        )


def refuse_to_add(job: Job, number: int, row: Object) -> NoReturn:
    """InputError for an object with a member that is to be added."""
    taken = next(name for name in job.added if name in row)
    raise InputError(f"{job.given.name}:{number}: already has {taken!r}: rename or drop it")


def with_members(line: str, members: dict[str, str], *, first: bool) -> str:
    """The line of a JSON object with members added after those it has, which stay as they were written."""
    body = line.rstrip()
    more = as_json({name: value_of(cell) for name, cell in members.items()})[1:-1]
    return f"{body[:-1]}{'' if first else ', '}{more}}}{line[len(body) :] or chr(10)}"
