"""What calls cost when the vocabulary has very many entries: processor time and memory, as shipped and as an overlay.

    python benchmarks/scale.py [--sizes 1500 10000 100000] [--faulty 500 1000 2000 10000] [--rounds 5]

The entries of today are kept, and made-up ones are added until a book has enough; they cite, group and name one
another as ours do, and hang on classes and drugs of their own. "Shipped" is a wheel of this checkout, installed in a
fresh environment, into which the larger book was compiled; "overlay" is the same wheel with the made-up entries under
--data, already in the cache, and the first call is the one that compiles them. In a faulty book about as many entries
are wrong as its size says, and as many are sound. Times are user and system time of a process, the least of some
rounds; memory is the most it held.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from startup import built, installed

if TYPE_CHECKING:
    from collections.abc import Iterator

SYLLABLES = [c + v for c in "bcdfglmnprstvz" for v in "aeiou"]
CALLS = {
    "load": ["-c", "from mbc_cli.store.load import load; load({overlay})"],
    "expand TCH": ["expand", "TCH"],
    "drug Herceptin": ["drug", "Herceptin"],
    "class AI": ["class", "AI"],
    "options": ["options", "--her2", "pos", "--hr", "neg"],
    "misspelling": ["drug", "trastuzumb"],
}
COMPILE = (
    "from pathlib import Path; import sys; from mbc_cli.store import checking, checks, compiler, layers, load; "
    "folders = [load.shipped(), *map(Path, sys.argv[1:])]; place = Path(load.PACKAGE, load.COMPILED); "
    "book = checking.sound(layers.files_of(folders), load.DATA_VERSION, checks.EVERY_STAGE); "
    "place.unlink(); compiler.write(book, place)"
)
SOUND_SOURCES = 'sources = ["source-'
CHECK = (
    "from pathlib import Path; import sys; from mbc_cli.store import checking, checks, compiler, layers, load; "
    "files = layers.files_of([load.shipped(), Path(sys.argv[1])]); "
    "sys.exit(3 if checking.checked(files, load.DATA_VERSION, checks.EVERY_STAGE)[1] else 0)"
)
FAULTS = {
    "sound": (SOUND_SOURCES,),
    "within": ('nots = ["', 'sources = ["source ', 'sources = [""]\nnotes = ["'),
    "between": ('sources = ["suorce-', 'sources = ["source-9'),
}
"""What stands in place of the sources of every other entry: faults that are seen in it alone, and against others."""


class Used(NamedTuple):
    """What a process used: seconds of a processor and megabytes."""

    seconds: float
    memory: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", type=int, nargs="*", default=[1500, 10_000, 100_000])
    options.add_argument("--faulty", type=int, nargs="*", default=[500, 1000, 2000, 10_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--wheel", type=Path, help="a wheel that is built already")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = str(Path(place, "cache"))
        mbc = installed(given.wheel or built(Path(place)), Path(place, "environment"))
        print(f"{'entries':>8}  {'':8}{'':16}{'processor time':>16}{'memory':>10}")
        for size in given.sizes:
            report_sound(mbc, made_up(Path(place, f"sound-{size}"), size), size, given.rounds)
        for size, faults in ((size, faults) for faults in ("within", "between") for size in given.faulty):
            folder = made_up(Path(place, f"{faults}-{size}"), size, faults)
            line(size, faults, "check", used(mbc, ["-c", CHECK, str(folder)], code=3))


def report_sound(mbc: Path, folder: Path, size: int, rounds: int) -> None:
    """Measure a sound book of a size, as shipped and as an overlay."""
    subprocess.run([mbc.with_name("python"), "-c", COMPILE, folder], check=True, cwd=mbc.parent)  # not of a checkout
    for name, words in CALLS.items():
        line(size, "shipped", name, least(mbc, [word.format(overlay="") for word in words], rounds))
    line(size, "sound", "check", used(mbc, ["-c", CHECK, str(folder)]))
    over = ["--data", str(folder)]
    line(size, "overlay", "first call", used(mbc, ["expand", "TCH", *over]))
    for name, words in CALLS.items():
        path = f"__import__('pathlib').Path({str(folder)!r})"
        line(
            size,
            "overlay",
            name,
            least(mbc, [word.format(overlay=path) for word in words] + (over if words[0] != "-c" else []), rounds),
        )


def line(size: int, form: str, name: str, found: Used) -> None:
    """Print a line of the table."""
    print(f"{size:8}  {form:8}{name:16}{found.seconds * 1000:13.1f} ms{found.memory:7.0f} MB", flush=True)


def least(mbc: Path, words: list[str], rounds: int) -> Used:
    """The least of some rounds."""
    return min(used(mbc, words, code=1 if "trastuzumb" in words else 0) for _ in range(rounds))


def used(mbc: Path, words: list[str], code: int = 0) -> Used:
    """What one call uses; it must end as it should."""
    command = [str(mbc.with_name("python") if words[0] == "-c" else mbc), *words]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MBC", "PYTHON"))}
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean, cwd="/")
    _, status, spent = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != code:
        raise SystemExit(f"{words}: ended with {child.returncode}")
    return Used(spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024)


# --- made-up entries ---------------------------------------------------------------------------------------------


def made_up(folder: Path, size: int, faults: str = "sound") -> Path:
    """A directory of `size` entries, less those that we have; for a faulty book, `size` faulty entries.

    Another process makes it, because the system counts what we hold as held by those that we start.
    """
    folder.mkdir()
    maker = multiprocessing.get_context("fork").Process(target=write, args=(folder, size, faults))
    maker.start()
    maker.join()
    return folder


def write(folder: Path, size: int, faults: str) -> None:
    """Write a made-up file of data."""
    count = size * 2 if faults != "sound" else max(20, size - entries_of_today())
    wrong = FAULTS[faults]
    with (folder / "made-up.toml").open("w", encoding="utf-8") as file:
        for n, text in enumerate(entries(count)):
            file.write(text.replace(SOUND_SOURCES, wrong[n // 2 % len(wrong)]) if n % 2 else text)


def entries_of_today() -> int:
    """How many entries the data of this checkout has."""
    files = (Path(__file__).parents[1] / "data").rglob("*.toml")
    head = re.compile(r"^\[[a-z]+\.[a-z0-9-]+\]$", re.MULTILINE)
    return sum(len(head.findall(file.read_text("utf-8"))) for file in files)


def entries(count: int) -> Iterator[str]:
    """`count` entries: 5 % sources, 1 % classes, 10 % statements, 20 % regimens, and a brand for each drug."""
    chance = random.Random(count)
    shares = {"source": 5, "class": 1, "statement": 10, "regimen": 20, "brand": 32}
    numbers = {kind: max(1, count * share // 100) for kind, share in shares.items()}
    drugs = count - sum(numbers.values())
    names = distinct_names(chance, drugs + numbers["brand"] + numbers["regimen"])
    for n in range(numbers["source"]):
        yield entry(
            "source",
            n,
            f'title = "Source {n}"\npublisher = "Nobody"\nkind = "list"\nregion = "US"\n'
            'licence = "not stated"\ndate = 2020-01-01\n',
        )
    for n in range(numbers["class"]):
        yield entry("class", n, f'name = "{next(names)} group"\n', cite(n, numbers))
    for n in range(drugs):
        body = (
            f'name = "{next(names)}"\nclasses = ["class-{n % numbers["class"]}"]\nmechanism = "none"\noutside = true\n'
        )
        yield entry("drug", n, body, cite(n, numbers))
    for n in range(numbers["brand"]):
        yield entry("brand", n, f'name = "{next(names)}"\ndrugs = ["drug-{n % drugs}"]\n', cite(n, numbers))
    for n in range(numbers["regimen"]):
        other = (n + 1 + n * 7 % (drugs - 1)) % drugs
        steps = f'[{{ together = ["drug-{n % drugs}", "drug-{other}"] }}]'
        yield entry("regimen", n, f'name = "{next(names)} scheme"\nsteps = {steps}\nevidence = "C"\n', cite(n, numbers))
    for n in range(numbers["statement"]):
        body = (
            f'source = "source-{n % numbers["source"]}: p"\ntreatment = {{ drug = "drug-{n % drugs}" }}\n'
            'when = [{ her2 = "positive" }]\ndirection = "for"\nstrength = "labelled"\nline = "any"\n'
        )
        yield entry("statement", n, body)


def entry(kind: str, number: int, body: str, sources: str = "") -> str:
    """An entry; ids sort as they are numbered."""
    text = f"[{kind}.{kind}-{number}]\n{body}{sources}\n"
    return re.sub(r"\b(source|class|drug|brand|regimen|statement)-(\d+)\b", lambda m: f"{m[1]}-{int(m[2]):06}", text)


def cite(number: int, numbers: dict[str, int]) -> str:
    """A citation of a made-up source."""
    return f'sources = ["source-{number % numbers["source"]}: p"]\n'


def distinct_names(chance: random.Random, count: int) -> Iterator[str]:
    """`count` names, like those of drugs, each once."""
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(chance.choices(SYLLABLES, k=chance.randint(4, 6))).capitalize())
    yield from sorted(found)
    yield from (f"Group{'x' * n}" for n in range(1, 10_000))


if __name__ == "__main__":
    sys.exit(main())
