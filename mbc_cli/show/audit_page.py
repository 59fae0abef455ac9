"""The result of an audit as a page: rows by verdict and item, and what a person must check, similar cases together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.coding.audit import FOR_A_PERSON, MEANS, Kind
from mbc_cli.show.coding_page import item_words, who_decides
from mbc_cli.show.page import Grid, Items, Line, Title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.annotate.audit import Tally, Told
    from mbc_cli.annotate.tables import About
    from mbc_cli.book.book import Book
    from mbc_cli.show.page import Block, Page

ABOUT = "about"  # the sheet of a workbook
MOST_SHOWN, ALL_SHOWN = 3, 10
"""How many are shown for each verdict, unless all are requested; and the most that are shown in full anyway."""
ASSUMED = (
    "The text is taken as the whole first course. An item that it does not mention is compared only if it is coded as "
    "given, refused or planned."
)


def audit_page(book: Book, name: str, tally: Tally, written: str, *, whole: bool) -> Page:
    """The page; `written` is where the rows that need a person were written, or "" if they were not."""
    return (
        Title(name, f"{counted(tally.rows, tally.what)}, {tally.rows_for_a_person} to review"),
        counts(tally, whole=whole),
        *(told(name, tally, kind, whole=whole) for kind in FOR_A_PERSON),
        *closing(book, tally, written, whole=whole),
    )


def counts(tally: Tally, *, whole: bool) -> Grid:
    """The number of rows by verdict and item, and what the verdicts mean."""
    rows = tuple(
        (kind.value, *(str(tally.verdicts[item.id, kind] or "") for item in tally.items), MEANS[kind] if whole else "")
        for kind in Kind
    )
    return Grid((f"{tally.what.capitalize()}s", *(item.id for item in tally.items), "Means"), rows)


def told(name: str, tally: Tally, kind: Kind, *, whole: bool) -> Items:
    """The cases with a verdict in a file, most frequent first."""
    found = [(one, rows) for one, rows in tally.ranked() if one.verdict == kind]
    shown = found if whole or len(tally.told) <= ALL_SHOWN else found[:MOST_SHOWN]
    more = f" ({MOST_SHOWN} of {len(found)})" if len(shown) < len(found) else ""
    return Items(f"{kind.value.capitalize()}{more}", tuple(sentence(name, tally, *each) for each in shown))


def sentence(name: str, tally: Tally, one: Told, rows: int) -> str:
    """ "1410=01, by text 00: trastuzumab is ... (12 rows, the first line 3, Accession 2015001)"."""
    pairs = zip(one.items, one.codes, one.by_text, strict=True)
    codes = "; ".join(f"{item}={code or 'empty'}{f', by text {other}' if other else ''}" for item, code, other in pairs)
    place = tally.first[one]
    first = ", ".join(filter(None, (in_file(name, place), tally.whose[place])))
    return f"{codes}: {one.because} ({f'{counted(rows, tally.what)}, the first ' if rows > 1 else ''}{first})"


def in_file(name: str, place: str) -> str:
    """A place in the file that the page names: "line 3" for "in.csv:3"."""
    rest = place.removeprefix(f"{name}:")
    return place if rest == place else f"line {rest}" if rest[:1].isdigit() else rest.strip()


def closing(book: Book, tally: Tally, written: str, *, whole: bool) -> Iterator[Block]:
    """What was skipped, where the rows were written, what was assumed, and who decides."""
    if tally.other_tumours:
        yield Line(f"{counted(tally.other_tumours, tally.what)} of another site or kind (primarySite) not compared.")
    kinds = [one.verdict for one in tally.told]
    if not whole and len(tally.told) > ALL_SHOWN and any(kinds.count(kind) > MOST_SHOWN for kind in FOR_A_PERSON):
        yield Line("To see all of them: -v")
    if written:
        yield Line(f"The rows to review are in {written}.", "good")
    elif tally.rows_for_a_person:
        yield Line("To save the rows to review, add -o FILE.xlsx (or .csv)")
    yield Line(ASSUMED, "faint")
    yield from who_decides(book)


def about(book: Book, tally: Tally) -> About:
    """A sheet for a person that explains the rows, when all of them were counted."""
    head = ("Verdict", "Means", *(item_words(item) for item in tally.items))
    rows = [(kind.value, MEANS[kind], *(tally.verdicts[item.id, kind] for item in tally.items)) for kind in Kind]
    return {ABOUT: [head, *rows, (), (ASSUMED,), *((line.text,) for line in who_decides(book))]}


def counted(rows: int, what: str) -> str:
    """ "1 row", "2 rows"."""
    return f"{rows} {what}{'' if rows == 1 else 's'}"
