"""What must hold between entries. Each check is one small function: its name is the promise."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from mbc_cli.book.days import day_after, last_day, this_day
from mbc_cli.book.errors import UsageError
from mbc_cli.book.history import EXACT
from mbc_cli.book.model import Brand, Combined, Drug, Record, Test, Translation, Wanted
from mbc_cli.book.names import every_form, fold, forms, is_marked
from mbc_cli.book.table import Choices, nearest
from mbc_cli.book.texts import faults
from mbc_cli.options.coverage import named_in
from mbc_cli.options.profile import profile_of
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import judge
from mbc_cli.options.wording import EACH
from mbc_cli.store.fault import Fault
from mbc_cli.store.word_checks import words_do_as_their_examples_say
from mbc_cli.store.wording_checks import wordings_are_read_as_they_say, wordings_tell_something

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Condition, Indication, NaaccrItem, Regimen, Statement
    from mbc_cli.book.table import DataFile, Entry, Problem

    Raw = Mapping[str, Mapping[str, Mapping[str, Any]]]
    Stages = tuple[tuple[Callable[[Book, Raw], Iterator[Fault]], ...], ...]


def between(book: Book, raw: Raw, entries: Mapping[str, Entry], stages: Stages) -> list[Problem]:
    """Every fault between entries; the later checks only run once the earlier stages found nothing."""
    for stage in stages:
        faults = [fault for check in stage for fault in check(book, raw)]
        if faults:
            return [entries[fault.ref].problem(fault.key, fault.what) for fault in faults]
    return out_of_order(book, entries) or drugs_without_a_category(book, entries)


def records(book: Book) -> Iterator[Record]:
    """Every entry."""
    for shelf in book.shelves.values():
        yield from shelf.values()


def every_source_exists(book: Book, _: Raw) -> Iterator[Fault]:
    """Each citation names a source entry."""
    choices = Choices(book.sources)
    for record in records(book):
        for citation in dict.fromkeys(found.id for found in record.cited()):
            if citation not in book.sources:
                yield Fault(record.ref, "sources", f"no source '{citation}': {nearest(citation, choices)}")


def every_link_leads_somewhere(book: Book, _: Raw) -> Iterator[Fault]:
    """Each id that an entry refers to exists."""
    choices = cache(lambda *kinds: Choices(found for kind in kinds for found in book.shelves.get(kind, ())))
    for record in records(book):
        for link in dict.fromkeys(record.links()):
            kind, _dot, name = link.partition(".")
            kinds = ("drug", "class") if kind == "item" else (kind,)
            if not any(f"{k}.{name}" in book for k in kinds):
                yield Fault(record.ref, "", f"no {' or '.join(kinds)} '{name}': {nearest(name, choices(*kinds))}")


def drugs_and_classes_have_ids_of_their_own(book: Book, _: Raw) -> Iterator[Fault]:
    """No id is both a drug and a class."""
    for name in book.drugs:
        if name in book.classes:
            yield Fault(f"drug.{name}", "", f"'{name}' is a class too: choose another id for one of them")


def classes_form_a_tree(book: Book, _: Raw) -> Iterator[Fault]:
    """Going up from a class ends at a modality."""
    rooted: set[str] = set()
    for name in book.classes:
        above, seen = book.classes[name].parent, {name}
        while above and above not in seen and above not in rooted:
            seen.add(above)
            above = book.classes[above].parent
        if not above or above in rooted:
            rooted |= seen
        else:
            yield Fault(f"class.{name}", "parent", f"leads in a circle through '{above}': name the class above it")


def blocks_do_not_loop(book: Book, _: Raw) -> Iterator[Fault]:
    """No regimen is a block of itself, however far down."""
    for name in book.regimens:
        below = dict.fromkeys(blocks(book, name))
        new = list(below)
        for block in new:
            inner = [found for found in blocks(book, block) if found not in below]
            below.update(dict.fromkeys(inner))
            new.extend(inner)
        if name in below:
            yield Fault(f"regimen.{name}", "steps", "holds itself as a block: write its drugs")


def blocks(book: Book, name: str) -> list[str]:
    """The blocks that stand in a regimen."""
    return [part.block for phase in book.regimens[name].steps for part in phase if part.block]


def owners(book: Book) -> dict[tuple[str, str], dict[str, str]]:
    """Each folded text to the entries written so; the key says which fold, and both meet where they are equal."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for ref, text, _form in every_form(records(book)):
        acronym = is_marked(ref)
        found[("marked" if acronym else "plain", fold(text, marks=acronym))].setdefault(ref, text)
    for (kind, text), refs in list(found.items()):
        if kind == "marked" and ("plain", text) in found:
            refs.update(found[("plain", text)])
    return found


