"""What to write where an option of one command is given to another."""

from __future__ import annotations

OF_A_FILE = "mbc annotate {} --column {column} --code --dx-column COLUMN"
CODED = f"A file is coded by {OF_A_FILE.format('FILE', column='COLUMN')}"
DATED = "That is the one date of mbc code; a file has them in a column: --dx-column COLUMN"
FIRST_ROWS = "On a terminal the first rows are shown; for a few rows of a CSV: head -20 FILE | mbc annotate - -c COLUMN"
UNSURE = "Values that are not exact are listed by --decisions FILE, to edit and pass in again; mbc_status has it by row"
ONE_EACH = "A row stays a row: mbc_drugs has the ids of its drugs, separated by semicolons"
ONLY_THOSE = "Only the rows to review are listed already; -o FILE writes them all"
PRINTED = "A template is printed: mbc new KIND >> my-data/FILE.toml"
INSTEAD = {
    "code": dict.fromkeys(("--column", "-c", "--dx-column", "--dx-format", "--file"), CODED),
    "annotate": {
        "--dx": DATED,
        **dict.fromkeys(("--head", "--limit", "--nrows", "--rows", "--sample", "-n"), FIRST_ROWS),
        **dict.fromkeys(("--review", "--uncertain", "--unknown", "--unmatched", "--unread"), UNSURE),
        **dict.fromkeys(("--explode", "--long", "--tidy", "--wide"), ONE_EACH),
    },
    "audit": {"--dx": DATED, **dict.fromkeys(("--errors-only", "--errors", "--only-errors", "--review"), ONLY_THOSE)},
    "new": dict.fromkeys(("-o", "--out", "--output"), PRINTED),
}
"""Command to options that it does not have, and what to write."""


def instead_of_option(command: str, words: list[str]) -> str:
    """What is wrong with the words of a command, if it has no such option and another command has; "" if it is fine."""
    options = (word.partition("=")[0] for word in words)
    wrong = next((name for name in options if name in INSTEAD.get(command, {})), "")
    return f"No such option: {wrong}. {INSTEAD[command][wrong]}" if wrong else ""
