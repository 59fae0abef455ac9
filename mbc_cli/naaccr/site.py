"""Whether the rules for breast cancer apply to a tumor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mbc_cli.naaccr.elements import Items

SITE, HISTOLOGY = SITE_ITEMS = ("primarySite", "histologicTypeIcdO3")
BREAST = "C50"
NIPPLE = "C500"
HISTOLOGIES = (range(8000, 8701), range(8720, 8791), range(8982, 8984))
MELANOMAS = HISTOLOGIES[1]


def is_breast(items: Items) -> bool:
    """Whether a tumor is in the breast and has a histology that is staged as breast cancer.

    The histologies are those of the breast schema of EOD (staging.seer.cancer.gov/eod_public/schema/3.3/breast/): no
    sarcoma except myoepithelial, no lymphoma, no melanoma of the nipple. A missing or non-numeric histology counts.
    """
    site, histology = items.get(SITE, "").upper(), items.get(HISTOLOGY, "")
    if not site.startswith(BREAST) or not histology.isdecimal():
        return site.startswith(BREAST)
    kinds = [kind for kind in HISTOLOGIES if int(histology) in kind]
    return bool(kinds) and not (site == NIPPLE and kinds == [MELANOMAS])
