"""What a name in a text stands for where it stands: its phases, or why it is not read as a treatment there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from mbc_cli.book.model import Part
from mbc_cli.book.names import fold
from mbc_cli.book.sharing import declaration, named_phases, usual_first
from mbc_cli.reading.context import GIVEN, Context, is_treatment, joined_by
from mbc_cli.reading.tokens import Token, is_weak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Phase, Regimen
    from mbc_cli.book.names import Match

PLAIN = {"drug", "brand", "class"}
DOSE_DENSE = re.compile(r"dd|dose[- ]dense", re.IGNORECASE)
ANOTHER_TUMOUR = "another tumour"
UNDECIDED = "undecided"
ELSEWHERE = "beside words of another tumour; not read as a breast regimen"
JOINING_SIGNS = ("+", "/", "_", "-", "|")
TREATED_MARKS = ("cycles", "schedule", "setting", "trial")
GLUE = ("mark", "open", "close", "and", "slash", "hyphen", "optional", "or", "then", "versus", "sign")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: the phases it stands for, how it is joined to the one before, and in what role.

    Of an acronym with several readings that none settles, `also` are the drugs of the readings after the usual one.
    """

    token: Token
    phases: tuple[Phase, ...] = ()
    readings: tuple[Regimen, ...] = ()
    role: str = GIVEN
    joined: str = "and"
    note: str = ""
    also: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> bool:
        """Whether it is an acronym beside words of another tumour."""
        return self.role == ANOTHER_TUMOUR

    @property
    def drugs(self) -> tuple[str, ...]:
        """Ids of drugs and classes, in order."""
        return tuple(dict.fromkeys(name for phase in self.phases for part in phase for name in part.any_of))


class Scene:
    """The tokens of a text with what is worked out once for all of its names."""

    def __init__(self, book: Book, tokens: Sequence[Token]) -> None:
        self.book = book
        self.tokens = tokens
        self.context = Context(book, tokens)
        self.breast = any(token.means("breast") for token in tokens)
        self.names = sum(token.kind == "name" for token in tokens)
        self.alone = sum(token.kind != "mark" and not is_harmless(token) for token in tokens) == 1
        self.treated = any(token.means("treated") or token.of in TREATED_MARKS for token in tokens)
        self.fine = items_of(tokens, (",", ";", "+"))
        self.coarse = items_of(tokens, (",", ";", "+", "."))

    @cached_property
    def elsewhere(self) -> set[int]:
        """The items that name another tumour, and not a spread to that organ or a finding there: "AC (sarcoma)"."""
        found: set[int] = set()
        for n, token in enumerate(self.tokens):
            beside = self.tokens[max(0, n - 2) : n + 3]
            if token.means("other tumour") and not any(each.means("finding") for each in beside):
                found.add(self.coarse[n])
        return found

    @cached_property
    def of_another_tumour(self) -> set[int]:
        """Those of these items that hold an acronym, which there is another regimen than one of breast cancer."""
        acronyms = (n for n, token in enumerate(self.tokens) if token.acronym and not token.spelled)
        alone = (n for n in acronyms if not {match.kind for match in self.tokens[n].matches} & PLAIN)
        return set() if self.breast else {self.coarse[n] for n in alone} & self.elsewhere

    @cached_property
    def worded(self) -> set[int]:
        """The items that have a word that is not known."""
        unknown = (n for n, token in enumerate(self.tokens) if token.kind == "word" and not token.known.roles)
        return {self.fine[n] for n in unknown if len(self.tokens[n].text) > 1}


def items_of(tokens: Sequence[Token], signs: Sequence[str]) -> list[int]:
    """The number of the item in which each token stands; a sign begins one."""
    return list(accumulate(token.text in signs for token in tokens))


def is_harmless(token: Token) -> bool:
    """Whether a token is a known word that carries no treatment, or a sign around one."""
    known = bool(token.known.roles) and token.kind != "name"
    return known or token.kind in ("open", "close", "stop", "sign")


def mention(scene: Scene, i: int) -> Mention:
    """What the name at `i` stands for, where it stands."""
    book, tokens, token = scene.book, scene.tokens, scene.tokens[i]
    named = [match for match in token.matches if match.kind in PLAIN]
    regimens = regimens_of(book, tokens, i)
    beside = has_neighbour(book, tokens, i)
    if scene.coarse[i] in scene.of_another_tumour:
        return Mention(token, role=ANOTHER_TUMOUR, note=f"{token.text}: {ELSEWHERE}" if token.acronym else "")
    if token.acronym and not token.spelled and (why := refused(scene, i, beside)):
        return Mention(token, role="refused", note=why)
    if named and needs_company(book, token) and not beside and not is_enough(book, tokens, i):
        return Mention(token, role=UNDECIDED, note=f"{token.text}: read as a drug only beside another treatment")
    phases = alternatives(book, named) if named else book.phases(regimens[0]) if regimens else ()
    phases = as_spelled(book, token, phases)
    if protocol_number(tokens, i):
        return Mention(token, phases, role="protocol", note=f"{token.text}: part of a protocol number")
    role, joined = scene.context.roles[i], joined_by(tokens, i)
    return Mention(token, phases, () if named else regimens, role, joined, also=() if named else others(book, regimens))


