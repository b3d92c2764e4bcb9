"""From turns to a query."""

import pytest

from assistant.conversation import EARLIER_QUESTIONS, LONGEST_QUESTION, Turn, leans, query_of
from corpus.errors import QuestionError

ASKED = [Turn("user", "What is the position on micro-credentials?"), Turn("agent", "Found 3 sentences")]


def test_a_follow_up_is_searched_with_the_question_before() -> None:
    query = query_of("and for refugees?", ASKED)
    assert query.text == "and for refugees?"
    assert query.earlier == ("What is the position on micro-credentials?",)


def test_what_the_assistant_said_is_not_searched() -> None:
    assert all("Found" not in turn for turn in query_of("and for refugees?", ASKED).earlier)


def test_a_question_that_stands_alone_leaves_the_earlier_ones_out() -> None:
    assert query_of("Should Erasmus+ reserve a larger share for adult education?", ASKED).earlier == ()


def test_only_the_last_questions_are_leant_on() -> None:
    turns = [Turn("user", f"question {number}") for number in range(9)]
    assert query_of("why?", turns).earlier == tuple(f"question {n}" for n in range(9 - EARLIER_QUESTIONS, 9))


@pytest.mark.parametrize(
    "question", ["and for refugees?", "why?", "Does it apply to prisons as well as schools?", "et en France ?"]
)
def test_questions_that_point_back(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_refused_in_one_sentence(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        query_of(question)


def test_a_question_that_is_too_long_is_refused_with_both_numbers() -> None:
    with pytest.raises(QuestionError, match=r"10,000 characters; 1,000 are read"):
        query_of("x" * 10_000)
    assert query_of("x" * LONGEST_QUESTION).text == "x" * LONGEST_QUESTION


def test_white_space_in_a_question_does_not_matter() -> None:
    assert query_of("  micro-\n credentials ").text == "micro- credentials"
