"""The keys of an entry that are given to `mbc new` as options, and their values as the data writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.api.provenance import with_word
from mbc_cli.ask.lookup import classes
from mbc_cli.bench.blocks import KINDS, slug
from mbc_cli.bench.filled import STEPS, THEN, is_list, key_of
from mbc_cli.book.history import known_region
from mbc_cli.book.patterns import pattern
from mbc_cli.book.table import MEANT
from mbc_cli.cli.meant import told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mbc_cli.bench.filled import Given
    from mbc_cli.book.book import Book

FORMS = {
    "abbreviation": "abbreviations",
    "acronym": "abbreviations",
    "alias": "synonyms",
    "name": "synonyms",
    "nickname": "synonyms",
    "spelling": "synonyms",
    "synonym": "synonyms",
}
"""What people call a further name of an entry, and the key that holds it; for other kinds it is `written`."""
ID_KEYS = {
    **dict.fromkeys(("drug", "drugs", "product", "components", "distinct_from", "form_of"), "drug"),
    "biosimilar_of": "drug",
    "class": "class",
    "regimen": "regimen",
    **dict.fromkeys(("classes", "parent"), "class"),
}
"""Keys that hold ids, and the kind of entry that these identify."""
CITING = ("source", "sources")
"""The keys that hold citations."""
IN_WORDS = pattern(
    r"(?i)(?P<name>[^:]+?),? (?P<place>(?:pp?\.? ?\d|(?:page|section|table|chapter|appendix|annex|row|sheet) )[^:]*)"
)
"""A source and the place in it without a colon between them: our formulary, page 3."""
NEXT = ("then", "->", "→", "=>")
"""What stands between two phases."""
LONGEST = 4
"""The most words of a name that is not in quotes."""
BETWEEN = ("and", "+", "with")
"""What stands between two values, apart from commas."""


def of_an_entry(args: Sequence[str]) -> list[str]:
    """The arguments for a further name, turned into those for its entry: `abbreviation Txl --drug paclitaxel`."""
    at = next((n for n, word in enumerate(args) if word[2:] in KINDS and word.startswith("--")), 0)
    if not at or args[0] not in FORMS or at + 1 == len(args):
        return list(args)
    kind, of = args[at][2:], args[at + 1]
    key = key_of(kind, FORMS[args[0]]) or "written"
    return [kind, of, f"--{key}", " ".join(args[1:at]), *args[at + 2 :]]


def keys_given(args: Sequence[str], known: Collection[str]) -> tuple[list[str], Given]:
    """The arguments without the options that are keys of a kind, and the values of these keys.

    A list takes every word up to the next option, if the name stands before it.
    """
    kind = kind_of(args[0]) if args else ""
    rest: list[str] = []
    given: dict[str, list[str]] = {}
    words = list(args)
    while words:
        name, _, value = words[0].partition("=")
        key = key_of(kind, name[2:]) if kind and name.startswith("--") and name not in known else ""
        if not key:
            rest.append(words.pop(0))
            continue
        taken = [value] if value else behind(words[1:], several=is_list(kind, key) and len(rest) > 1)
        del words[: 1 + (0 if value else len(taken))]
        given.setdefault(key, []).extend(found for text in taken for found in values(key, text))
        if len(taken) > 1 and key not in (STEPS, *ID_KEYS):
            told(f"{name} read as {len(taken)} words, {', '.join(taken)}: put quotes around a value of several words")
    return rest, given


def behind(words: Sequence[str], *, several: bool) -> list[str]:
    """The values at the start of some words: one, or all up to the next option."""
    end = next((n for n, word in enumerate(words) if word.startswith("--")), len(words))
    return list(words[: end if several else 1])


def values(key: str, text: str) -> list[str]:
    """The values in a text; a place in a source may have commas."""
    if key in (*CITING, "name"):
        return [text]
    several = rf"[,;]|\s\+\s|({'|'.join(map(re.escape, NEXT[1:]))})" if key == STEPS else "[,;]"
    parted = re.split(several, text)
    each = [part.strip() for part in parted if part and part.strip()]
    return [MEANT.get(part.casefold(), part) for part in each] if key == "routes" else each


def identified(book: Book, given: Given) -> tuple[dict[str, list[str]], list[str]]:
    """The given values, with ids in place of names for keys that hold ids, and what to say about each of these."""
    said: list[str] = []
    found = {key: list(as_ids(book, key, of, said)) for key, of in given.items()}
    return found, list(dict.fromkeys(said))


def as_ids(book: Book, key: str, texts: Sequence[str], said: list[str]) -> Iterator[str]:
    """The values of a key; for one that holds ids, those of the names in them, each as long as it can be."""
    kinds = ("drug", "class", "regimen") if key == STEPS else (ID_KEYS[key],) if key in ID_KEYS else ()
    words = [text for text in texts if not kinds or text.casefold() not in BETWEEN]
    if key in CITING:
        yield from (as_cited(book, text, said) for text in texts)
        return
    if key == "markets":
        yield from (known_region(text) for text in texts)
        return
    while words:
        if key == STEPS and words[0].casefold() in NEXT:
            yield THEN
            words.pop(0)
            continue
        size, kind, name = longest(book, kinds, words)
        text = " ".join(words[:size])
        del words[:size]
        said += [f"{text} has the id {name}"] if name != text else []
        said += [f"no {' or '.join(kinds)} is called '{text}': write its id"] if kinds and not kind else []
        yield f"{kind}:{name}" if key == STEPS and kind not in ("", "drug") else name


def as_cited(book: Book, text: str, said: list[str]) -> str:
    """A citation with the id of its source, which may be written in words; its place is left to fill in."""
    parted = IN_WORDS.fullmatch(text)
    name, place = (parted["name"], parted["place"]) if parted else (part.strip() for part in text.partition(":")[::2])
    source = slug(name)
    if source not in book.sources:
        known = len(with_word(book, name))
        lists = f"mbc sources {name} lists {known}; " if known else ""
        said.append(f"no source is called '{name}': {lists}to describe one: mbc new source \"{name}\"")
    said += [] if place else [f"write the page or section after {source}:"]
    return f"{source}: {place}".strip()


def longest(book: Book, kinds: Sequence[str], words: Sequence[str]) -> tuple[int, str, str]:
    """How many of the first words are the name of an entry, its kind and its id; the first word itself if none are."""
    end = next((n for n, word in enumerate(words) if word.casefold() in (*NEXT, *BETWEEN)), len(words))
    for size in range(min(end, LONGEST) if kinds else 0, 0, -1):
        for kind in kinds:
            if name := id_in(book, kind, " ".join(words[:size])):
                return size, kind, name
    return 1, "", words[0]


def kind_of(said: str) -> str:
    """The kind of entry that a word means, in any case, singular or plural; "" if it means none."""
    word = said.casefold()
    return next((kind for kind in KINDS if word in (kind, f"{kind}s", f"{kind}es")), "")


def id_in(book: Book, kind: str, name: str) -> str:
    """The id of the entry of a kind with an id or a name, also a drug's brand; "" if none has it, or several do."""
    if f"{kind}.{slug(name)}" in book:
        return slug(name)
    matches = [*book.names.named(name), *book.names.acronyms(name)]
    found = {match.id for match in matches if match.kind == kind}
    if kind == "drug":
        found |= {drug for match in matches if match.kind == "brand" for drug in book.brands[match.id].drugs}
    if kind == "class":
        found |= {record.id for record, _ in classes(book, name)}
    return found.pop() if len(found) == 1 else ""