def is_enough(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether a short name can do without company: alone, or with a dose or a count, and read outside combinations."""
    token = tokens[i]
    if only_in_combination(book, token):
        return False
    return len(tokens) == 1 or any(
        found.of in ("dose", "cycles", "schedule") for found in tokens[max(0, i - 1) : i + 2]
    )


def only_in_combination(book: Book, token: Token) -> bool:
    """Whether a name is an abbreviation that the data allows in a combination only: "doc", "pac", "cyclo"."""
    drugs = [book.drugs[match.id] for match in token.matches if match.kind == "drug"]
    return any(fold(token.text) == fold(text) for drug in drugs for text in drug.in_combination)


def as_spelled(book: Book, token: Token, phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
    """The phases of a regimen that is written as a list of drugs, each phase in the order of the list."""
    order = [part.any_of[0] for match in token.inside for part in named_phases(book, match)[0]]
    places = {name: n for n, name in enumerate(order)}
    return tuple(tuple(sorted(phase, key=lambda part: places.get(part.any_of[0], len(order)))) for phase in phases)


def regimens_of(book: Book, tokens: Sequence[Token], i: int) -> tuple[Regimen, ...]:
    """The regimens that an acronym may mean, the usual first; only that one where the sharing is declared settled."""
    matches = [match for match in acronym_matches(book, tokens, i) if match.kind == "regimen"]
    shared = declaration(book, tokens[i].text, tokens[i].matches)
    return tuple(book.regimens[match.id] for match in (matches[:1] if shared and shared.settled else matches))


def others(book: Book, regimens: Sequence[Regimen]) -> tuple[str, ...]:
    """The drugs of the readings after the usual one."""
    return tuple(dict.fromkeys(name for found in regimens[1:] for name in book.drugs_in(book.phases(found))))


def acronym_matches(book: Book, tokens: Sequence[Token], i: int) -> list[Match]:
    """What an acronym may mean, the usual first; after "dose-dense", the entry that the data has for its dd form."""
    token = tokens[i]
    before = tokens[i - 1] if i else token
    if before.kind == "close":
        before = next((found for n in range(i - 2, -1, -1) if (found := tokens[n]).kind == "mark"), before)
    if before.kind == "mark" and DOSE_DENSE.fullmatch(before.text) and (own := book.names.acronyms(f"dd{token.text}")):
        return own
    return usual_first(book, token.text, token.matches)


def alternatives(book: Book, matches: Sequence[Match]) -> tuple[Phase, ...]:
    """The phases of a name; a name of several drugs ("liposomal doxorubicin") leaves open which of them."""
    drugs = tuple(match.id for match in matches if match.kind == "drug")
    return ((Part(any_of=drugs),),) if len(drugs) > 1 else named_phases(book, matches[0])


def needs_company(book: Book, token: Token) -> bool:
    """Whether a drug abbreviation is one that is read only beside another treatment."""
    if is_weak(token):
        return True
    return only_in_combination(book, token) or any(match.kind == "lookalike" for match in token.matches)


def refused(scene: Scene, i: int, beside: bool) -> str:
    """Why an acronym is not read as a treatment here, or ""."""
    book, tokens, token = scene.book, scene.tokens, scene.tokens[i]
    kinds = {match.kind for match in token.matches}
    if spelled_out(tokens, i):
        return f"{token.text}: abbreviates the words before it"
    meanings = [book.lookalikes[match.id] for match in token.matches if match.kind == "lookalike"]
    if meanings and not kinds & PLAIN and before_milligrams(tokens, i):
        return f"{token.text}: before a number of milligrams it is no regimen ({' or '.join(meanings[0].means)})"
    if meanings and not kinds & PLAIN and (touches_other(tokens, i) or is_unsupported(scene, i)):
        return f"{token.text}: where it stands it may be {' or '.join(meanings[0].means)}; not read as a regimen"
    if i > 1 and tokens[i - 1].kind == "open" and tokens[i - 2].kind == "other":
        return f"{token.text}: abbreviates {tokens[i - 2].text}"
    if kinds == {"lookalike"}:
        return f"{token.text}: {' or '.join(meanings[0].means)}; not a regimen"
    regimens = [book.regimens[match.id] for match in token.matches if match.kind == "regimen"]
    if on_a_trial(tokens, i) and any(found.trial for found in regimens):
        return f"{token.text}: a trial, which has a control arm too; not read as its regimen"
    joined = beside and any(found.kind != "name" for found in tokens[max(0, i - 1) : i + 2])
    if is_risky(regimens, token.text) and not (scene.alone or joined or has_count(tokens, i)):
        means = f" ({' or '.join(meanings[0].means)})" if meanings else ""
        return f"{token.text}: in a sentence it may be something else{means}"
    return ""


def before_milligrams(tokens: Sequence[Token], i: int) -> bool:
    """Whether a dose of one tablet follows the acronym at `i`: "aspirin EC 81 mg"; a regimen has doses per m2."""
    behind = [found for found in tokens[i + 1 : i + 3] if found.text != ":"]
    after = behind[0] if behind else None
    return after is not None and after.of == "dose" and bool(re.fullmatch(r"[\d.,]+\s?mg", after.text))


def touches_other(tokens: Sequence[Token], i: int) -> bool:
    """Whether only marks and brackets stand between the acronym at `i` and another medicine: "diclofenac EC"."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and tokens[j].kind in ("mark", "slash", "hyphen", "open", "close"):
            j += step
        if 0 <= j < len(tokens) and tokens[j].kind == "other":
            return True
    return False


def is_unsupported(scene: Scene, i: int) -> bool:
    """Whether the item has unknown words, but the text none of a treatment, and no other name: "right AC joint"."""
    if joins_acronym(scene.tokens, i):
        return False
    return scene.names == 1 and not scene.treated and scene.fine[i] in scene.worded


def joins_acronym(tokens: Sequence[Token], i: int) -> bool:
    """Whether a sign of a list joins the acronym at `i` to an unknown word that is written like one: "AC_TdH"."""
    for step in (-1, 1):
        if 0 <= i + 2 * step < len(tokens):
            sign, word = tokens[i + step], tokens[i + 2 * step]
            joined = sign.text in JOINING_SIGNS or sign.kind == "then"
            if joined and word.kind == "word" and sum(char.isupper() for char in word.text) > 1:
                return True
    return False


def on_a_trial(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` is what somebody is "on", rather than a regimen that was given."""
    return i > 0 and tokens[i - 1].text.casefold() == "on" and "regimen" not in tokens[i].text.casefold()


def beyond(tokens: Sequence[Token], i: int, step: int) -> Token | None:
    """The next token in one direction that is more than a joiner, a mark or a small word."""
    j = i + step
    while 0 <= j < len(tokens) and (tokens[j].kind in GLUE or is_small(tokens[j])):
        j += step
    return tokens[j] if 0 <= j < len(tokens) else None


def has_count(tokens: Sequence[Token], i: int) -> bool:
    """Whether a count of cycles stands at the name at `i`: "4 cycles of NX", "NX x4"."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and (tokens[j].kind == "mark" or is_small(tokens[j])):
            if tokens[j].of == "cycles":
                return True
            j += step
    return False


def is_small(token: Token) -> bool:
    """Whether a word only links a name to what is said of it."""
    return token.means("small word")


def spelled_out(tokens: Sequence[Token], i: int) -> bool:
    """Whether the acronym stands in brackets after unknown words whose initials it is: "general practitioner (GP)"."""
    letters = [char for char in tokens[i].text.casefold() if char.isalpha()]
    if not (i > 1 and tokens[i - 1].kind == "open" and len(letters) > 1):
        return False
    words: list[str] = []
    for token in (tokens[n] for n in range(i - 2, -1, -1)):
        if token.kind != "word":
            break
        words.extend(reversed(re.split(r"['’-]", token.text)))
    initials = [word[0].casefold() for word in reversed(words) if word and word.casefold() not in ("of", "the", "s")]
    return initials[-len(letters) :] == letters


def has_neighbour(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether a name that is sure by itself stands beside the one at `i`, with no other words between them."""
    found = [token for step in (-1, 1) if (token := beyond(tokens, i, step)) is not None]
    if not tokens[i].acronym and any(added(tokens, i, step) for step in (-1, 1)):
        return True
    acronym = tokens[i].acronym  # "EC aspirin": another medicine is no company for it
    return any(is_sure(book, token) and not (acronym and token.kind == "other") for token in found)


def added(tokens: Sequence[Token], i: int, step: int) -> bool:
    """Whether a "+" joins the name at `i` to another name: the AI of "HP + AI"."""
    return 0 <= i + 2 * step < len(tokens) and tokens[i + step].text == "+" and is_treatment(tokens[i + 2 * step])


def is_sure(book: Book, token: Token) -> bool:
    """Whether a token is a medicine or a regimen that needs no company itself."""
    if token.kind != "name" or any(match.kind in PLAIN for match in token.matches):
        return token.kind in ("name", "other")
    regimens = [book.regimens[match.id] for match in token.matches if match.kind == "regimen"]
    return bool(regimens) and not is_risky(regimens, token.text)


def is_risky(regimens: Sequence[Regimen], text: str) -> bool:
    """Whether this form of a regimen is one that in a sentence may be something else."""
    key = fold(text, marks=True)
    return any(key == fold(form, marks=True) for found in regimens for form in found.risky)


def protocol_number(tokens: Sequence[Token], i: int) -> bool:
    """Whether a research code goes on into a study number: SYD985.002."""
    token, after = tokens[i], tokens[i + 1 : i + 3]
    return bool(
        token.matches
        and token.matches[0].form == "research code"
        and after
        and after[0].start == token.end
        and after[0].text in (".", "-")
        and len(after) > 1
        and after[1].text[:1].isdigit()
    )
