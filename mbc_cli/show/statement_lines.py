"""Statements in words: who says it, on what condition, with what force, and how it turns out for a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import CURRENT, begins, begins_is, newer_than, spoken_of, year_words
from mbc_cli.options.basis import KINDS, READ, basis_of, newest_first, weakness
from mbc_cli.options.conditions import branch, truth_of
from mbc_cli.options.coverage import is_paid_only
from mbc_cli.options.lines import places_of
from mbc_cli.options.subjects import key_of, treatment_name
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import ending, excluded
from mbc_cli.options.wording import inner_words, wanted_words
from mbc_cli.show.card_words import SHORT, listed
from mbc_cli.show.page import Items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Literal

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Drug, DrugClass, Source, Statement
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.verdicts import Option, Said

    Direction = Literal["for", "against"]

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
"""Who licenses in a region: a licence is its decision, whoever reports it; what is paid for is not."""
EVERYWHERE = "international"
PLACES = ("first", "second", "later", "any", "test")
SILENT_LINES = ("not stated", "not limited", "any", "metastatic", "strategy", "local")
STAR = "*"
UNCONDITIONAL = "no condition stated"
STATEMENT_VERDICTS = {Truth.YES: "fits", Truth.UNKNOWN: "open", Truth.NO: "does not fit"}
MARKS = {Truth.YES: "✓ holds", Truth.UNKNOWN: "? not known", Truth.NO: "✗ fails"}
"""The marks of a checklist, with words, so that it can be read without the marks."""


def against(book: Book, option: Option, now: Moment) -> str:
    """Those who advise against it, unless it is ruled out anyway."""
    speaking = option.opposed and option.verdict != Truth.NO
    return f"; against: {who_says(book, option.opposed, now)}" if speaking else ""


def ask_words(option: Option, axes: Iterable[str]) -> str:
    """What it depends on: "BRCA1/2, prior treatment"; "HER2 in more detail" if something is known about it."""
    names = {axis: option.book.axes[axis].name for axis in axes}
    known = set(option.profile.given)
    return "depends on " + ", ".join(
        f"{name} in more detail" if axis in known else name for axis, name in names.items()
    )


# --- who says so -------------------------------------------------------------------------------------------------


def who_says(book: Book, every: Iterable[Said], now: Moment) -> str:
    """The sources in short, with the year, and a star if a newer source supersedes or qualifies them."""
    stars: dict[str, str] = {}
    for said in every:
        name = source_words(book, said.statement, now)
        stars[name] = stars.get(name, STAR) if newer_than(book, said.statement, now) else ""
    return ", ".join(sorted(name + star for name, star in stars.items()))


def source_words(book: Book, statement: Statement, now: Moment) -> str:
    """Who says it and since when: "FDA 2013", "CCS 2024"; with its region if another region is requested."""
    source = book.sources[statement.sources[0].id]
    reported = statement.region and source.form in ("list", "article") and not is_paid_only(statement)
    who = AUTHORITIES[statement.region] if reported else short_name(source)
    elsewhere = now.region and not statement.region and source.region not in (now.region, EVERYWHERE)
    since = year_words(begins(book, statement), begins_is(book, statement))
    return f"{who} {since}{f' {source.region}' if elsewhere else ''}"


def short_name(source: Source) -> str:
    """A publisher by its initials if there are at least three: "ACS"."""
    if source.publisher.startswith("not named"):
        return f"unnamed {source.form.removeprefix('patient ')}"
    capitals = [word[0] for word in source.publisher.split() if word[0].isupper() and word != "The"]
    return "".join(capitals) if len(capitals) > 2 else source.publisher


# --- statements in full ------------------------------------------------------------------------------------------


def details(book: Book, option: Option, now: Moment) -> Items:
    """A treatment with each statement about it on its own line."""
    lines = tuple(statement_line(book, one, option, now) for one in said_of(book, option))
    return Items(f"{option.name} ({verdict_words(option)})", lines)


def said_of(book: Book, option: Option) -> Iterator[Said]:
    """Each statement about a treatment: first those for it, firmest first."""
    yield from sorted(option.pros, key=lambda one: standing(book, option, one))
    yield from (one for one in option.cons if one.truth != Truth.NO and is_news(option, one))
    yield from (*option.silent, *option.ended)


def is_news(option: Option, advice: Said) -> bool:
    """Whether advice adds anything about a treatment: if that is ruled out anyway, advice about another does not."""
    return option.verdict != Truth.NO or is_about(option, advice)


def is_about(option: Option, advice: Said) -> bool:
    """Whether a statement is about this very treatment, not about a part of it or a class."""
    return key_of(advice.statement.treatment) == key_of(option.treatment)


def standing(book: Book, option: Option, said: Said) -> tuple[object, ...]:
    """A sort key for statements that support a treatment."""
    deciding = said in option.backing
    return (not deciding, -said.truth, KINDS.index(said.basis), newest_first(book, said.statement))


def verdict_words(option: Option) -> str:
    """The verdict with what to ask, why not, or what else to know about it."""
    if option.over:
        return f"no longer current: {'; '.join(option.why)}"
    if not option.pros:
        return unsupported_words(option)
    if option.verdict == Truth.UNKNOWN:
        return f"open: {ask_words(option, option.asks)}"
    if option.verdict == Truth.NO:
        return f"ruled out: {'; or '.join(option.why)}"
    also = ("sources disagree" if option.opposed else "", "given before" if option.given_before else "")
    return ", ".join(filter(None, ("fits", *also)))


def unsupported_words(option: Option) -> str:
    """What is said about a treatment that no source supports."""
    if option.opposed:
        return "sources speak against it"
    in_part = any(one.truth == Truth.UNKNOWN for one in option.cons)
    return "sources speak against it in some cases" if in_part else "no source names it for this profile"


def statement_line(book: Book, said: Said, option: Option, now: Moment) -> str:
    """One statement: who says it, whether it fits, its force, its condition as a checklist, and what is newer."""
    statement = said.statement
    found: dict[str, list[str]] = {}
    for mark, words in checklist(book, statement, option.facts):
        found.setdefault(mark, []).append(words)
    asked = (f"{mark}: {', '.join(words)}" for mark, words in found.items())
    told = (statement.text, *(f"{label}: {text}" for label, text in notes(book, statement, now) if text))
    parts = (statement_head(book, said, option, now), *(asked if statement.when else (UNCONDITIONAL,)), *told)
    return f"{'; '.join(filter(None, parts))} [{place_words(statement)}]"


def statement_head(book: Book, said: Said, option: Option, now: Moment) -> str:
    """Who says it, whether it fits, its force and its line; what it advises against, if that is another treatment."""
    statement = said.statement
    other = "" if is_about(option, said) else f" {treatment_name(book, statement.treatment)}"
    side = f"against{other}: " if statement.direction == "against" else ""
    line = "" if statement.line in SILENT_LINES else f"line: {statement.line}"
    what = ", ".join(filter(None, (f"{side}{statement.strength}", line)))
    return f"{source_words(book, statement, now)} ({statement_verdict(said)}): {what}"


def place_words(statement: Statement) -> str:
    """Each source of a statement, and the place in the source."""
    return "; ".join(f"{citation.id}: {citation.where}" for citation in statement.sources)


def statement_verdict(said: Said) -> str:
    """Whether a statement fits, is open or does not fit, says nothing about this profile, or is over."""
    if said.state != CURRENT:
        return f"no longer current: {ending(said.statement)}"
    return "silent on this profile" if said.silent else STATEMENT_VERDICTS[said.truth]


def checklist(book: Book, statement: Statement, facts: Mapping[str, Fact]) -> list[tuple[str, str]]:
    """Which parts of a condition hold for a profile, are unknown, or fail; of alternatives, those that may hold."""
    parts = [(truth_of(part, facts), part) for part in branch(statement.when, facts)]
    words = [
        (truth, inner_words(book, excluded(book, part, facts) if truth == Truth.NO else part)) for truth, part in parts
    ]
    return [(mark, item) for holds, mark in MARKS.items() for truth, item in dict.fromkeys(words) if truth == holds]


def notes(book: Book, statement: Statement, now: Moment) -> tuple[tuple[str, str], ...]:
    """What else a reader of a statement should know."""
    found = newer_than(book, statement, now)
    newer = (f"{treatment_name(book, one.treatment)} ({source_words(book, one, now)})" for one in found)
    return (("newer", ", ".join(dict.fromkeys(newer))), ("not verified", statement.unverified))


# --- the card of a drug ---


def spoken_lines(book: Book, record: Drug | DrugClass, now: Moment, direction: Direction = "for") -> tuple[str, ...]:
    """For which profiles sources name a drug or class, in short: with what, on what condition, and who says so."""
    told = spoken_groups(book, record, now, direction)
    return tuple(f"{line} ({', '.join(says(book, found, now))})" for line, found in told.items())


def firmest_lines(book: Book, record: Drug | DrugClass, now: Moment, direction: Direction = "for") -> tuple[str, ...]:
    """The same, firmest first: one for each treatment before a second one of any, each with a few of its sources.

    If a region is requested, what it says comes first.
    """
    told = spoken_groups(book, record, now, direction)
    best = {line: min(found, key=lambda one: firmness(book, one, now)) for line, found in told.items()}
    ordered = sorted(told, key=lambda line: firmness(book, best[line], now))
    first = {treatment_name(book, best[line].treatment): line for line in reversed(ordered)}
    ordered.sort(key=lambda line: (is_elsewhere(book, best[line], now), line not in first.values()))
    return tuple(f"{line} ({listed(says(book, told[line], now), SHORT)})" for line in ordered)


def firmness(book: Book, statement: Statement, now: Moment) -> tuple[object, ...]:
    """A sort key, firmest first: last come guides, regions read in part, weak advice, choices, later lines ..."""
    return (
        is_elsewhere(book, statement, now),
        KINDS.index(basis_of(book, statement)),
        statement.region not in ("", *READ),
        weakness(statement.strength),
        any(len(part.any_of) > 1 for part in statement.treatment.parts),
        PLACES.index(places_of(statement)[0]),
        bool(newer_than(book, statement, now)),
        len(statement.treatment.parts),
        newest_first(book, statement),
        len(list(statement.when.leaves())) if statement.when else 0,
    )


def is_elsewhere(book: Book, statement: Statement, now: Moment) -> bool:
    """Whether a region is requested, and neither the statement nor its source is of that region."""
    return bool(now.region) and now.region not in (statement.region, book.sources[statement.sources[0].id].region)


def spoken_groups(
    book: Book, record: Drug | DrugClass, now: Moment, direction: Direction
) -> dict[str, list[Statement]]:
    """What is said for or against a drug or class, as lines, each with the statements that say so."""
    told: dict[str, list[Statement]] = {}
    every = [one for one in spoken_of(book, record.ref, now) if one.direction == direction]
    among_others = any(treatment_name(book, one.treatment) != record.name for one in every)
    for statement in sorted(every, key=lambda one: (len(one.treatment.parts), treatment_name(book, one.treatment))):
        told.setdefault(spoken_line(book, record, statement, among_others=among_others), []).append(statement)
    return told


def spoken_line(book: Book, record: Drug | DrugClass, statement: Statement, *, among_others: bool) -> str:
    """One statement about a drug or class: "ribociclib + fulvestrant: HR-positive, HER2-negative".

    The treatment is named unless it is the drug or class itself and no other statement is about another treatment.
    """
    name = treatment_name(book, statement.treatment)
    named = f"{name}: " if among_others else ""
    force = f"{statement.strength}: " if statement.direction == "against" else ""
    return f"{named}{force}{wanted_words(book, statement.when) or UNCONDITIONAL}"


def says(book: Book, found: Iterable[Statement], now: Moment) -> list[str]:
    """The sources of some statements in short, with the year, and a star if a newer one supersedes or qualifies it."""
    stars = ((source_words(book, one, now), STAR if newer_than(book, one, now) else "") for one in found)
    return sorted({f"{source}{star}" for source, star in stars})
