"""What people write in place of a command, and what it means here.

What is clear is done and reported in a line on standard error; the rest is left for the command line to refuse. Only a
call for which a command line is built needs these tables.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

DEFINE = "define"
"""The word for a question that is not a command: the command that knows the name or the word answers."""
COMPARE, TWO = "compare", 2
"""The word for a comparison; it is one of two names if two words follow."""
ALONE = {
    "advocate": "help patient",
    "axes": "options --axes",
    "brands": "drug --all",
    "citation": "--version",
    "cite": "--version",
    "clinical trials": "trials",
    "codes": "code --values",
    "commands": "help",
    "curator": "help curator",
    "drugs": "drug --all",
    "errata": "conflicts",
    "examples": "help",
    "facts": "options --axes",
    "items": "code --values",
    "licences": "sources --notice",
    "licenses": "sources --notice",
    "list": "help",
    "ls": "help",
    "man": "help",
    "manual": "help",
    "notice": "sources --notice",
    "nurse": "help trainee",
    "patient": "help patient",
    "patients": "help patient",
    "pharmacist": "help trainee",
    "references": "sources",
    "registrar": "help registrar",
    "sources licences": "sources --notice",
    "sources licenses": "sources --notice",
    "trainee": "help trainee",
}
"""Words that are a whole question, and the call that answers it."""
AMONG = {
    "class": dict.fromkeys(("all", "list"), "class"),
    "code": dict.fromkeys(("all", "codes", "help codes", "items", "list", "rules", "values"), "code --values"),
    "conflicts": {"all": "conflicts"},
    "drug": {
        **dict.fromkeys(("all", "drugs", "list"), "drug --all"),
        **dict.fromkeys(("--regimen", "--regimens"), "regimens"),
        **dict.fromkeys(("--trial", "--trials"), "trials"),
        "--conflicts": "conflicts",
        "--why": "options --why",
    },
    "regimens": dict.fromkeys(("all", "list"), "regimens"),
    "sources": {
        "all": "sources",
        **dict.fromkeys(("outdated", "superseded", "--outdated", "--superseded"), "conflicts outdated"),
    },
    "trials": dict.fromkeys(("all", "list"), "trials"),
}
"""For each command, words or an option after it that are not a name, and the call that answers them."""
FIRST = {
    "add": "new",
    "approvals": "drug",
    "approvals of": "drug",
    "approved drugs for": "options",
    "approved for": "options",
    "biosimilars": "drug",
    "biosimilars of": "drug",
    "brand": "drug",
    "brand name of": "drug",
    "brands": "drug",
    "brands of": "drug",
    "cite": "sources",
    "clean": DEFINE,
    "clinical trials": "trials",
    "clinical trials for": "trials",
    "clinical trials of": "trials",
    "clinical trials with": "trials",
    "codes for": "drug",
    "codes of": "drug",
    COMPARE: "drug",
    "create": "new",
    "decode": "expand",
    "definition of": DEFINE,
    "describe": DEFINE,
    "difference": "drug",
    "difference between": "drug",
    "differences between": "drug",
    "disagreements": "conflicts",
    "drug --class": "class",
    "drugs approved for": "options",
    "drugs for": "options",
    "dump": "export",
    "errata": "conflicts",
    "errata of": "conflicts",
    "evidence for": "options --why",
    "explain": DEFINE,
    "generic": "drug",
    "generic for": "drug",
    "generic name for": "drug",
    "generic name of": "drug",
    "generic of": "drug",
    "glossary": DEFINE,
    "how do": DEFINE,
    "how does": DEFINE,
    "indications": "drug",
    "indications for": "drug",
    "indications of": "drug",
    "info": DEFINE,
    "label": "sources",
    "labels of": "sources",
    "lint": "check",
    "list": "",
    "look up": DEFINE,
    "lookup": DEFINE,
    "map": DEFINE,
    "meaning": DEFINE,
    "members of": "class",
    "members of the": "class",
    "meaning of": DEFINE,
    "mechanism": DEFINE,
    "mechanism of": DEFINE,
    "medicines for": "options",
    "naaccr": "code",
    "normalise": DEFINE,
    "normalize": DEFINE,
    "options for": "options",
    "other names for": "drug",
    "other names of": "drug",
    "parse": DEFINE,
    "process": DEFINE,
    "references": "sources",
    "regimens --class": "regimens --with",
    "regimens containing": "regimens",
    "regimens for": "regimens",
    "regimens including": "regimens",
    "regimens of": "regimens",
    "regimens that contain": "regimens",
    "regimens that include": "regimens",
    "regimens that use": "regimens",
    "regimens using": "regimens",
    "regimens with": "regimens",
    "rxnorm": "drug",
    "seer": "code",
    "seer rx": "code",
    "seer*rx": "code",
    "seerrx": "code",
    "show": "",
    "standardise": DEFINE,
    "standardize": DEFINE,
    "studies of": "trials",
    "studies with": "trials",
    "synonyms": "drug",
    "synonyms for": "drug",
    "synonyms of": "drug",
    "tell me about": DEFINE,
    "template": "new",
    "template for": "new",
    "therapies for": "options",
    "therapy for": "options",
    "treatment": "options",
    "treatment for": "options",
    "treatments": "options",
    "treatments for": "options",
    "trial": "expand",
    "trials for": "trials",
    "trials of": "trials",
    "trials with": "trials",
    "validate": "check",
    "what are": DEFINE,
    "what does": DEFINE,
    "what is": DEFINE,
    "what regimens contain": "regimens",
    "what regimens have": "regimens",
    "what regimens include": "regimens",
    "what regimens use": "regimens",
    "what's": DEFINE,
    "whats": DEFINE,
    "which drugs are": "drug",
    "which regimens contain": "regimens",
    "which regimens have": "regimens",
    "which regimens include": "regimens",
    "which regimens use": "regimens",
    "who recommends": "options --why",
    "why": "options --why",
}
"""The first words of a call, including options, and the command they mean; none if they only introduce the rest."""
ENTRY = "To change a shipped entry: mbc new drug NAME prints it; your version replaces it (--data DIR)"
CHANGES = ("change", "correct", "correction", "edit", "fix", "modify")
"""What people call writing another version of an entry."""
COUNTS = "The indexes have counts: mbc sources, mbc conflicts, mbc class; mbc export mbc.sqlite has everything"
INSTEAD = {
    **dict.fromkeys(CHANGES, ENTRY),
    "count": COUNTS,
    "coverage": "An answer says what was not looked at: mbc options HER2+ --region CA",
    "glossary": "Give it a word: mbc glossary pCR",
    "stats": COUNTS,
    "translate": "Names in other languages are names as well: mbc drug NAME",
    "unverified": "A card says what was not verified: mbc drug NAME -v; mbc export mbc.sqlite has it for all",
    "update": "The data comes with the package: install a newer one",
    "upgrade": "The data comes with the package: install a newer one",
}
"""Words that no command answers, and what to do instead."""
AS_WRITTEN = {"class": "class", "drug": "drug", "regimens": "regimen", "sources": "source", "trials": "trial"}
"""For each command, the kind of entry that it shows, for users who want it as it is written in the data."""
ONE_TABLE = {
    **dict.fromkeys(("class", "classes"), "class"),
    **dict.fromkeys(("drug", "drugs", "formulary"), "drug --all"),
    **dict.fromkeys(("regimen", "regimens"), "regimens"),
    **dict.fromkeys(("source", "sources"), "sources --all"),
    **dict.fromkeys(("trial", "trials"), "trials --all"),
}
"""The name of an exported file that asks for one table, to the call that gives that table."""
TABLE_FILES = (".csv", ".tsv", ".json")
"""The extensions of one table in a file."""
CODED = pattern(
    r"(?i)how (?:is|are|was) (?P<coded>.+) coded\??|"
    r"(?:(?:what|which|the|is|its|us) )*"
    r"(?:how (?:(?:do|would|should|can|i|we|you|to) )*code|"
    r"(?:(?:seer[* ]?(?:rx)?|naaccr|registry) )+(?:codes?|categor(?:y|ies)|items?)|categor(?:y|ies)) "
    r"(?:(?:is|are|for|of|the) )*(?P<name>.+?)\??"
)
"""A question about the SEER*Rx category of what is named, or how a registrar codes it."""
READ_FROM = (
    "--batch", "--csv", "--file", "--from-file", "--in", "--infile", "--input", "--input-file", "-f", "-i",
)  # fmt: skip
INTO = ("--decisions", "--out", "--outfile", "--output", "-o")
"""Options with the file to read, for commands that read none; and those with a file that is not to be read."""
OF_CLASS = pattern(
    r"(?i)(?:(?:all|the|list|show|what|which|are) )*(?:drugs|members) (?:are )?(?:in|of) (?:the )?"
    r"(?:class (?:of )?(?P<behind>.+?)|(?P<before>.+?) class)\??"
)
"""A question about the drugs of a class, which it calls one."""
LAST = ("mean", "means", "stand for", "stands for", "used for", "for", "work", "works", "do")
"""What ends a question and is not part of the name."""


def command_meant(args: Sequence[str], commands: Collection[str]) -> list[str]:
    """The words of a call with the command that the first ones mean; unchanged if they mean none."""
    words, rest = parted(args)
    if words and words[0] in commands and (found := of_another(AMONG.get(words[0], {}), words[1:], rest)):
        return found
    if found := of_a_file(words, rest, commands) or of_a_text(words, rest):
        return found
    if words and words[0] not in commands and words[0].casefold() in commands:
        return [words[0].casefold(), *words[1:], *rest]
    if meant := ALONE.get(" ".join(words).casefold()):
        return [*meant.split(), *rest]
    if found := of_one_table(words, rest) or of_the_bench(words, rest):
        return found
    if asked := CODED.fullmatch(" ".join(words)):
        return ["code", *(asked["coded"] or asked["name"]).split(), *rest]
    if listed := OF_CLASS.fullmatch(" ".join(words)):
        return ["class", *(listed["behind"] or listed["before"]).split(), *rest]
    every = [*words, *rest]
    for n in (3, 2, 1):
        first = " ".join(every[:n]).casefold()
        if first == COMPARE and len(words) == TWO + 1:
            return [words[1], "vs", words[2], *rest]
        if len(every) > n and first in FIRST and first not in commands:
            return command_meant(called(FIRST[first], *parted(every[n:])), commands)
    return list(args)


def of_another(table: Mapping[str, str], words: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The call that answers some words, or an option among the rest, better than their command; [] if none does."""
    if meant := table.get(" ".join(words).casefold()):
        return [*meant.split(), *rest]
    option = next((word for word in rest if word in table), "")
    return called(table[option], words, [word for word in rest if word != option]) if option else []


