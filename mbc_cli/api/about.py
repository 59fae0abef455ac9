"""What is asked about a name: the words behind it for what a card has or has not, and for a region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.history import PLACES, known_region
from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from mbc_cli.api.reader import Reader

TOPICS = (
    r"side[- ]effects?|toxicit(?:y|ies)|dos(?:e|age|ing)s?(?![- ]dense)|how (?:much|long|often)|costs?|prices?|"
    r"interactions?|grapefruit|survival|prognosis|life expectancy|cured?|chances?|safe|pregnan(?:t|cy)|"
    r"hair loss|alcohol|diet|fertility|insurance"
)
"""What people ask for and nothing here has."""
ON_THE_CARD = (
    r"brands?|brand\s+names?|biosimilars?|codes?|approved|approvals?|approval\s+(?:date|status)|availab(?:le|ility)|"
    r"indications?|labels?|card|info"
)
"""What people ask for and a card has."""
NOT_HERE = "{}: not in this reference, which has names, approvals and sources"
HELD = "mbc drug Ibrance is a card, mbc options HER2+ what sources name for a tumour"
ONE_TOPIC = rf"(?:the |common |usual |recommended )*({TOPICS})"
TOPIC = pattern(ONE_TOPIC, re.IGNORECASE)
"""A text that asks for nothing else."""
LOCAL = pattern(
    r"\b(?:radiation|radio(?:therapy|surgery|ablation)|irradiat(?:ion|ed)|(?:gamma|cyber) ?knife|surger(?:y|ies)|"
    r"mastectom(?:y|ies)|lumpectom(?:y|ies)|operations?|reconstructions?)\b",
    re.IGNORECASE,
)
"""Words for treatments that are no drugs."""
NO_DRUG = "{} is no treatment with drugs; what sources say of surgery and radiation: mbc options --local"
ASKED = pattern(rf"\s+(?:and\s+)?(?:{ON_THE_CARD}|(?P<lacking>{TOPICS}))$", re.IGNORECASE)
LANDS = "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
"""Every name of a region, the longest first."""
BEHIND = pattern(rf"\s+(?:(?:in|by|for)\s+(?:the\s+)?)?((?i:{LANDS})|US|EU|UK)$")
"""A region behind a name: any name of it, or a code that is not also short for a treatment."""


class About(NamedTuple):
    """A name, the region it is asked for (or ""), and what is asked for that nothing here has (or "")."""

    name: str
    region: str = ""
    lacking: str = ""


def about(text: str) -> About:
    """What a text asks about a name: "Orserdu approved in the UK", "Orserdu UK approval", "Ibrance side effects"."""
    name, region = without_place(text.rstrip(" ?"))
    asked = ASKED.search(name)
    if not asked:
        return About(name, region)
    name, before = without_place(name[: asked.start()])
    return About(name, region or before, asked["lacking"] or "")


def not_here(mbc: Reader, text: str) -> str:
    """What to say of a text that asks for what nothing here has, or for surgery or radiation; "" for any other."""
    if asked := TOPIC.fullmatch(text.strip(" ?")):
        return f"{NOT_HERE.format(asked[1].casefold())}: {HELD}"
    return NO_DRUG if LOCAL.search(text) and is_only_local(mbc, text) else ""


def is_only_local(mbc: Reader, text: str) -> bool:
    """Whether a text gives no drugs, and no facts but where the cancer is."""
    from mbc_cli.ask.definitions import told_by  # only for such a text
    from mbc_cli.reading.read import read

    groups = {mbc.book.axes[one.axis].group for one in told_by(mbc.book, text)}
    return groups <= {"Spread"} and not read(mbc.book, text, mbc.aids).given


def without_place(text: str) -> tuple[str, str]:
    """A text without the region behind it, and the region."""
    place = BEHIND.search(text)
    return (text[: place.start()], known_region(place[1])) if place else (text, "")
