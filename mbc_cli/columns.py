"""A file with a treatment column to the same with the annotation beside it, every row and column in order.

CSV, TSV, JSON lines and plain lines need only the standard library and are streamed; Parquet, and a faster way for
plain CSV and TSV, need Polars (the extra `bulk`). The output is written beside the target and moved into place when
it is whole.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from mbc_cli import bulk
from mbc_cli.annotate import REMEMBERED, STATUSES, Annotation
from mbc_cli.errors import InputError
from mbc_cli.files import DELIMITERS, Job, columns_at, opened, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Annotate = Callable[[str], Annotation]

BOM = "\ufeff"
ROWS = 10_000


def run(
    job: Job, annotate: Annotate, progress: Callable[[int], None] = lambda _: None, *, faster: bool = True
) -> Counter[str]:
    """Annotate a file; the number of rows by status. InputError for what cannot be read or written.

    `progress` is told how many bytes were read since it was last called. The faster way, where it is open, calls
    `annotate` once for a distinct text of a block; otherwise it is called for every row.
    """
    counts: Counter[str] = Counter()

    def counted(text: str) -> Annotation:
        found = annotate(text)
        counts[found.status] += 1
        return found

    if job.kind == "parquet":
        bulk.parquet(job, annotate, counts)
        return counts
    if faster and job.target and not job.coder and bulk.is_there() and bulk.is_plain(job):
        with written(job.target, "wb") as out:
            bulk.separated(job, annotate, counts, out)
        return counts
    with opened(job, progress) as lines, written(job.target) as out:
        for piece in WRITERS[job.kind](job, lines, counted):
            out.write(piece)
    return counts


# --- kinds of file -----------------------------------------------------------------------------------------------


def separated(job: Job, lines: IO[str], annotate: Annotate) -> Iterator[str]:
    """CSV or TSV with the annotation in five further columns.

    What was there stays as it was written, quotes and line ends and byte-order mark included: the annotation is put
    behind each record.
    """
    delimiter = DELIMITERS[job.kind]
    records = numbered(lines)
    _, first = next(records, (0, ""))
    header = header_of(job, first, delimiter)
    (at, at_dx), width = columns_at(job, header), len(header)
    ends: dict[tuple[str, ...], str] = {}
    piece = [with_end(first, delimiter + delimiter.join(job.columns))]
    for line, record in records:
        row = record.rstrip("\r\n").split(delimiter) if '"' not in record else cells(job, record, delimiter, line)
        if len(row) != width:
            record = squared(job, record, row, width, line)  # noqa: PLW2901 - the filled-up record takes its place
            row += [""] * (width - len(row))
        found = annotate(row[at])
        added = job.row(found, row[at], row[at_dx] if at_dx >= 0 else "") if job.coder else found
        end = ends.get(added)
        if end is None:
            end = ends[added] = delimiter + encoded(added, delimiter)
        plain = record[-1:] == "\n" and record[-2:-1] != "\r"  # the usual end of a line, taken off the quick way
        piece.append(record[:-1] + end + "\n" if plain else with_end(record, end))
        if len(piece) >= ROWS:
            yield "".join(piece)
            piece.clear()
            if len(ends) > REMEMBERED:
                ends.clear()
    yield "".join(piece)


def header_of(job: Job, first: str, delimiter: str) -> list[str]:
    """The names of the columns; InputError for a file without a first line."""
    if not first.strip("\r\n" + BOM):
        raise InputError(f"{job.name}: is empty: give a file whose first line names its columns")
    return cells(job, first.removeprefix(BOM), delimiter, 1)


def numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The records with the number of their last line; a record goes on while a quote is open."""
    held = ""
    number = 0
    for number, line in enumerate(lines, 1):
        if held or ('"' in line and line.count('"') % 2):
            held += line
            if held.count('"') % 2:
                continue
            yield number, held
            held = ""
        else:
            yield number, line
    if held:
        yield number, held


def cells(job: Job, record: str, delimiter: str, line: int) -> list[str]:
    """The cells of a record; InputError when its quotes are wrong."""
    try:
        return next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise InputError(f"{job.name}:{line}: {error}: mend the quotes of this line") from error


def with_end(record: str, end: str) -> str:
    """A record with something put behind it, before its line end (which the last line may lack)."""
    body = record.rstrip("\r\n")
    return body + end + record[len(body) :]


def encoded(row: Iterable[str], delimiter: str) -> str:
    """Cells as CSV or TSV, quoted where they must be; the csv module is only asked where some cell must."""
    cells_of = tuple(row)
    bare = "".join(cells_of)
    if not any(sign in bare for sign in (delimiter, '"', "\n", "\r")):
        return delimiter.join(cells_of)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells_of)
    return out.getvalue()


def squared(job: Job, record: str, row: list[str], width: int, line: int) -> str:
    """A record that is too short, filled up with empty cells; one too long is an error, for no cell may be lost."""
    if len(row) > width:
        raise InputError(
            f"{job.name}:{line}: has {len(row)} cells, the header {width}: quote the cell with a separator"
        )
    return with_end(record, DELIMITERS[job.kind] * (width - max(len(row), 1)))


