"""The doubts about what is said about a treatment: whether and to whom it was given, and what a word refers to."""

from __future__ import annotations

import re
from itertools import pairwise, product, takewhile
from typing import TYPE_CHECKING

from mbc_cli.reading.arms import COMPARED
from mbc_cli.reading.clauses import CONDITION, FORESEEN, NOT_BORNE, NOT_DONE, is_operation
from mbc_cli.reading.context import LATER_CYCLE, link_between
from mbc_cli.reading.joiners import is_counted
from mbc_cli.reading.looked import AMBIGUOUS, PARTIAL
from mbc_cli.reading.treatment import Doubt, ancestry
from mbc_cli.reading.words import NOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.looked import Looked
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

CLAUSE_END = re.compile(r"[;|]|[.!](?=\s)")
ENDING = ("stop", "then")
YEAR = re.compile(r"(?:19|20)\d\d")
NEXT = 40  # characters between a name and the next one of a list
OPENED = re.compile(r"\s*[(\[]")
ASKED = re.compile("[?？؟]")
SAID_BEHIND = ("negated", "declined", "planned", "discussed", "unavailable", "contraindicated")
SIGNS = (":", "=", "-", "–", "(")
"""Signs between a name and what is said about it: "letrozole - consider", "letrozole (discuss)"."""
UNKNOWN_ITEM = "situation.unknown"
REFUSED = ("declined", "contraindicated", "unavailable")
TAIL = frozenset(("look through", "reason", "month", "the patient", "now", "on", "small word"))
"""Roles of words that continue what was said: "refused *by* patient", "planned *for* March"."""

NO_DRUG = frozenset(("procedure", "placeholder", "modality", "trial", "finding"))
"""Roles of words for things that are not drugs, but can have the same things said about them: "surgery *not done*"."""


def negation_not_understood(looked: Looked) -> Iterator[Doubt]:
    """A word such as "not" before an unknown word: what was not done may be the treatment."""
    text, words = looked.found.text, looked.found.words
    for word, behind in pairwise(words):
        if word.known.before in NOT_DONE and not behind.known.roles and not text[word.end : behind.start].strip():
            yield Doubt(AMBIGUOUS, f"{word.text} {behind.text}: not understood")


def weeks_or_without(looked: Looked) -> Iterator[Doubt]:
    """A word that means "without", or weeks after a number: "x4 *sem* docetaxel" is without docetaxel or for weeks."""
    given_or_not = starts((*looked.found.given, *looked.found.mentioned))
    tokens = looked.found.tokens
    for number, word, behind in zip(tokens, tokens[1:], tokens[2:], strict=False):
        counted = number.kind == "mark" and number.text[-1:].isdigit() and word.text.casefold() == "sem"
        if counted and behind.start in given_or_not:
            yield Doubt(AMBIGUOUS, f"{number.text} {word.text}: weeks, or without {behind.text}")


def one_of_them_unknown(looked: Looked) -> Iterator[Doubt]:
    """An "unknown" as an item in a list of names: "AC, TC, unknown"; not so "HER2: unknown", "unknown dose"."""
    tokens = [token for token in looked.found.tokens if token.kind != "mark"] if looked.found.given else []
    for name, sign, word, behind in zip(tokens, tokens[1:], tokens[2:], (*tokens[3:], None), strict=False):
        listed = name.kind == "name" and (sign.text in (",", ";", "|") or sign.kind in ("slash", "or"))
        last = behind is None or behind.text in (",", ";", "|") or behind.kind in ("stop", "slash", "or", "close")
        if listed and last and word.means(UNKNOWN_ITEM):
            yield Doubt(PARTIAL, f"{word.text}: what it refers to was not read")


def of_a_cell_line(looked: Looked) -> Iterator[Doubt]:
    """The name of a cell line: nothing was given to a patient."""
    line = next((word for word in looked.found.words if word.means("cell line")), None)
    if line and looked.found.given:
        yield Doubt(AMBIGUOUS, f"{line.text}: a cell line, not a patient")


def a_question(looked: Looked) -> Iterator[Doubt]:
    """A question mark: it asks whether a treatment was given."""
    if looked.found.given and ASKED.search(looked.found.text):
        yield Doubt(AMBIGUOUS, "a question")


def only_begun_in_words(looked: Looked) -> Iterator[Doubt]:
    """A verb that requests a treatment right before it: "start docetaxel in March"; whether it began is not stated."""
    given = starts(looked.found.given)
    for word, behind in pairwise(looked.found.tokens):
        if word.means("imperative") and behind.start in given:
            yield Doubt(AMBIGUOUS, f"{word.text} {behind.text}: unclear whether it was started")


