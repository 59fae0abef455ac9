"""The answer of `mbc options --why`: each statement about a treatment, as a checklist for the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.options.told import SILENCE
from mbc_cli.show.options_page import heads, moment_lines
from mbc_cli.show.page import Line
from mbc_cli.show.statement_lines import details

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.options.told import Heard
    from mbc_cli.options.verdicts import Gathered, Option
    from mbc_cli.show.page import Page

ADVICE = "This is information from published sources and not medical advice."


def why_page(book: Book, answer: Gathered, asked: Sequence[Option], heard: Heard = SILENCE) -> Page:
    """Some treatments, each with every statement about it."""
    return (
        *heads(book, answer, heard),
        *moment_lines(book, answer.now),
        *(details(book, option, answer.now) for option in asked),
        Line(ADVICE),
    )
