"""The common case of a column, many times faster: sure names with plain joiners between them, perhaps with amounts.

A sure name needs no context: it is long, unshared and exact. Texts are laid end to end and taken apart by a few calls
for all of them, because a call for each is what costs. An answer is given only where the full reading says the same,
which a test holds on generated texts.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from mbc_cli.annotation import READ_OFF, REMEMBERED, Annotation
from mbc_cli.names import SHORT_NAME, fold, forms, formulations
from mbc_cli.sharing import named_phases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mbc_cli.book import Book

SIGNS = "+,;/&"
WORDS = ("and", "with", "plus")
JOINER = re.compile(rf"(\s*[{SIGNS}]\s*|\s+(?:{'|'.join(WORDS)})\s+)")
# A text, or a piece of one, with an amount at its end, or as a whole without one.
CUT = re.compile(r"^(?:(.*[^\W\d_]) (\d+(?:\.\d+)?(?: ?(?:mg|mcg|g|ml))?)|(.*))$", re.MULTILINE)
SPLIT = re.compile(r"[-+,;/&\s]+")

# Texts laid end to end have a name, a joiner or the end of a text on each line. No printable text has these signs.
END = "\0"
ONE_SIGN = str.maketrans(SIGNS, ";" * len(SIGNS))
UNSURE = "\1"  # in place of a piece that is no sure name
OPENS, GOES_ON = "\2", "\3"  # behind and before what may be a part of a name that has a joiner in it
PERHAPS_ONE = f"{OPENS};{GOES_ON}"
annotation = partial(tuple.__new__, Annotation)  # a fourth of what a call of the class costs


class Quick:
    """Texts of sure names to their annotations; `full` is the reading that it agrees with."""

    def __init__(self, book: Book, full: Callable[[str], Annotation]) -> None:
        self.book = book
        self.outside: set[str] = set()
        self.alone = lru_cache(REMEMBERED)(full)
        self.ids = lru_cache(REMEMBERED)(self.sure)
        self.marked = lru_cache(REMEMBERED)(self.piece)

    def read(self, texts: Iterable[str]) -> dict[str, Annotation]:
        """The annotations of those texts that can be read this way."""
        plain = [text for text in texts if text.isprintable()]
        cut = CUT.findall("\n".join(plain)) if plain else []
        block = f"\n{END}\n".join([name or whole for name, _, whole in cut]).translate(ONE_SIGN)
        for word in WORDS:
            block = block.replace(f" {word} ", ";")
        marked = "".join(map(self.marked, block.replace(";", "\n;\n").split("\n")))
        ids = marked.replace(OPENS, "").replace(GOES_ON, "").split(END)
        found = {}
        for text, (_, amount, _), each, said in zip(plain, cut, marked.split(END), ids, strict=False):
            if UNSURE not in each and PERHAPS_ONE not in each:
                drugs = once(said) if ";" in said else said
                found[text] = annotation((drugs, "", "", "exact", amount and READ_OFF + amount))
            elif one := self.one(text):
                found[text] = one
        return found

    def piece(self, piece: str) -> str:
        """The ids of a piece of a text, with marks where it may be a part of a longer name."""
        if piece in (END, ";"):
            return piece
        ids = self.ids(piece.strip())
        if ids is None or ids in self.outside:
            return UNSURE
        before, behind = self.halves
        opens, goes_on = not before.isdisjoint(ends(piece)), not behind.isdisjoint(beginnings(piece))
        return f"{GOES_ON if goes_on else ''}{ids}{OPENS if opens else ''}"

    def one(self, text: str) -> Annotation | None:
        """One text, with care for names that have a joiner in them, amounts in between, and drugs that are outside."""
        pieces = JOINER.split(text)
        cut = [(name or whole, amount) for name, amount, whole in CUT.findall("\n".join(pieces[::2]))]
        names = list(self.names(pieces, cut))
        found = [ids for name in names if (ids := self.ids(name))]
        if len(found) < len(names):
            return None
        amounts = dict.fromkeys(amount for _, amount in cut if amount)
        if len(amounts) > 1 and any(amount[-1].isdigit() for amount in amounts):
            return None
        note = READ_OFF + ", ".join(amounts) if amounts else ""
        if self.outside.issuperset(found):  # they count beside a drug of the vocabulary, never alone
            return with_note(self.alone(names[0]), note) if len(names) == 1 else None
        return annotation((once(";".join(found)), "", "", "exact", note))

    def names(self, pieces: list[str], cut: list[tuple[str, str]]) -> Iterator[str]:
        """The names of a text, the longest at each place: "trastuzumab and hyaluronidase" is one.

        An empty one, which is none, stands where a name may run from the middle of a piece into the next.
        """
        at = 0
        while at < len(cut):
            stop = self.end_of_name(cut, at)
            yield "".join(pieces[2 * at : 2 * stop - 2]) + cut[stop - 1][0]
            if stop < len(cut) and self.runs_on(cut[stop - 1][0], cut[stop][0]):
                yield ""
            at = stop

    def end_of_name(self, cut: list[tuple[str, str]], at: int) -> int:
        """The place behind the longest name that begins here."""
        keys = [fold(name) for name, _ in cut[at:]]
        for length in range(len(keys), 1, -1):
            if "".join(keys[:length]) in self.compounds:
                return at + length
        return at + 1

    def runs_on(self, name: str, following: str) -> bool:
        """Whether the last words of a piece and the first of the next are a name together: "paclitaxel, nab-..."."""
        return any(last + first in self.compounds for last in ends(name) for first in beginnings(following))

    def sure(self, name: str) -> str | None:
        """The ids of a name of a drug or brand that needs no context, joined by ";"; None where it may need some."""
        key = fold(name) if name.isprintable() and len(name) > SHORT_NAME else ""
        matches = self.book.names.named(name) if key.isalpha() and len(key) > SHORT_NAME else []
        if len(matches) != 1 or matches[0].kind not in ("drug", "brand"):
            return None
        (phase,) = named_phases(self.book, matches[0])
        drugs = [drug for item in phase for drug in item.any_of]
        if all(self.book.drugs[drug].outside for drug in drugs):
            self.outside.add(";".join(drugs))
            return ";".join(drugs)
        full = self.alone(name)
        return full.drugs if full == Annotation(full.drugs, status="exact") else None

    @cached_property
    def split(self) -> list[list[str]]:
        """The words of every written form that has a joiner in it, or what may stand for one; without an "and" too."""
        names = {drug.id: drug.name for drug in self.book.drugs.values()}
        records = [record for shelf in self.book.shelves.values() for record in shelf.values()]
        written = (text for record in records for text, _ in (*forms(record), *formulations(record, names)))
        split = [words for text in written if len(words := words_of(text)) > 1]
        return [*split, *([word for word in words if word not in WORDS] for words in split)]

    @cached_property
    def compounds(self) -> set[str]:
        """These forms, folded."""
        return {"".join(words) for words in self.split}

    @cached_property
    def halves(self) -> tuple[set[str], set[str]]:
        """What may stand before a joiner in such a form, and what may stand behind it."""
        places = [(words, n) for words in self.split for n in range(1, len(words))]
        behind = {"".join(words[n:end]) for words, n in places for end in range(n + 1, len(words) + 1)}
        return {"".join(words[:n]) for words, n in places}, behind


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return [word for each in SPLIT.split(text) if (word := fold(each))]


@lru_cache(REMEMBERED)
def ends(name: str) -> tuple[str, ...]:
    """The last word of a name, the last two and so on, together."""
    words = words_of(name)
    return tuple("".join(words[n:]) for n in range(len(words)))


@lru_cache(REMEMBERED)
def beginnings(name: str) -> tuple[str, ...]:
    """The first word of a name, the first two and so on, together."""
    words = words_of(name)
    return tuple("".join(words[: n + 1]) for n in range(len(words)))


def with_note(found: Annotation, note: str) -> Annotation:
    """The same with something further in its note."""
    return found._replace(note=f"{found.note}; {note}") if note else found


def once(ids: str) -> str:
    """Joined ids, each of them once."""
    each = ids.split(";")
    return ids if len(set(each)) == len(each) else ";".join(dict.fromkeys(each))
