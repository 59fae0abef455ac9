"""The answer of `mbc options` on one screen: by line of therapy, with the firmest and newest first."""

from __future__ import annotations

from sys import maxsize
from typing import TYPE_CHECKING

from mbc_cli.options.asking import settling
from mbc_cli.options.assumed import assumed_words
from mbc_cli.options.coverage import coverage_brief, coverage_of, coverage_words
from mbc_cli.options.fact_words import fact_words, told_words
from mbc_cli.options.lines import ANY, LINES, grew, line_note, lines_of
from mbc_cli.options.order import in_lines
from mbc_cli.options.placed import BONE, GROUPS, STRATEGY, SUPPORTIVE, firm_of
from mbc_cli.options.profile import is_bare
from mbc_cli.options.told import SILENCE
from mbc_cli.options.truth import Truth
from mbc_cli.options.unsettled import unsettled
from mbc_cli.options.verdicts import LOCAL, ending
from mbc_cli.show.card_words import SHORT, listed
from mbc_cli.show.height import HEIGHT, height
from mbc_cli.show.line_rows import NO_WISH, PARTED, Room, Rows
from mbc_cli.show.options_asks import Asking
from mbc_cli.show.page import Fields, Grid, Items, Line, Title, is_empty
from mbc_cli.show.statement_lines import details, source_words, who_says

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.options.placed import Placed
    from mbc_cli.options.told import Heard
    from mbc_cli.options.verdicts import Gathered, Option
    from mbc_cli.show.line_rows import Row, Wish
    from mbc_cli.show.page import Block, Page

SCOPE = "metastatic breast cancer"
ROOM_BESIDE_SCOPE = 50
"""How long a title may be to leave room for the scope on its line."""
LEAD = "What fits comes first, then the firmest and newest. Information, not advice."
CHOSEN = "First what a finding selects, then what fits, firmest and newest. Not advice."
"""How the answer is ordered, without and with treatments named for a finding that was given."""
BARE = {"first": "if what was given was for early disease", "second": "if it was for metastatic disease and failed"}
"""What a line assumes about treatments that were only said to have been given before."""
HEADINGS = {
    "first": "First line",
    "second": "Second line",
    "later": "Third line or later",
    ANY: "Any line",
    "test": "If a test finds it",
    BONE: "With bone metastases",
    LOCAL: "Local treatment",
    SUPPORTIVE: "Supportive care",
    STRATEGY: "Strategy",
}
LISTS = {
    "if": "With more of what is given",
    "if tested": "If a test finds it",
    "guides": "Named only by patient guides",
}
"""What the lists of a line are called in a file."""
FOLDED = {"test": "--tests", BONE: "--bone", LOCAL: "--local", SUPPORTIVE: "--supportive", STRATEGY: "--strategy"}
"""Groups that are shown as one line until they are requested, and what requests them."""
KINDS_FOLDED = {
    "test": "for a test",
    BONE: "for bone",
    LOCAL: "local",
    SUPPORTIVE: "supportive",
    STRATEGY: "on strategy",
}
"""What is counted on that line."""
NO_HEAD, HEAD, SHARES = ("", "", ""), ("Basis", "Treatment", "Sources"), (0, 5, 3)
ROOMS = (
    Room(7, 6),
    Room(6, 5),
    Room(5, 4),
    Room(4, 3, others=False),
    Room(4, 2, SHORT, others=False, guides=False),
    Room(3, 2, SHORT, others=False),
    Room(3, 1, 50, others=False, guides=False),
    Room(2, 1, 50, others=False, guides=False),
    Room(2, 1, 40, others=False, guides=False),
    Room(2, 1, 40, others=False, guides=False, beside=False),
    Room(1, 1, 40, others=False, guides=False, beside=False),
    Room(1, 0, 40, others=False, guides=False, beside=False),
)
"""How much a line of therapy may show, most first: the first one with which the answer fits on a screen is used."""
PAPER = Room(maxsize, maxsize, maxsize, regions=maxsize, few_open=maxsize)
"""How much a file shows, where rows are not limited: everything by name."""
MOST = (0, 0, 3, 5)
"""Where in `ROOMS` to begin, by how many lines there are."""
ANY_ROOM, BESIDE_ROOM, NAMES_ONLY = Room(0, 0, SHORT, others=False), Room(2, 0, SHORT), Room(0, 0, SHORT)
"""How much is shown of what names no line, if there are several, of what applies beside the lines as told, and of local
treatment as long as it is not requested."""


