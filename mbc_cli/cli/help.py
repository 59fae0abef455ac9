"""What `mbc --help` lists: the commands by what a person wants, each with an example and a few words."""

from __future__ import annotations

GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "Look up a name (the command is optional: mbc Kadcyla)": {
        "expand": ("mbc expand ddAC-T", "what an acronym or treatment text means"),
        "drug": ("mbc drug Kadcyla", "what a drug is, by any name or code"),
        "class": ("mbc class CDK4/6", "all drug classes, or the drugs in one"),
        "regimens": ("mbc regimens docetaxel", "the regimens that use certain drugs"),
        "trials": ("mbc trials Enhertu", "the trials that studied certain drugs"),
        "search": ("mbc search HER2", "everything that contains a word"),
    },
    "What sources say": {
        "options": ("mbc options HER2+ HR-", "treatments that sources name for a tumour"),
        "sources": ("mbc sources FDA", "the documents behind the data"),
        "conflicts": ("mbc conflicts ribociclib", "where sources disagree or are wrong"),
    },
    "Columns, registries and other tools": {
        "annotate": ("mbc annotate notes.csv -c drug", "a column of treatment text to drug ids"),
        "code": ("mbc code TCHP --dx 2023", "what a US registrar records"),
        "audit": ("mbc audit registry.xml", "check coded items against treatment text"),
        "export": ("mbc export mbc.sqlite", "the whole vocabulary as tables"),
        "page": ("mbc page mbc.html", "the whole reference as an offline page"),
        "mcp": ("mbc mcp", "serve these questions to an AI assistant"),
    },
    "Data of your own": {
        "new": ("mbc new drug", "a template for a new entry"),
        "check": ("mbc check my-data", "find every problem in your data files"),
        "diff": ("mbc diff my-data", "what changed between two sets of data"),
        "schema": ("mbc schema data", "the JSON Schema of the data or of answers"),
    },
}
"""For each group, its commands, each with an example and what it answers."""
WIDEST = max(len(example) for group in GROUPS.values() for example, _ in group.values())
