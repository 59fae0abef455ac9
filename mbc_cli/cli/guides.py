"""What `mbc help` explains besides commands: who uses mbc, how they begin, and where they can read on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.show.page import Fields, Line, Title

if TYPE_CHECKING:
    from mbc_cli.show.page import Page


class Guide(NamedTuple):
    """A page of the documentation: its title, its other names, and calls to begin with."""

    title: str
    called: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]


GUIDES = {
    "patient": Guide(
        "Patients and advocates",
        ("patients", "advocate", "advocates", "relatives"),
        (
            ("mbc Kadcyla", "what a drug is, and where it is approved"),
            ("mbc what is HER2-low", "what a word of a report means"),
            ('mbc options "ER 90%, HER2 1+, progressed on letrozole"', "what sources name for a tumour"),
            ("mbc options --her2 low --why Enhertu", "who names it, and on what conditions"),
            ('mbc expand "ddAC x4 -> wkly Taxol"', "what a line of a letter says"),
            ("mbc page mbc.html", "all of it to read in a browser, offline"),
        ),
    ),
    "trainee": Guide(
        "Trainees, nurses and pharmacists",
        ("trainees", "nurse", "nurses", "pharmacist", "pharmacists", "students"),
        (
            ("mbc expand FEC-D", "what an acronym stands for"),
            ("mbc drug T-DXd", "the card of a drug, by any name or code"),
            ("mbc drug Kadcyla Enhertu", "drugs side by side"),
            ("mbc class CDK4/6", "the drugs of a class"),
            ("mbc regimens docetaxel", "the regimens that use a drug"),
            ("mbc options --tnbc --line 2", "what sources name, line by line"),
            ("mbc conflicts ribociclib", "where sources disagree"),
        ),
    ),
    "registrar": Guide(
        "Cancer registrars",
        ("registrars", "registry", "abstractor"),
        (
            ("mbc code TCHP --dx 2015-06", "what a US registry records"),
            ("mbc audit registry.xml", "coded items checked against the text"),
            ("mbc code --values", "what each code means"),
            ('mbc expand "AC x4 -> wkly Taxol + H"', "what a text says, and what was not read"),
            ("mbc annotate notes.csv -c drug", "a column of texts"),
        ),
    ),
    "data-scientist": Guide(
        "Data scientists",
        ("data-scientists", "scientist", "python", "pandas"),
        (
            ("mbc annotate notes.csv -c drug -o out.csv", "a column of texts to drug ids"),
            ("mbc help statuses", "what each status means"),
            ("mbc expand TCH --format json", "any answer as data"),
            ("mbc export mbc.sqlite", "the vocabulary as tables"),
            ("mbc schema answers", "the JSON Schema of the answers"),
        ),
    ),
    "curator": Guide(
        "Curators",
        ("curators", "data"),
        (
            ("mbc new drug", "a template for an entry"),
            ("mbc check my-data", "every problem in your files"),
            ("mbc --data my-data expand BR07", "an answer with your data"),
            ("mbc diff my-data", "what your data changes"),
            ("mbc sources FDA", "the sources, with dates and licences"),
        ),
    ),
    "assistants": Guide("AI assistants", ("assistant", "ai"), (("mbc mcp", "serve the questions as tools"),)),
    "commands": Guide("Every command", (), (("mbc --help", "all commands, each with an example"),)),
    "scaling": Guide("How far it scales", ("speed",), (("mbc annotate big.parquet -c drug -o out.parquet", "a file"),)),
}
"""For each page of the documentation, what it is about."""
NAMES = {called: name for name, guide in GUIDES.items() for called in (name, *guide.called)}


def guide_page(name: str) -> Page:
    """How to begin, and where to read on."""
    guide = GUIDES[NAMES[name]]
    return (Title(guide.title), Fields(guide.calls), Line(f"The whole page: docs/{NAMES[name]}.md"))


def statuses() -> Page:
    """What each status of `mbc annotate` means."""
    from mbc_cli.annotate.annotation import STATUSES  # only for this page

    return (Fields(tuple(STATUSES.items())),)


def subject_page(name: str) -> Page:
    """What `mbc help` says about a subject; nothing if it does not know the subject."""
    key = name.casefold().removeprefix("docs/").removesuffix(".md").replace(" ", "-").replace("_", "-")
    if key in NAMES:
        return guide_page(key)
    return statuses() if key in ("statuses", "status") else ()
