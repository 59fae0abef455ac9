"""What must hold between entries. Each check is one small function: its name is the promise."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Any

from mbc_cli.book.days import day_after
from mbc_cli.book.model import Brand, Drug, Erratum, Record, Translation
from mbc_cli.book.names import every_form, fold, forms, is_marked
from mbc_cli.book.problems import ENTRY, TOML
from mbc_cli.book.shapes import NON_COMMERCIAL
from mbc_cli.book.table import Choices, nearest
from mbc_cli.book.texts import faults
from mbc_cli.store.condition_checks import (
    axes_lie_within_their_like,
    conditions_that_are_not_plain_have_examples,
    examples_are_profiles,
    examples_hold,
    first_and_second_are_conditions,
    numbers_are_asked_of_numbers,
    regimens_of_all_kinds,
    short_forms_stand_for_values,
    values_are_asked_of_their_axes,
    what_is_newer_offers_nothing_unsuitable,
)
from mbc_cli.store.date_checks import (
    endings_come_after_beginnings,
    nothing_began_in_the_future,
    sources_speak_of_their_own_time,
    the_latest_day_begins_nothing,
    what_is_newer_is_no_older,
)
from mbc_cli.store.fault import Fault
from mbc_cli.store.instead import instead_of
from mbc_cli.store.label_checks import (
    approvals_have_statements,
    coverage_is_true,
    endings_stand_on_cards,
    older_wordings_are_replaced,
    statements_have_approvals,
    treatments_bear_no_other_name,
)
from mbc_cli.store.registry_checks import (
    codes_fit_into_their_items,
    ids_of_items_are_their_own,
    items_stop_after_they_began,
    situations_have_codes_of_their_items,
    words_tell_what_a_chart_can,
)
from mbc_cli.store.word_checks import words_do_as_their_examples_say
from mbc_cli.store.wording_checks import (
    synonyms_are_apart,
    synonyms_are_in_use,
    wordings_are_read_as_they_say,
    wordings_tell_something,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Citation, NaaccrItem, Regimen
    from mbc_cli.book.problems import DataFile, Entry, Problem
    from mbc_cli.store.fault import Raw

    Stage = tuple[Callable[..., Iterator[Fault]], ...]
    Stages = tuple[Stage, ...]


def rule(check: Callable[..., object]) -> str:
    """The name of a check as a rule."""
    return check.__name__.replace("_", "-")


def rules() -> dict[str, str]:
    """Each rule that a problem can break, and what it requires."""
    checks: list[Callable[..., object]] = [check for stage in EVERY_STAGE for check in stage]
    checks += LAST
    demands = {rule(check): (check.__doc__ or "").partition("\n")[0] for check in checks}
    return {TOML: "A file is TOML in UTF-8.", ENTRY: "An entry has the keys and values of its kind."} | demands


CLOSE = 0.8
"""How similar the id of a source must be to one that is missing."""


def records(book: Book) -> Iterator[Record]:
    """Every entry."""
    for shelf in book.shelves.values():
        yield from shelf.values()


def missing(book: Book) -> Iterator[tuple[Record, tuple[str, ...], str]]:
    """Each entry that refers to a missing one, the kinds that this one may be, and its id."""
    for record in records(book):
        for cited in dict.fromkeys(found.id for found in record.cited()):
            if cited not in book.sources:
                yield record, ("source",), cited
        for link in dict.fromkeys(record.links()):
            kind, _dot, name = link.partition(".")
            kinds = ("drug", "class") if kind == "item" else (kind,)
            if not any(f"{k}.{name}" in book for k in kinds):
                yield record, kinds, name


def every_source_exists(book: Book, _: Raw) -> Iterator[Fault]:
    """Each citation names a source entry."""
    choices = Choices(book.sources)
    for record, kinds, name in missing(book):
        if kinds == ("source",) and name:
            yield Fault(record.ref, "sources", f"unknown source '{name}'; {source_meant(name, choices)}", name)


def source_meant(name: str, choices: Choices) -> str:
    """The source that has nearly this name, or how to describe one that is missing."""
    near = choices.near(name)
    return f"did you mean '{near}'?" if near and is_close(name, near) else f"describe it: mbc new source {name}"


def is_close(name: str, other: str) -> bool:
    """Whether two names differ so little that one may be a misspelling of the other."""
    return SequenceMatcher(None, name, other).ratio() >= CLOSE


def every_link_leads_somewhere(book: Book, _: Raw) -> Iterator[Fault]:
    """Each id that an entry refers to exists."""
    choices = cache(lambda *kinds: Choices(found for kind in kinds for found in book.shelves.get(kind, ())))
    for record, kinds, name in missing(book):
        if kinds != ("source",) and name:
            remedy = instead_of(name, kinds, record, book) or nearest(name, choices(*kinds))
            yield Fault(record.ref, "", f"unknown {' or '.join(kinds)} '{name}'; {remedy}", name)


def drugs_and_classes_have_ids_of_their_own(book: Book, _: Raw) -> Iterator[Fault]:
    """No id is both a drug and a class."""
    for name in book.drugs:
        if name in book.classes:
            yield Fault(f"drug.{name}", "", f"'{name}' is also a class; choose another id for one of them")


def classes_form_a_tree(book: Book, _: Raw) -> Iterator[Fault]:
    """Going up from any class leads to a modality."""
    rooted: set[str] = set()
    for name in book.classes:
        above, seen = book.classes[name].parent, {name}
        while above and above not in seen and above not in rooted:
            seen.add(above)
            above = book.classes[above].parent
        if not above or above in rooted:
            rooted |= seen
        else:
            yield Fault(f"class.{name}", "parent", f"leads back to itself through '{above}'; name the class above it")


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
            yield Fault(f"regimen.{name}", "steps", "contains itself as a block; write its drugs")


def blocks(book: Book, name: str) -> list[str]:
    """The blocks in a regimen."""
    return [part.block for phase in book.regimens[name].steps for part in phase if part.block]


def owners(book: Book) -> dict[tuple[str, str], dict[str, str]]:
    """Each folded text, with the entries written that way; the key says which fold, and both meet if they are equal."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for ref, text, _form in every_form(records(book)):
        acronym = is_marked(ref)
        found[("marked" if acronym else "plain", fold(text, marks=acronym))].setdefault(ref, text)
    for (kind, text), refs in list(found.items()):
        if kind == "marked" and ("plain", text) in found:
            refs.update(found[("plain", text)])
    return found


