"""Cards of drugs and classes, the reverse lookup of regimens, and the search for a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mbc_cli.api.about import NOT_HERE, about
from mbc_cli.api.answer import CommandAnswer
from mbc_cli.api.not_held import not_held
from mbc_cli.ask import lookup
from mbc_cli.ask.expand import readable
from mbc_cli.book.errors import NotFoundError
from mbc_cli.book.history import Moment
from mbc_cli.book.model import CODE_FORMS
from mbc_cli.book.names import ACRONYMS, Match, Suggestion, fold
from mbc_cli.book.patterns import pattern
from mbc_cli.show.brief import class_brief, drug_brief, quoted
from mbc_cli.show.lists_page import (
    class_tree,
    few_regimens_page,
    further_line,
    protocols_line,
    regimens_page,
    search_page,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.api.reader import Reader
    from mbc_cli.ask.lookup import Hit, Mode
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Drug, DrugClass, Protocol, Regimen
    from mbc_cli.show.page import Page


TODAY = Moment()
VERSUS = pattern(r"\s+(?:vs?\.?|versus|or|against|compared\s+(?:to|with))\s+", re.IGNORECASE)
"""What separates names that are to be compared."""
NUMBER = pattern(r"(?<![\w-])\d+(?:[.,]\d+)*(?:\s?(?:mg|g|mcg|ml|%)\b(?:/\w+)?)?")
"""A dose or any other number that is not part of a name."""
JOINED = ("+", "&")
"""Signs that make one treatment out of two names."""
FEW = 3
"""How many classes that contain a word are shown rather than named."""


class DrugAnswer(CommandAnswer):
    """The drugs of a name, each with the name that led to it; a brand leads to its product and to each of its drugs.

    Without a name, every drug is `listed`, as those of a class are; those of several names are `compared`. `verbose`
    shows full cards rather than one screen for each; `remark` says what was requested but is on no card.
    """

    cards: tuple[tuple[Drug, Match], ...]
    now: Moment
    verbose: bool = False
    compared: bool = False
    listed: bool = False
    remark: str = ""

    @property
    def drugs(self) -> tuple[str, ...]:
        """The ids of the drugs."""
        return tuple(record.id for record, _ in self.cards)

    @property
    def classes(self) -> tuple[str, ...]:
        """The ids of the classes of the drugs, with the nearest of each first."""
        return tuple(dict.fromkeys(name for record, _ in self.cards for name in self.book.classes_of(record)))

    @property
    def codes(self) -> dict[str, str]:
        """The codes of the drug by system: {"ncit": "C1647", ...}; those of the first if there are several."""
        return dict(self.cards[0][0].codes)

    def names(self) -> list[str]:
        """The generic names."""
        return [record.name for record, _ in self.cards]

    def pages(self) -> Iterator[Page]:
        """A card for each drug; side by side if they are compared, one row each if all were requested.

        The card of a fixed-dose product stands for those of the drugs it contains, unless all is requested.
        """
        if self.listed or (self.compared and not self.verbose):
            from mbc_cli.show.drugs_page import drugs_compared, drugs_page  # only for several drugs

            drugs = [record for record, _ in self.cards]
            return iter([drugs_compared(self.book, drugs, self.now) if self.compared else drugs_page(self.book, drugs)])
        page = drug_brief
        if self.verbose:
            from mbc_cli.show.cards import drug_page as page  # only where all is asked for
        within = () if self.verbose or not self.cards else self.cards[0][0].components
        return (page(self.book, record, match, self.now) for record, match in self.cards if record.id not in within)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc drug --format json`."""
        from mbc_cli.show.cards_data import drug  # only where data is asked for

        return [drug(self.book, record, match, self.now) for record, match in self.cards]

    def limits(self) -> dict[str, Any]:
        """The day and the region, if one was given."""
        limits = {"as_of": self.now.day or None, "region": self.now.region or None}
        return limits if any(limits.values()) else {}


