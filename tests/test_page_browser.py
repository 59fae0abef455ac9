"""The page in a browser, offline: its search, its cards, its keys, and its verdicts against those of the command."""

from __future__ import annotations

import json
import math
import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from browser import Browser, executable

from mbc_cli.api.reference import load
from mbc_cli.ask.lookup import NAMED
from mbc_cli.book.book import Book
from mbc_cli.book.errors import UsageError
from mbc_cli.book.history import Moment
from mbc_cli.book.names import fold
from mbc_cli.options.conditions import Between, truth_of
from mbc_cli.options.profile import assuming, profile_of
from mbc_cli.options.verdicts import gathered
from mbc_cli.page.build import page
from mbc_cli.show.options_data import options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mbc_cli.book.model import Axis
    from mbc_cli.options.conditions import Fact

SEED, PROFILES, ANSWERS = 20261126, 1000, 6
HER2, HORMONE = {"her2": "positive", "hr": "negative"}, {"her2": "negative", "hr": "positive"}
TELLING: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, ""),
    (HER2, ""),
    (HER2, "US"),
    ({**HER2, "line": "1"}, "EU"),
    ({**HER2, "line": "2", "prior": ["docetaxel", "pertuzumab", "trastuzumab"]}, ""),
    ({**HER2, "current": ["pertuzumab", "trastuzumab"], "response": "stable"}, ""),
    ({**HORMONE, "menopause": "post", "progressed-on": ["letrozole", "palbociclib"]}, ""),
    ({**HORMONE, "line": "1", "menopause": "post", "prior-early": ["tamoxifen"], "prior-metastatic": []}, ""),
    ({**HORMONE, "line": "1", "menopause": "pre"}, ""),
    ({**HORMONE, "line": "2", "pik3ca": "mutated", "site": ["bone"]}, ""),
    ({**HER2, "prior-anti-her2-metastatic": 1, "prior-metastatic": ["targeted-therapy"]}, ""),
    ({"her2": "negative.low", "hr": "negative", "line": "2", "prior-chemotherapy-metastatic": 1}, "JP"),
    ({**HORMONE, "brca": "mutated.germline", "prior-early": ["anthracycline", "taxane"], "sex": "male"}, ""),
)
"""Profiles and regions in which every rule of the order has its say."""
CELLS = ("line", "rank", "basis", "force", "verdict", "set_back", "overtaken", "missing", "why", "given_before")
HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


