"""What to write if an option of one command is given to another."""

from __future__ import annotations

OF_A_FILE = "mbc annotate {} --column {column} --code{dx}"
CODED = f"A file is coded by {OF_A_FILE.format('FILE', column='COLUMN', dx=' --dx-column COLUMN')}"
ONE_EACH = "A row stays a row: mbc_drugs has the ids of its drugs, separated by semicolons"
VERDICTS = "Each verdict has its own section; -o FILE.xlsx lists every row to review with its verdict, to filter there"
PRINTED = "A template is printed: mbc new KIND >> my-data/FILE.toml"
OWN_ENTRY = "{} is an entry of its own: mbc new {}"
ALL_TABLES = "Every table is written; one by itself is called after it: mbc export brands.csv"
KINDS = (
    "Each hit says its kind; the lists of one kind: mbc drug --all, mbc class, mbc regimens, mbc trials, mbc sources"
)
INSTEAD = {
    "code": dict.fromkeys(("--column", "-c", "--dx-column"), CODED),
    "annotate": {
        **dict.fromkeys(("--explode", "--long", "--tidy", "--wide"), ONE_EACH),
    },
    "audit": dict.fromkeys(
        ("--filter", "--head", "--limit", "--only", "--rows", "--sample", "--status", "--verdict", "-n"), VERDICTS
    ),
    "new": {
        **dict.fromkeys(("-o", "--out", "--output"), PRINTED),
        **dict.fromkeys(("--regimen", "--regimens"), OWN_ENTRY.format("A regimen", "regimen NAME --drugs DRUG,DRUG")),
        "--category": OWN_ENTRY.format("A SEER*Rx category", "category DRUG"),
    },
    "search": dict.fromkeys(("--kind", "--only", "--type"), KINDS),
    "export": dict.fromkeys(("--list", "--list-tables", "--tables"), ALL_TABLES),
}
"""For each command, options that it does not have, and what to write."""


def instead_of_option(command: str, words: list[str]) -> str:
    """What is wrong with the words of a command, if it lacks an option that another command has; "" if it is fine."""
    options = (word.partition("=")[0] for word in words)
    wrong = next((name for name in options if name in INSTEAD.get(command, {})), "")
    return f"No such option: {wrong}. {INSTEAD[command][wrong]}" if wrong else ""
