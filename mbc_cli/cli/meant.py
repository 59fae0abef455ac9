"""What people write in place of a command, an option or a value, and what it means here.

What is plain is done, and said in a line on standard error; all else is left for the command line to refuse. Only a
call for which a command line is built needs these tables.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

DEFINE = "define"
"""The word for a question that is no command: the answer of the command that knows the name or the word."""
COMPARE, TWO = "compare", 2
"""The word for a comparison, which is of two names where two words follow."""
ALONE = {
    "axes": "options --axes",
    "brands": "drug --all",
    "codes": "code --values",
    "commands": "help",
    "drugs": "drug --all",
    "examples": "help",
    "facts": "options --axes",
    "items": "code --values",
    "licences": "sources --notice",
    "list": "help",
    "ls": "help",
    "references": "sources",
    "licenses": "sources --notice",
    "man": "help",
    "manual": "help",
    "notice": "sources --notice",
    "sources licences": "sources --notice",
    "sources licenses": "sources --notice",
}
"""Words that are a whole question, to the call that answers it."""
FIRST = {
    "add": "new",
    "brand": "drug",
    "brands": "drug",
    "brands of": "drug",
    "brand name of": "drug",
    "biosimilars of": "drug",
    "cite": "sources",
    COMPARE: "drug",
    "create": "new",
    "drug --class": "class",
    "approvals": "drug",
    "approvals of": "drug",
    "definition of": DEFINE,
    "difference between": "drug",
    "describe": DEFINE,
    "explain": DEFINE,
    "generic name of": "drug",
    "glossary": DEFINE,
    "info": DEFINE,
    "label": "sources",
    "labels of": "sources",
    "lint": "check",
    "list": "",
    "lookup": DEFINE,
    "look up": DEFINE,
    "meaning": DEFINE,
    "meaning of": DEFINE,
    "naaccr": "code",
    "options for": "options",
    "references": "sources",
    "regimens for": "regimens",
    "regimens --class": "regimens --with",
    "regimens of": "regimens",
    "regimens with": "regimens",
    "seer": "code",
    "show": "",
    "tell me about": DEFINE,
    "treatment": "options",
    "treatment for": "options",
    "treatments": "options",
    "treatments for": "options",
    "trial": "expand",
    "validate": "check",
    "what are": DEFINE,
    "what does": DEFINE,
    "what regimens have": "regimens",
    "which drugs are": "drug",
    "which regimens have": "regimens",
    "what is": DEFINE,
    "what's": DEFINE,
    "whats": DEFINE,
    "why": "options --why",
}
"""The first words of a call, options too, to the command they mean; to nothing where they only introduce the rest."""
INSTEAD = {
    "translate": "names in other languages are names as well: mbc drug NAME",
    "update": "the data comes with the package: install a newer one",
    "upgrade": "the data comes with the package: install a newer one",
}
"""Words that no command answers, to what to do instead."""
LAST = ("mean", "means", "stand for", "stands for", "used for", "for")
"""What ends a question and is no part of the name."""
OPTIONS = {
    "--country": "--region",
    "--csv": "--format csv",
    "--dir": "--data",
    "--full": "--verbose",
    "--json": "--format json",
    "--jsonl": "--format jsonl",
    "--markdown": "--format markdown",
    "--market": "--region",
    "--md": "--format markdown",
    "--name": "",
    "--outfile": "--output",
    "--overlay": "--data",
    "--text": "",
    "--tsv": "--format tsv",
}
"""Options of any command, to those that are meant; to nothing where what follows is the argument."""
OPTIONS_OF = {
    "annotate": {
        "--csv": "--as csv",
        "--delimiter": "--from",
        "--drug-column": "--column",
        "--excel": "--as excel",
        "--field": "--column",
        "--format": "--as",
        "--json": "--as jsonl",
        "--jsonl": "--as jsonl",
        "--parquet": "--as parquet",
        "--sep": "--from",
        "--separator": "--from",
        "--summary": f"--output {os.devnull}",
        "--text": "--column",
        "--tsv": "--as tsv",
        "--workers": "--jobs",
        "--xlsx": "--as excel",
    },
    "code": {
        "--date": "--dx",
        "--diagnosed": "--dx",
        "--diagnosis": "--dx",
        "--dx-date": "--dx",
        "--list": "--values",
        "--diagnosis-date": "--dx",
        "--diagnosis-year": "--dx",
        "--year": "--dx",
    },
    "drug": {"--brand": "", "--date": "--as-of", "--drug": ""},
    "expand": {"--date": "--as-of", "--regimen": ""},
    "export": {"--csv": "--as csv", "--format": "--as", "--json": "--as json", "--parquet": "--as parquet"},
    "options": {
        "--after": "--prior",
        "--date": "--as-of",
        "--drug": "--why",
        "--failed": "--progressed-on",
        "--previous": "--prior",
        "--progressed": "--progressed-on",
        "--show-all": "--all",
        "--treatment": "--why",
    },
    "regimens": {"--drug": "--with", "--drugs": "--with"},
}
"""Command to further options and what they mean; these go before those of any command."""
SEPARATORS = {
    ",": "csv",
    ";": "csv",
    "|": "csv",
    "comma": "csv",
    "semicolon": "csv",
    "\t": "tsv",
    "\\t": "tsv",
    "tab": "tsv",
}
VALUES_OF = {
    "annotate": {"--as": {"json": "jsonl", "ndjson": "jsonl", "xlsx": "excel", "xml": "naaccr", "txt": "lines"}},
}
"""Command to options of its own, and the values that are meant by what people give them."""
VALUES = {
    "--delimiter": SEPARATORS,
    "--format": {"md": "markdown", "ndjson": "jsonl", "text": "table", "txt": "table"},
    "--sep": SEPARATORS,
    "--separator": SEPARATORS,
}
"""Option to what people give it, and the value that is meant."""
REMARKS = {"--after": "use --progressed-on instead if the cancer grew on it"}
"""What there is to say besides of an option whose meaning is not the only one."""
NEAR, LONG = 0.85, 8
"""How much alike an option must be to the only one that it may be, and how long it must be at least."""


def command_meant(args: Sequence[str], commands: Collection[str]) -> list[str]:
    """The words of a call with the command that the first ones mean; as they are where they mean none."""
    words, rest = parted(args)
    if words and words[0] not in commands and words[0].casefold() in commands:
        return [words[0].casefold(), *words[1:], *rest]
    if meant := ALONE.get(" ".join(words).casefold()):
        return [*meant.split(), *rest]
    every = [*words, *rest]
    for n in (3, 2, 1):
        first = " ".join(every[:n]).casefold()
        if first == COMPARE and len(words) == TWO + 1:
            return [words[1], "vs", words[2], *rest]
        if len(every) > n and first in FIRST and first not in commands:
            return command_meant(called(FIRST[first], *parted(every[n:])), commands)
    return list(args)


def moved(args: Sequence[str]) -> list[str]:
    """The arguments with flags of every command, such as --json and -v, behind the command that they stand before."""
    flags = {"-v", "--verbose", *(name for name, meant in OPTIONS.items() if " " in meant)}
    n = next((n for n, word in enumerate(args) if word not in flags), 0)
    return [*args[n:], *args[:n]]


def parted(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words before the first option, and the rest; a question in quotes is words too."""
    at = next((n for n, word in enumerate(args) if word.startswith("-")), len(args))
    return [*args[0].split(), *args[1:at]] if at else [], list(args[at:])


