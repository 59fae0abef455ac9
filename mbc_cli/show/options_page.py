"""The answer of `mbc options` as a page: what fits first, what is open and what to ask, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import CURRENT, EXACT, begins, begins_is, spoken_of, year_words
from mbc_cli.options.conditions import asked_by
from mbc_cli.options.coverage import coverage_of, coverage_words
from mbc_cli.options.profile import fact_words, told_words
from mbc_cli.options.report import SILENCE
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import GROUPS, LOCAL, OTHER, VERDICTS, ending, failed, treatment_name
from mbc_cli.options.wording import reason, wanted_words
from mbc_cli.show.page import Fields, Grid, Items, Line, Title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Axis, Drug, Source, Statement
    from mbc_cli.options.report import Heard
    from mbc_cli.options.verdicts import Gathered, Option, Said
    from mbc_cli.show.page import Block, Page

HEADINGS = {LOCAL: "Local treatment", OTHER: "Other"}
SCOPE = "metastatic breast cancer, stage IV"
ADVICE = "This is information from published sources and not medical advice."
AUTHORITIES = {
    "US": "FDA",
    "EU": "EMA",
    "CA": "Health Canada",
    "IE": "HSE",
    "UK": "MHRA",
    "JP": "PMDA",
    "CN": "NMPA",
    "DE": "BfArM",
    "AU": "TGA",
    "CH": "Swissmedic",
}
"""Who speaks in a label of a region, where it was read in a report of another publisher."""
EVERYWHERE = "international"
SILENT_LINES = ("not stated", "not limited", "any", "metastatic", "strategy", "local")
FITS = ("Treatment", "Verdict", "Line", "Who says so")
SHARES = (9, 3, 4, 6)
REST = ("Verdict", "Treatment")
REST_SHARES = (7, 9)
FEW = 3
STAR = "*"
UNCONDITIONAL = "no condition stated"


def options_page(
    book: Book, answer: Gathered, everything: bool = False, verbose: bool = False, heard: Heard = SILENCE
) -> Page:
    """The whole answer; `everything` adds what is ruled out or over, `verbose` shows each statement."""
    if not (answer.profile.given or everything or verbose):
        return overview(book, answer)
    blocks: list[Block] = [
        Title(profile_words(book, answer), SCOPE),
        *heard_blocks(book, heard),
        *moment_lines(book, answer.now),
    ]
    for group in GROUPS:
        blocks += group_blocks(book, answer, group, everything, verbose)
    blocks += advice_blocks(book, answer, verbose)
    if everything:
        blocks.append(Items("No longer current", tuple(over_lines(book, answer))))
    if verbose:
        blocks.append(Items("Remarks of the sources", tuple(remark_lines(book, answer))))
    return (*blocks, *closing(book, answer, everything))


def overview(book: Book, answer: Gathered) -> Page:
    """The shortest form, when no fact is given: what is said without a condition, and how much is open."""
    rows = []
    for group in GROUPS:
        fits = "; ".join(option.name for option in answer.in_group(group, Truth.YES))
        rows.append((heading(book, group), fits or "nothing", str(len(answer.in_group(group, Truth.UNKNOWN)))))
    return (
        Title("No facts given", SCOPE),
        *moment_lines(book, answer.now),
        Grid(("Treatment", "Said without a condition", "Open"), tuple(rows)),
        Line("Nothing is ruled out. What is open depends on facts: the more of them, the shorter the answer."),
        Line("Example: mbc options --her2 neg --hr pos --menopause post --prior letrozole"),
        Line("All facts and their values: mbc options --axes"),
        *closing(book, answer, everything=False),
    )


def why_page(book: Book, answer: Gathered, asked: Sequence[Option], heard: Heard = SILENCE) -> Page:
    """Some treatments, each with every statement about it."""
    return (
        Title(profile_words(book, answer), SCOPE),
        *heard_blocks(book, heard),
        *moment_lines(book, answer.now),
        *(details(book, option, answer.now) for option in asked),
        Line(ADVICE),
    )


def profile_words(book: Book, answer: Gathered) -> str:
    """The facts that were given, in words."""
    words = [fact_words(book, book.axes[axis], fact) for axis, fact in answer.profile.given.items()]
    return ", ".join(words) or "No facts given"


def heard_blocks(book: Book, heard: Heard) -> Iterator[Block]:
    """How the words that were given are read, and what they do not settle."""
    if heard.told:
        yield Line(f"Read as: {'; '.join(dict.fromkeys(told_words(book, told) for told in heard.told))}.")
    yield from (Line(f"Note: {note}.") for note in heard.notes)


def moment_lines(book: Book, now: Moment) -> Iterator[Line]:
    """What the answer is limited to."""
    if now.day:
        yield Line(f"As of {now.day}: what was said and approved then.")
    if now.region:
        yield Line(f"Labels of {now.region} only; guides count wherever they come from.")
        yield Line(coverage_words(book, now.region), "" if coverage_of(book, now.region) else "warning")


def heading(book: Book, group: str) -> str:
    """The heading of a group."""
    if group in HEADINGS:
        return HEADINGS[group]
    name = book.classes[group].name
    return name[:1].upper() + name[1:]


def group_blocks(book: Book, answer: Gathered, group: str, everything: bool, verbose: bool) -> Iterator[Block]:
    """One group: what fits, what is open, and what is ruled out where that is asked for."""
    fits, unsettled, out = (answer.in_group(group, verdict) for verdict in reversed(Truth))
    if not (fits or unsettled or (everything and out)):
        return
    yield Title(heading(book, group), f"{len(fits)} fit, {len(unsettled)} open, {len(out)} ruled out")
    shown = (*fits, *unsettled, *(out if everything else ()))
    if verbose:
        yield from (details(book, option, answer.now) for option in shown)
        return
    yield Grid(FITS, merged((option, fits_cells(book, option, answer.now)) for option in fits), shares=SHARES)
    rest = [(option, (brief(book, option, answer.now),)) for option in shown if option not in fits]
    yield Grid(REST, tuple(row[::-1] for row in merged(rest)), shares=REST_SHARES)


def merged(rows: Iterable[tuple[Option, tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    """Rows in which treatments of which the same is said stand together."""
    names: dict[tuple[str, ...], list[str]] = {}
    for option, cells in rows:
        names.setdefault(cells, []).append(option.name)
    return tuple(("; ".join(found), *cells) for cells, found in names.items())


def fits_cells(book: Book, option: Option, now: Moment) -> tuple[str, ...]:
    """What is said of a treatment that fits: its lines of therapy and who says so, those against it too."""
    lines = dict.fromkeys(said.statement.line for said in option.backing if said.statement.line not in SILENT_LINES)
    says = f"{who_says(book, option.backing, now)}{against(book, option, now)}"
    return (verdict_words(option), "; ".join(lines), says)


def brief(book: Book, option: Option, now: Moment) -> str:
    """What is said of a treatment that does not fit, in short."""
    return f"{verdict_words(option)}{against(book, option, now)}"


def against(book: Book, option: Option, now: Moment) -> str:
    """Those who speak against it, where it is not ruled out anyway."""
    speaking = option.opposed and option.verdict != Truth.NO
    return f"; against: {who_says(book, option.opposed, now)}" if speaking else ""


def ask_words(option: Option, axes: Iterable[str]) -> str:
    """What to ask: "ask BRCA1/2, prior treatment"; "more on HER2" where something is known of it."""
    names = {axis: option.book.axes[axis].name for axis in axes}
    known = set(option.profile.given)
    return "ask " + ", ".join(f"more on {name}" if axis in known else name for axis, name in names.items())


# --- who says so -------------------------------------------------------------------------------------------------


def who_says(book: Book, every: Iterable[Said], now: Moment) -> str:
    """The sources in short, with the year; a star where a newer source overtakes or qualifies them."""
    stars: dict[str, str] = {}
    for said in every:
        name = source_words(book, said.statement, now)
        stars[name] = stars.get(name, STAR) if said.statement.newer else ""
    return ", ".join(sorted(name + star for name, star in stars.items()))


def source_words(book: Book, statement: Statement, now: Moment) -> str:
    """Who says it and since when: "FDA 2013", "CCS 2024"; with its region where another one is asked for."""
    source = book.sources[statement.sources[0].id]
    reported = statement.region and source.form in ("list", "article")
    who = AUTHORITIES[statement.region] if reported else short_name(source)
    elsewhere = now.region and not statement.region and source.region not in (now.region, EVERYWHERE)
    since = year_words(begins(book, statement), begins_is(book, statement))
    return f"{who} {since}{f' ({source.region})' if elsewhere else ''}"


def short_name(source: Source) -> str:
    """A publisher by its initials, if it has three or more: "ACS"."""
    if source.publisher.startswith("not named"):
        return f"unnamed {source.form.removeprefix('patient ')}"
    capitals = [word[0] for word in source.publisher.split() if word[0].isupper() and word != "The"]
    return "".join(capitals) if len(capitals) > 2 else source.publisher


# --- statements in full ------------------------------------------------------------------------------------------


def details(book: Book, option: Option, now: Moment) -> Items:
    """A treatment with each statement about it, those that decide first."""
    pros = sorted(option.pros, key=lambda one: -one.truth)
    cons = [one for one in option.cons if one.truth != Truth.NO]
    every = (*pros, *cons, *option.silent, *option.ended)
    lines = tuple(statement_line(book, one, option, now) for one in every)
    return Items(f"{option.name} ({verdict_words(option)})", lines)


def verdict_words(option: Option) -> str:
    """The verdict with what to ask, why not, or what else to know of it."""
    if option.over:
        return f"no longer current: {'; '.join(option.why)}"
    if not option.pros:
        return "sources speak against it" if option.opposed else "no source names it for this profile"
    if option.verdict == Truth.UNKNOWN:
        return f"open: {ask_words(option, option.asks)}"
    if option.verdict == Truth.NO:
        return f"ruled out: {'; or '.join(option.why)}"
    also = ("sources disagree" if option.opposed else "", "given before" if option.given_before else "")
    return ", ".join(filter(None, ("fits", *also)))


def statement_line(book: Book, said: Said, option: Option, now: Moment) -> str:
    """One statement: who says it, whether it fits, with what force, on what condition, and what is newer."""
    statement = said.statement
    side = "against: " if statement.direction == "against" else ""
    line = "" if statement.line in SILENT_LINES else f"line: {statement.line}"
    what = ", ".join(filter(None, (f"{side}{statement.strength}", condition_words(book, statement), line)))
    head = f"{source_words(book, statement, now)} ({statement_verdict(book, said, option)}): {what}"
    place = "; ".join(f"{citation.id}: {citation.where}" for citation in statement.sources)
    more = (head, statement.text, *(f"{label}: {text}" for label, text in notes(statement) if text))
    return f"{'; '.join(filter(None, more))} [{place}]"


def statement_verdict(book: Book, said: Said, option: Option) -> str:
    """Whether a statement fits, what it still asks, why it does not fit, or that it is over."""
    if said.state != CURRENT:
        return f"no longer current: {ending(said.statement)}"
    if said.truth == Truth.UNKNOWN:
        asked = sorted(asked_by(said.statement.when, option.facts), key=len)
        return f"open: {ask_words(option, asked[0])}"
    if said.silent:
        return "silent on this profile"
    if said.truth == Truth.NO:
        return f"does not fit: {reason(book, failed(book, said.statement, option.facts))}"
    return VERDICTS[said.truth]


def condition_words(book: Book, statement: Statement) -> str:
    """The condition as the source states it."""
    return f"if {wanted_words(book, statement.when)}" if statement.when else UNCONDITIONAL


def notes(statement: Statement) -> tuple[tuple[str, str], ...]:
    """What a reader of a statement must know besides."""
    return (("newer", statement.newer), ("not verified", statement.unverified))


# --- the card of a drug ---


def spoken_lines(book: Book, drug: Drug, now: Moment) -> tuple[str, ...]:
    """For which profiles sources name a drug, in short: with what, on what condition, and who says so."""
    told: dict[str, list[Statement]] = {}
    every = spoken_of(book, drug.ref, now)
    for statement in sorted(every, key=lambda one: (len(one.treatment.parts), treatment_name(book, one.treatment))):
        told.setdefault(spoken_line(book, drug, statement), []).append(statement)
    return tuple(f"{line} ({', '.join(says(book, found, now))})" for line, found in told.items())


def spoken_line(book: Book, drug: Drug, statement: Statement) -> str:
    """One statement about a drug: "with fulvestrant: HR-positive, PIK3CA-mutated"."""
    name = treatment_name(book, statement.treatment)
    how = "" if name == drug.name else f"as {name}: " if statement.treatment.name else f"{name}: "
    side = "not for " if statement.direction == "against" else ""
    return f"{how}{side}{wanted_words(book, statement.when) or UNCONDITIONAL}"


def says(book: Book, found: Iterable[Statement], now: Moment) -> list[str]:
    """The sources of some statements in short, with the year."""
    return sorted({source_words(book, statement, now) for statement in found})


# --- the end of the answer ---------------------------------------------------------------------------------------


def advice_blocks(book: Book, answer: Gathered, verbose: bool) -> Iterator[Block]:
    """Treatments that sources only speak against."""
    if verbose:
        yield from (details(book, option, answer.now) for option in answer.advised_against)
        return
    lines = (advice_line(book, option, answer.now) for option in answer.advised_against if option.opposed)
    yield Items("Sources speak against", tuple(lines))


def advice_line(book: Book, option: Option, now: Moment) -> str:
    """A treatment with the force of those who speak against it."""
    force = "; ".join(dict.fromkeys(said.statement.strength for said in option.opposed))
    return f"{option.name}: {force} ({who_says(book, option.opposed, now)})"


def over_lines(book: Book, answer: Gathered) -> Iterator[str]:
    """Every statement that is no longer current, of treatments that are over and of others."""
    for option in (*answer.over, *answer.options):
        for said in option.ended:
            yield f"{option.name}: {source_words(book, said.statement, answer.now)}, {ending(said.statement)}"


def remark_lines(book: Book, answer: Gathered) -> Iterator[str]:
    """What sources say without speaking for or against a treatment."""
    for said in answer.remarks:
        statement = said.statement
        what = f"{statement.treatment.name or 'treatment'}: {statement.strength}"
        yield f"{source_words(book, statement, answer.now)}: {what}{f'; {statement.text}' if statement.text else ''}"


def closing(book: Book, answer: Gathered, everything: bool) -> Iterator[Block]:
    """What is not shown, what to ask next, how old the sources are, and that this is no advice."""
    out = len(answer.with_verdict(Truth.NO))
    if out and not everything:
        yield Line(f"{out} ruled out: --all lists them with the reason, --why TREATMENT explains one.", "faint")
    if answer.ended and not everything:
        yield Line(f"{answer.ended} statements are no longer current: --all lists them.", "faint")
    if answer.profile.given and (asks := settle_words(book, answer)):
        yield Line(f"To settle most of what is open, add: {asks}.")
    fits = answer.with_verdict(Truth.YES)
    if answer.profile.given and any(said.statement.newer for option in fits for said in option.backing):
        yield Line(f"{STAR} a newer source overtakes or qualifies it: -v shows each statement.", "faint")
    if any(option.kind == "regimen" for option in fits):
        yield Line("mbc expand NAME spells out a regimen such as AC-T.", "faint")
    if answer.undated:
        yield Line(f"Left out because it is not known when they began: {answer.undated} statements.", "faint")
    yield Line(f"Rests on {age_words(book, answer)}.", "faint")
    yield Line(ADVICE)


def settle_words(book: Book, answer: Gathered) -> str:
    """The facts that most of the open treatments ask for, as options."""
    flags = [(book.axes[axis].flag or f"--fact {axis}=...", count) for axis, count in answer.settling[:FEW]]
    return ", ".join(f"{flag} (asked by {count})" for flag, count in flags)


def age_words(book: Book, answer: Gathered) -> str:
    """How many sources the answer rests on, and since when the oldest and the newest have said so."""
    every = (*answer.options, *answer.advised_against)
    used = {one.statement for option in every for one in (*option.backing, *option.opposed)}
    dated = sorted((begins(book, one), one.sources[0].id) for one in used if begins_is(book, one) == EXACT)
    number = len({one.sources[0].id for one in used})
    if not dated:
        return f"{number} sources without a date" if number else "no source"
    (oldest, first), (newest, last) = dated[0], dated[-1]
    return f"{number} sources; the oldest is of {oldest} ({first}), the newest of {newest} ({last})"


def axes_page(book: Book) -> Page:
    """Every axis with what it takes, by group."""
    blocks: list[Block] = []
    for group in dict.fromkeys(axis.group for axis in book.axes.values()):
        axes = [axis for axis in book.axes.values() if axis.group == group]
        rows = ((axis.flag or axis.id, f"{axis.help} [{' | '.join(axis.values) or axis_takes(axis)}]") for axis in axes)
        blocks += [Title(group), Fields(tuple(rows))]
    return (*blocks, Line("Those without dashes are given as --fact AXIS=VALUE; unknown is as good as left out."))


def axis_takes(axis: Axis) -> str:
    """What an axis without listed values takes."""
    return "a number" if axis.form == "number" else "names of treatments, or none"