def shared_names_are_declared(book: Book, _: Raw) -> Iterator[Fault]:
    """Two entries written the same way have a `shared` entry."""
    declared = {frozenset(shared.readings) for shared in book.shared.values()}
    reported = set()
    for refs in owners(book).values():
        readings = frozenset(refs)
        if len(readings) > 1 and readings not in declared and readings not in reported:
            reported.add(readings)
            first, *others = sorted(readings)
            text = refs[first]
            what = f"'{text}' also names {', '.join(others)}: declare shared.{fold(text) or 'it'} with these readings"
            yield Fault(first, "", what)


def shared_declarations_are_true(book: Book, _: Raw) -> Iterator[Fault]:
    """The readings of a `shared` entry are just the entries written so."""
    found = owners(book)
    for shared in book.shared.values():
        actual = set(found.get(("marked", fold(shared.text, marks=True)), {}))
        actual |= set(found.get(("plain", fold(shared.text)), {}))
        if len(actual) < 2 or actual != set(shared.readings):
            now = ", ".join(sorted(actual)) or "nothing"
            yield Fault(shared.ref, "readings", f"'{shared.text}' now names {now}: write these or drop the entry")


def names_keep_distinct_drugs_apart(book: Book, _: Raw) -> Iterator[Fault]:
    """No name of a drug leads to a drug that it must never be taken for."""
    for record in records(book):
        mine = set(drugs_of(record))
        apart = {other for name in mine for other in book.apart_from(name)} - mine
        for text, _form in forms(record) if apart else ():
            for match in book.names.named(text):
                led = {match.id} if match.kind == "drug" else set(getattr(book.get(match.ref), "drugs", ()))
                for other in sorted(led & apart):
                    yield Fault(record.ref, "", f"'{text}' leads to {other}, which must stay apart: take it from one")


def drugs_of(record: Record) -> tuple[str, ...]:
    """The drugs that the names of an entry name; none for a class or a regimen."""
    match record:
        case Drug():
            return (record.id,)
        case Brand():
            return record.drugs
        case Translation():
            return (record.of,)
    return ()


def codes_have_a_place(book: Book, _: Raw) -> Iterator[Fault]:
    """A code stands in the place of the source that gives it."""
    coded: list[Drug | Regimen] = [*book.drugs.values(), *book.regimens.values(), *book.protocols.values()]
    for record in coded:
        places = " ".join(citation.where for citation in record.sources)
        for system, code in record.codes.items():
            if code not in places:
                yield Fault(record.ref, "codes", f"{system} {code} is in no place of its sources: cite where it stands")


def letters_are_of_the_regimen(book: Book, _: Raw) -> Iterator[Fault]:
    """The letter key of a regimen names only its own drugs."""
    for regimen in regimens_of_all_kinds(book):
        inside = set(book.drugs_in(book.phases(regimen)))
        for letter, names in regimen.letters.items():
            for name in set(names) - inside:
                yield Fault(regimen.ref, "letters", f"{letter} = '{name}' is not in its steps: correct one of them")


def endings_come_after_beginnings(book: Book, _: Raw) -> Iterator[Fault]:
    """An `until` lies after its `from` and has a reason."""
    spans = [
        (drug.ref, item.start, item.until, item.ended) for drug in book.drugs.values() for item in drug.indications
    ]
    spans += [(found.ref, found.start, found.until, found.ended) for found in book.statements.values()]
    for ref, start, until, ended in spans:
        if until and start and until <= start:
            yield Fault(ref, "", f"ends on {until}, not after {start}: correct the days")
        if until and not ended:
            yield Fault(ref, "", f"ends on {until} without a reason: write ended")
    for ref, start, until in other_spans(book):
        if until and last_day(until) < start:
            yield Fault(ref, "", f"ends on {until}, before {start}: correct the days")


