"""Checkboxes of a form, as words: what is next to an empty one was not given, "[x] tamoxifen [ ] letrozole"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.reading.tokens import Spans, Token
from mbc_cli.reading.words import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TICK = "[xX✓✔✗✘]"
BOX = re.compile(rf"(?P<ticked>\[\s?{TICK}\s?\]|[☑☒✓✔])|\[[\s_]\]|[☐□]")
ROUND_BOX = re.compile(rf"(?P<ticked>\(\s?{TICK}\s?\))|\(\s?\)")  # a bracket is one only in a form with a tick
ROUND_TICK = re.compile(rf"\(\s?{TICK}\s?\)")
ANSWER = re.compile(r"\s*(?:yes|no|y|n|unk(?:nown)?|n/a|ja|nein|nee|oui|non|s[íi]|sim|não)(?![^\W_])", re.IGNORECASE)
AT_END = re.compile(r"[\s.;,]*")
TICKED = Known(roles=frozenset(("now", "filler")))
EMPTY_BEFORE = Known(before="negated", roles=frozenset(("negated", "box")))
EMPTY_BEHIND = Known(after="negated", roles=frozenset(("negated", "box")))


def boxes(text: str, named: Iterable[Token]) -> Iterator[Token]:
    """The checkboxes of a form: each before the item it belongs to, or after it if the text ends with a box."""
    found = [each for pattern in patterns(text) for each in pattern.finditer(text)]
    if not found or any(ANSWER.match(text, each.end()) for each in found):
        return  # "chemo [x] yes [ ] no" asks for an answer, not for a treatment
    taken = Spans((token.start, token.end) for token in named)
    behind = any(AT_END.fullmatch(text, each.end()) for each in found)
    for each in found:
        if not taken.meet(*each.span()):
            known = TICKED if each["ticked"] else EMPTY_BEHIND if behind else EMPTY_BEFORE
            yield Token("word", each[0], *each.span(), known=known)


def patterns(text: str) -> Iterator[re.Pattern[str]]:
    """How checkboxes are written in a text."""
    if "[" in text or not text.isascii():
        yield BOX
    if "(" in text and ROUND_TICK.search(text):
        yield ROUND_BOX
