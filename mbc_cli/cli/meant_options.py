"""What people write in place of an option or a value, and what it means here; clear cases are accepted and reported."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mbc_cli.cli.meant import told

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

FIRST_ROWS = (
    "--first",
    "--head",
    "--max",
    "--max-results",
    "--max-rows",
    "--nrows",
    "--rows",
    "--sample",
    "--top",
    "-n",
)
"""What people call the number of rows that they want to see."""
OPTIONS = {
    "--as": "--format",
    "--country": "--region",
    **dict.fromkeys(FIRST_ROWS, "--limit"),
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
    "--output-format": "--format",
    "--overlay": "--data",
    "--quiet": "",
    "--text": "",
    "--tsv": "--format tsv",
}
"""Options of any command, and what is meant: another option, a word of the argument, or only the argument after it."""
DATES = (
    "--date", "--date-column", "--date-of-diagnosis", "--date-of-dx", "--diagnosed", "--diagnosis", "--diagnosis-date",
    "--diagnosis-year", "--dx-date", "--dx-year", "--dxdate", "--year",
)  # fmt: skip
PERIOD = {
    **dict.fromkeys(("--date", "--in", "--year"), ""),
    **{f"--{word}": word for word in ("after", "before", "from", "newer", "older", "since", "to", "until")},
    **{f"--{word}-than": word for word in ("newer", "older")},
    "--as-of": "until",
}
"""Options that say of which period something is, and the words that say it."""
ROWS_OF_A_CARD = (
    "--approval", "--approvals", "--approved", "--atc", "--brands", "--class", "--classes", "--codes", "--components",
    "--drugs", "--generic", "--indication", "--indications", "--labels", "--mechanism", "--members", "--names",
    "--ncit", "--notes", "--regimens", "--route", "--rxcui", "--rxnorm", "--synonyms", "--uses",
)  # fmt: skip
"""Things that people request with an option and that a card shows in any case."""
CARD = dict.fromkeys(ROWS_OF_A_CARD, "")
OPTIONS_OF = {
    "annotate": {
        **dict.fromkeys(DATES, "--dx"),
        "--output-format": "--as",
        "-i": "",
        **dict.fromkeys(("--header-none", "--headerless", "--no-headers", "--noheader"), "--no-header"),
        **dict.fromkeys(("--force", "--overwrite", "--replace"), ""),
        **dict.fromkeys(("--out", "--out-dir", "--outdir", "--output-dir", "--output-file", "--save"), "--output"),
        "--csv": "--as csv",
        "--delimiter": "--from",
        "--drug-column": "--column",
        "--excel": "--as excel",
        "--field": "--column",
        "--file": "",
        "--in": "",
        "--infile": "",
        "--input": "",
        "--format": "--as",
        "--json": "--as json",
        "--jsonl": "--as jsonl",
        "--parquet": "--as parquet",
        "--sep": "--from",
        "--separator": "--from",
        **dict.fromkeys(("--count", "--counts"), f"--output {os.devnull}"),
        "--stats": f"--output {os.devnull}",
        "--summary": f"--output {os.devnull}",
        "--text": "--column",
        "--text-column": "--column",
        **dict.fromkeys(("--debug", "--progress", "--stdout", "--verbose", "-v"), ""),
        "--dry-run": f"--output {os.devnull}",
        **dict.fromkeys(("--exact", "--exact-only", "--only-exact"), "--only exact"),
        "--table": "--sheet",
        "--threads": "--jobs",
        "--tsv": "--as tsv",
        "--filter": "--only",
        "--status": "--only",
        "--unknown": "--only unknown",
        **dict.fromkeys(("--review", "--uncertain", "--unmatched", "--unread", "--unsure"), "--only unsure"),
        "--workers": "--jobs",
        "--xlsx": "--as excel",
    },
    "audit": {
        **dict.fromkeys(DATES, "--dx"),
        "-i": "",
        "--errors": "",
        "--errors-only": "",
        "--file": "",
        "--input": "",
        "--only-errors": "",
    },
    "check": dict.fromkeys(("-v", "--verbose", "--all", "--errors", "--strict"), ""),
    "diff": dict.fromkeys(("--stat", "--summary"), ""),
    "code": {
        "-i": "",
        "--code": "",
        "--codes": "--values",
        "--file": "",
        "--input": "",
        "--item": "",
        **dict.fromkeys(DATES, "--dx"),
        "-d": "--dx",
        "-dx": "--dx",
        "--items": "--values",
        "--list": "--values",
        "--rules": "--values",
    },
    "drug": {
        **dict.fromkeys(("--category", "--code", "--naaccr", "--seer", "--seer-rx"), ""),
        **CARD,
        "--brand": "",
        "--date": "--as-of",
        "--drug": "",
        "--list": "--all",
        "--sources": "--verbose",
    },
    "expand": {**CARD, "-i": "", "--date": "--as-of", "--file": "", "--input": "", "--regimen": ""},
    "export": {
        "-o": "",
        "--csv": "--as csv",
        "--format": "--as",
        "--json": "--as json",
        **{f"--{form}": f"--as {form}" for form in ("sqlite", "sssom")},
        "--out": "",
        "--output": "",
        "--force": "--replace",
        "--overwrite": "--replace",
        "--parquet": "--as parquet",
        **dict.fromkeys(("--kind", "--table", "--type", "--view"), "--only"),
    },
    "options": {
        "--after": "--prior",
        "--date": "--as-of",
        "--drug": "--why",
        "--failed": "--progressed-on",
        "--previous": "--prior",
        "--profile": "",
        "--progressed": "--progressed-on",
        "--report": "",
        "--show-all": "--all",
        "--subtype": "",
        "--treatment": "--why",
        "--tumor": "",
        "--tumour": "",
    },
    "conflicts": {
        **dict.fromkeys(("--brand", "--drug", "--kind", "--source", "--type"), ""),
        **{f"--{kind}": kind for kind in ("ambiguous", "damage", "errors", "outdated", "spelling", "unverified")},
    },
    "new": {"--list": ""},
    "sources": {
        "--brand": "",
        "--drug": "",
        "--kind": "",
        "--licence": "--notice",
        "--licences": "--notice",
        "--license": "--notice",
        "--licenses": "--notice",
        "--publisher": "",
        "--region": "",
        "--type": "",
        **PERIOD,
    },
    "page": {"-o": "", "--out": "", "--output": ""},
    "class": {
        **CARD,
        "--all": "",
        "--list": "",
        **dict.fromkeys(("--atc", "--codes", "--ncit", "--rxcui", "--rxnorm"), "--format csv"),
    },
    "regimens": {"--list": "", "--verbose": "--all", "-v": "--all", "--drug": "--with", "--drugs": "--with"},
    "trials": {"--drug": "--with", "--drugs": "--with"},
}
"""For each command, further options and what they mean; these take precedence over those of any command."""
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
    "annotate": {"--as": {"ndjson": "jsonl", "xlsx": "excel", "xml": "naaccr", "txt": "lines"}},
}
"""For each command, its own options, and the values that are meant by what people give them."""
VALUES = {
    "--delimiter": SEPARATORS,
    "--format": {"md": "markdown", "ndjson": "jsonl", "text": "table", "txt": "table"},
    "--sep": SEPARATORS,
    "--separator": SEPARATORS,
}
"""For each option, what people give it, and the value that is meant."""
ONLY_THOSE = "only the rows to review are listed in any case; -o FILE writes them all"
ON_THE_CARD = "the SEER*Rx category of a drug is on its card; mbc code says what is recorded"
OVERWRITES = "the one file of -o is overwritten in any case, files of a directory never"
NOT_RANDOM = "these are the first rows, not chosen at random"
AS_THEY_STAND = "rows keep the order that they have: sort what comes out"
EVERY_LANGUAGE = "names are read in every language that this reference has"
EVERY_COLUMN = "every column is kept beside those that are added"
LEFT_OUT = {
    **dict.fromkeys(("--order", "--order-by", "--sort", "--sort-by"), AS_THEY_STAND),
    **dict.fromkeys(("--lang", "--language"), EVERY_LANGUAGE),
    **dict.fromkeys(
        ("--id", "--id-column", "--id-columns", "--index", "--keep", "--keep-columns", "--key"), EVERY_COLUMN
    ),
}
"""Options that no command has and without which the answer is right: what to say about them and their value."""
WHOLE_CARD = "if this reference has what you ask for, it is on the card; -v shows all of it"
REMARKS = {
    **dict.fromkeys(ROWS_OF_A_CARD, WHOLE_CARD),
    **dict.fromkeys(("--force", "--overwrite", "--replace"), OVERWRITES),
    "--sample": NOT_RANDOM,
    "--after": "use --progressed-on instead if the cancer grew on it",
    **dict.fromkeys(("--category", "--naaccr", "--seer", "--seer-rx"), ON_THE_CARD),
    **dict.fromkeys(("--errors", "--errors-only", "--only-errors"), ONLY_THOSE),
}
"""What else there is to say about an option with several possible meanings, or one that changes nothing."""
CHANGE_NOTHING = (*ROWS_OF_A_CARD, "--force", "--overwrite", "--replace")
"""Those of them whose remark is correct only if they mean nothing."""
SHORT_FOR = {"-f": "--format"}
OF_NAMES = ("class", "code", "drug", "expand", "options", "regimens")
"""The commands that are asked about names, and may be asked for what no command has: `--side-effects`."""
NEAR, LONG, SHORT = 0.85, 8, 4
"""How similar an option must be to the only one that it may be, how long it must be at least, and which of its words
are too short to be misspelled."""


def moved(args: Sequence[str]) -> list[str]:
    """The arguments with flags of every command, such as --json and -v, moved after the command that they precede."""
    flags = {"-v", "--verbose", *(name for name, meant in OPTIONS.items() if " " in meant)}
    n = next((n for n, word in enumerate(args) if word not in flags), 0)
    return [*args[n:], *args[:n]]


def options_meant(command: str, known: Collection[str], args: Sequence[str]) -> list[str]:
    """The arguments of a command with the options and the values that are meant; what is unclear stays as it is."""
    found: list[str] = []
    values: Mapping[str, str] = {}
    args = without_value_left_out(known, args)
    for n, word in enumerate(args):
        if word == "--":
            return [*found, *args[n:]]
        if not word.startswith("--") and word not in OPTIONS_OF.get(command, {}) and word not in OPTIONS:
            found.append(values.get(word.casefold(), word))
            values = values_meant(command, SHORT_FOR.get(word, "")) if word in known else {}
            continue
        name, given, value = word.partition("=")
        if lacking := lacking_of(command, known, name):
            told(lacking)
            continue
        meant = option_meant(command, known, name)
        values = values_meant(command, meant, name)
        found += [*meant.split(), values.get(value.casefold(), value)] if given else meant.split()
        if meant.startswith("-") and meant != name:
            told(f"{name} read as {meant}", "" if name in CHANGE_NOTHING else REMARKS.get(name, ""))
        elif meant != name and name in REMARKS:
            told(REMARKS[name])
    return found


def without_value_left_out(known: Collection[str], args: Sequence[str]) -> list[str]:
    """The arguments without an option that at most changes the order, and its value; this is reported."""
    kept = list(args)
    for word in args:
        name, given, _ = word.partition("=")
        if name in LEFT_OUT and name not in known:
            at = kept.index(word)
            has_value = not given and any(not value.startswith("-") for value in kept[at + 1 : at + 2])
            told(f"{' '.join(kept[at : at + 1 + has_value])} is left out: {LEFT_OUT[name]}")
            del kept[at : at + 1 + has_value]
    return kept


def lacking_of(command: str, known: Collection[str], name: str) -> str:
    """What to say about an option that asks for what no command has; "" for any other."""
    if command not in OF_NAMES or name in known:
        return ""
    from mbc_cli.api.about import NOT_HERE, TOPICS  # only for an option that nothing knows

    words = name.strip("-").replace("-", " ")
    return NOT_HERE.format(words.casefold()) if re.fullmatch(TOPICS, words, re.IGNORECASE) else ""


def values_meant(command: str, *options: str) -> Mapping[str, str]:
    """What people give the first of these options that has such values, and the values that are meant."""
    tables = (table.get(option) for option in options for table in (VALUES_OF.get(command, {}), VALUES))
    return next(filter(None, tables), {})


def option_meant(command: str, known: Collection[str], name: str) -> str:
    """The option that one means, with its value if it implies one; unchanged if it is known, or no meaning is clear.

    A truncated one means the only one that begins that way, a misspelled long one the only one that is near.
    """
    if name in known:
        return name
    for table in (OPTIONS_OF.get(command, {}), OPTIONS):
        if name in table and all(option in known for option in table[name].split()[:1] if option.startswith("-")):
            return table[name]
    near = [option for option in known if option.startswith(name.casefold())] if len(name) > 4 else []
    if not near and len(name) >= LONG and name[2:].replace("-", "").isalpha():
        from difflib import get_close_matches  # only for an option that nothing knows

        near = [each for each in get_close_matches(name, known, 2, NEAR) if same_words(name, each)]
    return near[0] if len(near) == 1 else name


def same_words(name: str, option: str) -> bool:
    """Whether two options have the same number of words and equal short words: --id-column is not --dx-column."""
    words = list(zip(name.split("-"), option.split("-"), strict=False))
    return name.count("-") == option.count("-") and all(one == other for one, other in words if len(other) < SHORT)
