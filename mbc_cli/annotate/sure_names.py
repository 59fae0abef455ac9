"""The common case of a column, many times faster: sure names with plain joiners between, perhaps an amount at the end.

A sure name needs no context: it is long, unshared and exact. Texts are joined end to end and split by a few calls
for all of them, because a call for each is what takes time. An answer is given only if the full reading says the same,
which a test verifies with generated texts.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache, partial
from itertools import pairwise, product
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import READ_OFF, REMEMBERED, Annotation, with_note
from mbc_cli.annotate.compounds import WORDS, Compounds
from mbc_cli.book.names import SHORT_NAME, fold
from mbc_cli.book.sharing import named_phases
from mbc_cli.reading.exclusive import SUPPORTIVE, exclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.names import Match

LONGEST = 1_000  # characters of a text that is read this way: it looks at all that follows from every name
SIGNS = "+,;/&"
JOINER = re.compile(rf"(\s*[{SIGNS}]\s*|\s+(?:{'|'.join(WORDS)})\s+)")
# A text, or a piece of one, with an amount at its end, or as a whole without one.
AMOUNT = r"\d+(?:\.\d+)?(?: ?(?:mg|mcg|g|ml))?"
CUT = re.compile(rf"^(?:(.*[^\W\d_]) ({AMOUNT})|(.*))$", re.MULTILINE)

# Texts laid end to end have a name, a joiner or the end of a text on each line. No printable text has these signs.
END = "\0"
ONE_SIGN = str.maketrans(SIGNS, ";" * len(SIGNS))
UNSURE = "\1"  # in place of a piece that is not a sure name
OPENS, GOES_ON = "\2", "\3"  # behind and before what may be a part of a name that has a joiner in it
OUTSIDE = "\4"  # before a drug that counts beside one of the vocabulary, never alone
NOTED = 0xF0000  # before a brand that the note says something of, a sign of its own from here on: ids are ASCII
PERHAPS_ONE = f"{OPENS};{GOES_ON}"
annotation = partial(tuple.__new__, Annotation)  # a quarter of what a call of the class costs


class Quick:
    """Texts of sure names to their annotations; `full` is the full reading with which it agrees.

    `seen` has the sure names of the vocabulary found so far, as they were written, and their ids; `noted` the
    signs of those that are for another use, and `said` what the note says about each ("Prolia: for osteoporosis").
    """

    def __init__(self, book: Book, full: Callable[[str], Annotation]) -> None:
        self.book = book
        self.compounds = Compounds(book)
        self.outside: set[str] = set()
        self.noted: dict[str, str] = {}
        self.said: dict[str, str] = {}
        self.seen: dict[str, str] = {}
        self.alone = lru_cache(REMEMBERED)(full)
        self.ids = lru_cache(REMEMBERED)(self.sure)
        self.marked = lru_cache(REMEMBERED)(self.piece)
        self.unmarked = lru_cache(REMEMBERED)(self.bare)

    def read(self, texts: Iterable[str]) -> dict[str, Annotation]:
        """The annotations of those texts that can be read this way."""
        plain = [text for text in texts if text.isprintable() and len(text) <= LONGEST]
        cut = CUT.findall("\n".join(plain)) if plain else []
        block = f"\n{END}\n".join([name or whole for name, _, whole in cut]).translate(ONE_SIGN)
        for word in WORDS:
            block = block.replace(f" {word} ", ";")
        pieces = block.replace(";", "\n;\n").split("\n")
        marked = "".join(map(self.marked, pieces)).split(END)
        ids = "".join(map(self.unmarked, pieces)).split(END)
        found = {}
        for text, (name, amount, whole), each, said in zip(plain, cut, marked, ids, strict=False):
            off = amount and READ_OFF + amount
            if not self.needs_care(name or whole, each, said):
                drugs = once(said) if ";" in said else said
                found[text] = annotation((drugs, "", "", "", "exact", off if each.isascii() else self.note(each, off)))
            elif OUTSIDE in each and ";" not in each:
                found[text] = with_note(self.alone((name or whole).strip()), off)
        return found

    def needs_care(self, text: str, marked: str, ids: str) -> bool:
        """Whether a text has something in it that no piece shows by itself."""
        return (
            UNSURE in marked
            or (PERHAPS_ONE in marked and self.may_be_one(text))
            or (OUTSIDE in marked and marked.count(OUTSIDE) > marked.count(";"))
            or ("/" in text and not self.exclusive.isdisjoint(pairwise(ids.split(";"))))
        )

    @cached_property
    def exclusive(self) -> frozenset[tuple[str, str]]:
        """All pairs of drugs between which a slash is a choice."""
        return exclusive(self.book)

    def may_be_one(self, text: str) -> bool:
        """Whether some adjacent pieces of a text may be parts of one name."""
        names = JOINER.split(text)[::2]
        return any(map(self.compounds.joins, names, names[1:]))

    def piece(self, piece: str) -> str:
        """The ids of a piece of a text, with marks if it may be part of a longer name."""
        if piece in (END, ";"):
            return piece
        ids = self.ids(piece.strip())
        if ids is None:
            return UNSURE
        goes_on = GOES_ON if self.compounds.goes_on(piece) else ""
        outside = OUTSIDE if ids in self.outside else ""
        noted = self.noted.get(piece.strip(), "")
        opens = OPENS if self.compounds.opens(piece) else ""
        return f"{goes_on}{outside}{noted}{ids}{opens}"

    def bare(self, piece: str) -> str:
        """The ids of a piece of a text, without marks."""
        return piece if piece in (END, ";") else self.ids(piece.strip()) or ""

    def note(self, signs: str, *further: str) -> str:
        """What is said about the brands with these signs, each once, and what else there is to say."""
        said = [self.said[sign] for sign in dict.fromkeys(signs) if sign in self.said]
        return "; ".join(filter(None, (*said, *further)))

    def choices(self, seen: dict[str, str]) -> Iterator[tuple[str, str]]:
        """All pairs of some names between which a slash is a choice."""
        named: dict[str, list[str]] = {}
        for name, ids in seen.items():
            for drug in ids.split(";"):
                named.setdefault(drug, []).append(name)
        return (names for one, other in self.exclusive for names in product(named.get(one, ()), named.get(other, ())))

    def sure(self, name: str) -> str | None:
        """The ids of a drug or brand name that needs no context, joined by ";"; None if it may need some."""
        key = fold(name) if name.isprintable() and len(name) > SHORT_NAME else ""
        matches = self.book.names.named(name) if key.isalpha() and len(key) > SHORT_NAME else []
        if len(matches) != 1 or matches[0].kind not in ("drug", "brand"):
            return None
        (phase,) = named_phases(self.book, matches[0])
        drugs = [drug for item in phase for drug in item.any_of]
        if any(SUPPORTIVE in self.book.classes_of(self.book.drugs[drug]) for drug in drugs):
            return None
        if all(self.book.drugs[drug].outside for drug in drugs):
            return self.counted_beside(matches[0], ";".join(drugs))
        full = self.alone(name)
        if full == Annotation(full.drugs, status="exact"):
            return self.seen.setdefault(name.strip(), full.drugs)
        if full != Annotation(full.drugs, status="exact", note=full.note) or not full.note.startswith(f"{name}: for "):
            return None
        sign = self.noted.setdefault(name, chr(NOTED + len(self.said)))
        self.said[sign] = full.note
        return full.drugs

    def counted_beside(self, match: Match, ids: str) -> str | None:
        """The ids that count beside a drug of the vocabulary; None for a brand that needs a further remark."""
        if match.kind == "brand" and self.book.brands[match.id].use:
            return None
        self.outside.add(ids)
        return ids


def once(ids: str) -> str:
    """Joined ids, each once."""
    each = ids.split(";")
    return ids if len(set(each)) == len(each) else ";".join(dict.fromkeys(each))
