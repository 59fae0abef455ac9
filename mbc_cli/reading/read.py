"""The single entry point: from a text to the treatment it states, what was not read, and what is unsure.

Every command that reads a text presents the result of `read`. Names outside the vocabulary and the spelling of unknown
words are looked up only if a text has an unknown word, because they cost more than everything else.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from mbc_cli.book.names import Match, clean
from mbc_cli.reading.alphabets import latin
from mbc_cli.reading.clauses import GIVEN, PRIOR
from mbc_cli.reading.contested import set_aside
from mbc_cli.reading.courses import IN_TURN
from mbc_cli.reading.doubts import doubts
from mbc_cli.reading.exclusive import SUPPORTIVE
from mbc_cli.reading.glosses import defined, without
from mbc_cli.reading.looked import Looked
from mbc_cli.reading.mentions import divided, mention
from mbc_cli.reading.repair import parted, raised, uncompounded, unglued, without_markup
from mbc_cli.reading.scan import scan
from mbc_cli.reading.scene import Scene
from mbc_cli.reading.status import status
from mbc_cli.reading.tokens import place
from mbc_cli.reading.treatment import Treatment, treatments
from mbc_cli.reading.words import LETTER, Lexicon, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.aids import Aids
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.tokens import Token

LONGEST_ACRONYM = 6
SHORTEST_TRIAL = 3
ORDER_NOT_CLEAR = ": which came first is not clear"
LEFT_OUT = ("negated", "declined", "unavailable", "contraindicated")


def read(book: Book, text: str, aids: Aids | None = None, words: Lexicon | None = None) -> Treatment:
    """What a text says about treatment; `words` are the known words, by default those of the book."""
    if aids is None or aids.book is not book or words:
        return read_with(book, text, aids, words or lexicon(book))
    return aids.read.get(text) or aids.read.keep(text, read_with(book, text, aids, lexicon(book)), text)


def read_with(book: Book, text: str, aids: Aids | None, words: Lexicon) -> Treatment:
    """What a text says about treatment, given the known words."""
    text = without_markup(clean(text))
    text = uncompounded(book.names, words, parted(book.names, words, latin(book.names, words, text)))
    text = unglued(book.names, words, text)
    tokens, marks = scanned(book, words, text, aids.loaded if aids else None)
    if aids and not aids.loaded and any(is_unknown(token) for token in tokens):
        tokens, marks = scanned(book, words, text, aids.others)
    near: list[str] = []
    if aids and any(is_unknown(token) for token in tokens):
        tokens, near = aids.speller.corrected(text, tokens)
    tokens = set_aside(book, tokens)
    aside = {token.start for token in tokens if token.kind == "word"}
    marks = [mark for mark in marks if mark.start not in aside]
    found = sorted_out(book, text, tokens, marks)
    found = replace(found, near=tuple(dict.fromkeys(near)))
    return judged(book, found, aids.speller if aids and (found.words or found.mentioned) else None)


def scanned(book: Book, words: Lexicon, text: str, others: Others | None) -> tuple[list[Token], list[Token]]:
    """The tokens and marks of a text; in a list, acronyms in small letters and single letters are read too."""
    tokens, marks = scan(book.names, words, text, others)
    if (capitals := raised(book.names, text, tokens)) != text:
        tokens, marks = scan(book.names, words, capitals, others)
    return with_letters(book, tokens), marks


def is_unknown(token: Token) -> bool:
    """Whether a token is an unknown word."""
    return token.kind == "word" and not token.known.roles


def sorted_out(book: Book, text: str, tokens: Sequence[Token], marks: Sequence[Token]) -> Treatment:
    """The names of a text by what is said about them, and everything else by kind."""
    scene = Scene(book, tokens)
    named = defined(book, tokens, [mention(scene, i) for i, token in enumerate(tokens) if token.kind == "name"])
    behind = {id(tokens[n]) for n in scene.context.behind}
    mentions = [part for found in named for part in divided(found, id(found.token) in behind)]
    given, aside = without_supportive(book, are_given(mentions))
    counted = {id(found) for found in (*given, *aside)}
    read_off = {id(mark) for mark in marks}
    left_out = {name for found in mentions if found.role in LEFT_OUT and not found.readings for name in found.drugs}
    given = [without(found, left_out) if found.readings else found for found in given]
    supportive = [as_other(found) for found in aside]
    beside = [tokens[n] for n, role in scene.context.roles.items() if is_beside(tokens[n], role)]
    return Treatment(
        text=text,
        tokens=tuple(tokens),
        treatments=treatments(book, given),
        given=tuple(given),
        mentioned=tuple(found for found in mentions if id(found) not in counted),
        marks=(*marks, *(token for token in tokens if token.kind == "mark" and id(token) not in read_off)),
        words=tuple(token for token in tokens if token.kind == "word"),
        unread=unread(book, tokens, mentions),
        others=in_order([*supportive, *(token for token in tokens if token.kind == "other")]),
        beside=in_order([*supportive, *beside]),
        notes=tuple(dict.fromkeys((*(found.note for found in mentions if found.note), *order_not_clear(given)))),
    )


def order_not_clear(given: Sequence[Mention]) -> Iterator[str]:
    """A note if a text says that treatments were given one after another, but not clearly in which order."""
    if len(given) > 1 and any(found.joined == IN_TURN for found in given):
        yield f"{', '.join(dict.fromkeys(found.token.text for found in given))}{ORDER_NOT_CLEAR}"


def unread(book: Book, tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Token, ...]:
    """The unknown words, except capitals that each stand for a drug that the text names.

    Either the capitals or the drugs are in brackets: "pertuzumab, trastuzumab, docetaxel (PHD)", "CMF+A
    (Cytoxan, ..., Adriamycin)". The name of a trial next to the word "trial" is left out too: "per XYZ trial".
    """
    unknown = [token for token in tokens if is_unknown(token)]
    if not unknown:
        return ()
    bracketed, own = in_brackets(tokens), set(own_names(tokens))
    drugs = {True: set[str](), False: set[str]()}
    for found in mentions:
        drugs[id(found.token) in bracketed].update(found.drugs)
    return tuple(
        token
        for token in unknown
        if id(token) not in own and not stands_for(book, token.text, drugs[id(token) not in bracketed])
    )


def own_names(tokens: Sequence[Token]) -> Iterator[int]:
    """The ids of words that name trials: "XYZ trial", "study (XYZ)"; not what a plus adds: "+ XYZ trial"."""
    bare = [token for token in tokens if token.kind != "open"]
    for before, word, behind in zip((None, *bare), bare, bare[1:], strict=False):
        added = before is not None and before.text == "+"
        if behind.means("trial") and is_in_capitals(word.text) and not added:
            yield id(word)
        if word.means("trial") and behind.text.isalpha() and is_in_capitals(behind.text):
            yield id(behind)


def is_in_capitals(word: str) -> bool:
    """Whether a word is written like the name of a trial: "BALTIMORE", "NeoSphere"."""
    return len(word) >= SHORTEST_TRIAL and (word.isupper() or (word.isalpha() and sum(map(str.isupper, word)) > 1))


def in_brackets(tokens: Sequence[Token]) -> set[int]:
    """The ids of the tokens in brackets."""
    depths = accumulate((token.kind == "open") - (token.kind == "close") for token in tokens)
    return {id(token) for token, depth in zip(tokens, depths, strict=True) if depth > 0}


def stands_for(book: Book, word: str, named: set[str]) -> bool:
    """Whether every letter of a word in capitals stands for one of some drugs: the PHD after their list."""
    if not (word.isalpha() and word.isupper() and len(word) <= LONGEST_ACRONYM):
        return False
    letters = [book.letters.get(letter.casefold()) for letter in word]
    return bool(named) and all(letter is not None and named & set(letter.means) for letter in letters)


def is_beside(token: Token, role: str) -> bool:
    """Whether a token is another medicine that is given."""
    return token.kind == "other" and role in (GIVEN, PRIOR, "premedication")


def are_given(mentions: Sequence[Mention]) -> list[Mention]:
    """The names that are given; if a text only says what was given before, those names."""
    given = [found for found in mentions if found.role == GIVEN and found.phases]
    return given or [found for found in mentions if found.role == PRIOR and found.phases]


def without_supportive(book: Book, given: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The names without supportive medicines that are next to a drug against cancer, and those medicines."""
    supportive = [found for found in given if is_supportive(book, found)]
    if len(supportive) == len(given):
        return given, []
    return [found for found in given if found not in supportive], supportive


