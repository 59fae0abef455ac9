"""A column that is not there: the names that may have been meant, and some of those that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_SHOWN = 40
OF_TREATMENTS = {
    "agent", "agents", "brm", "chemo", "chemotherapy", "drug", "drugs", "endocrine", "hormonal", "hormone",
    "immunotherapy", "med", "medication", "medications", "medicine", "medicines", "meds", "regimen", "regimens", "rx",
    "therapies", "therapy", "treatment", "treatments", "tx",
}  # fmt: skip
BESIDE = {
    "cancer",
    "description",
    "free",
    "given",
    "name",
    "names",
    "note",
    "notes",
    "raw",
    "systemic",
    "text",
    "texts",
}
"""More words in the name of a treatment column; one of those above must be in it too."""
DIAGNOSIS = re.compile(r"(?<![a-z])(?:dx|diag(?:nos(?:is|ed))?)(?![a-ce-z])|date_?(?:of_?)?dx")
DATE = re.compile(r"date|year|(?<![a-z])(?:dx)?(?:dt|yr)(?![a-z])")
"""What shows that a column's name is about the diagnosis, and that it is about a date: dx_date, DateDx, dxdt."""
SURE = 0.85
"""How similar a name must be to the only column near it to be read as that column."""
ABOVE = 20  # rows in which a header is sought that is not the first row


def misnamed(asked: Sequence[str], added: Sequence[str], header: Sequence[str]) -> str:
    """The message that a requested column is missing, or one to be added already exists; "" if all is well."""
    for name in asked:
        if header.count(name) != 1:
            return no_column(name, header)
    taken = [name for name in added if name in header]
    return f"already has a column {taken[0]!r}: rename or drop it" if taken else ""


def no_column(name: str, header: Sequence[str]) -> str:
    """The message that a column is missing or not unique: with the near names, and the existing ones."""
    if name in header:
        return f"more than one column {name!r}: the columns are {some(header)}"
    near = " or ".join(map(repr, near_names(name, header)))
    remedy = f"did you mean {near}? " if near else ""
    if name.isdecimal():
        remedy = f"there are {len(header)}, counted from 1; "
    if len(parts := parts_of(name)) > 1 and set(parts) <= set(header):
        remedy = f"each is a column of its own: {' '.join(f'-c {part}' for part in parts)}; "
    return f"no column {name!r}: {remedy}the columns are {some(header)}"


def columns_meant(asked: Iterable[str], header: Sequence[str]) -> tuple[str, ...]:
    """The requested columns: "drug" is Drug if no other is called that, "chemo,hormone" are two columns.

    A name that may mean several columns, or none, stays as it is.
    """
    return tuple(column for name in asked for column in column_meant(name, header))


def column_meant(name: str, header: Sequence[str]) -> list[str]:
    """The column with a name, or the columns between its commas."""
    whole = written_otherwise(name, header)
    parts = [written_otherwise(part, header) for part in parts_of(name)]
    return whole or ([part[0] for part in parts] if all(parts) else []) or [name]


def written_otherwise(name: str, header: Sequence[str]) -> list[str]:
    """The column with a name, or the only one that differs in case, spaces and joining marks: "rx-text" is RX_Text."""
    return [name] if name in header else only_alike(name, header, unmarked)


def only_alike(name: str, header: Sequence[str], bare: Callable[[str], str]) -> list[str]:
    """The only column equal to a name when both are `bare`."""
    alike = [column for column in header if bare(name) and bare(column) == bare(name)]
    return alike if len(alike) == 1 else []


def unmarked(name: str) -> str:
    """A name without case, spaces, or the marks that join words."""
    return re.sub(r"[\s_.-]+", "", name).casefold()


def singular(name: str) -> str:
    """The same without a plural ending."""
    return re.sub(r"(?<=therap)ies$", "y", unmarked(name)).removesuffix("s")