def needed_browser() -> str:
    """The browser; where CI runs, a machine without one is a failure."""
    found = executable()
    if found is None and os.environ.get("CI"):
        pytest.fail("no Chromium on this machine, where CI must have one: apt-get install chromium")
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    return found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that shows the page of the shipped data."""
    program = needed_browser()
    folder = tmp_path_factory.mktemp("page")
    mbc = load()
    (folder / "mbc.html").write_text(page(mbc.book, mbc.medicines.by_name.values()), "utf-8")
    opened = Browser(program, folder / "profile")
    opened.open((folder / "mbc.html").as_uri())
    yield opened
    opened.close()


def go(browser: Browser, address: str) -> None:
    """Follow an address within the page, and wait until it is shown."""
    browser.run(f"location.hash = {json.dumps(address)}; new Promise((done) => setTimeout(done, 20))")


def heading(browser: Browser) -> str:
    """What the page is about."""
    return str(browser.run("document.querySelector('h1').textContent"))


def complaints(browser: Browser) -> list[Any]:
    """What the console has, and every error."""
    told = ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
    return [event["params"] for event in browser.events if event["method"] in told]


def requests(browser: Browser) -> list[str]:
    """Every address that was asked for, those that stay in the page apart."""
    asked = [event["params"] for event in browser.events if event["method"] == "Network.requestWillBeSent"]
    return [one["request"]["url"] for one in asked if not one["request"]["url"].startswith("data:")]


# --- as a person uses it -----------------------------------------------------------------------------------------


def test_typing_her_leads_to_herceptin(browser: Browser) -> None:
    go(browser, "#")
    browser.type("/")
    browser.type("her")
    assert browser.run("document.activeElement.id") == "search"
    assert browser.run("document.querySelector('#hits li').textContent") == "Herceptin → trastuzumabbrand begins"
    assert browser.run("document.getElementById('found').textContent").endswith(" results")
    browser.press("ArrowDown")
    assert browser.run("document.activeElement.getAttribute('aria-activedescendant')") == "hits-0"
    browser.press("Enter")
    browser.wait("location.hash === '#brand/herceptin'")
    browser.wait("document.querySelector('h1').textContent === 'trastuzumab'")
    assert browser.run("document.activeElement.tagName") == "H1"
    assert "Herceptin, a brand of trastuzumab" in browser.run("document.querySelector('main').textContent")
    assert browser.run("document.title") == "trastuzumab · mbc"


def test_escape_closes_the_results_and_leaves_the_field(browser: Browser) -> None:
    go(browser, "#about")
    browser.type("/")
    browser.type("tax")
    assert browser.run("document.getElementById('hits').hidden") is False
    browser.press("Escape")
    assert browser.run("document.getElementById('hits').hidden") is True
    browser.press("Escape")
    assert browser.run("document.activeElement.id") != "search"
    assert heading(browser) == "About this page"


def test_pressing_facts_gives_the_verdicts_of_the_command(browser: Browser, run: Any) -> None:
    go(browser, "#options")
    for axis, value in (("her2", "positive"), ("hr", "negative")):
        browser.run(f"document.querySelector('[data-axis={axis}][data-value={value}]').click()")
    assert browser.run("location.hash") == "#options?her2=positive&hr=negative"
    assert browser.run("document.querySelector('.profile').textContent").startswith("HER2-positive, HR-negative")
    shown = browser.run(
        "[...document.querySelectorAll('[data-treatment]')].map(({dataset: d}) => [d.line, d.treatment, d.verdict])"
    )
    said = json.loads(run("options", "--her2", "pos", "--hr", "neg", "--format", "json").out)["results"]
    wanted = [(one["line"], one["treatment"]["name"], one["verdict"]) for one in said]
    standing = [one for one in wanted if one[2] != "ruled out"]
    assert sorted(tuple(one) for one in shown if one[2] != "ruled out") == sorted(standing)
    assert {one[1] for one in shown if one[2] == "ruled out"} == {one[1] for one in wanted if one[2] == "ruled out"}
    first = [one for one in shown if one[0] == "first"][:5]
    assert [tuple(one) for one in first] == [one for one in wanted if one[0] == "first"][:5]


def test_a_treatment_is_picked_by_any_name_and_taken_away(browser: Browser) -> None:
    go(browser, "#options?hr=pos")
    browser.run("document.querySelector('[data-treatments=progressed-on]').focus()")
    browser.type("ibrance")
    browser.press("Enter")
    assert browser.run("location.hash") == "#options?hr=positive&progressed-on=brand%2Fibrance"
    assert "progression on palbociclib" in browser.run("document.querySelector('.profile').textContent")
    browser.run("document.querySelector('.chosen button').click()")
    assert browser.run("location.hash") == "#options?hr=positive"


def test_what_cannot_be_true_together_is_said(browser: Browser) -> None:
    go(browser, "#options?sex=male&menopause=post")
    said = browser.run("document.querySelector('[role=alert]').textContent")
    assert said.startswith("No answer: ")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("#drug/trastuzumab", "HER2 antibody"),
        ("#regimen/tchp", "T = Taxotere"),
        ("#class", "CDK4/6 inhibitor"),
        ("#class/taxane", "docetaxel"),
        ("#source/asco-2022", "Licence"),
        ("#conflict", "Where sources disagree"),
        ("#search?q=C82492", "NCIt code is"),
        ("#options?her2=pos&hr=neg", "HER2-positive, HR-negative"),
        ("#drug/docetaxol", "similar: 1 letter differs"),
        ("#regimen/xqz", "Nothing here is called xqz"),
        ("#%E0%A4%A", "Nothing has that name"),
        ("#constructor", "Nothing has that name"),
        ("#constructor/name", "Nothing has that name"),
        ("#options?her2=constructor", 'HER2 has no value "constructor"'),
        ("#options?prior=toString", 'no drug, class, brand or regimen "toString"'),
        ("#options?shoe-size=42", 'no fact is called "shoe-size"'),
        ("#options?prior=", "nothing is said of prior treatment"),
        ("#options?her2=pos,neg", "HER2 is given as negative and positive"),
        ("#options?her2=neg,low", "HER2-low metastatic"),
        ("#options?her2=unknown&hr=pos", "HR-positive metastatic"),
        ("#options?prior=Ibrance,tchp", "prior carboplatin, docetaxel, palbociclib, pertuzumab, trastuzumab"),
        ("#options?tmb=>=10", "at least 10"),
        ("#options?her2=pos&region=usa", "Labels from "),
        ("#options?her2=pos&region=xx", 'no labels were read for "XX"'),
    ],
)
def test_an_address_leads_there(browser: Browser, address: str, words: str) -> None:
    assert words in browser.run(f"mbc.text({json.dumps(address)})")


def test_an_acronym_is_never_another_one(browser: Browser) -> None:
    def best(text: str) -> dict[str, Any]:
        return dict(browser.run(f"mbc.search({json.dumps(text)})[0]"))

    assert (best("TAC")["ref"], best("TAC")["how"]) == ("regimen.tac", "is")
    assert (best("T-AC")["ref"], best("T-AC")["how"]) == ("regimen.t-ac", "is")
    assert best("AC → T")["ref"] == "regimen.ac-t"
    assert browser.run("mbc.search('GHX')") == []


def test_of_a_shared_name_the_usual_reading_stands_first(browser: Browser) -> None:
    for text, readings, _ in shared():
        hits = browser.run(f"mbc.search({json.dumps(text)})")
        assert [hit["ref"] for hit in hits][: len(readings)] == readings, text
        assert hits[0]["usual"]


def shared() -> list[tuple[str, list[str], str]]:
    """Some shared names with their readings, which are acronyms all."""
    every = [(one.text, list(one.readings), one.note) for one in load().book.shared.values()]
    return [one for one in every if all(not ref.startswith(("drug.", "brand.")) for ref in one[1])][:12]


def test_every_entry_can_be_shown(browser: Browser) -> None:
    book = load().book
    kinds = (*NAMED, "source", "erratum")
    names = [f"#{'conflict' if kind == 'erratum' else kind}/{name}" for kind in kinds for name in book.shelves[kind]]
    shown = browser.run(f"{json.dumps(names)}.filter((one) => mbc.text(one).includes('Nothing has that name'))")
    assert shown == []


def test_everything_has_a_name_for_a_screen_reader(browser: Browser) -> None:
    go(browser, "#options?her2=pos")
    browser.run(
        "for (const one of document.querySelectorAll('.asked details, .line:first-of-type details')) one.open = true"
    )
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    wanted = {"button", "link", "textbox", "combobox", "listbox", "heading", "navigation", "search", "form", "table"}
    named = [node for node in nodes if node.get("role", {}).get("value") in wanted and not node.get("ignored")]
    assert len(named) > 100
    assert [node["role"]["value"] for node in named if not node.get("name", {}).get("value")] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, width: int) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=700, deviceScaleFactor=1, mobile=width < 600)
    for address in ("#", "#drug/trastuzumab", "#options?her2=pos", "#class", "#regimen", "#regimen/ac-t", "#conflict"):
        go(browser, address)
        browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
        assert browser.run("document.documentElement.scrollWidth <= innerWidth"), address
    browser.call("Emulation.clearDeviceMetricsOverride")


def test_what_is_folded_is_printed(browser: Browser) -> None:
    go(browser, "#drug/trastuzumab")
    folded = "document.querySelectorAll('main details:not([open])').length"
    before = browser.run(folded)
    assert before
    assert browser.run(f"dispatchEvent(new Event('beforeprint')); {folded}") == 0
    assert browser.run(f"dispatchEvent(new Event('afterprint')); {folded}") == before


# --- what is typed, and what the data says, is only ever text ----------------------------------------------------


def test_what_is_typed_is_text(browser: Browser) -> None:
    for address in (f"#drug/{HOSTILE}", f"#search?q={HOSTILE}", f"#options?prior={HOSTILE}", f"#{HOSTILE}"):
        go(browser, address)
        assert browser.run("document.querySelectorAll('main img, main script').length") == 0
        assert "alert(2)" in browser.run("document.querySelector('main').textContent")


def test_what_the_data_says_is_text(browser: Browser, tmp_path: Path) -> None:
    book = load().book
    drugs = {**book.drugs, "trastuzumab": book.drugs["trastuzumab"].but(name=HOSTILE, notes=(HOSTILE,))}
    mine = Book({**book.shelves, "drug": drugs}, book.names, book.back, HOSTILE)
    file = tmp_path / "hostile.html"
    file.write_text(page(mine, ()), "utf-8")
    address = browser.run("location.href.split('#')[0]")
    browser.open(f"{file.as_uri()}#drug/trastuzumab")
    assert heading(browser) == HOSTILE
    assert browser.run("document.querySelectorAll('main img, main script, footer script').length") == 0
    assert HOSTILE in browser.run("document.querySelector('footer').textContent")
    browser.open(address)


# --- the same rules ----------------------------------------------------------------------------------------------


def profiles(number: int) -> list[dict[str, Any]]:
    """Random profiles: some axes with values, numbers about the limits of the data, and treatments.

    Every other one is of axes that depend on one another alone, where most follows and most contradicts itself.
    """
    chance = random.Random(SEED)
    every = list(load().book.axes.values())
    bound = [axis for axis in every if axis.within or axis.made_of or axis.follows]
    some = (chosen(bound if n % 2 else every, chance) for n in range(number))
    return [{axis.id: told(axis, chance) for axis in axes} for axes in some]


def chosen(axes: list[Axis], chance: random.Random) -> list[Axis]:
    """Some axes, in the order of the data."""
    names = set(chance.sample([axis.id for axis in axes], chance.randint(0, 6)))
    return [axis for axis in axes if axis.id in names]


def told(axis: Axis, chance: random.Random) -> Any:
    """Something that can be said of an axis."""
    book = load().book
    if axis.form == "number":
        return chance.choice([0, 1, 2, 3, 6, 10, 12, 50])
    if axis.of_treatments:
        return chance.sample([*book.drugs, *book.classes], chance.randint(0, 3))
    return chance.sample(axis.values, chance.randint(0, 2)) if axis.form == "set" else chance.choice(axis.values)


def query(table: Mapping[str, Any]) -> str:
    """A profile as an address has it."""
    return "&".join(f"{axis}={','.join(of) or 'none' if isinstance(of, list) else of}" for axis, of in table.items())


def fact(known: Fact) -> Any:
    """A fact as data."""
    if isinstance(known, Between):
        return [known.least, None if math.isinf(known.most) else known.most]
    claims = [[[item.id for item in alternative] for alternative in claim] for claim in known.claims]
    return {"claims": claims, "without": sorted(known.without), "complete": known.complete}


def facts_of(table: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is known of a profile, with all that follows; None where it contradicts itself."""
    try:
        return {axis: fact(known) for axis, known in profile_of(load().book, table).facts.items()}
    except UsageError:
        return None


