"""What the page of a document tells of where its words come from."""

from datetime import date

from assistant.web.render import Pages
from corpus.document import Document, Section, Span
from tests.conftest import Alone

TEXT = "EAEA calls for a fair share."


def page(**told: object) -> str:
    document = Document("a.txt", "Funding", TEXT, (Section("", 0, len(TEXT)),), **told)  # type: ignore[arg-type]
    return str(Pages().document(document, None, Alone(), lost=False))


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


class InFrench(Alone):
    """The neighbours of a document that was translated."""

    def translations_of(self, name: str) -> tuple[tuple[str, str, str], ...]:
        return (("fr/a b.txt", "fr", "Financement <1>"),)


def test_the_same_text_in_other_languages_is_linked() -> None:
    document = Document("a.txt", "Funding", TEXT, (Section("", 0, len(TEXT)),))
    shown = str(Pages().document(document, None, InFrench(), lost=False))
    assert '<a href="/documents/fr%2Fa%20b.txt" hreflang="fr" lang="fr">Financement &lt;1&gt; (French)</a>' in shown


def test_footnotes_are_set_apart() -> None:
    text = f"{TEXT}\n\n1 From the survey of 2019."
    document = Document("a.pdf", "F", text, (Section("", 0, len(text)),), notes=(Span(len(TEXT) + 2, len(text)),))
    shown = str(Pages().document(document, None, Alone(), lost=False))
    assert '<p class="footnote">1 From the survey of 2019.</p>' in shown
    assert f"<p>{TEXT}</p>" in shown
