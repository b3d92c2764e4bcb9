import math
import shutil
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.local.hits import FEW_DOCUMENTS
from index.local.keywords import MOST_TERMS, TITLE_WEIGHT, Entry, Keywords
from index.query import Weighted

ENTRIES = [
    Entry(1, 10, "en", "Prison education", "Learning behind bars helps prisoners after their release."),
    Entry(2, 10, "en", "Prison education", "Teachers in prisons need training, and training costs money."),
    Entry(
        3, 20, "en", "Micro-credentials", "Small certificates are useful where training is short. Training, training!"
    ),
    Entry(4, 20, "en", "Micro-credentials", "Refugees gain from certificates that a host country recognises."),
    Entry(5, 30, "de", "Grundbildung", "Die Erwachsenen lernen lesen, und Kurse kosten Geld."),
    Entry(6, 40, "fr", "Élections", "Les citoyens apprennent à voter pendant toute la vie."),
    Entry(7, 50, "el", "Εκπαίδευση", "Η εκπαίδευση ενηλίκων είναι δικαίωμα."),
]
ALL = ("en", "de", "fr", "el")


@pytest.fixture
def index(tmp_path: Path) -> Keywords:
    made = Keywords.create(tmp_path / "keywords")
    made.update([], ENTRIES)
    return made


def asked(text: str, weight: float = 1.0) -> list[Weighted]:
    return [Weighted(text, weight)]


def found(index: Keywords, text: str, languages: tuple[str, ...] = ALL, **how: object) -> list[int]:
    return index.search(asked(text), 10, languages, **how).rows.tolist()  # type: ignore[arg-type]


def bm25(index: Keywords, field: str, terms: list[str]) -> dict[int, float]:
    """BM25 as in the textbook (k1 1.2, b 0.75), over one field of the English entries."""
    texts = {entry.row: index.terms(getattr(entry, field), "en") for entry in ENTRIES if entry.language == "en"}
    mean = sum(map(len, texts.values())) / len(ENTRIES)  # entries of other languages have empty English fields
    scores: Counter[int] = Counter()
    for term in terms:
        holding = sum(term in words for words in texts.values())
        rarity = math.log(1 + (len(ENTRIES) - holding + 0.5) / (holding + 0.5))
        for row, words in texts.items():
            times = words.count(term)
            if times:
                scores[row] += rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(words) / mean))
    return dict(scores)


@pytest.mark.parametrize(
    "question", ["training", "certificates for refugees", "prison training money", "small prison teachers"]
)
def test_scores_are_bm25_of_words_and_title(index: Keywords, question: str) -> None:
    terms = index.question_terms(question, "en")
    words, titles = bm25(index, "words", terms), bm25(index, "title", terms)
    rows = words.keys() | titles.keys()
    expected = {row: words.get(row, 0) + TITLE_WEIGHT * titles.get(row, 0) for row in rows}
    ranking = index.search(asked(question), 10, ("en",))
    assert ranking.rows.tolist() == sorted(expected, key=lambda row: -expected[row])
    np.testing.assert_allclose(ranking.scores, sorted(expected.values(), reverse=True), rtol=0.02)


def test_words_are_found_by_their_stems(index: Keywords) -> None:
    assert found(index, "prisoner") == found(index, "PRISONERS")
    assert set(found(index, "prisoner")) == {1, 2}


@pytest.mark.parametrize(
    ("question", "rows"), [("Erwachsener", [5]), ("apprendre citoyen", [6]), ("ELECTIONS", [6]), ("εκπαίδευση", [7])]
)
def test_each_language_has_its_own_stems_and_accents_do_not_matter(
    index: Keywords, question: str, rows: list[int]
) -> None:
    assert found(index, question) == rows


def test_a_question_is_looked_up_in_the_languages_asked_for(index: Keywords) -> None:
    assert found(index, "Geld", ("en", "fr")) == []
    assert found(index, "Geld", ("de",)) == [5]


@pytest.mark.parametrize("question", ["", "what is the", "zebra", "?!", 'AND OR NOT (a:b) "x" ^~'])
def test_a_question_without_a_known_word_finds_nothing(index: Keywords, question: str) -> None:
    assert found(index, question, ("en",)) == []


def test_only_allowed_documents_are_found_with_the_scores_they_have(index: Keywords) -> None:
    everywhere = index.search(asked("training"), 10, ALL)
    allowed = index.search(asked("training"), 10, ALL, documents=np.array([20], np.int64))
    assert allowed.rows.tolist() == [3]
    at = everywhere.rows.tolist().index(3)
    assert allowed.scores[0] == pytest.approx(float(everywhere.scores[at]), rel=1e-5)
    assert found(index, "training", documents=np.empty(0, np.int64)) == []
    assert found(index, "training", documents=np.array([99], np.int64)) == []