def likely_column(name: str, header: Sequence[str]) -> str:
    """The only column that can be meant by a text that is not a column's name; "" if there are none or several.

    By its number, counted from 1; or one that differs in a plural ("treatments"), a treatment column with a longer name
    ("drug" is drug_name), or one that is misspelled, with the right digits.
    """
    if name.isdecimal():
        return header[int(name) - 1] if int(name) in range(1, len(header) + 1) else ""
    if any(unmarked(column) == unmarked(name) for column in header):
        return ""
    if found := only_alike(name, header, singular):
        return found[0]
    near = near_names(name, header)
    longer = [column for column in near if plain(name) in plain(column)]
    said = [column for column in longer if says_treatments(words_of(column))]
    found = said if longer else [column for column in near if is_misspelt(name, column)] if len(near) == 1 else []
    return found[0] if len(found) == 1 else ""


def is_misspelt(name: str, column: str) -> bool:
    """Whether a name is that of a column except for a letter or two, with the same digits."""
    from difflib import SequenceMatcher  # only for a name that no column has

    digits = re.findall(r"\d", name) == re.findall(r"\d", column)
    return digits and SequenceMatcher(None, plain(name), plain(column)).ratio() >= SURE


def has_columns(row: Sequence[str], asked: Iterable[str]) -> bool:
    """Whether all requested columns are in a row, however they are written."""
    return set(columns_meant(asked, row)) <= set(row)


def parts_of(name: str) -> list[str]:
    """What is between the commas of a name."""
    return [part.strip() for part in name.split(",")]


def refuse_a_title(place: str, unit: str, asked: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """InputError if the requested columns are in a row after the first one: the rows above would be lost.

    `rows` are the first rows with their numbers, `unit` is what a row is called. A row that has no more cells
    than the first may have that text by chance, and so may any row have a number.
    """
    numbered = iter(rows)
    first, header = next(numbered, (0, ()))
    if has_columns(header, asked) or all(name.isdecimal() for name in asked):
        return
    for number in [number for number, row in numbered if has_columns(row, asked) and filled(row) > filled(header)][:1]:
        what = f"the column names seem to be in {unit} {number}, not in {unit} {first}"
        raise InputError(f"{place}: {what}: use --header-row {number} to skip what is above it")


def column_of_treatments(header: Sequence[str]) -> str:
    """The one column whose name says that it holds treatments; "" if there are none or several."""
    found = [name for name in header if says_treatments(words_of(name))]
    return found[0] if len(found) == 1 else ""


def column_of_diagnosis(header: Sequence[str]) -> str:
    """The one column whose name says that it holds dates of diagnosis; "" if there are none or several.

    If several are about the diagnosis, the one whose name says that it is a date.
    """
    found = [name for name in header if DIAGNOSIS.search(spaced(name))]
    dated = [name for name in found if DATE.search(spaced(name))]
    return next(iter(dated or found)) if 1 in (len(dated), len(found)) else ""


def spaced(name: str) -> str:
    """A name in lowercase, with a space before each capital inside it: "drugName" is "drug name"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()


def words_of(name: str) -> list[str]:
    """The words of a name."""
    return re.findall(r"[a-z]+", spaced(name))


def says_treatments(words: Sequence[str]) -> bool:
    """Whether the words of a name say that it holds treatments, and not when or how often they were given."""
    return bool(OF_TREATMENTS.intersection(words)) and OF_TREATMENTS.union(BESIDE).issuperset(words)


def filled(row: Sequence[str]) -> int:
    """How many cells of a row are not empty."""
    return sum(map(bool, row))


def near_names(name: str, header: Sequence[str]) -> list[str]:
    """The names that may have been meant: equal except for case and marks, misspelled, or longer."""
    from difflib import get_close_matches  # only for a message

    bare = {plain(column): column for column in header if column}
    close = [plain(name)] if plain(name) in bare else get_close_matches(plain(name), bare, 3, 0.75)
    longer = [column for column in bare if plain(name) and plain(name) in column]
    return [bare[found] for found in dict.fromkeys([*close, *longer])][:3]


def plain(name: str) -> str:
    """A name without case, spaces or marks."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def some(header: Sequence[str]) -> str:
    """The names of the columns, as many as a reader can look through."""
    shown = ", ".join(map(repr, header[:MOST_SHOWN]))
    return f"{shown} and {len(header) - MOST_SHOWN} more" if len(header) > MOST_SHOWN else shown
