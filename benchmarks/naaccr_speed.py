"""What `mbc annotate` costs on NAACCR XML, as ratios to reading and copying the same file, all in one run.

    python benchmarks/naaccr_speed.py [--tumors 10000] [--rounds 3] [--kinds repeated,dated]

A tumour has thirty items beside its texts and a clinic note of some hundred characters. The texts of treatments are:

* repeated: the written treatments of tests/corpus, and what registrars write of those that were not given;
* dated: the same, with a date in each text on chemotherapy, so that no two are the same.

Each file is read by `iterparse`, copied byte by byte, and annotated: to a CSV, to XML with nothing filled, to a
CSV with the registry items, and to XML with these filled. Every case is a process of its own, measured in processor
time from its start; the cases are interleaved, and the fastest round counts. Peak memory is given for a tenth of the
file and for all of it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from treatment_texts import corpus_texts, notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KINDS = ("repeated", "dated")
NOT_GIVEN = (
    "none",
    "recommended, pt refused",
    "contraindicated due to CHF",
    "planned; pt expired before start",
    "unknown",
)
HORMONES = ("tamoxifen 20 mg daily", "Arimidex started 6/2016", "letrozole", "exemestane x 5 yrs", "")
ANTIBODIES = ("trastuzumab x 1 yr", "Herceptin + Perjeta", "pembrolizumab q3w", "", "")
OTHER_ITEMS = 30
START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<NaaccrData xmlns="http://naaccr.org/naaccrxml" recordType="A" '
    'baseDictionaryUri="http://naaccr.org/naaccrxml/naaccr-dictionary-250.xml" specificationVersion="1.8">\n'
)
PARSE = (
    "import sys; from xml.etree.ElementTree import iterparse\n"
    "for _, element in iterparse(sys.argv[1]):\n"
    "    if element.tag.endswith('Patient'): element.clear()"
)
COPY = "import sys; from shutil import copyfile; copyfile(*sys.argv[1:])"


class Cost(NamedTuple):
    """What a process used: processor time in seconds, and memory in MB at its peak."""

    seconds: float
    memory: int


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--tumors", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--kinds", default=",".join(KINDS))
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind in chosen.kinds.split(","):
            file, small = Path(folder, "in.xml"), Path(folder, "small.xml")
            write(file, kind, chosen.tumors)
            write(small, kind, chosen.tumors // 10)
            report(kind, file, small, chosen.tumors, chosen.rounds)


def report(kind: str, file: Path, small: Path, tumors: int, rounds: int) -> None:
    """Run every case, and print tumours per second, the ratio to reading, and the memory."""
    every = {name: [cost(command) for command in [words] * rounds] for name, words in cases(file).items()}
    little = {name: cost(words) for name, words in cases(small).items()}
    print(f"{kind}: {tumors} tumours, {file.stat().st_size / 1e6:.0f} MB")
    base = min(found.seconds for found in every["read by iterparse"])
    for name, found in every.items():
        seconds, memory = min(found).seconds, max(one.memory for one in found)
        rate = f"{tumors / seconds:>9,.0f} tumours/s   {seconds / base:>6.2f} x reading"
        print(f"  {name:20} {rate}   {little[name].memory:>4} MB for a tenth, {memory} MB for all", flush=True)


def cases(file: Path) -> dict[str, Sequence[str]]:
    """The commands, by what they do."""
    python, xml, csv = [sys.executable], str(file.with_suffix(".out.xml")), str(file.with_suffix(".out.csv"))
    annotate = [*python, "-m", "mbc_cli", "annotate", str(file), "-o"]
    return {
        "read by iterparse": [*python, "-c", PARSE, str(file)],
        "copied": [*python, "-c", COPY, str(file), xml],
        "to CSV": [*annotate, csv],
        "to XML": [*annotate, xml],
        "to CSV, with items": [*annotate, csv, "--code"],
        "to XML, filled": [*annotate, xml, "--fill", "empty"],
    }


def cost(command: Sequence[str]) -> Cost:
    """What a command costs in a process of its own."""
    with open(os.devnull, "w") as nowhere:
        quiet = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), number) for number in (1, 2)]
        process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(process, 0)
    assert status == 0, command
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def write(file: Path, kind: str, tumors: int) -> None:
    """A registry file; one patient in ten has two tumours."""
    dice = random.Random(8)
    texts, prose = treatments(dice, kind), notes(dice, 400)
    with file.open("w", encoding="utf-8") as out:
        out.write(START)
        for n in range(tumors):
            if n % 11 != 1:
                ends = "</Patient>\n" if n else ""
                out.write(f"{ends}<Patient>\n{item('patientIdNumber', f'{n:08}')}{item('vitalStatus', '1')}")
            out.write(f"<Tumor>\n{''.join(item(*one) for one in items(dice, next(texts), next(prose)))}</Tumor>\n")
        out.write("</Patient>\n</NaaccrData>\n")


def treatments(dice: random.Random, kind: str) -> Iterator[str]:
    """Texts on chemotherapy."""
    said = [*corpus_texts(), *NOT_GIVEN * 10]
    while True:
        day = f"{dice.randrange(1, 13)}/{dice.randrange(1, 29)}/{dice.randrange(2010, 2026)}"
        yield dice.choice(said) + (f", began {day}" if kind == "dated" else "")


def items(dice: random.Random, treatment: str, note: str) -> Iterator[tuple[str, str]]:
    """The items of a tumour."""
    yield "dateOfDiagnosis", f"{dice.randrange(2010, 2026)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"
    yield "primarySite", f"C50{dice.choice('01234568')}"
    yield from ((f"anotherItem{n}", str(dice.randrange(100))) for n in range(OTHER_ITEMS))
    yield "rxTextChemo", treatment
    yield "rxTextHormone", dice.choice((*HORMONES, *NOT_GIVEN))
    yield "rxTextBrm", dice.choice(ANTIBODIES)
    yield "textDxProcPe", note.strip()


def item(name: str, value: str) -> str:
    """An item, if it has a value."""
    return f'  <Item naaccrId="{name}">{escape(value)}</Item>\n' if value else ""


if __name__ == "__main__":
    main()
