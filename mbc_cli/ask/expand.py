"""Treatment text to readings: every one of them, the usual one first; an unknown acronym is never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mbc_cli.ask.gaps import Gap, gaps
from mbc_cli.ask.letters import ACRONYM, MANY, decoded, unread_word
from mbc_cli.book.errors import UsageError
from mbc_cli.book.fields import NOTHING, Declared, Frozen
from mbc_cli.book.history import said_by_then
from mbc_cli.book.model import CODE_FORMS, not_written_so
from mbc_cli.book.names import as_written, clean, fold
from mbc_cli.book.sharing import declaration, lookalikes_just_so, named_phases, of_double_use, usual_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Citation, Lookalike, Phase, Regimen, Sourced, Term
    from mbc_cli.book.names import Match, Suggestion
    from mbc_cli.reading.aids import Aids
    from mbc_cli.reading.treatment import Treatment

ROLES_IN_WORDS = {"prior": "given before, not part of this", "unknown whether given": "unknown whether given"}
LONGEST_TEXT = 10_000
SHOWN = "only the name of a trial"
"""A doubt that the readings themselves show, because they are the arms of the trial."""


class Reading(Declared):
    """One reading of a text: a regimen, a treatment put together from names, or a look-alike or term without drugs."""

    kind: str
    id: str
    name: str
    form: str
    written: str
    usual: bool = True
    phases: tuple[Phase, ...] = ()
    letters: Mapping[str, tuple[str, ...]] = NOTHING
    notes: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    regimen: Regimen | None = None
    means: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    doubts: tuple[str, ...] = ()


class Answer(Frozen):
    """The readings of a text and the amounts in it; if there are none, what it only names, and suggestions.

    `treatment` is the text as it was read, from which the readings are made; None if the whole text is a name.
    """

    query: str
    readings: tuple[Reading, ...] = ()
    marks: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    only_named: tuple[str, ...] = ()
    treatment: Treatment | None = None


def readable(text: str, what: str) -> str:
    """The cleaned text; UsageError if nothing is left of it or it is too long for one answer."""
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"the text has {len(text)} characters: give one {what} of at most {LONGEST_TEXT}")
    if not fold(text):
        raise UsageError(f"the text is empty: give a {what}")
    return clean(text)


def expand(book: Book, text: str, aids: Aids | None = None) -> Answer:
    """Every reading of a treatment text; UsageError if it is empty or too long."""
    text = readable(text, "regimen or treatment")
    if found := whole(book, text):
        return Answer(text, found)
    from mbc_cli.reading.read import read  # it compiles many patterns: not for an exact answer

    return answer(book, text, read(book, text, aids))


def answer(book: Book, text: str, found: Treatment) -> Answer:
    """A text that was read, as its readings."""
    marks = found.also_read
    if one := only_name(book, found):
        return Answer(text, doubted(book, one, found), marks, treatment=found)
    if found.treatments and not falls_short(book, found):
        return Answer(text, tuple(composed(book, text, found)), marks, treatment=found)
    if refusals := tuple(refusal_readings(book, found)):
        return Answer(text, refusals, marks, treatment=found)
    from mbc_cli.book.codes import PROTOCOL_CODE  # only for what was not read

    unknown = found.unread and not PROTOCOL_CODE.fullmatch(text.strip())
    meant = decoded(book, bare(found)) if unknown else ()  # a word that is known, such as NED, is not an acronym
    return Answer(text, (), marks, meant, only_named(found), found)


def falls_short(book: Book, found: Treatment) -> bool:
    """Whether a text is one acronym with an unknown part: then nothing is known about it ("ECD-GC")."""
    from mbc_cli.reading.doubts import may_be_treatment

    none = (mention.role == "refused" and not may_be_treatment(book, mention) for mention in found.mentioned)
    return any(map(ACRONYM.fullmatch, (found.text, bare(found)))) and (bool(found.unread) or any(none))


def bare(found: Treatment) -> str:
    """The text that was read without its marks."""
    from mbc_cli.reading.tokens import blanked

    return " ".join(blanked(found.text, found.marks).split()).strip(" ,;:.+()[]")


def only_name(book: Book, found: Treatment) -> tuple[Reading, ...]:
    """The readings of the only thing that a text names, if it is given exactly as in the data."""
    if len(found.given) != 1 or found.mentioned or found.unread or found.others or found.given[0].token.of:
        return ()
    readings = whole(book, found.given[0].token.text)
    return readings if any(reading.phases == found.phases for reading in readings) else ()


def doubted(book: Book, readings: tuple[Reading, ...], found: Treatment) -> tuple[Reading, ...]:
    """The readings of the only name in a text, the first with whatever is unclear in the text around it."""
    from mbc_cli.reading.status import subcutaneous

    unclear = (doubt.why for doubt in found.doubts if doubt.why and doubt.kind != SHOWN)
    said = tuple(dict.fromkeys((*unclear, *subcutaneous(book, found))))
    notes = (*said, *found.stopped)
    first, *others = readings
    return (first.but(notes=(*notes, *first.notes), doubts=said), *others) if notes else readings


def at_moment(book: Book, found: Reading, now: Moment) -> Reading:
    """A reading with only the sources of a day and region; a note says what was left out."""
    kept = said_by_then(book, found.sources, now)
    if len(kept) == len(found.sources):
        return found
    when = " and ".join(filter(None, (now.day and f"by {now.day}", now.region and f"in {now.region}")))
    note = f"{len(kept)} of its {len(found.sources)} sources said so {when}; the others are left out"
    return found.but(sources=kept, notes=(*found.notes, note))


def whole(book: Book, text: str) -> tuple[Reading, ...]:
    """The readings of a text that as a whole is an acronym or the name of a drug, brand or class."""
    acronyms = book.names.acronyms(text)
    named = [match for match in book.names.named(text) if not of_double_use(book, match)]
    matches = usual_first(book, text, as_written(text, [*acronyms, *named]) or book.names.coded(text))
    so = lookalikes_just_so(book, text, matches)
    matches = sorted(matches, key=lambda match: match.ref not in so)
    shared = declaration(book, text, matches)
    notes = (shared.note,) if shared and shared.note else ()
    every = [(match, regimen) for match in matches for regimen in regimens_or_none(book, match)]
    contested = sum(match.kind != "lookalike" for match, _ in every) > 1 and not (shared and shared.settled)
    first = every[:1] if not contested else [found for found in every[:1] if found[0].kind == "lookalike"]
    return tuple(reading_of(book, *found, found in first, notes if n == 0 else ()) for n, found in enumerate(every))


def regimens_or_none(book: Book, match: Match) -> tuple[Regimen | None, ...]:
    """The regimens with a name; None for a name that is not their acronym; nothing for an arm without fixed drugs."""
    return book.regimens_of(match) or ((None,) if match.kind != "trial" else ())


def reading_of(book: Book, match: Match, record: Regimen | None, usual: bool, notes: tuple[str, ...]) -> Reading:
    """A regimen, a look-alike, or a name as a reading; `notes` are those of the shared text."""
    if match.kind == "lookalike":
        return lookalike_reading(book.lookalikes[match.id], match, usual)
    if record is None:
        return name_reading(book, match, usual)
    return Reading(
        kind=record.kind,
        id=record.id,
        name=record.name,
        form=match.form,
        written=match.written,
        usual=usual,
        phases=book.phases(record),
        letters=letters_in(record.letters, record.name if match.form in CODE_FORMS.values() else match.written),
        notes=tuple(dict.fromkeys([*record.remarks, *notes])),
        sources=record.sources,
        regimen=record,
    )


def remarks(record: Regimen, written: str) -> list[str]:
    """The remarks on a regimen, without the one on forms of its name that were not checked unless it is written so."""
    typed = fold(written, marks=True) in (fold(form, marks=True) for form in record.unsourced)
    return [note for note in record.remarks if typed or not record.unsourced or note != not_written_so(record)]


def letters_in(letters: Mapping[str, tuple[str, ...]], written: str) -> dict[str, tuple[str, ...]]:
    """The letters that spell this form of a name; a drug with its own letter is left out of the other letters."""
    kept = {letter: names for letter, names in letters.items() if letter.casefold() in written.casefold()}
    taken = {names[0] for names in kept.values() if len(names) == 1}
    return {
        letter: tuple(name for name in names if len(names) == 1 or name not in taken) or names
        for letter, names in kept.items()
    }


def name_reading(book: Book, match: Match, usual: bool) -> Reading:
    """A drug, brand or class as a treatment of one phase."""
    record = cast("Sourced", book.get(match.ref))
    phases = named_phases(book, match)
    names = [book.item(name).name for phase in phases for part in phase for name in part.any_of]
    return Reading(
        kind="treatment",
        id="",
        name=" + ".join(names),
        form=match.form,
        written=match.written,
        usual=usual,
        phases=phases,
        sources=record.sources,
    )


def lookalike_reading(record: Lookalike, match: Match, usual: bool) -> Reading:
    """A look-alike: what it means, and no drugs."""
    return Reading(
        kind="lookalike",
        id=record.id,
        name=record.name,
        form="look-alike",
        written=match.written,
        usual=usual,
        notes=meanings(record, "not a regimen"),
        sources=record.sources,
        means=record.means,
    )


def term_reading(record: Term, written: str) -> Reading:
    """What a word used on the ward means, which gives no drugs."""
    return Reading(
        kind="term",
        id=record.id,
        name=record.name,
        form="term",
        written=written,
        notes=meanings(record, "not a treatment"),
        sources=record.sources,
        means=record.means,
    )


def meanings(record: Lookalike | Term, refused: str) -> tuple[str, ...]:
    """The meaning of something that gives no drugs, and its note."""
    return (f"means {'; or '.join(record.means)}: {refused}", *((record.note,) if record.note else ()))


def composed(book: Book, text: str, found: Treatment) -> Iterator[Reading]:
    """A text put together from known names as a reading, or one for each of its alternatives; none is the usual one."""
    one = composition(book, text, found)
    for n, phases in enumerate(found.treatments):
        yield one if not n and len(found.treatments) == 1 else one.but(phases=phases, usual=False)


def composition(book: Book, text: str, found: Treatment) -> Reading:
    """A text put together from known names as one reading; regimens in it contribute their sources and notes."""
    from mbc_cli.reading.status import subcutaneous

    readings = [(reading, mention.token.text) for mention in found.given for reading in mention.readings]
    regimens = [reading for reading, _ in readings]
    notes = [*found.notes, *(f"{mention.token.of}" for mention in found.given if mention.token.of)]
    notes += [f"{mention.token.text}: {as_said(mention.role)}" for mention in found.mentioned if mention.phases]
    notes += found.stopped
    for mention in found.given:
        if len(mention.readings) > 1:
            others = ", ".join(reading.name for reading in mention.readings[1:])
            notes.append(f"{mention.token.text} has other readings: {others}")
    notes += [doubt.why for doubt in found.doubts if doubt.why]
    notes += subcutaneous(book, found)
    if found.unread:
        notes.append("not read: " + ", ".join(unread_word(book, token.text) for token in found.unread[:MANY]))
    return Reading(
        kind="treatment",
        id="",
        name=text,
        form="treatment",
        written=text,
        phases=found.phases,
        notes=tuple(dict.fromkeys([*notes, *(note for named in readings for note in remarks(*named))])),
        sources=tuple(dict.fromkeys(citation for regimen in regimens for citation in regimen.sources)),
        unread=tuple(token.text for token in found.unread),
        gaps=tuple(gaps(found)),
        doubts=tuple(dict.fromkeys(doubt.said for doubt in found.doubts)),
    )


def only_named(found: Treatment) -> tuple[str, ...]:
    """What a text names without giving it, and why: "Taxol: discussed, not given"."""
    why = (mention.note or f"{mention.token.text}: {as_said(mention.role)}" for mention in found.mentioned)
    return tuple(dict.fromkeys(why))


def as_said(role: str) -> str:
    """What a text says about a treatment that it does not give, in words: "declined, not given"."""
    return ROLES_IN_WORDS.get(role, f"{role}, not given")


def refusal_readings(book: Book, found: Treatment) -> Iterator[Reading]:
    """Look-alikes in a text that gives no treatment."""
    for mention in found.mentioned:
        for match in mention.token.matches:
            if match.kind == "lookalike":
                yield lookalike_reading(book.lookalikes[match.id], match, True)
