"""What the words after a name say about it: "tamoxifen: declined", "Taxol was recommended, but not started"."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from mbc_cli.reading.clauses import CONDITION, NOT_DONE
from mbc_cli.reading.words import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.reading.clauses import Ahead
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.words import Known

LEADING = frozenset(("look through", "the patient", "and"))
ANOTHER_DISEASE = "another disease"
YEAR = re.compile(r"(?:19|20)\d\d")
NEGATED = "negated"
LED_TO = frozenset(("look through", "act"))
OPEN_ENDED = (CONDITION, ANOTHER_DISEASE, "died before", "unknown whether given")
"""Roles that may need more than one word: "if HER2+", "died before start", "unknown if started"."""


def said_behind(tokens: Sequence[Token], i: int, ahead: Sequence[Ahead]) -> str:
    """The role given to the name at `i` by the words after it ("tamoxifen: declined"), or ""."""
    said = said_by_suffix(tokens, i) or said_by_flag(tokens, i) or said_by_box(tokens, i) or said_in_bracket(tokens, i)
    if said:
        return said
    if is_taken_back(tokens, i):
        return ""
    words: list[Token] = []
    comma, neutral = False, True
    for n, token in ((n, tokens[n]) for n in range(i + 1, len(tokens))):
        if token.kind in ("name", "other"):
            return ""  # "letrozole, no AC"
        if token.kind == "then" or token.text in (".", "!") or (token.text in (",", ";", "+", ":") and not neutral):
            break
        if (token.text == ";" and not words) or (token.kind == "open" and not neutral):
            break
        comma = comma or (token.text == "," and not words)
        if token.kind == "mark" and token.of != "dose" and any(char.isdigit() for char in token.text):
            if is_said_before_number(words, token):
                break
            return elsewhere(tokens, n)  # a cycle, a day or a length of time: it was given for so long
        if token.kind == "word" or (token.kind == "and" and token.known.roles):
            words.append(token)
            neutral = neutral and is_led_by(token)
    role = verdict([token.known for token in words], comma)
    return "" if role == "discussed" and ahead[i].now else role


def elsewhere(tokens: Sequence[Token], start: int) -> str:
    """ANOTHER_DISEASE if a word for one comes at or after `start`, before another name or the end of the clause."""
    for n in range(start, len(tokens)):
        if tokens[n].known.after == ANOTHER_DISEASE:
            return ANOTHER_DISEASE
        if tokens[n].kind in ("name", "other", "then", "stop") or tokens[n].text in (",", ";", "+"):
            break
    return ""


def is_said_before_number(words: Sequence[Token], number: Token) -> bool:
    """Whether a number is only part of a condition, a reason or a date: "if HER2+", "declined 2014"."""
    dated = number.of == "date" or YEAR.fullmatch(number.text)
    if dated and words and words[-1].known.after in NOT_DONE:
        return True
    return any(word.known.after == CONDITION or "reason" in word.known.roles for word in words)


def said_by_suffix(tokens: Sequence[Token], i: int) -> str:
    """What a word hyphenated to the name at `i` says about it: "anthracycline-free"."""
    if i + 2 >= len(tokens):
        return ""
    name, hyphen, word = tokens[i : i + 3]
    glued = hyphen.kind == "hyphen" and name.end == hyphen.start and hyphen.end == word.start
    return word.known.after if glued else ""


def said_by_flag(tokens: Sequence[Token], i: int) -> str:
    """NEGATED if a zero answers the name at `i`: "Taxotere=0", "Taxol: 0 of 12", "tamoxifen given: 0"."""
    at = i + 1 if i + 1 < len(tokens) and is_answered(tokens[i + 1]) else i
    sign, number, behind = (*tokens[at + 1 : at + 4], None, None, None)[:3]
    flagged = sign is not None and sign.text in ("=", ":") and number is not None and number.text == "0"
    ended = behind is None or behind.text in (",", ";", "|", "of") or behind.kind == "stop"
    return NEGATED if flagged and ended else ""


def is_answered(token: Token) -> bool:
    """Whether a word asks whether something was done: "tamoxifen *given*: 0"."""
    return token.kind == "word" and (token.means("act") or token.means("treated"))


def said_in_bracket(tokens: Sequence[Token], i: int) -> str:
    """What the bracket after the name at `i` begins with and gives a reason for: "tamoxifen (declined - of age)"."""
    if i + 3 >= len(tokens):
        return ""
    opened, word, sign = tokens[i + 1 : i + 4]
    ends = sign.kind == "hyphen" or sign.text in (",", ";", ":")
    if opened.kind != "open" or word.known.after not in NOT_DONE or not ends:
        return ""
    inside = takewhile(lambda token: token.kind != "close", tokens[i + 4 :])
    more = any(token.kind == "name" or token.means("now") for token in inside)
    return "" if more else word.known.after


def is_taken_back(tokens: Sequence[Token], i: int) -> bool:
    """Whether the bracket after the name at `i` ends with what was done after all: "(declined, then accepted)"."""
    if i + 4 >= len(tokens) or tokens[i + 1].kind != "open" or tokens[i + 2].known.after not in NOT_DONE:
        return False
    inside = list(takewhile(lambda token: token.kind != "close", tokens[i + 3 :]))
    return bool(inside) and inside[-1].means("now") and not any(token.kind == "name" for token in inside)


def said_by_box(tokens: Sequence[Token], i: int) -> str:
    """NEGATED if an empty checkbox comes right after the name at `i`: "tamoxifen [ ] letrozole [x]"."""
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    return behind.known.after if behind is not None and behind.means("box") else ""


def is_led_by(token: Token) -> bool:
    """Whether a word after a name may only lead up to what is said about it: "was recommended, but declined"."""
    return bool(token.known.roles & LEADING)


def verdict(words: Sequence[Known], comma: bool) -> str:
    """The role stated by the words after a name: words that lead up to it, the word itself, and perhaps its reason."""
    at = next((n for n, word in enumerate(words) if not word.roles & LEADING), len(words))
    for n in range(at + 1):
        role, stop = said_at(words, n)
        if role and has_reason(words, n, stop, role, comma):
            return role
    return ""


def said_at(words: Sequence[Known], n: int) -> tuple[str, int]:
    """What is said at a word, and where that ends: "declined", or a negation and what was not done."""
    word = words[n] if n < len(words) else UNKNOWN
    if word.before == NEGATED:
        act = next((k for k in range(n + 1, len(words)) if not words[k].roles & LED_TO), len(words))
        acts = [k for k in range(n + 1, act + 1) if k < len(words) and "act" in words[k].roles]
        if acts:
            return NEGATED, acts[-1] + 1
    return word.after, n + 1


def has_reason(words: Sequence[Known], n: int, stop: int, role: str, comma: bool) -> bool:
    """Whether only a reason or a condition is given; not so in "letrozole, no side effects"."""
    if role in OPEN_ENDED or all("the patient" in word.roles for word in words[stop:]):
        return True  # nothing behind it, or who said so: "refused by pt"
    if (role == "planned" and not words[n].before) or words[stop].after == role:
        return True  # "to follow radiation", "to start next week"
    if role == "planned" and not comma and "on" in words[stop].roles:
        return True  # "planned after surgery"
    bare = stop == n + 1 and role == NEGATED and "placeholder" in words[n].roles  # "no" alone
    return "reason" in words[stop].roles and role in NOT_DONE and not comma and not bare
