"""An answer in a file instead of on standard output; the extension of its name gives the format."""

from __future__ import annotations

import re
import shlex
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.answering import MARKDOWN, PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOW_TO_SEE_SOURCES = "Each statement with its source, and the place in it: the same call with -v."
FORMS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".txt": "table",
    "": "table",
}


def form_of(target: str) -> str:
    """The format that a file has by its extension; UsageError if no answer is written in it."""
    ending = Path(target).suffix.casefold()
    if ending not in FORMS:
        known = ", ".join(filter(None, FORMS))
        raise UsageError(f"-o {target}: {ending} is not a format for answers: use one of {known}")
    return FORMS[ending]


def heading(call: Sequence[str], target: str, data: Path | None, form: str) -> str:
    """How a file for human readers begins: the call without that file, the day of the data, what it is and is not.

    "" for a file of data.
    """
    if form not in PAGES:
        return ""
    from mbc_cli.api.reference import load  # only for a file to be read
    from mbc_cli.show.markdown import markdown_of
    from mbc_cli.show.page import Line, Title
    from mbc_cli.show.plain import text_of

    named = ("-o", "--output", target, f"-o{target}", f"--output={target}")
    asked = shlex.join(["mbc", *(word for word in call if word not in named)])
    day = f"Data of {load(data).book.version}, from published sources. Information, not advice."
    head = (Title(f"Metastatic breast cancer: {asked}"), Line(day), Line(HOW_TO_SEE_SOURCES))
    return f"{markdown_of([head]) if form == MARKDOWN else text_of(head)}\n"


def below(text: str) -> str:
    """A Markdown text below a heading of its own: its first headings become second ones."""
    return re.sub(r"^# ", "## ", text, flags=re.MULTILINE)


@contextmanager
def into(target: str, head: str = "") -> Iterator[None]:
    """Write what goes to standard output into a file below a heading, once it is complete; nothing if it is empty."""
    left = None
    with written(Path(target)) as out:
        kept = StringIO()
        try:
            with redirect_stdout(kept if head else out):
                yield
        except typer.Exit as end:
            if not (kept.tell() or out.tell()):
                raise
            left = end
        if head:
            out.write(f"{head}{below(kept.getvalue()) if form_of(target) == MARKDOWN else kept.getvalue()}")
    if left:
        raise left
