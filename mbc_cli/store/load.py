"""The single entry point to the data: the shipped book, or the book in directories of TOML files."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from mbc_cli.store.compiled import CAN_OPEN_BYTES, Compiled, book_in, in_memory, on_disk

if TYPE_CHECKING:
    from pathlib import Path

    from mbc_cli.book.book import Book
    from mbc_cli.book.problems import DataFile, Problem

DATA_VERSION = "2026-11-22"
"""The day to which the shipped data is curated; part of every JSON answer."""
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMPILED = "book.sqlite"
"""The shipped book in a wheel, next to the modules; a checkout and an editable install have none."""


def shipped() -> Path:
    """The directory of the shipped data: inside the package if installed, next to it in a checkout."""
    from pathlib import Path  # not needed where the shipped book is compiled

    inside = Path(PACKAGE, "data")
    return inside if inside.is_dir() else Path(PACKAGE).parent / "data"


def load(overlay: Path | None = None) -> Book:
    """The shipped book, with a user's own files layered over it.

    Raises DataError with every problem, InputError if the overlay is not a directory. Whether words do what their
    examples say is not checked here: that takes longer than all the rest, and is left to `check`.
    """
    place = os.path.join(PACKAGE, COMPILED)
    if overlay is None and os.path.isfile(place):
        opened = Compiled(partial(on_disk, place), f"{place} must be as it was installed: install mbc-cli again")
        return book_in(opened, DATA_VERSION, (load, ()))
    return of_folders([shipped(), *([overlay] if overlay else [])])


def of_folders(folders: list[Path]) -> Book:
    """The book of directories layered one over the other: from the cache, or read, checked and stored there."""
    from mbc_cli.store import cache
    from mbc_cli.store.layers import files_of

    files = files_of(folders)
    key = cache.key_of(files)
    origin = load, tuple(folder.absolute() for folder in folders[1:])
    if CAN_OPEN_BYTES and (content := cache.found(key)):
        return book_in(Compiled(partial(in_memory, content), "try again"), DATA_VERSION, origin)
    from mbc_cli.store.checking import sound
    from mbc_cli.store.checks import HARMLESS, STAGES
    from mbc_cli.store.compiler import compiled

    book = sound(files, DATA_VERSION, STAGES, HARMLESS)
    book.origin = origin
    if CAN_OPEN_BYTES:
        cache.keep(key, compiled(book))
    return book


def compile_shipped(path: Path) -> None:
    """Write the shipped book, checked and compiled, over a file; raises DataError with every problem."""
    from mbc_cli.store.checking import sound
    from mbc_cli.store.checks import EVERY_STAGE
    from mbc_cli.store.compiler import write
    from mbc_cli.store.layers import files_of

    book = sound(files_of([shipped()]), DATA_VERSION, EVERY_STAGE)
    path.unlink(missing_ok=True)
    write(book, path)


def check(path: Path | None = None) -> tuple[list[Problem], int]:
    """Every problem in a directory of data (the shipped one by default) and its number of entries.

    A directory without classes, drugs and axes of its own is checked as an overlay on the shipped one. For a single
    file, which is read with those beside it: what is wrong in it.
    """
    from mbc_cli.store.checking import checked
    from mbc_cli.store.checks import EVERY_STAGE
    from mbc_cli.store.layers import beside

    if path is None or not path.is_file():
        whole, problems = checked(laid(path), DATA_VERSION, EVERY_STAGE)
        return problems, len(whole.own)
    files = beside(path)
    whole, problems = checked(over_shipped(files), DATA_VERSION, EVERY_STAGE)
    inside = [problem for problem in problems if problem.file == files[0].shown]
    return inside, sum(entry.file is files[0] for entry in whole.entries.values())


def laid(folder: Path | None = None) -> list[DataFile]:
    """The files of a directory of data (the shipped one by default); those of an overlay after the shipped ones."""
    from mbc_cli.store.layers import files_of, folder_files

    return over_shipped(folder_files(folder, 1)) if folder else files_of([shipped()])


def over_shipped(files: list[DataFile]) -> list[DataFile]:
    """Files that are a book of their own unchanged; others after the shipped ones."""
    from mbc_cli.store.layers import files_of, is_whole

    return files if is_whole(files) else [*files_of([shipped()]), *files]
