"""The saved questions are what they claim to be."""

from collections import Counter
from pathlib import Path

from corpus.folding import fold
from index.models.encoder import Encoder
from index.search import Searcher
from tests.assistant.saved import SAMPLE, SEED

EVERYTHING = [*SAMPLE, *SEED]


def test_every_expected_sentence_stands_in_its_document(sample_library: Path, encoder: Encoder) -> None:
    searcher = Searcher.open(sample_library, encoder)
    for question in SAMPLE:
        assert question.expected
        for sentence in (one for choice in question.expected.sentences for one in choice):
            assert fold(sentence.text) in fold(searcher.document(sentence.document).text), question.text


def test_the_two_halves_are_alike_and_share_no_question() -> None:
    asked = [(one.text, one.history) for one in EVERYTHING]
    assert len(set(asked)) == len(asked) == 204
    counts = Counter(one.tags for one in EVERYTHING)
    assert {half for _, half in counts} == {"tuning", "held-out"}
    assert all(abs(counts[kind, "tuning"] - counts[kind, "held-out"]) <= 1 for kind, _ in counts)


def test_silences_expect_no_sentence_and_answers_expect_one() -> None:
    for question in EVERYTHING:
        assert question.expected and not question.expected.documents
        assert len(question.expected.sentences) == (question.expected.status == "answered"), question.text
