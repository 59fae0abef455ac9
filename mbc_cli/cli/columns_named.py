"""The columns that are named for `mbc annotate`, as the file itself names them; a difference is reported."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mbc_cli.annotate.audit_job import texts_shown
from mbc_cli.annotate.doors import opened_table
from mbc_cli.annotate.near_columns import column_of_treatments, columns_meant, likely_column, written_otherwise
from mbc_cli.book.errors import MbcError, UsageError
from mbc_cli.cli.meant import told
from mbc_cli.cli.near_files import header_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mbc_cli.annotate.tables import File


def named_in(
    given: File, columns: Sequence[str], dx_column: str, reads: Callable[[str], object]
) -> tuple[Sequence[str], str]:
    """Columns as a file names them; if they were written differently or each by itself, standard error says so.

    `reads` says whether a text names a drug: the head of a column named by its number is checked,
    since the file may have no line of names.
    """
    header: Sequence[str] = ()
    with suppress(MbcError):
        header = header_of(given, [*columns, *filter(None, (dx_column,))])
    found = [(name, found_in(name, header)) for name in columns]
    for name, meant in found:
        say_column("column", name, meant)
        if name.isdecimal() and meant[0] != name and reads(meant[0]):
            refuse_no_names(given, meant[0])
    dated = next(iter([*written_otherwise(dx_column, header), numbered(dx_column, header)]), "") or dx_column
    say_column("dx-column", dx_column, [dated])
    return [column for _, meant in found for column in meant], dated


def found_in(name: str, header: Sequence[str]) -> list[str]:
    """The columns with a name, or the only one that it can mean; the name itself if there is none."""
    meant = list(columns_meant([name], header))
    return meant if meant != [name] or name in header else [likely_column(name, header) or name]


def numbered(name: str, header: Sequence[str]) -> str:
    """The column with a number; "" for anything else."""
    return likely_column(name, header) if name.isdecimal() else ""


def refuse_no_names(given: File, first: str) -> None:
    """UsageError for a file whose first line does not seem to consist of column names."""
    what = f"{given.name}: its first line has {first!r} where the name of a column should stand"
    raise UsageError(f"{what}: use --no-header if it has no line of names, or --column {first!r} if that is one")


def say_column(option: str, name: str, found: Sequence[str]) -> None:
    """Say on standard error which columns a name means, if they are not written that way."""
    if found and list(found) != [name]:
        told(f"--{option} {name!r} read as {' '.join(f'--{option} {column!r}' for column in found)}")


def column_meant(given: File) -> tuple[str, ...]:
    """The one column of a table whose name says that it has treatments, or those that have the text of one item each.

    They are reported on standard error; for any other file there are none.

    Input that is not a file, such as standard input, cannot be looked at twice.
    """
    if given.path is None or not given.path.is_file():
        return ()
    with opened_table(given) as table:
        name, header = column_of_treatments(table.header), table.header
    if name:
        told(f"using column {name!r} as the treatment column (--column)")
    elif given.book and (several := tuple(texts_shown(given.book, header).values())):
        told(f"using {' and '.join(map(repr, several))} as the treatment columns (--column)")
        return several
    return (name,) if name else ()