def test_a_word_counts_as_much_as_the_text_of_the_greatest_weight_that_holds_it(index: Keywords) -> None:
    own = index.search(asked("refugees"), 10, ("en",))
    lighter = index.search(asked("refugees", 0.3), 10, ("en",))
    assert lighter.rows.tolist() == own.rows.tolist()
    np.testing.assert_allclose(lighter.scores, 0.3 * own.scores, rtol=1e-5)
    both = index.search([*asked("refugees"), *asked("refugees", 0.3)], 10, ("en",))
    np.testing.assert_allclose(both.scores, own.scores, rtol=1e-5)


def test_of_a_long_text_the_telling_words_are_looked_up(index: Keywords) -> None:
    filler = " ".join(f"word{number}" for number in range(2 * MOST_TERMS))
    assert found(index, f"{filler} refugees") == [4]  # words that nothing holds crowd none out
    index.update([], [Entry(7, 70, "en", "", filler)])
    assert 4 not in found(index, f"{filler} refugees")  # as rare as all the others, and the last of them
    assert 4 in index.search([*asked("refugees"), *asked(filler, 0.3)], 10, ("en",)).rows.tolist()


@pytest.mark.parametrize(
    ("phrases", "rows"),
    [
        (["training"], [2, 3]),
        (["TRAINING, costs"], [2]),
        (["costs training"], []),
        (["small certificate"], [3]),
        (["small", "training short"], []),
        (["small", "training is"], [3]),
        (["Kursen kosten"], [5]),
        (["pendant toute"], [6]),
        (["zebra"], []),
        ([], [1, 2, 3, 4, 5, 6, 7]),
        ([f"costs {'x' * 60} money"], []),
    ],
)
def test_a_phrase_is_held_where_its_stems_stand_in_a_row(index: Keywords, phrases: list[str], rows: list[int]) -> None:
    found_rows, documents = index.holding(phrases, ALL)
    assert found_rows.tolist() == rows
    owners = {entry.row: entry.document for entry in ENTRIES}
    assert documents.tolist() == [owners[row] for row in rows]


def test_a_word_too_long_for_the_index_leaves_a_gap_as_it_does_there(index: Keywords) -> None:
    index.update([], [Entry(9, 90, "en", "Long", f"costs {'x' * 60} money")])
    assert index.holding([f"costs {'x' * 60} money"], ("en",))[0].tolist() == [9]


def test_phrases_narrow_what_is_found_without_a_change_of_scores(index: Keywords) -> None:
    everywhere = index.search(asked("training"), 10, ALL)
    narrowed = index.search(asked("training"), 10, ALL, phrases=["certificates are useful"])
    assert narrowed.rows.tolist() == [3]
    at = everywhere.rows.tolist().index(3)
    assert narrowed.scores[0] == pytest.approx(float(everywhere.scores[at]), rel=1e-5)
    assert index.search(asked("training"), 10, ALL, phrases=["zebra"]).rows.tolist() == []


def test_titles_are_looked_up_by_themselves(index: Keywords) -> None:
    assert index.titled("prison education", ALL).tolist() == [10]
    assert index.titled("training", ALL).tolist() == []


def test_removed_documents_are_gone_and_replaced_ones_are_new(index: Keywords) -> None:
    index.update([10, 20], [Entry(8, 20, "en", "Micro-credentials", "New words about lighthouses.")])
    assert len(index) == 4
    assert found(index, "prison training certificates") == []
    assert found(index, "lighthouse") == [8]


def test_the_index_is_kept_in_its_folder(index: Keywords, tmp_path: Path) -> None:
    again = Keywords.open(tmp_path / "keywords")
    assert len(again) == len(ENTRIES)
    assert found(again, "lighthouse prison") == found(index, "lighthouse prison")


def test_rare_terms_tell_more_than_common_ones(index: Keywords) -> None:
    (training,), (refugee,), (unknown,) = (
        index.question_terms(word, "en") for word in ("training", "refugees", "zebra")
    )
    assert 0 < index.rarity(training, "en") < index.rarity(refugee, "en") < index.rarity(unknown, "en")


def test_function_words_are_no_question_terms_but_are_terms(index: Keywords) -> None:
    assert index.question_terms("What should the teachers of the prisons do?", "en") == ["teacher", "prison"]
    assert "the" in index.terms("the teachers", "en")