def other_spans(book: Book) -> Iterator[tuple[str, str, str]]:
    """Each stretch of time that needs no reason for its end: the entry, its first and its last day."""
    for brand in book.brands.values():
        yield from ((brand.ref, market.since, market.until) for market in brand.markets)
    for rule in book.rules.values():
        yield rule.ref, rule.start, rule.until
    for category in book.categories.values():
        yield from ((category.ref, period.start, period.until) for period in category.periods)


def nothing_began_in_the_future(book: Book, _: Raw) -> Iterator[Fault]:
    """What is said to have begun did so by today; what is announced (a period, an end) may be to come.

    Where a clock is behind, the day of the data is today; a source may bear the date of an issue that is to come.
    """
    today = max(book.version, this_day())
    for ref, key, day in begun(book):
        if day > today:
            yield Fault(ref, key, f"says {day}, which is still to come: correct the day")
    for source in book.sources.values():
        if int(source.date[:4]) > int(today[:4]) + 1:
            yield Fault(source.ref, "date", f"is {source.date}, years to come: correct the year")


def begun(book: Book) -> Iterator[tuple[str, str, str]]:
    """Each day on which something began or was found: the entry, its key and the day."""
    for drug in book.drugs.values():
        yield from ((drug.ref, "indications", found.start) for found in drug.indications)
    for brand in book.brands.values():
        for market in brand.markets:
            yield from ((brand.ref, "markets", day) for day in (market.as_of, market.since))
    for statement in book.statements.values():
        yield statement.ref, "from", statement.start


def sources_speak_of_their_own_time(book: Book, _: Raw) -> Iterator[Fault]:
    """No approval begins, and no market is as of a day, that is later than the newest source that says so."""
    approved = [(drug.ref, item) for drug in book.drugs.values() for item in drug.indications]
    sold = [(brand.ref, item) for brand in book.brands.values() for item in brand.markets]
    said = [(ref, "indications", item.start, item.sources) for ref, item in approved]
    for ref, key, day, cited in [*said, *((ref, "markets", item.as_of, item.sources) for ref, item in sold)]:
        newest = max(last_day(book.sources[citation.id].date) for citation in cited)
        if day > newest:
            yield Fault(ref, key, f"{day} is later than its newest source ({newest}): correct it, or cite who says so")


def the_latest_day_begins_nothing(book: Book, _: Raw) -> Iterator[Fault]:
    """What is only the latest day that a source can be of is not the day on which an approval began."""
    for ref, key, item in approvals(book):
        latest = [book.sources[one.id].date for one in item.sources if book.sources[one.id].date_is != EXACT]
        if item.start_is == EXACT and item.start in latest and len(latest) == len(item.sources):
            yield Fault(ref, key, f"begins on {item.start}, the latest day that its source can be of: leave from out")
        if item.start_is != EXACT and not item.start:
            yield Fault(ref, key, "has from_is without from: write the latest day, or leave both out")


def approvals(book: Book) -> Iterator[tuple[str, str, Indication | Statement]]:
    """Everything that may begin on a day: the entry, the key of the day, and what begins."""
    for drug in book.drugs.values():
        yield from ((drug.ref, "indications", item) for item in drug.indications)
    yield from ((found.ref, "from", found) for found in book.statements.values())


def coverage_is_true(book: Book, _: Raw) -> Iterator[Fault]:
    """A region has one coverage, where the book has any; no label of a drug that was not read says anything."""
    first: dict[str, str] = {}
    for found in book.coverage.values():
        if first.setdefault(found.region, found.ref) != found.ref:
            yield Fault(found.ref, "region", f"{found.region} is that of {first[found.region]} too: join the two")
        for name in sorted(named_in(book, found.region) & set(found.not_read)):
            yield Fault(found.ref, "not_read", f"a label of {found.region} names {name}: take it from one of them")
    for statement in book.statements.values():
        if first and statement.region and statement.region not in first:
            what = f"is of a region without coverage: write [coverage.{statement.region.lower()}]"
            yield Fault(statement.ref, "region", what)


