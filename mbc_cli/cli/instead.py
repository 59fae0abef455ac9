"""What to write where an option of one command is given to another."""

from __future__ import annotations

OF_A_FILE = "mbc annotate {} --column {column} --code --dx-column COLUMN"
CODED = f"A file is coded by {OF_A_FILE.format('FILE', column='COLUMN')}"
DATED = "That is the one date of mbc code; a file has them in a column: --dx-column COLUMN"
INSTEAD = {
    "code": dict.fromkeys(("--column", "-c", "--dx-column", "--dx-format"), CODED),
    "annotate": {"--dx": DATED},
    "audit": {"--dx": DATED},
}
"""Command to options that it does not have, and what to write."""


def instead_of_option(command: str, words: list[str]) -> str:
    """What is wrong with the words of a command, if it has no such option and another command has; "" if it is fine."""
    options = (word.partition("=")[0] for word in words)
    wrong = next((name for name in options if name in INSTEAD.get(command, {})), "")
    return f"No such option: {wrong}. {INSTEAD[command][wrong]}" if wrong else ""
