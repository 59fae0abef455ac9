"""What the words around a name say of it: that it was not given, only spoken of, given before, or to somebody else;
and how it is joined to the name before.

A clause is read from left to right; its role holds until something ends it, or until what it was about has come.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.reading.words import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.words import Known

GIVEN = "given"
PRIOR = "prior"
LOOKED_THROUGH = ("look through", "on", "act", "the patient")
LEADING = frozenset(("look through", "the patient", "and"))
LED_TO = frozenset(("look through", "act"))
LEFT = ("declined", "discussed")  # of these a word may be about what came before it: "AI intolerance"
REASONED = ("negated", "declined", "contraindicated", "unavailable")
CONDITION = "if need be"


class Clause(NamedTuple):
    """What holds at a place of a text: the role of what is named next, and what came since the word that gave it."""

    role: str = GIVEN
    heading: bool = False  # a colon came behind the word, or it began the sentence: it holds for all that follows
    named: bool = False  # a treatment came
    modality: bool = False  # chemotherapy and the like came, which the word may have been about
    other: bool = False  # something else came, which it may have been about
    comma: bool = False
    begun: bool = False  # anything came
    asked: bool = False  # a colon came just before: a "no" is an answer

    def after(self, token: Token, ahead: Ahead) -> Clause:
        """The same behind a token."""
        asked = token.text in (":", "=")
        if self.ends(token, ahead):
            return Clause(asked=asked)
        if self.role != GIVEN:
            return self.going_on(token)
        found = self.role_of_word(token, ahead.token)
        if found == GIVEN:
            named = self.named or is_treatment(token)
            return self._replace(named=named, asked=asked, begun=True)
        about = bool(token.known.after or found in LEFT) and self.named
        return Clause(found, heading=found == CONDITION and not self.begun, other=about)

    def role_of_word(self, token: Token, behind: Token | None) -> str:
        """The role that a word gives to what follows."""
        said = token.known.before or (token.known.between if self.named else "")
        if not said or token.kind != "word":
            return GIVEN
        if said == "negated" and behind and behind.kind != "name" and (self.asked or behind.text[:1].isdigit()):
            return GIVEN  # an answer, or a number
        return said

    def going_on(self, token: Token) -> Clause:
        """The same role, and what came since."""
        if token.kind == "name" and token.means("modality"):
            return self._replace(modality=True)
        if is_treatment(token):
            return self._replace(named=True)
        if token.text == ":":
            return self._replace(heading=True)
        if token.text == ",":
            return self._replace(comma=True)
        thing = token.kind in ("word", "other", "name") or token.of == "setting"
        return self._replace(other=self.other or (thing and not is_looked_through(token)))

    def ends(self, token: Token, ahead: Ahead) -> bool:
        """Whether the role ends with a token: at the end of the clause, or where another one plainly begins."""
        text = token.text
        if token.kind in ("stop", "then") and text != ":":
            return self.role != CONDITION or token.kind == "stop"
        if text == ":":
            return self.named or self.heading or (self.other and self.role in ("negated", "declined"))
        if text == ";":
            return not self.heading or self.role == CONDITION
        if self.role == GIVEN or token.kind == "name":
            return False
        if self.role == CONDITION:
            return text == "," and not self.heading and not self.named
        if self.role == "another person":
            return (text == "," and not self.named) or token.means("the patient")
        if token.kind == "close":
            return not self.heading
        about = self.named or self.modality or self.other
        if text == "+":
            return self.other and not self.named
        if text == ",":
            return about and not self.heading and not ahead.is_list and not (self.named and ahead.is_bare)
        if text == "|" or (token.kind in ("hyphen", "slash") and ahead.token and ahead.token.start > token.end):
            return about
        if token.means("now"):
            return about or self.role in (PRIOR, "discussed")
        return token.means("on") and (self.other or (about and self.comma)) and self.role != PRIOR


def is_treatment(token: Token) -> bool:
    """Whether a token names a treatment, and not only what looks like one."""
    return token.kind == "name" and any(match.kind != "lookalike" for match in token.matches)


def is_looked_through(token: Token) -> bool:
    """Whether a word is not what a negation is about: "not yet started on X", "no further treatment with X"."""
    return any(map(token.means, LOOKED_THROUGH)) or token.known.before == PRIOR


class Ahead(NamedTuple):
    """What follows a token: the next one, and what holds up to the end of the clause, or of the text.

    `is_list`: an "or" follows in it ("no chemotherapy, trastuzumab, or lapatinib"). `is_bare`: only names follow, so
    that it is not sure whether "no X, Y" speaks of Y too. `now`: somewhere behind another statement begins.
    """

    token: Token | None = None
    is_list: bool = False
    is_bare: bool = True
    now: bool = False

    def before(self, token: Token) -> Ahead:
        """What follows the token before `token`."""
        now = self.now or token.means("now")
        if token.kind in ("stop", "then") or token.text == ";":
            return Ahead(token, False, True, now)
        is_list = self.is_list or token.kind == "or" or token.text.casefold() == "nor"
        return Ahead(token, is_list, self.is_bare and token.kind in BARE, now)


BARE = ("name", "and", "slash", "hyphen", "open", "close")


class Context:
    """What is said of every token of a text, worked out in one pass."""

    def __init__(self, book: Book, tokens: Sequence[Token]) -> None:
        self.book = book
        self.tokens = tokens

    @cached_property
    def ahead(self) -> list[Ahead]:
        """What follows each token."""
        steps = accumulate(reversed(self.tokens), Ahead.before, initial=Ahead())
        return list(steps)[-2::-1]

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clause in which each token stands."""
        clauses = [Clause()]
        for token, ahead in zip(self.tokens, self.ahead, strict=True):
            clauses.append(clauses[-1].after(token, ahead))
        return clauses

    @cached_property
    def roles(self) -> dict[int, str]:
        """What is said of each name, by its place: given, or a role such as "declined"."""
        names = [n for n, token in enumerate(self.tokens) if token.kind in ("name", "other")]
        if versus_between(self.tokens):
            return dict.fromkeys(names, "discussed")
        found = {n: self.role(n) for n in names}
        return {**found, **self.over_lists(found)}

    def role(self, i: int) -> str:
        """What is said of the name at `i`, but for what is said behind the list that it is in."""
        if i in self.supportive:
            return "premedication"
        if is_placebo(self.tokens, i):
            return "placebo"
        return self.behind.get(i) or self.clauses[i].role

    @cached_property
    def behind(self) -> dict[int, str]:
        """What is said right behind names, by their places."""
        names = (n for n, token in enumerate(self.tokens) if token.kind in ("name", "other"))
        return {n: said for n in names if (said := said_behind(self.tokens, n, self.ahead))}

    def over_lists(self, roles: Mapping[int, str]) -> dict[int, str]:
        """What is said behind the last of a list is said of all of it: "A, B and C planned".

        A list is joined by an "and", a plus or a slash; a comma goes on with one that is. A condition stays where it
        is: "paclitaxel and trastuzumab if HER2+".
        """
        found: dict[int, str] = {}
        said, listed = "", False
        for before, n in reversed(list(pairwise(roles))):
            said = self.behind.get(n, "") or (said if listed else "")
            link = link_between(self.tokens[before : n + 1])
            listed = link == "and" or (link == "comma" and listed)
            if listed and said and said != CONDITION and roles[before] == GIVEN:
                found[before] = said
        return found

    @cached_property
    def supportive(self) -> set[int]:
        """The names that a supportive medicine is given for: "dexamethasone pre docetaxel"."""
        found: set[int] = set()
        before: Token | None = None
        medicines = 0
        for n, token in enumerate(self.tokens):
            if token.kind in ("name", "other"):
                if medicines and before is not None and before.kind == "word" and before.means("premedication"):
                    found.add(n)
                if not is_outside(self.book, token):
                    break
                medicines += 1
            if token.kind not in ("mark", "slash"):
                before = token
        return found