def test_nothing_is_written_behind_a_commit(tmp_path: Path) -> None:
    """tantivy's watcher would leave a lock file half a second after a commit, which looks like tampering.

    The wait is the watcher's own period: nothing else tells that it is not there.
    """
    index = Keywords.create(tmp_path / "keywords")
    index.update([], ENTRIES)
    for lock in (tmp_path / "keywords").glob("*.lock"):
        lock.unlink()
    time.sleep(0.8)
    assert not list((tmp_path / "keywords").glob("*.lock"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_an_index_that_is_read_leaves_nothing_behind_and_needs_its_files_no_more(
    index: Keywords, tmp_path: Path, temporary: Path
) -> None:
    index.update([50], [Entry(8, 60, "en", "Boats", "Boats need training.")])  # a second segment, and removed documents
    published = {path.name: path.read_bytes() for path in (tmp_path / "keywords").iterdir()}
    read = Keywords.read(tmp_path / "keywords")
    assert not any(temporary.iterdir())
    assert {path.name: path.read_bytes() for path in (tmp_path / "keywords").iterdir()} == published
    shutil.rmtree(tmp_path / "keywords")  # a generation that is no longer kept
    public = read.without(np.array([10], np.int64))

    def looked(question: str) -> tuple[list[int], list[int], list[int], list[int]]:
        rows, documents = read.holding([question], ALL)
        return found(read, question), found(public, question), rows.tolist(), documents.tolist()

    asked_often = ["training", "certificates", "Erwachsene", "voter", "boats", "zebra"] * 20
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(looked, asked_often))
    for question, (rows, open_rows, holding, documents) in zip(asked_often, told, strict=True):
        assert rows == found(index, question)
        assert open_rows == [row for row in rows if row not in (1, 2)]
        expected = index.holding([question], ALL)
        assert (holding, documents) == (expected[0].tolist(), expected[1].tolist())
    assert len(read) == len(public) == len(index)
    assert not any(temporary.iterdir())


def test_a_lock_that_comes_while_the_links_go_is_removed_too(
    index: Keywords, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = shutil.rmtree

    def removed(folder: Path, ignore_errors: bool) -> None:
        monkeypatch.setattr(shutil, "rmtree", remove)
        for link in folder.iterdir():
            link.unlink()
        (folder / ".tantivy-meta.lock").touch()

    monkeypatch.setattr(shutil, "rmtree", removed)
    assert found(Keywords.read(tmp_path / "keywords"), "prisoner") == [1, 2]
    assert not any(temporary.iterdir())


def test_what_cannot_be_opened_leaves_nothing_behind(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "keywords").mkdir()
    (tmp_path / "keywords" / "meta.json").write_text("{")
    with pytest.raises(ValueError, match=r"meta\.json"):
        Keywords.read(tmp_path / "keywords")
    assert not any(temporary.iterdir())


def test_a_year_with_letters_before_it_is_asked_for_by_itself_too(index: Keywords) -> None:
    assert index.question_terms("revenue in FY2018 and 2017", "en") == ["revenu", "fy2018", "2018", "2017"]
    assert index.question_terms("room A12018 or R2D2", "en") == ["room", "a12018", "r2d2"]


DOCUMENTS = 4 * FEW_DOCUMENTS


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Keywords:
    """One short passage a document, more of them than tantivy is told by name."""
    chance = Random(3)
    words = [f"word{number}" for number in range(40)]
    keywords = Keywords.create(tmp_path_factory.mktemp("many") / "k")
    drawn = (" ".join(chance.choices(words, k=6)) for _ in range(DOCUMENTS))
    keywords.update((), (Entry(row, row, "en", "", text) for row, text in enumerate(drawn, start=1)))
    return keywords


WHOLE = 20 * DOCUMENTS
"""So many are wanted that tantivy is told a set of documents: looking at the best of all would take more."""


@pytest.mark.parametrize("k", [1, 50, WHOLE])
@pytest.mark.parametrize("allowed", [1, FEW_DOCUMENTS, FEW_DOCUMENTS + 1, DOCUMENTS - 10, DOCUMENTS])
def test_allowed_documents_are_searched_as_if_the_others_were_not_there(many: Keywords, allowed: int, k: int) -> None:
    question = asked("word1 word2 word3")
    whole = many.search(question, WHOLE, ["en"])
    # Those left out are the best, so the first rows that are looked at hold none that is allowed.
    worst_first = [*np.setdiff1d(np.arange(1, DOCUMENTS + 1), whole.rows), *whole.rows[::-1]]
    documents = np.sort(np.array(worst_first[:allowed], np.int64))
    left = np.isin(whole.rows, documents)
    found = many.search(question, k, ["en"], documents)
    assert found.rows.tolist() == whole.rows[left][:k].tolist()
    np.testing.assert_array_equal(found.scores, whole.scores[left][:k])


@pytest.mark.parametrize("count", [1, 300, DOCUMENTS])
def test_hidden_documents_are_found_by_no_search(many: Keywords, count: int) -> None:
    question, languages = asked("word1 word2 word3"), ["en"]
    whole = many.search(question, WHOLE, languages)
    hidden = np.concatenate([whole.rows, np.setdiff1d(np.arange(1, DOCUMENTS + 1), whole.rows)])[:count]
    public = many.without(hidden)
    left = ~np.isin(whole.rows, hidden)
    for k in (1, 50, WHOLE):
        found = public.search(question, k, languages)
        assert found.rows.tolist() == whole.rows[left][:k].tolist()
        np.testing.assert_array_equal(found.scores, whole.scores[left][:k])
        for documents in (hidden[:1], np.sort(hidden)):
            assert not len(public.search(question, k, languages, documents).rows)
    rows, documents = many.holding(["word1"], languages)
    public_rows, public_documents = public.holding(["word1"], languages)
    assert public_rows.tolist() == np.setdiff1d(rows, hidden).tolist()
    assert public_documents.tolist() == np.setdiff1d(documents, hidden).tolist()
    assert public.documents_holding("word1", languages) == many.documents_holding("word1", languages) - {*hidden}