@pytest.mark.slow
def test_facts_and_conditions_come_out_as_in_python(browser: Browser) -> None:
    book = load().book
    every = [*(table for table, _ in TELLING), *profiles(PROFILES)]
    whens = list({one.when: n for n, one in enumerate(book.statements.values())}.items())
    theirs = browser.run(f"{json.dumps([query(table) for table in every])}.map((one) => mbc.facts(one))")
    contradictions = 0
    for number, (table, found) in enumerate(zip(every, theirs, strict=True)):
        mine = facts_of(table)
        assert found.get("facts") == mine, query(table)
        contradictions += mine is None
        if mine is not None:  # a third of the conditions, another one each time: all of them on 333 profiles
            facts = profile_of(book, table).facts
            some = whens[number % 3 :: 3]
            assert [int(found["truths"][n]) for _, n in some] == [truth_of(when, facts) for when, _ in some], table
    assert 10 < contradictions < PROFILES / 5


@pytest.mark.slow
def test_answers_come_out_as_those_of_the_command(browser: Browser) -> None:
    random_ones = [table for table in profiles(4 * ANSWERS) if facts_of(table) is not None][::2][:ANSWERS]
    open_points = 0
    for table, region in (*TELLING, *((table, "") for table in random_ones)):
        asked = json.dumps(f"{query(table)}&region={region}")
        rows, points = answered(table, region)
        assert browser.run(f"mbc.options({asked})") == rows, asked
        assert browser.run(f"mbc.unsettled({asked})") == points, asked
        open_points += len(points)
    assert open_points > 10


