"""What can go wrong, each with its exit code; one place (`__main__`) turns these into messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.table import Problem


class MbcError(Exception):
    """A message for the user, on standard error, and an exit code."""

    exit_code = 1


class UsageError(MbcError):
    """Wrong usage: an option, an axis or a value that does not exist."""

    exit_code = 2


class InputError(MbcError):
    """Input that cannot be read or output that cannot be written."""

    exit_code = 3


class DataError(MbcError):
    """Broken data: every problem at once; no answer is given from it."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        lines = [str(problem) for problem in self.problems]
        super().__init__("\n".join([*lines, f"{count} problem{'' if count == 1 else 's'} in the data"]))
