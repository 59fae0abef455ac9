"""Directories of TOML files to tables, each file read once; only this module knows tomli."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mbc_cli.book.errors import InputError
from mbc_cli.book.readers import READERS
from mbc_cli.book.table import ID, DataFile, Entry, Problem, nearest
from mbc_cli.store.files import NotPlainError, plain_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Raw = dict[str, dict[str, dict[str, Any]]]
"""Kind to id to the table as TOML gives it."""
LARGEST = 1 << 28
"""The most bytes that a file of data may have; a hundred thousand entries have a fifth of it."""


def files_of(folders: Iterable[Path]) -> list[DataFile]:
    """Every TOML file below some directories, in a stable order, with its content.

    Raises InputError when a directory cannot be listed or has no such file; a file that cannot be read has a fault.
    """
    return [data_file(path, folder, n) for n, folder in enumerate(folders) for path in toml_files(folder)]


def toml_files(folder: Path) -> list[Path]:
    """What is called *.toml below a directory, in a stable order."""
    if not folder.is_dir():
        what = "is not a directory" if folder.exists() else "no such directory"
        raise InputError(f"{folder}: {what}: name a directory of TOML files")
    listed = os.walk(folder, onerror=unlisted)
    found = [Path(place, name) for place, folders, files in listed for name in (*folders, *files)]
    if not (paths := sorted(path for path in found if path.suffix == ".toml")):
        raise InputError(f"{folder}: no *.toml below it: name a directory of TOML files")
    return paths


def unlisted(error: OSError) -> None:
    """Refuse a directory that cannot be listed: what is in it would be missing from every answer."""
    raise InputError(f"{error.filename}: cannot be listed ({error.strerror}): mend its permissions")


def data_file(path: Path, folder: Path, layer: int) -> DataFile:
    """A file as it is now, or why it cannot be read."""
    name = f"{folder.name or folder.resolve().name}/{path.relative_to(folder).as_posix()}"
    try:
        return DataFile(name, layer, plain_bytes(path, LARGEST))
    except NotPlainError as error:
        return DataFile(name, layer, b"", f"cannot be read ({error.strerror}): put a plain file of TOML in its place")
    except OSError as error:
        return DataFile(name, layer, b"", f"cannot be read ({error.strerror}): mend its permissions")


def is_whole(files: Iterable[DataFile]) -> bool:
    """Whether files are a book of their own (they have classes and drugs) rather than an overlay."""
    lines = (line for file in files for line in file.content.decode("utf-8", "replace").splitlines())
    return {"[class", "[drug"} <= {line.partition(".")[0] for line in lines}


def read(files: Sequence[DataFile]) -> tuple[Raw, dict[str, Entry], list[Problem]]:
    """Every entry of every file, where each stands, and what is wrong with files, kinds and ids.

    An entry of a later layer takes the place of one with the same id; within a layer an id is used once.
    """
    raw: Raw = {kind: {} for kind in READERS}
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for file in files:
        for entry, table in _tables(file, problems):
            before = entries.get(entry.ref)
            if before and before.file.layer == file.layer:
                problems.append(entry.problem("", f"is already in {before.file.shown}: use one id once"))
            raw[entry.kind][entry.id] = table
            entries[entry.ref] = entry
    return raw, entries, problems


def _tables(file: DataFile, problems: list[Problem]) -> Iterator[tuple[Entry, dict[str, Any]]]:
    for kind, tables in _parsed(file, problems).items():
        if kind in READERS and isinstance(tables, dict):
            yield from _entries(file, kind, tables, problems)
            continue
        what = f"a table: write [{kind}.some-id]" if kind in READERS else f"a kind of entry: {nearest(kind, READERS)}"
        line = file.lines.get(kind) or file.lines.get(f".{kind}") or 1
        problems.append(Problem(file.shown, line, kind, f"is not {what}"))


def _entries(
    file: DataFile, kind: str, tables: dict[str, Any], problems: list[Problem]
) -> Iterator[tuple[Entry, dict[str, Any]]]:
    for name, table in tables.items():
        entry = Entry(file, kind, name)
        if not isinstance(table, dict):
            problems.append(entry.problem("", f"is not a table: write [{kind}.{name}]"))
        elif not ID.fullmatch(name):
            problems.append(
                entry.problem("", f"'{name}' is no id: write lower-case letters, digits and single hyphens")
            )
        else:
            yield entry, table


def _parsed(file: DataFile, problems: list[Problem]) -> dict[str, Any]:
    import tomli  # needed only when data is read afresh

    if file.fault:
        problems.append(Problem(file.shown, 1, "TOML", file.fault))
        return {}
    try:
        return tomli.loads(file.content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    except tomli.TOMLDecodeError as error:
        line = getattr(error, "lineno", 1)
        problems.append(Problem(file.shown, line, "TOML", f"{getattr(error, 'msg', error)}: correct the syntax"))
    except UnicodeDecodeError as error:
        line = file.content[: error.start].count(b"\n") + 1
        problems.append(Problem(file.shown, line, "TOML", "is not UTF-8: save the file as UTF-8"))
    except RecursionError:
        problems.append(Problem(file.shown, 1, "TOML", "is nested too deep: write plain tables"))
    return {}