def drug(reader: Reader, name: str | None, now: Moment) -> DrugAnswer:
    """The cards of a name, or of several, at a moment; every drug if there is no name.

    A misspelled name is corrected if it can be only one drug, as `remark` says. NotFoundError if no drug has it,
    with what it is instead, or what is near.
    """
    book = reader.book
    if name is None:
        every = ((record, Match(record.ref, "name", record.name)) for record in book.drugs.values())
        return DrugAnswer("", book, tuple(every), now, listed=True)
    query = readable(name, "drug name")
    if found := lookup.drugs(book, query):
        of_code = len(found) > 1 and found[0][1].form in CODE_FORMS.values()
        remark = f"{len(found)} drugs have this code: mbc drug NAME shows one of them" if of_code else ""
        return DrugAnswer(query, book, tuple(found), now, listed=of_code, remark=remark)
    if card := asked_about(reader, query, now):
        return card
    if found := several(reader, query) or several_codes(book, query):
        return DrugAnswer(query, book, tuple(found), now, compared=of_several_names(found), remark=beside(query, found))
    if of_class := lookup.classes(book, query):
        return drugs_of(reader, query, of_class, now)
    if found := corrected(reader, query):
        remark = f"{query} is read as {found[0][1].written}"
        return DrugAnswer(query, book, tuple(found), now, remark=remark)
    raise no_drug(reader, query)


def asked_about(reader: Reader, query: str, now: Moment) -> DrugAnswer | None:
    """The card of the name in a text that asks something about it, "Ibrance side effects"; None for any other text."""
    asked = about(query)
    known = lookup.drugs(reader.book, asked.name)
    if found := known or (corrected(reader, asked.name) if asked.name != query else []):
        lacking = asked.lacking and NOT_HERE.format(asked.lacking)
        spelt = "" if known else f"{asked.name} is read as {found[0][1].written}"
        limits = Moment(now.day, now.region or asked.region)
        return DrugAnswer(query, reader.book, tuple(found), limits, remark="; ".join(filter(None, (spelt, lacking))))
    return None


def of_several_names(found: Sequence[tuple[Drug, Match]]) -> bool:
    """Whether the cards are of more than one name: those of a fixed-dose product are of one."""
    return len({match.written for _, match in found}) > 1


def corrected(reader: Reader, text: str) -> list[tuple[Drug, Match]]:
    """The drugs of the only name that a misspelled name can be; none for a text that is, or contains, anything else."""
    from mbc_cli.reading.read import read  # only for what is not a name

    found = read(reader.book, text, reader.aids)
    if found.status != "corrected" or len(found.given) != 1:
        return []
    matches = found.given[0].token.matches
    return lookup.drugs(reader.book, matches[0].written) if matches else []


def drugs_of(reader: Reader, query: str, of_class: Sequence[tuple[DrugClass, Match]], now: Moment) -> DrugAnswer:
    """The drugs of the classes of a name, if it says that it means a class."""
    book = reader.book
    ids = dict.fromkeys(name for record, _ in of_class for name in book.members(record.id))
    cards = tuple((book.drugs[name], Match(f"drug.{name}", "class", query)) for name in ids)
    if not cards:
        raise no_drug(reader, query)
    remark = f"a class of {len(cards)} drugs: see also mbc class {query}"
    return DrugAnswer(query, book, cards, now, listed=True, remark=remark)


def beside(text: str, found: Sequence[tuple[Drug, Match]]) -> str:
    """What to say about the numbers in a text that are in none of the names found in it."""
    names = " ".join(match.written for _, match in found)
    numbers = [each[0] for each in NUMBER.finditer(text) if each[0] not in names]
    form = next((record for record, _ in found if record.components and fold(record.name) not in fold(text)), None)
    said = [f"{', '.join(numbers)}: not looked at, this reference has no doses"] if numbers else []
    return "; ".join((*said, *([f"given under the skin, it may be {form.name}"] if form else [])))