def options_page(book: Book, answer: Gathered, heard: Heard = SILENCE, wish: Wish = NO_WISH) -> Page:
    """The whole answer, with as much of each line as fits on a screen; its shortest form if no fact is given."""
    if not answer.profile.given and wish.but(paper=False) == NO_WISH:
        return overview(book, answer, heard)
    found = in_lines(book, answer)
    given = answer.profile.given
    asking = Asking(book, found, settling(book, found, given), given, wish)
    above = (
        *heads(book, answer, heard),
        *moment_lines(book, answer.now),
        Line(CHOSEN if any(each.selected for each in firm_of(found)) else LEAD, "faint"),
        *asking.first(),
        *asking.half_said(),
    )
    below = (*asides(book, answer, wish), *closing(answer, asking))
    rooms = (PAPER,) if wish.paper else ROOMS[MOST[len(lines_of(answer.profile))] :]
    rows = Fields(tuple(closing_rows(book, answer, found, wish)))
    pages = ((*above, *line_blocks(book, answer, found, wish, room), rows, *below) for room in rooms)
    return next(page for page, room in zip(pages, rooms, strict=True) if is_enough(page, room, wish))


def shows_no_line(answer: Gathered, wish: Wish) -> bool:
    """Whether what names no line is shown: it is in the only line, or everything is requested."""
    return len(lines_of(answer.profile)) == 1 or wish.paper or wish.verbose or wish.guides or wish.everything


def is_enough(page: Page, room: Room, wish: Wish) -> bool:
    """Whether this version of the page is used: it fits on a screen, cannot be shorter, or everything is requested."""
    return wish.verbose or wish.everything or room in (ROOMS[-1], PAPER) or height(page) <= HEIGHT


def line_blocks(book: Book, answer: Gathered, found: Sequence[Placed], wish: Wish, room: Room) -> Iterator[Block]:
    """The lines of therapy, and what is beside them except what names no line; each line is complete by itself."""
    lines = lines_of(answer.profile)
    bare = BARE if is_bare(answer.profile) and "first" in lines else {}
    named = {each.option.name for each in found if each.group in lines and each.verdict != Truth.NO}
    seen: set[Row] = set()
    for group in GROUPS if shows_no_line(answer, wish) or not named else [each for each in GROUPS if each != ANY]:
        above = set() if group in lines or wish.verbose else named
        inside = [each for each in shown_of(found, group, lines, wish) if each.option.name not in above]
        title = Title(HEADINGS[group], bare.get(group, ""))
        rows = Rows(book, answer.now, wish, room_of(group, len(lines), room, wish), seen)
        yield from group_blocks(rows, title, inside)


def shown_of(found: Sequence[Placed], group: str, lines: Sequence[str], wish: Wish) -> list[Placed]:
    """What is shown of a group: all of it for a line or on request, otherwise what something told concerns."""
    inside = [each for each in found if each.group == group]
    if group in wish.groups or group in (*lines, ANY):
        return inside
    return [each for each in inside if group in FOLDED and is_shown_unasked(each)]


def is_shown_unasked(each: Placed) -> bool:
    """Whether something told concerns it: what holds by it, or is open and made for such a finding or spread."""
    chosen = each.group == "test" and each.selected and each.verdict != Truth.NO
    return bool(each.is_met or chosen or (each.group == LOCAL and each.is_for_spread))


def room_of(group: str, lines: int, room: Room, wish: Wish) -> Room:
    """How much of a group is shown, which depends on how many lines there are and how much each of them shows."""
    if room == PAPER:
        return room
    if group in FOLDED:
        return (BESIDE_ROOM if group in wish.groups or group != LOCAL else NAMES_ONLY)._replace(guides=room.beside)
    return ANY_ROOM._replace(guides=room.guides) if group == ANY and lines != 1 else room


