"""What a name in a text stands for where it stands: its phases, or why it is not read as a treatment there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mbc_cli.book.model import Part
from mbc_cli.book.names import fold
from mbc_cli.book.sharing import declaration, named_phases, usual_first
from mbc_cli.reading.context import GIVEN, joined_by, role_of
from mbc_cli.reading.tokens import Token, is_weak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Phase, Regimen
    from mbc_cli.book.names import Match

# An acronym beside one of these words is another tumour's regimen: AC of sarcoma, EC of the stomach, the cisplatin
# day-patient regimens ("daypt") of hospital lists (the sources of the regimen `ec` say so).
OTHER_TUMOUR = re.compile(
    r"\w*sarcoma\w*|gastric|stomach|o?esophag\w*|lymphoma|my?eloma|leuk(?:a?e)mia|lung|nsclc|sclc|ovar(?:y|ian)|bladder|"
    r"urothelial|prostate|pancrea\w*|colorectal|colon|germ|testic\w*|head|neck|cervi\w*|endometri\w*|biliary|glioma|"
    r"daypt",
    re.IGNORECASE,
)
BREAST = re.compile(r"breast|mamma\w*|tnbc", re.IGNORECASE)
FINDING = re.compile(
    r"mets?|metasta\w*|nod(?:e|al|ule)s?|lesions?|ablation|suppression|protection|function|ct|mri|scans?|line|cysts?|clear|"
    r"removal|risk|polyps?|radiation|rt|bx|biopsy|liver|bones?|brain|effusion|negative|normal",
    re.IGNORECASE,
)
PLAIN = {"drug", "brand", "class"}
SMALL_WORD = re.compile(r"for|of|the|an?|by|each|standard|per|at|in|on", re.IGNORECASE)
DOSE_DENSE = re.compile(r"dd|dose[- ]dense", re.IGNORECASE)
# Words beside which an acronym that has other meanings too is a regimen after all ("completed AC", "AC chemotherapy").
TREATED = re.compile(
    r"chemo\w*|regimens?|protocol|therap\w*|treat\w*|adjuvant\w*|neoadjuvant\w*|receiv\w*|complet\w*|finish\w*|"
    r"start\w*|stopp?\w*|recommend\w*|began|given|gave|gets?|got|had|dose\w*|post|after|since|previous\w*|prior|on|p|cancer|breast|"
    r"tumou?r|carcinoma|metasta\w*|arm|line|week\w*|tolerat\w*|toxicity|neutropeni\w*|response|progress\w*|plan\w*",
    re.IGNORECASE,
)
ELSEWHERE = "beside words of another tumour; not read as a breast regimen"
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
    def drugs(self) -> tuple[str, ...]:
        """Ids of drugs and classes, in order."""
        return tuple(dict.fromkeys(name for phase in self.phases for part in phase for name in part.any_of))


def mention(book: Book, tokens: Sequence[Token], i: int) -> Mention:
    """What the name at `i` stands for, where it stands."""
    token = tokens[i]
    named = [match for match in token.matches if match.kind in PLAIN]
    regimens = regimens_of(book, tokens, i)
    beside = has_neighbour(book, tokens, i)
    if token.acronym and (why := refused(book, tokens, i, beside)):
        return Mention(token, role="refused", note=why)
    if named and needs_company(book, token) and not beside and not is_enough(book, tokens, i):
        return Mention(token, role="refused", note=f"{token.text}: read as a drug only beside another treatment")
    phases = alternatives(book, named) if named else book.phases(regimens[0]) if regimens else ()
    phases = as_spelled(book, token, phases)
    if protocol_number(tokens, i):
        return Mention(token, phases, role="protocol", note=f"{token.text}: part of a protocol number")
    role, joined = role_of(book, tokens, i), joined_by(tokens, i)
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
        before = next((found for found in reversed(tokens[:i]) if found.kind == "mark"), before)
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


def refused(book: Book, tokens: Sequence[Token], i: int, beside: bool) -> str:
    """Why an acronym is not read as a treatment here, or ""."""
    token = tokens[i]
    kinds = {match.kind for match in token.matches}
    if of_another_tumour(tokens, i) and not kinds & PLAIN:
        return f"{token.text}: {ELSEWHERE}"
    if spelled_out(tokens, i):
        return f"{token.text}: abbreviates the words before it"
    meanings = [book.lookalikes[match.id] for match in token.matches if match.kind == "lookalike"]
    if meanings and not kinds & PLAIN and before_milligrams(tokens, i):
        return f"{token.text}: before a number of milligrams it is no regimen ({' or '.join(meanings[0].means)})"
    if meanings and not kinds & PLAIN and (touches_other(tokens, i) or is_unsupported(tokens, i)):
        return f"{token.text}: where it stands it may be {' or '.join(meanings[0].means)}; not read as a regimen"
    if i > 1 and tokens[i - 1].kind == "open" and tokens[i - 2].kind == "other":
        return f"{token.text}: abbreviates {tokens[i - 2].text}"
    if kinds == {"lookalike"}:
        return f"{token.text}: {' or '.join(meanings[0].means)}; not a regimen"
    regimens = [book.regimens[match.id] for match in token.matches if match.kind == "regimen"]
    if on_a_trial(tokens, i) and any(found.trial for found in regimens):
        return f"{token.text}: a trial, which has a control arm too; not read as its regimen"
    alone = len([found for found in tokens if found.kind != "mark"]) == 1
    joined = beside and any(found.kind != "name" for found in tokens[max(0, i - 1) : i + 2])
    if is_risky(regimens, token.text) and not (alone or joined or has_count(tokens, i)):
        means = f" ({' or '.join(meanings[0].means)})" if meanings else ""
        return f"{token.text}: in a sentence it may be something else{means}"
    return ""


def before_milligrams(tokens: Sequence[Token], i: int) -> bool:
    """Whether a dose of one tablet follows the acronym at `i`: "aspirin EC 81 mg"; a regimen has doses per m2."""
    behind = [found for found in tokens[i + 1 : i + 3] if found.text != ":"]
    after = behind[0] if behind else None
    return after is not None and after.of == "dose" and bool(re.fullmatch(r"[\d.,]+\s?mg", after.text))


def of_another_tumour(tokens: Sequence[Token], i: int) -> bool:
    """Whether the item names another tumour, and not a spread to that organ or a finding there: "AC (sarcoma)"."""
    signs = [n for n, token in enumerate(tokens) if token.text in (",", ";", "+", ".")]
    start, stop = max((n for n in signs if n < i), default=0), min((n for n in signs if n > i), default=len(tokens))
    found = [n for n in range(start, stop) if tokens[n].kind == "word" and OTHER_TUMOUR.fullmatch(tokens[n].text)]
    beside = [token.text for n in found for token in tokens[max(0, n - 2) : n + 3]]
    breast = any(BREAST.fullmatch(token.text) for token in tokens)
    return bool(found) and not breast and not any(FINDING.fullmatch(text) for text in beside)


def touches_other(tokens: Sequence[Token], i: int) -> bool:
    """Whether only marks and brackets stand between the acronym at `i` and another medicine: "diclofenac EC"."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and tokens[j].kind in ("mark", "slash", "hyphen", "open", "close"):
            j += step
        if 0 <= j < len(tokens) and tokens[j].kind == "other":
            return True
    return False