def yet_to_begin(looked: Looked) -> Iterator[Doubt]:
    """A start that lies ahead: "Beginn mit Letrozol in 2 Wochen"; not so "progressed on letrozole in 3 months"."""
    given, begins = starts(looked.found.given), False
    for token, word, length in zip(looked.found.tokens, looked.found.tokens[1:], looked.found.tokens[2:], strict=False):
        begins = token.kind not in ENDING and (begins or token.means("now"))
        is_length = length.kind == "mark" and length.of in ("", "schedule") and not YEAR.fullmatch(length.text)
        if begins and word.means("ahead") and is_length and token.start in given:
            yield Doubt(AMBIGUOUS, f"{token.text} {word.text} {length.text}: unclear whether it was started")


def taken_from_nothing(looked: Looked) -> Iterator[Doubt]:
    """A word that removes something from the treatment before it, with nothing to remove it from: "minus docetaxel"."""
    found = looked.found
    first = min((mention.token.start for mention in (*found.given, *found.mentioned)), default=0)
    for word, behind in pairwise(found.tokens):
        if word.known.between and word.start < first == behind.start:
            yield Doubt(AMBIGUOUS, f"{word.text} {behind.text}: unclear from what")


def starts(mentions: Iterable[Mention]) -> set[int]:
    """Where some names begin."""
    return {mention.token.start for mention in mentions}


def only_compared(looked: Looked) -> Iterator[Doubt]:
    """Treatments that are only compared, with none given: the text does not say which one was given."""
    compared = [mention.token.text for mention in looked.found.mentioned if mention.role == COMPARED]
    if compared and not looked.found.given:
        yield Doubt(AMBIGUOUS, "the text does not say which arm was given")


def or_nothing(looked: Looked) -> Iterator[Doubt]:
    """A placebo, or something other than a drug, joined to a name by an "or": "letrozole or placebo"."""
    given = starts(looked.found.given)
    tokens = [token for token in looked.found.tokens if token.kind != "mark"]
    for one, joiner, other in zip(tokens, tokens[1:], tokens[2:], strict=False):
        for name, word in ((one, other), (other, one)):
            instead = word.means("placebo") or (joiner.kind == "or" and word.means("procedure"))
            if joiner.kind in ("or", "slash") and instead and name.start in given:
                yield Doubt(AMBIGUOUS, f"{name.text} or {word.text}: the text does not say which")


def a_conditional_part(looked: Looked) -> Iterator[Doubt]:
    """A name that belongs to a treatment only under a condition: "AC, then T if node positive"."""
    found = looked.found
    conditional = (mention for mention in found.mentioned if mention.role == CONDITION)
    for part, name in product(conditional, found.given):
        first, last = sorted((part, name), key=lambda mention: mention.token.start)
        apart = CLAUSE_END.search(found.text, first.token.end, last.token.start)
        if last.joined != "comma" and not apart:
            yield Doubt(AMBIGUOUS, f"{part.token.text}: conditional; unclear whether the condition was met")
            return


def of_somebody_else(looked: Looked) -> Iterator[Doubt]:
    """A relative, with no treatment read, and no word for the patient before a name: it is unclear whose it is."""
    found = looked.found
    if any(mention.role == "another person" for mention in found.mentioned):
        return
    persons = [word for word in found.words if word.means("another person")]
    for person, name in product(persons, found.given):
        first, last = sorted((person.start, name.token.start))
        if not any(first < word.start < last and word.means("the patient") for word in found.words):
            yield Doubt(AMBIGUOUS, f"{person.text}: unclear whose {name.token.text} it is")
            return


def a_reaction_to_it(looked: Looked) -> Iterator[Doubt]:
    """A drug not tolerated, next to what is given: "reaction to Taxol, now Abraxane"; it may have been started."""
    found = looked.found
    if not found.given:
        return
    for mention in found.mentioned:
        named = [looked.book.drugs[name] for name in mention.drugs if name in looked.book.drugs]
        if mention.role == "adverse reaction" and not all(drug.outside for drug in named):
            yield Doubt(PARTIAL, f"{mention.token.text}: unclear whether it was given before the reaction")


