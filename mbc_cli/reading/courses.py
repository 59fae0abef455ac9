"""Which of two treatments came first: "T-DXd after THP", "now letrozole, s/p tamoxifen", "changed from AC to T"."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.reading.tokens import Token

EARLIER = "earlier"
AFTER = "after"
"""How a name is joined that was given before the one in front of it."""
IN_TURN = "in turn"
"""How a name is joined that was given at another time than the one in front of it, earlier or later."""
THEN = "then"
SAME_DAY = re.compile(r"\d+\s?(?:min(?:ute)?s?|hours?|hrs?|h)", re.IGNORECASE)
SETTING = re.compile(r"(?P<before>neo-?adj)|(?P<after>adj)|(?P<spread>metasta|palliat)|(?P<on>maint)", re.IGNORECASE)
LED = frozenset(("look through", "small word", "on", "treated", "grew", "unit", "line", "setting", "schedule", "prior"))
CLAUSE_SIGNS = (",", ";")
CLAUSE = 20
"""How many words of a clause are looked at, so that a long text costs no more per word than a short one."""


def course(tokens: Sequence[Token], left: int, right: int) -> str:
    """How words join the name at `right` to the one at `left`: AFTER, IN_TURN, "then", or "" if they say nothing."""
    between = tokens[left + 1 : right]
    cue = next((n for n in range(right - 1, left, -1) if is_cue(tokens, n)), None)
    if cue is not None:
        return earlier(tokens, left, cue) if leads(tokens, cue, right) else ""
    bare = [token for token in between if token.kind != "mark"]
    if (
        is_changed(tokens, left, bare)
        or is_replaced(tokens, left, right)
        or is_ended(bare)
        or is_next_setting(tokens, left, between)
        or (is_plain(bare) and is_opened(tokens, left, right))
    ):
        return THEN
    return ""


def earlier(tokens: Sequence[Token], left: int, cue: int) -> str:
    """How a name that the word at `cue` calls earlier is joined to the one at `left`."""
    before = tokens[left + 1 : cue]
    if any(is_joining(token) for token in before) or (before and SAME_DAY.fullmatch(before[-1].text)):
        return ""
    if not any(token.text in CLAUSE_SIGNS for token in before) or is_now(tokens, left):
        return AFTER
    if is_turned_to(tokens, cue):
        return THEN
    grew = has_grown(tokens[cue - 1]) or not tokens[cue].means("on")  # a chart may list what it grew on in order
    return IN_TURN if grew else AFTER


def is_cue(tokens: Sequence[Token], n: int) -> bool:
    """Whether the word at a place says that what follows came earlier: "after", or the "on" of "due to PD on"."""
    return tokens[n].means(EARLIER) or (n > 0 and tokens[n].means("on") and has_grown(tokens[n - 1]))


def has_grown(token: Token) -> bool:
    """Whether a word says that the tumour grew: "due to progression", "at PD"."""
    return token.means("grew") or token.means("situation.subsequent")


def is_joining(token: Token) -> bool:
    """Whether a token joins two treatments in a way of its own."""
    return token.kind in ("name", "then", "or", "optional", "versus", "slash", "stop") or token.text in ("+", "&", "|")


def leads(tokens: Sequence[Token], cue: int, name: int) -> bool:
    """Whether a word is about the name at a place: "after 4 cycles of AC", not "after surgery, AC"."""
    return all(is_led(token) for token in tokens[cue + 1 : name])


def is_led(token: Token) -> bool:
    """Whether a token may come between "after" and what it is about."""
    return token.kind in ("mark", "hyphen", "open") or bool(token.known.roles & LED)


def is_now(tokens: Sequence[Token], name: int) -> bool:
    """Whether the name at a place is what is given now: the letrozole of "now on letrozole + palbociclib, s/p AC"."""
    return any(token.means("now") for token in clause_before(tokens, name))


def is_turned_to(tokens: Sequence[Token], cue: int) -> bool:
    """Whether a later clause says what is given now: "AC, s/p letrozole, *now fulvestrant*"."""
    turns = [n for n in range(cue + 1, len(tokens)) if tokens[n].means("now")]
    return bool(turns) and any(token.kind == "name" for token in tokens[turns[0] + 1 :])


def is_changed(tokens: Sequence[Token], left: int, bare: Sequence[Token]) -> bool:
    """Whether the treatment at `left` gave way to what follows one small word: "changed from AC *to* T"."""
    to = len(bare) == 1 and bare[0].kind == "word"
    return to and any(token.means("change") for token in clause_before(tokens, left))


def is_replaced(tokens: Sequence[Token], left: int, right: int) -> bool:
    """Whether one treatment was stopped and another begun: "stopped palbociclib, *started* elacestrant"."""
    between = tokens[left + 1 : right]
    apart = max((n for n, token in enumerate(between) if is_apart(token)), default=None)
    if apart is None:
        return False
    before, behind = clause_before(tokens, left), takewhile(goes_on, tokens[right + 1 : right + 1 + CLAUSE])
    stopped = any(token.means("stopped") for token in (*before, *between[:apart]))
    return stopped and any(map(is_begun, (*between[apart + 1 :], *behind)))


def is_apart(token: Token) -> bool:
    """Whether a token separates what is said about two treatments: a comma, or an "and"."""
    return token.text in CLAUSE_SIGNS or token.kind in ("and", "stop")


def is_begun(token: Token) -> bool:
    """Whether a word says that a treatment was begun, or is to begin."""
    return token.means("act") or token.means("situation.taken")


def goes_on(token: Token) -> bool:
    """Whether the clause goes on with a token."""
    return token.text not in CLAUSE_SIGNS and token.kind != "stop"


def clause_before(tokens: Sequence[Token], at: int) -> list[Token]:
    """The tokens of the same clause before a place, from the nearest on, CLAUSE of them at most."""
    return list(takewhile(goes_on, reversed(tokens[max(0, at - CLAUSE) : at])))


def is_ended(bare: Sequence[Token]) -> bool:
    """Whether the tumour grew on a treatment, and a comma comes before what follows: "letrozole *until PD*, T-DXd"."""
    return len(bare) > 1 and has_grown(bare[0]) and bare[1].text in CLAUSE_SIGNS


def is_next_setting(tokens: Sequence[Token], left: int, between: Sequence[Token]) -> bool:
    """Whether each of two names has its own setting right in front of it: "neoadj TC x4, *adj* capecitabine"."""
    signs = [token.text for token in between if token.kind != "mark"]
    apart = signs in ([","], [";"]) and setting(between[-1])
    return bool(apart and left and setting(tokens[left - 1]) not in ("", apart))


def setting(token: Token) -> str:
    """The setting that a mark is for, with respect to surgery or spread, or ""."""
    found = SETTING.match(token.text) if token.kind == "mark" else None
    return str(found.lastgroup) if found else ""


def is_plain(between: Sequence[Token]) -> bool:
    """Whether a comma, or nothing, comes between two names."""
    return [token.text for token in between] in ([], [","])


def is_opened(tokens: Sequence[Token], left: int, right: int) -> bool:
    """Whether a sentence begins with what came earlier, and a regimen is on either side: "After THP, T-DXd".

    Single drugs may be a list: "after docetaxel, carboplatin".
    """
    cue = next((n for n in range(left - 1, -1, -1) if is_cue(tokens, n) or not is_led(tokens[n])), None)
    if cue is None or not is_cue(tokens, cue):
        return False
    begins = cue == 0 or tokens[cue - 1].kind == "stop"
    return begins and (tokens[left].acronym or tokens[right].acronym)


def is_earlier(tokens: Sequence[Token], name: int) -> bool:
    """Whether the name at a place came before the one in front of it: the AC of "letrozole after AC then T"."""
    before = name_before(tokens, name)
    return before is not None and course(tokens, before, name) == AFTER


def name_before(tokens: Sequence[Token], i: int) -> int | None:
    """The place of the nearest name before a place; None if there is none."""
    return next((n for n in range(i - 1, -1, -1) if tokens[n].kind == "name"), None)
