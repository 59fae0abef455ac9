"""Directories of TOML files to tables, each file read once; only this module knows tomli."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mbc_cli.book.errors import InputError
from mbc_cli.book.problems import TOML, DataFile, Entry, Problem
from mbc_cli.book.readers import READERS
from mbc_cli.book.table import ID, nearest
from mbc_cli.store.extending import extended
from mbc_cli.store.files import NotPlainError, plain_bytes
from mbc_cli.store.syntax import what_to_write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Raw = dict[str, dict[str, dict[str, Any]]]
"""Kind to id to the table as TOML gives it."""
NO_SUCH = "no such directory: name a directory of TOML files"
A_SLIP = 0.75
"""How similar a word must at least be to a kind of entry to be taken for it."""
LARGEST = 1 << 28
"""The maximum size of a data file in bytes; a hundred thousand entries take a fifth of it."""


def files_of(folders: Iterable[Path]) -> list[DataFile]:
    """Every TOML file below some directories, in a stable order, with its content.

    Raises InputError if a directory cannot be listed, has no such file, or none that contains data; a file that cannot
    be read has a fault.
    """
    return [file for n, folder in enumerate(folders) for file in folder_files(folder, n)]


def folder_files(folder: Path, layer: int) -> list[DataFile]:
    """The files of one directory; InputError if none of them contains data."""
    files = [data_file(path, folder, layer) for path in toml_files(folder)]
    if not any(file.fault or may_be_data(file) for file in files):
        which = f"{len(files)} file{'' if len(files) == 1 else 's'}"
        raise InputError(f"{folder}: no entry such as [drug.some-id] in its {which}: name a directory of data")
    return files


def beside(path: Path) -> list[DataFile]:
    """A file, together with those of its directory that contain data."""
    others = (
        data_file(other, path.parent, 1) for other in sorted(path.parent.glob("*.toml")) if other.name != path.name
    )
    return [data_file(path, path.parent, 1), *filter(may_be_data, others)]


def may_be_data(file: DataFile) -> bool:
    """Whether a file has a table of a kind of entry, or something that may be meant as one."""
    from difflib import get_close_matches  # only where data is read afresh

    lines = [line.strip() for line in file.content.decode("utf-8", "replace").splitlines()]
    heads = {re.split(r"[.\]]", line.strip('[ "'), maxsplit=1)[0] for line in lines if line.startswith("[")}
    if not heads:
        return any(line and not line.startswith("#") for line in lines)
    return any(head in READERS or get_close_matches(head, READERS, 1, A_SLIP) for head in heads)


def toml_files(folder: Path) -> list[Path]:
    """Whatever is called *.toml below a directory, in a stable order."""
    if not folder.is_dir():
        what = f"is a file: name its directory, {folder.parent}" if folder.exists() else NO_SUCH
        raise InputError(f"{folder}: {what}")
    found = [Path(place, name) for place, names in listed(folder) for name in names]
    if not (paths := sorted(path for path in found if path.suffix == ".toml")):
        raise InputError(f"{folder}: no *.toml below it: name a directory of TOML files")
    return paths


def listed(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each directory and its content, except what is hidden (project tools keep files there)."""
    for place, folders, files in os.walk(folder, onerror=unlisted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield place, [*folders, *(name for name in files if not name.startswith("."))]


def unlisted(error: OSError) -> None:
    """Refuse a directory that cannot be listed: its content would be missing from every answer."""
    raise InputError(f"{error.filename}: cannot be listed ({error.strerror}): fix its permissions")


def data_file(path: Path, folder: Path, layer: int) -> DataFile:
    """A file as it is now, or why it cannot be read."""
    name = f"{folder.name or folder.resolve().name}/{path.relative_to(folder).as_posix()}"
    content, fault = b"", ""
    try:
        content = plain_bytes(path, LARGEST)
    except NotPlainError as error:
        fault = f"cannot be read ({error.strerror}): put a plain file of TOML in its place"
    except OSError as error:
        fault = f"cannot be read ({error.strerror}): fix its permissions"
    return DataFile(name, layer, content, fault, str(path))


def is_whole(files: Iterable[DataFile]) -> bool:
    """Whether files are a book of their own (they have classes, drugs and axes) rather than an overlay."""
    lines = (line for file in files for line in file.content.decode("utf-8", "replace").splitlines())
    return {"[class", "[drug", "[axis"} <= {line.partition(".")[0] for line in lines}


def read(files: Sequence[DataFile], aside: Collection[str] = ()) -> tuple[Raw, dict[str, Entry], list[Problem]]:
    """Every entry of every file, where each is, and what is wrong with files, kinds and ids.

    An entry of a later layer replaces the one with the same id, or adds to it if it says so; within a layer an id is
    used once. Those of the last layer that are set `aside` are skipped.
    """
    raw: Raw = {kind: {} for kind in READERS}
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    top = max((file.layer for file in files), default=0)
    for file in files:
        if file.fault:
            problems.append(Problem(file.shown, 1, 1, "TOML", file.fault, TOML))
        for entry, table in _tables(file, problems):
            whole = extended(entry, table, raw[entry.kind], problems)
            if whole is None or (entry.ref in aside and file.layer == top):
                continue
            before = entries.get(entry.ref)
            if before and before.file.layer == file.layer:
                problems.append(entry.problem((), f"is already at {before.at}; use one id once"))
            raw[entry.kind][entry.id] = whole
            entries[entry.ref] = entry
    return raw, entries, problems


def _tables(file: DataFile, problems: list[Problem]) -> Iterator[tuple[Entry, dict[str, Any]]]:
    for kind, tables in _parsed(file, problems).items():
        if kind in READERS and isinstance(tables, dict):
            yield from _entries(file, kind, tables, problems)
            continue
        what = f"a table; write [{kind}.some-id]" if kind in READERS else f"a kind of entry; {nearest(kind, READERS)}"
        problems.append(file.complaint((kind,), kind, f"is not {what}"))


def _entries(
    file: DataFile, kind: str, tables: dict[str, Any], problems: list[Problem]
) -> Iterator[tuple[Entry, dict[str, Any]]]:
    for name, table in tables.items():
        entry = Entry(file, kind, name)
        if not isinstance(table, dict):
            problems.append(entry.problem((), f"is not a table; write [{kind}.{name}]"))
            continue
        if not ID.fullmatch(name):
            what = f"'{name}' is not an id; write lower-case letters, digits and single hyphens"
            problems.append(entry.problem((), what))
        yield entry, table


def _parsed(file: DataFile, problems: list[Problem]) -> dict[str, Any]:
    import tomli  # needed only when data is read afresh

    try:
        return {} if file.fault else tomli.loads(file.text)
    except tomli.TOMLDecodeError as error:
        what = f"{error.msg}; {what_to_write(error.msg, error.doc, error.pos)}"
        problems.append(Problem(file.shown, error.lineno, error.colno, "TOML", what, TOML))
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8").split("\n")
        other = " but UTF-16" if file.content[:2] in (BOM_UTF16_BE, BOM_UTF16_LE) else ""
        what = f"the file is not UTF-8{other}; save it as UTF-8"
        problems.append(Problem(file.shown, len(before), len(before[-1]) + 1, "TOML", what, TOML))
    except RecursionError:
        problems.append(Problem(file.shown, 1, 1, "TOML", "the tables are nested too deeply; write plain ones", TOML))
    return {}
