"""Where a quotation stands, and which ones do not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import quotes
from assistant.quotes import Place, confirm, located, stands_at
from corpus.document import Document, Section, Span
from index.search import Searcher
from tests.assistant.test_guarantee import documents_of, plain
from tests.conftest import ToyEncoder, post, sync_folder, write_files

TEXT = (
    "EAEA does not support fees.\n\nNon-formal education isn't a luxury: it cost 21,5 % less in 2014–2020.\n\n"
    "The unable and the able learn with (re)skilling, and/or for €100, in Erasmus+ and at 1.000 places."
)


def document(text: str) -> Document:
    return Document("a", "A title", text, (Section("", 0, len(text)),))


def words_at(text: str, quote: str) -> list[str]:
    return [text[span.start : span.end] for span in located(document(text), quote)]


@pytest.mark.parametrize(
    "quote",
    ["does not support fees", "isn’t a luxury", "21,5 % less", "The unable", "(re)skilling,", "€100", "Erasmus+"],
)
def test_whole_words_are_found(quote: str) -> None:
    assert len(words_at(TEXT, quote)) == 1


@pytest.mark.parametrize(
    "quote",
    [
        "formal education isn't", "Non", "-formal education", "education isn", "t a luxury", "1,5 % less", "it cost 21",
        "5 % less", "2014", "2020.", "skilling", "or for", "100, in", "in Erasmus", "000 places", "at 1", "support fee",
        "AEA does",
    ],
)  # fmt: skip
def test_a_word_or_number_is_never_cut(quote: str) -> None:
    assert quote in TEXT.replace("’", "'")
    assert words_at(TEXT, quote) == []


def test_able_stands_by_itself_but_not_in_unable() -> None:
    assert [TEXT[span.start - 4 : span.end] for span in located(document(TEXT), "able")] == ["the able"]


def test_every_place_is_found_in_order() -> None:
    text = "one two one two one two"
    assert located(document(text), "one two one two") == (Span(0, 15), Span(8, 23))


def test_the_place_is_that_of_the_source_to_the_character() -> None:
    text = "Für „le­bens­lan­ges“\n  Ler­nen ist die ﬁnan­zierung nötig."
    (span,) = located(document(text), '"lebenslanges" Lernen ist die finanzierung')
    assert text[span.start : span.end] == "„le­bens­lan­ges“\n  Ler­nen ist die ﬁnan­zierung"


def test_signs_that_are_not_seen_neither_end_a_word_nor_go_on_with_it() -> None:
    assert words_at("a word\u200b next", "a word") == ["a word"]
    assert words_at("a wo\u200brd next", "a wo") == []
    assert words_at("a e\u0301cole", "a e") == []


@pytest.mark.parametrize("quote", ["", " \n", "\u00ad"])
def test_no_words_stand_nowhere(quote: str) -> None:
    assert located(document(TEXT), quote) == ()


@given(st.text("ab -'\u00ad\n“é", max_size=30), st.data())
def test_whatever_is_found_reads_like_the_quotation(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    spans = located(document(text), quote)
    assert all(plain(text[span.start : span.end]) == plain(quote) for span in spans)
    edges = text[:start][-1:] + text[start + len(quote) :][:1]
    if plain(quote) and not edges.strip():
        bare = len(quote) - len(quote.lstrip(" \n\u00ad")), len(quote.rstrip(" \n\u00ad"))
        assert Span(start + bare[0], start + bare[1]) in spans


SIGNS = st.sampled_from(["a", "b", "able", "1", ",", ".", " ", "  ", "-", "'", "\u00ad", "\n", "“", "é", "\u200b", "ﬁ"])


@given(st.lists(SIGNS, max_size=30).map("".join), st.sampled_from([1, 4, 64]), st.data())
def test_whether_words_stand_at_their_place_is_told_by_what_is_around_it(
    text: str, around: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    quote = text[span.start : span.end]
    found = span in located(document(text), quote)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(quotes, "AROUND", around)
        told = stands_at(document(text), span, quote)
    assert found or not told
    assert told or not found or around < len(text)
    assert not stands_at(document(text), span, quote + "x")


LONG = " ".join(f"Sentence {number} speaks of matter {number} and of nothing else at all." for number in range(40))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quotes")
    html = (
        "<html lang='en'><body><article><h1>A long title that everybody reads</h1><p>{}</p>"
        "<h2>What we ask of ministers</h2><p>Our members ask for money and for time.</p>"
        "<blockquote><p>Skills are the currency of our common future.</p></blockquote></article></body></html>"
    )
    files = {
        "long.html": html.format(LONG),
        "soft.txt": post("Soft", "The edu­ca­tion of­ﬁce pays for eﬀective lit­er­acy courses everywhere."),
        "same.txt": post("Same", "Our members ask for money and for time. They have asked for it since 1990."),
        "fin.md": "---\nlanguage: fi\n---\n# Otsikko\n\nAikuisten oppiminen kuuluu kaikille maassa asuville.\n",
    }
    sync_folder(folder / "library", ToyEncoder(), write_files(folder / "posts", files))
    return folder / "library"


@pytest.fixture(scope="module")
def searcher(library: Path) -> Searcher:
    return Searcher.open(library, ToyEncoder())


def places(quote: str, searcher: Searcher) -> list[tuple[str, str]]:
    verdict = confirm(quote, searcher)
    assert (verdict.status == "exact") == bool(verdict.places)
    return [(place.document.id, place.words) for place in verdict.places]


def test_every_document_that_holds_it_is_told(searcher: Searcher) -> None:
    asked = "Our members ask for money and for time."
    assert places(asked, searcher) == [("long.html", asked), ("same.txt", asked)]


def test_it_may_run_over_sentences_passages_and_headings(library: Path, searcher: Searcher) -> None:
    (found,) = [one for one in documents_of(library) if one.id == "long.html"]
    words = found.text.split()
    for first in range(0, len(words) - 60, 7):
        for count in (5, 13, 60):
            quote = " ".join(words[first : first + count])
            assert plain(quote) in [plain(told) for _, told in places(quote, searcher)], quote
    over = confirm("else at all. What we ask of ministers Our members ask", searcher)
    assert [place.paragraphs for place in over.places] == [3]
    assert "over 3 paragraphs" in over.reason
    assert "paragraphs" not in confirm("Our members ask for money", searcher).reason


def test_soft_hyphens_and_ligatures_of_the_source_hide_nothing(searcher: Searcher) -> None:
    (found,) = places("education office pays for effective literacy courses", searcher)
    assert found == ("soft.txt", "edu­ca­tion of­ﬁce pays for eﬀective lit­er­acy courses")


def test_a_title_is_told_as_one(searcher: Searcher) -> None:
    (place,) = confirm("long title that everybody reads", searcher).places
    assert (place.in_title, place.words, place.page) == (True, "long title that everybody reads", None)


def test_other_languages_are_looked_through(searcher: Searcher) -> None:
    assert places("Aikuisten oppiminen kuuluu kaikille maassa asuville", searcher)
    assert not places("Aikuisten oppiminen kuuluu kaikille maissa asuville", searcher)


def test_words_that_the_document_quotes_are_told_apart(searcher: Searcher) -> None:
    (quoted,) = confirm("Skills are the currency of our common future", searcher).places
    own = confirm("Our members ask for money and for time", searcher).places
    assert (quoted.others_words, [place.others_words for place in own]) == (True, [False, False])


@pytest.mark.parametrize("quote", ["", "Our members ask for", "what is it that they are", "– – – – – –"])
def test_too_little_is_told_as_that(quote: str, searcher: Searcher) -> None:
    verdict = confirm(quote, searcher)
    assert (verdict.status, verdict.places) == ("too_short", ())
    assert "5 words" in verdict.reason


@pytest.mark.parametrize(
    "quote",
    [
        "Our members asked for money and for time.",
        "Our members ask for money and for time\ud800",
        'Our members "ask" for money and for time',
        "members ask \x00 for money and for time",
        "our members ask for money and for time.",
        "Our members ask for money … and for time",
    ],
)
def test_anything_else_is_not_exact(quote: str, searcher: Searcher) -> None:
    verdict = confirm(quote, searcher)
    assert (verdict.status, verdict.places) == ("not_exact", ())
    assert verdict.reason.startswith("No document")


def test_a_place_knows_its_page() -> None:
    paged = Document("p", "", "One page.\n\nTwo pages.", (Section("", 0, 21),), page_starts=(0, 11))
    assert [Place(paged, at, at + 3).page for at in (0, 11)] == [1, 2]
