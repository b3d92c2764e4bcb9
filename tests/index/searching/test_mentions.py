"""Every mention, against a scan over every sentence of every document with the same analysis."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import OtherVersion, QuestionError
from index.library.generation import STORE, open_current
from index.library.store import Store
from index.local.keywords import WORD
from index.models.encoder import Encoder
from index.query import Filters
from index.search import Searcher
from index.searching import mentions as mentions_module
from index.searching.mentions import Finder, Mentions
from index.texts.sentences import sentences
from tests.conftest import ToyEncoder, post, sync_folder, write_files

FILES = {
    "accounts.txt": post("Learning accounts", "We like an account of learning.", "Learning ends. Accounts begin."),
    "skills.txt": post("Skills", "A learning account, and learning-accounts again.", day="13.10.2022"),
    "headed.md": "# Plans\n\nNothing.\n\n## On learning accounts\n\nThey are discussed.\n\n- Learning\n- Accounts\n",
    "german.txt": post("Konten", "Das Lernkonto hilft, und die Lernkonten helfen den Erwachsenen.", day="01.02.2020"),
    "tagged.txt": post("Tagged", "This says something else.", day="01.02.2019 learning accounts"),
    "z-copy.txt": post("Skills", "A learning account, and learning-accounts again.", day="13.10.2022"),
    "catalogue.toml": '[documents."headed.md"]\nkind = "page"\n',
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mentions")
    sync_folder(made / "library", ToyEncoder(), write_files(made / "posts", FILES))
    return made / "library"


@pytest.fixture
def finder(library: Path) -> Finder:
    return Finder.open(library)


Sentences = dict[str, list[tuple[int, int, list[tuple[int, int]]]]]


def told(found: Mentions) -> Sentences:
    return {
        one.document.id: [(s.start, s.end, [(m.start, m.end) for m in s.matches]) for s in one.sentences()]
        for one in found.documents
    }


def scanned(searcher: Searcher, documents: list[Document], text: str) -> Sentences:
    """What a scan finds: each sentence by itself, each word of it by the analysis of the keyword index."""
    found: Sentences = {}
    for document in documents:

        def stems(words: str, language: str = document.language) -> list[tuple[int, int, list[str]]]:
            return [(m.start(), m.end(), searcher.terms(m[0], language)) for m in WORD.finditer(words)]

        wanted = [terms for *_, terms in stems(text)]

        def places(words: str, wanted: list[list[str]] = wanted) -> list[tuple[int, int]]:
            held = stems(words)
            stretches = (held[at : at + len(wanted)] for at in range(len(held) - len(wanted) + 1))
            return [(one[0][0], one[-1][1]) for one in stretches if [terms for *_, terms in one] == wanted]

        told_ = [
            (span.start, span.end, [(span.start + a, span.start + b) for a, b in at])
            for span in sentences(document.text, document.language)
            if (at := places(document.text[span.start : span.end]))
        ]
        if told_ or places(document.title):
            found[document.id] = told_
    return found


@pytest.mark.parametrize("text", ["learning accounts", "account", "Lernkonto", "helfen den", "learning", "plan", "the"])
def test_mentions_are_those_of_a_scan(library: Path, finder: Finder, text: str) -> None:
    with_store = Store.read(open_current(library).folder / STORE)
    searcher = Searcher.open(library, ToyEncoder())
    assert told(finder.find(text)) == scanned(searcher, list(with_store.documents()), text)


def test_on_the_sample_mentions_are_those_of_a_scan(sample_library: Path, encoder: Encoder) -> None:
    """Words and pairs of words of all documents, every ninth: common and rare ones, across signs and line breaks."""
    searcher = Searcher.open(sample_library, encoder)
    documents = list(Store.read(open_current(sample_library).folder / STORE).documents())
    words = [match[0] for document in documents for match in WORD.finditer(document.text)][::97]
    looked_for = [
        *words[::3],
        *map(" ".join, pairwise(words[:20])),
        "learning accounts",
        "EAEA calls",
        "in the",
        "2022",
    ]
    assert len(looked_for) > 50
    for text in looked_for:
        assert told(searcher.mentions(text)) == scanned(searcher, documents, text), text


def test_a_phrase_is_not_found_across_the_end_of_a_sentence_or_an_item(finder: Finder) -> None:
    accounts = {one.document.id: one for one in finder.find("learning accounts").documents}
    assert accounts.keys() == {"accounts.txt", "skills.txt", "headed.md"}
    assert accounts["accounts.txt"].sentences() == () and len(accounts["accounts.txt"].in_title) == 1
    (heading,) = accounts["headed.md"].sentences()
    assert accounts["headed.md"].document.text[heading.start : heading.end] == "On learning accounts"


def test_matches_are_the_words_to_the_character(finder: Finder) -> None:
    (skills,) = [one for one in finder.find("LEARNING account").documents if one.document.id == "skills.txt"]
    assert [skills.document.text[m.start : m.end] for m in skills.matches] == ["learning account", "learning-accounts"]


def test_counts_are_of_documents_by_year_and_kind(finder: Finder) -> None:
    found = finder.find("learning accounts")
    assert [one.document.id for one in found.documents] == ["skills.txt", "accounts.txt", "headed.md"]
    assert found.by_year == (("", 1), ("2021", 1), ("2022", 1))
    assert found.by_kind == (("post", 2), ("page", 1))


def test_filters_narrow_and_repetitions_are_told_once(finder: Finder) -> None:
    late = finder.find("learning accounts", Filters(since=date(2022, 1, 1)))
    assert [one.document.id for one in late.documents] == ["skills.txt"]
    assert finder.find("learning accounts", Filters(kinds=("none",))).documents == ()
    assert finder.matching_documents(Filters(), ("learning accounts",)) == 2
    assert finder.values_of("kinds") == ("page", "post")


@pytest.mark.parametrize("text", ["", " ", "?!"])
def test_a_text_without_a_word_is_refused(finder: Finder, text: str) -> None:
    with pytest.raises(QuestionError, match="holds no word"):
        finder.find(text)


def test_an_index_of_another_version_is_refused(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions_module, "READER_VERSION", 0)
    with pytest.raises(OtherVersion, match="assistant sync"):
        Finder.open(library)