def json_lines(job: Job, lines: IO[str], annotate: Annotate) -> Iterator[str]:
    """One JSON object per line with the annotation in five further keys; blank lines stay."""
    for number, line in enumerate(lines, 1):
        text = line.lstrip(BOM) if number == 1 else line
        if not text.strip():
            yield text
            continue
        try:
            row = json.loads(text)
        except ValueError as error:
            raise InputError(f"{job.name}:{number}: is not JSON ({error}): give one object per line") from error
        if not isinstance(row, dict):
            raise InputError(f"{job.name}:{number}: is no JSON object: give one object per line")
        if number == 1:
            columns_at(job, list(row))
        value = text_of(row.get(job.column))
        added = job.row(annotate(value), value, text_of(row.get(job.dx_column)))
        yield json.dumps({**row, **dict(zip(job.columns, added, strict=True))}, ensure_ascii=False) + "\n"


def text_of(value: Any) -> str:
    """A JSON value as the text of a cell."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def plain_lines(job: Job, lines: IO[str], annotate: Annotate) -> Iterator[str]:
    """Plain lines as a TSV with a header: the text, then the annotation."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(["text", *job.columns])
    for number, line in enumerate(lines):
        text = line.rstrip("\r\n")
        name = text.lstrip(BOM) if number == 0 else text
        writer.writerow([text, *job.row(annotate(name), name, "")])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


WRITERS: dict[str, Callable[[Job, IO[str], Annotate], Iterator[str]]] = {
    "csv": separated,
    "tsv": separated,
    "jsonl": json_lines,
    "lines": plain_lines,
}


# --- decisions ---------------------------------------------------------------------------------------------------

DECIDED = "decided"
DECISION_COLUMNS = ("text", "rows", "mbc_drugs", "mbc_status", "mbc_note")


class Decided:
    """Annotations with a curator's decisions laid over them, and a count of what is still to decide.

    A decision file is a TSV with DECISION_COLUMNS: every distinct value that is not `exact`, with its proposed answer.
    A person edits mbc_drugs (ids joined by ";", or empty for none) and writes `decided` into mbc_status; such rows are
    taken as they stand when the file is given back, and stay in it.
    """

    def __init__(self, annotate: Annotate, file: Path, drugs: Iterable[str]) -> None:
        self.annotate = annotate
        self.file = file
        self.seen: Counter[str] = Counter()
        self.found: dict[str, Annotation] = {}
        given = decisions(file, set(drugs)) if file.exists() else {}
        self.decided = {text: item for text, item in given.items() if item.status == DECIDED}
        self.proposed = {text: item for text, item in given.items() if item.status != DECIDED}

    def __call__(self, text: str) -> Annotation:
        """The decision for a text, or its annotation."""
        self.seen[text] += 1
        if text not in self.found:
            self.found[text] = self.decided.get(text) or self.annotate(text)
        return self.found[text]

    def save(self) -> int:
        """Write the file: decisions first, then proposals by number of rows; the number still to decide.

        Raises InputError, and leaves the file as it is, when a row was edited but not marked as decided.
        """
        edited = [text for text, item in self.proposed.items() if item.drugs != self.found.get(text, item).drugs]
        if edited:
            raise InputError(
                f"{self.file}: {edited[0]!r} has other drugs than proposed: write {DECIDED} in its mbc_status"
            )
        texts = [text for text, item in self.found.items() if item.status not in ("exact", "empty")]
        kept = [text for text in self.decided if text not in self.found]
        order = sorted(texts, key=lambda text: (text not in self.decided, -self.seen[text], text))
        with written(self.file) as out:
            writer = csv.writer(out, delimiter="\t", lineterminator="\n")
            writer.writerow(DECISION_COLUMNS)
            for text in (*order, *kept):
                item = self.decided.get(text) or self.found[text]
                writer.writerow([text, self.seen[text], item.drugs, item.status, item.note])
        return sum(text not in self.decided for text in order)


def decisions(file: Path, drugs: set[str]) -> dict[str, Annotation]:
    """The rows of a decision file; InputError for a wrong header or status, or a drug id that does not exist."""
    with file.open(encoding="utf-8-sig", newline="") as opened_file:
        rows = csv.DictReader(opened_file, delimiter="\t")
        if tuple(rows.fieldnames or ()) != DECISION_COLUMNS:
            raise InputError(f"{file}: its first line must be {', '.join(DECISION_COLUMNS)}, separated by tabs")
        found = {}
        for row in rows:
            place = f"{file}:{rows.line_num}"
            status = (row["mbc_status"] or "").strip().casefold()
            if status not in (*STATUSES, DECIDED):
                raise InputError(f"{place}: mbc_status is {row['mbc_status']!r}: write {DECIDED} where you decided")
            if status == DECIDED:
                names = [name.strip() for name in row["mbc_drugs"].split(";") if name.strip()]
                for name in names:
                    if name not in drugs:
                        raise InputError(
                            f"{place}: no drug id {name!r}: write ids as `mbc drug NAME --format json` has them"
                        )
                found[row["text"]] = Annotation(";".join(names), "", "", DECIDED, row["mbc_note"] or "")
            else:
                found[row["text"]] = Annotation(row["mbc_drugs"], "", "", status, row["mbc_note"] or "")
        return found


def summary(counts: Counter[str]) -> str:
    """The rows by status, in words: "1506 rows: 1430 exact, 41 corrected, ..."."""
    parts = [f"{counts[status]} {status}" for status in (*STATUSES, DECIDED) if counts[status]]
    return f"{sum(counts.values())} rows: {', '.join(parts) or 'none'}"
