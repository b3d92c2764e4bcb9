"""Posts as the interface of WordPress gives them, and the envelope that carries what a site tells about a file."""

import json
from datetime import date

import pytest

from corpus.document import Document
from corpus.draft import Reading
from corpus.envelope import Envelope
from corpus.errors import ReadError
from corpus.html.wordpress import read_wordpress
from corpus.reading import read

LINK = "https://eaea.example/2021/07/skills/"


def post(content: str, **told: object) -> bytes:
    return json.dumps({"type": "post", "title": "Skills", "link": LINK, "content": content, **told}).encode()


def document(content: str, **told: object) -> Document:
    (found,) = read_wordpress(post(content, **told), "2021/07/skills").documents
    return found


def test_a_post_with_everything() -> None:
    found = document(
        "<p>EAEA <strong>calls</strong> for <a href='/paper.pdf'>a fair share</a>.</p><h2>Why</h2><ul><li>One</ul>",
        title="Skills &#038; <em>funds</em>", date="2021-07-12T09:30:00", tags=["Basic skills"], language="fr_BE",
    )  # fmt: skip
    assert found.text == "EAEA calls for a fair share.\n\nWhy\n\n• One"
    assert (found.title, found.published, found.topics, found.language) == (
        "Skills & funds", date(2021, 7, 12), ("Basic skills",), "fr",
    )  # fmt: skip
    assert [(section.heading, section.start) for section in found.sections] == [("", 0), ("Why", 30)]
    assert [(found.text[a.start : a.end], a.address) for a in found.links] == [
        ("a fair share", "https://eaea.example/paper.pdf")
    ]
    assert (found.url, found.kind) == (LINK, "post")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Loose words<br><br>and more", "Loose words\n\nand more"),
        ("<p>One<br />two</p>", "One\ntwo"),
        ("<div><div><p>Deep</p></div>loose<p>End</p></div>", "Deep\n\nloose\n\nEnd"),
        ("<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>", "• a\n• b\n• c d"),
        ("<table><tr><th>Year<th>Share</tr><tr><td>1</td><td>4&nbsp;%</td></tr></table>", "Year | Share\n1 | 4 %"),
        ("<table><tr><td><p>A layout.</p><p>Of two.</p></td></tr></table>", "A layout.\n\nOf two."),
        ("<a href='/x'><h3>A heading in a link</h3><p>Text</p></a>", "A heading in a link\n\nText"),
        ("<figure><img src=x><figcaption>A caption</figcaption></figure><p>Text</p>", "A caption\n\nText"),
        ("<span>Words in <b>a span</b></span>", "Words in a span"),
        ("<p>Kept</p><script>alert(1)</script><style>p{}</style><iframe src=x>no</iframe><form>no</form>", "Kept"),
        ("<p>Kept</p><p hidden>no</p><div style='display: none'>no</div><div class='sharedaddy x'>Share</div>", "Kept"),
        ("<p>Kept</p>[caption id=1]<p>More</p>[/caption]", "Kept\n\nMore"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n\nMeaning"),
        ("<p>A<!-- comment -->B &lt;b&gt;</p>", "AB <b>"),
        ("<p>Not closed <b>bold<p>Second", "Not closed bold\n\nSecond"),
    ],
)  # fmt: skip
def test_what_becomes_of_markup(content: str, text: str) -> None:
    assert document(content).text == text


def test_lists_and_tables_in_quotations_are_marked() -> None:
    found = document(
        "<p>EAEA heard:</p><blockquote><ul><li>Vouchers go.</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
        "</blockquote><ul><li>EAEA says:<blockquote><p>We heard it.</p></blockquote>and so on</li></ul>"
        "<table><tr><td>EAEA</td><td>agrees</td></tr><tr><td>They</td><td>"
        "<blockquote>do not</blockquote></td></tr></table>"
    )
    assert found.text.endswith("• EAEA says:\n\nWe heard it.\n\n• and so on\n\nEAEA | agrees\nThey | do not")
    said = [found.text[span.start : span.end] for span in found.quotations]
    assert said == ["Vouchers go.", "a | b", "We heard it.", "They | do not"]


