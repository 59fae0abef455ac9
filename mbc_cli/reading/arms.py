"""The treatments that a text only compares: "AC vs TC", "arm A: letrozole, arm B: tamoxifen"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.reading.tokens import Token

COMPARED = "compared"


def compared(tokens: Sequence[Token]) -> Iterator[int]:
    """The places of the names that are being compared with something."""
    for start, stop in sentences(tokens):
        if versus_between(tokens[start:stop]):
            yield from (n for n in range(start, stop) if is_medicine(tokens[n]))
    labels = [n for n, token in enumerate(tokens) if token.means("arm") and is_labelled(tokens, n)]
    if len({tokens[n + 1].text.casefold() for n in labels}) > 1:
        yield from (n for n in range(labels[0], len(tokens)) if is_medicine(tokens[n]))


def sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches of a text up to a period, a semicolon, or a word that begins another statement."""
    start = 0
    for n, token in enumerate(tokens):
        if token.text == ";" or (token.kind == "stop" and token.text != ":") or token.means("now"):
            yield start, n
            start = n + 1
    yield start, len(tokens)


def versus_between(tokens: Sequence[Token]) -> bool:
    """Whether a name comes before the first "vs", and something that another arm gets comes after it."""
    at = next((n for n, token in enumerate(tokens) if token.kind == "versus"), -1)
    named = any(tokens[n].kind == "name" for n in range(at))
    return named and any(is_arm(tokens[n]) for n in range(at + 1, len(tokens)))


def is_arm(token: Token) -> bool:
    """Whether a token names what a trial arm gets: a drug or regimen, a placebo, observation."""
    return token.kind == "name" or token.means("placebo") or token.means("procedure")


def is_labelled(tokens: Sequence[Token], n: int) -> bool:
    """Whether the word at `n` is followed by its own letter or number: "arm B", "group 2"."""
    label = tokens[n + 1] if n + 1 < len(tokens) else None
    return label is not None and (label.means("label") or label.text.isdigit())


def named_after(tokens: Sequence[Token]) -> Iterator[int]:
    """The places of the names that a trial goes by: "olaparib trial", "a trial of olaparib"."""
    for n, token in enumerate(tokens):
        near = tokens[max(0, n - 2) : n], tokens[n + 1 : n + 3]
        if token.kind == "name" and any(is_of_a_trial(*words) for words in (reversed(near[0]), near[1])):
            yield n


def is_of_a_trial(word: Token | None = None, further: Token | None = None) -> bool:
    """Whether the words beside a name, the nearest first, are one for a trial, perhaps behind "of" or "clinical"."""
    if word is None or word.kind != "word":
        return False
    through = word.means("look through") or word.means("procedure")
    return word.means("trial") or (through and further is not None and further.means("trial"))


def named_arms(tokens: Sequence[Token]) -> Iterator[int]:
    """The places of the words for an arm by its letter or number, or with placebo."""
    yield from (
        n for n, one in enumerate(tokens) if one.means("placebo") or (one.means("arm") and is_labelled(tokens, n))
    )


def is_medicine(token: Token) -> bool:
    """Whether a token is a name, in the vocabulary or not."""
    return token.kind in ("name", "other")
