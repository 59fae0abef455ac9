"""The views that people want: names of drugs, statements in words, regimens by phase, approvals, codes, citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.shapes import NON_COMMERCIAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.export.tables import Table


class View(NamedTuple):
    """A view: its name, one line about its contents, and the query behind it."""

    name: str
    help: str
    query: str


BARS = f"licence IN ({', '.join(repr(licence) for licence in NON_COMMERCIAL)})"
"""Whether a source bars commercial use, as SQL."""
DRUG_NAME = """
SELECT drug_id, drug.name AS drug, named.name, named.kind, language FROM (
  SELECT id AS drug_id, name, 'name' AS kind, NULL AS language FROM drug
  UNION ALL SELECT drug_id, synonym, 'synonym', NULL FROM drug_synonym
  UNION ALL SELECT drug_id, abbreviation, 'abbreviation', NULL FROM drug_abbreviation
  UNION ALL SELECT drug_id, in_combination, 'abbreviation in combinations', NULL FROM drug_in_combination
  UNION ALL SELECT drug_id, research_code, 'research code', NULL FROM drug_research_code
  UNION ALL SELECT drug_id, form_word || ' ' || base.name, 'synonym', NULL
    FROM drug_form_word JOIN drug ON drug.id = drug_id JOIN drug AS base ON base.id = drug.form_of_id
  UNION ALL SELECT drug_id, base.name || ' ' || form_word, 'synonym', NULL
    FROM drug_form_word JOIN drug ON drug.id = drug_id JOIN drug AS base ON base.id = drug.form_of_id
  UNION ALL SELECT drug_id, brand.name, 'brand', NULL FROM brand_drug JOIN brand ON brand.id = brand_id
  UNION ALL SELECT product_id, name, 'brand', NULL FROM brand WHERE product_id IS NOT NULL
  UNION ALL SELECT drug_id, written, 'brand', NULL FROM brand_drug JOIN brand_written USING (brand_id)
  UNION ALL SELECT drug_id, name, 'translation', language FROM translation_name
    JOIN translation ON translation.id = translation_id WHERE drug_id IS NOT NULL
  UNION ALL SELECT drug_id, brand, 'brand', language FROM translation_brand
    JOIN translation ON translation.id = translation_id WHERE drug_id IS NOT NULL
) AS named JOIN drug ON drug.id = drug_id"""
STATEMENT_IN_WORDS = f"""
SELECT statement.id, treatment, direction, coalesce(condition, 'none stated') AS condition, silent_condition, line,
  strength, statement.region, start, start_is, until, ended, text, unverified, source_id, source_place,
  source.title AS source, source.publisher, source.kind AS source_kind, source.date AS source_date,
  source.date_is AS source_date_is, source.licence, {BARS} AS bars_commercial_use
FROM statement JOIN source ON source.id = source_id"""
REGIMEN_BY_PHASE = """
SELECT entry.kind, entry.id, treatment_phase.name, arm, phase, treatment
FROM treatment_phase JOIN entry ON entry.ref = entry_ref"""
REGIMEN_DRUG = """
SELECT entry.kind, entry.id, treatment_phase.name, arm, phase, part, choice, drug_id, drug.name AS drug, class_id,
  class.name AS class, optional, condition
FROM treatment_phase_drug JOIN treatment_phase USING (entry_ref, arm, phase) JOIN entry ON entry.ref = entry_ref
LEFT JOIN drug ON drug.id = drug_id LEFT JOIN class ON class.id = class_id"""
APPROVAL = """
SELECT drug_id, drug.name AS drug, region, kind, text, start, start_is, until, ended, early,
  (SELECT group_concat(source_id || ': ' || source_place, '; ') FROM drug_indication_source
   WHERE drug_indication_id = drug_indication.id) AS sources
FROM drug_indication JOIN drug ON drug.id = drug_id"""


def views(tables: Iterable[Table]) -> tuple[View, ...]:
    """The views over some tables; those of codes and citations cover every table that has any."""
    found = list(tables)
    return (
        View("drug_name", "Every name of a drug: its own, brands, research codes, other languages", DRUG_NAME),
        View("statement_in_words", "What each source says, its condition in words", STATEMENT_IN_WORDS),
        View("regimen_by_phase", "Regimens, protocols and arms of trials, phase by phase in words", REGIMEN_BY_PHASE),
        View("regimen_drug", "The drugs of each phase of a regimen, protocol or arm", REGIMEN_DRUG),
        View("approval", "What authorities said about each drug, by region and day", APPROVAL),
        View("code", "Every code of a terminology, with the source that gives it", " UNION ALL".join(codes(found))),
        View("citation", "Every place in a source that an entry cites", " UNION ALL".join(citations(found))),
    )


def codes(tables: Iterable[Table]) -> Iterator[str]:
    """The codes of each kind that has any; a source gives a code if its place contains that code."""
    after = "substr(source_place, instr(source_place, code) + length(code), 1)"
    for kind in (table.kind for table in tables if table.has("system", "code")):
        yield f"""
SELECT '{kind}' AS kind, {kind}_id AS id, {kind}.name, {kind}_code.system, code, source_id, source_place,
  source.date AS source_date, source.date_is AS source_date_is, licence, {BARS} AS bars_commercial_use
FROM {kind}_code JOIN {kind} ON {kind}.id = {kind}_id JOIN {kind}_source USING ({kind}_id)
JOIN source ON source.id = source_id
WHERE instr(source_place, code) > 0 AND {after} NOT GLOB '[0-9A-Za-z]'"""


def citations(tables: Iterable[Table]) -> Iterator[str]:
    """The citations of each table that has any; the id of what is below an entry begins with the entry's id."""
    for table in (table for table in tables if table.has("source_id")):
        own = table.columns[0].name
        of = f"{table.name}.{own}"
        yield f"""
SELECT '{table.kind}' AS kind, substr({of}, 1, instr({of} || '.', '.') - 1) AS id,
  '{table.name.removesuffix("_source")}' AS part, {of} AS part_id, source_id, source_place, source.title AS source,
  source.publisher, source.date AS source_date, source.date_is AS source_date_is, licence, {BARS} AS bars_commercial_use
FROM {table.name} JOIN source ON source.id = source_id"""
