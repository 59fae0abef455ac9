"""The page as one file: template, style, script and data, under a policy that allows nothing else to be loaded.

The script is plain JavaScript in modules of one idea each, joined in the order of SCRIPTS.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from mbc_cli import __version__
from mbc_cli.page.payload import packed, payload

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import OtherDrug

SITE = files("mbc_cli.page") / "site"
SCRIPTS = (
    "truth",
    "follows",
    "words",
    "profile",
    "lines",
    "verdicts",
    "order",
    "book",
    "search",
    "dom",
    "combobox",
    "cards",
    "facts_form",
    "options_view",
    "front",
    "app",
)
"""The modules of the script: the rules of `mbc options`, the data, the search, what is shown, and the page itself."""
HEAD = 4096
"""How many bytes of a file are read to see what it is."""
MARK = b'<meta name="generator" content="mbc page">'
"""What distinguishes a page of this program from any other file."""


def page(book: Book, others: Iterable[OtherDrug]) -> str:
    """The whole file; the same data gives the same bytes."""
    style, code = text("page.css"), script()
    return Template(text("page.html")).substitute(
        policy=escape(policy(style, code)),
        style=style,
        script=code,
        payload=packed(payload(book, others)),
        data=escape(book.version),
        program=escape(__version__),
    )


def text(name: str) -> str:
    """A file of the template."""
    return (SITE / name).read_text("utf-8")


def script() -> str:
    """The modules, in one scope that nothing outside can see."""
    return "\n".join(('"use strict";\n(() => {', *(text(f"js/{name}.js") for name in SCRIPTS), "})();\n"))


def policy(style: str, code: str) -> str:
    """The Content-Security-Policy: this style and this script by their hashes, an empty icon, nothing else."""
    rules = (
        "default-src 'none'",
        f"script-src '{digest(code)}'",
        f"style-src '{digest(style)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    )
    return "; ".join(rules)


def digest(content: str) -> str:
    """The hash by which a policy identifies a text."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def is_page(file: Path) -> bool:
    """Whether a file is a page of this program."""
    with file.open("rb") as opened:
        return MARK in opened.read(HEAD)