def part_of_a_list(looked: Looked) -> Iterator[Doubt]:
    """A name followed by a bare comma and a name that something is said about: "letrozole, ribociclib planned".

    A plan after a "then" may cover everything: "AC then paclitaxel planned". A plan in a bracket may cover everything
    before it: "letrozole + palbociclib (pending)".
    """
    found = looked.found
    said = (mention for mention in found.mentioned if mention.role in SAID_BEHIND)
    for name, other in product(found.given, said):
        between = found.text[name.token.end : other.token.start].strip()
        if between == "," or is_planned_after(found, name, other) or is_in_bracket_behind(found, name, other):
            yield Doubt(AMBIGUOUS, f"{other.token.text}: unclear whether {name.token.text} is {other.role} too")


def a_list_behind_no(looked: Looked) -> Iterator[Doubt]:
    """A name after "no X" and a bare comma: "no AC, letrozole"; it is unclear whether the "no" covers it too.

    The same is true of other words that rule out a drug: "allergic to Taxol, Abraxane".
    """
    found = looked.found
    tokens = [token for token in found.tokens if not token.means("look through")]  # "allergic *to* Taxol"
    for at, (word, first) in enumerate(pairwise(tokens)):
        said = {mention.token.start: mention for mention in found.mentioned if mention.role == word.known.before}
        if word.known.before not in NOT_BORNE or first.start not in said:
            continue
        clause = list(takewhile(lambda token: token.kind != "stop" and token.text != ";", tokens[at + 2 :]))
        if any(token.kind == "or" or token.means("and") or token.text.casefold() == "nor" for token in clause):
            continue
        for comma, other in pairwise(clause):
            if comma.text == "," and other.start in said and said[other.start].phases:
                yield Doubt(AMBIGUOUS, f"{other.text}: unclear whether {word.text} applies to it too")
                return


def a_list_behind_a_refusal(looked: Looked) -> Iterator[Doubt]:
    """A name in a list that begins with something refused: "declined chemo, RT, and tamoxifen"."""
    given, tokens = starts(looked.found.given), looked.found.tokens
    for at, (before, word) in enumerate(zip((None, *tokens), tokens, strict=False)):
        if word.kind != "word" or word.known.before not in REFUSED or is_of_before(before, word):
            continue
        for n, name in enumerate(takewhile(is_listed, tokens[at + 1 :]), at + 1):
            if name.start in given and not is_taken(tokens, n):
                yield Doubt(AMBIGUOUS, f"{name.text}: unclear whether {word.text} applies to it too", name)


def is_of_before(before: Token | None, word: Token) -> bool:
    """Whether a word is about the name or the operation right before it: "AC declined", "surgery declined"."""
    about = before is not None and (before.kind == "name" or is_operation(before))
    return about and bool(word.known.after)


def a_refusal_of_its_class(looked: Looked) -> Iterator[Doubt]:
    """A name after a colon and the refusal of its class: "chemo declined: TC"; it may be what was declined."""
    found, book = looked.found, looked.book
    if not (found.given and found.mentioned):
        return
    mentions = sorted((*found.given, *found.mentioned), key=lambda mention: mention.token.start)
    for group, name in pairwise(mentions):
        refused = group.role in NOT_DONE and set(group.drugs) <= book.classes.keys() and name in found.given
        answered = ":" in found.text[group.token.end : name.token.start]
        if refused and answered and all(is_within(book, drug, group.drugs) for drug in name.drugs):
            yield Doubt(AMBIGUOUS, f"{name.token.text}: unclear whether it is what was {group.role}", name.token)


def is_taken(tokens: Sequence[Token], n: int) -> bool:
    """Whether the name at `n` has its own count ("no taxane, AC x 4"), or was started: "no AC, TC *started*"."""
    if is_counted(tokens, n):
        return True
    behind, last = (*tokens[n + 1 : n + 3], None, None)[:2]
    ends = last is None or last.kind in ("stop", "mark") or last.text in (",", ";")
    return behind is not None and behind.means("now") and ends


def is_within(book: Book, name: str, groups: Sequence[str]) -> bool:
    """Whether a drug or class belongs to one of some classes."""
    return not set(groups).isdisjoint(ancestry(book, name))


def is_listed(token: Token) -> bool:
    """Whether a token continues a list of treatments: a name, surgery and the like, a comma, an "and"."""
    joins = token.kind in ("and", "slash", "or") and token.text not in (";", "|")
    return joins or token.kind in ("name", "other") or bool(token.known.roles & {"procedure", "modality"})


def is_planned_after(found: Treatment, name: Mention, other: Mention) -> bool:
    """Whether a "then" joins a name to one that is only planned, and nothing before the planned one says so."""
    if other.joined not in ("then", "colon") or other.role not in FORESEEN or other.token.start < name.token.start:
        return False
    apart = CLAUSE_END.search(found.text, name.token.end, other.token.start)
    between = (word for word in found.words if name.token.start < word.start < other.token.start)
    return not apart and not any(word.known.before in FORESEEN or word.means("now") for word in between)