def of_the_bench(words: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The call for a curator who wants an entry as written, or to change one, or to compare directories; else []."""
    first, *others = words or [""]
    if first in AS_WRITTEN and rest in (["--format", "toml"], ["-f", "toml"], ["--toml"]):
        return ["new", AS_WRITTEN[first], *others]
    if first in CHANGES and others:
        return ["new", *others, *rest]
    return ["diff", *others, *rest] if first == COMPARE and others and all(map(os.path.exists, others)) else []


def of_one_table(words: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The call that writes one table to a file called after it, drugs.csv, for an export; [] for any other call."""
    if len(words) != TWO or words[0] != "export" or "--as" in rest:
        return []
    stem, ending = os.path.splitext(os.path.basename(words[1]).casefold())
    meant = ONE_TABLE.get(stem, "") if ending in TABLE_FILES else ""
    return [*meant.split(), "-o", words[1], *rest] if meant else []


def of_a_file(words: Sequence[str], rest: Sequence[str], commands: Collection[str]) -> list[str]:
    """The call of `mbc annotate` for a table or texts in a file that no command reads, or for a file to be coded."""
    file = next(filter(is_a_file, words[:2]), "")
    if not file and words == ["code"]:
        file, rest = file_among(rest)
    others = [word for word in words[1:] if word != file]
    if not file or (words[0] in commands and words[0] != "code"):
        return []
    if words[0] != "code":
        return ["annotate", file, *others, *rest]
    is_table = not file.casefold().endswith(".txt") or {"-c", "--column", "--dx-column"} & {*rest}
    return ["annotate", file, *others, "--code", *rest] if is_table else []


def file_among(rest: Sequence[str]) -> tuple[str, list[str]]:
    """The file to be read, named among options by one of them or after them, and the others; "" if there is none."""
    found = [each for word in rest for each in (word.split("=", 1) if word.startswith("--") else [word])]
    for n, word in enumerate(found):
        before = found[n - 1] if n else ""
        if is_a_file(word) and before not in INTO:
            return word, [*found[: n - (before in READ_FROM)], *found[n + 1 :]]
    return "", list(rest)


def is_a_file(word: str) -> bool:
    """Whether a word is the name of an existing file of a kind that can be read."""
    from mbc_cli.cli.answering import FILES  # only to know a file

    return word.casefold().endswith(FILES) and os.path.isfile(word)


def of_a_text(words: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The call of `mbc expand` for a text of several words that is given in place of a file; [] for anything else."""
    is_file = any(os.path.exists(word) or os.path.splitext(word)[1][1:].isalpha() for word in words[1:])
    is_text = " " in " ".join(words[1:]) and not is_file
    return ["expand", *words[1:]] if words[:1] == ["annotate"] and is_text and not rest else []


def parted(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words before the first option, and the rest; a question in quotes counts as words."""
    at = next((n for n, word in enumerate(args) if word.startswith("-")), len(args))
    return [*args[0].split(), *args[1:at]] if at else [], list(args[at:])


def called(meant: str, words: Sequence[str], rest: Sequence[str]) -> list[str]:
    """A command followed by some words, which are one value of an option if the command ends in one, and the rest."""
    option = meant.rpartition(" ")[2].startswith("-")
    return [*meant.split(), *([" ".join(words)] if option and words else words), *rest]


def named(args: Sequence[str]) -> list[str]:
    """The words after DEFINE without those that end a question, and the options after them."""
    words, rest = parted(args[1:])
    text = " ".join(words).strip(" ?")
    end = next((f" {end}" for end in LAST if text.casefold().endswith(f" {end}")), "")
    return [*text[: len(text) - len(end)].split(), *rest]


PLAIN = pattern(r"[\w.,/:+@%=~-]+")
"""A word that no shell changes."""


def as_typed(*words: str) -> str:
    """Arguments as they are typed in a shell: those that a shell would change, or take for several, are in quotes."""
    return " ".join(word if PLAIN.fullmatch(word) else in_quotes(word) for word in words)


def in_quotes(word: str) -> str:
    """A word in quotes: double ones unless something in it has a meaning there."""
    from shlex import quote  # only for such a word

    return quote(word) if any(sign in word for sign in '"$`\\!') else f'"{word}"'


def told(*parts: str) -> None:
    """Say on standard error how something was understood."""
    sys.stderr.write(f"mbc: {'; '.join(filter(None, parts))}\n")
