"""What a shell offers when Tab is pressed: commands, names, options and values, in any case, quoted for the shell.

The scripts that `--install-completion` installs are Typer's; so is the protocol. Names are found without a command
line, as fast as an exact answer; the command itself is built only for its options and their values.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from mbc_cli.api.reference import shipped_reference
from mbc_cli.cli.known import COMMANDS, HELP, NAMES, NAMES_OF_OPTION, TREATMENTS, beginning, facts, names, values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mbc_cli.book.book import Book

ASKED = "_MBC_COMPLETE"
SPECIAL = re.compile(r"([^\w@%+,./→-])")
"""What a shell does not take literally outside quotes."""
ANY_CASE = "m:{a-zA-Z}={A-Za-z}"
IN_DOUBLE_QUOTES = re.compile(r'(["$`\\])')


class Line(NamedTuple):
    """A line up to the cursor: its words as the shell reads them, the unfinished word, and the open quote."""

    words: tuple[str, ...]
    start: str
    quote: str = ""


def is_asked() -> bool:
    """Whether a shell asks what can come at the cursor."""
    return os.environ.get(ASKED, "") in SHELLS


def answered() -> int:
    """Write the offers in the form for the shell that asks; the exit code, 1 if fish is to offer files."""
    text, written = SHELLS[os.environ[ASKED]]
    line = read(text(os.environ))
    found = offered(line)
    sys.stdout.write(written(found, line))
    return 0 if found else 1


def read(text: str) -> Line:
    """The words of a line; quoted or backslash-escaped characters are part of a word."""
    words, quote, escaped = [""], "", False
    for char in text:
        if escaped or not (char in "\\'\"" or char.isspace()) or (quote and char not in (quote, "\\")):
            words[-1] += char
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif char.isspace():
            words.append("")
        else:
            quote = "" if quote else char
    return Line(tuple(filter(None, words[1:-1])), words[-1], quote)


def offered(line: Line) -> list[str]:
    """What may complete the unfinished word."""
    at = next((n for n, word in enumerate(line.words) if word in COMMANDS or word == HELP), None)
    if at is None:
        return commands(line.start)
    command, said = line.words[at], line.words[at + 1 :]
    if command == HELP:
        return beginning(COMMANDS, line.start)
    if line.start.startswith("-"):
        name, given, value = line.start.partition("=")
        return (
            [f"{name}={found}" for found in values_of(command, name, value) or ()] if given else options(command, name)
        )
    found = values_of(command, said[-1], line.start) if said and said[-1].startswith("-") else None
    return arguments(command, said, line.start) if found is None else found


def commands(start: str) -> list[str]:
    """The commands that begin this way; if there are none, names, which need no command."""
    if start.startswith("-"):
        return options("", start)
    return beginning((*COMMANDS, HELP), start) or names(book(), TREATMENTS, (), start)


def arguments(command: str, said: Sequence[str], start: str) -> list[str]:
    """What can be the argument of a command; some of its words may already be there."""
    if command in NAMES:
        together = () if any(word.startswith("-") for word in said) else said
        return names(book(), NAMES[command], together, start)
    known = LISTED.get(command)
    return beginning(known(), start) if known else []


def values_of(command: str, option: str, start: str) -> list[str] | None:
    """The values of an option that begin this way; None if it takes none."""
    if option in NAMES_OF_OPTION:
        return names(book(), NAMES_OF_OPTION[option], (), start)
    if option == "--fact":
        return facts(book(), start)
    if axis := next((axis for axis in book().axes.values() if axis.flag == option), None):
        return values(book(), axis, start)
    param = next((param for param in params(command) if option in param.opts), None)
    if param is None or param.is_flag:
        return None
    return beginning(regions() if option == "--region" else getattr(param.type, "choices", ()), start)


def options(command: str, start: str) -> list[str]:
    """The options of a command, or those that can come before any command, that begin this way."""
    return beginning((name for param in params(command) for name in param.opts if name.startswith("-")), start)


def params(command: str) -> list[Any]:
    """The options and arguments of a command, as on its command line."""
    from mbc_cli.cli.app import params_of  # all of Typer, which names do not need

    return params_of(command)


def regions() -> Sequence[str]:
    """The markets."""
    from mbc_cli.book.shapes import REGIONS  # only for their option

    return REGIONS


def kinds() -> Sequence[str]:
    """The kinds of entry."""
    from mbc_cli.bench.blocks import KINDS  # only for its command

    return tuple(KINDS)


def listed_sources() -> Sequence[str]:
    """The ids of sources, and the authorities and kinds that stand for several sources."""
    from mbc_cli.show.statement_lines import AUTHORITIES  # only for its command

    every = book().sources.values()
    return (*AUTHORITIES.values(), *dict.fromkeys(source.form for source in every), *(source.id for source in every))


LISTED: dict[str, Callable[[], Sequence[str]]] = {
    "sources": listed_sources,
    "new": kinds,
    "schema": lambda: ("data", "answers"),
}
"""For each command, the words that can be its argument."""


def book() -> Book:
    """The shipped book, whose names are offered."""
    return shipped_reference().book


# --- the shells ----------------------------------------------------------------------------------------------------


def bash_line(around: Mapping[str, str]) -> str:
    """The line of bash, which splits words at `=` too."""
    words, at = around["COMP_WORDS"], int(around["COMP_CWORD"])
    parted = words.split("\n" if "\n" in words else " ")[: at + 1]
    return "\n".join(parted).replace("\n=\n", "=").removesuffix("\n=") + ("=" if parted[-1] == "=" else "")


def bash(found: Sequence[str], line: Line) -> str:
    """A line for each offer; bash inserts only what comes after the last `=`."""
    parted = 0 if line.quote else line.start.rfind("=") + 1
    return "".join(f"{quoted(name[parted:], line.quote)}\n" for name in agreeing(found, line.start))


def agreeing(found: Sequence[str], start: str) -> Sequence[str]:
    """The offers as they are, or with their beginning as typed.

    Bash inserts their common beginning: if they differ in case, that would be less than what was typed.
    """
    begun = {name[: len(start)] for name in found}
    shorter = len(begun) > 1 and len({text[0] for text in begun}) == 1
    return [start + name[len(start) :] for name in found] if shorter else found


def quoted(name: str, quote: str) -> str:
    """A name as bash takes it, inside an open quote or outside any."""
    if quote == "'":
        return name.replace("'", "'\\''")
    return (IN_DOUBLE_QUOTES if quote else SPECIAL).sub(r"\\\1", name)


def zsh(found: Sequence[str], _line: Line) -> str:
    """A command for zsh to run, with a matcher for any case; zsh quotes what it inserts."""
    names = " ".join("'" + name.replace("'", "'\\''") + "'" for name in found)
    return f"compadd -M '{ANY_CASE}' -- {names}\n" if found else "_files\n"


def fish(found: Sequence[str], _line: Line) -> str:
    """A line for each offer; fish quotes what it inserts, and first asks whether there is any offer."""
    asks_whether = os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args"
    return "" if asks_whether else "".join(f"{name}\n" for name in found)


def typed(around: Mapping[str, str]) -> str:
    """The line of zsh and fish."""
    return around.get("_TYPER_COMPLETE_ARGS", "")


SHELLS: dict[str, tuple[Callable[[Mapping[str, str]], str], Callable[[Sequence[str], Line], str]]] = {
    "complete_bash": (bash_line, bash),
    "complete_zsh": (typed, zsh),
    "complete_fish": (typed, fish),
}
"""For each variable with which a shell asks, the line and the form in which the shell takes offers."""
