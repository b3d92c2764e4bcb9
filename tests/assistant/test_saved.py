"""The saved questions are what they claim to be, and are judged as they say."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Status
from corpus.document import Document, Section
from index.encoder import Encoder
from index.search import Searcher
from tests.assistant.saved import Saved, is_right, saved_questions

TEXT = "They say yes. We say no. It rains."
SAVED = Saved("Yes or no?", "speaker", "tuning", "sample", "answered", (), (("a", "We say no."),), ("They say yes.",))


def answer(status: Status, *quotes: str, document: str = "a") -> Answer:
    told = Document(document, "Title", TEXT, (Section("", 0, len(TEXT)),))
    starts = [TEXT.index(quote) for quote in quotes]
    cited = [Citation(1, told, at, at + len(words), 0, len(TEXT)) for at, words in zip(starts, quotes, strict=True)]
    return Answer("Yes or no?", status, 0.9, "", tuple(cited))


@pytest.mark.parametrize(
    ("quotes", "right"),
    [
        (["We say no."], True),
        (["It rains.", "We say no."], True),
        (["They say yes. We say no."], True),
        (["They say yes.", "We say no."], False),
        (["We say no.", "They say yes."], True),
        (["It rains."], False),
    ],
)
def test_an_expected_sentence_must_come_before_those_that_must_not_come_first(quotes: list[str], right: bool) -> None:
    assert is_right(answer("answered", *quotes), SAVED) is right


def test_the_sentence_counts_only_in_its_document() -> None:
    assert not is_right(answer("answered", "We say no.", document="b"), SAVED)


def test_a_silence_is_right_when_it_is_the_expected_one() -> None:
    expected = replace(SAVED, status="mentioned_only", answers=(), not_first=())
    assert is_right(answer("mentioned_only"), expected)
    assert not is_right(answer("not_found"), expected)
    assert not is_right(answer("answered", "It rains."), expected)


def test_every_expected_sentence_stands_in_its_document(sample_library: Path, encoder: Encoder) -> None:
    searcher = Searcher.open(sample_library, encoder)
    for saved in saved_questions("sample"):
        for name, sentence in saved.answers:
            assert sentence in searcher.document(name).text, saved.question


def test_the_two_sets_are_alike_and_share_no_question() -> None:
    everything = [*saved_questions("sample"), *saved_questions("seed")]
    assert len(set(everything)) == len(everything)
    counts = Counter((saved.kind, saved.set) for saved in everything)
    assert {half for _, half in counts} == {"tuning", "held-out"}
    assert all(abs(counts[kind, "tuning"] - counts[kind, "held-out"]) <= 1 for kind, _ in counts)


def test_silences_expect_no_sentence_and_answers_expect_one() -> None:
    for saved in [*saved_questions("sample"), *saved_questions("seed")]:
        assert bool(saved.answers) == (saved.status == "answered"), saved.question