def called(meant: str, words: Sequence[str], rest: Sequence[str]) -> list[str]:
    """A command with some words behind it, which are the one value of an option where it ends in one, and the rest."""
    option = meant.rpartition(" ")[2].startswith("-")
    return [*meant.split(), *([" ".join(words)] if option and words else words), *rest]


def named(args: Sequence[str]) -> list[str]:
    """The words behind DEFINE without those that end a question, and the options behind them."""
    words, rest = parted(args[1:])
    text = " ".join(words).strip(" ?")
    end = next((f" {end}" for end in LAST if text.casefold().endswith(f" {end}")), "")
    return [*text[: len(text) - len(end)].split(), *rest]


def options_meant(command: str, known: Collection[str], args: Sequence[str]) -> list[str]:
    """The arguments of a command with the options and the values that are meant; what is not plain stays as it is."""
    found: list[str] = []
    values: Mapping[str, str] = {}
    for n, word in enumerate(args):
        if word == "--":
            return [*found, *args[n:]]
        if not word.startswith("--"):
            found.append(values.get(word.casefold(), word))
            continue
        name, given, value = word.partition("=")
        meant = option_meant(command, known, name)
        values = values_meant(command, meant, name)
        found += [*meant.split(), values.get(value.casefold(), value)] if given else meant.split()
        if meant not in ("", name):
            told(f"{name} is taken as {meant}", REMARKS.get(name, ""))
    return found


def values_meant(command: str, *options: str) -> Mapping[str, str]:
    """What people give the first of these options that has such values, and the values that are meant."""
    tables = (table.get(option) for option in options for table in (VALUES_OF.get(command, {}), VALUES))
    return next(filter(None, tables), {})


def option_meant(command: str, known: Collection[str], name: str) -> str:
    """The option that one means, with its value where it says that too; the same where it is known, or none is plain.

    One that is cut short means the only one that begins so, a misspelt long one the only one that is near.
    """
    if name in known:
        return name
    for table in (OPTIONS_OF.get(command, {}), OPTIONS):
        if name in table and {*table[name].split()[:1]} <= {*known}:
            return table[name]
    near = [option for option in known if option.startswith(name.casefold())] if len(name) > 4 else []
    if not near and len(name) >= LONG and name[2:].replace("-", "").isalpha():
        from difflib import get_close_matches  # only for an option that nothing knows

        near = get_close_matches(name, known, 2, NEAR)
    return near[0] if len(near) == 1 else name


def told(*parts: str) -> None:
    """Say on standard error how something was understood."""
    sys.stderr.write(f"mbc: {'; '.join(filter(None, parts))}\n")