def heads(book: Book, answer: Gathered, heard: Heard) -> Iterator[Block]:
    """The profile in words, or how the given words were read and what they do not settle."""
    told = dict.fromkeys(told_words(book, told) for told in heard.told)
    beside = answer.profile.given.keys() - {told.axis for told in heard.told}
    others = [profile_words(book, answer, beside)] if beside or not told else []
    yield headed(f"{'Read as: ' if told else ''}{'; '.join([*told, *others])}")
    notes = (*heard.notes, assumed_words(book, answer.profile.assumed), line_note(answer.profile))
    yield from (Line(f"Note: {note}.", "warning") for note in notes if note)


def headed(words: str) -> Title:
    """A title, with what the answer is about if it fits on the line."""
    return Title(words, SCOPE if len(words) <= ROOM_BESIDE_SCOPE else "")


def group_blocks(rows: Rows, title: Title, every: Sequence[Placed]) -> Iterator[Block]:
    """A line of therapy under its heading; with `-v`, each statement about its treatments."""
    wish = rows.wish
    if every and wish.verbose:
        yield title
        shown = (each for each in every if wish.everything or each.verdict != Truth.NO)
        yield from (details(rows.book, each.option.but(pros=each.said), rows.now) for each in shown)
        return
    found = Grid(HEAD if wish.paper else NO_HEAD, tuple(rows.of(every)), shares=SHARES)
    lists = list(rows.lists(every))
    below = list(list_items(lists)) if wish.paper else [Fields(tuple(lists), close=True)]
    if not all(map(is_empty, (found, *below))):
        yield from (title, found, *below)