def test_quotations_are_marked() -> None:
    found = document("<p>We read:</p><blockquote><p>They said.</p>Loose.<cite>Them</cite></blockquote><p>Ours.</p>")
    assert [found.text[span.start : span.end] for span in found.quotations] == ["They said.", "Loose.Them"]


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"not json", b"{}", post(""), post("   "), post("<p></p><script>x</script>")],
)  # fmt: skip
def test_records_without_a_post(data: bytes) -> None:
    try:
        assert read_wordpress(data, "x").documents == ()
    except ReadError as error:
        assert "x" in str(error)


@pytest.mark.parametrize("field", ["title", "date", "link", "tags", "language"])
def test_fields_of_the_wrong_type_are_left_out(field: str) -> None:
    assert document("<p>EAEA calls for a fair share of funding.</p>", **{field: {"a": 1}}).text


def test_elements_nested_without_end_are_told() -> None:
    with pytest.raises(ReadError, match="over 2,000 deep"):
        document("<div>" * 20_000 + "deep")
    assert "deep" in document("<div>" * 300 + "<p>deep water</p>" + "</div>" * 300).text


# The envelope.


def opened(envelope: Envelope, data: bytes, name: str = "x") -> Reading:
    return read("web", envelope.around(data), name)


PAGE = "<html><head><title>Position</title></head><body><article><h1>Position</h1><p>{}</p></article></body></html>"
WORDS = "Für die Erwachsenenbildung fordert der Verband einen größeren Anteil an den europäischen Mitteln der Zukunft."


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("cp1252", "iso-8859-1"), ("iso8859-15", "iso-8859-15"),
     ("utf-16", ""), ("cp1252", "")],
)  # fmt: skip
def test_encodings_by_the_servers_word(encoding: str, charset: str) -> None:
    reading = opened(Envelope("html", "https://eaea.example/p", charset), PAGE.format(WORDS).encode(encoding))
    assert reading.documents[0].text == WORDS


@pytest.mark.parametrize("charset", ["utf-99", "; drop", "utf-8"])
def test_charsets_that_do_not_hold(charset: str) -> None:
    reading = opened(Envelope("html", "https://eaea.example/p", charset), PAGE.format(WORDS).encode("cp1252"))
    assert "größeren" in reading.documents[0].text


def test_links_are_resolved_against_the_address() -> None:
    words = WORDS + ' <a href="paper.pdf">The paper</a> of the association was written by its members in all countries.'
    reading = opened(Envelope("html", "https://eaea.example/news/p"), PAGE.format(words).encode())
    assert [link.address for link in reading.documents[0].links] == ["https://eaea.example/news/paper.pdf"]
    assert reading.documents[0].url == "https://eaea.example/news/p"


def test_what_the_site_tells_fills_gaps_only() -> None:
    envelope = Envelope(
        "wordpress",
        LINK,
        published="2020-01-01",
        topics=("Given",),
        language="de",
        presented_by="https://p",
        note="told",
    )
    told = opened(envelope, post("<p>EAEA calls.</p>", date="2021-07-12", tags=["Own"]))
    assert told.note == "told"
    (found,) = told.documents
    assert (found.published, found.topics, found.presented_by) == (date(2021, 7, 12), ("Own",), "https://p")
    (bare,) = opened(envelope, post("<p>EAEA calls.</p>")).documents
    assert (bare.published, bare.topics, bare.language) == (date(2020, 1, 1), ("Given",), "de")


def test_an_empty_file_is_told() -> None:
    with pytest.raises(ReadError, match="is empty"):
        opened(Envelope("pdf", "https://eaea.example/a.pdf"), b"")


def test_a_page_that_should_be_a_pdf_is_told() -> None:
    with pytest.raises(ReadError, match="not a PDF"):
        opened(Envelope("pdf", "https://eaea.example/a.pdf"), b"<html>Please log in</html>")
