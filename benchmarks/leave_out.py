"""Whether the spelling rules generalise: misspellings made by rule of every name, and every other medicine as a decoy.

    python benchmarks/leave_out.py [--misspellings 10000] [--seed 1]

A misspelling is right when the top answer is the drug it was made from, refused when no drug is claimed (the tool may
say it is ambiguous), wrong when another drug is claimed. A decoy, the name of a medicine outside the vocabulary, must
never be claimed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.book.names import TRANSLATION, fold, forms
from mbc_cli.store.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book

VOWELS = "aeiou"
ENDINGS = ("um", "e", "a", "ina", "o", "us", "en")
SHORTEST = 5


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--misspellings", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    annotator = made()
    counts, wrong = misspelt(annotator, chosen.misspellings, chosen.seed)
    claimed = decoys_claimed(annotator)
    total = sum(counts.values())
    print("\n".join(f"wrong   {text!r} (of {name}): {got}" for text, name, got in wrong))
    print(", ".join(f"{word} {counts[word]} ({counts[word] / total:.1%})" for word in ("right", "refused", "wrong")))
    print("\n".join(f"claimed {text!r}: {got}" for text, got in claimed))
    print(f"decoys {len(annotator.others.by_name)}, claimed {len(claimed)}")
    return 1 if wrong or claimed else 0


def made() -> Annotator:
    """An annotator over the shipped data."""
    return Annotator.of(load())


def names(book: Book) -> list[tuple[str, frozenset[str]]]:
    """Every name of five letters or more of a drug of the vocabulary or its brands, with its drugs."""
    found = []
    for drug in book.drugs.values():
        if not drug.outside:
            ids = frozenset(drug.components if len(drug.components) > 1 else (drug.id,))
            found += [(text, ids) for text, form in forms(drug) if form in ("name", "synonym")]
    for brand in book.brands.values():
        if not any(book.drugs[name].outside for name in brand.drugs):
            found += [(text, frozenset(brand.drugs)) for text, _ in forms(brand)]
    return [(text, ids) for text, ids in found if len(fold(text)) >= SHORTEST]


def edits(name: str, dice: random.Random) -> Iterator[str]:
    """One misspelling of each kind: a letter dropped, doubled, two swapped, a vowel changed, another ending."""
    at = dice.randrange(len(name))
    yield name[:at] + name[at + 1 :]
    yield name[:at] + name[at] + name[at:]
    at = dice.randrange(len(name) - 1)
    yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    vowels = [n for n, char in enumerate(name) if char.casefold() in VOWELS]
    if vowels:
        at = dice.choice(vowels)
        yield name[:at] + dice.choice(VOWELS) + name[at + 1 :]
    yield (name[:-1] if name[-1].casefold() in VOWELS else name) + dice.choice(ENDINGS)


def misspelt(annotator: Annotator, wanted: int, seed: int) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """How many of `wanted` misspellings come out right, refused and wrong; and the wrong ones."""
    dice = random.Random(seed)
    counts: Counter[str] = Counter()
    wrong = []
    guessed = {key for key, *_ in annotator.speller.known}  # a brand of a single country is never guessed
    known = [(name, ids) for name, ids in names(annotator.book) if fold(name) in guessed]
    while sum(counts.values()) < wanted:
        name, ids = dice.choice(known)
        for text in edits(name, dice):
            if in_another_language(annotator.book, text):
                continue
            got = annotator.annotate(text)
            claimed = frozenset(filter(None, got.drugs.split(";")))
            sure = got.status in ("exact", "corrected")  # any other row says itself that it is not
            word = "right" if claimed == ids else "wrong" if claimed and sure else "refused"
            counts[word] += 1
            if word == "wrong":
                wrong.append((text, name, f"{got.drugs} [{got.status}: {got.note}]"))
    return counts, wrong


def in_another_language(book: Book, text: str) -> bool:
    """Whether a word of a text is a name in another language, and so not misspelt."""
    return any(match.form == TRANSLATION for word in text.split() for match in book.names.named(word))


def decoys_claimed(annotator: Annotator) -> list[tuple[str, str]]:
    """Names of other medicines for which a drug of the vocabulary is claimed."""
    found = ((other.name, annotator.annotate(other.name)) for other in annotator.others.by_name.values())
    return [(name, f"{got.drugs} [{got.note}]") for name, got in found if got.drugs]


if __name__ == "__main__":
    sys.exit(main())