def shared_names_are_declared(book: Book, _: Raw, own: Collection[str] = ()) -> Iterator[Fault]:
    """Two entries written the same way have a `shared` entry; if not, the user's own entry is blamed, if any."""
    declared = {frozenset(shared.readings) for shared in book.shared.values()}
    reported = set()
    for refs in owners(book).values():
        readings = frozenset(refs)
        if len(readings) > 1 and readings not in declared and readings not in reported:
            reported.add(readings)
            first, *others = sorted(readings, key=lambda ref: (ref not in own, ref))
            text = refs[first]
            what = f"'{text}' also names {', '.join(others)}; declare shared.{fold(text) or 'it'} with these readings"
            yield Fault(first, "", what, text)


def shared_declarations_are_true(book: Book, _: Raw) -> Iterator[Fault]:
    """The readings of a `shared` entry are exactly the entries written that way."""
    found = owners(book)
    for shared in book.shared.values():
        actual = set(found.get(("marked", fold(shared.text, marks=True)), {}))
        actual |= set(found.get(("plain", fold(shared.text)), {}))
        if len(actual) < 2 or actual != set(shared.readings):
            now = ", ".join(sorted(actual)) or "nothing"
            yield Fault(shared.ref, "readings", f"'{shared.text}' now names {now}; write these or drop the entry")


def names_keep_distinct_drugs_apart(book: Book, _: Raw, own: Collection[str] = ()) -> Iterator[Fault]:
    """No name of a drug leads to a drug that it must never be mistaken for; the user's own entry is blamed, if any."""
    for record in records(book):
        mine = set(drugs_of(record))
        apart = {other for name in mine for other in book.apart_from(name)} - mine
        for text, _form in forms(record) if apart else ():
            for match in book.names.named(text):
                led = {match.id} if match.kind == "drug" else set(getattr(book.get(match.ref), "drugs", ()))
                refs = sorted((record.ref, match.ref), key=lambda ref: ref not in own)
                blamed = record.ref if record.ref in own else refs[0]
                where = "it" if len({*refs} & {*own}) == 1 else "it from one of them"
                for other in sorted(led & apart):
                    both = " and ".join(sorted((other, *mine)))
                    what = f"'{text}' would mean {both}, which must not be confused; remove {where}"
                    yield Fault(blamed, "", what, text)


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
    """A code appears in the place of the source that gives it."""
    coded: list[Drug | Regimen] = [*book.drugs.values(), *book.regimens.values(), *book.protocols.values()]
    for record in coded:
        places = " ".join(citation.where for citation in record.sources)
        for system, code in record.codes.items():
            if code not in places:
                yield Fault(record.ref, "codes", f"{system} {code} is in no place of its sources; cite where it is")