def is_in_bracket_behind(found: Treatment, name: Mention, other: Mention) -> bool:
    """Whether what is said about a name is in a bracket after it, and an "and" joins another name to it."""
    near = 0 < other.token.start - name.token.end < NEXT
    if not near or not OPENED.match(found.text, other.token.end):
        return False
    between = [token for token in found.tokens if name.token.start <= token.start <= other.token.start]
    return link_between(between) == "and"


def said_of_nothing(looked: Looked) -> Iterator[Doubt]:
    """A word such as "refused" that applied to no name: "AC x4 refused", "docetaxel planned for March", "TX plan"."""
    found = looked.found
    roles, not_given = {mention.role for mention in found.mentioned}, starts(found.mentioned)
    alike = starts(mention for mention in found.mentioned if not mention.phases)
    tokens = [token for token in found.tokens if token.text not in SIGNS] if found.given else []
    for before, word, behind in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        if before and (before.start in not_given or before.kind == "other" or is_none(before, word)):
            continue  # "AC planned but not given"
        if is_later_cycle(before) or (behind is not None and behind.start in alike):
            continue  # "cycle 4 omitted", "declined RT"
        idle = is_idle(before, word) or is_answer(before, word, behind)
        said = word.known.after or (word.known.before if idle else "")
        begins = before is None and word.known.before and said != CONDITION  # "Declined RT, on Taxol"
        of_name = before is not None and before.kind == "name" and bool(word.known.after)  # "Ibrance pending approval"
        stands = said == CONDITION or of_name or not is_about_more(found, word)
        if said and not begins and said not in roles and stands:
            yield Doubt(PARTIAL, f"{word.text}: what it refers to was not read")


def not_done_to_any(looked: Looked) -> Iterator[Doubt]:
    """What was not done, if it applied to no name: "docetaxel due to neuropathy not given"; not so "RT not done"."""
    found = looked.found
    if not found.given or any(mention.role == "negated" for mention in found.mentioned):
        return
    for before, word, act in zip(found.tokens, found.tokens[1:], found.tokens[2:], strict=False):
        if word.known.before == "negated" and act.means("act") and not is_not_done_itself(before):
            yield Doubt(PARTIAL, f"{word.text} {act.text}: what it refers to was not read")


def is_not_done_itself(token: Token) -> bool:
    """Whether what was not done may be this, and no treatment: "MRI not done"; not a side effect, which is a reason."""
    side_effect = token.means(NOTED) and not token.means("procedure")
    return bool(token.known.roles & NO_DRUG) and not side_effect


def is_later_cycle(token: Token | None) -> bool:
    """Whether a token is a later cycle, by its number: "cycle 4"; not a cycle count, "4 cycles"."""
    return token is not None and token.of == "cycles" and LATER_CYCLE.fullmatch(token.text) is not None


def is_idle(before: Token | None, word: Token) -> bool:
    """Whether a word that refers ahead may have nothing after it: a condition, or a plan or talk after a name."""
    said = word.known.before if word.kind == "word" else ""
    return said == CONDITION or (said in FORESEEN and before is not None and before.kind == "name")


def is_answer(before: Token | None, word: Token, behind: Token | None) -> bool:
    """Whether nothing follows a word that refers ahead: "docetaxel: not received", "docetaxel (no further)"."""
    last = behind is None or behind.kind in ("stop", "close") or behind.text == ";"
    said = word.kind == "word" and word.known.before in (*NOT_BORNE, *FORESEEN)
    return last and said and before is not None


def is_none(before: Token, word: Token) -> bool:
    """Whether a word answers to something other than a drug: "surgery: none", "RT refused", "surgery planned"."""
    negated = word.known.before == "negated" and bool(before.known.roles & NO_DRUG)
    foreseen = word.known.after == "planned"
    return negated or ((foreseen or word.known.before in NOT_DONE) and is_operation(before))


def is_about_more(found: Treatment, word: Token) -> bool:
    """Whether a word that describes what is next to it is followed by something else: "planned surgery"."""
    after = next((other for other in found.words if other.start >= word.end), None)
    if not word.known.before:
        return False  # it says nothing of what stands behind it: "to follow"
    joined = after is not None and not found.text[word.end : after.start].strip()
    goes_on = after is not None and (after.means("continuing") or not after.known.roles & TAIL)
    return joined and goes_on
