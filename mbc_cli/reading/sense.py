"""The doubts about what is said of a treatment: whether it was given, whose it is, and of what a word speaks."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import TYPE_CHECKING

from mbc_cli.reading.clauses import CONDITION
from mbc_cli.reading.looked import AMBIGUOUS, PARTIAL
from mbc_cli.reading.treatment import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.reading.looked import Looked
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

ASKED = re.compile("[?？؟]")
SAID_BEHIND = ("negated", "declined", "planned", "discussed", "unavailable", "contraindicated")
NOT_DONE = ("negated", "declined", "unavailable", "contraindicated")
TAIL = frozenset(("look through", "reason", "month", "the patient", "now", "on"))
"""Roles of words that go on with what was said: "refused *by* patient", "planned *for* March"."""


def negation_not_understood(looked: Looked) -> Iterator[Doubt]:
    """A word such as "not" before a word that is not known: what was not done may be the treatment."""
    text, words = looked.found.text, looked.found.words
    for word, behind in pairwise(words):
        if word.known.before in NOT_DONE and not behind.known.roles and not text[word.end : behind.start].strip():
            yield Doubt(AMBIGUOUS, f"{word.text} {behind.text}: not understood")


def a_question(looked: Looked) -> Iterator[Doubt]:
    """A question mark: whether a treatment was given is what is asked."""
    if looked.found.given and ASKED.search(looked.found.text):
        yield Doubt(AMBIGUOUS, "a question")


def of_somebody_else(looked: Looked) -> Iterator[Doubt]:
    """A relative of whom no treatment was read, with no word of the patient before a name: whose it is is not sure."""
    found = looked.found
    if any(mention.role == "another person" for mention in found.mentioned):
        return
    persons = [word for word in found.words if word.means("another person")]
    for person, name in product(persons, found.given):
        first, last = sorted((person.start, name.token.start))
        if not any(first < word.start < last and word.means("the patient") for word in found.words):
            yield Doubt(AMBIGUOUS, f"{person.text}: whose {name.token.text} it is is not sure")
            return


def part_of_a_list(looked: Looked) -> Iterator[Doubt]:
    """A name and, behind a bare comma, one of which something is said: "letrozole, ribociclib planned"."""
    found = looked.found
    said = {mention.token.start: mention for mention in found.mentioned if mention.role in SAID_BEHIND}
    for name, other in product(found.given, said.values()):
        if found.text[name.token.end : other.token.start].strip() == ",":
            yield Doubt(AMBIGUOUS, f"{other.token.text}: whether {name.token.text} is {other.role} too is not sure")


def said_of_nothing(looked: Looked) -> Iterator[Doubt]:
    """A word such as "refused" that reached no name: "AC x4 refused", "docetaxel planned for March"."""
    found = looked.found
    roles = {mention.role for mention in found.mentioned}
    for word in found.words if found.given else ():
        said = word.known.after or (CONDITION if word.known.before == CONDITION else "")
        if said and said not in roles and (said == CONDITION or not is_about_more(found, word)):
            yield Doubt(PARTIAL, f"{word.text}: of what it is said was not read")


def is_about_more(found: Treatment, word: Token) -> bool:
    """Whether a word that says something of what stands beside it goes on with something else: "planned surgery"."""
    after = next((other for other in found.words if other.start >= word.end), None)
    joined = after is not None and not found.text[word.end : after.start].strip()
    return joined and after is not None and not after.known.roles & TAIL
