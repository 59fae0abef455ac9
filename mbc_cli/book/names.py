"""Text to entries: `fold` is the only normalizer, used to store, to look up and to detect clashes."""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mbc_cli.book.model import Brand, Drug, DrugClass, Lookalike, Protocol, Regimen, Translation, Trial
from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.model import Record

    Phrase = tuple[str, ...]
    Plain = tuple[str, str, str, tuple[str, ...]]
    Said = Mapping[str, Mapping[Phrase, Plain]]

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

# Marks of sequence, as they were seen (regimens.md rule 2 of the sources): arrows of all kinds, the a-grave that a
# Wingdings arrow turns into, and the words for "then". All become one mark, "-", as does the slash of AC/T.
ARROW = r"[-‐-―−=~]*(?:>|›|&gt;)|→|⟶|⇒|➔|➙|➜|➝|➞|⮕"
THEN = r"followed\s+by|f/b|and\s+then|then|by|puis|suivi\s+de|gefolgt\s+von|seguid[oa]\s+de|序贯"
WORDS_OF_SEQUENCE = ("then", "by", "puis")  # those of THEN that are one word
SEQUENCE = pattern(rf"\s*(?:{ARROW}|(?<![^\W_])(?:{THEN})(?![^\W_]))\s*", re.IGNORECASE)
LOST_ARROW = pattern(r"(?<!\w)à(?!\w)", re.IGNORECASE)
FUSED_BY = pattern(r"(?<=[A-Z])by(?=[A-Z])")
MARK = pattern(r"(?:\s*[-‐-―−/])+\s*")
PLUS = pattern(r"(?:\s*[+&])+\s*")
TRADE_MARK = pattern(r"\(?[®™℠©]\)?|(?<=\w)\s?\((?:r|tm)\)", re.IGNORECASE)
BEFORE_NUMBER = pattern(r"(?<=[A-Za-z])[- ](?=\d)")  # between the name of a family of trials and the number of one
NOT_ALNUM = pattern(r"[\W_]+")
NOT_OF_A_NAME = pattern(r"[^\w+&/‐-―− -]+|_")
SPACES = pattern(r"\s+")
ESCAPED = pattern(r"<U\+([0-9A-F]{4,5})>")  # a letter as R writes one that it cannot show: "<U+00A0>"

# Salts and esters that do not change which drug is meant (the forms seen in the names of the drug list and its kin).
SALT = pattern(
    r"[\s,(]+(?:di|mono|hemi)?(?:hydrochlorid(?:e|um)?|hcl|citrate?|acetate?|mesylate|ditosylate|tosylate|maleate|"
    r"phosphate|(?:di)?sodium|succinate|tartrate|bitartrate|sul(?:ph|f)ate?|pamoate|embonate|mesilate|monohydrate|"
    r"hydrate|anhydrous|hydrobromide|tart|cit|acet|sod|mesyl)\)?$",
    re.IGNORECASE,
)
# The four letters that the FDA adds to the name of a biological product (guidance on nonproprietary naming, 2017).
SUFFIX = pattern(r"(?<=[a-z]{5})\s?-\s?[a-z]{4}$", re.IGNORECASE)
BIOLOGIC = re.compile("mab|cept|stim|alfa|hyaluronidase", re.IGNORECASE)  # what the FDA gives a suffix
SHORT_NAME = 4
REMEMBERED = 1 << 15  # distinct texts of a column
# Scripts that put no space between words, or none before a particle: kana, Chinese characters, Hangul.
UNSPACED = pattern(r"[々\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
ACRONYMS = ("regimen", "protocol", "trial", "lookalike")
"""The kinds of entry whose names keep their marks."""
NUMBERED = ("trial", "protocol")
"""The kinds of entry whose name may contain a number."""
ARMS = ("experimental arm", "control arm")
"""The forms of the names of trial arms."""
CASED = "trial, in capitals"
"""The form of a trial's name that is an ordinary word: read only in capitals or as in the data."""
DECODED = "decoded from the letter"
TRANSLATION = "translation"
IN_COMBINATION = "abbreviation in combinations"


def joined_by(text: str) -> str:
    """The signs for "and" in a text, in order."""
    return "".join(char for char in text if char in "+&")


def clean(text: str) -> str:
    """Text in NFKC, without control, format and bidi characters, and with single spaces."""
    if text.isascii() and text.isalnum():
        return text
    if "<U+" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if text.isascii() and text.isprintable():
        return (SPACES.sub(" ", text) if "  " in text else text).strip()
    import unicodedata  # a library of its own, for letters that few texts have

    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in unicodedata.normalize("NFKC", text))
    return SPACES.sub(" ", "".join(c for c in kept if unicodedata.category(c) not in {"Cf", "Cs", "Co"})).strip()


