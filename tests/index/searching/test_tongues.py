"""Questions in another language than passages."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import surely_language_of
from index.models.unrelated import MOST, USUAL, beyond, unrelated
from index.query import Query, Turn
from index.ranking import Ranking
from index.search import Searcher
from index.searching.fusion import ASSUMED, assumed, fuse
from index.searching.tongues import lasting_words
from tests.conftest import ToyEncoder, post, sync_folder, write_files

FILES = {
    "en.txt": post("Accounts", "EAEA takes the position that learning accounts are a good thing for all adults."),
    "tampere.txt": post(
        "Tampere", "The members met in Tampere in 2019 and spoke of health, with 40 guests from abroad."
    ),
    "fr.txt": post("Comptes", "Les comptes de formation sont un droit pour tous les adultes, dit l’association ici."),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tongues")
    sync_folder(folder / "library", ToyEncoder(), write_files(folder / "posts", FILES))
    return folder / "library"


def found(library: Path, question: str, many: bool) -> set[str]:
    """The documents that are found by words."""
    searcher = Searcher.open(library, ToyEncoder(multilingual=many))
    return {hit.document.id for hit in searcher.search(Query(question)) if hit.by_keywords}


def test_words_are_not_looked_for_in_other_languages_but_names_and_numbers_are(library: Path) -> None:
    question = "Quelle est la position sur les comptes de formation ?"
    assert found(library, question, many=False) == {"en.txt", "fr.txt"}, "“position” is an English word too"
    assert found(library, question, many=True) == {"fr.txt"}
    assert found(library, "Quelle est la position de la conférence à Tampere ?", many=True) == {"tampere.txt"}
    assert found(library, "Quels invités étaient là, ces 40 personnes ?", many=True) == {"tampere.txt"}


def test_where_the_language_is_not_sure_words_are_looked_for_everywhere(library: Path) -> None:
    searcher = Searcher.open(library, ToyEncoder(multilingual=True))
    assert searcher.asked_in(Query("micro-credentials")) == ""
    assert found(library, "position", many=True) == found(library, "position", many=False) == {"en.txt"}
    said = (Turn("user", "Que dit l’association sur les comptes de formation ?"),)
    assert searcher.asked_in(Query("position ?", said, leans=True)) == "fr"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quelle est la position sur les micro-certifications ?", "fr"),
        ("Was sagt der Verband zu Lernkonten?", "de"),
        ("Mitä EAEA sanoo mikrotutkinnoista?", "fi"),
        ("¿Qué opina de los refugiados?", "es"),
        ("What is EAEA's position on micro-credentials?", "en"),
        ("ما هو موقف الجمعية من تعليم الكبار؟", "ar"),
        ("EAEAの立場は何ですか", "ja"),
        ("micro-credentials", ""),
        ("ILA", ""),
        ("2021?", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_short_text_is_told_where_it_is_sure(text: str, language: str) -> None:
    assert surely_language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Que dit l'AEEA sur Erasmus+ en 2028 à Bruxelles ?", "fr", ("AEEA", "Erasmus", "2028", "Bruxelles")),
        ("Quelle est la position ? Et Paris ?", "fr", ("Paris",)),
        ("¿Qué dice la UE?", "es", ("UE",)),
        ("Was sagt die EU zur Grundbildung im EU-Haushalt 2021-2027?", "de", ("EU", "2021", "2027")),
        ("Mitä EAEA:n jäsenet sanovat Tampereella?", "fi", ("EAEA", "Tampereella")),
        ("QUELLE EST LA POSITION EN 2020 ?", "fr", ("2020",)),
        ("et pour les réfugiés ?", "fr", ()),
    ],
)
def test_numbers_acronyms_and_names_stand_in_any_language(text: str, language: str, words: tuple[str, ...]) -> None:
    assert lasting_words(text, language) == words


def ranking(scores: dict[int, float]) -> Ranking:
    return Ranking(np.array(list(scores), np.int64), np.array(list(scores.values()), np.float32))


SCORES = st.dictionaries(st.integers(0, 9), st.floats(0.01, 1), max_size=8)


@given(SCORES, SCORES, st.sets(st.integers(0, 9)))
def test_a_passage_of_another_language_never_loses_by_lacking_words(
    meaning: dict[int, float], words: dict[int, float], foreign: set[int]
) -> None:
    filled = assumed(ranking(meaning), ranking(words), np.array(sorted(foreign), np.int64))
    assert set(filled.rows.tolist()) == meaning.keys() | words.keys()
    best, closest = max(words.values(), default=0), max(meaning.values(), default=0)
    for row, score in zip(filled.rows.tolist(), filled.scores.tolist(), strict=True):
        held = words[row] / best if row in words else 0.0
        close = meaning[row] / closest if row in meaning else 0.0
        assert score == pytest.approx(max(held, ASSUMED * close) if row in foreign else held, abs=1e-5)


def test_the_closest_passage_of_another_language_is_not_below_one_that_shares_a_word_by_chance() -> None:
    meaning, words = ranking({1: 0.8, 2: 0.3}), ranking({2: 4.0})
    assert fuse(meaning, words).rows.tolist() == [2, 1]
    assert fuse(meaning, assumed(meaning, words, np.array([1], np.int64))).rows.tolist() == [1, 2]


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, MOST))
def test_cosines_keep_their_order_and_the_same_text_stays_at_1(one: float, other: float, usual: float) -> None:
    told = beyond(np.array([one, other, 1.0, usual], np.float32), usual)
    assert told[2] == pytest.approx(1)
    assert (told[0] <= told[1] + 1e-4) if one <= other else (told[1] <= told[0] + 1e-4)
    assert told[3] == pytest.approx(max(min(usual, USUAL), 0) if usual > USUAL else usual, abs=1e-4)


def test_models_that_put_all_texts_near_each_other_are_told_from_others() -> None:
    rng = np.random.default_rng(1)
    loose, shared = rng.standard_normal((9, 64)).astype(np.float32), np.zeros(64, np.float32)
    shared[0] = 16
    apart, near = (one / np.linalg.norm(one, axis=1, keepdims=True) for one in (loose, loose + shared))
    assert unrelated(apart[:4], apart[4:]) < 0.15
    assert 0.7 < unrelated(near[:4], near[4:]) < 0.9
    assert unrelated(near[:1], near[:1]) == 0, "the same vector is of texts that no word is known of"