def link_between(tokens: Sequence[Token]) -> str:
    """How the first and the last of some tokens are joined in a list: "and", "comma", or "" where more is between.

    A plus, a slash and a hyphen are an "and"; a dash with spaces around it parts two clauses.
    """
    first, *between, last = tokens
    kinds = {"comma" if token.text == "," else token.kind for token in between if token.of not in ("dose", "route")}
    apart = any(token.text in (";", "|") for token in between)
    dashed = "hyphen" in kinds and last.start - first.end > 1
    if apart or dashed or not kinds <= {"and", "slash", "hyphen", "comma"}:
        return ""
    return "comma" if kinds == {"comma"} else "and" if kinds else ""


def said_behind(tokens: Sequence[Token], i: int, ahead: Sequence[Ahead]) -> str:
    """The role that the words behind the name at `i` give it ("tamoxifen: declined"), or ""."""
    words: list[Token] = []
    comma, neutral = False, True
    for token in (tokens[n] for n in range(i + 1, len(tokens))):
        if token.kind in ("name", "other"):
            return ""  # "letrozole, no AC"
        if token.kind == "then" or token.text in (".", "!") or (token.text in (",", ";") and not neutral):
            break
        if (token.text == ";" and not words) or (token.kind == "open" and not neutral):
            break
        comma = comma or (token.text == "," and not words)
        if token.kind == "mark" and token.of != "dose" and any(char.isdigit() for char in token.text):
            if any(word.known.after == CONDITION for word in words):
                break  # "if HER2+"
            return ""  # a cycle, a day or a length of time: it was given for so long, or but for that
        if token.kind == "word" or (token.kind == "and" and token.known.roles):
            words.append(token)
            neutral = neutral and is_led_by(token)
    role = verdict([token.known for token in words], comma)
    return "" if role == "discussed" and ahead[i].now else role


