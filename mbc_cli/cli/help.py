"""What `mbc --help` lists: the commands by what a person wants, each with an example and a few words."""

from __future__ import annotations

GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "Look up a name (also without the command: mbc Kadcyla)": {
        "expand": ("mbc expand ddAC-T", "an acronym or any treatment text, by phases"),
        "drug": ("mbc drug Kadcyla", "the card of a drug, by any name or code"),
        "class": ("mbc class CDK4/6", "the tree of classes, or one with its drugs"),
        "regimens": ("mbc regimens docetaxel", "the regimens that use some drugs"),
        "search": ("mbc search HER2", "everything that has a word in it"),
    },
    "What sources say": {
        "options": ("mbc options HER2+ HR-", "the treatments that they name for a tumour"),
        "sources": ("mbc sources FDA", "what the data rests on"),
        "conflicts": ("mbc conflicts ribociclib", "where sources disagree or err"),
    },
    "Columns, registries and other tools": {
        "annotate": ("mbc annotate notes.csv -c drug", "a column of texts to ids, with a status"),
        "code": ("mbc code TCHP --dx 2023", "what a US registrar records"),
        "audit": ("mbc audit registry.xml", "coded items against their texts"),
        "export": ("mbc export mbc.sqlite", "the whole vocabulary as tables"),
        "page": ("mbc page mbc.html", "the whole reference as a page, offline"),
        "mcp": ("mbc mcp", "the questions as tools for an assistant"),
    },
    "Data of your own": {
        "new": ("mbc new drug", "a block to fill in, for an entry"),
        "check": ("mbc check my-data", "every problem, with its place"),
        "diff": ("mbc diff my-data", "what changed between two directories"),
        "schema": ("mbc schema data", "the JSON Schema of the data or of answers"),
    },
}
"""Group to command to an example of it and what it answers."""
WIDEST = max(len(example) for group in GROUPS.values() for example, _ in group.values())
