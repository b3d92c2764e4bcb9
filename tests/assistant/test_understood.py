"""What a follow-up was read with, and how that is dropped."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.batch import answer_record
from assistant.cli.printing import answer_lines
from assistant.conversation import query_of
from assistant.extract import ExtractiveAnswerer
from assistant.library import LiveLibrary
from assistant.understood import ALONE, LONGEST, Understood, understood
from assistant.web.dialogue import Conversation
from assistant.web.render import Pages
from index.models.encoder import Encoder
from index.query import Filters, Query, Turn
from index.search import Searcher
from tests.assistant.talking import Talk, talk_on

MICRO = "What is EAEA's position on micro-credentials?"


@dataclass(frozen=True)
class Words:
    """A reader to whom every word of five letters or more tells something."""

    context: bool = False
    small: frozenset[str] = field(default_factory=lambda: frozenset({"should"}))

    def question_terms(self, text: str, language: str) -> list[str]:
        return [word for word in text.casefold().replace("-", " ").split() if len(word) >= 5 and word not in self.small]

    def weighs_context(self, query: Query) -> bool:
        return self.context


def about(question: str, *asked: str, leans: bool = True, context: bool = False) -> str:
    query = Query(question, tuple(Turn("user", text) for text in asked), leans)
    return understood(query, Words(context), {"position"}).about


def test_words_that_stand_together_are_shown_together_as_they_were_typed() -> None:
    assert about("and you", "position on Quality Assurance for small Providers") == "Quality Assurance, small Providers"
    assert about("and you", "what of Micro-credentials") == "Micro-credentials"
    assert about("and you", "Would smaller, cheaper courses") == "Would smaller, cheaper courses"


def test_words_of_the_question_itself_are_not_carried_over() -> None:
    assert about("and refugees", "smaller courses for refugees") == "smaller courses"


def test_earlier_questions_are_told_in_their_order_each_word_once() -> None:
    assert about("and so", "so, courses", "and refugees", "Courses again") == "refugees, Courses again"


def test_long_ones_are_cut_and_the_newest_stays() -> None:
    assert about("and so", "x" * 500) == "x" * (LONGEST - 1) + "…"
    told = about("and so", *(f"subject{number} of mine" for number in range(4)), "y" * 45)
    assert told == f"subject3, {'y' * 45} and more"


def test_words_that_tell_nothing_are_not_made_up() -> None:
    assert about("and so", "what of it") == "what was said before"


def test_what_nothing_was_carried_over_to_shows_nothing() -> None:
    assert understood(Query("courses"), Words(), ()) == ALONE == Understood("", False)
    assert about("courses", "about refugees", leans=False) == ""


def test_context_that_only_ranks_is_told_too() -> None:
    query = Query("courses", (Turn("user", "about refugees"), Turn("agent", "They learn.")))
    assert understood(query, Words(context=True), ()) == Understood("about refugees", True)


@pytest.fixture(scope="module")
def library(sample_library: Path, encoder: Encoder) -> LiveLibrary:
    return LiveLibrary(sample_library, encoder)


@pytest.fixture
def dialogue(library: LiveLibrary) -> Talk:
    return talk_on(library.current)


def test_a_follow_up_tells_its_topic_on_every_exit(library: LiveLibrary) -> None:
    answer = library.current.answerer.answer(query_of("and for refugees?", [Turn("user", MICRO)]))
    assert answer.understood.about == "micro-credentials"
    told = {"about": "micro-credentials", "context": answer.understood.context}
    assert answer.as_record()["understood"] == answer_record(answer)["understood"] == told
    assert next(iter(answer_lines(answer))) == "(Understood as about: micro-credentials)\n"
    assert 'class="about">about: micro-credentials</span>' in Pages().answer(answer, "s")


def test_a_first_question_tells_nothing(library: LiveLibrary) -> None:
    answer = library.current.answerer.answer(query_of(MICRO))
    assert answer.understood == ALONE
    assert answer.as_record()["understood"] == {"about": "", "context": False}
    assert "Understood" not in "\n".join(answer_lines(answer))
    assert "about" not in Pages().answer(answer, "s").partition("</ul>")[0].partition("opening")[0]


def test_context_counts_where_the_ranking_leans_on_it(sample_library: Path, encoder: Encoder) -> None:
    searcher = Searcher.open(sample_library, encoder)
    said = (Turn("user", MICRO),)
    for question in ("why?", "and what about that?", "What is EAEA's position on individual learning accounts?"):
        asked = Query(question, said)
        alone = [hit.score for hit in searcher.search(Query(question))]
        assert searcher.weighs_context(asked) == ([hit.score for hit in searcher.search(asked)] != alone), question
    assert not searcher.weighs_context(Query("why?"))
    answer = ExtractiveAnswerer(searcher).answer(Query("why should adults pay nothing for that?", said))
    assert bool(answer.understood.about) == searcher.weighs_context(
        Query("why should adults pay nothing for that?", said)
    )


def asked(dialogue: Talk, *questions: str) -> Conversation:
    conversation: Conversation = ()
    for question in questions:
        conversation = dialogue.ask(question, Filters(), conversation)
    return conversation


def test_what_was_said_can_be_dropped_for_the_newest_question(dialogue: Talk) -> None:
    before = asked(dialogue, MICRO, "and in prisons?")
    after = dialogue.ask_alone(Filters(), before)
    assert [one.asked.question for one in after] == [MICRO, "and in prisons?"]
    assert "about: micro-credentials" in before[-1].answer
    assert before[-1].said.startswith("About: micro-credentials. ")
    assert 'class="understood"' not in after[-1].answer
    (alone,) = asked(dialogue, "and in prisons?")
    assert (after[-1].said, after[-1].quoted) == (alone.said, alone.quoted)
    assert 'id="source-1-1"' in after[-1].sources, "the exchange keeps its number"


def test_later_follow_ups_lean_on_what_was_asked_alone_and_nothing_before(dialogue: Talk) -> None:
    after = dialogue.ask_alone(Filters(), asked(dialogue, MICRO, "and in prisons?"))
    (*_, newest) = dialogue.ask("and for women?", Filters(), after)
    (*_, same) = asked(dialogue, "and in prisons?", "and for women?")
    assert "about: prisons<" in newest.answer
    assert (newest.said, newest.quoted) == (same.said, same.quoted)


def test_there_is_nothing_to_drop_in_an_empty_conversation(dialogue: Talk) -> None:
    assert dialogue.ask_alone(Filters(), ()) == ()