def is_unsupported(tokens: Sequence[Token], i: int) -> bool:
    """Whether the item has words, but the text none of a treatment, and names no other one: "right AC joint"."""
    signs = [n for n, token in enumerate(tokens) if token.text in (",", ";", "+")]
    start, stop = max((n for n in signs if n < i), default=0), min((n for n in signs if n > i), default=len(tokens))
    words = [token for token in tokens[start:stop] if token.kind == "word" and len(token.text) > 1]
    names = any(token.kind == "name" and n != i for n, token in enumerate(tokens))
    marks = any(token.of in ("cycles", "schedule", "setting", "trial") for token in tokens)
    return bool(words) and not names and not marks and not any(TREATED.fullmatch(token.text) for token in tokens)


def on_a_trial(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` is what somebody is "on", rather than a regimen that was given."""
    return i > 0 and tokens[i - 1].text.casefold() == "on" and "regimen" not in tokens[i].text.casefold()


def beyond(tokens: Sequence[Token], i: int, step: int) -> Token | None:
    """The next token in one direction that is more than a joiner, a mark or a small word."""
    j = i + step
    while 0 <= j < len(tokens) and (tokens[j].kind in GLUE or SMALL_WORD.fullmatch(tokens[j].text)):
        j += step
    return tokens[j] if 0 <= j < len(tokens) else None


def has_count(tokens: Sequence[Token], i: int) -> bool:
    """Whether a count of cycles stands at the name at `i`: "4 cycles of NX", "NX x4"."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and (tokens[j].kind == "mark" or SMALL_WORD.fullmatch(tokens[j].text)):
            if tokens[j].of == "cycles":
                return True
            j += step
    return False


def spelled_out(tokens: Sequence[Token], i: int) -> bool:
    """Whether the acronym stands in brackets after unknown words whose initials it is: "general practitioner (GP)"."""
    letters = [char for char in tokens[i].text.casefold() if char.isalpha()]
    if not (i > 1 and tokens[i - 1].kind == "open" and len(letters) > 1):
        return False
    words: list[str] = []
    for token in reversed(tokens[: i - 1]):
        if token.kind != "word":
            break
        words.extend(reversed(re.split(r"['’-]", token.text)))
    initials = [word[0].casefold() for word in reversed(words) if word and word.casefold() not in ("of", "the", "s")]
    return initials[-len(letters) :] == letters


def has_neighbour(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether a name that is sure by itself stands beside the one at `i`, with no other words between them."""
    found = [token for step in (-1, 1) if (token := beyond(tokens, i, step)) is not None]
    acronym = tokens[i].acronym  # "EC aspirin": another medicine is no company for it
    return any(is_sure(book, token) and not (acronym and token.kind == "other") for token in found)


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
