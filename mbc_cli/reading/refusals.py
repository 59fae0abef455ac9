"""Why an acronym is not read as a treatment in its context: "right AC joint", "diclofenac EC", "TC: 220 mg"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.sharing import meant
from mbc_cli.reading.neighbours import PLAIN, goes_on_with_a_number, is_called_a_regimen, is_risky

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Regimen
    from mbc_cli.reading.scene import Scene
    from mbc_cli.reading.tokens import Token

NO_REGIMEN = "no regimen"
PAIR, LONGEST = 2, 4  # letters
CODE = re.compile(r"0\d+|\d{5,}")
JOINING_SIGNS = ("+", "/", "_", "-", "|")


def refused(scene: Scene, i: int, beside: bool) -> str:
    """Why an acronym is not read as a treatment here, or ""."""
    book, tokens, token = scene.book, scene.tokens, scene.tokens[i]
    kinds = {match.kind for match in meant(book, token.text, token.matches)}
    if spelled_out(tokens, i):
        return f"{token.text}: abbreviates the words before it"
    meanings = [book.lookalikes[match.id] for match in token.matches if match.kind == "lookalike"]
    if meanings and not kinds & PLAIN and before_milligrams(tokens, i):
        return f"{token.text}: before a number of milligrams it is not a regimen ({' or '.join(meanings[0].means)})"
    if meanings and not kinds & PLAIN and is_of_something_else(scene, i):
        return f"{token.text}: here it may be {' or '.join(meanings[0].means)}; not read as a regimen"
    if i > 1 and tokens[i - 1].kind == "open" and tokens[i - 2].kind == "other":
        return f"{token.text}: abbreviates {tokens[i - 2].text}"
    if kinds == {"lookalike"} and not is_bare(scene, i) and not is_in_the_place_of_one(scene, i):
        return f"{token.text}: {' or '.join(meanings[0].means)}; not a regimen"
    return ""


def is_of_something_else(scene: Scene, i: int) -> bool:
    """Whether the text next to an acronym shows that it is not a treatment: "diclofenac EC", "AC joint"."""
    near = scene.tokens[max(0, i - 1) : i + 2]
    return touches_other(scene.tokens, i) or is_unsupported(scene, i) or any(each.means(NO_REGIMEN) for each in near)


def not_known(tokens: Sequence[Token], i: int, regimens: Sequence[Regimen]) -> str:
    """Why it is unknown what an acronym stands for, or ""."""
    token = tokens[i]
    if begins_a_code(tokens, i):
        return f"{token.text}: part of a code"
    if token.of_trial and goes_on_with_a_number(tokens, i):
        return f"{token.text}: the name continues; an unknown trial"
    if token.of_no_arm and i > 0 and tokens[i - 1].text.casefold() == "on":
        return f"{token.text}: a trial that has a control arm too; not read as its regimen"
    if token.of_trial and not regimens:
        return f"{token.text}: an arm without fixed drugs"
    if regimens and not any(found.steps for found in regimens):
        return f"{token.text}: {'; '.join(regimens[0].remarks)}"
    return ""


def begins_a_code(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number that is not a dose, a count or a year continues an acronym: "PF-07220060", "AC 0042"."""
    hyphened = i + 2 < len(tokens) and tokens[i + 1].kind == "hyphen" and tokens[i + 2].start == tokens[i].end + 1
    number = tokens[i + 1 + hyphened].text if i + 1 < len(tokens) else ""
    return bool(CODE.fullmatch(number))


def undecided(scene: Scene, i: int, beside: bool) -> str:
    """Why it is unclear whether an acronym is a treatment here, or ""."""
    book, tokens, token = scene.book, scene.tokens, scene.tokens[i]
    meanings = [book.lookalikes[match.id] for match in token.matches if match.kind == "lookalike"]
    means = f" ({' or '.join(meanings[0].means)})" if meanings else ""
    regimens = [found for match in token.matches for found in book.regimens_of(match)]
    if {match.kind for match in token.matches} == {"lookalike"}:
        return f"{token.text}: alone it may be a treatment, or something else{means}"
    joined = beside and any(found.kind != "name" for found in tokens[max(0, i - 1) : i + 2])
    alone = scene.whole and not is_usually_none(book, token)
    decided = (alone or joined or is_called_a_regimen(tokens, i)) and not goes_on(tokens, i)
    if is_risky(regimens, token.text) and not decided:
        return f"{token.text}: in a sentence it may be something else{means}"
    return ""


def goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether another word follows a known word in capitals: the AT in "FAC X6 AT OUTSIDE FACILITY"."""
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    word = behind is not None and behind.kind == "word" and not (behind.means("treated") or behind.means("regimen"))
    return word and bool(tokens[i].known.roles)


def is_usually_none(book: Book, token: Token) -> bool:
    """Whether the usual reading of an acronym is not a regimen: "CPB", "ACT"."""
    return meant(book, token.text, token.matches)[0].kind == "lookalike"


def is_bare(scene: Scene, i: int) -> bool:
    """Whether a look-alike is the whole text and may be a treatment: "ET", or two letters for drugs ("PH")."""
    token, book = scene.tokens[i], scene.book
    stands = any(book.lookalikes[match.id].stands_for for match in token.matches if match.kind == "lookalike")
    pair = len(token.text) == PAIR and all(letter in book.letters for letter in token.text.casefold())
    return scene.alone and (stands or pair)


def is_in_the_place_of_one(scene: Scene, i: int) -> bool:
    """Whether a look-alike made of drug letters has a cycle count, or leads to a regimen by a "then": "ECD x3"."""
    token, tokens = scene.tokens[i], scene.tokens
    lettered = token.text.isupper() and all(letter in scene.book.letters for letter in token.text.casefold())
    if not (lettered and PAIR <= len(token.text) <= LONGEST):
        return False
    counted = any(found.of == "cycles" for found in tokens[max(0, i - 1) : i + 2])
    return counted or is_a_step(scene.book, tokens, i)


def is_a_step(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether a "then" comes between the name at `i` and the acronym of a regimen: "DC then AC"."""
    for step in (-1, 1):
        j = i + 2 * step
        if 0 <= j < len(tokens) and tokens[i + step].kind == "then":
            return any(book.regimens_of(match) for match in tokens[j].matches)
    return False


def before_milligrams(tokens: Sequence[Token], i: int) -> bool:
    """Whether the dose of one tablet follows the acronym at `i`: "aspirin EC 81 mg"; a regimen is dosed per m2."""
    behind = [found for found in tokens[i + 1 : i + 3] if found.text != ":"]
    after = behind[0] if behind else None
    return (
        after is not None and after.of == "dose" and bool(re.fullmatch(r"[\d.,]+\s?mg(?:\s?/\s?d(?:ay)?)?", after.text))
    )


def touches_other(tokens: Sequence[Token], i: int) -> bool:
    """Whether only marks and brackets come between the acronym at `i` and another medicine: "diclofenac EC"."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(tokens) and tokens[j].kind in ("mark", "slash", "hyphen", "open", "close"):
            j += step
        if 0 <= j < len(tokens) and tokens[j].kind == "other":
            return True
    return False


def is_unsupported(scene: Scene, i: int) -> bool:
    """Whether the item has unknown words, and the text has no treatment word and no other name: "right AC joint"."""
    if joins_acronym(scene.tokens, i):
        return False
    return scene.names == 1 and not scene.treated and scene.fine[i] in scene.worded


def joins_acronym(tokens: Sequence[Token], i: int) -> bool:
    """Whether a list sign joins the acronym at `i` to an unknown word that looks like an acronym: "AC_TdH"."""
    for step in (-1, 1):
        if 0 <= i + 2 * step < len(tokens):
            sign, word = tokens[i + step], tokens[i + 2 * step]
            joined = sign.text in JOINING_SIGNS or sign.kind == "then"
            if joined and word.kind == "word" and sum(char.isupper() for char in word.text) > 1:
                return True
    return False


def spelled_out(tokens: Sequence[Token], i: int) -> bool:
    """Whether the acronym is in brackets after unknown words whose initials it gives: "general practitioner (GP)"."""
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