def is_led_by(token: Token) -> bool:
    """Whether a word behind a name may only lead up to what is said of it: "was recommended, but declined"."""
    return bool(token.known.roles & LEADING)


def verdict(words: Sequence[Known], comma: bool) -> str:
    """The role that words behind a name say: what leads up to them, the word itself, and perhaps the reason for it."""
    at = next((n for n, word in enumerate(words) if not word.roles & LEADING), len(words))
    for n in range(at + 1):
        role, stop = said_at(words, n)
        if role and has_reason(words, n, stop, role, comma):
            return role
    return ""


def said_at(words: Sequence[Known], n: int) -> tuple[str, int]:
    """What is said at a word, and where it ends: "declined", or a negation and what was not done."""
    word = words[n] if n < len(words) else UNKNOWN
    if word.before == "negated":
        act = next((k for k in range(n + 1, len(words)) if not words[k].roles & LED_TO), len(words))
        acts = [k for k in range(n + 1, act + 1) if k < len(words) and "act" in words[k].roles]
        if acts:
            return "negated", acts[-1] + 1
    return word.after, n + 1


def has_reason(words: Sequence[Known], n: int, stop: int, role: str, comma: bool) -> bool:
    """Whether nothing more is said than a reason or a condition: not so in "letrozole, no side effects"."""
    if stop == len(words) or role == CONDITION:
        return True
    bare = stop == n + 1 and role == "negated" and words[n].before == "negated"  # "no" alone
    return "reason" in words[stop].roles and role in REASONED and not comma and not bare


LINE_OF_THERAPY = re.compile(r"(?:second|third|fourth|later|2nd|3rd|4th)[- ]line|[2-4]l|line [2-9]", re.IGNORECASE)


def is_placebo(tokens: Sequence[Token], i: int) -> bool:
    """Whether a placebo of the drug at `i` is meant: "palbociclib placebo", "placebo to match abemaciclib"."""
    behind = [token for token in tokens[i + 1 : i + 5] if token.kind != "hyphen" and not is_matching(token)]
    if behind and behind[0].means("placebo") and behind[0].kind == "word":
        return True
    linked = False
    for token in reversed(tokens[max(0, i - 4) : i]):
        if token.means("placebo"):
            return linked
        if token.kind not in ("hyphen", "open") and not is_matching(token):
            return False
        linked = True
    return False


def is_matching(token: Token) -> bool:
    """Whether a word only links a placebo and the drug that it looks like: "placebo to match abemaciclib"."""
    return token.means("matching") or token.text.casefold() in ("for", "to", "of", "the")


def is_outside(book: Book, token: Token) -> bool:
    """Whether a token is a medicine outside the vocabulary."""
    drugs = [book.drugs[match.id] for match in token.matches if match.kind == "drug"]
    return token.kind == "other" or (bool(drugs) and all(drug.outside for drug in drugs))


def versus_between(tokens: Sequence[Token]) -> bool:
    """Whether a name stands before the first "vs", and a name or a placebo behind it."""
    at = next((n for n, token in enumerate(tokens) if token.kind == "versus"), -1)
    named = any(tokens[n].kind == "name" for n in range(at))
    return named and any(is_arm(tokens[n]) for n in range(at + 1, len(tokens)))


def is_arm(token: Token) -> bool:
    """Whether a token names what an arm of a trial gets."""
    return token.kind == "name" or bool(token.means("placebo"))


def joined_by(tokens: Sequence[Token], i: int) -> str:
    """How the name at `i` is joined to the name before it: then, or, optional, comma, slash, and."""
    between: list[Token] = []
    for n in range(i - 1, -1, -1):
        if tokens[n].kind == "name":
            return join_kind(tokens[n], between[::-1], tokens[i], is_counted(tokens, i) and is_counted(tokens, n))
        between.append(tokens[n])
    return "and"


def is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` has a count of cycles of its own."""
    return any(token.kind == "mark" and token.of == "cycles" for token in tokens[max(0, i - 1) : i + 2])


def join_kind(left: Token, between: Sequence[Token], right: Token, both_counted: bool) -> str:
    """The joiner that decides."""
    kinds = [token.kind for token in between]
    if any(token.means("placebo") for token in between):
        return "and"
    for kind, join in (("optional", "optional"), ("then", "then"), ("or", "or"), ("stop", "then")):
        if kind in kinds:
            return join
    if any(LINE_OF_THERAPY.fullmatch(token.text) for token in between if token.kind == "mark"):
        return "then"
    if "hyphen" in kinds and (left.acronym or right.acronym):
        return "then"
    if [token.text for token in between if token.kind != "mark"] == [","]:
        return "comma"
    if between and all(token.kind == "slash" or token.text == "|" for token in between):
        return "slash"
    return "then" if both_counted and left.acronym else "and"
