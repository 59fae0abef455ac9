"""NAACCR XML: read as the schema and its reference library have it, filled without touching another byte."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbc_cli.book.errors import InputError
from mbc_cli.naaccr.columns import ids_in, rows
from mbc_cli.naaccr.continued import Continued
from mbc_cli.naaccr.filling import filled
from mbc_cli.naaccr.findings import Findings
from mbc_cli.naaccr.reader import LARGEST_PATIENT, Reader, patients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.naaccr.elements import Patient

NAAC = "http://naaccr.org/naaccrxml"
TARGETS = ("rxSummChemo", "rxSummHormone", "rxSummBrm", "rxSummOther", "rxSummTransplntEndocr")


def file(
    inside: str = "", *, record: str = "A", version: str = "260", specification: str = "1.8", more: str = ""
) -> str:
    """A NAACCR file with something in its root."""
    told = f' specificationVersion="{specification}"' if specification else ""
    uri = f"{NAAC}/naaccr-dictionary-{version}.xml"
    return (
        f'<NaaccrData xmlns="{NAAC}" baseDictionaryUri="{uri}" recordType="{record}"{told}{more}>{inside}</NaaccrData>'
    )


def patient(*tumors: str, number: str = "00000007", items: str = "") -> str:
    return f'<Patient><Item naaccrId="patientIdNumber">{number}</Item>{items}{"".join(tumors)}</Patient>'


def tumor(items: Mapping[str, str] | str = "", behind: str = "") -> str:
    if not isinstance(items, str):
        items = "".join(f'<Item naaccrId="{name}">{value}</Item>' for name, value in items.items())
    return f"<Tumor>{items}{behind}</Tumor>"


def one(items: Mapping[str, str] | str = "", **told: str) -> str:
    """A file with one tumor."""
    return file(patient(tumor(items)), **told)


ODD = """\
<?xml version="1.0" encoding="UTF-8"?>\r
<!-- everything that a registry's software may do, and the schema allows -->\r
<n:NaaccrData recordType = 'A' baseDictionaryUri="http://naaccr.org/naaccrxml/naaccr-dictionary-250.xml"\r
    xmlns:own="http://example.org/own" own:batch="17 > 16" specificationVersion="1.8"\r
    timeGenerated="2026-11-25T08:30:00-05:00" xmlns:n="http://naaccr.org/naaccrxml">\r
  <n:Item naaccrNum=" 40 " naaccrId='registryId'>0000009999</n:Item>\r
  <own:Sender><own:Item naaccrId="rxTextChemo">docetaxel</own:Item></own:Sender>\r
  <n:Patient>\r
    <n:Item naaccrId="patientIdNumber">00000011</n:Item>\r
    <!-- <n:Tumor> in a comment -->\r
    <n:Tumor>\r
      <n:Item naaccrId="rxTextChemo"><![CDATA[TCH x 6 & G-CSF; ANC > 1.5]]> as planned</n:Item>\r
      <n:Item naaccrId="rxTextBrm">trastuz<!-- typed over -->umab &lt;1 yr</n:Item>\r
      <n:Item naaccrId="rxTextHormone">tamoxifen,\r
refused</n:Item>\r
      <n:Item naaccrId="dateOfDiagnosis">201206</n:Item>\r
      <n:Item naaccrId="primarySite">C502</n:Item>\r
      <n:Item naaccrId="rxSummOther" naaccrNum="1420"/>\r
      <n:Item naaccrId="rxSummHormone"><!-- look again --></n:Item>\r
      <n:Item naaccrId="rxSummBrm"><![CDATA[00]]></n:Item>\r
      <!-- the last word -->\r
      <own:Reviewed><n:Item naaccrId="rxTextOther">exemestane</n:Item></own:Reviewed>\r
    </n:Tumor>\r
    <n:Tumor/>\r
  </n:Patient>\r
  <n:Patient/>\r
