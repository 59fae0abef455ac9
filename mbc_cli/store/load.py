"""TOML files to a Book; only this module knows tomli.

Reading and checking everything takes some tenths of a second, so the checked entries are kept in the user's cache
directory as one JSON file and used again while no data file has changed. Records are made from it when asked for.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from mbc_cli import __version__
from mbc_cli.book.book import Book, Shelf
from mbc_cli.book.errors import DataError, InputError
from mbc_cli.book.names import Names
from mbc_cli.book.readers import READERS
from mbc_cli.book.table import ID, Entry, Problem, Table, key_lines, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mbc_cli.book.model import Record

DATA_VERSION = "2026-11-22"
"""The day to which the shipped data is curated; part of every JSON answer."""

Raw = dict[str, dict[str, dict[str, Any]]]
"""Kind to id to the table as TOML gives it."""


def shipped() -> Path:
    """The directory of the shipped data: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def load(overlay: Path | None = None) -> Book:
    """The shipped book, with a user's own files laid over it; from the cache when it is fresh.

    Raises DataError with every problem, InputError when the overlay is no directory of data.
    """
    folders = [shipped(), *([checked_folder(overlay)] if overlay else [])]
    stamp = fingerprint(folders)
    place = cache_file(stamp)
    if (found := read_cache(place, stamp)) is None:
        found = {**compiled(folders), "stamp": stamp}
        write_cache(place, found)
    return opened(found)


def check(folder: Path | None = None) -> tuple[list[Problem], int]:
    """Every problem of a directory of data (the shipped one by default) and the number of its entries."""
    from mbc_cli.store.checks import between  # needed only when data is read afresh

    folders = [shipped()] if folder is None else [checked_folder(folder)]
    if folder is not None and not is_whole(folder):
        folders.insert(0, shipped())
    raw, entries, problems = read(folders)
    book = built(raw, entries, problems)
    problems = problems or between(book, raw, entries)
    return sorted(set(problems)), sum(len(tables) for tables in raw.values())


def is_whole(folder: Path) -> bool:
    """Whether a directory is a book of its own (it has classes and drugs) rather than an overlay."""
    lines = (line for file in toml_files(folder) for line in file.read_text("utf-8", "replace").splitlines())
    return {"[class", "[drug"} <= {line.partition(".")[0] for line in lines}