def lists_have_nothing_twice(_: Book, raw: Raw) -> Iterator[Fault]:
    """No list has an item twice, however deep; only the steps of a regimen may come again."""
    for kind, tables in raw.items():
        for name, table in tables.items():
            for key, value in table.items():
                for found in [*lists(value)][key == "steps" :]:
                    if any(item in found[:n] for n, item in enumerate(found)):
                        yield Fault(f"{kind}.{name}", key, "has an item twice: write it once")


def lists(value: Any) -> Iterator[list[Any]]:
    """Every list in a value, itself first."""
    if isinstance(value, list):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from lists(item)


def keys_that_are_free_are_plain(book: Book, _: Raw) -> Iterator[Fault]:
    """The letters of a regimen and the short forms of an axis, which are keys, are written as any text must be."""
    free = [(found.ref, "letters", found.letters) for found in book.regimens.values()]
    for ref, key, words in [*free, *((axis.ref, "short", axis.short) for axis in book.axes.values())]:
        for word in words:
            yield from (Fault(ref, key, f"the key '{word}' {what}") for what in faults("name", word))


def biosimilars_share_the_class(book: Book, _: Raw) -> Iterator[Fault]:
    """A biosimilar is of the class of its original."""
    for drug in book.drugs.values():
        original = book.drugs.get(drug.biosimilar_of)
        if original and not set(drug.classes) & set(original.classes):
            yield Fault(drug.ref, "classes", f"shares no class with {original.id}: write the class of the original")


def periods_leave_no_gap(book: Book, _: Raw) -> Iterator[Fault]:
    """The periods of a category follow one another: for every date of diagnosis there is just one."""
    for record in book.categories.values():
        starts = [found.start for found in record.periods]
        due = ["", *(day_after(found.until) if found.until else "no day" for found in record.periods)]
        for start, wanted in zip(starts, due, strict=False):
            if start != wanted:
                what = f"begin on {start or 'no day'} where {wanted or 'no day'} is due"
                yield Fault(record.ref, "periods", f"{what}: let each begin on the day after the one before it ends")
        if record.periods and record.periods[-1].until:
            yield Fault(record.ref, "periods", f"end on {record.periods[-1].until}: let the last one have no until")


def items_have_the_codes_of_their_drugs(book: Book, _: Raw) -> Iterator[Fault]:
    """An item has each code once, one for "none", and codes for what is given; one and several go together."""
    for item in book.naaccr.values():
        for code in sorted({value.code for value in item.values if len(codes_like(item, value.code)) > 1}):
            yield Fault(item.ref, "values", f"have {code} twice: write each code once")
        if len(item.with_role("none")) != 1 or not item.with_role("given"):
            yield Fault(item.ref, "values", "need one code of the role none, and one or more of the role given")
        if bool(item.with_role("one")) != bool(item.with_role("several")):
            yield Fault(item.ref, "values", "have only one of the roles one and several: write both or neither")


def codes_like(item: NaaccrItem, code: str) -> list[str]:
    """The codes of an item that are the same as this one."""
    return [value.code for value in item.values if value.code == code]


def each_category_has_one_item(book: Book, _: Raw) -> Iterator[Fault]:
    """Every category that a drug may have is coded in one item; an ancillary drug in none."""
    items: dict[str, list[str]] = defaultdict(list)
    for item in book.naaccr.values():
        items[item.category].append(item.id)
        if len(items[item.category]) > 1:
            yield Fault(item.ref, "category", f"is coded in {items[item.category][0]} too: write it in one item")
    for record in book.categories.values():
        early = [record.given_before.category] if record.given_before else []
        used = [name for found in record.periods for name in (found.category, *found.perhaps)]
        for name in dict.fromkeys([*used, *early]):
            if name != "ancillary" and name not in items:
                yield Fault(record.ref, "", f"no naaccr item has the category '{name}': add the item")


def drugs_without_a_category(book: Book, entries: Mapping[str, Entry]) -> list[Problem]:
    """Drugs of a directory that has categories, but none for them; a directory without any may add drugs freely."""
    having = {entries[f"category.{name}"].file.layer for name in book.categories}
    drugs = [entries[drug.ref] for drug in book.drugs.values() if not drug.outside and drug.id not in book.categories]
    what = "has no category: write [category.{}] with its category, or with not_found where there is no record"
    return [entry.problem("", what.format(entry.id)) for entry in drugs if entry.file.layer in having]


