"""The manual page, made of the help of the commands: `python man/make.py` writes `man/mbc.1`, and a test holds it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mbc_cli.cli.app import made, params_of
from mbc_cli.cli.help import GROUPS
from mbc_cli.cli.known import COMMANDS
from mbc_cli.store.load import DATA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).with_name("mbc.1")
ABOUT = (
    "mbc is an offline reference for the vocabulary of metastatic breast cancer treatment: drugs, brands, classes, "
    "regimens, what a text of treatment says, what a registrar records, and which published source names which "
    "treatment for which tumour. Every answer has a source. It is a map of sources, never advice."
)
STATUS = {
    "0": "an answer",
    "1": "nothing found",
    "2": "wrong usage",
    "3": "bad data or input",
    "130": "interrupted",
    "141": "a pipe that was closed",
}
VARIABLES = {
    "MBC_DATA": "A directory of your own TOML files, as with --data.",
    "MBC_PAGER, PAGER": "The pager for an answer that is longer than the terminal is high; an empty one is none.",
    "MBC_DEBUG": "1 shows the traceback of what is a bug in mbc.",
}


def page() -> str:
    """The manual page."""
    return "\n".join([*beginning(), *(line for name in COMMANDS for line in command(name)), *ending(), ""])


def beginning() -> Iterator[str]:
    """The head, and what the commands are for."""
    yield f'.TH MBC 1 "{DATA_VERSION}" "mbc" "User Commands"'
    yield from (".SH NAME", "mbc \\- the vocabulary of metastatic breast cancer treatment, and who says what")
    yield from (".SH SYNOPSIS", ".B mbc", "[OPTIONS] COMMAND [ARGS]...", ".br", ".B mbc", "NAME")
    yield from (".SH DESCRIPTION", roff(ABOUT), "A name without a command is looked up.")
    for title, group in GROUPS.items():
        yield from (".SS " + roff(title),)
        for call, said in group.values():
            yield from (".TP", f".B {roff(call)}", roff(said))
    yield from (".SH OPTIONS", *(line for param in params_of("") for line in option(param)))
    yield ".SH COMMANDS"


def command(name: str) -> Iterator[str]:
    """A command: what it is called with, what it does, its options and its examples."""
    found = made(name)
    usage = " ".join(found.collect_usage_pieces(found.context_class(found, info_name=name)))
    yield from (f".SS mbc {name} {roff(usage)}", *paragraphs(found.help))
    yield from (line for param in params_of(name) for line in option(param))
    yield from (".PP", roff(str(found.epilog)))


def paragraphs(text: str) -> Iterator[str]:
    """A text of several paragraphs."""
    for part in text.split("\n\n"):
        yield from (".PP", roff(" ".join(part.split())))


def option(param: Any) -> Iterator[str]:
    """An option or argument with its help; the one for help itself is known."""
    if param.help and param.name != "help":
        kinds = "" if param.param_type_name == "argument" or param.is_flag else f" {param.metavar or 'VALUE'}"
        names = param.metavar if param.param_type_name == "argument" else ", ".join(param.opts)
        yield from (".TP", f".B {roff(f'{names}{kinds}')}", roff(param.help))


def ending() -> Iterator[str]:
    """What ends a call, and what else it heeds."""
    yield ".SH EXIT STATUS"
    yield from (line for code, said in STATUS.items() for line in (".TP", f".B {code}", said))
    yield ".SH ENVIRONMENT"
    yield from (line for name, said in VARIABLES.items() for line in (".TP", f".B {name}", roff(said)))
    yield from (".SH NOTES", "This is information from published sources and not medical advice.")


def roff(text: str) -> str:
    """A text as a manual page has it, no line of which begins with a mark of its own."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped[:1] in (".", "'") else escaped


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