@lru_cache(REMEMBERED)
def fold(text: str, *, marks: bool = False) -> str:
    """The form in which names are stored and looked up; idempotent.

    Without marks, only letters and digits are left ("T-DM1®" and "tdm1" are one). With marks, which acronyms need (TAC
    is not T-AC), every kind of sequence mark becomes "-", and "+" stays.
    """
    if not marks:
        return text.lower() if text.isascii() and text.isalnum() else NOT_ALNUM.sub("", _plain(text))
    if text.isascii() and text.isalnum() and "by" not in text and text.lower() not in WORDS_OF_SEQUENCE:
        return text.lower()
    text = SEQUENCE.sub("-", _plain(LOST_ARROW.sub("→", FUSED_BY.sub("→", clean(text)))))
    text = NOT_OF_A_NAME.sub(" ", text)
    return SPACES.sub(" ", PLUS.sub("+", MARK.sub("-", text))).strip(" -+")


def _plain(text: str) -> str:
    """Lower case without accents and trademark signs."""
    text = clean(TRADE_MARK.sub("", text)).casefold()
    if text.isascii():
        return text
    import unicodedata  # a library of its own, for letters that few texts have

    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", text)


class Match(NamedTuple):
    """An entry that a text may mean: which one, by what kind of name, and as written in the data."""

    ref: str
    form: str
    written: str

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return self.ref.partition(".")[0]

    @property
    def id(self) -> str:
        """The id of the entry."""
        return self.ref.partition(".")[2]


def letters_differ(edits: int) -> str:
    """How far apart two spellings are."""
    return f"{edits} {'letter differs' if edits == 1 else 'letters differ'}"


class Suggestion(NamedTuple):
    """What a text that was not found may have meant, and why; never acted on."""

    name: str
    why: str

    @property
    def decoded(self) -> bool:
        """Whether it is only a possible meaning of letters, and not a name."""
        return self.why.startswith(DECODED)


def forms(record: Record) -> Iterator[tuple[str, str]]:
    """Every written form of an entry, and what kind of name each is."""
    match record:
        case Drug():
            yield record.name, "name"
            yield from ((text, "synonym") for text in record.synonyms)
            yield from ((text, "abbreviation") for text in record.abbreviations)
            yield from ((text, IN_COMBINATION) for text in record.in_combination)
            yield from ((text, "research code") for text in record.research_codes)
        case Brand():
            yield from ((text, "brand") for text in (record.name, *record.written))
        case DrugClass():
            yield from ((text, "class") for text in (record.name, *((record.plural,) if record.plural else ())))
            yield from ((text, "class") for text in (*record.abbreviations, *record.synonyms))
        case Protocol():
            yield from ((text, record.kind) for text in in_any_sign((record.name, *record.written)))
        case Regimen():
            yield from ((text, record.kind) for text in (record.name, *record.written))
        case Trial():
            yield from trial_forms(record)
        case Lookalike():
            yield from ((text, "look-alike") for text in (record.name, *record.written))
        case Translation():
            yield from ((text, TRANSLATION) for text in (*record.names, *record.brands))
        case _:
            return


def trial_forms(record: Trial) -> Iterator[tuple[str, str]]:
    """The names of a trial ("PALOMA2" too) and of its arms; its regimen is that of the experimental arm."""
    named = tuple(dict.fromkeys((*closed_too((record.name, *record.written)), *record.identifiers)))
    yield from ((text, CASED if text in record.risky else "trial") for text in named)
    yield from ((f"{text} regimen", ARMS[0]) for text in named)
    yield from ((f"{text} {arm}", arm) for text in named for arm in ARMS)


