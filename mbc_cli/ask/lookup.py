"""Questions to the book: what a name is, which regimens contain which drugs, where a word occurs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from mbc_cli.book.errors import UsageError
from mbc_cli.book.model import (
    Brand,
    Drug,
    DrugClass,
    Erratum,
    Lookalike,
    Protocol,
    Record,
    Regimen,
    Shared,
    Source,
    Term,
    Trial,
)
from mbc_cli.book.names import ACRONYMS, Match, fold, forms, letters_differ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import OtherDrug
    from mbc_cli.book.model import Word
    from mbc_cli.reading.spelling import Near
    from mbc_cli.reading.treatment import Treatment

Mode = Literal["containing", "exact", "within"]


def drugs(book: Book, text: str) -> list[tuple[Drug, Match]]:
    """The drugs of a name, each with the match that led to it; a brand leads to its product and each of its drugs."""
    found: dict[str, tuple[Drug, Match]] = {}
    for match in book.names.named(text) or book.names.coded(text):
        if match.kind == "drug":
            names: tuple[str, ...] = (match.id,)
        elif match.kind == "brand":
            brand = book.brands[match.id]
            names = (*((brand.product,) if brand.product else ()), *brand.drugs)
        else:
            names = ()
        for name in names:
            found.setdefault(name, (book.drugs[name], match))
    return list(found.values())


def of_another_use(book: Book, other: OtherDrug) -> str:
    """What a product outside the vocabulary is, with {} for its name; its drug may be in the vocabulary."""
    drug = other.ingredient
    if drugs(book, drug):
        return f"{{}} is a product of {drug}, but not a brand in this vocabulary (see mbc drug {drug})"
    return outside(other)


def outside(other: OtherDrug) -> str:
    """What a medicine or product outside the vocabulary is, with {} for its name."""
    same = other.name.casefold() == other.ingredient.casefold()
    return f"{{}} is {'' if same else f'{other.ingredient}, '}a medicine outside this vocabulary"


def classes(book: Book, text: str) -> list[tuple[DrugClass, Match]]:
    """The classes of a name; ward words such as ADC stand for one if no class has the name."""
    if named := [(book.classes[match.id], match) for match in book.names.named(text) if match.kind == "class"]:
        return named
    alike = [match for match in book.names.acronyms(text) if match.kind == "lookalike"]
    stand = [(match, book.lookalikes[match.id].stands_for) for match in alike]
    return [(book.classes[name], match._replace(ref=f"class.{name}")) for match, name in stand if name]


def terms(book: Book, text: str) -> list[tuple[Term, str]]:
    """The terms written this way, and how the data writes them; marks count: "w/" is not W."""
    so = text.casefold()
    return [(record, form) for record in book.terms.values() for form in record.forms if form.casefold() == so]


def chart_words(book: Book, text: str) -> list[Word]:
    """The words of charts, not names, that are written like a text."""
    key = fold(text)
    return [word for word in book.words.values() if key in (fold(each.removesuffix("*")) for each in word.texts)]


def classes_with(book: Book, word: str) -> list[tuple[DrugClass, Match]]:
    """The classes that have a word in a name, without those below another of them."""
    part = word.casefold()
    named = {
        record.id: text for record in book.classes.values() for text, _ in forms(record) if part in text.casefold()
    }
    tops = [name for name in named if not named.keys() & {*book.lineage(name)[1:]}]
    return [(book.classes[name], Match(f"class.{name}", "class", named[name])) for name in tops]


def classes_near(book: Book, text: str) -> list[tuple[str, str]]:
    """The names of the classes that one word of a text stands for, or else appears in, each with that word."""
    words = text.split() if " " in text else []
    named = [(record.name, word) for word in words for record, _ in classes(book, word)]
    having = ((record.name, word) for word in words for record, _ in classes_with(book, word))
    return list(dict.fromkeys(named or having))


def wanted(book: Book, text: str) -> list[frozenset[str]]:
    """What one `--with` names: groups of ids, from each of which a regimen must have one; none if nothing is named.

    A drug is a group, and so is a class with its drugs; a brand of two drugs has two groups, and a regimen or a list
    has one for each of its parts. UsageError if there is more than that in a text.
    """
    if found := drugs(book, text):
        of_brand = [book.brands[match.id].drugs for _, match in found if match.kind == "brand"]
        every = dict.fromkeys(name for names in of_brand for name in names)
        return [frozenset({name}) for name in every] or [frozenset(drug.id for drug, _ in found)]
    if of_class := classes(book, text):
        return [frozenset(name for record, _ in of_class for name in with_members(book, record.id))]
    from mbc_cli.reading.read import read  # only for a text that is not a name

    return groups_of(book, read(book, text))


def groups_of(book: Book, found: Treatment) -> list[frozenset[str]]:
    """The parts of a treatment that was read; UsageError if it is not a treatment, or something in it was not read."""
    if len(found.treatments) > 1 or any(mention.also for mention in found.given):
        raise UsageError(f"--with {found.text}: may be several treatments: give one of them")
    if found.treatments and found.unread:
        words = " ".join(token.text for token in found.unread)
        raise UsageError(f"--with {found.text}: was not read in full ({words}): give one name at a time")
    parts = [part for part in found.parts if not part.optional]
    return [frozenset(name for each in part.any_of for name in with_members(book, each)) for part in parts]


def with_members(book: Book, name: str) -> tuple[str, ...]:
    """A class with its drugs, or a drug."""
    return (name, *book.members(name, outside=True)) if name in book.classes else (name,)


def regimens(book: Book, groups: Sequence[frozenset[str]], mode: Mode) -> list[Regimen]:
    """The regimens that contain these drugs, including every tie; all regimens if no drug is named.

    containing: at least these; exact: these and no others; within: these or fewer. Any drug of a group counts.
    """
    return [record for record in book.regimens.values() if not groups or holds(book, record, groups, mode)]


def protocols(book: Book, groups: Sequence[frozenset[str]], mode: Mode) -> list[Protocol]:
    """The protocols of hospitals that contain these drugs in the same sense; none if no drug is named."""
    read = (record for record in book.protocols.values() if record.steps)
    return [record for record in read if groups and holds(book, record, groups, mode)]


def holds(book: Book, record: Regimen, groups: Sequence[frozenset[str]], mode: Mode) -> bool:
    """Whether one choice of the alternatives and optional parts of a regimen answers the question."""
    parts = [part for phase in book.phases(record) for part in phase]
    possible = {name for part in parts for name in part.any_of}
    every = frozenset[str]().union(*groups)
    has_all = all(group & possible for group in groups)
    only = all(set(part.any_of) & every for part in parts if not part.optional)
    return {"containing": has_all, "exact": has_all and only, "within": only}[mode]


def resting(book: Book, source: Source) -> dict[str, int]:
    """How many entries rest on a source, by kind."""
    return dict(Counter(ref.partition(".")[0] for ref in book.back.get(source.ref, ())))


class Hit(NamedTuple):
    """An entry that a search found: what kind of match it was and the text that matched."""

    match: Match
    name: str
    how: str


def names_beginning(book: Book, kinds: Sequence[str], start: str) -> list[str]:
    """The names of some kinds of entry that begin with a text, in any case; if none does, their other names."""
    records = [record for kind in kinds for record in book.shelves[kind].values()]
    begun = start.casefold()
    names = [name for record in records if (name := title(record)).casefold().startswith(begun)]
    others = () if names else (text for record in records for text, _ in forms(record))
    return names or list(dict.fromkeys(text for text in others if text.casefold().startswith(begun)))


def title(record: Record) -> str:
    """The name under which an entry is shown."""
    match record:
        case Drug() | Brand() | DrugClass() | Regimen() | Trial() | Lookalike() | Term():
            return record.name
        case Source():
            return record.title
        case Erratum():
            return record.topic
    return record.id


def search(book: Book, text: str) -> list[Hit]:
    """Every entry whose names, class, notes or source text has the words; names first, then other text."""
    key = fold(text)
    in_names = [hit for kind in NAMED for record in book.shelves[kind].values() for hit in name_hits(record, key)]
    named = {hit.match.ref for hit in in_names}
    translated = {hit.match.ref: hit for hit in translated_hits(book, key) if hit.match.ref not in named}
    named |= translated.keys()
    rest = (record for kind in TEXTS for record in book.shelves[kind].values() if record.ref not in named)
    in_names.sort(key=lambda hit: not hit.how.endswith(" is"))  # what is called just so comes first
    return [*in_names, *translated.values(), *(hit for record in rest for hit in text_hits(record, key))]


def search_apart(book: Book, text: str) -> list[Hit]:
    """The entries in which every word of a text of a few words occurs somewhere, as the hits of its first word."""
    words = text.split()
    if not 1 < len(words) <= MOST_WORDS:
        return []
    first, *others = ({hit.match.ref: hit for hit in search(book, word)} for word in words)
    return [hit for ref, hit in first.items() if all(ref in other for other in others)]


def name_hits(record: Record, key: str) -> Iterator[Hit]:
    """The best match among the written forms of an entry: a whole form, its beginning, or a part."""
    written = ((text, "term") for text in record.forms) if isinstance(record, Term) else forms(record)
    found = [(rank(fold(text), key), text, form) for text, form in written if key in fold(text)]
    if found:
        place, text, form = min(found, key=lambda item: item[0])
        yield Hit(Match(record.ref, form, text), title(record), f"{form} {('is', 'begins', 'contains')[place]}")


def translated_hits(book: Book, key: str) -> Iterator[Hit]:
    """The drugs and classes whose name in another language contains a text."""
    for record in book.translations.values():
        for hit in name_hits(record, key):
            of = book.item(record.of)
            yield hit._replace(match=hit.match._replace(ref=of.ref), name=of.name)


def near_hits(book: Book, near: Iterable[Near]) -> list[Hit]:
    """Names close to a text, as hits that say how far they are."""
    return [Hit(item.match, title(book.get(item.match.ref)), f"similar: {letters_differ(item.edits)}") for item in near]


def rank(name: str, key: str) -> int:
    """0 for the whole name, 1 for its beginning, 2 for a part."""
    return 0 if name == key else 1 if name.startswith(key) else 2


def text_hits(record: Record, key: str) -> Iterator[Hit]:
    """The first text of an entry, other than its names, that has the words."""
    for how, text in texts(record):
        if key in fold(text):
            yield Hit(Match(record.ref, how, text), title(record), f"{how} contains")
            return


def texts(record: Record) -> Iterator[tuple[str, str]]:
    """The texts of an entry that are not names: its own, its codes, and the places in its sources."""
    from mbc_cli.book.codes import codes_of  # only for a search

    yield from own_texts(record)
    yield from (("code", f"{form} {code}") for _, form, code in codes_of((record,)))
    yield from (("source", f"{citation.id}: {citation.where}") for citation in record.cited())


def own_texts(record: Record) -> Iterator[tuple[str, str]]:
    """What an entry itself says."""
    match record:
        case Drug():
            yield from (("note", text) for text in (*record.notes, *record.unverified, record.mechanism))
        case Brand() | DrugClass():
            yield "note", record.note
        case Regimen():
            whose = (record.system,) if isinstance(record, Protocol) else ()
            yield from (("note", text) for text in (*record.notes, record.setting, *whose))
        case Trial():
            yield from (("note", text) for text in (*record.notes, record.setting, record.population))
        case Lookalike() | Term():
            yield from (("meaning", text) for text in (*record.means, record.note))
        case Shared():
            yield "note", record.note
        case Source():
            yield from (("source", text) for text in (record.title, record.publisher, record.id))
        case Erratum():
            yield from (("conflict", text) for text in (record.topic, record.correct, record.newer, *record.misprints))
            yield from (("conflict", said.text) for said in record.says)


MOST_WORDS = 4
NAMED = ("drug", "brand", "class", *ACRONYMS, "term")
TEXTS = (*NAMED, "source", "erratum")
