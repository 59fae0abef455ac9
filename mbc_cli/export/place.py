"""Where an export goes: to a new or empty place, or over an earlier export if requested; all or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.annotate.leftovers import leftover
from mbc_cli.annotate.writing_files import beside, not_written
from mbc_cli.book.errors import InputError
from mbc_cli.export.folder import NOTICE, PACKAGE, README

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def check_file(target: Path, is_ours: Callable[[Path], bool], *, replace: bool) -> None:
    """InputError for a file that is in the way; an empty one, a pipe or a device is not in the way."""
    if not target.is_file() or not target.stat().st_size:
        return
    if not is_ours(target):
        raise InputError(f"{target}: exists and is not an export of mbc: use another name, or remove it first")
    check_replaced(target, replace=replace)


def check_replaced(target: Path, *, replace: bool) -> None:
    """InputError for an earlier export that is to stay: somebody may be using it."""
    if not replace:
        raise InputError(f"{target}: is an earlier export of mbc: use --replace, or another name")


def put_folder(folder: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    """Write the files of a directory; they move into place when all are written, and those of an earlier export go.

    InputError for a directory that has files, unless they are an export that may be replaced.
    """
    earlier = check_folder(folder, files, replace=replace)
    try:
        with leftover(beside(folder / PACKAGE if folder.exists() else folder)) as part:
            write_files(part, files)
            move_files(part, folder, files)
        for name in earlier - files.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error


def write_files(part: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new directory."""
    part.mkdir()
    for name, content in files.items():
        (part / name).write_bytes(content)


def move_files(part: Path, folder: Path, names: Mapping[str, bytes]) -> None:
    """Move the files of a directory into place, in the order given; all at once if nothing was there."""
    if not folder.exists():
        part.rename(folder)
        return
    for name in names:
        (part / name).replace(folder / name)


def check_folder(folder: Path, names: Mapping[str, bytes], *, replace: bool) -> set[str]:
    """The files of an earlier export in a directory; InputError if something is in the way."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file: name a directory, which will have a file for each table")
    there = {path.name for path in folder.iterdir() if not path.name.startswith(".")} if folder.exists() else set()
    earlier = exported(folder)
    if there and not earlier:
        some = sorted(there)[0]
        raise InputError(
            f"{folder}: has other files ({some}) and is not an export of mbc: use a new or empty directory"
        )
    if earlier:
        check_replaced(folder, replace=replace)
    if in_the_way := sorted(there & names.keys() - earlier):
        raise InputError(f"{folder}: {in_the_way[0]} is not part of the export that is there: move it elsewhere first")
    return earlier & there


def exported(folder: Path) -> set[str]:
    """The files that an earlier export put into a directory; none if it is not an export."""
    try:
        found = json.loads((folder / PACKAGE).read_bytes())
        names = {str(resource["path"]) for resource in found["resources"]} if found["name"] == "mbc" else set()
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return {name for name in names if Path(name).name == name} | {README, NOTICE, PACKAGE} if names else set()