</n:NaaccrData>\r
"""
VALID = {
    "nothing": file(),
    "no patient": file('<Item naaccrId="registryId">0000000001</Item>'),
    "no tumor": file(patient()),
    "one tumor": one({"primarySite": "C504", "rxTextChemo": "AC x 4"}),
    "odd": ODD,
    "another version": one({"dateOfDiagnosisFlag": "12"}, version="140", specification="1.4"),
    "a schema location": file(more=' xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a b"'),
    "two user dictionaries": file(more=' userDictionaryUri="http://a.org/b http://a.org/c"'),
    "an extension without a prefix": file(patient(tumor(behind='<x xmlns="http://a.org"><Item/>text</x>'))),
}
"""Files that the schema 1.8 (1.4 for another version) takes, and of which nothing is remarked."""
REFUSED = {
    "is not XML (syntax error)": "anything",
    "is not XML (mismatched tag)": file("<Patient><Tumor></Patient>"),
    "is not XML (no element found)": file()[: -len("</NaaccrData>")],
    "is not XML (unbound prefix)": file(more=' x:y="1"'),
    "is not XML (not well-formed (invalid token)): write & as &amp;": one({"rxTextChemo": "bell \a"}),
    "the root is NaaccrDat in the namespace": file().replace("NaaccrData", "NaaccrDat"),
    "the root is NaaccrData in no namespace": file().replace(f' xmlns="{NAAC}"', ""),
    "the root is an Item": f'<Item xmlns="{NAAC}" naaccrId="registryId"/>',
    "Tumor is the root": f'<Tumor xmlns="{NAAC}"/>',
    "Tumor is in a NaaccrData": file(tumor()),
    "Patient is in a Patient": file(patient(patient())),
    "NaaccrData has no recordType": file().replace(' recordType="A"', ""),
    "NaaccrData has no baseDictionaryUri": file().replace("baseDictionaryUri", "xml:base"),
    "baseDictionaryUri is": file(version="170"),
    "recordType is 'U'": file(record="U"),
    "specificationVersion is '9.9'": file(specification="9.9"),
    "NaaccrData has the attribute batch": file(more=' batch="1"'),
    "Patient has the attribute id": file('<Patient id="1"/>'),
    "Tumor has the attribute id": file('<Patient><Tumor id="1"/></Patient>'),
    "Item has the attribute space": one('<Item naaccrId="vitalStatus" xml:space="preserve"/>'),
    "an Item has no naaccrId": one("<Item>1</Item>"),
    "naaccrId is empty": one('<Item naaccrId=""/>'),
    "naaccrNum is ''": one('<Item naaccrId="vitalStatus" naaccrNum="">1</Item>'),
    "rxSummChemo appears twice in one Tumor": one('<Item naaccrId="rxSummChemo">03</Item>' * 2),
    "registryId appears twice in one NaaccrData": file('<Item naaccrId="registryId"/>' * 2),
    "the Item rxTextChemo has an element inside it": one({"rxTextChemo": "AC <b>x</b> 4"}),
    "the Item rxTextBrm has an element inside it": one({"rxTextBrm": '<Item naaccrId="rxTextChemo"/>'}),
    "a Tumor has text outside its elements": one("AC x 4"),
    "an Item comes after a Patient": file(patient() + '<Item naaccrId="registryId"/>'),
    "an Item comes after a Tumor": file(f'<Patient>{tumor()}<Item naaccrId="vitalStatus"/></Patient>'),
    "an Item comes after an extension": one('<x xmlns="http://a.org"/><Item naaccrId="rxTextChemo"/>'),
    "the extension x comes too late": file(f'{patient()}<x xmlns="http://a.org"/>'),
    "Tumo is not an element of NAACCR: give it a namespace of its own, or did you mean 'Tumor'": file(
        patient("<Tumo/>")
    ),
    "Mine is not an element of NAACCR": one('<Mine xmlns=""/>'),
    "the default namespace is http://a.org": f'<n:NaaccrData xmlns="http://a.org" xmlns:n="{NAAC}"/>',
    "has a DOCTYPE": f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>{one({"rxTextChemo": "&b;"})}',
}
"""Message to a file that is refused, by its place."""
REMARKED = {
    "rxSummHormone: is '1': write 2 digits (a leading zero may have been lost)": {"rxSummHormone": "1"},
    "rxSummChemo: is '04', which is not one of its codes: write 00, 01, 02, 03": {"rxSummChemo": "04"},
    "rxSummOther: has 2 characters, at most 1 are allowed": {"rxSummOther": "00"},
    "rxTextChemo: has 4001 characters, at most 4000 are allowed": {"rxTextChemo": "x" * 4001},
    "rxTextChemo: is only blanks": {"rxTextChemo": "   "},
    "dateOfDiagnosis: begins or ends with a space": {"dateOfDiagnosis": "202005  "},
    "dateOfDiagnosis: is '20201301': write YYYYMMDD": {"dateOfDiagnosis": "20201301"},
    "laterality: is 'x': write 1 digits": {"laterality": "x"},
    "patientIdNumber: is in a Tumor and is not read: move it to the Patient": {"patientIdNumber": "00000007"},
    "rxDateChemoFlag: is not an item of dictionary 260": {"rxDateChemoFlag": "12"},
    "rxtextchemo: is not an item and is not read: write rxTextChemo": {"rxtextchemo": "AC"},
}
"""Message to the items of a tumor of which it is said, and the file is read all the same."""


def read(book: Book, text: str | bytes, *, size: int = 7, **told: str) -> tuple[list[Patient], Reader]:
    """The patients of a file that is read in pieces of some bytes."""
    raw = text.encode() if isinstance(text, str) else text
    reader = Reader("in.xml", book, Findings("in.xml"), TARGETS, **told)
    pieces = (raw[n : n + size] for n in range(0, len(raw), size))
    return [found for block in patients(reader, pieces) for found in block], reader


def fill(book: Book, text: str, *values: dict[str, str], size: int = 7) -> str:
    """A file with values for its tumors, in order; none where there are no more."""
    left = list(values)
    reader = Reader("in.xml", book, Findings("in.xml"), TARGETS)
    pieces = (text.encode()[n : n + size] for n in range(0, len(text.encode()), size))

    def each(found):
        return [left.pop(0) if left else {} for one in found for _ in one.tumors]

    return b"".join(filled(reader, pieces, each)).decode()


# --- reading -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VALID)
@pytest.mark.parametrize("size", [1, 1 << 20])
def test_what_is_valid_is_read_without_a_remark(name: str, size: int, book: Book) -> None:
    found, reader = read(book, VALID[name], size=size)
    assert list(reader.findings.lines()) == []
    assert len(found) == VALID[name].replace("<!-- <n:Tumor>", "").count("Patient>") // 2 + VALID[name].count(
        "Patient/>"
    )


def test_values_are_those_of_the_items_alone(book: Book) -> None:
    (first, second), reader = read(book, ODD)
    assert reader.items == {"registryId": "0000009999"}
    assert (reader.root.dictionary, reader.root.record_type, reader.root.specification) == ("250", "A", "1.8")
    assert first.items == {"patientIdNumber": "00000011"}
    assert first.tumors[0].items == {
        "rxTextChemo": "TCH x 6 & G-CSF; ANC > 1.5 as planned",
        "rxTextBrm": "trastuzumab <1 yr",
        "rxTextHormone": "tamoxifen,\nrefused",
        "dateOfDiagnosis": "201206",
        "primarySite": "C502",
        "rxSummOther": "",
        "rxSummHormone": "",
        "rxSummBrm": "00",
    }
    assert (first.tumors[1].items, second.tumors) == ({}, [])


@pytest.mark.parametrize("message", REFUSED)
def test_what_the_schema_or_the_library_refuses_is_refused_by_its_place(message: str, book: Book) -> None:
    with pytest.raises(InputError, match=r"^in\.xml:\d+:\d+: ") as caught:
        read(book, REFUSED[message])
    assert message in str(caught.value)


@pytest.mark.parametrize("message", REMARKED)
def test_what_the_library_only_reports_is_a_remark(message: str, book: Book) -> None:
    found, reader = read(book, one(REMARKED[message]))
    (remark,) = reader.findings.lines()
    assert remark.startswith(f"in.xml:1: {message}")
    assert len(found[0].tumors) == 1


def test_a_number_that_does_not_fit_the_id_is_a_remark_and_the_id_wins(book: Book) -> None:
    found, reader = read(book, one('<Item naaccrId="rxTextHormone" naaccrNum="2640">tamoxifen</Item>'))
    assert list(reader.findings.lines()) == [
        "in.xml:1: rxTextHormone: has the number 2640: write 2650; it is read by its id"
    ]
    assert found[0].tumors[0].items == {"rxTextHormone": "tamoxifen"}


def test_the_lines_of_a_refusal_and_of_a_remark_are_those_of_the_file(book: Book) -> None:
    odd = ODD.replace("201206<", "2012 06<")
    assert next(read(book, odd)[1].findings.lines()).startswith("in.xml:16: dateOfDiagnosis: is '2012 06'")
    with pytest.raises(InputError, match=r"^in\.xml:24:5: Tumors is not an element"):
        read(book, ODD.replace("<n:Tumor/>", "<n:Tumors/>"))


def test_what_stands_at_a_wrong_level_is_not_read(book: Book) -> None:
    text = '<Item naaccrId="rxTextChemo">docetaxel</Item>'
    (found,), reader = read(book, file(patient(tumor(), items=text)))
    assert found.items == {"patientIdNumber": "00000007", "rxTextChemo": ""}
    assert "is in a Patient and is not read: move it to the Tumor" in next(reader.findings.lines())


def test_the_same_fault_in_every_tumor_is_counted_and_not_repeated(book: Book) -> None:
    _, reader = read(book, file(patient(*[tumor({"rxSummChemo": "4", "rxTextBrm": " x"})] * 9)), size=1 << 20)
    lines = list(reader.findings.lines())
    assert len(lines) == 8
    assert "in.xml: rxSummChemo: the same in 6 more" in lines


def test_an_item_that_the_dictionary_has_is_judged_by_the_version_and_the_record_type(book: Book) -> None:
    assert list(read(book, one({"neoadjuvantTherapy": "1"}, version="210"))[1].findings.lines()) == []
    assert "not an item of dictionary 180" in next(
        read(book, one({"neoadjuvantTherapy": "1"}, version="180"))[1].findings.lines()
    )
    assert list(read(book, one({"rxTextChemo": "x" * 5000}, version="220"))[1].findings.lines()) == []
    assert "not an item of record type I" in next(
        read(book, one({"rxTextChemo": "AC"}, record="I"))[1].findings.lines()
    )


def test_an_item_of_which_mbc_knows_nothing_is_kept_and_not_judged(book: Book) -> None:
    (found,), reader = read(book, one({"countyAtDx": "999 x"}))
    assert list(reader.findings.lines()) == []
    assert (found.tumors[0].items, reader.findings.unknown) == ({"countyAtDx": "999 x"}, {"countyAtDx"})


def test_the_first_specification_allows_further_attributes(book: Book) -> None:
    for specification in ("", "1.0"):
        odd = file('<Patient a="1"><Item naaccrId="vitalStatus" b="2">1</Item></Patient>', specification=specification)
        (found,), _ = read(book, odd)
        assert found.items == {"vitalStatus": "1"}


def test_the_encoding_is_that_of_the_declaration_or_the_one_that_is_given(book: Book) -> None:
    text = one({"rxTextChemo": "“ddAC” µ"})
    plain = [{"rxTextChemo": "“ddAC” µ"}]
    for raw in (
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        f'<?xml version="1.0" encoding="Cp1252"?>{text}'.encode("cp1252"),
    ):
        (found,), _ = read(book, raw)
        assert [tumor.items for tumor in found.tumors] == plain
    (found,), _ = read(book, text.encode("cp1252"), encoding="cp1252")
    assert [tumor.items for tumor in found.tumors] == plain
    with pytest.raises(InputError, match="or use --encoding for its letters"):
        read(book, text.encode("cp1252"))
    for name in ("klingon", "shift_jis"):
        with pytest.raises(InputError, match=r"^in\.xml:1:\d+: its encoding cannot be read .*: use --encoding"):
            read(book, f'<?xml version="1.0" encoding="{name}"?>{text}')


def test_a_time_that_is_none_is_a_remark(book: Book) -> None:
    _, reader = read(book, file(more=' timeGenerated="yesterday"'))
    assert "timeGenerated: is 'yesterday'" in next(reader.findings.lines())


def test_a_patient_that_never_ends_is_refused_before_it_fills_the_memory(book: Book) -> None:
    reader = Reader("in.xml", book, Findings("in.xml"))
    reader.feed(file("<Patient>").removesuffix("</NaaccrData>").encode())
    pieces = itertools.repeat(b"<Tumor></Tumor>\n" * (1 << 16), LARGEST_PATIENT >> 19)
    with pytest.raises(InputError, match=r"a Patient goes on .* close it"):
        list(map(reader.feed, pieces))


# --- as a table --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [40, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_columns_are_the_items_that_stand_anywhere(size: int, encoding: str, book: Book) -> None:
    raw = ODD.encode(encoding)
    names = ids_in([raw[n : n + size] for n in range(0, len(raw), size)])
    assert names[:3] == ["patientIdNumber", "dateOfDiagnosis", "primarySite"]
    assert set(names[3:]) == {"registryId", "rxTextChemo", "rxTextBrm", "rxTextHormone", "rxTextOther", "rxSummOther", "rxSummHormone", "rxSummBrm"}  # fmt: skip


def test_a_row_has_the_items_of_its_tumor_its_patient_and_the_file(book: Book) -> None:
    (first, second), reader = read(book, ODD)
    header = ("registryId", "patientIdNumber", "primarySite", "rxTextOther")
    assert list(rows(reader.items, first, header)) == [
        ["0000009999", "00000011", "C502", ""],
        ["0000009999", "00000011", "", ""],
    ]
    assert list(rows(reader.items, second, header)) == []


# --- texts that go on elsewhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("***RX TEXT CHEMO CONT: script for Ibrance sent.", [("rxTextChemo", "script for Ibrance sent.")]),
        ("DM. ***Chemo cont'd: taxol x12 *** Hormone (cont): AI\n\nHx: HTN", [("rxTextChemo", "taxol x12"), ("rxTextHormone", "AI")]),
        ("RX Text--BRM continued: pembro q3w; HER2: 3+", [("rxTextBrm", "pembro q3w; HER2: 3+")]),
        ("## RX TEXT-HORMONE ##: anastrozole", [("rxTextHormone", "anastrozole")]),
        ("*** rxTextOther (continued) *** : denosumab", [("rxTextOther", "denosumab")]),
        ("***HORMONE CONTINUED FROM RX TEXT-- HORMONE: letrozole", [("rxTextHormone", "letrozole")]),
        ("*surgery: lumpectomy **CHEMO**: AC x4", [("rxTextSurgery", "lumpectomy"), ("rxTextChemo", "AC x4")]),
        ("ER: pos. Chemo: none", []),
        ("Chemo: AC", []),
        ("***NOTE: lives alone, AC -> T", []),
        ("***CHEMO CONT: ", []),
    ],
)  # fmt: skip
def test_a_text_goes_on_behind_a_mark_and_its_name(text: str, passages: list[tuple[str, str]], book: Book) -> None:
    assert list(Continued(book).passages(text)) == passages


# --- filling -----------------------------------------------------------------------------------------------------


def test_nothing_to_fill_leaves_every_byte(book: Book) -> None:
    for text in VALID.values():
        assert fill(book, text) == text


def test_items_are_filled_and_every_other_byte_stays(book: Book) -> None:
    given = {"rxSummChemo": "03", "rxSummOther": "0", "rxSummHormone": "87", "rxSummBrm": "01"}
    changed = {
        '<n:Item naaccrId="rxSummOther" naaccrNum="1420"/>': '<n:Item naaccrId="rxSummOther" naaccrNum="1420">0</n:Item>',
        "><!-- look again --><": ">87<!-- look again --><",
        "><![CDATA[00]]><": ">01<",
        "<!-- the last word -->": '<!-- the last word -->\r\n      <n:Item naaccrId="rxSummChemo">03</n:Item>',
        "<n:Tumor/>": '<n:Tumor><n:Item naaccrId="rxSummChemo">99</n:Item></n:Tumor>',
    }
    wanted = ODD
    for before, after in changed.items():
        assert wanted.count(before) == 1
        wanted = wanted.replace(before, after)
    for size in (1, 64, 1 << 20):
        assert fill(book, ODD, given, {"rxSummChemo": "99"}, size=size) == wanted


def test_a_new_item_is_written_as_its_neighbours_are(book: Book) -> None:
    numbered = '<Item naaccrId="vitalStatus">1</Item><Item naaccrId="primarySite" naaccrNum="400">C504</Item>'
    assert '>C504</Item><Item naaccrId="rxSummBrm" naaccrNum="1410">01</Item></Tumor>' in fill(
        book, one(numbered), {"rxSummBrm": "01"}
    )
    indented = one("\n\t\t<Item naaccrId='primarySite'>C504</Item>\n\t")
    assert fill(book, indented, {"rxSummBrm": "01", "rxSummChemo": "03"}) == indented.replace(
        "C504</Item>",
        'C504</Item>\n\t\t<Item naaccrId="rxSummBrm">01</Item>\n\t\t<Item naaccrId="rxSummChemo">03</Item>',
    )


def test_what_has_two_bytes_for_a_character_is_not_filled(book: Book) -> None:
    reader = Reader("in.xml", book, Findings("in.xml"), TARGETS)
    with pytest.raises(InputError, match="UTF-16, which cannot be filled: save it as UTF-8"):
        list(filled(reader, [one().encode("utf-16")], lambda _: []))


def test_a_file_that_would_read_otherwise_is_not_written(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mbc_cli.naaccr.fill.item", lambda *_: b'<Item naaccrId="rxSummChemo">02</Item>')
    with pytest.raises(InputError, match="would read differently once filled in"):
        fill(book, one({"primarySite": "C504"}), {"rxSummChemo": "03"})


BLANKS = st.sampled_from(["", " ", "\n", "\r\n    ", "\t", "\n<!-- <Tumor> > -->\n  "])
VALUES = st.sampled_from(["", "03", " 01 ", "<![CDATA[]]>", "<!-- x -->", "a&amp;b", "\r\n", "é"])
NAMES = st.sampled_from([*TARGETS, "rxTextChemo", "primarySite", "countyAtDx"])
NEW = st.dictionaries(st.sampled_from(TARGETS), st.sampled_from(["00", "01", "87"]))


@st.composite
def tumors(draw: st.DrawFn) -> str:
    """A tumor, written in any way."""
    items = ""
    for name in draw(st.lists(NAMES, unique=True)):
        value, told = draw(VALUES), draw(st.sampled_from(["", " naaccrNum='1'", '\n xmlns:a="b>"']))
        end = "/>" if draw(st.booleans()) else f">{value}</Item >"
        items += f'{draw(BLANKS)}<Item naaccrId="{name}"{told}{end}'
    extension = draw(st.sampled_from(["", "<x:y xmlns:x='http://a.org'><Item/></x:y>"]))
    return draw(st.sampled_from(["<Tumor/>", f"<Tumor >{items}{draw(BLANKS)}{extension}{draw(BLANKS)}</Tumor>"]))


@given(st.lists(st.tuples(tumors(), NEW), max_size=4), st.integers(1, 99))
def test_whatever_is_written_and_however_only_what_is_filled_changes(drawn, size: int) -> None:
    from mbc_cli.store.load import load

    book, text = load(), file(patient(*(tumor for tumor, _ in drawn)))
    values = [new for _, new in drawn]
    done = fill(book, text, *values, size=size)
    (before,), _ = read(book, text)
    (after,), _ = read(book, done)
    assert [tumor.items for tumor in after.tumors] == [
        {**tumor.items, **new} for tumor, new in zip(before.tumors, values, strict=True)
    ]
    if not any(new.keys() & tumor.items.keys() for tumor, new in zip(before.tumors, values, strict=True)):
        rest = iter(done)
        assert all(sign in rest for sign in text.replace("<Tumor/>", "<Tumor>"))
