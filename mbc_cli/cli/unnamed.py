"""A call without a command: which one answers its words; standard error says which."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import takewhile
from typing import TYPE_CHECKING

from mbc_cli.api.about import not_here
from mbc_cli.api.cards import of_one_kind, several
from mbc_cli.api.door import door, explaining_door, wider_door
from mbc_cli.api.expanding import is_profile
from mbc_cli.book.errors import NotFoundError
from mbc_cli.book.names import clean
from mbc_cli.cli.answering import joined
from mbc_cli.cli.known import COMMANDS
from mbc_cli.cli.meant import as_typed, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.api.reader import Reader

MISSPELT = 0.8
"""How similar a word must be to a command to be taken for it."""


def nearest_command(word: str, least: float = 0.6) -> str:
    """The command nearest to a word; "" if none is near."""
    return next(iter(get_close_matches(word.casefold(), COMMANDS, 1, least)), "")


def call_meant(mbc: Reader, args: Sequence[str], *, asked: bool = False) -> list[str]:
    """The command and the arguments that answer words; none if nothing does.

    If `asked` what they are, a fact is explained rather than taken for a profile. NotFoundError for what is not here.
    """
    words = list(takewhile(lambda word: not word.startswith("-"), args))
    rest = list(args[len(words) :])
    if not asked and (call := misspelt(mbc, words)):
        return [*call, *rest]
    text = joined(words)
    if found := door(mbc, text) or (asked and not not_here(mbc, text) and explaining_door(mbc, text)):
        return [*answered_by(found, text), *words, *rest]
    if lacking := not_here(mbc, text):
        raise NotFoundError(lacking, text)
    return [*call, *rest] if (call := wider_call(mbc, words, text, asked=asked)) else []


def misspelt(mbc: Reader, words: Sequence[str]) -> list[str]:
    """The command for words whose first is almost one and is not a word that the reader of treatments knows."""
    near = nearest_command(words[0], MISSPELT) if len(words) > 1 else ""
    if not near or door(mbc, words[0]) or door(mbc, joined(words)) or not is_unread(mbc, words[0]):
        return []
    told(f"{words[0]} read as mbc {near}")
    return [near, *words[1:]]


def is_unread(mbc: Reader, word: str) -> bool:
    """Whether a word means nothing to the reader of treatments."""
    from mbc_cli.reading.read import read  # only for a word that may be a command

    return bool(read(mbc.book, word, mbc.aids).unread)


def wider_call(mbc: Reader, words: Sequence[str], text: str, *, asked: bool) -> list[str]:
    """The call that answers a text that is not a name: a question by the names in it, or a search for its words."""
    from mbc_cli.cli.questions import is_question, question  # only for what is not a name

    found = question(mbc, text) if asked or is_question(text) else None
    if found and found.command and is_profile(mbc.book, text):  # "what comes after Enhertu" asks what is next
        return [*answered_by("options", text), *words]
    if found and found.command:
        where = ["--region", found.region] if found.region else []
        answered_by(found.command, found.text, found.remark, where)
        return [found.command, *found.text.split(), *where]
    near = nearest_command(words[0]) if not asked and len(words) > 1 else ""
    if command := "" if near else wider_door(mbc, text):
        return [*answered_by(command, text, found.remark if found else meaning_of(mbc, command, text)), *words]
    if found and found.remark:
        told(found.remark)
    return []


def meaning_of(mbc: Reader, command: str, text: str) -> str:
    """What a fact means, if a text that is a profile is just one fact, HER2-low, and where to find more about it.

    For names that are shown side by side, how they are read as one treatment; or that they are of one drug.
    """
    if command == "drug" and of_one_kind(mbc, text):
        one = len(several(mbc, text)) == 1
        together = f"nothing here gives them together; as one treatment: mbc expand {as_typed(clean(text))}"
        return "these are names of one drug" if one else together
    if command != "options" or not explaining_door(mbc, text):
        return ""
    from mbc_cli.ask.definitions import in_a_line  # only for a fact

    meaning = in_a_line(mbc.book, text)
    if not meaning and " " in clean(text):
        return ""
    return "; ".join(filter(None, (meaning, f"what it means: mbc expand {as_typed(clean(text))}")))


def answered_by(command: str, text: str, remark: str = "", options: Sequence[str] = ()) -> list[str]:
    """A command, after saying that it answers a text, and what else there is to say."""
    told(f"answered by mbc {command} {as_typed(clean(text), *options)}")
    if remark:
        told(remark)
    return [command]
