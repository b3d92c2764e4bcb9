"""One contract for vectors and words, wherever they are; exact search and tantivy tell what is right."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.library.store import Store
from index.local.narrowing import Narrowing
from index.local.opening import LocalVectors, LocalWords
from index.local.vectors import ExactVectors
from index.milvus.opening import on_cluster
from index.milvus.publishing import Place
from index.ports import PassageVectors, PassageWords, Scope
from index.query import Filters, Weighted
from index.searching.opened import Opened
from tests.conftest import ToyEncoder
from tests.index.local.test_vectors import rounded

LANGUAGES = ("de", "en", "fr")
EYES = ("staff", "everybody")


@dataclass(frozen=True)
class Sides:
    """The same passages in each kind of index, as somebody sees them."""

    store: Store
    exact: PassageVectors
    vectors: dict[str, PassageVectors]
    tantivy: PassageWords
    words: dict[str, PassageWords]


@pytest.fixture(scope="module")
def sides(opened: Opened, contract: Place) -> dict[str, Sides]:
    found = {}
    for eyes, part in zip(EYES, (opened, opened.for_everybody()), strict=True):
        narrowing = Narrowing(part.store, part.keywords)
        rows, _ = part.store.passage_owners()
        exact = ExactVectors(opened.generation.recipe.dimension)
        exact.add(rows, opened.vectors.vectors_of(rows))
        there = on_cluster(part.generation, contract, part.store, everybody=eyes == "everybody")
        local = LocalVectors(part.vectors, narrowing)
        oracle = LocalWords(part.keywords, narrowing)
        found[eyes] = Sides(
            part.store,
            LocalVectors(exact, narrowing),
            {"faiss": local, "milvus": there.vectors},
            oracle,
            {"milvus": there.words},
        )
    return found


kinds = pytest.mark.parametrize("kind", ["faiss", "milvus"])
eyes = pytest.mark.parametrize("eyes", EYES)

DAYS = st.none() | st.dates(date(2018, 1, 1), date(2023, 1, 1)) | st.sampled_from([date(2021, 1, 1), date(2019, 3, 12)])
FILTERS = st.builds(
    Filters,
    DAYS,
    DAYS,
    st.sampled_from([(), ("statement",), ("news", "STATEMENT"), ("no such kind",)]),
    st.sampled_from([(), ("en",), ("de", "fr"), ("xx",)]),
    st.sampled_from([(), ("skills",), ('ecoles "libres"',), ("budget",), ("prison education", "budget"), ("nothing",)]),
    st.sampled_from([(), ("current",), ("superseded",), ("current", "superseded")]),
    st.sampled_from([(), ("",), ("eaea",), ("ligue de l’enseignement", ""), ("European Association",)]),
)
PHRASE = st.sampled_from(
    [
        "training",
        "teachers in prisons",
        "Teacher in prison",
        "recognises them",
        "apprendre à voter",
        "Kurs kosten",
        "50%",
    ]
)
PHRASES = st.lists(PHRASE, max_size=2).map(tuple)
TEXTS = [
    "training of teachers in prisons",
    "Kurse und Geld",
    "les citoyens et le budget",
    "secret",
    "certificates 2021",
]
SCOPES = st.builds(Scope, FILTERS, PHRASES)


@kinds
@eyes
@given(scope=SCOPES, seed=st.integers(0, 9), k=st.integers(1, 12))
@settings(max_examples=40)
def test_the_nearest_are_those_of_exact_search(
    sides: dict[str, Sides], kind: str, eyes: str, scope: Scope, seed: int, k: int
) -> None:
    side = sides[eyes]
    vector = rounded(np.random.default_rng(seed).normal(size=32).astype(np.float32))  # as FAISS rounds it
    expected, found = side.exact.search(vector, k, scope), side.vectors[kind].search(vector, k, scope)
    assert found.rows.tolist() == expected.rows.tolist()
    np.testing.assert_allclose(found.scores, expected.scores, atol=1e-4)
    np.testing.assert_allclose(
        side.vectors[kind].similarities(vector, expected.rows),
        side.exact.similarities(vector, expected.rows),
        atol=1e-4,
    )


@eyes
@given(scope=SCOPES, k=st.integers(1, 12), text=st.sampled_from(TEXTS))
@settings(max_examples=40)
def test_words_are_ranked_as_tantivy_ranks_them(
    sides: dict[str, Sides], eyes: str, scope: Scope, k: int, text: str
) -> None:
    side = sides[eyes]
    texts = [Weighted(text, 1.0), Weighted("Lernen, learning", 0.25)]
    expected = side.tantivy.search(texts, 50, LANGUAGES, scope)
    found = side.words["milvus"].search(texts, 50, LANGUAGES, scope)
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(
        dict(zip(expected.rows.tolist(), expected.scores.tolist(), strict=True)), rel=1e-4
    )
    first = side.words["milvus"].search(texts, k, LANGUAGES, scope)
    assert first.rows.tolist() == found.rows.tolist()[:k]


@eyes
@given(phrases=st.lists(PHRASE, min_size=1, max_size=2).map(tuple))
@settings(max_examples=10)
def test_phrases_are_held_by_the_same_passages_and_titles(
    sides: dict[str, Sides], eyes: str, phrases: tuple[str, ...]
) -> None:
    expected, found = sides[eyes].tantivy, sides[eyes].words["milvus"]
    assert [one.tolist() for one in found.holding(phrases, LANGUAGES)] == [
        one.tolist() for one in expected.holding(phrases, LANGUAGES)
    ]
    for phrase in (*phrases, "learning in prison", "Certificates", "élections"):
        assert found.titled(phrase, LANGUAGES).tolist() == expected.titled(phrase, LANGUAGES).tolist()
        assert found.documents_holding(phrase, LANGUAGES) == expected.documents_holding(phrase, LANGUAGES)


@eyes
@pytest.mark.parametrize("word", ["training", "prison", "geld", "voter", "secret", "nowhere"])
def test_words_are_as_rare(sides: dict[str, Sides], eyes: str, word: str) -> None:
    expected, found = sides[eyes].tantivy, sides[eyes].words["milvus"]
    for language in (*LANGUAGES, "el"):
        assert found.terms(word, language) == expected.terms(word, language)
        assert found.question_terms(f"what is {word}", language) == expected.question_terms(f"what is {word}", language)
        (stem,) = expected.terms(word, language)
        assert found.rarity(stem, language) == pytest.approx(expected.rarity(stem, language))


@kinds
def test_everybody_finds_nothing_of_internal_documents(sides: dict[str, Sides], kind: str) -> None:
    internal = Filters(topics=("budget",))
    vector = ToyEncoder().encode_queries(["secret budget"])[0]
    assert len(sides["staff"].vectors[kind].search(vector, 9, Scope(internal)).rows) == 1
    assert len(sides["everybody"].vectors[kind].search(vector, 9, Scope(internal)).rows) == 0
    hidden = sides["staff"].tantivy.search([Weighted("secret budget", 1)], 9, LANGUAGES).rows.tolist()
    assert hidden
    assert not set(hidden) & set(sides["everybody"].vectors[kind].search(vector, 99).rows.tolist())
    assert not len(sides["everybody"].words["milvus"].search([Weighted("secret", 1)], 9, LANGUAGES).rows)
    assert not sides["everybody"].words["milvus"].documents_holding("secret budget", LANGUAGES)
