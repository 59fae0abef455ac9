"""Several files for `mbc annotate`: each is read by itself, and becomes its own file in a directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.annotate.doors import opened_table
from mbc_cli.annotate.kinds import ENDINGS, ending_of, packing_of
from mbc_cli.book.errors import InputError, UsageError
from mbc_cli.cli.meant import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.annotate.job import Job


def files_and_columns(words: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files among some words, and the columns named after them: what exists is a file, and so is the first word."""
    words = [each for word in words for each in between_commas(word)]
    files = [word for n, word in enumerate(words) if n == 0 or word.is_file()]
    columns = [str(word) for word in words if word not in files]
    if columns:
        told(f"{' '.join(columns)} read as --column {' --column '.join(columns)}")
    return files, columns


def between_commas(word: Path) -> list[Path]:
    """The files that a word names with commas between them; the word itself if it is anything else."""
    parts = [Path(part.strip()) for part in str(word).split(",")]
    return parts if not word.exists() and all(map(Path.is_file, parts)) else [word]


def targets(files: Sequence[Path], output: Path | None, written: str, *, shown: bool) -> list[Path | None]:
    """Where each file is to be written; None: standard output.

    UsageError if several files would be written to one place, or over existing files.
    """
    if len(files) < 2 and not (output and output.is_dir()):
        return [output]
    if output is None and shown:
        return [None] * len(files)
    if output is None or (output.suffix and not output.is_dir()):
        what = f"{len(files)} files were given, and each becomes one"
        raise UsageError(f"{what}: name a directory for them, such as -o annotated/")
    found = [output / name_of(file, written) for file in files]
    refuse_to_overwrite(found)
    return [*found]


def name_of(file: Path, written: str) -> str:
    """The name of the output of a file: its own, with another extension if it becomes another kind."""
    kind = written or ENDINGS.get(ending_of(file), "tsv")
    if ENDINGS.get(ending_of(file)) == kind and ending_of(file) not in (".xls", ".xlsm", ".xlsb", ".ods"):
        return file.name
    bare = file.with_suffix("") if packing_of(file) else file
    return f"{bare.stem}{next(ending for ending, each in ENDINGS.items() if each == kind)}"


def refuse_to_overwrite(found: Sequence[Path]) -> None:
    """UsageError if one of several files already exists, or two have the same name."""
    if there := [file for file in found if file.exists()]:
        raise UsageError(f"{there[0]}: is there already, and several files overwrite nothing: name another directory")
    if twice := [file for file in found if found.count(file) > 1]:
        raise UsageError(f"{twice[0]}: two files would have this name: annotate them one by one")


def checked(jobs: Sequence[Job]) -> Iterator[Job]:
    """Jobs, each named when it begins; InputError before the first if a file lacks what another has.

    The directory for them is made.
    """
    for job in jobs:
        with opened_table(job.given, job.asked) as table:
            job.places(table.header)
    for job in jobs:
        if job.target.path:
            make_directory(job.target.path.parent)
        told(job.given.name)
        yield job


def make_directory(folder: Path) -> None:
    """Make the directory for several files, if it does not exist; InputError if that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made ({error.strerror}): name another directory") from error
