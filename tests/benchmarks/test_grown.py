from pathlib import Path
from random import Random

import numpy as np
import pytest

import benchmarks.asked_of_many as asked
from benchmarks.grown import FEWEST_SENTENCES, MOST_SENTENCES, NEIGHBOURS, Grounds, grounds_of, grow
from benchmarks.million import sizes_of
from corpus.errors import NoLibrary
from index.library.generation import MANIFEST, VECTORS, open_current
from index.local.vectors import ExactVectors, FaissVectors
from index.query import Filters
from index.ranking import Rows, Vectors
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.synced import agrees

PASSAGES, POSTS = 300, 30


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts of sentences that are drawn from few words, so that some are near each other."""
    folder, chance = tmp_path_factory.mktemp("seed"), Random(5)
    words = [f"word{number}" for number in range(60)]
    sentence = lambda: " ".join(chance.sample(words, 8)).capitalize() + "."  # noqa: E731
    written = {
        f"{at}.txt": post(f"Title {at}", *(" ".join(sentence() for _ in range(5)) for _ in range(2)))
        for at in range(POSTS)
    }
    sync_folder(folder / "library", ToyEncoder(), write_files(folder / "posts", written))
    return folder / "library"


@pytest.fixture(scope="module")
def grounds(seed: Path) -> Grounds:
    return grounds_of(seed)


@pytest.fixture(scope="module")
def grown(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("grown") / "library"
    grow(seed, library, PASSAGES, library.with_suffix(".exact"))
    return library


def drawn(library: Path) -> Vectors:
    return np.fromfile(library.with_suffix(".exact"), np.float16).reshape(PASSAGES, -1).astype(np.float32)


def exact_index(library: Path) -> ExactVectors:
    index = ExactVectors(ToyEncoder().dimension)
    index.add(np.arange(1, PASSAGES + 1, dtype=np.int64), drawn(library))
    return index


def test_grounds_are_the_sentences_and_vectors_of_real_passages(seed: Path, grounds: Grounds) -> None:
    encoder, count = ToyEncoder(), len(grounds.titles)
    assert count >= POSTS and grounds.firsts[-1] == len(grounds.sentences)
    assert np.diff(grounds.firsts).min() >= FEWEST_SENTENCES
    np.testing.assert_allclose(np.vecdot(grounds.inner, encoder.encode_queries(grounds.sentences)), 1, atol=0.01)
    documents = {one.title: one.text for one in Searcher.open(seed, encoder).store.documents()}
    for at, title in enumerate(grounds.titles):
        own = grounds.sentences[grounds.firsts[at] : grounds.firsts[at + 1]]
        assert all(one in documents[title] for one in own)


def test_neighbours_are_the_nearest_others(grounds: Grounds) -> None:
    cosines = grounds.vectors @ grounds.vectors.T
    np.fill_diagonal(cosines, -2)
    least = np.sort(cosines, axis=1)[:, -NEIGHBOURS]
    for at, near in enumerate(grounds.near):
        assert at not in near and len(set(near.tolist())) == NEIGHBOURS
        assert cosines[at, near].min() == pytest.approx(least[at])


def test_a_grown_library_is_whole_and_holds_as_many_passages_as_asked_for(grown: Path) -> None:
    contents = open_current(grown).contents
    assert contents.passages == PASSAGES
    assert agrees(grown, ToyEncoder())
    assert len(Searcher.open(grown, ToyEncoder()).titles()) == contents.documents


def test_each_passage_is_made_of_sentences_of_two_real_ones(grown: Path, grounds: Grounds) -> None:
    numbers = np.searchsorted(grounds.firsts, np.arange(len(grounds.sentences)), "right") - 1
    owners = dict(zip(grounds.sentences, numbers.tolist(), strict=True))
    store = Searcher.open(grown, ToyEncoder()).store
    for document, passage in store.passages_with_documents(list(range(1, PASSAGES + 1))):
        said = [document.text[one.start : one.end] for one in passage.sentences]
        assert FEWEST_SENTENCES <= len(said) <= MOST_SENTENCES
        assert len({owners[one] for one in said}) <= 2


def test_vectors_are_kept_as_they_were_drawn(grown: Path) -> None:
    rows = np.arange(1, PASSAGES + 1, dtype=np.int64)
    kept = FaissVectors.read(open_current(grown).folder / VECTORS).vectors_of(rows)
    np.testing.assert_allclose(kept, drawn(grown), atol=0.004)
    np.testing.assert_allclose(np.linalg.norm(drawn(grown), axis=1), 1, atol=0.002)


def test_the_same_library_grows_again(seed: Path, grown: Path, tmp_path: Path) -> None:
    grow(seed, tmp_path / "again", PASSAGES, tmp_path / "again.exact")
    np.testing.assert_array_equal(drawn(tmp_path / "again"), drawn(grown))
    assert list(Searcher.open(tmp_path / "again", ToyEncoder()).store.documents()) == list(
        Searcher.open(grown, ToyEncoder()).store.documents()
    )


def test_nothing_grows_from_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoLibrary):
        grow(tmp_path / "none", tmp_path / "library", 10, tmp_path / "exact")


@pytest.mark.parametrize("at_once", [7, 100, 1000])
@pytest.mark.parametrize("allowed", [np.arange(1, PASSAGES + 1), np.arange(3, PASSAGES, 7)])
def test_the_nearest_are_those_of_exact_search(
    grown: Path, allowed: Rows, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "AT_ONCE", at_once)
    questions, index = ToyEncoder().encode_queries(["Word3 word7", "Title 5", "word59 word1"]), exact_index(grown)
    found = asked._nearest(grown.with_suffix(".exact"), questions, allowed)
    for question, rows in zip(questions, found, strict=True):
        expected = index.search(question, asked.FIRST, allowed)
        np.testing.assert_allclose(index.similarities(question, np.sort(rows)[::-1]).sum(), expected.scores.sum())


@pytest.mark.parametrize(("missed", "recall"), [(0, 1.0), (3, 0.7), (10, 0.0)])
def test_recall_is_the_share_of_the_nearest_that_are_found(
    grown: Path, missed: int, recall: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {"all": Filters(), "posts": Filters(kinds=("post",))}
    monkeypatch.setattr(asked, "KINDS", kinds)
    search = FaissVectors.search

    def without_the_first(index: FaissVectors, vector: Vectors, k: int, allowed: Rows | None = None) -> object:
        found = search(index, vector, k, allowed)
        return type(found)(found.rows[missed:], found.scores[missed:])

    monkeypatch.setattr(FaissVectors, "search", without_the_first)
    texts = {kind: ["Word3 word7 word11", "word59 word1 word2"] for kind in kinds}
    told = asked._recalls(open_current(grown), grown.with_suffix(".exact"), ToyEncoder(), texts)
    assert told == {kind: pytest.approx(recall, abs=0.051) for kind in kinds}


def test_sizes_on_disk_add_up_to_the_files(grown: Path) -> None:
    sizes, folder = sizes_of(grown), open_current(grown).folder
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST]
    store = Searcher.open(grown, ToyEncoder()).store
    assert sizes["text"] == sum(len(one.text.encode()) for one in store.documents())
    assert sum(sizes.values()) == pytest.approx(sum(path.stat().st_size for path in files), rel=0.02)
