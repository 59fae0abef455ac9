"""What makes a reading unsure, as small named predicates in one list.

A doubt says how far the drugs that were read can be trusted: `ambiguous` if the text has several readings, `partial`
if something next to them that may be treatment was not read. The first doubt of a text, in the order of `DOUBTS`,
decides its status; every one is reported.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mbc_cli.book.names import SEQUENCE
from mbc_cli.book.sharing import meant
from mbc_cli.reading.amounts import MARKS
from mbc_cli.reading.arms import is_labelled, named_after, named_arms
from mbc_cli.reading.forms import REFUSED, another_form
from mbc_cli.reading.glosses import TRIAL
from mbc_cli.reading.looked import AMBIGUOUS, PARTIAL, stretch_between
from mbc_cli.reading.mentions import UNDECIDED
from mbc_cli.reading.numbers import no_dose_of_it
from mbc_cli.reading.scene import TREATED_MARKS
from mbc_cli.reading.sense import (
    a_conditional_part,
    a_list_behind_a_refusal,
    a_list_behind_no,
    a_question,
    a_reaction_to_it,
    a_refusal_of_its_class,
    negation_not_understood,
    not_done_to_any,
    of_a_cell_line,
    of_somebody_else,
    one_of_them_unknown,
    only_begun_in_words,
    only_compared,
    or_nothing,
    part_of_a_list,
    said_of_nothing,
    taken_from_nothing,
    weeks_or_without,
    yet_to_begin,
)
from mbc_cli.reading.status import inside
from mbc_cli.reading.treatment import Doubt, ancestry
from mbc_cli.reading.unnamed import (
    a_class_beside,
    a_kind_answered_by_a_number,
    a_medicine_without_a_name,
    only_the_base,
)
from mbc_cli.reading.words import RUN, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.reading.looked import Looked
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

HEADING = re.compile(r"\s?(?::|=|w/|with\b)", re.IGNORECASE)
OPENED, CLOSED = re.compile(r"\s*[(\[]\s*"), re.compile(r"\s*[)\]]")
BEFORE_LETTER = re.compile(r"\b(?:then|by|and|plus|with)$", re.IGNORECASE)
CHOICES = re.compile(
    r"(?<![\w.,])\d{1,3}\s*,[^|]+(?:\|\s*\d{1,3}\s*,[^|]+)+"  # "1, docetaxel | 2, paclitaxel"
    r"|(?<![\w.,])\d{1,3}\s*=[^=]+(?:[,;|]\s*\d{1,3}\s*=[^=]+)+"  # "1 = docetaxel; 2 = paclitaxel"
    r"|(?<![\w.,])\d{1,3}\s*:[^:|]+(?:\|\s*\d{1,3}\s*:[^:|]+)+"
)
JOINING = tuple("+-/>→&,;–")
UNITING = ("-", "/", "+")
AGAINST_CANCER = ("anticancer", "double use")


def doubts(looked: Looked) -> Iterator[Doubt]:
    """Every doubt about a reading, in the order of `DOUBTS`."""
    for doubt in DOUBTS:
        yield from (found._replace(kind=doubt.__name__.replace("_", " ")) for found in doubt(looked))


def of_another_tumour(looked: Looked) -> Iterator[Doubt]:
    """An acronym next to words for another tumour."""
    for found in looked.found.mentioned:
        if found.elsewhere:
            yield Doubt(AMBIGUOUS)


def above(book: Book, names: set[str]) -> set[str]:
    """The classes of some drugs, and the classes above some classes."""
    return {found for name in names for found in ancestry(book, name)}


def a_regimen_of_other_tumours(looked: Looked) -> Iterator[Doubt]:
    """An acronym that is not a regimen of breast cancer: "FOLFOX"."""
    for found in looked.found.given:
        if found.readings and found.readings[0].other_tumours:
            yield Doubt(AMBIGUOUS, f"{found.token.text}: a regimen for other cancers, or a mistake")


def only_the_name_of_a_trial(looked: Looked) -> Iterator[Doubt]:
    """A trial named alone: the text does not say which arm, if any."""
    for found in looked.found.given:
        if found.token.of_no_arm:
            yield Doubt(AMBIGUOUS, f"{found.token.text}: the name of a trial; the text does not say what was given")


def an_arm_by_its_label(looked: Looked) -> Iterator[Doubt]:
    """A trial arm identified only by its letter or number: "DESTINY-Breast09 arm B"."""
    tokens, trials = looked.found.tokens, [found for found in looked.found.given if found.token.of_no_arm]
    labels = (n for n, token in enumerate(tokens) if trials and token.means("arm") and is_labelled(tokens, n))
    for n in labels:
        arm = looked.found.text[tokens[n].start : tokens[n + 1].end]
        yield Doubt(AMBIGUOUS, f"{arm}: not known which arm of {trials[0].token.text} that is")


def an_arm_of_a_trial_named_after_a_drug(looked: Looked) -> Iterator[Doubt]:
    """An arm of a trial that goes by one of its drugs, which that arm may not get: "olaparib trial, arm B"."""
    tokens = looked.found.tokens
    arms = list(named_arms(tokens)) if any(token.means("trial") for token in tokens) else []
    names = [tokens[n].text for n in named_after(tokens)] if arms else []
    for n in arms if names else ():
        label = tokens[n] if tokens[n].means("placebo") else tokens[n + 1]
        arm = looked.found.text[tokens[n].start : label.end]
        yield Doubt(AMBIGUOUS, f"{arm}: not known what that arm of the {names[0]} trial was given")


def a_trial_in_turn(looked: Looked) -> Iterator[Doubt]:
    """A trial as a step of what was given: "KATHERINE, then capecitabine", "AC then PALOMA-3"."""
    text = looked.found.text
    mentions = sorted((*looked.found.given, *looked.found.mentioned), key=lambda found: found.token.start)
    for n, (name, other) in enumerate(pairwise(mentions)):
        step = other if other.role == TRIAL else name if n == 0 and name.role == TRIAL else None
        if step and SEQUENCE.search(stretch_between(text, name.token, other.token)):
            yield Doubt(PARTIAL, f"{step.token.text}: a trial; the text does not say what was given in it")


def names_at_odds(looked: Looked) -> Iterator[Doubt]:
    """A name followed by a bracket that names a different drug: "Taxol (docetaxel)"."""
    text, given = looked.found.text, looked.found.given
    for name, other in pairwise(given):
        opened = OPENED.fullmatch(text, name.token.end, other.token.start)
        if opened and CLOSED.match(text, other.token.end) and gloss_differs(looked.book, name, other):
            yield Doubt(AMBIGUOUS, f"{name.token.text} and ({other.token.text}) are different drugs")


def gloss_differs(book: Book, name: Mention, other: Mention) -> bool:
    """Whether two names, one of them a brand or both kept apart in the data, stand for different drugs."""
    mine, theirs = set(name.drugs), set(other.drugs)
    if mine & above(book, theirs) or theirs & above(book, mine):
        return False  # "aromatase inhibitor (Femara)", "Verzenio (CDK4/6 inhibitor)"
    apart = any(drug in book.apart_from(one) for one in mine for drug in theirs)
    brands = [any(match.kind == "brand" for match in found.token.matches) for found in (name, other)]
    acronyms = name.token.acronym or other.token.acronym
    return not mine & theirs and not acronyms and (apart or brands[0] != brands[1])


def a_list_of_answers(looked: Looked) -> Iterator[Doubt]:
    """The answers that a form offers as a choice, each with its number: "1, docetaxel | 2, paclitaxel"."""
    text = looked.found.text if looked.found.given else ""
    if ("|" in text or "=" in text) and CHOICES.search(text):
        yield Doubt(AMBIGUOUS, "a list of numbered answers; unclear which was chosen")


def several_readings(looked: Looked) -> Iterator[Doubt]:
    """Alternatives, optional parts, or an acronym with several readings that nothing settles."""
    if looked.found.open:
        yield Doubt(AMBIGUOUS)


def joined_by_a_small_word(looked: Looked) -> Iterator[Doubt]:
    """Two drugs or regimens with only a small word between them: "AC of docetaxel"."""
    tokens, given = looked.found.tokens, {mention.token.start: mention for mention in looked.found.given}
    changed = next((token.start for token in tokens if token.means("change")), len(looked.found.text))
    for one, word, other in zip(tokens, tokens[1:], tokens[2:], strict=False):
        names = [given[token.start] for token in (one, other) if token.start in given]
        named = len(names) == 2 and all(set(name.drugs) - set(looked.book.classes) for name in names)
        if named and word.kind == "word" and word.means("small word") and one.start < changed:
            yield Doubt(AMBIGUOUS, f"{one.text} {word.text} {other.text}: unclear how they belong together")


def a_word_too(looked: Looked) -> Iterator[Doubt]:
    """An abbreviation that is also a word of some language, right before a name: "tras docetaxel"."""
    starts = {mention.token.start for mention in looked.found.given}
    for token, behind in pairwise(looked.found.tokens):
        if {token.start, behind.start} <= starts and token.known.roles - {"modality"}:
            yield Doubt(AMBIGUOUS, f"{token.text}: may be an abbreviation or a word", token)


def beside_a_finding(looked: Looked) -> Iterator[Doubt]:
    """An acronym that is the only name, next to an examination or a finding: "TAC MRI"."""
    found = looked.found
    alone = len(found.given) == 1 and bool(found.given[0].readings)
    if not alone or any(token.means("treated") or token.of in TREATED_MARKS for token in found.tokens):
        return
    name = found.given[0].token
    for pair in pairwise(found.tokens):
        if name in pair and any(token.means("finding") and token.kind == "word" for token in pair):
            yield Doubt(AMBIGUOUS, f"{name.text}: next to a finding, it may mean something else", name)


def a_letter(looked: Looked) -> Iterator[Doubt]:
    """A capital letter that may stand for a drug, joined to something: the T of "AC + T"."""
    for word in looked.found.unread:
        if is_letter(looked.book, looked.found.text, word):
            yield Doubt(AMBIGUOUS)


def near_to_several(looked: Looked) -> Iterator[Doubt]:
    """A long word that is equally close to several names: ambiguous if nothing else is named."""
    if looked.found.near:
        alone = not inside(looked.book, looked.found)
        yield Doubt(AMBIGUOUS if alone else PARTIAL, f"close to {', '.join(looked.found.near)}")


def not_understood(looked: Looked) -> Iterator[Doubt]:
    """A word next to a drug that is not known to be irrelevant to treatment."""
    if looked.found.unread:
        yield Doubt(PARTIAL)


def refused_beside_read(looked: Looked) -> Iterator[Doubt]:
    """An acronym that was refused, next to a drug that was read: it may be a treatment after all."""
    for found in looked.found.mentioned:
        if found.role not in REFUSED or heads(looked, found):
            continue
        if may_be_treatment(looked.book, found) or is_a_unit(looked.found, found):
            yield Doubt(PARTIAL, "" if found.note else f"{found.token.text}: may be a treatment")


def heads(looked: Looked, refused: Mention) -> bool:
    """Whether a look-alike is a heading for drugs of the class it stands for: "NAC: docetaxel", "NAC w/ TC"."""
    book, found, token = looked.book, looked.found, refused.token
    if token.means("modality") and found.text[token.end : token.end + 1] == ":":
        return True  # "TX: TC x4"
    meanings = {book.lookalikes[match.id].stands_for for match in token.matches if match.kind == "lookalike"}
    return HEADING.match(found.text, token.end) is not None and bool(meanings & above(book, set(inside(book, found))))


def is_a_unit(found: Treatment, refused: Mention) -> bool:
    """Whether a sign without spaces makes one acronym of a refused name and a regimen: the PE in "PE-CMF"."""
    acronyms = (mention.token for mention in found.given if mention.readings)
    return any(stretch_between(found.text, token, refused.token) in UNITING for token in acronyms)


def may_be_treatment(book: Book, found: Mention) -> bool:
    """Whether a refused name can stand for a treatment at all: PR never does, HT is one."""
    if found.role == UNDECIDED:
        return True
    matches = meant(book, found.token.text, found.token.matches)
    return any(match.kind != "lookalike" or book.lookalikes[match.id].stands_for for match in matches)


def anticancer_beside(looked: Looked) -> Iterator[Doubt]:
    """An anticancer medicine outside the vocabulary next to a drug."""
    if any(token.use in AGAINST_CANCER for token in looked.found.beside):
        yield Doubt(PARTIAL)


DOUBTS: tuple[Callable[[Looked], Iterator[Doubt]], ...] = (
    another_form,
    negation_not_understood,
    weeks_or_without,
    of_another_tumour,
    a_regimen_of_other_tumours,
    no_dose_of_it,
    only_the_name_of_a_trial,
    an_arm_by_its_label,
    an_arm_of_a_trial_named_after_a_drug,
    names_at_odds,
    a_question,
    of_somebody_else,
    of_a_cell_line,
    part_of_a_list,
    a_list_behind_no,
    a_list_behind_a_refusal,
    a_refusal_of_its_class,
    a_conditional_part,
    only_compared,
    only_begun_in_words,
    yet_to_begin,
    or_nothing,
    taken_from_nothing,
    joined_by_a_small_word,
    a_word_too,
    beside_a_finding,
    a_list_of_answers,
    several_readings,
    a_letter,
    near_to_several,
    refused_beside_read,
    a_trial_in_turn,
    said_of_nothing,
    one_of_them_unknown,
    not_done_to_any,
    a_reaction_to_it,
    not_understood,
    a_medicine_without_a_name,
    only_the_base,
    a_class_beside,
    a_kind_answered_by_a_number,
    anticancer_beside,
)
"""What may be wrong with a reading: first, which drugs are meant; then, what was not read next to them."""


def is_letter(book: Book, text: str, word: Token) -> bool:
    """Whether an unread word is a capital letter that may stand for a drug, joined to something."""
    if len(word.text) != 1 or not word.text.isupper() or word.text.casefold() not in book.letters:
        return False
    before, behind = text[max(0, word.start - 9) : word.start].rstrip(), text[word.end : word.end + 20].lstrip()
    glued = text[word.start - 1 : word.start].isalnum()  # "12wP"
    return (
        glued
        or bool(BEFORE_LETTER.search(before))
        or before[-1:] in JOINING
        or behind[:1] in JOINING
        or begins_with_an_amount(book, behind)
    )


def begins_with_an_amount(book: Book, text: str) -> bool:
    """Whether a text begins with an amount, in figures or in words."""
    run = RUN.match(text)
    return MARKS.match(text) is not None or bool(run and lexicon(book).amount(text, 0, run.end())[0])
