"""From a question to an answer, on the real seed page and on the sample content."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.conversation import Turn, query_of
from assistant.evaluation.judging import judge_all
from assistant.evaluation.saved_questions import SavedQuestion
from assistant.extract import ExtractiveAnswerer
from assistant.vocabulary import read_vocabulary
from corpus.sources import open_source
from index.build import sync
from index.models.encoder import Encoder
from index.query import Filters
from index.search import Searcher
from tests.assistant.saved import ASKED_ON, SAMPLE, SEED

FLOORS = {"tuning": 67, "held-out": 67}
"""Right answers to the 91 and 93 saved questions on the sample content; only raised. Both are 69 where this was
measured: some confidences lie so near to the threshold that another processor's bfloat16 may put them beyond it.
"""
SEED_FLOORS = {"tuning": 6, "held-out": 9}
"""The same for the 8 and 12 on the seed page."""
SILENCES = {"tuning": 26, "held-out": 27}
"""Of the questions on the sample content that nothing answers (29 and 31): how many are left without quotations."""


@pytest.fixture(scope="module")
def sample(sample_library: Path, encoder: Encoder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(Searcher.open(sample_library, encoder, read_vocabulary(None)))


@pytest.fixture(scope="module")
def seed(seed_page: Path, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> ExtractiveAnswerer:
    library = tmp_path_factory.mktemp("seed") / "library"
    sync(library, [open_source(str(seed_page.parent))], encoder)
    return ExtractiveAnswerer(Searcher.open(library, encoder, read_vocabulary(None)))


def holds_only_slices(answer: Answer) -> bool:
    return all(
        c.quote == c.document.text[c.start : c.end] and c.quote == c.quote.strip() and c.quote for c in answer.citations
    )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "what is EAEA's position on micro-credentials",
            "Micro-credentials should be extended to non-formal education providers.",
        ),
        (
            "should micro-credentials replace full qualifications?",
            "but should not replace full study programmes (thus full qualifications)",
        ),
        (
            "what does EAEA say about quality assurance standards?",
            "Care should be taken when approaching quality assurance (QA) standards",
        ),
    ],
)
def test_the_seed_page_answers_from_the_post_of_2021(seed: ExtractiveAnswerer, question: str, words: str) -> None:
    answer = seed.answer(query_of(question))
    assert answer.status == "answered"
    assert words in answer.text
    assert {document.published for document in answer.documents} == {date(2021, 7, 23)}
    assert holds_only_slices(answer)


def test_a_teaser_is_cited_as_the_post_it_belongs_to(seed: ExtractiveAnswerer) -> None:
    answer = seed.answer(query_of("what happened in Stockholm?"))
    assert answer.status == "answered"
    assert "gathered in Stockholm for its third partner meeting" in answer.citations[0].quote
    assert [document.published for document in answer.documents] == [date(2025, 5, 19)]


@pytest.mark.parametrize("question", ["what is EAEA's position on nuclear energy?", "Should school meals be free?"])
def test_what_the_seed_page_does_not_say_is_not_found(seed: ExtractiveAnswerer, question: str) -> None:
    answer = seed.answer(query_of(question))
    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.suggestions


@pytest.mark.parametrize("half", FLOORS)
def test_saved_questions_reach_their_floor(sample: ExtractiveAnswerer, half: str) -> None:
    told = judge_all([one for one in SAMPLE if half in one.tags], sample, ASKED_ON, lambda: None)
    assert told.right >= FLOORS[half], [one.question.text for one in told.wrong]


@pytest.mark.parametrize("half", SEED_FLOORS)
def test_saved_questions_on_the_seed_page_reach_their_floor(seed: ExtractiveAnswerer, half: str) -> None:
    told = judge_all([one for one in SEED if half in one.tags], seed, ASKED_ON, lambda: None)
    assert told.right >= SEED_FLOORS[half], [one.question.text for one in told.wrong]


@pytest.mark.parametrize("half", SILENCES)
def test_saved_silences_reach_their_floor(sample: ExtractiveAnswerer, half: str) -> None:
    asked = [one for one in SAMPLE if half in one.tags and one.expected and one.expected.status != "answered"]
    broken = [one.text for one in asked if sample.answer(one.query(ASKED_ON)).citations]
    assert len(asked) - len(broken) >= SILENCES[half], broken


@pytest.mark.parametrize("question", SAMPLE, ids=lambda one: one.id)
def test_every_quotation_is_a_slice_of_its_document(sample: ExtractiveAnswerer, question: SavedQuestion) -> None:
    answer = sample.answer(question.query(ASKED_ON))
    assert holds_only_slices(answer)
    assert all(c.paragraph_start <= c.start < c.end <= c.paragraph_end for c in answer.citations)


def test_words_of_the_commission_are_not_quoted_as_a_position(sample: ExtractiveAnswerer) -> None:
    answer = sample.answer(
        query_of("Should public funding for adult learning be concentrated on courses for vacancies?")
    )
    assert answer.status == "answered"
    for citation in answer.citations:
        for quoted in citation.document.quotations:
            assert citation.end <= quoted.start or quoted.end <= citation.start


def test_the_opening_counts_what_is_cited(sample: ExtractiveAnswerer) -> None:
    answer = sample.answer(query_of("What is EAEA's position on micro-credentials?"))
    years = sorted({document.published.year for document in answer.documents if document.published})
    assert answer.opening.startswith(f"Found {len(answer.citations)} quotations in {len(answer.documents)} document")
    assert str(years[0]) in answer.opening and str(years[-1]) in answer.opening


def test_sample_answers_say_that_they_are_samples(sample: ExtractiveAnswerer) -> None:
    answer = sample.answer(query_of("What is EAEA's position on micro-credentials?"))
    assert answer.notices == ("Sample text written for this software. It is not a statement of EAEA.",)
    assert answer.notices[0] in answer.text


def test_a_follow_up_takes_its_topic_from_the_question_before(sample: ExtractiveAnswerer) -> None:
    turns = [Turn("user", "What is EAEA's position on micro-credentials?")]
    answer = sample.answer(query_of("and for refugees?", turns))
    assert answer.earlier == ("What is EAEA's position on micro-credentials?",)
    assert "refugees" in answer.citations[0].quote and "micro-credential" in answer.citations[0].quote


def test_filters_narrow_and_a_filter_that_matches_nothing_finds_nothing(sample: ExtractiveAnswerer) -> None:
    asked = "Does EAEA support individual learning accounts?"
    early = sample.answer(query_of(asked, filters=Filters(until=date(2016, 12, 31))))
    assert {document.published.year for document in early.documents if document.published} == {2016}
    none = sample.answer(query_of(asked, filters=Filters(until=date(1999, 12, 31))))
    assert (none.status, none.citations) == ("not_found", ())
    assert none.opening == "No document passes the filters (until 1999). Without “until 1999”, 24 documents pass."


def test_the_current_position_comes_before_the_one_it_replaced(sample: ExtractiveAnswerer) -> None:
    answer = sample.answer(query_of("Does EAEA support individual learning accounts?"))
    assert answer.citations[0].document.status == "current"


def test_a_question_without_a_topic_asks_back(sample: ExtractiveAnswerer) -> None:
    answer = sample.answer(query_of("what does it say?"))
    assert answer.status == "unclear_question"
    assert answer.suggestions and not answer.citations
