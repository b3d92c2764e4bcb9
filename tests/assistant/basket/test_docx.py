"""The Word file: parts, relations and footnotes as ISO/IEC 29500 wants them, and what a reader sees."""

import io
import posixpath
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from assistant.basket.docx import as_docx
from assistant.basket.kept import KeptQuote
from tests.assistant.basket.given import DAY, kept

WEB = kept(
    "EAEA asks for a fair share.\n\nIt asks for more.", address="https://eaea.example/a?b=1&c=<2>", language="fr"
)
OLD = kept(
    "EAEA does not support it.",
    "statements/b.pdf",
    address="",
    page=4,
    page_label="iv",
    kind="statement",
    status="superseded",
    successor="A later one",
    speaker="EAEA with two others",
    others_words=True,
    notice="Sample text.",
    note="Do we\nstill say so?",
    published=None,
)
QUOTES: list[KeptQuote] = [WEB, OLD, replace(WEB, title="Another title, same address")]
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"


@pytest.fixture(scope="module")
def data() -> bytes:
    return as_docx(QUOTES, "EAEA", DAY)


@pytest.fixture(scope="module")
def package(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def tree(package: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(package.read(name))


def footnotes(package: zipfile.ZipFile) -> dict[int, str]:
    """The words of each footnote by its number, separators left out."""
    notes = tree(package, "word/footnotes.xml")
    texts = {int(note.get(qn("w:id"))): "".join(note.itertext(qn("w:t"))) for note in notes}
    return {number: text.strip() for number, text in texts.items() if number > 0}


def test_every_relation_leads_to_a_part_with_a_type(package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    typed = {one.get("PartName").lstrip("/") for one in tree(package, "[Content_Types].xml").iter(OVERRIDE)}
    assert "word/footnotes.xml" in typed and typed <= names
    for name in (one for one in names if one.endswith(".rels")):
        folder = posixpath.dirname(posixpath.dirname(name))
        related = list(tree(package, name).iter(RELATIONS))
        assert len({one.get("Id") for one in related}) == len(related)
        inside = [one.get("Target") for one in related if one.get("TargetMode") != "External"]
        assert {posixpath.normpath(posixpath.join(folder, target)).lstrip("/") for target in inside} <= names


def test_references_and_footnotes_are_one_to_one_and_in_order(package: zipfile.ZipFile) -> None:
    references = tree(package, "word/document.xml").iter(qn("w:footnoteReference"))
    notes = list(tree(package, "word/footnotes.xml"))
    assert [one.get(qn("w:id")) for one in references] == ["1", "2", "3"]
    assert [note.get(qn("w:id")) for note in notes] == ["-1", "0", "1", "2", "3"]
    assert [note.get(qn("w:type")) for note in notes] == ["separator", "continuationSeparator", None, None, None]
    assert [len(list(note.iter(qn("w:footnoteRef")))) for note in notes] == [0, 0, 1, 1, 1]


def test_the_settings_name_the_separators_at_the_place_of_the_schema(package: zipfile.ZipFile) -> None:
    names = [etree.QName(one).localname for one in tree(package, "word/settings.xml")]
    assert names.index("characterSpacingControl") < names.index("footnotePr") < names.index("compat")
    told = tree(package, "word/settings.xml").find(qn("w:footnotePr"))
    assert told is not None and [one.get(qn("w:id")) for one in told] == ["-1", "0"]


def test_every_style_and_link_that_is_named_is_there(package: zipfile.ZipFile) -> None:
    styles = {one.get(qn("w:styleId")) for one in tree(package, "word/styles.xml").iter(qn("w:style"))}
    links = {one.get("Id"): one.get("Target") for one in tree(package, "word/_rels/footnotes.xml.rels")}
    for name in ("word/document.xml", "word/footnotes.xml"):
        for tag in ("w:pStyle", "w:rStyle"):
            assert {one.get(qn("w:val")) for one in tree(package, name).iter(qn(tag))} <= styles
    used = [one.get(qn("r:id")) for one in tree(package, "word/footnotes.xml").iter(qn("w:hyperlink"))]
    assert [links[one] for one in used] == ["https://eaea.example/a?b=1&c=%3C2%3E"] * 2
    assert {one.get("TargetMode") for one in tree(package, "word/_rels/footnotes.xml.rels")} == {"External"}


def test_word_knows_the_styles_of_footnotes_by_their_names(data: bytes) -> None:
    styles = {style.name: style for style in Document(io.BytesIO(data)).styles}
    assert styles["footnote reference"].font.superscript and styles["footnote reference"].builtin
    assert styles["footnote text"].builtin


def test_a_footnote_tells_the_source(package: zipfile.ZipFile) -> None:
    told = footnotes(package)
    assert told[1] == (
        "EAEA, A fair share, post, 12 July 2021. https://eaea.example/a?b=1&c=%3C2%3E. "
        "Status: current. Accessed 25 November 2026."
    )
    assert told[2] == (
        "EAEA with two others, A fair share, statement, undated, page iv (page 4 of the file), file statements/b.pdf. "
        "Status: superseded. Accessed 25 November 2026. Sample text."
    )


def test_paragraphs_warnings_and_notes_are_told_in_order(data: bytes) -> None:
    document = Document(io.BytesIO(data))
    assert [paragraph.text for paragraph in document.paragraphs][:9] == [
        "Quotations: EAEA",
        "Exported on 25 November 2026.",
        "“EAEA asks for a fair share.",
        "It asks for more.”",
        "“EAEA does not support it.”",
        "Superseded by “A later one”. Do not quote it as the position of today.",
        "The document itself quotes these words, or some of them, from somebody else.",
        "Note: Do we\nstill say so?",
        "“EAEA asks for a fair share.",
    ]
    assert document.paragraphs[5].runs[0].bold
    assert (document.core_properties.title, document.core_properties.author) == ("Quotations: EAEA", "EAEA")
    (language,) = document.paragraphs[2]._p.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "fr"
    created = document.core_properties.created
    assert created is not None and created.date() == date(2026, 11, 25)
