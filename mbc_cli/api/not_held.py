"""Codes of systems that this reference does not have: what to say about one, rather than that nothing has that name."""

from __future__ import annotations

from mbc_cli.book.patterns import pattern

SYSTEMS = {
    "an NSC number": pattern(r"(?i)nsc[ #:-]*\d{2,7}"),
    "a CAS number": pattern(r"(?i)(?:cas[ #:-]*)?\d{2,7}-\d\d-\d"),
    "an HCPCS code": pattern(r"(?i)(?:hcpcs[ :]*)?[jqs]\d{4}"),
    "an NDC": pattern(r"(?i)(?:ndc[ :]*)?\d{4,5}-\d{3,4}-\d\d|ndc[ :]*[\d-]{8,13}"),
    "a DrugBank number": pattern(r"(?i)db\d{5}"),
    "a ChEMBL number": pattern(r"(?i)chembl\d+"),
    "a UNII": pattern(r"(?i)unii[ :]*[0-9a-z]{10}"),
    "the code of no drug here": pattern(r"\d{3,}"),
}
"""What the code of a system is called, and its shape."""
HELD = "drugs are found by their names, or by NCIt, RxCUI or ATC codes"


def not_held(text: str) -> str:
    """What to say about a text that is a code of another system, with room for it in front; "" for any other text."""
    system = next((system for system, shape in SYSTEMS.items() if shape.fullmatch(text.strip())), "")
    return f"{{}} is {system}: {HELD}" if system else ""