def checked_folder(folder: Path) -> Path:
    """The folder, if it is one that holds TOML files."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such directory: name a directory of TOML files")
    if not toml_files(folder):
        raise InputError(f"{folder}: no *.toml below it: name a directory of TOML files")
    return folder


def toml_files(folder: Path) -> list[Path]:
    """Every TOML file below a directory, in a stable order."""
    return sorted(folder.rglob("*.toml"))


# --- the cache ---------------------------------------------------------------------------------------------------


def fingerprint(folders: Sequence[Path]) -> str:
    """What must be unchanged for the cache to be used: the version, and name, size and time of every file."""
    files = [(file, file.stat()) for folder in folders for file in toml_files(folder)]
    return "\n".join([__version__, *(f"{file} {stat.st_size} {stat.st_mtime_ns}" for file, stat in files)])


def cache_file(stamp: str) -> Path | None:
    """Where the compiled entries are kept; None when there is no home."""
    try:
        base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    folders = "\n".join(sorted({line.rpartition("/")[0] for line in stamp.splitlines()}))
    return root / "mbc" / f"{crc32(folders.encode('utf-8', 'surrogateescape')):08x}.json"


def read_cache(place: Path | None, stamp: str) -> dict[str, Any] | None:
    """The compiled entries, if they are of this very data; anything odd counts as absent."""
    try:
        found = json.loads(place.read_bytes()) if place else None
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("stamp") == stamp else None


def write_cache(place: Path | None, found: dict[str, Any]) -> None:
    """Keep the compiled entries; a directory that cannot be written to only costs time."""
    if place is None:
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(found), "utf-8")
        part.replace(place)
    except OSError:
        return


def compiled(folders: Sequence[Path]) -> dict[str, Any]:
    """Read, check and index the data; raises DataError with every problem."""
    from mbc_cli.store.checks import between  # needed only when data is read afresh

    raw, entries, problems = read(folders)
    book = built(raw, entries, problems)
    if problems or (problems := between(book, raw, entries)):
        raise DataError(problems)
    texts = {kind: {name: json.dumps(table, default=str) for name, table in raw[kind].items()} for kind in raw}
    return {"entries": texts, "plain": book.names.plain, "marked": book.names.marked, "back": book.back}


def opened(found: dict[str, Any]) -> Book:
    """A book over compiled entries; a record is read when it is asked for."""
    texts = found["entries"]
    shelves = {kind: Shelf(tuple(texts[kind]), _reader(kind, texts[kind])) for kind in READERS}
    return Book(shelves, Names(found["plain"], found["marked"]), found["back"], DATA_VERSION)


def _reader(kind: str, texts: dict[str, str]) -> Callable[[str], Record]:
    def read_one(name: str) -> Record:
        return READERS[kind](Table(json.loads(texts[name]), Entry(Path(), kind, name, ""), []))

    return read_one


# --- reading afresh ----------------------------------------------------------------------------------------------


def read(folders: Sequence[Path]) -> tuple[Raw, dict[str, Entry], list[Problem]]:
    """Every entry of every file, where each stands, and what is wrong with files, kinds and ids.

    An entry of a later folder takes the place of one with the same id; within a folder an id is used once.
    """
    raw: Raw = {kind: {} for kind in READERS}
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for folder in folders:
        seen: set[str] = set()
        for file in toml_files(folder):
            for kind, name, table in _tables(file, shown(file, folder), problems):
                entry = Entry(file, kind, name, shown(file, folder))
                if entry.ref in seen:
                    problems.append(entry.problem("", f"is already in {entries[entry.ref].shown}: use one id once"))
                seen.add(entry.ref)
                raw[kind][name] = table
                entries[entry.ref] = entry
    return raw, entries, problems


def shown(file: Path, folder: Path) -> str:
    """The file as messages name it: from the data directory on."""
    return f"{folder.name or folder.resolve().name}/{file.relative_to(folder).as_posix()}"


def _tables(file: Path, name: str, problems: list[Problem]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for kind, tables in _parsed(file, name, problems).items():
        if kind in READERS and isinstance(tables, dict):
            yield from _entries(file, name, kind, tables, problems)
            continue
        lines = key_lines(file)
        what = f"a table: write [{kind}.some-id]" if kind in READERS else f"a kind of entry: {nearest(kind, READERS)}"
        problems.append(Problem(name, lines.get(kind) or lines.get(f".{kind}") or 1, kind, f"is not {what}"))


def _entries(
    file: Path, shown_as: str, kind: str, tables: dict[str, Any], problems: list[Problem]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, table in tables.items():
        entry = Entry(file, kind, name, shown_as)
        if not isinstance(table, dict):
            problems.append(entry.problem("", f"is not a table: write [{kind}.{name}]"))
        elif not ID.fullmatch(name):
            problems.append(
                entry.problem("", f"'{name}' is no id: write lower-case letters, digits and single hyphens")
            )
        else:
            yield kind, name, table


def _parsed(file: Path, name: str, problems: list[Problem]) -> dict[str, Any]:
    import tomli  # needed only when data is read afresh

    try:
        return tomli.loads(file.read_text("utf-8"))
    except tomli.TOMLDecodeError as error:
        line = getattr(error, "lineno", 1)
        problems.append(Problem(name, line, "TOML", f"{getattr(error, 'msg', error)}: correct the syntax"))
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "TOML", "is not UTF-8: save the file as UTF-8"))
    except RecursionError:
        problems.append(Problem(name, 1, "TOML", "is nested too deep: write plain tables"))
    except OSError as error:
        problems.append(Problem(name, 1, "TOML", f"cannot be read ({error.strerror}): mend its permissions"))
    return {}


def built(raw: Raw, entries: dict[str, Entry], problems: list[Problem]) -> Book:
    """A book of freshly read records; problems inside entries are added to `problems`."""
    shelves: dict[str, Shelf[Record]] = {}
    for kind, reader in READERS.items():
        records: dict[str, Record] = {}
        for name, data in raw[kind].items():
            table = Table(data, entries[f"{kind}.{name}"], problems)
            records[name] = reader(table)
            table.finish()
        shelves[kind] = Shelf(tuple(records), records.__getitem__)
    every = [record for shelf in shelves.values() for record in shelf.values()]
    return Book(shelves, Names.of(iter(every)), inverse(every, shelves), DATA_VERSION)


def inverse(records: Sequence[Record], shelves: dict[str, Shelf[Record]]) -> dict[str, list[str]]:
    """Entry to the entries that refer to it, sources included."""
    back: dict[str, list[str]] = {}
    for record in records:
        links = dict.fromkeys(resolved(link, shelves) for link in record.links())
        for link in dict.fromkeys([*links, *(f"source.{citation.id}" for citation in record.cited())]):
            back.setdefault(link, []).append(record.ref)
    return back


def resolved(link: str, shelves: dict[str, Shelf[Record]]) -> str:
    """`item.x` as the drug or class it is."""
    kind, _, name = link.partition(".")
    if kind != "item":
        return link
    return f"class.{name}" if name in shelves["class"] else f"drug.{name}"