def closed_too(written: tuple[str, ...]) -> tuple[str, ...]:
    """Some names, and each without the sign before its number: "PALOMA2" for PALOMA-2, "BRE07" for BRE-07."""
    return tuple(dict.fromkeys((*written, *(BEFORE_NUMBER.sub("", text) for text in written))))


def in_any_sign(written: tuple[str, ...]) -> tuple[str, ...]:
    """Some codes of protocols, and each with another sign before its number, or none: BRE-07, "BRE 07", "BRE07"."""
    return tuple(
        dict.fromkeys((*written, *(BEFORE_NUMBER.sub(sign, text) for sign in ("", " ", "-") for text in written)))
    )


def formulations(record: Record, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A form of another drug, with its words before or after the drug's name: "paclitaxel (albumin-bound)"."""
    if isinstance(record, Drug) and record.form_of in names:
        base = names[record.form_of]
        for words in record.form_words:
            yield from ((text, "synonym") for text in (f"{words} {base}", f"{base} {words}"))


def every_form(records: Iterable[Record]) -> Iterator[tuple[str, str, str]]:
    """Every written form of some entries: the entry that it names, the text, and what kind of name it is.

    A translation names the drug or class that it translates.
    """
    every = list(records)
    names = {record.id: record.name for record in every if isinstance(record, Drug)}
    refs = {record.id: record.ref for record in every if isinstance(record, Drug | DrugClass)}
    for record in every:
        ref = refs.get(record.of, record.ref) if isinstance(record, Translation) else record.ref
        yield from ((ref, text, form) for text, form in (*forms(record), *formulations(record, names)))


def is_marked(ref: str) -> bool:
    """Whether the marks in the names of an entry are significant, as for regimens, trials and look-alikes."""
    return ref.partition(".")[0] in ACRONYMS


class Keyed(Mapping[str, V_co]):
    """A mapping that can tell whether any of its keys begin with a text."""

    @abstractmethod
    def begins(self, text: str) -> bool:
        """Whether some key begins with the text."""


class Ordered(dict[str, V], Keyed[V]):
    """Such a mapping in memory."""

    @cached_property
    def ordered(self) -> list[str]:
        """The keys in order, so that those with the same beginning are adjacent."""
        return sorted(self)

    def begins(self, text: str) -> bool:
        """Whether some key begins with the text."""
        at = bisect_left(self.ordered, text)
        return at < len(self) and self.ordered[at].startswith(text)


class Names:
    """Every written form of every entry: names by plain fold, acronyms by the fold that keeps marks.

    `suffixed` has the names (folded) whose suffixed forms are entries in the data: trastuzumab, for its biosimilars.
    `said` has what words that are not names say: by the first run of letters and digits of a phrase, and then by the
    runs after it (`reading.words` makes and reads it). `codes` has the codes of terminologies, in lower case.
    """

    def __init__(
        self,
        plain: Keyed[Sequence[Match]],
        marked: Mapping[str, Sequence[Match]],
        suffixed: Mapping[str, bool],
        said: Said,
        codes: Mapping[str, Sequence[Match]],
    ) -> None:
        self.plain = plain
        self.begins = lru_cache(REMEMBERED)(plain.begins)
        self.marked = marked
        self.suffixed = suffixed
        self.said = said
        self.codes = codes

    def __reduce__(self) -> tuple[type[Names], tuple[object, ...]]:
        """For pickling: cached values are left out."""
        return Names, (self.plain, self.marked, self.suffixed, self.said, self.codes)

    @classmethod
    def of(cls, records: Iterable[Record], said: Said) -> Names:
        """The index of these entries, and what known words say."""
        plain: dict[str, list[Match]] = {}
        marked: dict[str, list[Match]] = {}
        every = list(records)
        for ref, text, form in every_form(every):
            acronym = is_marked(ref)
            found = (marked if acronym else plain).setdefault(fold(text, marks=acronym), [])
            if all(match.ref != ref for match in found):
                found.append(Match(ref, form, text))
        return cls(Ordered(plain), marked, suffixed(plain), said, by_code(every))

    def named(self, text: str) -> list[Match]:
        """Drugs, brands and classes with this name; without its salt or biologic suffix if necessary."""
        for candidate in (text, unsalted(text), self.unsuffixed(unsalted(text))):
            if found := self.plain.get(fold(candidate)):
                return list(found)
        return []

    def coded(self, text: str) -> list[Match]:
        """The entries with a code, in any case, with or without its system: all that share it."""
        from mbc_cli.book.codes import code_in  # only for a text that is not a name

        form, key = code_in(text)
        return [match for match in self.codes.get(key, ()) if form in ("", match.form)] if key else []

    def unsuffixed(self, text: str) -> str:
        """The name of a biologic without its suffix, unless suffixed names of that drug are entries of their own."""
        base = SUFFIX.sub("", text)
        return base if BIOLOGIC.search(base) and fold(base) not in self.suffixed else text

    @cached_property
    def unspaced(self) -> frozenset[str]:
        """The names (folded) in scripts that put no space between words."""
        return frozenset(name for name in self.plain if UNSPACED.fullmatch(name))

    @cached_property
    def acronym_letters(self) -> dict[str, bool]:
        """The beginnings of acronyms, letters and digits only, and whether each is itself an acronym."""
        named = (key for key in self.marked if not key.isdigit())  # a bare number is not a name in a text
        whole = {key if key.isalnum() else NOT_ALNUM.sub("", key) for key in named}
        begun = {key[:n]: False for key in whole for n in range(len(key))}
        return begun | dict.fromkeys(whole, True)

    @cached_property
    def numbered(self) -> frozenset[str]:
        """How the names of trials and protocols begin: their first runs of letters and digits, folded."""
        written = (match.written for found in self.marked.values() for match in found if match.kind in NUMBERED)
        return frozenset(fold(NOT_ALNUM.split(text)[0]) for text in written if not text.isdigit())

    def acronyms(self, text: str) -> list[Match]:
        """Regimens, protocols, trials and look-alikes written so; for "H&P" only the look-alike, for "H+P" both."""
        found = self.marked.get(fold(text, marks=True), ())
        fits = [match for match in found if match.form != CASED or text.isupper() or clean(text) == match.written]
        alike = [match for match in fits if match.kind == "lookalike" and joined_by(match.written) == joined_by(text)]
        return [match for match in fits if joined_by(match.written) == joined_by(text)] if alike else fits

    def regimens(self, text: str) -> list[Match]:
        """The regimens and protocols written this way."""
        return [match for match in self.acronyms(text) if match.kind in ("regimen", "protocol")]


def by_code(records: Iterable[Record]) -> dict[str, list[Match]]:
    """Each code in lower case, with the entries that have it."""
    from mbc_cli.book.codes import codes_of  # only where an index is made

    found: dict[str, list[Match]] = {}
    for ref, form, code in codes_of(records):
        found.setdefault(code.casefold(), []).append(Match(ref, form, code))
    return found


def as_written(text: str, matches: Iterable[Match]) -> tuple[Match, ...]:
    """Each entry that a text may mean, once; only acronyms if exactly that regimen is written so: "nP-AC", not NPAC."""
    every = {match.ref: match for match in matches}.values()
    exact = {match.kind for match in every if match.written == text}
    return tuple(match for match in every if exact != {"regimen"} or is_marked(match.ref))


def suffixed(plain: Mapping[str, Sequence[Match]]) -> dict[str, bool]:
    """The names, folded and without their suffix, of the drugs that have a suffix."""
    names = (found[0].written for found in plain.values() if found[0].form == "name")
    return {fold(SUFFIX.sub("", name)): True for name in names if SUFFIX.search(name)}


def unsalted(text: str) -> str:
    """The name without a salt at its end, if a name remains."""
    if text.isascii() and text.isalnum():
        return text
    shorter = SALT.sub("", clean(text))
    return shorter if len(fold(shorter)) > SHORT_NAME else text