def answered(table: Mapping[str, Any], region: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The answer of the command, what the page has of it: a row for each treatment, and what no source settles."""
    book = load().book
    answer = gathered(book, assuming(book, profile_of(book, table)), Moment("", region))
    told = options(book, answer)
    rows = [{"treatment": one["treatment"]["name"], **{cell: one[cell] for cell in CELLS}} for one in told["results"]]
    return rows, [point["text"] for point in told["unsettled"]]


def test_a_regimen_stands_for_its_drugs_as_in_python(browser: Browser) -> None:
    mbc = load()
    found = browser.run("mbc.facts('prior=regimen/ac-t').facts.prior")
    assert found == fact(mbc.options(prior=["AC-T"]).gathered.profile.facts["prior"])


def test_names_are_folded_as_in_python(browser: Browser) -> None:
    names = sorted({match.written for found in load().book.names.plain.values() for match in found})
    theirs = browser.run(f"{json.dumps(names)}.map(mbc.fold)")
    assert [(name, key) for name, key in zip(names, theirs, strict=True) if key != fold(name)] == []


# --- last: what all of that left behind --------------------------------------------------------------------------


def test_nothing_left_the_file_and_nothing_went_wrong(browser: Browser) -> None:
    assert complaints(browser) == []
    assert [url for url in requests(browser) if not url.startswith("file:")] == []


def test_the_policy_stops_a_request(browser: Browser) -> None:
    before = len(requests(browser))
    done = browser.run("fetch('https://example.org/').then(() => 'sent', (error) => error.name)")
    assert done == "TypeError"
    assert len(requests(browser)) == before
    assert "Content Security Policy" in json.dumps(complaints(browser))