def several(reader: Reader, text: str, *, only_compared: bool = False) -> list[tuple[Drug, Match]]:
    """The drugs of a text of only names, with doses, joiners or words such as "vs" between; none of any other text.

    If "SC" follows a name, the product for subcutaneous use comes after it.
    """
    if only_compared and not VERSUS.search(text):
        return []
    from mbc_cli.reading.read import read  # only for a text that is not a name
    from mbc_cli.reading.status import subcutaneous_products

    found = read(reader.book, VERSUS.sub(", ", text), reader.aids)
    cards = [lookup.drugs(reader.book, mention.token.text) for mention in found.given]
    cards += [lookup.drugs(reader.book, product.name) for product in subcutaneous_products(reader.book, found)]
    whole = found.status == "exact" and all(cards)
    return list({record.id: (record, match) for each in cards for record, match in each}.values()) if whole else []


def of_one_kind(reader: Reader, text: str) -> bool:
    """Whether a text only names drugs of one kind that nothing gives together: "Ibrance Verzenio".

    The same is true of several names of one drug.
    """
    from mbc_cli.reading.exclusive import stand_apart
    from mbc_cli.reading.read import read  # only for a text that is not a name

    found = read(reader.book, text, reader.aids)
    bare = all(token.kind in ("name", "and") and token.text not in JOINED for token in found.tokens)
    named = all(len(mention.drugs) == 1 and mention.drugs[0] in reader.book.drugs for mention in found.given)
    apart = len(found.given) > 1 and (len(found.drugs) == 1 or stand_apart(reader.book, found.drugs))
    return found.status == "exact" and bare and named and apart


def several_codes(book: Book, text: str) -> list[tuple[Drug, Match]]:
    """The drugs of a text that consists of several codes, of any systems, and nothing else."""
    words = re.split(r"[\s,;]+", text)
    cards = [lookup.drugs(book, word) if any(map(str.isdigit, word)) else [] for word in words]
    whole = len(cards) > 1 and all(cards)
    return list({record.id: (record, match) for each in cards for record, match in each}.values()) if whole else []


def no_drug(reader: Reader, query: str) -> NotFoundError:
    """What a name is, if no drug of the vocabulary has it."""
    if other := reader.medicines.find(query):
        return NotFoundError(lookup.of_another_use(reader.book, other), query)
    if code := not_held(query):
        return NotFoundError(code, query)
    names = reader.book.names
    found = [*names.named(query), *names.acronyms(query), *names.coded(query)]
    if kinds := ({match.kind for match in found} & {"class", *ACRONYMS}) - {"lookalike"}:
        command = "class" if "class" in kinds else "expand"
        return NotFoundError(f"{{}} is a {min(kinds)}, not a drug: use mbc {command}", query)
    from mbc_cli.api.expanding import BY_A_PART  # only for a message

    near = reader.near(query)
    named = () if near else named_in(reader, query)
    asks = f": mbc drug takes one name, such as {' or '.join(named)}" if named else "" if near else BY_A_PART
    return NotFoundError(f"no drug or brand {{}}{asks}", query, near)


def named_in(reader: Reader, query: str) -> tuple[str, ...]:
    """The drugs that a text of several words names."""
    from mbc_cli.reading.read import read  # only for a message

    given = read(reader.book, query, reader.aids).phases
    return tuple(reader.book.item(name).name for name in reader.book.drugs_in(given))