def list_items(lists: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """The lists of a line for a file: what is long has one item on each row."""
    for label, text in lists:
        yield Items(LISTS.get(label, label.capitalize()), tuple(text.split(PARTED)) if text else ())


def closing_rows(book: Book, answer: Gathered, found: Sequence[Placed], wish: Wish) -> Iterator[tuple[str, str]]:
    """What no source settles, what sources only advise against, and what is left out, such as what names no line."""
    whole = wish.verbose or wish.paper or len(lines_of(answer.profile)) == 1
    yield ("Unsettled", unsettled_words(book, answer, found, whole=whole))
    yield from against_rows(book, answer, wish)
    yield from folded_rows(answer, found, wish)


def unsettled_words(book: Book, answer: Gathered, found: Sequence[Placed], *, whole: bool) -> str:
    """What no source settles in the answer; only a part, with the total, unless all of it is requested."""
    texts = [point.text for point in unsettled(book, answer.profile, found)]
    return "; ".join(texts) if whole else listed(texts, SHORT)


# --- what is folded ----------------------------------------------------------------------------------------------


def folded_rows(answer: Gathered, found: Sequence[Placed], wish: Wish) -> Iterator[tuple[str, str]]:
    """What is left out, and how to see it."""
    here = [each for each in found if each.verdict != Truth.NO]
    yield ("Also", ", ".join(beside(here, wish)))
    guides = {each.option.name for each in here if each.basis == "guide" and each.group not in FOLDED}
    out = {each.option.name for each in found if each.verdict == Truth.NO}
    lines = {each.option.name for each in here if each.group in LINES}
    loose = {each.option.name for each in firm_of(here) if each.group == ANY} - lines
    counts = (
        ("for no particular line", "-v", loose, shows_no_line(answer, wish)),
        ("named only by patient guides", "--guides", guides, wish.guides or wish.paper),
        ("ruled out", "--all", out, wish.everything),
    )
    left_out = (f"{len(names)} {words}{by(flag, wish)}" for words, flag, names, shown in counts if names and not shown)
    yield ("Left out", ", ".join(left_out))
    if grew(answer.profile):
        yield ("First line", f"left out because the cancer grew on treatment{by('--line 1', wish)}")


def by(flag: str, wish: Wish) -> str:
    """What shows something that is left out; a file leaves that to the command."""
    return "" if wish.paper else f" ({flag})"


def beside(every: Sequence[Placed], wish: Wish) -> Iterator[str]:
    """The groups that are not shown, with how many treatments are in each and how to see them."""
    for group, flag in FOLDED.items():
        count = len({each.option.name for each in every if each.group == group and not is_shown_unasked(each)})
        if count and group not in wish.groups:
            yield f"{count} {KINDS_FOLDED[group]}{by(flag, wish)}"


def closing(answer: Gathered, asking: Asking) -> Iterator[Block]:
    """What to tell next, and what else is worth knowing about the answer."""
    book, wish = asking.book, asking.wish
    if words := asking.settling():
        yield Line(f"{'More to find out' if wish.paper else 'Add facts'}: {words}")
    if wish.guides and any(each.option.kind == "regimen" for each in asking.found if each.verdict != Truth.NO):
        yield Line("mbc expand NAME spells out a regimen such as AC-T.", "faint")
    if wish.verbose and answer.now.region and coverage_of(book, answer.now.region):
        yield Line(coverage_words(book, answer.now.region), "faint")
    if answer.undated:
        yield Line(f"Left out because their start date is not known: {answer.undated} statements.", "faint")


# --- what stands beside ------------------------------------------------------------------------------------------


def overview(book: Book, answer: Gathered, heard: Heard) -> Page:
    """The shortest form, if no fact is given: how much sources name in each line, and how to ask.

    What was said but is not a fact by itself ("PTEN negative", by a stain) is reported here too.
    """
    found = in_lines(book, answer)
    asks = settling(book, found, answer.profile.given)
    counts = ((group, sum(each.group == group for each in found)) for group in GROUPS)
    return (
        *heads(book, answer, heard),
        *moment_lines(book, answer.now),
        Line("Nothing is ruled out yet. The more facts you give, the shorter the answer."),
        Grid(("Treatments that sources name", ""), tuple((HEADINGS[group], str(count)) for group, count in counts)),
        Line('Example: mbc options "HR+, HER2 1+, postmenopausal, progressed on letrozole + palbociclib"'),
        Line("Example: mbc options --her2 neg --hr pos --menopause post --prior letrozole"),
        Line("All facts and their values: mbc options --axes"),
        *closing(answer, Asking(book, found, asks, answer.profile.given, NO_WISH)),
    )


def profile_words(book: Book, answer: Gathered, axes: Collection[str]) -> str:
    """The facts given for some axes, in words."""
    words = [fact_words(book, book.axes[axis], fact) for axis, fact in answer.profile.given.items() if axis in axes]
    return ", ".join(words) or "No facts given"


def moment_lines(book: Book, now: Moment) -> Iterator[Line]:
    """What the answer is limited to."""
    if now.day:
        yield Line(f"As of {now.day}: what was said and approved then.")
    if now.region:
        yield Line(coverage_brief(book, now.region), "" if coverage_of(book, now.region) else "warning")


def against_rows(book: Book, answer: Gathered, wish: Wish) -> Iterator[tuple[str, str]]:
    """Treatments that sources only advise against."""
    against_only = [option for option in answer.advised_against if option.opposed and concerns(option, wish)]
    yield ("Against", "; ".join(advice_line(book, option, answer.now) for option in against_only))


def asides(book: Book, answer: Gathered, wish: Wish) -> Iterator[Block]:
    """What is no longer current and what is remarked, if requested."""
    if wish.everything:
        yield Items("No longer current", tuple(over_lines(book, answer)))
    if wish.verbose:
        yield Items("Remarks of the sources", tuple(remark_lines(book, answer)))


def concerns(option: Option, wish: Wish) -> bool:
    """Whether it belongs to what is shown; advice against local treatment does only if that is requested."""
    return option.group != LOCAL or LOCAL in wish.groups or wish.everything or wish.verbose


def advice_line(book: Book, option: Option, now: Moment) -> str:
    """A treatment with the force of the sources that advise against it."""
    force = "; ".join(dict.fromkeys(said.statement.strength for said in option.opposed))
    return f"{option.name}: {force} ({who_says(book, option.opposed, now)})"


def over_lines(book: Book, answer: Gathered) -> Iterator[str]:
    """Every statement that is no longer current, for treatments that are over and for others."""
    for option in (*answer.over, *answer.options):
        for said in option.ended:
            yield f"{option.name}: {source_words(book, said.statement, answer.now)}, {ending(said.statement)}"


def remark_lines(book: Book, answer: Gathered) -> Iterator[str]:
    """What sources say without supporting or opposing a treatment."""
    for said in answer.remarks:
        statement = said.statement
        what = f"{statement.treatment.name or 'treatment'}: {statement.strength}"
        yield f"{source_words(book, statement, answer.now)}: {what}{f'; {statement.text}' if statement.text else ''}"
