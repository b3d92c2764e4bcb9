"""Why nothing is said, on a library of a few posts and without a model."""

import pytest

from assistant.answer import Answer
from assistant.answering.silence import mentions, takes_no_position
from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from index.search import Searcher
from tests.conftest import ToyEncoder, post, sync_folder, write_files

FILES = {
    "tampere.txt": post(
        "Meeting of members", "The members of the network met in Tampere for two days in May, by train."
    ),
    "fees.txt": post(
        "Fees for courses", "EAEA calls for courses in literacy without any fees for adults in all countries."
    ),
    "gardens.txt": post(
        "Gardens of learning", "The group saw gardens and orchards around the old town on a sunny day."
    ),
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> ExtractiveAnswerer:
    made, encoder = tmp_path_factory.mktemp("silence"), ToyEncoder()
    sync_folder(made / "library", encoder, write_files(made / "posts", FILES))
    return ExtractiveAnswerer(Searcher.open(made / "library", encoder))


def answer(answerer: ExtractiveAnswerer, question: str) -> Answer:
    return answerer.answer(query_of(question))


@pytest.mark.parametrize("question", ["What is EAEA's position?", "And why?", "What do you think?"])
def test_a_question_without_a_topic_is_asked_back_with_topics(answerer: ExtractiveAnswerer, question: str) -> None:
    told = answer(answerer, question)
    assert (told.status, told.citations, told.confidence) == ("unclear_question", (), 0.0)
    assert "Which of these" in told.opening


def test_a_word_that_only_occurs_is_no_position(answerer: ExtractiveAnswerer) -> None:
    told = answer(answerer, "What is EAEA's position on Tampere?")
    assert (told.status, told.citations) == ("mentioned_only", ())
    assert "“Meeting of members”" in told.opening


def test_what_is_told_about_a_word_may_be_asked_for(answerer: ExtractiveAnswerer) -> None:
    assert answer(answerer, "Where did the members of the network meet in May?").status != "mentioned_only"


@pytest.mark.parametrize(
    ("topic", "taken"),
    [
        ("fees for literacy courses", True),  # a sentence states something
        ("gardens", True),  # the title tells that the text is about it
        ("Tampere", False),
        ("rockets", True),  # no sentence mentions it: there is nothing to tell of
    ],
)
def test_a_statement_or_a_title_is_more_than_a_mention(answerer: ExtractiveAnswerer, topic: str, taken: bool) -> None:
    found = answerer.findings(query_of(f"What is EAEA's position on {topic}?"), "en")
    mentioned = mentions(found.asked, found.ranked)
    assert takes_no_position(found.asked, mentioned, answerer.searcher) is not taken


def test_nothing_found_offers_the_nearest_topics(answerer: ExtractiveAnswerer) -> None:
    told = answer(answerer, "How are rockets launched from submarines?")
    assert (told.status, told.citations) == ("not_found", ())
    assert told.suggestions