class ClassAnswer(CommandAnswer):
    """The classes of a name, each with the name that led to it; all of them if none was requested.

    `verbose` shows full cards rather than one screen for each.
    """

    classes: tuple[tuple[DrugClass, Match], ...]
    verbose: bool = False

    @property
    def drugs(self) -> tuple[str, ...]:
        """The ids of the drugs in the classes."""
        return tuple(dict.fromkeys(name for record, _ in self.classes for name in self.book.members(record.id)))

    def names(self) -> list[str]:
        """The names of the classes."""
        return [record.name for record, _ in self.classes]

    def pages(self) -> Iterator[Page]:
        """A card for each class, or the tree of all classes."""
        if not self.query:
            yield (class_tree(self.book),)
            return
        page = class_brief
        if self.verbose:
            from mbc_cli.show.cards import class_page as page  # only where all is asked for
        yield from (page(self.book, record, match, TODAY) for record, match in self.classes)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc class --format json`."""
        from mbc_cli.show.cards_data import drug_class  # only where data is asked for

        return [drug_class(self.book, record, match) for record, match in self.classes]

    def rows(self) -> list[dict[str, Any]]:
        """A row for each drug in the requested classes, even outside the vocabulary; all classes without a name."""
        from mbc_cli.show.cards_data import member  # only where data is asked for

        if not self.query:
            return self.results()
        return [
            member(self.book, record, self.book.drugs[name])
            for record, _ in self.classes
            for name in self.book.members(record.id, outside=True)
        ]


def drug_class(reader: Reader, name: str | None) -> ClassAnswer:
    """The classes of a name, of a drug, or the topmost of all that contain the word; every class without a name.

    NotFoundError if no class has it, or too many do.
    """
    book = reader.book
    if name is None:
        every = ((record, Match(record.ref, "class", record.name)) for record in book.classes.values())
        return ClassAnswer("", book, tuple(every))
    query = readable(name, "class name").removesuffix(" class")
    found = lookup.classes(book, query) or classes_of(book, query) or lookup.classes_with(book, query)
    if len(found) > FEW:
        near = tuple(Suggestion(record.name, "contains the word") for record, _ in found)
        raise NotFoundError("several classes contain {}", query, near)
    if not found:
        near = tuple(Suggestion(name, f"has the word '{word}'") for name, word in lookup.classes_near(book, query))
        raise NotFoundError("no class {}: mbc class lists them all", query, near)
    return ClassAnswer(query, book, tuple(found))


def classes_of(book: Book, text: str) -> list[tuple[DrugClass, Match]]:
    """The nearest classes of the drugs of a name, also as "of Herceptin"."""
    drugs = lookup.drugs(book, text) or lookup.drugs(book, text.removeprefix("of "))
    return list({name: (book.classes[name], match) for drug, match in drugs for name in drug.classes}.values())


class RegimensAnswer(CommandAnswer):
    """Regimens, in the order of their ids.

    For one drug that is `asked` for, statements may name further treatments. If a `profile` was given, only those
    whose entry names such a tumor are listed. As many are shown as fit on a screen, or all if it is `verbose`; the
    `protocols` of hospitals with the same drugs are named below.
    """

    regimens: tuple[Regimen, ...]
    asked: str = ""
    profile: str = ""
    verbose: bool = True
    protocols: tuple[Protocol, ...] = ()

    def names(self) -> list[str]:
        """The names of the regimens."""
        return [record.name for record in self.regimens]

    def pages(self) -> Iterator[Page]:
        """One table."""
        named = further_line(self.book, self.asked) if self.asked else ()
        below = (*protocols_line(self.protocols), *named)
        page = regimens_page if self.verbose else few_regimens_page
        yield page(self.book, self.regimens, self.profile, below)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc regimens --format json`."""
        from mbc_cli.show.cards_data import regimen  # only where data is asked for

        return [regimen(self.book, record) for record in self.regimens]

    def rows(self) -> list[dict[str, Any]]:
        """The results, with whom a regimen is for, in words."""
        from mbc_cli.options.wording import wanted_words  # only where data is asked for

        whom = [{"condition": wanted_words(self.book, record.when)} for record in self.regimens]
        return [result | words for result, words in zip(self.results(), whom, strict=True)]


def regimens(reader: Reader, names: Sequence[str], mode: Mode) -> RegimensAnswer:
    """The regimens that contain some drugs, or all regimens; NotFoundError if there are none, or a name is unknown.

    A text that is a profile, HER2+, keeps only those for such a tumor.
    """
    asked = [readable(name, "drug, brand or class") for name in names]
    query = " + ".join(asked)
    drugs = [drug.id for drug, _ in lookup.drugs(reader.book, query)]
    alone = drugs[0] if len(drugs) == 1 and mode == "containing" else ""
    groups, profile = asked_for(reader, asked)
    found = lookup.regimens(reader.book, groups, mode)
    protocols = () if profile else tuple(lookup.protocols(reader.book, groups, mode))
    if profile:
        found = of_tumour(reader.book, found, profile)
    if not found:
        of = {"exact": "exactly {}: leave out --exact to see those with more", "within": "only drugs among {}"}
        one = alone or (mode == "containing" and lookup.classes(reader.book, query))
        why = f": what sources name it for: mbc options --why {quoted(query)}" if one else ""
        why = "".join(f": {line.text}" for line in protocols_line(protocols)) or why
        raise NotFoundError(f"no regimen with {of.get(mode, '{}')}{why}", query)
    return RegimensAnswer(query, reader.book, tuple(found), alone, profile, protocols=protocols)


def asked_for(reader: Reader, asked: Sequence[str]) -> tuple[list[frozenset[str]], str]:
    """What the names among some texts ask for, and the profile that the others describe."""
    from mbc_cli.api.expanding import is_name, is_profile  # only for a list of regimens

    book = reader.book
    names = {text for text in asked if is_name(text) and (lookup.drugs(book, text) or lookup.classes(book, text))}
    profile = [text for text in asked if text not in names and is_profile(book, text)]
    return [group for text in asked if text not in profile for group in wanted(reader, text)], ", ".join(profile)


def of_tumour(book: Book, found: Sequence[Regimen], profile: str) -> list[Regimen]:
    """Those of some regimens whose entry names the tumor of a profile."""
    from mbc_cli.ask.regimens_for import facts_of, regimens_for  # only for a profile

    return regimens_for(found, facts_of(book, profile))


def wanted(reader: Reader, name: str) -> list[frozenset[str]]:
    """What one name asks for; NotFoundError with the near names if it names nothing."""
    if found := lookup.wanted(reader.book, name):
        return found
    raise NotFoundError("no drug, brand, class or regimen {}", name, reader.near(name))


class SearchAnswer(CommandAnswer):
    """Entries that contain a text, with matching names first; `remark` says if they are only near to it.

    As many are shown as fit on a screen, or all if it is `verbose`.
    """

    hits: tuple[Hit, ...]
    remark: str = ""
    verbose: bool = True

    def names(self) -> list[str]:
        """The names of the entries."""
        return [hit.name for hit in self.hits]

    def pages(self) -> Iterator[Page]:
        """One table."""
        yield search_page(self.hits, self.query, everything=self.verbose)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc search --format json`."""
        from mbc_cli.show.cards_data import hit  # only where data is asked for

        return [hit(one.match, one.name, one.how) for one in self.hits]


