"""Questions in other languages than the library's, with a multilingual model."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import corpus.sample
from assistant.answer import Answer
from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from assistant.settings import load_settings
from assistant.vocabulary import read_vocabulary
from assistant.wire import answerer_on, searcher_of
from corpus.document import Span
from index.models.encoder import OpenVinoEncoder, open_encoder
from index.query import Filters
from index.search import Searcher
from tests.assistant.many_languages import many_languages
from tests.conftest import ToyEncoder, post, sync_folder, write_files
from tests.index.models.tiny_models import WITH_THE_ORIGINAL

pytestmark = WITH_THE_ORIGINAL

ENGLISH = Filters(languages=("en",))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    many_languages(folder)
    return folder


@pytest.fixture(scope="module")
def model(place: Path) -> OpenVinoEncoder:
    """By the way that `assistant sync` takes: from a folder on disk, with the prompts and the card in it."""
    return open_encoder(str(place / "model"), place / "cache")


@pytest.fixture(scope="module")
def library(place: Path, model: OpenVinoEncoder) -> Path:
    sync_folder(place / "library", model, corpus.sample.content())
    return place / "library"


@pytest.fixture(scope="module")
def answerer(library: Path, model: OpenVinoEncoder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(Searcher.open(library, model, read_vocabulary(None)))


def test_a_models_card_tells_that_it_reads_many_languages(place: Path, model: OpenVinoEncoder) -> None:
    assert model.multilingual
    assert not open_encoder(str(place / "model"), place / "cache", multilingual=False).multilingual


def test_a_table_of_words_gives_the_vectors_of_sentence_transformers(place: Path, model: OpenVinoEncoder) -> None:
    own = pytest.importorskip("sentence_transformers").SentenceTransformer(str(place / "model"), device="cpu")
    texts = ["Micro-credentials for refugees and prisoners.", "Réfugiés", "learning " * 600 + "accounts"]
    passages, (parts, *_) = model.encode_passages(texts, [[Span(22, 30)], (), ()], lambda _done: None)
    assert (passages * own.encode(texts, prompt="passage: ")).sum(axis=1).min() > 0.999
    assert (model.encode_queries(texts) * own.encode(texts, prompt="query: ")).sum(axis=1).min() > 0.999
    assert not model.encode_queries(["", "qqq"]).any(), "a text without a word that is known says nothing"
    np.testing.assert_allclose(parts, own.encode(["refugees"]), atol=0.01)


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("Quelle est la position sur les micro-certifications ?", "French", "icro-credential"),
        ("Welche Haltung hat die EAEA zu Mikro-Zertifikaten?", "German", "icro-credential"),
        ("Was sagt der Verband zur Bildung im Gefängnis?", "German", "prison"),
        ("Mitä EAEA sanoo koulutuksesta vankilassa?", "Finnish", "prison"),
        ("Que dit l'AEEA sur l'éducation des prisonniers ?", "French", "prison"),
    ],
)
def test_a_question_finds_english_sentences_by_meaning_alone(
    answerer: ExtractiveAnswerer, question: str, language: str, words: str
) -> None:
    answer = answerer.answer(query_of(question, filters=ENGLISH))
    assert answer.status == "answered"
    assert words in answer.citations[0].quote
    assert all(one.quote == one.document.text[one.start : one.end] for one in answer.citations)
    assert answer.confidence <= 0.8
    assert answer.readings[-1].startswith(f"The question was read as {language}; what is quoted is in English")
    assert "opposite" in answer.readings[-1]


class Placed(ToyEncoder):
    """Texts with a mark lie at a told cosine to every question, others at none."""

    def _encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.eye(4, self.dimension, dtype=np.float32)
        marks = {"atelier": 1.0, "vitrail": 0.45, "window": 0.61}
        told = [
            next(((at, one) for at, (mark, one) in enumerate(marks.items()) if mark in text), (3, 0.0))
            for text in texts
        ]
        return np.array([one * vectors[0] + np.sqrt(1 - one**2) * vectors[at] for at, one in told], np.float32)


def test_what_the_questions_own_language_says_too_little_of_is_found_in_another(tmp_path: Path) -> None:
    posts = {
        "fr.txt": post(
            "Bibliothèques",
            "Les bibliothèques municipales aident et doivent aider les adultes des villages, dit un vitrail.",
        ),
        "en.txt": post("Reading", "A window of the library was open for whoever came in and sat there to read."),
        "other.txt": post(
            "Soup", "Tomato soup needs basil and a little sugar, and it should be eaten while it is hot."
        ),
    }
    sync_folder(tmp_path / "library", Placed(), write_files(tmp_path / "posts", posts))
    question = query_of("Comment les bibliothèques municipales aident-elles les adultes des villages dans un atelier ?")
    found = {}
    for many in (False, True):
        answerer = ExtractiveAnswerer(Searcher.open(tmp_path / "library", Placed(multilingual=many)))
        found[many] = answerer.answer(question)
    assert found[False].status == "not_found"
    assert [one.document.language for one in found[True].citations] == ["en"]


def test_the_settings_name_the_model(place: Path, library: Path, tmp_path: Path) -> None:
    file = tmp_path / "assistant.toml"
    file.write_text(
        f'[library]\nindex = "{library}"\ncache = "{place / "cache"}"\n[model]\nname = "{place / "model"}"\n'
        'query_prompt = "query: "\n'
    )
    settings = load_settings(file)
    asked = query_of("Was sagt der Verband zur Bildung im Gefängnis?")
    answer = answerer_on(searcher_of(settings), settings).answer(asked)
    assert "prison" in answer.citations[0].quote


def told(answer: Answer) -> str:
    return "\n".join(answer.readings)


@pytest.mark.parametrize(
    "question",
    [
        "Quelle est la position sur l'énergie nucléaire ?",
        "Que dit l'AEEA sur les micro-certifications en Mongolie ?",
        "Faut-il des micro-certifications dans 19 pays ?",
        "Quel rôle pour les micro-certifications selon le CEDEFOP ?",
        "Mitä EAEA sanoo ydinvoimasta?",
    ],
)
def test_what_is_not_there_in_any_language_is_not_found(answerer: ExtractiveAnswerer, question: str) -> None:
    answer = answerer.answer(query_of(question))
    assert (answer.status, answer.citations) == ("not_found", ())


def test_a_language_that_the_library_does_not_hold_is_told(answerer: ExtractiveAnswerer) -> None:
    answer = answerer.answer(query_of("Mitä EAEA sanoo ydinvoimasta?"))
    assert "read as Finnish, in which the library holds nothing" in told(answer)
    held = answerer.answer(query_of("Quelle est la position sur l'énergie nucléaire ?"))
    assert told(held) == ""


def test_a_question_in_the_language_of_what_it_finds_tells_nothing(answerer: ExtractiveAnswerer) -> None:
    answer = answerer.answer(query_of("What is EAEA's position on micro-credentials?", filters=ENGLISH))
    assert answer.status == "answered"
    assert told(answer) == ""


def test_where_the_settings_say_otherwise_words_are_looked_for_as_ever(library: Path, place: Path) -> None:
    one = open_encoder(str(place / "model"), place / "cache", multilingual=False)
    answerer = ExtractiveAnswerer(Searcher.open(library, one, read_vocabulary(None)))
    query = query_of("Mitä EAEA sanoo koulutuksesta vankilassa?")
    assert answerer.searcher.asked_in(query) == ""
    assert told(answerer.answer(query)) == ""


def test_a_multilingual_model_changes_no_answer_of_a_library_in_one_language(tmp_path: Path) -> None:
    posts = {
        "a.txt": post("Accounts", "EAEA supports individual learning accounts. They should be open to all adults."),
        "b.txt": post("Prisons", "Education in prisons must be free. Libraries help, and so do 12 teachers."),
    }
    folder = write_files(tmp_path / "posts", posts)
    sync_folder(tmp_path / "library", ToyEncoder(), folder)
    plain, many = (
        ExtractiveAnswerer(Searcher.open(tmp_path / "library", ToyEncoder(multilingual=told))) for told in (False, True)
    )
    for question in (
        "Does EAEA support individual learning accounts?",
        "Should education in prisons be free for everybody?",
        "What does EAEA say about nuclear energy?",
        "Who are the 12 teachers?",
    ):
        query = query_of(question)
        assert many.searcher.asked_in(query) == "en"
        assert many.answer(query) == plain.answer(query)
