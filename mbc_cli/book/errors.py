"""What can go wrong, each with its exit code; a single place (`__main__`) turns these into messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.names import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.names import Suggestion
    from mbc_cli.book.problems import Problem


LONGEST_SHOWN = 80


def install(extra: str, *, newer: bool = False) -> str:
    """The command that installs an extra, for users of a release and for people who work in a clone."""
    pip = "pip install -U" if newer else "pip install"
    return f"{pip} 'mbc-cli[{extra}]' (from a clone: {pip} '.[{extra}]')"


class MbcError(Exception):
    """A message for the user, on standard error, and an exit code."""

    exit_code = 1


class NotFoundError(MbcError):
    """Nothing has that name; `near` are names that may have been meant, each with the reason for offering it."""

    exit_code = 1

    def __init__(self, what: str, query: str, near: Sequence[Suggestion] = ()) -> None:
        """`what` says so in words, with {} in place of the name."""
        self.what = what
        self.query = query
        self.near = tuple(near)
        names = " or ".join(suggestion.name for suggestion in near if not suggestion.decoded)
        shown = clean(query)
        short = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}..."
        super().__init__(what.replace("{}", repr(short), 1) + (f": did you mean {names}?" if names else ""))

    def __reduce__(self) -> tuple[type[NotFoundError], tuple[str, str, tuple[Suggestion, ...]]]:
        return NotFoundError, (self.what, self.query, self.near)


class UsageError(MbcError):
    """Wrong usage: an option, axis or value that does not exist."""

    exit_code = 2


class InputError(MbcError):
    """Input that cannot be read, or output that cannot be written."""

    exit_code = 3


class DataError(MbcError):
    """Broken data, with every problem at once; no answer is given from such data."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join([f"{self.summary}:", *map(str, self.problems)]))

    @property
    def summary(self) -> str:
        """The number of problems."""
        count = len(self.problems)
        return f"{count} problem{'' if count == 1 else 's'} in the data"
