"""What the page of a document tells of where its words come from."""

from datetime import date

from assistant.web.render import Pages
from corpus.document import Document, Section

TEXT = "EAEA calls for a fair share."


def page(**told: object) -> str:
    document = Document("a.txt", "Funding", TEXT, (Section("", 0, len(TEXT)),), **told)  # type: ignore[arg-type]
    return str(Pages().document(document, None, lost=False, title_of=lambda name: ""))


def test_authors_change_and_signatories_are_shown() -> None:
    shown = page(authors=("Ann Lee", "Bo Ek"), modified=date(2021, 8, 2), signatories=("A Network", "B, C and D"))
    assert "Written by: Ann Lee, Bo Ek" in shown
    assert 'Last changed: <time datetime="2021-08-02">2 August 2021</time>' in shown
    assert "Signed by: A Network; B, C and D" in shown


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert not [words for words in ("Written by", "Last changed", "Signed by") if words in page()]


def test_names_are_escaped() -> None:
    shown = page(authors=("<b>Ann</b>",), signatories=('"><script>',))
    assert "&lt;b&gt;Ann" in shown and "<b>Ann" not in shown and "<script>" not in shown.split("<main")[-1]
