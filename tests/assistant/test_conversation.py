"""From turns to a query."""

import pytest

from assistant.conversation import LONGEST_QUESTION, TURNS, leans, query_of
from corpus.errors import QuestionError
from index.query import QUESTIONS, Turn

ASKED = [Turn("user", "What is the position on micro-credentials?"), Turn("agent", "They must not replace others.")]


def test_a_follow_up_is_read_with_the_question_before() -> None:
    query = query_of("and for refugees?", ASKED)
    assert query.text == "and for refugees?"
    assert query.leans
    assert query.earlier == ("What is the position on micro-credentials?",)


def test_what_was_said_is_handed_on_whether_the_question_leans_or_not() -> None:
    assert query_of("and for refugees?", ASKED).said == tuple(ASKED)
    alone = query_of("Should Erasmus+ reserve a larger share for adult education?", ASKED)
    assert alone.said == tuple(ASKED)
    assert alone.earlier == ()


def test_a_first_question_leans_on_nothing() -> None:
    assert not query_of("why?").leans


def test_only_the_last_questions_are_leant_on() -> None:
    turns = [Turn("user", f"question {number}") for number in range(30)]
    query = query_of("why?", turns)
    assert query.earlier == tuple(f"question {n}" for n in range(30 - QUESTIONS, 30))
    assert len(query.said) == TURNS


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
