"""Every quotation that is handed on passes the quote check, in every form."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.basket.bibtex import as_bibtex
from assistant.basket.export import FORMS, export, exported
from assistant.basket.kept import KeptQuote, keep
from assistant.basket.markdown import as_markdown
from assistant.quotes import confirm
from corpus.errors import BasketError, StorageError
from corpus.folding import fold
from index.models.encoder import OpenVinoEncoder
from index.search import Searcher
from index.texts.sentences import sentences
from tests.assistant.basket.given import DAY, HARD, kept
from tests.assistant.basket.read_back import READERS, in_bibtex, in_docx, in_markdown

every_form = pytest.mark.parametrize("ending", FORMS)


def test_every_form_is_read_back_here() -> None:
    assert READERS.keys() == FORMS.keys()


@pytest.fixture(scope="module")
def searcher(sample_library: Path, encoder: OpenVinoEncoder) -> Searcher:
    return Searcher.open(sample_library, encoder)


@pytest.fixture(scope="module")
def sampled(searcher: Searcher) -> list[KeptQuote]:
    """Some sentences of every document of the sample, and for each two sentences with what is between them."""
    quotes = list[KeptQuote]()
    for document in searcher._store.documents():
        spans = [span for span in sentences(document.text, document.language) if span.end - span.start > 60]
        for one, two in zip(spans[::6], spans[1::6], strict=False):
            quotes += [keep(document, one.start, one.end, DAY), keep(document, one.start, two.end, DAY)]
    assert len(quotes) > 100 and any("\n\n" in quote.words for quote in quotes)
    return quotes


@every_form
def test_exported_quotations_pass_the_quote_check(ending: str, sampled: list[KeptQuote], searcher: Searcher) -> None:
    read = READERS[ending](exported(ending, sampled, "EAEA", DAY))
    assert sorted(map(fold, read)) == sorted(fold(quote.words) for quote in sampled)
    of = {fold(quote.words): quote.document for quote in sampled}
    for words in read:
        verdict = confirm(words, searcher)
        assert verdict.status == "exact", words
        assert of[fold(words)] in {place.document.id for place in verdict.places}


@every_form
def test_signs_that_mean_something_to_a_form_come_back_as_words(ending: str) -> None:
    quotes = [kept(words, f"{number}.txt", note=words, page=number) for number, words in enumerate(HARD, start=1)]
    assert list(map(fold, READERS[ending](exported(ending, quotes, "EAEA", DAY)))) == list(map(fold, HARD))


READERS_OF_MARKDOWN: Sequence[MarkdownIt] = [
    MarkdownIt("commonmark"),
    MarkdownIt("commonmark").enable(["table", "strikethrough"]),
    MarkdownIt("commonmark", {"typographer": True}).enable(["replacements", "table", "strikethrough"]),
]
SIGNS = "\\`*_{}[]()#+-.!<>&|~^=$%@'\",;:/? \n\t aBc019•“”’–\u00ad\u00a0"
words = st.text(SIGNS, min_size=1, max_size=40).filter(lambda text: bool(text.strip(" \n\t\u00ad\u00a0")))


@pytest.mark.parametrize("reader", READERS_OF_MARKDOWN, ids=["commonmark", "tables", "typesetting"])
@given(told=words)
@settings(max_examples=300)
def test_a_reader_of_markdown_gets_the_words_back(reader: MarkdownIt, told: str) -> None:
    quote = kept(f"a{told}b")
    assert [fold(one) for one in in_markdown(as_markdown([quote], "EAEA", DAY).encode(), reader)] == [fold(quote.words)]


@given(told=words)
@settings(max_examples=300)
def test_latex_sets_the_words_of_bibtex_as_they_were(told: str) -> None:
    quote = kept(f"a{told}b")
    text = as_bibtex([quote], "EAEA")
    assert text.count("{") == text.count("}")
    assert list(map(fold, in_bibtex(text.encode()))) == [fold(quote.words)]


@given(told=words)
@settings(max_examples=50)
def test_word_holds_the_words_as_they_were(told: str) -> None:
    quote = kept(f"a{told}b")
    assert list(map(fold, in_docx(exported(".docx", [quote], "EAEA", DAY)))) == [fold(quote.words)]


@every_form
@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ufffe", "\udc80"])
def test_signs_that_no_file_holds_are_told(ending: str, sign: str) -> None:
    with pytest.raises(BasketError, match=f"U\\+{ord(sign):04X}"):
        exported(ending, [kept("These are words of a text.", note=f"a{sign}b")], "EAEA", DAY)


def test_other_endings_and_empty_baskets_are_told() -> None:
    with pytest.raises(BasketError, match=r'written as "\.pdf"\. Choose one of \.docx, \.md, \.csv, \.bib, \.json'):
        exported(".pdf", [kept("These are words of a text.")], "EAEA", DAY)
    with pytest.raises(BasketError, match="no quotation to export"):
        exported(".md", [], "EAEA", DAY)


@every_form
def test_a_file_takes_the_place_of_the_one_before_and_nothing_stays_beside_it(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"x{ending.upper()}"
    file.write_text("before", encoding="utf-8")
    export(file, [kept("These are words of a text.")], "EAEA", DAY)
    assert READERS[ending](file.read_bytes()) == ["These are words of a text."]
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    quote = kept("These are words of a text.")
    with pytest.raises(StorageError, match="No such file or directory"):
        export(tmp_path / "none" / "x.md", [quote], "EAEA", DAY)
    (tmp_path / "x.md").mkdir()
    with pytest.raises(StorageError, match="directory"):
        export(tmp_path / "x.md", [quote], "EAEA", DAY)
    assert list(tmp_path.iterdir()) == [tmp_path / "x.md"]