def facts_rest_on_more_than_non_commercial_sources(book: Book, _: Raw) -> Iterator[Fault]:
    """What an entry says is also in a source that allows commercial use, unless it is marked as unverified."""
    for record in records(book):
        if getattr(record, "unverified", "") and record.kind == "regimen":
            continue
        for key, cited in citations(record):
            sources = {citation.id for citation in cited}
            if sources and all(book.sources[name].licence in NON_COMMERCIAL for name in sources):
                only = f"only {', '.join(sorted(sources))} says so, which bars commercial use"
                yield Fault(record.ref, key, f"{only}; cite a second source, or leave it out")


def citations(record: Record) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """The citations of an entry and of its parts, each with its key; an erratum also rests on those it quotes."""
    yield "sources", record.cited() if isinstance(record, Erratum) else getattr(record, "sources", ())
    yield from (("indications", item.sources) for item in getattr(record, "indications", ()))
    yield from (("markets", item.sources) for item in getattr(record, "markets", ()))


def letters_are_of_the_regimen(book: Book, _: Raw) -> Iterator[Fault]:
    """The letter key of a regimen names only its own drugs."""
    for regimen in regimens_of_all_kinds(book):
        inside = set(book.drugs_in(book.phases(regimen)))
        for letter, names in regimen.letters.items():
            for name in set(names) - inside:
                what = f"{letter} = '{name}' is not in its steps; correct one of them"
                yield Fault(regimen.ref, "letters", what, letter)


def lists_have_nothing_twice(_: Book, raw: Raw) -> Iterator[Fault]:
    """No list has an item twice, however deep; only the steps of a regimen may repeat."""
    for kind, tables in raw.items():
        for name, table in tables.items():
            for key, value in table.items():
                for found in [*lists(value)][key == "steps" :]:
                    if any(item in found[:n] for n, item in enumerate(found)):
                        yield Fault(f"{kind}.{name}", key, "has an item twice; write it once")


def lists(value: Any) -> Iterator[list[Any]]:
    """Every list in a value, the value itself first."""
    if isinstance(value, list):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from lists(item)


def keys_that_are_free_are_plain(book: Book, _: Raw) -> Iterator[Fault]:
    """The letters of a regimen and the short forms of an axis, which are keys, follow the same rules as any text."""
    free = [(found.ref, "letters", found.letters) for found in book.regimens.values()]
    for ref, key, words in [*free, *((axis.ref, "short", axis.short) for axis in book.axes.values())]:
        for word in words:
            yield from (Fault(ref, key, f"the key '{word}' {what}") for what in faults("name", word))


def biosimilars_share_the_class(book: Book, _: Raw) -> Iterator[Fault]:
    """A biosimilar belongs to the class of its original."""
    for drug in book.drugs.values():
        original = book.drugs.get(drug.biosimilar_of)
        if original and not set(drug.classes) & set(original.classes):
            yield Fault(drug.ref, "classes", f"shares no class with {original.id}; write the class of the original")


def periods_leave_no_gap(book: Book, _: Raw) -> Iterator[Fault]:
    """The periods of a category follow one another: every date of diagnosis belongs to exactly one."""
    for record in book.categories.values():
        starts = [found.start for found in record.periods]
        due = ["", *(day_after(found.until) if found.until else "no day" for found in record.periods)]
        for start, wanted in zip(starts, due, strict=False):
            if start != wanted:
                what = f"begin on {start or 'no day'} instead of {wanted or 'no day'}"
                yield Fault(record.ref, "periods", f"{what}; each must begin on the day after the one before it ends")
        if record.periods and record.periods[-1].until:
            yield Fault(record.ref, "periods", f"end on {record.periods[-1].until}; leave until out of the last one")


