"""What data can be compared from: a directory, an overlay, the shipped data, a wheel, a commit."""

from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mbc_cli.book.errors import DataError, InputError
from mbc_cli.book.medicines import OtherDrug
from mbc_cli.book.problems import DataFile
from mbc_cli.store.layers import data_file, read
from mbc_cli.store.load import laid, over_shipped, shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mbc_cli.store.layers import Raw

SHIPPED = "shipped"
"""The word for the data that came with mbc."""
MEDICINE, LIST = "medicine", "other_drugs.tsv"
"""The kind used here for medicines outside the vocabulary, and the file that lists them."""
EXPORTS = (".sqlite", ".sqlite3", ".db", ".csv", ".json", ".parquet", ".tsv")
"""The extensions of files that `mbc export` writes."""
REMEDY = f"name a directory of data, a wheel, {SHIPPED}, or COMMIT:DIRECTORY as git has it"


def tables(side: str) -> Raw:
    """Every entry of a side as in TOML, by kind and id; an overlay is laid over the shipped data.

    Raises InputError if there is no such side, DataError if it cannot be read.
    """
    files, medicines = found(side)
    raw, _, problems = read(files)
    if problems:
        raise DataError(problems)
    return {**raw, MEDICINE: dict(map(medicine, medicines.splitlines()[1:]))}


def found(side: str) -> tuple[list[DataFile], str]:
    """The files of a side, and its list of other medicines; an overlay uses that of the shipped data.

    A single file is one without those beside it: what they change is not what was asked about.
    """
    path = Path(side)
    if side == SHIPPED and not path.exists():
        return laid(), listed(shipped())
    if path.is_file() and path.suffix == ".toml":
        return over_shipped([data_file(path, path.parent, 1)]), listed(shipped())
    if path.is_file():
        return of_content(packed(path), side)
    if ":" in side and not path.exists():
        return of_content(committed(side), side)
    return laid(path), listed(path)


def listed(folder: Path) -> str:
    """The list of other medicines in a directory, or that of the shipped data."""
    own = folder / LIST
    return (own if own.is_file() else shipped() / LIST).read_text("utf-8")


def medicine(line: str) -> tuple[str, dict[str, Any]]:
    """A line of that list as an entry."""
    name, *cells = line.split("\t")
    return name, dict(zip(OtherDrug._fields[1:], cells, strict=False))


def of_content(content: dict[str, bytes], side: str) -> tuple[list[DataFile], str]:
    """The packed files: their names and their bytes."""
    files = [DataFile(f"{side}/{name}", 1, data) for name, data in sorted(content.items()) if name.endswith(".toml")]
    if not files:
        raise InputError(f"{side}: no data in it: {REMEDY}")
    whole = (data.decode("utf-8") for name, data in content.items() if name.endswith(LIST))
    return over_shipped(files), next(whole, "") or listed(shipped())


def packed(path: Path) -> dict[str, bytes]:
    """The data in a wheel; InputError if it is not one."""
    try:
        with zipfile.ZipFile(path) as wheel:
            inside = [name for name in wheel.namelist() if name.startswith("mbc_cli/data/")]
            return {name: wheel.read(name) for name in inside}
    except (zipfile.BadZipFile, OSError) as error:
        exported = path.suffix in EXPORTS
        what = "is an export, which cannot be turned back into data" if exported else f"is not a wheel ({error})"
        raise InputError(f"{path}: {what}: {REMEDY}") from error


def committed(side: str) -> dict[str, bytes]:
    """The files below COMMIT:DIRECTORY in the current repository."""
    top = git(["rev-parse", "--show-toplevel"], side).decode().strip()
    with tarfile.open(fileobj=io.BytesIO(git(["-C", top, "archive", "--format=tar", side], side))) as archive:
        files = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
        return {name: file.read() for name, file in files.items() if file}


def git(words: Iterable[str], side: str) -> bytes:
    """The output of git; InputError with git's message if it fails."""
    try:
        done = subprocess.run(["git", *words], capture_output=True, check=False)
    except OSError as error:
        raise InputError(f"{side}: git cannot be run ({error.strerror}): {REMEDY}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise InputError(f"{side}: {said[0] if said else 'git has no such data'}: {REMEDY}")
    return done.stdout
