"""Sentences in another language than the question."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.answering.across import ANSWERED_FROM, HALF, MOST, comparable, confidence, holds_all, lasting, told
from assistant.answering.asked import Asked
from assistant.answering.candidates import ASSUMED, Candidate, candidates
from assistant.answering.confidence import WEIGHTS
from assistant.vocabulary import read_vocabulary
from corpus.document import Document, Section, Span
from index.hit import Hit
from index.searching.vocabulary import Vocabulary
from index.texts.passages import Passage

VOCABULARY = read_vocabulary(None)
NONE = Vocabulary()


def candidate(text: str, language: str = "en", similarity: float = 0.7, title: str = "T") -> Candidate:
    document = Document(text, title, text, (Section("", 0, len(text)),), language=language)
    passage = Passage("p", document.id, "", 0, len(text), (Span(0, len(text)),))
    hit = Hit(document, passage, 1.0, similarity, (similarity,), True, False, ())
    return Candidate(hit, Span(0, len(text)), (), 0.0, similarity)


def cited(language: str) -> Citation:
    text = "Words that are quoted."
    document = Document(language, "T", text, (Section("", 0, len(text)),), language=language)
    return Citation(1, document, 0, len(text), 0, len(text), words=text)


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("Tampereella", "They met in Tampere.", True),
        ("Erasmuksen", "The Erasmus+ programme", True),
        ("Finlande", "Adults in Finland", True),
        ("Mongolie", "Adults in Monaco and Montenegro", False),
        ("Bruxelles", "They met in Brussels.", False),
        ("2028", "after 2027", False),
        ("2028", "in 2028", True),
        ("12000", "12,000 adults", True),
        ("12000", "12 000 adults", True),
        ("CEDEFOP", "Cedefop says", True),
        ("UE", "The EU says", False),
        ("COVID", "COVID-19", True),
    ],
)
def test_names_and_numbers_have_to_stand_in_the_passage(word: str, text: str, stands: bool) -> None:
    assert holds_all([word], candidate(text), NONE) is stands
    assert holds_all([word], candidate("Words.", title=text), NONE) is stands


def test_other_names_of_the_vocabulary_count() -> None:
    assert not holds_all(["ILA"], candidate("individual learning accounts"), NONE)
    assert holds_all(["ILA"], candidate("individual learning accounts"), VOCABULARY)


def test_the_organisations_own_name_need_not_stand_in_its_words() -> None:
    assert lasting("Que dit l'AEEA, ou EAEA, sur les 12 000 écoles de Paris ?", "fr") == ("12000", "Paris")


def test_a_passage_in_the_questions_language_needs_no_such_words_and_others_must_be_close() -> None:
    own, near, far = (
        candidate("Deux mots.", "fr", 0.1),
        candidate("Two words.", "en", 0.9),
        candidate("Far.", "en", 0.3),
    )
    assert comparable([own, near, far], "et les mots ?", "fr", NONE) == [own, near]
    assert comparable([far, near, own], "et les mots ?", "fr", NONE) == [far, near, own], "the best one is judged later"
    assert comparable([near, own], "et les 12 mots ?", "fr", NONE) == [own]


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_confidence_grows_with_closeness_and_is_never_great(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0 <= confidence(less) <= confidence(more) < MOST
    assert (confidence(one) >= ANSWERED_FROM) == (one >= HALF) or abs(one - HALF) < 1e-9
    assert WEIGHTS.closest > 0


class Silent:
    """Knows no words."""

    def terms(self, text: str, language: str) -> list[str]:
        return []

    def holds(self, phrases: Sequence[str], text: str, language: str) -> bool:
        return True


def test_a_sentence_of_another_language_is_not_scored_as_if_it_lacked_the_words() -> None:
    hit = candidate("These are the words of a sentence that is long enough.", similarity=0.6).hit
    found = {}
    for foreign in (False, True):
        asked = Asked({"mot": 1.0}, frozenset(), frozenset(), denies=False, position=False, foreign=foreign)
        (found[foreign],) = candidates([hit], lambda _language, told=asked: told, NONE, Silent())  # type: ignore[misc]
    assert found[False].overlap == 0
    assert found[True].overlap == ASSUMED * 0.6
    assert found[True].score > found[False].score


def test_what_was_compared_by_meaning_alone_is_told() -> None:
    (alone,) = told("fr", [cited("en"), cited("de")], ("en", "de"))
    assert alone.startswith("The question was read as French; what is quoted is in English and German and was found by")
    (mixed,) = told("fr", [cited("fr"), cited("en")], ("en", "fr"))
    assert "; some of what is quoted is in English" in mixed
    (nothing,) = told("fi", [], ("en", "fr"))
    assert nothing.startswith("The question was read as Finnish, in which the library holds nothing;")
    assert (
        told("fr", [cited("fr")], ("en", "fr"))
        == told("fr", [], ("en", "fr"))
        == told("", [cited("en")], ("en",))
        == ()
    )
