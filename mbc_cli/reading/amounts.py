"""What surrounds the names in a treatment text: doses, cycles, schedules, dates, routes, settings, trials.

These are recognized and reported, so that they are never lost and never in the way. Names are always found first, so
that the digits of 5-FU or T-DM1 are not taken for a dose.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NUMBER = r"\d+(?:[.,]\d+)?"
COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|eight|ten|twelve)"
UNIT = r"(?:mg|mcg|µg|μg|ug|g|gm|units?|iu|ml|mmol)(?![a-z])"
PER = r"(?:\s*/\s*(?:m\s?2|m²|m\^2|sqm|kg|day|d|dose|week|wk|sem|ml|l|h))*"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
PERIOD = r"(?:hours?|hrs?|h|days?|tage?|d|weekly|weeks?|wks?|w|wochen?|monthly|months?|mos?|m|years?|yrs?)"
LENGTH = r"(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?)"
WEEKS = r"sem"  # also "without" in Portuguese, where a word follows: "x4 sem docetaxel"
WEEKS_END = r"(?=\.|\s*(?:$|[^\w\s\0]))"
DAYS = r"(?:d(?:ays?)?|w(?:(?:ee)?ks?)?)"
CYCLES = r"(?:cycles?|cyc|courses?|doses?|rounds?|zyklen|zyklus|cycli|ciclos|infusions?|injections?)"
DAY = r"(?:3[01]|[12]\d|[1-9])(?!\d)"
STATUS = r"(?:pos(?:itive)?|neg(?:ative)?|unknown)"

STAGE = r"(?-i:[ycpr]{0,3}T(?:[0-4Xx][a-d]?|is)\s?[cp]?N[0-3Xx][a-c]?(?:mi)?\s?(?:[cp]?M[01Xx])?)"
GENE_CHANGE = r"c\.\d+(?:[_+-]\d+)*(?:(?:del|dup|ins)[acgt]*|[acgt]>[acgt])"

PATTERNS = {
    "date": (
        r"\d{4}-\d\d(?:-\d\d)?",
        r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)",
        r"\d{1,2}/\d{4}",
        r"\d{1,2}\.\d{1,2}\.\d{2,4}",
        rf"(?:\d{{1,2}}[ -])?{MONTH}[ -]?(?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d",
    ),
    "trial": (
        r"NCT\s?\d{8}",
        r"eudract\s?[\d-]+",
        r"(?:nrg|nsabp|calgb|swog|ecog)[- ]?[a-z]?-?\d{2,5}",
        r"b-\d\d|[ensz]\d{4}",
    ),
    "dose": (
        rf"(?:\d\s?[x×]\s?)?{NUMBER}(?:\s?[-–/]\s?{NUMBER}){{0,5}}\s?{UNIT}{PER}",  # "2x1000 mg/m2": twice a day
        rf"auc\s*(?:of|=)?\s*{NUMBER}",
        rf"{NUMBER}\s?%",
        rf"\(\s?{NUMBER}(?:\s?/\s?{NUMBER}){{0,5}}\s?\)",
        r"\d{2,4}/\d{2,4}(?:/\d{2,4})?",
        r"[x×]\s?\d{3}",  # tablets
    ),
    "cycles": (
        rf"[x×*]\s?\d{{1,2}}(?:\s?(?:{CYCLES}|{LENGTH}|[ymw]|{WEEKS}{WEEKS_END}))?",
        r"\d{1,2}\s?[x×]",
        rf"{COUNT}[ -]?{CYCLES}",
        rf"{CYCLES}\s?(?:no\.?\s?)?\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?(?![/.-]\d)",
        r"c\d{1,2}(?:\s?d\d{1,2})?|\d{1,2}c|(?-i:No)\d{1,2}",  # "№6" is a count in Russian
    ),
    "schedule": (
        rf"\d{{1,2}}[ -]?{DAYS}[ -]?on(?:[ ,/]+\d{{1,2}}[ -]?(?:{DAYS}[ -]?)?off)?|\d{{1,2}}[ -]?{DAYS}[ -]?off",
        rf"q\.?\s?\d{{1,2}}(?:\s?-?{PERIOD})?",
        r"[1-9]\s?dd(?:\s?[1-9](?!\s?m?c?g|[.,]?\d))?",  # Dutch: "1 dd 1 tablet", "1 dd 1 mg"
        r"(?:c|\d{1,2})/\s?\d{1,2}\s?h|\d{1,2}\s?j(?:/\d{1,2})?",  # Spanish; French
        r"\d{1,2}\s?(?-i:d)(?:/\d{1,2})?",  # "21d", "28 d", but not the docetaxel of "3 D"
        rf"(?:\d{{1,2}}\s?)?/\s?(?:\d{{1,2}}\s?)?{WEEKS}|\d{{1,2}}\s?{WEEKS}{WEEKS_END}",
        r"c/\s?\d{1,2}\s?(?:d[ií]as?|d|sem(?:anas?)?|mes(?:es)?)",  # Spanish: "c/21 días"
        r"q\.?w|q\.?d|q\.?wk",
        rf"every\s(?:{COUNT}|other)?\s?{PERIOD}",
        rf"(?<!\d[.,])(?:{COUNT}|bi|tri)[- ]?(?:weekly|monthly|wochentlich)",  # not the end of "zoladex 10.8 monthly"
        rf"(?:d(?:ays?)?|j(?:ours?)?)\s?{DAY}(?:\s?(?:,|-|–|\+|&|and)\s?{DAY})*",
        rf"(?:(?:for|over)\s)?{COUNT}[ -]?{LENGTH}",
        rf"(?:for|over)\s{COUNT}(?:\s?[-–]\s?{COUNT})?[ -]?(?:{LENGTH}|h)",
        r"\d{1,2}-?(?-i:h)|(?:12|24|48|72)\s(?-i:h)",  # "3h", "24 h", but not the trastuzumab of "4 H" or "tc 6 h"
        rf"(?:d{DAY}){{2,}}",  # "D1D8"
        r"w(?:ee)?ks?\s?\d{1,2}(?:\s?[-–]\s?\d{1,2})?",
        r"\d{1,2}(?:w|y)",
        r"[1-4]\s?[x×]\s?[1-4]",  # times a day and tablets
        r"\d-\d-\d(?:-\d)?",  # in the morning, at noon, in the evening, at night
    ),
    "code": (r"[jq]\d{4}", r"l0[1-4][a-z]{2}\d\d", GENE_CHANGE, STAGE),  # of a product that was billed; of the ATC
    "route": (r"i\.?v\.?(?!\.?m\b)|s\.?c\.?|s/c|i\.?m\.?(?!\sMai\b)|p\.?o\.?",),
    "setting": (
        r"(?:1st|2nd|3rd|4th)[- ]line|[1-4]l|line ?\d",
        rf"node[- ]{STATUS}(?:\s?/\s?{STATUS})?",
        r"her[- ]?2(?:/neu)?[- ]?(?:pos(?:itive)?|neg(?:ative)?|\+|-|low)?|[eh]r\s?[+-]|tnbc",
        rf"pd-?l1(?!\s?[ti]c)(?:\s?(?:[+-]|{STATUS}))?",
        r"[2-9]\d[fm]",  # a patient: "52F"
    ),
}
AROUND = r"(?<![^\W_])(?<!\w['’])(?:{})(?![^\W_])"
MARKS = re.compile(
    "|".join(f"(?P<{kind}>{AROUND.format('|'.join(patterns))})" for kind, patterns in PATTERNS.items()),
    re.IGNORECASE,
)
DOSE_DENSE = re.compile(r"^(idd|dd)(?=[A-Z])")
DOSE_DENSE_IN_CAPITALS = re.compile(r"^(DD)(?=[A-Z]{2})")
WEEKLY = re.compile(r"^(wk?)(?=[A-Z])")
DOSE_IN_ACRONYM = re.compile(r"(?<=[A-Za-z])-?(\d{2,3})(?![\d/])(?!\s?mg)")
DOSE_AFTER_ACRONYM = re.compile(r"(?<=[A-Z]{2}) (\d{2,3})(?![\d/])(?!\s?mg)")


class Mark(NamedTuple):
    """A piece of text that is not a name: what kind of thing it says, and where it is."""

    kind: str
    text: str
    start: int
    end: int