# --- profiles and conditions -------------------------------------------------------------------------------------


def tests(book: Book) -> Iterator[tuple[str, str, str, Test]]:
    """Every test of a known axis that an entry makes: the entry, its key, the axis and the test."""
    for ref, key, condition in conditions_of(book):
        if condition:
            found = (leaf for leaf in condition.leaves() if leaf.axis in book.axes)
            yield from ((ref, key, leaf.axis, leaf.test) for leaf in found)


def conditions_of(book: Book) -> Iterator[tuple[str, str, Condition | None]]:
    """Every condition of statements, axes and regimens: the entry, its key and the condition, if there is one."""
    for statement in book.statements.values():
        yield statement.ref, "when", statement.when
        yield statement.ref, "silent", statement.silent
    for axis in book.axes.values():
        for rule in axis.follows:
            yield axis.ref, "follows", Wanted(axis.id, rule.test)
            yield axis.ref, "follows", rule.when
    for regimen in regimens_of_all_kinds(book):
        yield regimen.ref, "when", regimen.when
        yield from ((regimen.ref, "steps", part.when) for phase in regimen.steps for part in phase)


def regimens_of_all_kinds(book: Book) -> Iterator[Regimen]:
    """Regimens, those of protocols, and the arms of trials."""
    yield from (*book.regimens.values(), *book.protocols.values())
    yield from (arm for trial in book.trials.values() for arm in trial.arms())


def allowed(book: Book) -> dict[str, Mapping[str, None]]:
    """Axis to its values; of an axis of treatments, every drug and class."""
    treatments = dict.fromkeys((*book.drugs, *book.classes))
    return {axis.id: treatments if axis.of_treatments else dict.fromkeys(axis.values) for axis in book.axes.values()}


def numbers_are_asked_of_numbers(book: Book, _: Raw) -> Iterator[Fault]:
    """Least and greatest numbers are asked of number axes, and nothing else is."""
    for ref, key, axis, test in tests(book):
        number = book.axes[axis].form == "number"
        if number and test.form not in ("min", "max"):
            yield Fault(ref, key, f"{axis} is a number: write {{ min = ... }} or {{ max = ... }}")
        if not number and test.form in ("min", "max"):
            yield Fault(ref, key, f"{axis} is no number: write one of its values")


def values_are_asked_of_their_axes(book: Book, _: Raw) -> Iterator[Fault]:
    """Each value that a condition asks for is one of its axis, or a drug or class."""
    known = allowed(book)
    choices = cache(lambda axis: Choices(known[axis]))
    for ref, key, axis, test in tests(book):
        for value in test.values:
            if value not in known[axis]:
                yield Fault(ref, key, f"{axis} has no '{value}': {nearest(value, choices(axis))}")


def short_forms_stand_for_values(book: Book, _: Raw) -> Iterator[Fault]:
    """Each short form stands for a value of its axis, and each phrase words one (`*`: each treatment)."""
    for axis in book.axes.values():
        words = (EACH,) if axis.of_treatments else axis.values
        for value in (*axis.short.values(), *(value for value in axis.phrases if value not in words)):
            if value not in axis.values:
                yield Fault(axis.ref, "short", f"'{value}' is no value of it: {nearest(value, words)}")


def axes_lie_within_their_like(book: Book, _: Raw) -> Iterator[Fault]:
    """A set lies within sets, a number within numbers."""
    for axis in book.axes.values():
        for name in axis.within:
            form = book.axes[name].form
            if form != axis.form or form == "value":
                yield Fault(
                    axis.ref, "within", f"{name} is a {form}, this is a {axis.form}: name another set or number"
                )


def examples(book: Book, raw: Raw) -> Iterator[tuple[Statement, str, Any]]:
    """Every example of a statement: the statement, `fits` or `misses`, and the profile."""
    for statement in book.statements.values():
        for key in ("fits", "misses"):
            yield from ((statement, key, profile) for profile in raw["statement"][statement.id].get(key, ()))


