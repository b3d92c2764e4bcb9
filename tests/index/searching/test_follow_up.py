"""How much of what was said before counts, and for what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import Query, Turn
from index.searching.follow_up import CLEAR, LOST, MOST_TURNS, about, need_of, read_together

SAID = (Turn("user", "first"), Turn("agent", "answer"), Turn("user", "second"), Turn("agent", "last"))


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_nearer_the_passage_the_less_help_is_needed(one: float, other: float) -> None:
    assert 0 <= need_of(one) <= 1
    assert need_of(max(one, other)) <= need_of(min(one, other))


def test_need_goes_from_all_to_none() -> None:
    assert (need_of(LOST), need_of(CLEAR)) == (1, 0)
    assert need_of((LOST + CLEAR) / 2) == pytest.approx(0.5)


def test_a_question_that_stands_alone_is_read_alone() -> None:
    assert [one.text for one in read_together(Query("new", SAID), need=1)] == ["new"]


def test_the_questions_own_words_count_most_and_nearer_turns_more() -> None:
    weights = {one.text: one.weight for one in read_together(Query("and?", SAID, leans=True), need=1)}
    assert weights["and?"] == 1
    assert weights["and?"] > weights["second"] > weights["first"] > 0
    assert weights["second"] > weights["last"] > weights["answer"] > 0


def test_answers_count_by_the_need_of_the_question() -> None:
    found = {one.text for one in read_together(Query("and?", SAID, leans=True), need=0)}
    assert found == {"and?", "first", "second"}


def test_a_conversation_is_about_all_that_was_said_whether_the_question_leans_or_not() -> None:
    assert {one.text for one in about(Query("new", SAID))} == {"new", "first", "answer", "second", "last"}


def test_of_a_long_conversation_the_last_turns_are_looked_at() -> None:
    said = tuple(Turn("user", str(number)) for number in range(50))
    assert len(about(Query("new", said, leans=True))) == MOST_TURNS + 1
    assert len(read_together(Query("new", said, leans=True), 1)) == MOST_TURNS + 1