def search(reader: Reader, text: str) -> SearchAnswer:
    """Everything that contains a text, or names that are near to it; NotFoundError if there is neither."""
    book, query = reader.book, readable(text, "text")
    hits, remark = lookup.search(book, query), ""
    if not hits and not lookup.chart_words(book, query) and (hits := lookup.search_apart(book, query)):
        return SearchAnswer(query, book, tuple(hits), f"nothing contains {query!r}; these have each of its words")
    if not hits and (hits := lookup.near_hits(book, reader.speller.suggested(query))):
        remark = f"nothing contains {query[:80]!r}; these names are similar"
    elif not any(hit.match.kind in lookup.NAMED for hit in hits):
        hits = [*meant(reader, query), *hits]
    if not hits:
        raise nothing_has(reader, query)
    return SearchAnswer(query, book, tuple(hits), remark)


def nothing_has(reader: Reader, query: str) -> NotFoundError:
    """What a text is that no entry contains: another medicine, or a word of charts that the reader of texts knows."""
    if other := reader.medicines.find(query):
        return NotFoundError(lookup.of_another_use(reader.book, other), query)
    if words := lookup.chart_words(reader.book, query):
        known = "; ".join(f"{word.id} ({word.role})" for word in words)
        return NotFoundError(f"{{}} is no name, but a word that the reading of texts knows: {known}", query)
    return NotFoundError("nothing contains {}, and no name is similar", query)


def meant(reader: Reader, text: str) -> list[Hit]:
    """The only name that a misspelled text can be, as a hit of a search; none for anything else."""
    near = reader.speller.correction(text)
    return lookup.near_hits(reader.book, [near] if near else [])
