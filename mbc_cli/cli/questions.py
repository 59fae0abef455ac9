"""A question in plain words: the names in it, and what it asks that nothing here answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.api.about import LANDS, NOT_HERE, ONE_TOPIC, TOPICS
from mbc_cli.api.door import door
from mbc_cli.book.history import known_region
from mbc_cli.book.names import fold
from mbc_cli.book.patterns import pattern
from mbc_cli.reading.read import read

if TYPE_CHECKING:
    from mbc_cli.api.reader import Reader

ASKING = {
    "am", "are", "can", "could", "did", "do", "does", "has", "have", "how", "is", "may", "might", "must", "shall",
    "should", "was", "were", "what", "when", "where", "which", "who", "why", "will", "would",
}  # fmt: skip
"""The first words of questions."""
LACKING = pattern(rf"^{ONE_TOPIC}\b", re.IGNORECASE)
"""What a text asks for that no command has; in a question it may be anywhere."""
LACKING_ANYWHERE = pattern(rf"\b({TOPICS})\b", re.IGNORECASE)
ADVICE = pattern(
    r"\b(?:should|can|could|must|may) (?:i|we|she|he|my \w+|a patient|the patient)\b|\bdo (?:i|we) need\b|"
    r"\b(?:better|best|recommend\w*)\b",
    re.IGNORECASE,
)
"""A question about what to choose."""
NO_ADVICE = "which treatment suits a person is a question for the care team, not for this reference"
OF_A_KIND = pattern(r"^(?:is|are|was|were)\b", re.IGNORECASE)
APPROVAL = pattern(r"\b(?:approv\w*|licen[cs]\w*|authori[sz]ed|available|funded|paid for|sold)\b", re.IGNORECASE)
"""What a card says about a drug, so that nothing else needs to be said about it."""
OF_A_REGISTRY = pattern(r"\b(?:SEER|NAACCR|registr(?:y|ies|ars?)|1390|1400|1410|1420)\b", re.IGNORECASE)
"""What only the code of a treatment answers."""
PLACE = pattern(rf"\b(?:in|for|by) (?:the )?(?:(?i:({LANDS}))|(US|EU|UK))(?!\w)")
"""The place that a question is about: any name of a region, or a code in capitals."""
ITS_KIND = "its class is on the card; mbc code {} says what a US registry records it as"
RANK = ("drug", "expand", "class")
"""The commands that answer a name within a question, the most precise first."""


class Question(NamedTuple):
    """A command (empty if the text names nothing), the words to give it, what else to say, and the region."""

    command: str
    text: str
    remark: str
    region: str = ""


def is_question(text: str) -> bool:
    """Whether a text begins like a question, or asks for what no command has."""
    first = text.split(maxsplit=1)[0].casefold() if text.strip() else ""
    return first in ASKING or bool(LACKING.search(text))


def question(mbc: Reader, text: str) -> Question:
    """What a question names, by the command that answers it, and what else it asks."""
    command, names = named_in(mbc, text)
    joiner = " vs " if command in ("drug", "expand") else " "
    asked = joiner.join(names)
    if len(names) == 1 and OF_A_REGISTRY.search(text):
        return Question("code", asked, "")
    drug = asked if command == "drug" and len(names) == 1 else ""
    place = PLACE.search(text) if drug else None
    return Question(command, asked, remark(text, drug), known_region(place[1] or place[2]) if place else "")


def named_in(mbc: Reader, text: str) -> tuple[str, list[str]]:
    """The names in a text that one command answers, and this command."""
    found = [(door(mbc, name), name) for name in names(mbc, text)]
    command = next((each for each in RANK if any(each == to for to, _ in found)), "")
    return command, [name for to, name in found if to == command] if command else []


def names(mbc: Reader, text: str) -> list[str]:
    """The names of treatments in a text as they are written; a misspelled one as corrected."""
    given = (*(treatment := read(mbc.book, text, mbc.aids)).given, *treatment.mentioned)
    written = ((each.token.text, each.token.matches) for each in given)
    known = (name if door(mbc, name) else next((match.written for match in matches), "") for name, matches in written)
    return list({fold(name): name for name in known if name}.values())


def remark(text: str, drug: str) -> str:
    """What to say about a question besides the answer to the names in it."""
    if lacking := LACKING_ANYWHERE.search(text):
        return NOT_HERE.format(lacking[1].casefold())
    if ADVICE.search(text):
        return NO_ADVICE
    of_its_kind = drug and OF_A_KIND.search(text) and not APPROVAL.search(text)
    return ITS_KIND.format(drug) if of_its_kind else ""
