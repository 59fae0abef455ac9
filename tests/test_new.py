"""`mbc new`: what is filled in as its comments say passes the check, and every key of a kind is in its block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args, get_origin, get_type_hints

import pytest
import tomli

from mbc_cli.bench.blocks import COLUMN, KINDS, WIDTH, block, described_keys, kinds, meaning, own, slug
from mbc_cli.bench.overlay import dropped
from mbc_cli.bench.standing import standing
from mbc_cli.book import shapes
from mbc_cli.book.model import Citation
from mbc_cli.store import checks, layers, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Ran

OWN = [kind for kind in KINDS if own(kind).is_file()]
ROWS = 40
NEEDED: dict[str, dict[str, str]] = {
    "source": {
        "[source.ID]": "[source.zzz-2026]",
        'title = ""': 'title = "Zzz: prescribing information"',
        'publisher = ""': 'publisher = "Zzz"',
        'kind = ""': 'kind = "label"',
        'region = ""': 'region = "US"',
        'licence = ""': 'licence = "not stated"',
        'date = ""': "date = 2026-02-03",
    },
    "drug": {
        "[drug.ID]": "[drug.zzzumab]",
        'name = ""': 'name = "zzzumab"',
        'classes = [""]': 'classes = ["her2-antibody"]',
        'routes = [""]': 'routes = ["intravenous"]',
        'mechanism = ""': 'mechanism = "antibody to HER2"',
        '  "",  ': '  "zzz-2026: Indications, NCIt C999991, RxCUI 99999912, ATC L01FD99",  ',
    },
    "brand": {
        "[brand.ID]": "[brand.zzzera]",
        'name = ""': 'name = "Zzzera"',
        'drugs = [""]': 'drugs = ["zzzumab"]',
        '\nsources = [""]': '\nsources = ["zzz-2026: title"]',
    },
    "regimen": {
        "[regimen.ID]": "[regimen.zzz-t]",
        'name = ""': 'name = "ZZZ-T"',
        '{ together = ["", ""] }': '{ together = ["zzzumab", "docetaxel"] }',
        'evidence = ""': 'evidence = "C"',
        '\nsources = [""]': '\nsources = ["zzz-2026: Studies, NCIt C999992"]',
    },
    "protocol": {
        "[protocol.ID]": "[protocol.zzz-br07]",
        'name = ""': 'name = "ZZZ-BR07"',
        'system = ""': 'system = "our hospital"',
        '{ together = ["", ""] }': '{ together = ["zzzumab", "docetaxel"] }',
        'evidence = ""': 'evidence = "C"',
        '\nsources = [""]': '\nsources = ["zzz-2026: page 7, NCIt C999993"]',
    },
    "statement": {
        "[statement.ID]": "[statement.zzz-2026-zzzumab]",
        'treatment = { drug = "" }': 'treatment = { drug = "zzzumab" }',
        'source = ""': 'source = "zzz-2026: Indications"',
        "when = {  }": 'when = { her2 = "positive" }',
        'direction = ""': 'direction = "for"',
        'strength = ""': 'strength = "labelled"',
        'line = ""': 'line = "any"',
    },
    "word": {
        "[word.ID]": "[word.declined-zz]",
        'texts = [""]': 'texts = ["zzzodmówiła"]',
        'role = ""': 'role = "declined"',
        'language = ""': 'language = "pl"',
        'examples = [""]': 'examples = ["{} docetaxel"]',
        '\nsources = [""]': '\nsources = ["common-usage: Polish"]',
    },
}
"""What a curator writes in the place of what an entry needs."""
OPTIONAL: dict[str, dict[str, str]] = {
    "source": {
        '# date_note = ""': 'date_note = "the month of its last change"',
        '# address = ""': 'address = "https://zzz.example"',
        '# note = ""': 'note = "only the first page was read"',
    },
    "drug": {
        '# synonyms = [""]': 'synonyms = ["zzzumab-abcd"]',
        '# abbreviations = [""]': 'abbreviations = ["ZZZM"]',
        '# in_combination = [""]': 'in_combination = ["zzzu"]',
        '# research_codes = [""]': 'research_codes = ["ZZ-99991"]',
        '# distinct_from = [""]': 'distinct_from = ["trastuzumab"]',
        'codes = { ncit = "", rxcui = "", atc = "" }': (
            'codes = { ncit = "C999991", rxcui = "99999912", atc = "L01FD99" }'
        ),
        'from = "", kind = "", text = "", sources = [""] }': (
            'from = 2026-01-02, kind = "approved", until = 2026-02-01, ended = "withdrawn", '
            'text = "HER2-positive metastatic", sources = ["zzz-2026: Indications"] }'
        ),
        '# biosimilar_of = ""': 'biosimilar_of = "trastuzumab"',
        '# components = [""]': 'components = ["trastuzumab", "pertuzumab"]',
        '# form_of = ""': 'form_of = "docetaxel"',
        '# form_words = [""]': 'form_words = ["zzz-bound"]',
        '# double_use = ""': 'double_use = "gout"',
        '# notes = [""]': 'notes = ["a note"]',
        '# unverified = [""]': 'unverified = ["its route"]',
        "# [category.ID]": "[category.zzzumab]",
        '# category = ""': 'category = "brm"',
        '\n# sources = [""]': '\nsources = ["zzz-2026: Indications"]',
    },
    "brand": {
        'status = "", as_of = "", sources = [""]': (
            'status = "marketed", as_of = "2026-01", sources = ["zzz-2026: title"]'
        ),
        '# written = [""]': 'written = ["Zzz-Era"]',
        '# product = ""': 'product = "zzzumab"',
        '# use = ""': 'use = "gout"',
        '# note = ""': 'note = "a note"',
    },
    "regimen": {
        '# written = [""]': 'written = ["ZZZ/T"]',
        'letters = { A = "", C = "" }': 'letters = { ZZZ = "zzzumab", T = "docetaxel" }',
        'codes = { ncit = "" }': 'codes = { ncit = "C999992" }',
        'when = { her2 = "" }': 'when = { her2 = "positive" }',
        '# setting = ""': 'setting = "adjuvant"',
        '# risky = [""]': 'risky = ["ZZZ/T"]',
        '# unsourced = [""]': 'unsourced = ["ZZZ/T"]',
        '# notes = [""]': 'notes = ["a note"]',
        '# unverified = ""': 'unverified = "its second phase"',
    },
    "protocol": {
        '# written = [""]': 'written = ["ZZZ-BR7"]',
        'letters = { A = "", C = "" }': 'letters = { ZZZ = "zzzumab", BR = "docetaxel" }',
        'codes = { ncit = "" }': 'codes = { ncit = "C999993" }',
        'when = { her2 = "" }': 'when = { her2 = "positive" }',
        '# setting = ""': 'setting = "adjuvant"',
        '# risky = [""]': 'risky = ["ZZZ-BR7"]',
        '# unsourced = [""]': 'unsourced = ["ZZZ-BR7"]',
        '# notes = [""]': 'notes = ["a note"]',
        '# unverified = ""': 'unverified = "its second phase"',
    },
    "statement": {
        '# text = ""': 'text = "with a taxane"',
        'fits = [{ her2 = "" }]': 'fits = [{ her2 = "positive", pr = "positive", prior = [] }]',
        'misses = [{ her2 = "" }]': 'misses = [{ her2 = "negative" }]',
        '# region = ""': 'region = "US"',
        '# from = ""': "from = 2026-01-02",
        '# from_is = ""': 'from_is = "exact"',
        '# until = ""': "until = 2026-02-01",
        '# ended = ""': 'ended = "withdrawn"',
        '# replaced_by = [""]': 'replaced_by = ["asco-2022-second-line"]',
        '# newer = [""]': "newer = []",
        '# unverified = ""': 'unverified = "the day"',
        "# silent = [{  }]": 'silent = [{ her2 = "negative.low" }]',
        '# place = [""]': 'place = ["any"]',
        "# studied = [{  }]": 'studied = [{ her2 = "positive" }]',
        '# behind = [""]': "behind = []",
        '# before = [""]': 'before = ["hormone-therapy"]',
        '# row = ""': 'row = "Z-001"',
    },
    "word": {
        '# place = ""': 'place = "either"',
        '# status = ""': 'status = "no drug"',
    },
}
"""What one writes in the place of what can be left out."""


def filled(text: str, *pairs: dict[str, str]) -> str:
    """A block with what a curator writes; each place stands in it once."""
    for old, new in (pair for given in pairs for pair in given.items()):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def problems_in(folder: Path, blocks: dict[str, str]) -> list[str]:
    """What the check says of some blocks, a file each."""
    for kind, text in blocks.items():
        (folder / f"{kind}s.toml").write_text(text, "utf-8")
    return [f"{problem.key}: {problem.what}" for problem in load.check(folder)[0]]


def test_what_is_most_written_has_a_block_of_its_own_and_every_kind_some_block() -> None:
    assert (
        {"drug", "brand", "regimen", "protocol", "statement", "source", "word"}
        == set(OWN)
        == set(NEEDED)
        == set(OPTIONAL)
    )
    assert sorted(kinds()) == sorted(KINDS)
    assert set(kinds()[: len(OWN)]) == set(OWN)
    assert all(meaning(kind)[:1].isupper() for kind in KINDS)


def test_what_is_filled_in_passes_the_check(tmp_path: Path) -> None:
    assert problems_in(tmp_path, {kind: filled(block(kind), NEEDED[kind]) for kind in OWN}) == []


def test_what_can_be_left_out_passes_the_check_when_it_is_filled_in(tmp_path: Path) -> None:
    blocks = {kind: filled(block(kind), NEEDED[kind], OPTIONAL[kind]) for kind in OWN}
    flags = re.compile(
        r"^# (?=(?!read_off)\w+ = true|indications|  \{|\]|codes|markets|letters|when|fits|misses|date_is)", re.M
    )
    blocks = {kind: flags.sub("", text) for kind, text in blocks.items()}
    written = "".join(own(kind).read_text("utf-8") for kind in OWN).splitlines()
    empty = [line for text in blocks.values() for line in text.splitlines() if re.match(r"# \w+ = |.*= \[?\"\"", line)]
    assert [line for line in empty if line in written] == [
        '# not_found = ""          # instead: why no record of it was found'
    ]
    assert problems_in(tmp_path, blocks) == []


def test_what_is_empty_is_told_key_by_key(tmp_path: Path) -> None:
    blocks = {kind: block(kind).replace(".ID]", ".zzz]") for kind in KINDS}
    needed = {
        f"{kind}.zzz.{key}" for kind, text in blocks.items() for key in re.findall(r"^(\w+) = (?!\[\] )", text, re.M)
    }
    said = {problem.partition(":")[0] for problem in problems_in(tmp_path, blocks)}
    assert [key for key in sorted(needed) if not any(place.startswith(key) for place in said)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_kind_is_in_its_block_once(kind: str) -> None:
    head, *_ = block(kind).split("\n\n")
    keys = re.findall(r"^(?:# )?(\w+)(?:\.\w+)? = ", head, re.MULTILINE)
    assert sorted(keys) == sorted(described_keys(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_is_one_screen_and_toml_when_all_of_it_is_wanted(kind: str) -> None:
    lines = block(kind).splitlines()
    assert [line for line in lines if len(line) > WIDTH] == []
    assert len(lines) <= ROWS + 10 * (kind == "statement")
    assert [
        line
        for line in lines
        if "# " in line[2:] and line[COLUMN] != "#" and len(line.partition("  # ")[0]) < COLUMN - 2
    ] == []
    wanted = re.sub(r"^# ", "", "\n".join(lines).split("\n\n")[0], flags=re.MULTILINE)
    assert tomli.loads(wanted.replace(".ID]", ".zzz]"))


def words_of(kind: str) -> Iterator[str]:
    """The words that the keys of a kind can have, where these are a few."""
    hints = get_type_hints(KINDS[kind], localns=vars(shapes), include_extras=True)
    for of in hints.values():
        inner = get_args(of)[0] if get_origin(of) is tuple else of
        if of not in (shapes.WordRole, shapes.Licence):  # of these the block has some
            yield from (word for word in get_args(inner) if isinstance(word, str) and word not in ("", "id", "date"))


@pytest.mark.parametrize("kind", [kind for kind in OWN if kind != "word"])
def test_every_word_of_a_set_is_in_the_block(kind: str) -> None:
    said = re.sub(r"\s*\n\s*# ", " ", block(kind))
    assert [word for word in words_of(kind) if word not in said and word != "exact"] == []


def test_a_name_is_filled_in_with_its_id(run: Callable[..., Ran]) -> None:
    ran = run("new", "drug", "Zzz-1,2", "mafodotin")
    assert ran.code == 0
    assert ran.out.startswith("[drug.zzz-12-mafodotin]   # ")
    assert '\nname = "Zzz-1,2 mafodotin"  # the generic name' in ran.out
    assert "\n# [category.zzz-12-mafodotin]\n" in ran.out
    assert [line for line in ran.out.splitlines() if line != line.rstrip()] == []
    assert ran.err.startswith("mbc: fill in what is empty")


@pytest.mark.parametrize(
    ("name", "id_"), [("T-DXd", "t-dxd"), ("odmówiła", ""), ("AC → T", ""), ("5-FU/LV", "5-fu-lv")]
)
def test_an_id_of_a_name(name: str, id_: str) -> None:
    assert slug(name) == id_


def test_a_name_of_other_letters_leaves_the_id_to_the_curator(run: Callable[..., Ran]) -> None:
    assert run("new", "word", "odmówiła").out.splitlines()[:2] == [
        "[word.ID]                 # the role and the language: declined-es",
        'texts = ["odmówiła"]      # words or phrases: "rechazó"; "rechaz*": any ending',
    ]


def test_a_name_that_something_has_is_told(run: Callable[..., Ran]) -> None:
    assert run("new", "regimen", "Herceptin").err.startswith("mbc: 'Herceptin' is already a name of brand.herceptin\n")


def test_an_id_is_all_that_a_name_gives_where_the_kind_has_no_name(run: Callable[..., Ran]) -> None:
    assert run("new", "source", "zzz-2026").out.startswith("[source.zzz-2026]         # ")
    assert 'title = ""' in run("new", "source", "zzz-2026").out
    assert run("new", "statement", "zzz-2026").out.splitlines()[1].startswith('treatment = { drug = "" }')


def test_the_kinds_are_listed(run: Callable[..., Ran]) -> None:
    out = run("new").out
    assert [line.split()[0] for line in out.splitlines()[1 : len(KINDS) + 1]] == kinds()


def test_no_kind_is_met_by_the_one_that_is_near(run: Callable[..., Ran]) -> None:
    assert run("new", "drgu") == (2, "", "mbc: 'drgu' is not a kind of entry: did you mean 'drug'?\n")
    assert run("new", "kjh") == (2, "", "mbc: 'kjh' is not a kind of entry: mbc new lists them\n")


def test_a_word_that_is_known_says_where(run: Callable[..., Ran]) -> None:
    assert "mbc: 'on hold' is already known, as stopped in word.chart-held (en)\n" in run("new", "word", "on hold").err
    assert "known" not in run("new", "word", "on xyzzy").err


@pytest.mark.parametrize(
    "asked",
    [
        "new drug paclitaxel",
        "new drug Taxol",
        "new paclitaxel",
        "edit drug paclitaxel",
        "drug paclitaxel --format toml",
    ],
)
def test_a_shipped_entry_is_printed_as_it_stands(asked: str, run: Callable[..., Ran]) -> None:
    ran = run(*asked.split())
    raw, _, _ = layers.read(layers.files_of([load.shipped()]))
    assert tomli.loads(ran.out) == {"drug": {"paclitaxel": raw["drug"]["paclitaxel"]}}
    assert "mbc: to add to it instead: mbc new drug paclitaxel --abbreviation ABC\n" in ran.err


def test_every_shipped_entry_can_be_printed() -> None:
    files = load.laid()
    raw, _, _ = layers.read(files)
    some = [(kind, name) for kind, entries in raw.items() for name in (min(entries), max(entries))]
    assert [one for one in some if tomli.loads(standing(files, *one)) != {one[0]: {one[1]: raw[one[0]][one[1]]}}] == []
    assert standing(files, "drug", "nothing") == ""


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("new brand Zzz --drug trastuzumab", 'drugs = ["trastuzumab"]   # the drugs in it'),
        ("new brand Zzz --drugs=docetaxel,carboplatin", 'drugs = ["docetaxel", "carboplatin"]  # '),
        ("new drug zzz --research-code ZZ-1", 'research_codes = ["ZZ-1"]  # letters'),
        ("new drug zzz --source acs-2019:1,2", '  "acs-2019: 1,2",        # "acs'),
        ("new drug zzz --source acs-2019", '  "acs-2019:",            # "acs'),
        ("new drug zzz --ncit C99999 --atc L01XX99", 'codes = { ncit = "C99999", atc = "L01XX99" }'),
        ("new drug paclitaxel --rxcui 9", 'codes = { rxcui = "9" }'),
        ("new drug zzz --class AI --brand Zzzera", 'drugs = ["zzz"]           # the drugs in it'),
        ("new drug Taxol --brand Zzzera", 'drugs = ["paclitaxel"]    # the drugs in it'),
        (
            "new brand Zzz --market UK --status marketed --as-of 2026-05",
            'markets.UK = { status = "marketed", as_of = "2026-05", sources = [""] }',
        ),
        ("new brand Zzz --generic docetaxel", 'drugs = ["docetaxel"]     # the drugs in it'),
        ("new protocol ZZZ --regimen AC", '  { regimen = "ac" },'),
        ("new synonym Zzz to docetaxel", 'synonyms = ["Zzz"]'),
        ("new statement zzz --regimen TCHP", 'treatment = { regimen = "tchp" }'),
        ("new statement zzz --class taxanes", 'treatment = { class = "taxane" }'),
        ("new lookalike zzz --class taxanes", 'class = "taxane"'),
        ("new category zzz --category brm", 'category = "brm"'),
        ("new drug zzz --routes iv,sc", 'routes = ["intravenous", "subcutaneous"]'),
        ("new brand Zzz of docetaxel", 'drugs = ["docetaxel"]     # the drugs in it'),
        ("new class zzz --parent ADC", 'parent = "antibody-drug-conjugate"'),
        ("new brand Zzz --market Britain,IE", 'markets.IE = { status = "", as_of = "", sources = [""] }'),
        (
            "new brand Ogivri --market UK --source acs-2019:1",
            'markets.UK = { status = "", as_of = "", sources = ["acs-2019: 1"] }',
        ),
        ("new statement zzz --drug docetaxel", 'treatment = { drug = "docetaxel" }'),
        ("new source zzz-2026 --title Zzz", 'title = "Zzz"'),
        ("new regimen ZZZ --drugs docetaxel,carboplatin", '  { together = ["docetaxel", "carboplatin"] },'),
        ("new protocol ZZZ --drugs docetaxel,Herceptin", '  { together = ["docetaxel", "trastuzumab"] },'),
        ("new drug zzz --class AI", 'classes = ["aromatase-inhibitor"]'),
        ("new template protocol ZZZ", 'name = "ZZZ"'),
        ("new alias Txl paclitaxel", 'synonyms = ["Txl"]'),
        ("new abbreviation paclitaxel Txl", 'abbreviations = ["Txl"]'),
        ("new brand Zzz trastuzumab", 'drugs = ["trastuzumab"]   # the drugs in it'),
        (
            "new brand Zzz --drugs docetaxel and trastuzumab deruxtecan",
            'drugs = ["docetaxel", "trastuzumab-deruxtecan"]',
        ),
        ("new brand Zzz --drugs docetaxel --note spare", 'note = "spare"'),
        ("new protocol ZZZ-1 docetaxel carboplatin", '  { together = ["docetaxel", "carboplatin"] },'),
        ("new protocol ZZZ-1 --steps docetaxel + carboplatin", '  { together = ["docetaxel", "carboplatin"] },'),
        ("new regimen ZZZ --steps AC -> Taxol", '  { regimen = "ac" },'),
        ("new regimen ZZZ --steps AC then Taxol taxane", '  { together = ["paclitaxel", { class = "taxane" }] },'),
        ("new drug zzz --synonyms Zza Zzb", 'synonyms = ["Zza", "Zzb"]'),
    ],
)
def test_a_key_that_is_given_is_filled_in(asked: str, line: str, run: Callable[..., Ran]) -> None:
    ran = run(*asked.split())
    assert ran.code == 0
    assert any(found.startswith(line) for found in ran.out.splitlines()), ran.out


@pytest.mark.parametrize(
    "asked", ["new drug zzz --goes-on yes", "new drug paclitaxel --indication US", "new brand Zzz --status marketed"]
)
def test_a_key_that_no_text_can_fill_is_told(asked: str, run: Callable[..., Ran]) -> None:
    ran = run(*asked.split())
    assert re.match(r"mbc: --(goes_on|indications|status) takes more than plain text: fill it in by hand", ran.err)
    assert '["US"]' not in ran.out
    assert ran.code == 0


def test_what_is_no_key_is_no_option(run: Callable[..., Ran]) -> None:
    assert "No such option: --colour" in run("new", "drug", "zzz", "--colour", "red").err


def test_what_is_given_for_a_shipped_entry_is_added_to_it(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("new", "drug", "Taxol", "--abbreviation", "Txl")
    assert run("new", "abbreviation", "Txl", "--drug", "Taxol") == ran
    source = filled(block("source"), NEEDED["source"])
    (tmp_path / "names.toml").write_text(ran.out.replace('[""]', '["zzz-2026: list"]') + source, "utf-8")
    shipped, book = load.load(), load.load(tmp_path)
    before = shipped.drugs["paclitaxel"]
    sources = (*before.sources, Citation("zzz-2026", "list"))
    assert book.drugs["paclitaxel"] == before.but(abbreviations=(*before.abbreviations, "Txl"), sources=sources)
    assert [match.ref for match in book.names.named("Txl")] == ["drug.paclitaxel"]
    assert list(dropped(tmp_path)) == []


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("our formulary, page 3", "our-formulary: page 3"),
        ("house list p.4", "house-list: p.4"),
        ("acs-2019: Bone, table 2", "acs-2019: Bone, table 2"),
        ("section of surgery list", "section-of-surgery-list:"),
    ],
)
def test_a_source_and_its_place_are_told_apart(said: str, written: str, run: Callable[..., Ran]) -> None:
    assert f'\nsources = ["{written}"]\n' in run("new", "drug", "docetaxel", "--synonym", "zzz", "--source", said).out


def test_words_of_a_source_are_its_title(run: Callable[..., Ran]) -> None:
    assert '\ntitle = "Formulary 2026"\n' in run("new", "source", "Formulary 2026").out
    assert '\ntitle = ""\n' in run("new", "source", "our-formulary").out
    assert run("new", "template").out == run("new").out


def test_an_id_in_the_place_of_a_name_is_told(run: Callable[..., Ran]) -> None:
    assert run("new", "brand", "Zzz", "--drug", "Enhertu").err.startswith("mbc: Enhertu has the id trastuzumab-deruxt")
    assert "has the id" not in run("new", "brand", "Zzz", "--drug", "docetaxel").err


def test_what_is_said_of_a_key_breaks_no_line(run: Callable[..., Ran]) -> None:
    out = run("new", "regimen", "ZZZ", "--drugs", "trastuzumab-deruxtecan,pertuzumab").out
    assert max(map(len, out.splitlines())) <= WIDTH
    assert "\n                          # drugs that are given together\n" in out


def test_what_is_left_to_fill_in_is_what_the_check_misses(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "EVERY_STAGE", checks.STAGES)  # the examples of words take long
    asked = "new brand Herwenda --drug trastuzumab --source our-list --market UK"
    ran = run(*asked.split())
    assert "mbc: write the page or section after our-list:\n" in ran.err
    assert 'to describe one: mbc new source "our-list"\n' in ran.err
    source = filled(block("source"), NEEDED["source"]).replace("zzz-2026", "our-list")
    said = problems_in(tmp_path, {"brand": ran.out, "source": source})
    cited, market = 'has no place; write "source-id: section or page"', "brand.herwenda.markets.UK"
    assert sorted(problem.partition(": ")[0] for problem in said) == [
        f"{market}.as_of", f"{market}.sources", f"{market}.status", "brand.herwenda.sources",
    ]  # fmt: skip
    assert f"brand.herwenda.sources: 'our-list:' {cited}" in said
    whole = (
        ran.out.replace("our-list:", "our-list: 1")
        .replace('us = ""', 'us = "marketed"')
        .replace('of = ""', "of = 2026-02-03")
    )
    assert problems_in(tmp_path, {"brand": whole, "source": source}) == []
    assert (
        "fill in what is empty"
        not in run("new", "drug", "docetaxel", "--synonym", "zzz", "--source", "acs-2019: 1").err
    )


def test_what_is_there_already_is_not_added(run: Callable[..., Ran]) -> None:
    ran = run("new", "brand", "Hercessi", "--drug", "trastuzumab-strf")
    assert (ran.code, ran.out) == (0, "")
    assert "mbc: 'trastuzumab-strf' is already in drugs of brand.hercessi\nmbc: nothing to add; " in ran.err
    assert 'abbreviations = ["TXZ"]' in run("new", "drug", "trastuzumab", "--abbreviation", "Tmab", "TXZ").out


def test_a_further_name_that_another_drug_has_is_told(run: Callable[..., Ran]) -> None:
    ran = run("new", "drug", "trastuzumab", "--abbreviation", "TDM1")
    assert "mbc: 'TDM1' is already a name of drug.trastuzumab-emtansine\n" in ran.err


def test_a_further_name_needs_the_entry_that_has_it(run: Callable[..., Ran]) -> None:
    assert run("new", "abbreviation", "Txl").err.startswith("mbc: to add a name to a shipped drug: mbc new drug NAME")


def test_a_shipped_brand_gets_no_drug_that_is_not_in_it(run: Callable[..., Ran]) -> None:
    """With both, every row that names it would have its biosimilar and the original."""
    ran = run("new", "brand", "Herzuma", "--drug", "trastuzumab")
    assert ran.out == ""
    assert "mbc: brand.herzuma is shipped with drugs trastuzumab-pkrb, not trastuzumab\nmbc: nothing to add" in ran.err
