"""The compiled book: the same as the data, believed only where it is just what was written, used from anywhere."""

from __future__ import annotations

import contextlib
import errno
import io
import multiprocessing
import os
import pickle
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbc_cli.api import reference
from mbc_cli.book.errors import InputError
from mbc_cli.book.fields import Frozen
from mbc_cli.book.readers import READERS
from mbc_cli.book.table import AROUND, MANY, Choices
from mbc_cli.store import cache, checking, checks, compiled, compiler, files, layers, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Ran

    from mbc_cli.book.book import Book

ROOT = Path(__file__).parents[1]
ROOTED = hasattr(os, "geteuid") and os.geteuid() == 0
MINE = """
[source.mine]
title = "My list"
publisher = "Nobody"
kind = "list"
region = "US"
licence = "not stated"
date = 2026-01-01

[brand.zzz]
name = "Zzzbrand"
drugs = ["docetaxel"]
sources = ["mine: all of it"]
"""
OTHER_USER = 65534
KEY = b"k" * cache.DIGEST


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of our own; where compiled overlays are kept in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "mbc-cli"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few entries in place of the shipped ones, in this process."""
    monkeypatch.setattr(load, "shipped", lambda: ROOT / "tests" / "bad" / "sound")


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """A directory of data with one brand."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.toml").write_text(MINE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def fresh() -> Book:
    """The shipped book as it is read and checked."""
    return checking.sound(layers.files_of([load.shipped()]), load.DATA_VERSION, checks.STAGES)


@pytest.fixture(scope="module")
def content(fresh: Book) -> bytes:
    """It compiled."""
    return compiler.compiled(fresh)


def opened(connect: Callable[[], sqlite3.Connection]) -> Book:
    """A book over a compiled one."""
    return compiled.book_in(compiled.Compiled(connect, "mend it"), "", (load.load, ()))


# --- the same book -----------------------------------------------------------------------------------------------


def whole(book: Book) -> dict[str, list[tuple[str, Any]]]:
    """All that a book holds, in its order."""
    names = {"plain": book.names.plain, "marked": book.names.marked, "suffixed": book.names.suffixed}
    held: dict[str, Any] = {**book.shelves, **names, "back": book.back}
    return {part: list(values.items()) for part, values in held.items()}


def test_a_compiled_book_is_the_book(fresh: Book, content: bytes, tmp_path: Path) -> None:
    assert whole(opened(lambda: compiled.in_memory(content))) == whole(fresh)
    place = tmp_path / "a #?%41.sqlite"
    compiler.write(fresh, place)
    assert whole(opened(lambda: compiled.on_disk(str(place)))) == whole(fresh)


def test_by_key_it_is_the_same(fresh: Book, content: bytes) -> None:
    asked = opened(lambda: compiled.in_memory(content))
    for kind, shelf in fresh.shelves.items():
        assert list(asked.shelves[kind]) == list(shelf)
        assert len(asked.shelves[kind]) == len(shelf)
        assert all(name in asked.shelves[kind] and asked.shelves[kind][name] == shelf[name] for name in shelf)
        assert "no-such-thing" not in asked.shelves[kind]
    for drug in fresh.drugs:
        assert asked.apart_from(drug) == fresh.apart_from(drug)
        assert asked.regimens_with(drug) == fresh.regimens_with(drug)
        assert asked.biosimilars_of(drug) == fresh.biosimilars_of(drug)


@pytest.mark.parametrize("key", [None, 7, "\udcff", "a\0b", ""])
def test_what_is_no_key_is_not_there(key: Any, content: bytes) -> None:
    book = opened(lambda: compiled.in_memory(content))
    assert key not in book.drugs
    with pytest.raises(KeyError):
        book.drugs[key]


def test_much_that_is_asked_for_is_read_at_once(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    value = compiled.Compiled.value
    monkeypatch.setattr(compiled.Compiled, "value", lambda *given: asked.append(given) or value(*given))
    names = opened(lambda: compiled.in_memory(content)).names
    assert not any(f"nothing {n}" in names.plain for n in range(5000))
    assert names.named("Taxol")
    assert len(asked) <= compiled.FEW


def test_the_kinds_are_those_that_are_read() -> None:
    assert list(READERS) == list(compiled.KINDS)


def test_the_same_book_gives_the_same_bytes(fresh: Book, content: bytes) -> None:
    assert compiler.compiled(fresh) == content


def test_only_our_records_are_restored_and_kept() -> None:
    class Stranger(Frozen):
        name: str

    with pytest.raises(pickle.UnpicklingError, match="system is not part of a book"):
        compiled.Restorer(io.BytesIO(pickle.dumps(os.system))).load()
    with pytest.raises(TypeError, match="Stranger has no place in a compiled book"):
        compiler.kept(Stranger("x"))


# --- as shipped --------------------------------------------------------------------------------------------------


def test_the_shipped_book_needs_no_cache_and_no_data(
    installed: Path, tmp_path: Path, process: Callable[..., Ran]
) -> None:
    shutil.copytree(installed, tmp_path / "lib")
    shutil.rmtree(tmp_path / "lib" / "mbc_cli" / "data")
    around = {"PYTHONPATH": str(tmp_path / "lib"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = process("expand", "TCH", env=around, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "docetaxel + carboplatin + trastuzumab" in ran.out
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("call", ["expand TCH", "expand AC→T", "drug Herceptin", "drug bevacizumab-awwb", "class AI"])
def test_an_exact_answer_reads_no_whole_part(
    call: str, installed: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_parts = []
    monkeypatch.setattr(load, "PACKAGE", str(installed / "mbc_cli"))
    monkeypatch.setattr(reference, "shipped_reference", lambda: reference.Reference(load.load()))
    monkeypatch.setattr(compiled.Compiled, "items", lambda _, part: whole_parts.append(part) or {})
    monkeypatch.setattr(compiled.Compiled, "keys", lambda _, part: whole_parts.append(part) or [])
    ran = run(*call.split())
    assert (ran.code, ran.err, whole_parts) == (0, "", [])


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "text": lambda _: b"no database at all, but long enough to be taken for one\n" * 1000,
    "half": lambda book: book[: len(book) // 2],
    "one page": lambda book: book[:4096],
    "no values": lambda book: book[:4096] + bytes(len(book) - 4096),
    "other values": lambda book: book.replace(b"\x80\x05\x95", b"\x80\x05\xff"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("call", ["expand TCH", "drug Herceptin", "options --her2 pos", "regimens"])
def test_a_damaged_shipped_book_is_one_message(
    damage: str, call: str, content: bytes, tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / load.COMPILED
    place.write_bytes(DAMAGES[damage](content))
    monkeypatch.setattr(load, "PACKAGE", str(tmp_path))
    monkeypatch.setattr(reference, "shipped_reference", lambda: reference.Reference(load.load()))
    ran = run(*call.split())
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("mbc: the compiled book is damaged (")
    assert ran.err.endswith(f"{place} must be as it was installed: install mbc-cli again\n")


def test_a_shipped_book_without_its_table_is_damaged(tmp_path: Path) -> None:
    place = tmp_path / "book.sqlite"
    with contextlib.closing(sqlite3.connect(place)) as made:
        made.execute("CREATE TABLE other (x)")
    with pytest.raises(InputError, match="no such table: kept"):
        opened(lambda: compiled.on_disk(str(place))).drugs["docetaxel"]


@pytest.mark.slow
def test_wheels_sdists_and_editable_installs_answer_from_anywhere(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "build", "dist", "__pycache__", ".*_cache")
    )
    python = environment(tmp_path / "building")
    call(python, "-m", "pip", "install", "-q", "setuptools>=77", "tomli", "wheel")
    call(python, "setup.py", "-q", "sdist", "-d", str(tmp_path), cwd=copy)
    (sdist,) = tmp_path.glob("*.tar.gz")
    call(python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(sdist))
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {file.relative_to(ROOT).as_posix() for file in (ROOT / "mbc_cli").rglob("*.py")}
    assert ours | {"mbc_cli/book.sqlite", "mbc_cli/data/drugs.toml", "mbc_cli/data/other_drugs.tsv"} <= inside
    for name, what in (("of-wheel", [str(wheel)]), ("editable", ["-e", str(copy)])):
        python = environment(tmp_path / name)
        call(python, "-m", "pip", "install", "-q", *what)
        shipped = call(python, "-c", "from mbc_cli.store import load; import os; print(os.listdir(load.PACKAGE))")
        assert ("book.sqlite" in shipped) == (name == "of-wheel")
        assert "docetaxel + carboplatin + trastuzumab" in call(python.with_name("mbc"), "expand", "TCH")
        assert "Zzzbrand" not in call(python.with_name("mbc"), "drug", "docetaxel")
        assert "no problem" in call(python.with_name("mbc"), "check")


def environment(place: Path) -> Path:
    """The Python of a fresh environment."""
    call(sys.executable, "-m", "venv", str(place))
    return place / "bin" / "python"


def call(*words: object, cwd: Path | None = None) -> str:
    """What a command that must succeed prints, called elsewhere unless told otherwise."""
    done = subprocess.run(list(map(str, words)), cwd=cwd or "/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- an overlay in the cache -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_an_overlay_is_compiled_once(overlay: Path, kept_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load.load(overlay).names.named("Zzzbrand")
    monkeypatch.setattr(checking, "sound", None)
    assert load.load(overlay).names.named("Zzzbrand")
    assert [file.suffix for file in kept_in.iterdir()] == [".book"]


def test_the_cache_is_for_one_user_alone(kept_in: Path) -> None:
    cache.keep(KEY, b"content")
    (made,) = kept_in.iterdir()
    assert kept_in.stat().st_mode & 0o777 == 0o700
    assert made.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("small")
def test_a_change_of_the_same_size_and_time_is_seen(overlay: Path, kept_in: Path) -> None:
    file = overlay / "mine.toml"
    load.load(overlay)
    before = file.stat()
    file.write_text(MINE.replace("Zzzbrand", "Yyybrand"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert not load.load(overlay).names.named("Zzzbrand")
    assert load.load(overlay).names.named("Yyybrand")


def test_names_layers_and_our_own_code_are_in_the_key(
    overlay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = layers.files_of([overlay])
    keys = {cache.key_of(first), cache.key_of(layers.files_of([overlay, overlay]))}
    (overlay / "mine.toml").rename(overlay / "other.toml")
    keys.add(cache.key_of(layers.files_of([overlay])))
    monkeypatch.setattr(cache, "compiling", lambda: iter([("store/checks.py", b"other rules")]))
    keys.add(cache.key_of(first))
    assert len(keys) == 4
    assert cache.key_of(first) in keys


@pytest.mark.parametrize("count", [200, pytest.param(2_500, marks=pytest.mark.slow)])
def test_a_damaged_file_is_never_believed(count: int, content: bytes, kept_in: Path) -> None:
    cache.keep(KEY, content)
    (place,) = kept_in.iterdir()
    right, chance = place.read_bytes(), random.Random(count)
    assert cache.found(KEY) == content
    for n in range(count):
        wrong = damaged(right, chance, n)
        place.write_bytes(wrong)
        assert wrong == right or cache.found(KEY) is None
    place.write_bytes(right)
    assert cache.found(KEY) == content


def damaged(right: bytes, chance: random.Random, n: int) -> bytes:
    """A file cut short, grown, with one bit flipped, with a block zeroed, or with two blocks swapped."""
    at, other = sorted(chance.sample(range(len(right) - 4096), 2))
    size = chance.randint(1, 4096)
    match n % 5:
        case 0:
            return right[:at]
        case 1:
            return right + right[at : at + size]
        case 2:
            return right[:at] + bytes([right[at] ^ 1 << chance.randrange(8)]) + right[at + 1 :]
        case 3:
            return right[:at] + bytes(size) + right[at + size :]
    size = min(size, other - at)
    one, two = right[at : at + size], right[other : other + size]
    return right[:at] + two + right[at + size : other] + one + right[other + size :]


def test_what_was_kept_under_another_key_is_not_believed(kept_in: Path) -> None:
    other = b"o" * cache.DIGEST
    cache.keep(KEY, b"of one")
    cache.keep(other, b"of another")
    (kept_in / f"{other.hex()}.book").replace(kept_in / f"{KEY.hex()}.book")
    assert cache.found(KEY) is None


def as_pipe(place: Path) -> None:
    os.mkfifo(place)


def as_folder(place: Path) -> None:
    place.mkdir()
    (place / "inside").touch()


def as_link(place: Path) -> None:
    place.rename(elsewhere := place.parent.parent / "elsewhere")
    place.symlink_to(elsewhere)


def as_circle(place: Path) -> None:
    place.symlink_to(place)


def as_socket(place: Path) -> None:
    home = os.open(".", os.O_RDONLY)
    os.chdir(place.parent)  # the whole path may be longer than the name of a socket can be
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(place.name)
    os.fchdir(home)
    os.close(home)


def as_device(place: Path) -> None:
    try:
        os.mknod(place, 0o20666, os.makedev(1, 5))  # /dev/zero, which never ends
    except PermissionError:
        pytest.skip("only root makes devices")


def as_of_another(place: Path) -> None:
    try:
        os.chown(place, OTHER_USER, OTHER_USER)
    except PermissionError:
        pytest.skip("only root gives files away")


def as_open_to_others(place: Path) -> None:
    place.chmod(0o666)


KINDS = [as_pipe, as_folder, as_link, as_circle, as_socket, as_device, as_of_another, as_open_to_others]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_no_plain_file_of_ours_is_not_believed(kind: Callable[[Path], None], kept_in: Path) -> None:
    cache.keep(KEY, b"content")
    (place,) = kept_in.iterdir()
    if kind not in (as_link, as_of_another, as_open_to_others):
        place.unlink()
    kind(place)
    assert cache.found(KEY) is None
    cache.keep(KEY, b"content")
    assert list(kept_in.iterdir()) == [place]
    assert cache.found(KEY) == (None if kind is as_folder else b"content")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kind", [as_pipe, as_folder], ids=lambda kind: kind.__name__)
def test_the_answer_is_right_all_the_same(kind: Callable[[Path], None], kept_in: Path, overlay: Path) -> None:
    load.load(overlay)
    (place,) = kept_in.iterdir()
    place.unlink()
    kind(place)
    assert load.load(overlay).names.named("Zzzbrand")


@pytest.mark.parametrize("kind", [as_link, as_of_another, as_open_to_others], ids=lambda kind: kind.__name__)
def test_a_directory_that_is_not_ours_alone_is_not_used(kind: Callable[[Path], None], kept_in: Path) -> None:
    cache.keep(KEY, b"content")
    kind(kept_in)
    if kind is as_open_to_others:
        kept_in.chmod(0o777)
    assert cache.found(KEY) is None
    cache.keep(b"o" * cache.DIGEST, b"other")
    assert len(list(kept_in.iterdir())) == 1


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte, which no compiled book fits on."""
    place = tmp_path / "full"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", str(place)]
    if not ROOTED or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root mounts file systems")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_only_costs_time(full_disk: Path, process: Callable[..., Ran]) -> None:
    for _ in range(2):
        ran = process("expand", "TCH", env={"XDG_CACHE_HOME": str(full_disk)})
        assert (ran.code, ran.err) == (0, "")
        assert [file for file in full_disk.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_what_cannot_be_written_leaves_nothing(code: int, kept_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "replace", full)
    cache.keep(KEY, b"content")
    assert list(kept_in.iterdir()) == []


def test_an_interrupted_call_leaves_nothing(kept_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cache.keep(KEY, b"content")
    assert list(kept_in.iterdir()) == []


def test_what_the_dead_left_is_cleared_and_what_the_living_write_is_not(kept_in: Path) -> None:
    cache.keep(KEY, b"content")
    dead, living, old, strange = (kept_in / name for name in ("99999999-a.part", f"{os.getppid()}-b.part", f"{os.getppid()}-c.part", "mine.part"))  # fmt: skip
    for file in (dead, living, old, strange):
        file.touch()
    os.utime(old, (0, 0))
    cache.keep(KEY, b"content")
    assert {file.name for file in kept_in.iterdir()} == {f"{KEY.hex()}.book", living.name, strange.name}


def test_only_the_newest_few_are_kept(kept_in: Path) -> None:
    keys = [bytes([n]) * cache.DIGEST for n in range(cache.KEPT + 4)]
    for n, key in enumerate(keys):
        cache.keep(key, b"content")
        with contextlib.suppress(FileNotFoundError):
            os.utime(kept_in / f"{key.hex()}.book", (n, n))
    found = [key for key in keys if cache.found(key)]
    assert len(found) == cache.KEPT
    assert found[-1] == keys[-1]


def test_without_a_home_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    cache.keep(KEY, b"content")
    assert cache.found(KEY) is None
    monkeypatch.delenv("XDG_CACHE_HOME")
    cache.keep(KEY, b"content")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small")
def test_a_sqlite_that_cannot_open_bytes_only_costs_time(
    overlay: Path, kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "CAN_OPEN_BYTES", False)
    assert load.load(overlay).names.named("Zzzbrand")
    assert not kept_in.exists()


@pytest.mark.slow
def test_twenty_processes_on_a_cold_cache(kept_in: Path, overlay: Path) -> None:
    words = [sys.executable, "-m", "mbc_cli", "drug", "Zzzbrand", "--data", str(overlay)]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(20)]
    answers = {(*one.communicate(timeout=300), one.returncode) for one in running}
    ((out, err, code),) = answers
    assert (err, code) == (b"", 0)
    assert b"Zzzbrand" in out
    assert [file.suffix for file in kept_in.iterdir()] == [".book"]


# --- from anywhere -----------------------------------------------------------------------------------------------


def asked(book: Book, name: str) -> tuple[list[Any], int]:
    """What a book says of a name, and in which process."""
    return [book.get(match.ref) for match in book.names.named(name)], os.getpid()


@pytest.fixture(params=["as shipped", "overlay"])
def any_book(request: pytest.FixtureRequest, installed: Path, overlay: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book of either kind, opened over a compiled one, in the cache that all tests share."""
    if request.param == "overlay":
        load.load(overlay)
        return load.load(overlay)
    monkeypatch.setattr(load, "PACKAGE", str(installed / "mbc_cli"))
    return load.load()


def test_a_book_is_pickled_by_where_its_data_lies(any_book: Book) -> None:
    told = pickle.dumps(any_book)
    assert len(told) < 1000
    assert whole(pickle.loads(told)) == whole(any_book)


@pytest.mark.usefixtures("small")
def test_a_book_that_was_just_compiled_is_pickled_so_too(
    overlay: Path, kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(overlay.parent)
    told = pickle.dumps(load.load(Path(overlay.name)))
    monkeypatch.chdir("/")
    assert len(told) < 1000
    assert pickle.loads(told).names.named("Zzzbrand")


def test_a_book_of_no_place_is_pickled_whole(fresh: Book) -> None:
    assert whole(pickle.loads(pickle.dumps(fresh))) == whole(fresh)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_another_process_may_be_given_a_book(method: str, any_book: Book) -> None:
    right, here = asked(any_book, "Taxol")
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as pool:
        said, there = pool.submit(asked, any_book, "Taxol").result(timeout=120)
    assert (said, there == here) == (right, False)


def test_a_forked_child_opens_the_book_anew(any_book: Book) -> None:
    right, here = asked(any_book, "Taxol")
    mine = any_book.names.plain._compiled  # type: ignore[attr-defined]
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        told = asked(any_book, "Abraxane")[0], mine._open[0] == os.getpid(), mine._inherited[0][0] == here
        os.write(into, pickle.dumps(told))
        os._exit(0)
    os.waitpid(child, 0)
    with os.fdopen(out, "rb", closefd=True) as end:
        os.close(into)
        assert pickle.loads(end.read()) == (asked(any_book, "Abraxane")[0], True, True)
    assert asked(any_book, "Taxol") == (right, here)


def test_many_threads_may_ask_one_book(any_book: Book) -> None:
    alone = pickle.loads(pickle.dumps(any_book))

    def say(name: str) -> bool:
        return any_book.drugs[name] == alone.drugs[name] and any_book.brands_of(name) == alone.brands_of(name)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(say, [*alone.drugs] * 3))


# --- data that is not a plain file ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (as_pipe, "it is a pipe): put a plain file of TOML in its place"),
        (as_folder, "it is a directory): put a plain file of TOML in its place"),
        (as_socket, "it is a socket): put a plain file of TOML in its place"),
        (as_device, "it is a device): put a plain file of TOML in its place"),
        (as_circle, "Too many levels of symbolic links): fix its permissions"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_data_that_is_no_plain_file(
    kind: Callable[[Path], None], said: str, overlay: Path, run: Callable[..., Ran]
) -> None:
    kind(overlay / "odd.toml")
    for words in (["check", str(overlay)], ["expand", "TCH", "--data", str(overlay)]):
        ran = run(*words)
        assert ran.code == 3
        assert f"/mine/odd.toml:1:1: TOML: cannot be read ({said}\n" in ran.out + ran.err
        assert "mbc: 1 problem in the data" in ran.err


@pytest.mark.usefixtures("small")
def test_data_that_is_too_large(overlay: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]) -> None:
    monkeypatch.setattr(layers, "LARGEST", 50)
    assert "mine/mine.toml:1:1: TOML: cannot be read (it has more than 50 bytes)" in run("check", str(overlay)).out


def test_a_file_that_grows_while_it_is_read(overlay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "required", lambda *_: None)
    with pytest.raises(files.NotPlainError, match="it grew past 50 bytes"):
        files.plain_bytes(overlay / "mine.toml", 50)


@pytest.mark.usefixtures("small")
def test_linked_data_is_read(overlay: Path, tmp_path: Path, kept_in: Path) -> None:
    (overlay / "mine.toml").rename(tmp_path / "elsewhere.toml")
    (overlay / "mine.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert load.load(overlay).names.named("Zzzbrand")


@pytest.mark.usefixtures("small")
def test_a_directory_that_cannot_be_listed_is_not_passed_over(
    overlay: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]
) -> None:
    (overlay / "closed").mkdir()
    scan = os.scandir

    def scanned(path: str) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scanned)
    ran = run("expand", "TCH", "--data", str(overlay))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == f"mbc: {overlay}/closed: cannot be listed (Permission denied): fix its permissions\n"


@pytest.mark.usefixtures("small")
def test_a_file_is_read_once_however_much_is_wrong(overlay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    plain = files.plain_bytes
    monkeypatch.setattr(layers, "plain_bytes", lambda path, most: read.append(path) or plain(path, most))
    with (overlay / "mine.toml").open("a") as file:
        file.writelines(f'[brand.zzz-{n}]\nname = "Zzz {n}"\n' for n in range(50))
    problems, _ = load.check(overlay)
    assert len(problems) == 100
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert len(read) == len(set(read))


# --- near words among very many ----------------------------------------------------------------------------------

CROWD = [f"thing-{n:05}-of-many" for n in range(6000)]


@pytest.mark.parametrize("word", ["hting-02345-of-many", "thing-02354-of-many", "thing-02345-of-mayn", "thing-02345"])
def test_of_very_many_words_the_near_ones_are_compared(word: str) -> None:
    like = Choices(CROWD).like(word)
    assert "thing-02345-of-many" in like
    assert len(like) <= 4 * AROUND


def test_of_fewer_words_all_are_compared() -> None:
    assert set(Choices(reversed(CROWD[:MANY])).like("x")) == set(CROWD[:MANY])


@given(word=st.text("abc-1", max_size=6), words=st.sets(st.text("abc-1", min_size=1, max_size=6), max_size=80))
def test_the_nearest_word_is_that_of_difflib(word: str, words: set[str]) -> None:
    assert [near for near in [Choices(words).near(word)] if near] == get_close_matches(word, sorted(words), 1, 0.5)
