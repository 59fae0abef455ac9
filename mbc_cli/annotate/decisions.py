"""People's decisions: every distinct value that is not exact, to be edited and returned; and the count of rows."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import ASIDE, DECIDED, STATUSES, Annotation
from mbc_cli.annotate.csv_records import csv_reader
from mbc_cli.annotate.kinds import DELIMITERS, ENDINGS, FURTHER_DELIMITERS, ending_of
from mbc_cli.annotate.writing_files import check_writable, written
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mbc_cli.annotate.annotation import Annotate

DECISION_COLUMNS = ("text", "rows", "mbc_drugs", "mbc_status", "mbc_note")
MOST_SHOWN = 10


class Row(NamedTuple):
    """What a decision file says about a text, and where."""

    place: str
    found: Annotation


class Decided:
    """Annotations overridden by people's decisions, and a count of what is still to be decided.

    A decision file is a TSV, or a CSV if its name says so, with DECISION_COLUMNS: every distinct value that is
    not `exact`, with its proposed answer. A person edits mbc_drugs (ids joined by ";", or empty for none) and
    writes `decided` into mbc_status; such rows are taken as they are when the file is read again, and stay in it.
    If there are several files, the first is written, with the decisions of all. Raises InputError before any writing
    if a row was edited but not marked as decided, or if two files differ.
    """

    def __init__(self, annotate: Annotate, files: Sequence[Path], drugs: Iterable[str]) -> None:
        self.annotate = annotate
        self.file = files[0]
        check_place(self.file)
        self.seen: Counter[str] = Counter()
        self.found: dict[str, Annotation] = {}
        known = set(drugs)
        given = [decisions(file, known) for file in files if file != self.file or file.exists()]
        self.decided = agreed(given)
        for rows in given:
            self.check_unmarked([(text, row) for text, row in rows.items() if text not in self.decided])

    def check_unmarked(self, rows: Sequence[tuple[str, Row]]) -> None:
        """InputError if a row has other drugs than proposed, but is not marked as decided."""
        proposed = self.annotate([text for text, _ in rows])
        for (text, row), found in zip(rows, proposed, strict=True):
            if row.found.drugs != found.drugs:
                remedy = f"write {DECIDED} in its mbc_status, or delete the row if nobody edited it"
                raise InputError(f"{row.place}: {text!r} has drugs other than those proposed: {remedy}")

    def __call__(self, texts: Sequence[str]) -> list[Annotation]:
        """The decision for each text, or its annotation."""
        self.seen.update(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self.found]
        self.found |= dict(zip(new, self.annotate(new), strict=True))
        self.found |= {text: self.decided[text] for text in new if text in self.decided}
        return [self.found[text] for text in texts]

    def save(self) -> int:
        """Write the file: decisions first, then proposals by number of rows; returns how many are still undecided."""
        texts = [text for text, item in self.found.items() if item.status not in ("exact", "empty")]
        kept = [text for text in self.decided if text not in self.found]
        order = sorted(texts, key=lambda text: (text not in self.decided, -self.seen[text], text))
        with written(self.file) as out:
            writer = csv.writer(out, delimiter=sign_of(self.file), lineterminator="\n")
            writer.writerow(DECISION_COLUMNS)
            for text in (*order, *kept):
                item = self.decided.get(text) or self.found[text]
                writer.writerow([text, self.seen[text], item.drugs, item.status, item.note])
        return sum(text not in self.decided for text in order)


def sign_of(file: Path) -> str:
    """What separates the cells of a decision file that is written."""
    return DELIMITERS.get(ENDINGS.get(ending_of(file), ""), "\t")


def sign_in(header: str) -> str:
    """What separates the cells of a decision file that was saved, judging by its first line: spreadsheets choose."""
    return next((sign for sign in ("\t", *FURTHER_DELIMITERS["csv"], ",") if sign in header), "\t")


def check_place(file: Path) -> None:
    """InputError if a decision file cannot be written."""
    if not file.parent.is_dir():
        raise InputError(f"{file}: cannot be written: there is no directory {file.parent}")
    if file.exists() and not file.is_file():
        raise InputError(f"{file}: is not a file: use --decisions with a TSV or CSV file, or the name of a new one")
    check_writable(file)


def agreed(files: Iterable[dict[str, Row]]) -> dict[str, Annotation]:
    """The decisions of some files; InputError naming both sides of each difference."""
    decided: dict[str, Row] = {}
    differ = []
    for text, row in (item for rows in files for item in rows.items() if item[1].found.status == DECIDED):
        first = decided.setdefault(text, row)
        if sorted(first.found.drugs.split(";")) != sorted(row.found.drugs.split(";")):
            differ.append(f"{text!r} is {said(first)} and {said(row)}")
    if differ:
        more = [f"and {len(differ) - MOST_SHOWN} more"] if len(differ) > MOST_SHOWN else []
        raise InputError("\n".join(["decisions differ: keep one of each", *differ[:MOST_SHOWN], *more]))
    return {text: row.found for text, row in decided.items()}


def said(row: Row) -> str:
    """A decision and its place, for a message."""
    return f"{row.found.drugs or 'no drug'} ({row.place})"


def decisions(file: Path, drugs: set[str]) -> dict[str, Row]:
    """The rows of a decision file; InputError for another kind of file, a wrong status or an unknown drug id."""
    found: dict[str, Row] = {}
    for number, row in rows_of(file):
        place = f"{file}:{number}"
        if row[0] in found:
            raise InputError(f"{place}: has {row[0]!r} again: keep one row for it")
        found[row[0]] = Row(place, decision(place, row, drugs))
    return found


def rows_of(file: Path) -> list[tuple[int, list[str]]]:
    """The rows after the header of a decision file, each with the number of its (last) line."""
    with opened(file) as lines:
        try:
            first = lines.readline()
            rows = csv_reader(chain([first], lines), sign_in(first))
            found = [(rows.line_num, row) for row in rows if row]
        except UnicodeDecodeError as error:
            raise InputError(f"{file}: is not UTF-8: save it as UTF-8") from error
        except csv.Error as error:
            raise InputError(f"{file}:{rows.line_num}: {error}: save it with this system's line endings") from error
    if not found or tuple(found[0][1]) != DECISION_COLUMNS:
        raise InputError(f"{file}: its first line must be {', '.join(DECISION_COLUMNS)}, separated by tabs or commas")
    return found[1:]


def opened(file: Path) -> IO[str]:
    """A decision file; InputError if it cannot be read."""
    try:
        return file.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}: only the first --decisions file may be new") from error


def decision(place: str, row: list[str], drugs: set[str]) -> Annotation:
    """The annotation given by a row of a decision file; its last cells may be missing."""
    if len(row) > len(DECISION_COLUMNS):
        raise InputError(
            f"{place}: has {len(row)} cells: write {len(DECISION_COLUMNS)}, separated as in the first line"
        )
    _, _, ids, written_status, note = (*row, *[""] * (len(DECISION_COLUMNS) - len(row)))
    status = written_status.strip().casefold()
    if status not in (*STATUSES, DECIDED):
        raise InputError(f"{place}: mbc_status is {written_status!r}: write {DECIDED} where you made a decision")
    if status != DECIDED:
        return Annotation(ids, status=status, note=note)
    names = [name.strip() for name in ids.split(";") if name.strip()]
    for name in names:
        if name not in drugs:
            raise InputError(f"{place}: no drug id {name!r}: write ids as `mbc drug NAME --format json` has them")
    return Annotation(";".join(names), status=DECIDED, note=note)


def summary(counts: Counter[str], said: Counter[str] | None = None, what: str = "row") -> str:
    """The rows (or `what` they are called) by status, and those with treatment that is not counted, in words.

    "1506 rows: 1430 exact, 41 corrected, ...; not counted: a planned treatment in 12".
    """
    parts = [number_of(counts[status], status) for status in (*STATUSES, DECIDED) if counts[status]]
    aside = [f"{what} in {said[role]}" for role, what in ASIDE.items() if said[role]] if said else []
    total = sum(counts.values())
    rows = f"{total} {what}{'' if total == 1 else 's'}: {', '.join(parts) or 'none'}"
    return f"{rows}; not counted: {', '.join(aside)}" if aside else rows


def number_of(rows: int, status: str) -> str:
    """The rows with a status, in words; "other drug" is the only one with a plural."""
    return f"{rows} {status}{'s' if rows > 1 and status == 'other drug' else ''}"
