"""Which documents may hold words: the keyword index names most of them, a look through all texts names every one."""

import re

import pytest

from corpus.folding import fold
from index.library.generation import STORE, open_current
from index.library.spelling import MOST_WORDS
from index.library.store import Store
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

FILES = {
    "a.txt": post("Alpha", "Adults learn in prisons, and nobody asks them.", 'It isn\'t "new" \\ at all.'),
    "b.txt": post("Beta", "Adults learn in prison. Others learn at home."),
    "c.txt": post("Gamma", "Adults le­arn in prisons where oﬃcers teach them too."),
    "d.md": "---\nlanguage: fi\n---\n# Otsikko\n\nAikuiset oppivat vankilassa, eikä kukaan kysy heiltä mitään.\n",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("spelling")
    sync_folder(folder / "library", ToyEncoder(), write_files(folder / "posts", FILES))
    return Searcher.open(folder / "library", ToyEncoder())


def spelling(searcher: Searcher, words: str) -> set[str]:
    return {document.id for document in searcher.documents_spelling(words)}


def holding(searcher: Searcher, words: str) -> set[str]:
    return {document.id for document in searcher.documents_holding(words)}


def test_words_are_looked_for_as_they_are_written(searcher: Searcher) -> None:
    assert spelling(searcher, "Adults learn in prisons") == {"a.txt", "c.txt"}
    assert spelling(searcher, "adults learn in prisons") == {"c.txt"}  # it may be written with soft hyphens anywhere
    assert spelling(searcher, "Gamma") == {"c.txt"}
    assert spelling(searcher, 'It isn\'t "new" \\ at all') == {"a.txt", "c.txt"}


def test_no_document_that_holds_some_words_is_missing(searcher: Searcher) -> None:
    documents = list(Store.read(open_current(searcher.generation.folder.parent.parent).folder / STORE).documents())
    assert len(documents) == len(FILES)
    for document in documents:
        words = [match.start() for match in re.finditer(r"(?<!\S)\S", document.text)]
        for start in words:
            for end in words[words.index(start) + 1 :]:
                assert document.id in spelling(searcher, fold(document.text[start:end]))


def test_of_many_words_the_longest_are_looked_for(searcher: Searcher) -> None:
    many = " ".join(f"longer{number}" for number in range(MOST_WORDS))
    assert spelling(searcher, f"Adults {many}") == {"c.txt"}


def test_the_keyword_index_knows_words_by_their_stems_in_every_language(searcher: Searcher) -> None:
    assert holding(searcher, "Adults learn in prisons") == {"a.txt", "b.txt"}
    assert holding(searcher, "prisons where nobody asks") == set()
    assert holding(searcher, "vankilassa kukaan") == {"d.md"}
    assert holding(searcher, "Beta adults at home") == {"b.txt"}, "the title counts"
    assert holding(searcher, "") == set()


def test_words_tell_something_or_are_only_small_ones(searcher: Searcher) -> None:
    assert searcher.is_telling("what is it about prisons")
    assert not searcher.is_telling("what is it that they are")