def as_other(found: Mention) -> Token:
    """A supportive medicine as one outside the vocabulary."""
    return replace(found.token, kind="other", of=" + ".join(found.drugs), use="other")


def is_supportive(book: Book, found: Mention) -> bool:
    """Whether a name, not a regimen, stands for supportive medicines outside the vocabulary: dexamethasone, calcium."""
    drugs = [book.drugs[name] for name in found.drugs if name in book.drugs]
    every = len(drugs) == len(found.drugs) and not found.readings
    return every and all(drug.outside and SUPPORTIVE in book.classes_of(drug) for drug in drugs)


def in_order(tokens: list[Token]) -> tuple[Token, ...]:
    """Some tokens as they appear in the text."""
    return tuple(sorted(tokens, key=place))


def judged(book: Book, found: Treatment, speller: Speller | None) -> Treatment:
    """A reading with its doubts and its status; names that may mean another drug are not counted as given."""
    raised = tuple(doubts(Looked(book, found, speller)))
    about = {id(doubt.about) for doubt in raised if doubt.about}
    sure = tuple(mention for mention in found.given if id(mention.token) not in about)
    unsure = tuple(mention for mention in found.given if id(mention.token) in about)
    found = replace(found, doubts=raised, unsure=unsure)
    if found.unsure:
        found = replace(found, given=sure, treatments=treatments(book, sure))
    return replace(found, status=status(book, found))