def examples_are_profiles(book: Book, raw: Raw) -> Iterator[Fault]:
    """An example is a table of facts: axes with a value, a list for a set, a number for a number."""
    known = allowed(book)
    for statement, key, profile in examples(book, raw):
        if not isinstance(profile, dict) or not profile:
            yield Fault(statement.ref, key, f"{profile!r} is no profile: write {{ axis = value }}")
            continue
        for name, value in profile.items():
            if name not in book.axes:
                yield Fault(statement.ref, key, f"no axis '{name}': {nearest(name, book.axes)}")
            elif not is_fact(book.axes[name], value, known[name]):
                form = book.axes[name].form
                yield Fault(statement.ref, key, f"{name} = {value!r} is no fact: write a known {form} of it")


def is_fact(axis: Axis, value: Any, known: Container[str]) -> bool:
    """Whether a value of the data is one that the axis can have."""
    if axis.form == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if axis.form == "value":
        return isinstance(value, str) and value in known
    return isinstance(value, list) and all(isinstance(item, str) and item in known for item in value)


def examples_hold(book: Book, raw: Raw) -> Iterator[Fault]:
    """What `fits` satisfies the condition; what `misses` is ruled out, not merely open."""
    for statement, key, profile in examples(book, raw):
        try:
            found = judge(statement, profile_of(book, profile))
        except UsageError as error:
            yield Fault(statement.ref, key, f"{profile!r}: {error}")
            continue
        if found != (Truth.YES if key == "fits" else Truth.NO):
            word = {Truth.YES: "fits", Truth.UNKNOWN: "is open", Truth.NO: "is ruled out"}[found]
            yield Fault(statement.ref, key, f"{profile!r} {word}: correct the profile or the condition")


def conditions_that_are_not_plain_have_examples(book: Book, raw: Raw) -> Iterator[Fault]:
    """A condition of more than plain equalities has an example that fits and one that misses."""
    for statement in book.statements.values():
        for key in ("fits", "misses"):
            if not is_plain_condition(book, statement.when) and not raw["statement"][statement.id].get(key):
                yield Fault(
                    statement.ref, "when", f"is more than plain equalities: write at least one profile as {key}"
                )


def is_plain_condition(book: Book, condition: Condition | None) -> bool:
    """Whether a condition asks, if anything, for single values of axes that are no sets, all of them."""
    match condition:
        case Combined("all", parts):
            return all(is_plain_condition(book, part) for part in parts)
        case Wanted(axis, Test("any", (_,))):
            return book.axes[axis].form == "value"
    return condition is None


def out_of_order(_: Book, entries: Mapping[str, Entry]) -> list[Problem]:
    """Entries that do not stand sorted by id within their file and kind."""
    last: dict[tuple[DataFile, str], str] = {}
    problems = []
    for entry in entries.values():
        before = last.get((entry.file, entry.kind), "")
        if entry.id < before:
            problems.append(entry.problem("", f"stands after '{before}': sort the entries of a file by id"))
        last[entry.file, entry.kind] = max(entry.id, before)
    return problems


STAGES: Stages = (
    (
        every_source_exists,
        every_link_leads_somewhere,
        drugs_and_classes_have_ids_of_their_own,
        lists_have_nothing_twice,
        keys_that_are_free_are_plain,
    ),
    (classes_form_a_tree, blocks_do_not_loop, numbers_are_asked_of_numbers, axes_lie_within_their_like),
    (values_are_asked_of_their_axes, short_forms_stand_for_values, examples_are_profiles),
    (
        shared_names_are_declared,
        shared_declarations_are_true,
        names_keep_distinct_drugs_apart,
        codes_have_a_place,
        letters_are_of_the_regimen,
        endings_come_after_beginnings,
        nothing_began_in_the_future,
        sources_speak_of_their_own_time,
        the_latest_day_begins_nothing,
        coverage_is_true,
        biosimilars_share_the_class,
        examples_hold,
        conditions_that_are_not_plain_have_examples,
        periods_leave_no_gap,
        items_have_the_codes_of_their_drugs,
        each_category_has_one_item,
    ),
)
"""Checks in stages: each may rely on what the stages before it found in order."""
EVERY_STAGE: Stages = (
    *STAGES,
    (words_do_as_their_examples_say, wordings_tell_something, wordings_are_read_as_they_say),
)
"""These, and what reads every example of words: it takes longer than all else, so that a book is loaded without it."""