def items_have_the_codes_of_their_drugs(book: Book, _: Raw) -> Iterator[Fault]:
    """An item has each code once, one code for "none", and codes for what is given; "one" and "several" go together."""
    for item in book.naaccr.values():
        for code in sorted({value.code for value in item.values if len(codes_like(item, value.code)) > 1}):
            yield Fault(item.ref, "values", f"have {code} twice; write each code once")
        if len(item.with_role("none")) != 1 or not item.with_role("given"):
            yield Fault(item.ref, "values", "need one code of the role none, and one or more of the role given")
        if bool(item.with_role("one")) != bool(item.with_role("several")):
            yield Fault(item.ref, "values", "have only one of the roles one and several; write both or neither")


def codes_like(item: NaaccrItem, code: str) -> list[str]:
    """The codes of an item that duplicate this one."""
    return [value.code for value in item.values if value.code == code]


def each_category_has_one_item(book: Book, _: Raw) -> Iterator[Fault]:
    """Every category that a drug may have is coded in one item; that of an ancillary drug in none."""
    items: dict[str, list[str]] = defaultdict(list)
    for item in book.naaccr.values():
        items[item.category].append(item.id)
        if len(items[item.category]) > 1:
            yield Fault(item.ref, "category", f"is also coded in {items[item.category][0]}; keep it in one item")
    for record in book.categories.values():
        early = [record.given_before.category] if record.given_before else []
        used = [name for found in record.periods for name in (found.category, *found.perhaps)]
        for name in dict.fromkeys([*used, *early]):
            if name != "ancillary" and name not in items:
                yield Fault(record.ref, "", f"no naaccr item has the category '{name}'; add the item")


def drugs_without_a_category(book: Book, entries: Mapping[str, Entry]) -> list[Problem]:
    """Drugs without a category in a directory that has categories; a directory without any may add drugs freely."""
    having = {entries[f"category.{name}"].file.layer for name in book.categories}
    drugs = [entries[drug.ref] for drug in book.drugs.values() if not drug.outside and drug.id not in book.categories]
    what = "has no category; write [category.{}] with its category, or with not_found if there is no record"
    name = rule(drugs_without_a_category)
    return [entry.problem((), what.format(entry.id), name) for entry in drugs if entry.file.layer in having]


def out_of_order(_: Book, entries: Mapping[str, Entry]) -> list[Problem]:
    """Entries that are not sorted by id within their file and kind."""
    last: dict[tuple[DataFile, str], str] = {}
    problems = []
    for entry in entries.values():
        before = last.get((entry.file, entry.kind), "")
        if entry.id < before:
            what = f"comes after '{before}'; sort the entries of a file by id"
            problems.append(entry.problem((), what, rule(out_of_order)))
        last[entry.file, entry.kind] = max(entry.id, before)
    return problems


LAST = (drugs_without_a_category, out_of_order)
LAST_RULES = {rule(check) for check in LAST}
"""The rules that are checked if nothing else is wrong."""
HARMLESS = {rule(out_of_order)}
"""The rules that a book may break and still answer."""
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
        facts_rest_on_more_than_non_commercial_sources,
        letters_are_of_the_regimen,
        endings_come_after_beginnings,
        nothing_began_in_the_future,
        sources_speak_of_their_own_time,
        the_latest_day_begins_nothing,
        what_is_newer_is_no_older,
        what_is_newer_offers_nothing_unsuitable,
        treatments_bear_no_other_name,
        coverage_is_true,
        approvals_have_statements,
        statements_have_approvals,
        endings_stand_on_cards,
        older_wordings_are_replaced,
        biosimilars_share_the_class,
        examples_hold,
        conditions_that_are_not_plain_have_examples,
        first_and_second_are_conditions,
        periods_leave_no_gap,
        items_have_the_codes_of_their_drugs,
        each_category_has_one_item,
        ids_of_items_are_their_own,
        items_stop_after_they_began,
        codes_fit_into_their_items,
        situations_have_codes_of_their_items,
        words_tell_what_a_chart_can,
    ),
)
"""Checks in stages: each may rely on what the earlier stages found correct."""
EVERY_STAGE: Stages = (
    *STAGES,
    (
        words_do_as_their_examples_say,
        synonyms_are_apart,
        synonyms_are_in_use,
        wordings_tell_something,
        wordings_are_read_as_they_say,
    ),
)
"""These, and the check that reads every example of words: it takes longer than all the rest, so loading skips it."""
OF_OWN = (names_keep_distinct_drugs_apart, shared_names_are_declared, words_do_as_their_examples_say)
"""The checks that are also told which entries are the user's own."""