def with_letters(book: Book, tokens: list[Token]) -> list[Token]:
    """The tokens, with a lone capital letter read as a drug if it is joined to a name and can mean only one drug.

    A "+" joins it: "+ H"; or a sign of sequence, if the letter has a count: "ECx4 - Dx4 - Hx18".
    """
    letters = {n for n, token in enumerate(tokens) if token.kind == "word" and len(token.text) == 1}
    if not letters:
        return tokens
    beside = [n for n, token in enumerate(tokens) if token.kind != "mark"]
    before = {n: pair for n, pair in zip(beside[2:], pairwise(beside), strict=False) if n in letters}
    joined = {n for n, (_, sign) in before.items() if joins_letter(tokens, n, tokens[sign])}
    return [
        letter_name(book, token, tokens[before[n][0]]) or token if n in joined else token
        for n, token in enumerate(tokens)
    ]


def joins_letter(tokens: Sequence[Token], n: int, sign: Token) -> bool:
    """Whether a sign joins the letter at `n` to what comes before it."""
    counted = n + 1 < len(tokens) and tokens[n + 1].of == "cycles"
    return sign.text == "+" or (counted and sign.kind in ("hyphen", "then"))


def letter_name(book: Book, token: Token, name: Token) -> Token | None:
    """A letter that is joined to a name, as the name of its only meaning; its form says that it was decoded."""
    letter = book.letters.get(token.text.casefold()) if token.text.isupper() else None
    if letter is None or len(letter.means) != 1 or name.kind != "name":
        return None
    match = Match(f"drug.{letter.means[0]}", LETTER, token.text)
    return replace(token, kind="name", matches=(match,), of=f"{token.text} → {letter.means[0]}, by its letter")
