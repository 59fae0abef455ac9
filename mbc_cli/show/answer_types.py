"""The types of what is computed for an answer, in addition to those of the fields of records (`book.shapes`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from mbc_cli.book.json_schema import ANY_NUMBER, FLAG, INTEGER, TEXT, TEXT_LIST, Schema, many, mapping, only, ref


class Described:
    """A type given by its JSON Schema; if it has a name, it is listed in `$defs` under that name."""

    def __init__(self, schema: Schema, name: str = "") -> None:
        self.schema, self.name = schema, name


DataVersion = Annotated[
    str,
    Described(
        {
            "description": "The day up to which the shipped data is curated.",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        },
        "data_version",
    ),
]
AnyText = Annotated[str, Described({"type": "string"})]
"""A text that may be empty."""
Count = Annotated[int, Described(INTEGER)]
Verdict = Literal["fits", "open", "ruled out"]
LineGroup = Literal["first", "second", "later", "any", "test", "bone", "local", "supportive", "strategy"]
"""A line of therapy, any line, the result of a test, or what is listed beside the lines."""
BasisOf = Literal["guideline", "label", "restated", "guide"]
State = Literal["current", "ended"]
IndicationState = Literal["in force", "ended", "not yet", "undated", "none", "unverified"]
MatchForm = Literal[
    "name",
    "synonym",
    "abbreviation",
    "abbreviation in combinations",
    "research code",
    "NCIt code",
    "RxCUI",
    "ATC code",
    "brand",
    "class",
    "regimen",
    "protocol",
    "trial",
    "trial, in capitals",
    "experimental arm",
    "control arm",
    "look-alike",
    "treatment",
    "translation",
]
OptionKind = Literal[
    "drug", "class", "choice", "combination", "regimen", "procedure", "strategy", "supportive", "trial"
]  # fmt: skip

TEST_SHOWN: Schema = {
    "oneOf": [
        TEXT,
        many(TEXT, 2),
        only({"all": many(TEXT, 1), "none": many(TEXT, 1), "min": ANY_NUMBER, "max": ANY_NUMBER})
        | {"minProperties": 1, "maxProperties": 1},
    ]
}
CONDITION_SHOWN: Schema = {
    "description": "Axis to what is required (a value, any of a list, or all, none, at least, at most), conditions of "
    "which all, any or none hold, and treatments each of which was given before; all of it must hold.",
    "type": ["object", "null"],
    "minProperties": 1,
    "properties": {
        **dict.fromkeys(("all", "any", "none"), many(ref("condition"), 1)),
        "each_before": many(ref("id"), 1),
        "unless_unsuitable": FLAG,
    },
    "additionalProperties": TEST_SHOWN,
}
ConditionShown = Annotated[dict[str, Any], Described(CONDITION_SHOWN, "condition")]
"""A condition as `conditions_data.condition` returns it."""

PART_SHOWN: Schema = only({"any_of": many(ref("id"), 1), "optional": FLAG, "when": ref("condition")})
PART_SHOWN |= {"required": list(PART_SHOWN["properties"])}
Steps = Annotated[
    list[Any],
    Described(
        {
            "description": "Phases in order; the parts of a phase are given together, each one of several.",
            **many(many(PART_SHOWN, 1)),
        },
        "steps",
    ),
]
StatusOfMarkets = Annotated[
    dict[str, str],
    Described(
        mapping(
            {
                "description": 'A word; with "by" and a date where only a list of a later day says so.',
                "type": "string",
                "pattern": "^(marketed|discontinued|legacy|withdrawn|unverified|not yet"
                "|(marketed|discontinued|legacy|withdrawn) by [0-9-]+)$",
            }
        )
    ),
]
GivenFacts = Annotated[
    dict[str, Any],
    Described(
        {
            "description": "Axis to the value, the number or the treatments that were given.",
            **mapping({"anyOf": [TEXT, {"type": "number", "minimum": 0}, TEXT_LIST]}),
        }
    ),
]
CodesOfItems = Annotated[
    dict[str, str],
    Described({"description": 'NAACCR item to code; "" where it cannot be decided.', **mapping({"type": "string"})}),
]
RowsByVerdict = Annotated[
    dict[str, int], Described({"description": "Verdict to the number of rows.", **mapping(INTEGER)})
]
