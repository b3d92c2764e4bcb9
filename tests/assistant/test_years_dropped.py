"""A year in a question on the page: shown, dropped, and dropped together with what was said before."""

from pathlib import Path

import pytest

from assistant.library import LiveLibrary
from assistant.web.dialogue import Conversation
from index.models.encoder import Encoder
from index.query import Filters
from tests.assistant.talking import Talk, talk_on

MICRO = "What is EAEA's position on micro-credentials?"
YEAR = "and for learning accounts in 2016?"


@pytest.fixture(scope="module")
def dialogue(sample_library: Path, encoder: Encoder) -> Talk:
    return talk_on(LiveLibrary(sample_library, encoder).current)


def asked(dialogue: Talk, *questions: str) -> Conversation:
    conversation: Conversation = ()
    for question in questions:
        conversation = dialogue.ask(question, Filters(), conversation)
    return conversation


def test_a_year_is_dropped_for_the_newest_question_in_its_place(dialogue: Talk) -> None:
    before = asked(dialogue, MICRO, YEAR)
    assert before[-1].dated and "published in 2016" in before[-1].answer and YEAR in before[-1].answer
    after = dialogue.ask_all_years(Filters(), before)
    assert len(after) == 2 and after[0] == before[0]
    assert not after[-1].dated and "published in" not in after[-1].answer and YEAR in after[-1].answer
    assert 'id="source-1-1"' in after[-1].sources, "the exchange keeps its number"


def test_what_was_dropped_stays_dropped_when_the_other_is(dialogue: Talk) -> None:
    before = asked(dialogue, MICRO, YEAR)
    assert 'class="understood"' in before[-1].answer
    alone = dialogue.ask_alone(Filters(), before)
    assert alone[-1].dated and 'class="understood"' not in alone[-1].answer
    one_way = dialogue.ask_all_years(Filters(), alone)
    other_way = dialogue.ask_alone(Filters(), dialogue.ask_all_years(Filters(), before))
    assert one_way == other_way
    assert one_way[-1].asked.alone and not one_way[-1].dated and 'class="understood"' not in one_way[-1].answer


def test_later_questions_lean_on_the_words_without_the_year(dialogue: Talk) -> None:
    conversation = asked(dialogue, YEAR, "and for women?")
    assert conversation[0].turns[0].text == "and for learning accounts?"
    assert not conversation[-1].dated


def test_there_is_no_year_to_drop_in_an_empty_conversation(dialogue: Talk) -> None:
    assert dialogue.ask_all_years(Filters(), ()) == ()
