"""Misspelled names: suggestions for one look-up, corrections for long names in running text; never for acronyms.

The distance is optimal string alignment: on generated misspellings it ranks the right name first, while scorers that
reward a shared part take `docetaxol` for Taxol. A correction must be close (one edit per four letters), unique, and
clear of every drug that must stay apart from it; the name of another real medicine is never corrected.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract, extractOne

from mbc_cli.book.names import SUFFIX, TRANSLATION, Suggestion, fold, letters_differ, unsalted
from mbc_cli.reading.tokens import Token
from mbc_cli.reading.words import RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import OtherDrug, Others
    from mbc_cli.book.names import Match

LETTERS_PER_EDIT = 4
LONG = 7
END = 3
SHORTEST = 5
LONG_BRAND = LONG_OTHER = 9
SUPPORTIVE = "other"
FAR = 2  # edits that set a name apart
WIDE, SOLD = ("US", "EU", "CA"), ("marketed", "discontinued", "legacy")
PHRASE = 7
REMEMBERED = 20_000
# Endings of the payloads of antibody-drug conjugates in international nonproprietary names.
PAYLOAD = re.compile(r"[a-z]{2,}(?:dotin|tansine|tecan|mazine|tesirine|ozogamicin)", re.IGNORECASE)
UNQUALIFYING = {"and", "the", "acid", "acetate", "citrate", "hydrochloride", "hcl", "subcutaneous", "injection"}
FUNCTION_WORDS = {"par", "avec", "con", "mit", "met", "van", "von", "del", "per", "por", "para", "fur", "the", "and"}
ADDING = ("+", "/", "&", "→", "->", ">")
ENDS = ("name", "word", "mark")
SPELT = ("name", "synonym", "brand", TRANSLATION)
CYRILLIC = re.compile(r"[а-яіїєґ]")
# Endings of Russian and Ukrainian cases, behind a consonant: of "паклитаксела", "с доцетакселом", "на летрозоле".
CASE_ENDING = re.compile(r"(?<=[б-джзк-нп-тф-щ])(?:ами|ах|ам|ов|ом|ем|[ауеыиі])$")
# How other languages and pharmacopoeias write the same name: cyclofosfamide, metotreksat, paclitaxelum, gosereline.
ORTHOGRAPHY = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"^(\w{4,}?)(?:ine?)?(?:zuur|saure|syra|syre)$", r"\1icacid"),
        (r"^acid(?:o|e|um)?(\w{4,}?)i(?:c|co|cum|que)$", r"\1icacid"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"(?:ck|k)s|cs", "x"),
        (r"rh", "r"),
        (r"ae|oe", "e"),
        (r"y", "i"),
        (r"k|q", "c"),
        (r"z", "s"),
        (r"(.)\1", r"\1"),
        (r"(?<=[a-z]{5})(?:um|us|em|ae?|e|o|i)$", ""),
    )
)


def spoken(name: str) -> str:
    """A folded name in a spelling common to English, Latin and other languages."""
    for pattern, written in ORTHOGRAPHY:
        name = pattern.sub(written, name)
    return name


class Near(NamedTuple):
    """A known name close to a word: how close, and what it names."""

    edits: int
    letters: int
    written: str
    match: Match
    drugs: frozenset[str]

    @property
    def far(self) -> tuple[int, int]:
        """How far away: edits in the common spelling or as written, whichever are fewer; then edits as written."""
        return self.edits, self.letters


def distance(key: str, common: str, name: str, said: str, reach: int) -> tuple[int, int]:
    """The edits between two names, none if they are the same in the common spelling; and the edits as written."""
    written = OSA.distance(key, name, score_cutoff=reach)
    if len(key) < LONG:
        return written, written
    return (min(written, 1) if common == said else written), written


Key = TypeVar("Key")
APART = 2  # edits between two drugs that are easily confused
Shelves = dict[tuple[str, int], tuple[list[str], list[int]]]
"""By digits and length of a name: the names that have both, and their places in the whole list."""


class Speller:
    """The names of drugs and brands, to be compared with words that are not names."""

    def __init__(self, book: Book, others: Others) -> None:
        self.book = book
        self.others = others
        # The words of a column recur, even where no two of its texts are the same.
        self.correction = lru_cache(REMEMBERED)(self.worked_out)
        self.ties = lru_cache(REMEMBERED)(self.tied)
        self.begun = lru_cache(REMEMBERED)(self.begun_by)
        self.other = lru_cache(REMEMBERED)(self.worked_out_other)

    @cached_property
    def known(self) -> list[tuple[str, str, Match, frozenset[str]]]:
        """Every name of at least five letters of a drug or brand, except abbreviations, and its drugs.

        Names in other scripts are not included, because the other medicines that a word may be are known only in Latin.
        """
        found = []
        for key, matches in self.book.names.plain.items():
            match = matches[0]
            spelt = len(key) >= SHORTEST and match.form in SPELT and match.kind != "class" and is_spelt(key)
            if spelt and self.is_sold_widely(match):
                found.append((key, spoken(key), match, self.drugs_of(match)))
        return found

    def is_sold_widely(self, match: Match) -> bool:
        """Whether a brand was ever sold in the US, the EU or Canada; one of another single country is never guessed."""
        if match.kind != "brand":
            return True
        markets = self.book.brands[match.id].markets
        return any(market.region in WIDE and market.status in SOLD for market in markets)

    @cached_property
    def decoys(self) -> list[str]:
        """The names of other medicines, folded."""
        return [key for key in self.others.by_name if len(key) >= SHORTEST]

    @cached_property
    def decoys_by_length(self) -> dict[int, list[str]]:
        """The names of other medicines, by length."""
        return shelved(self.decoys, lambda name: (len(name),))

    @cached_property
    def decoys_by_sound(self) -> dict[str, list[str]]:
        """The names of other medicines, by common spelling."""
        return shelved(self.decoys, lambda name: (spoken(name),))

    @cached_property
    def decoys_by_ends(self) -> dict[tuple[int, int, str], list[str]]:
        """The names of other medicines, by length with their first letters, and with their last."""
        return shelved(self.decoys, lambda name: ends_of(name, len(name)))

    def drugs_of(self, match: Match) -> frozenset[str]:
        """The drugs that a name stands for."""
        return frozenset(self.book.brands[match.id].drugs if match.kind == "brand" else (match.id,))

    @cached_property
    def shelves(self) -> Shelves:
        """The places in `known` of the names with a given length and the same digits."""
        found: Shelves = {}
        for n, (name, *_) in enumerate(self.known):
            names, places = found.setdefault((digits_of(name), len(name)), ([], []))
            names.append(name)
            places.append(n)
        return found

    @cached_property
    def by_sound(self) -> dict[tuple[str, str], list[int]]:
        """The places in `known` of the names with the same digits that are the same in the common spelling."""
        found: dict[tuple[str, str], list[int]] = {}
        for n, (name, said, *_) in enumerate(self.known):
            found.setdefault((digits_of(name), said), []).append(n)
        return found

    def near(self, word: str, reach: int) -> list[Near]:
        """Known names with the same digits within reach, the nearest first; of equally near ones, the English one."""
        key = fold(word)
        common = spoken(key)
        found = []
        for n, written in self.within_reach(key, common, reach).items():
            _, said, match, drugs = self.known[n]
            edits = min(written, 1) if len(key) >= LONG and common == said else written
            if edits <= reach:
                found.append(Near(edits, written, match.written, match, drugs))
        return sorted(found, key=lambda near: (near.far, near.match.form == TRANSLATION, near.written))

    def within_reach(self, key: str, common: str, reach: int) -> dict[int, int]:
        """The places of the names within a number of edits, or that sound the same, and their distance as written."""
        digits, places = digits_of(key), dict[int, int]()
        for length in range(len(key) - reach, len(key) + reach + 1):
            names, at = self.shelves.get((digits, length), ((), ()))
            near = extract(key, names, scorer=OSA.distance, score_cutoff=reach, limit=None) if names else ()
            places.update((at[n], edits) for _, edits, n in near)
        for n in self.by_sound.get((digits, common), ()) if len(key) >= LONG else ():
            places.setdefault(n, reach + 1)
        return dict(sorted(places.items()))

    def suggested(self, word: str, most: int = 3) -> list[Near]:
        """Names that a word may have meant, one per entry; none if it is the name of another medicine."""
        if len(fold(word)) < SHORTEST - 1 or self.others.find(word) or self.book.names.named(word):
            return []
        key = fold(word)
        begun = [
            Near(0, len(name) - len(key), match.written, match, drugs)
            for name, _, match, drugs in self.known
            if name.startswith(key) and len(key) > SHORTEST
        ]
        found: dict[str, Near] = {}
        for near in begun or self.near(word, allowed_edits(key) + 1):
            found.setdefault(near.match.ref, near)
        nearest = min((near.edits for near in found.values()), default=0)
        return [near for near in found.values() if near.edits <= nearest + 1][:most]

    def corrected(self, text: str, tokens: list[Token]) -> tuple[list[Token], list[str]]:
        """The tokens of a text with misspelled names corrected; and the names to which a word is equally close."""
        corrector = Corrector(self)
        return corrector.corrected(text, tokens), corrector.unsure

    def suggestions(self, word: str) -> tuple[Suggestion, ...]:
        """The same names, each with the reason and the drug that it names."""
        return tuple(Suggestion(near.written, self.reason(near)) for near in self.suggested(word))

    def reason(self, near: Near) -> str:
        """Why a name is close, and the drug if the name differs from it."""
        why = letters_differ(near.edits) if near.edits else "begins with this"
        names = " and ".join(self.book.drugs[name].name for name in sorted(near.drugs))
        return why if names.casefold() == near.written.casefold() else f"{why}; {names}"

    def worked_out(self, text: str, reach: int | None = None) -> Near | None:
        """The one name that a word or phrase must be, or None: close enough, unique, and no other medicine as close."""
        key = fold(text)
        if len(key) < SHORTEST or self.is_known_otherwise(text) or (reach is None and digits_of(key)):
            return None
        if CYRILLIC.search(key):
            return self.uninflected(text)
        found = self.near(text, allowed_edits(key) if reach is None else reach)
        if not found or is_far_brand(found[0]) or not self.sure(key, found):
            return None
        return None if self.decoyed(key, found[0]) else found[0]

    def uninflected(self, text: str) -> Near | None:
        """The drug or brand of which a Cyrillic text is a grammatical case, or None: "трастузумаба эмтанзина".

        Nothing else in it is corrected, so that the name of another medicine is never taken for one.
        """
        written = " ".join(CASE_ENDING.sub("", fold(word)) for word in RUN.findall(text))
        for match in self.book.names.named(written):
            if match.kind in ("drug", "brand"):
                return Near(0, len(fold(text)) - len(fold(written)), match.written, match, self.drugs_of(match))
        return None

    def decoyed(self, key: str, best: Near) -> bool:
        """Whether another medicine is as close as the best name."""
        common, reach = spoken(key), best.letters
        alike = self.decoys_by_sound.get(common, ()) if len(key) >= LONG and reach > 1 else ()
        if any(distance(key, common, name, common, reach) <= best.far for name in alike):
            return True
        found = (extractOne(key, names, scorer=OSA.distance, score_cutoff=reach) for names in self.beside(key, reach))
        return any((one[1], one[1]) <= best.far for one in found if one)

    def beside(self, key: str, reach: int) -> Iterator[list[str]]:
        """The names of other medicines that include all within reach: one edit spares the first or last letters."""
        lengths = range(len(key) - reach, len(key) + reach + 1)
        if reach > 1 or len(key) < LONG:
            return filter(None, map(self.decoys_by_length.get, lengths))
        places = (place for length in lengths for place in ends_of(key, length))
        return filter(None, map(self.decoys_by_ends.get, places))

    def is_known_otherwise(self, text: str) -> bool:
        """Whether a text is another medicine, or a word that according to the data is not a drug."""
        return bool(self.others.find(text)) or bool(self.book.names.acronyms(text))

    def tied(self, word: str) -> list[str]:
        """The drugs that a long word is close to, if that is why it is not corrected: lapatinib and apatinib."""
        key = fold(word)
        if len(key) < LONG or self.is_known_otherwise(word) or not (found := self.near(word, allowed_edits(key))):
            return []
        nearest: dict[frozenset[str], str] = {}
        for near in found:
            if near.far == found[0].far or self.is_too_near(found[0], near):
                nearest.setdefault(near.drugs, near.written)
        return list(nearest.values()) if len(nearest) > 1 else []

    @cached_property
    def in_order(self) -> list[tuple[str, Match, frozenset[str]]]:
        """The names in alphabetical order."""
        return sorted(((name, match, drugs) for name, _, match, drugs in self.known), key=itemgetter(0))

    def begun_by(self, word: str) -> Near | None:
        """The one drug with a one-word name that begins with a word of at least five letters ("letro"); or None.

        No other name, in or outside the vocabulary, begins that way, except longer ones that contain that name.
        """
        key = fold(word)
        if len(key) < SHORTEST or not (key.isalpha() and key.isascii()):
            return None
        if self.others.begins(key) or self.is_known_otherwise(word):
            return None
        at = bisect_left(self.in_order, key, key=itemgetter(0))
        every = list(takewhile(lambda found: found[0].startswith(key), islice(self.in_order, at, None)))
        whole = sorted((found for found in every if RUN.fullmatch(found[1].written)), key=is_not_the_name)
        rest = {drugs for name, _, drugs in every if not any(name.startswith(found[0]) for found in whole)}
        if len({drugs for *_, drugs in whole}) != 1 or rest or whole[0][1].kind != "drug":
            return None
        name, match, drugs = whole[0]
        return None if self.is_outside(drugs) else Near(0, len(name) - len(key), match.written, match, drugs)

    def worked_out_other(self, word: str) -> OtherDrug | None:
        """The one medicine, not for cancer, whose generic name is one letter away from a word; or None."""
        key = fold(word)
        if not (key.isalpha() and key.isascii()) or self.is_known_otherwise(word):
            return None
        every = (extract(key, names, scorer=OSA.distance, score_cutoff=1) for names in self.beside(key, 1))
        found = [self.others.by_name[name] for near in every for name, *_ in near]
        sole = len({each.ingredient for each in found}) == 1 and all(each.use == SUPPORTIVE for each in found)
        if not sole or not any(fold(each.name) == fold(each.ingredient) for each in found):
            return None
        return found[0] if all(self.is_outside(near.drugs) for near in self.near(word, FAR)) else None

    def is_outside(self, drugs: frozenset[str]) -> bool:
        """Whether some of these drugs is outside the vocabulary."""
        return any(self.book.drugs[name].outside for name in drugs)

    @cached_property
    def tails(self) -> dict[str, list[str]]:
        """By name: the last words of longer names that begin or end with it: trastuzumab to deruxtecan, emtansine."""
        found: dict[str, list[str]] = {}
        drugs_of = {name: drugs for name, _, _, drugs in self.known}
        for name, _, _, drugs in self.known:
            for cut in range(SHORTEST, len(name)):
                if (stem := name[:cut]) in drugs_of and not drugs & drugs_of[stem]:
                    found.setdefault(stem, []).append(name[cut:])
        return found

    @cached_property
    def qualifiers(self) -> set[str]:
        """Words that make a name another drug: those around it in longer names (fam, emtansine, liposomal, nab)."""
        found: set[str] = set()
        for drug in self.book.drugs.values():
            texts = [drug.name, *drug.synonyms] if self.book.apart_from(drug.id) else []
            for text in (*texts, *drug.form_words):
                found.update(fold(word) for word in re.split(r"[^\w]+", text))
        plain = self.book.names.plain
        return {word for word in found if len(word) > 2 and word not in plain and word not in UNQUALIFYING}

    def changes_the_drug(self, name: str, word: str) -> bool:
        """Whether a word next to a name may make it another drug: "fam trastuzumab", "trastuzumab vedotin"."""
        key = fold(word)
        if key in FUNCTION_WORDS:
            return False
        if self.denies_a_form(key) or self.abbreviates_a_form(word):
            return True
        whole = key in self.qualifiers or any(found.startswith(key) and len(key) > 2 for found in self.qualifiers)
        return whole or self.looks_like_a_tail(name, word) or bool(PAYLOAD.fullmatch(key))

    def abbreviates_a_form(self, word: str) -> bool:
        """Whether part of a hyphenated word begins a word that makes another drug: the "alb-bnd" of albumin-bound."""
        parts = [fold(part) for part in RUN.findall(word)]
        mute = {*FUNCTION_WORDS, "non"}  # "non-compliant" denies no form
        begun = (part for part in parts if len(parts) > 1 and len(part) > 2 and part not in mute)
        return any(found.startswith(part) for part in begun for found in self.qualifiers)

    def denies_a_form(self, key: str) -> bool:
        """Whether a word is "non-" plus a word that makes another drug, even misspelled: "non-pegylted doxorubicin"."""
        form = key.removeprefix("non")
        return form != key and any(
            OSA.distance(form, found) <= len(found) // LETTERS_PER_EDIT for found in self.qualifiers
        )

    def looks_like_a_tail(self, name: str, word: str) -> bool:
        """Whether a word after a name resembles one that makes it another drug: "trastuzumab deruxtcn"."""
        key = fold(word)
        tails = self.tails.get(fold(unsalted(name)), ())
        return any(key.startswith(tail) or OSA.distance(key, tail) <= max(1, len(tail) * 2 // 5) for tail in tails)

    def sure(self, key: str, found: list[Near]) -> bool:
        """Whether the nearest name is clear of every other drug and, if short, has the same first letter."""
        best = found[0]
        if (len(key) < LONG or best.edits > 1) and fold(best.written)[:1] != key[:1]:
            return False
        return not any(other.far <= best.far or self.is_too_near(best, other) for other in others_than(best, found))

    def is_too_near(self, best: Near, other: Near) -> bool:
        """Whether a drug that must be kept apart from the best one is less than two edits farther away."""
        apart = any(name in self.book.apart_from(mine) for mine in best.drugs for name in other.drugs)
        return apart and other.edits - best.edits < APART


def others_than(best: Near, found: Iterable[Near]) -> Iterator[Near]:
    """The names of other drugs."""
    return (other for other in found if other.drugs != best.drugs)


def is_not_the_name(found: tuple[str, Match, frozenset[str]]) -> bool:
    """Whether a name is a synonym or a translation, which comes after the primary name."""
    return found[1].form != "name"


def shelved(names: Iterable[str], places: Callable[[str], Iterable[Key]]) -> dict[Key, list[str]]:
    """Some names by the keys under which each is found."""
    found: dict[Key, list[str]] = {}
    for name in names:
        for place in places(name):
            found.setdefault(place, []).append(name)
    return found


def ends_of(name: str, length: int) -> Iterator[tuple[int, int, str]]:
    """Places of names of one length by their first and by their last letters: one edit in seven spares one of them."""
    yield length, 0, name[:END]
    yield length, -1, name[-END:]


def allowed_edits(key: str) -> int:
    """The edits allowed: one per four letters; one for five and six letters."""
    return len(key) // LETTERS_PER_EDIT if len(key) >= LONG else 1


def is_far_brand(best: Near) -> bool:
    """Whether a word is two edits from a brand of fewer than nine letters, as ordinary words often are.

    Brands are made to sound like words: "perfecta" and "permetta" are not Perjeta, "recelait" is not Reclast.
    """
    return best.match.kind == "brand" and best.edits > 1 and len(fold(best.written)) < LONG_BRAND


def is_spelt(key: str) -> bool:
    """Whether a folded name consists of Latin letters except for a few digits, unlike a research code."""
    return key.isascii() and sum(char.isdigit() for char in key) * LETTERS_PER_EDIT < len(key)


def digits_of(key: str) -> str:
    """The digits of a folded name; differences in them are never misspellings."""
    return "".join(char for char in key if char.isdigit()) if not key.isalpha() else ""


class Corrector:
    """Corrections for one text: words and phrases that must be a name; `unsure` collects words close to several."""

    def __init__(self, speller: Speller) -> None:
        self.speller = speller
        self.unsure: list[str] = []

    def corrected(self, text: str, tokens: list[Token]) -> list[Token]:
        """The tokens of a text, with misspelled phrases and then misspelled words read as the names they must be."""
        found: list[Token] = []
        unknown = [n for n, token in enumerate(tokens) if token.kind == "word" and not token.known.roles]
        at = 0
        while at < len(tokens):
            ahead = bisect_left(unknown, at)
            if ahead == len(unknown) or unknown[ahead] >= at + PHRASE:
                stop = len(tokens) if ahead == len(unknown) else unknown[ahead] - PHRASE + 1
                found += tokens[at:stop]  # no phrase from here has a word that is not known
                at = stop
                continue
            stop, token = self.phrase(text, tokens, at)
            found.append(token or self.word(tokens[at]) or self.beginning(tokens, at) or self.other(tokens[at]))
            at = stop if token else at + 1
        return found

    def phrase(self, text: str, tokens: list[Token], at: int) -> tuple[int, Token | None]:
        """The longest misspelled multi-word name that begins at a token: "trastuzumab derutxecan"."""
        longest = at
        while longest < len(tokens) and longest < at + PHRASE and in_a_name(tokens[longest]):
            longest += 1
        for stop in range(longest, at + 1, -1):
            window = tokens[at:stop]
            unknown = [token for token in window if token.kind == "word"]
            known = [token for token in window if token.kind == "name"]
            if any(fold(token.text) in ("non", "not") or fold(token.text).startswith("non") for token in unknown):
                continue  # "non-liposomal" is the opposite
            if not unknown or not (may_end(window[0]) and may_end(window[-1])):
                continue
            written = text[window[0].start : window[-1].end]
            near = self.speller.correction(written, sum(max(1, len(token.text) // 4) for token in unknown))
            whole = near and all(is_part(token.text, near.written) for token in known)
            if near and whole and keeps_known_words(unknown, near) and not self.needs_no_more(written, window, near):
                return stop, self.named(written, window, near)
        return at, None

    def needs_no_more(self, written: str, window: list[Token], near: Near) -> bool:
        """Whether one word of a phrase is (nearly) the name itself, and the other words are not part of a name.

        "capecitabina in" is not a misspelled capecitabine, nor is "trastuzumabe por" a biosimilar with its suffix.
        """
        suffix = SUFFIX.search(near.written)
        if suffix and not fold(written).endswith(fold(suffix[0])):
            return True
        return bool(RUN.fullmatch(near.written)) and any(near.drugs in self.drugs_alone(token) for token in window)

    def drugs_alone(self, token: Token) -> list[frozenset[str]]:
        """What a name stands for by itself, or a word read as the name it must be."""
        if token.kind == "name":
            return [self.speller.drugs_of(match) for match in token.matches]
        found = self.speller.correction(token.text) if token.kind == "word" else None
        return [found.drugs] if found else []

    def named(self, written: str, window: list[Token], near: Near) -> Token:
        """A token for a corrected name, with everything it may mean; it records the original and the correction."""
        matches = tuple(self.speller.book.names.named(near.written)) or (near.match,)
        return Token("name", written, window[0].start, window[-1].end, matches, of=f"{written} → {near.written}")

    def word(self, token: Token) -> Token | None:
        """A misspelled word as the name it must be."""
        if token.kind != "word" or token.known.roles:
            return None
        if near := self.speller.correction(token.text):
            return self.named(token.text, [token], near)
        self.unsure.extend(self.speller.ties(token.text))
        return None

    def beginning(self, tokens: list[Token], at: int) -> Token | None:
        """A word that begins the name of one drug, as that name, if beside a sign or an amount: "letro + palbo"."""
        token = tokens[at]
        if token.kind != "word" or token.known.roles or not any(map(adds, tokens[max(0, at - 1) : at + 2])):
            return None
        near = self.speller.begun(token.text)
        return self.named(token.text, [token], near) if near else None

    def other(self, token: Token) -> Token:
        """A misspelled word as the supportive medicine that it must be, listed by its name: "paracetomol"."""
        if token.kind != "word" or token.known.roles or len(token.text) < LONG_OTHER:
            return token
        found = self.speller.other(token.text)
        return replace(token, kind="other", of=found.ingredient, use=found.use) if found else token


def is_part(name: str, longer: str) -> bool:
    """Whether a known name is only part of a longer one."""
    return spoken(fold(name)) in spoken(fold(longer)) and fold(name) != fold(longer)


def keeps_known_words(words: Iterable[Token], near: Near) -> bool:
    """Whether the words that are known are in the name too: "paclitaxl now" is not a misspelled "paclitaxel nab"."""
    runs = {fold(run) for run in RUN.findall(near.written)}
    return all(fold(token.text) in runs for token in words if token.known.roles)


def adds(token: Token) -> bool:
    """Whether a token joins what is next to it to a treatment, or is an amount of it."""
    return token.text in ADDING or token.of in ("dose", "cycles", "schedule")


def may_end(token: Token) -> bool:
    """Whether a multi-word name may begin or end with a token: none does with a unit, as in "fem år"."""
    return token.kind in ENDS and not token.means("unit")


def in_a_name(token: Token) -> bool:
    """Whether a token can be inside a multi-word name."""
    return token.kind in (*ENDS, "hyphen", "open", "close") or token.text.casefold() in (",", "and")
