"""What a question asks, with the words of a toy library."""

import pytest

from assistant.answering.asked import asked_of, denies, language_of, numbers_of
from assistant.conversation import query_of
from index.query import Turn
from index.searching.vocabulary import EMPTY, Vocabulary

FUNCTION_WORDS = {
    "en": {"what", "is", "the", "on", "of", "does", "about", "in", "for", "to", "should"},
    "de": {"was", "ist", "die", "der", "das", "zu", "zur", "für", "in"},
}


class Words:
    """A library whose stems are the words in small letters; rare are those of more than six letters."""

    vocabulary: Vocabulary = EMPTY

    def question_terms(self, text: str, language: str) -> list[str]:
        words = [word.strip("?.,’").casefold() for word in text.split()]
        return [word for word in dict.fromkeys(words) if word and word not in FUNCTION_WORDS.get(language, set())]

    def rarity(self, term: str, language: str) -> float:
        return 2.0 if len(term) > 6 else 1.0


def test_the_frame_of_a_question_is_no_topic() -> None:
    asked = asked_of(query_of("What is EAEA position on literacy?"), Words(), "en")
    assert asked.weights == {"literacy": 2.0}
    assert asked.position
    assert not asked_of(query_of("What is the position of EAEA?"), Words(), "en").weights


def test_words_of_earlier_questions_count_half_where_it_leans_on_them() -> None:
    said = [Turn("user", "What about literacy?")]
    assert asked_of(query_of("and prison?", said), Words(), "en").weights == {
        "literacy": 1.0,
        "and": 1.0,
        "prison": 1.0,
    }


def test_names_are_written_with_a_capital_behind_the_first_word() -> None:
    assert asked_of(query_of("Literacy in Finland for Adults"), Words(), "en").names == {"finland", "adults"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It must not be cut", True),
        ("They don't pay", True),
        ("They don’t", True),
        ("Notes and knots", False),
        ("", False),
    ],
)
def test_denials(text: str, expected: bool) -> None:
    assert denies(text) is expected


def test_numbers_are_whole() -> None:
    assert numbers_of("In 2019, 12.5 % of 1,000 adults paid 3.") == {"2019", "12.5", "1,000", "3"}


@pytest.mark.parametrize(
    ("question", "language"),
    [("What is the price of lunch?", "en"), ("Was ist die Strafe für Raub?", "de"), ("Literacy Finland", "en")],
)
def test_the_language_of_a_question_is_told_by_its_function_words(question: str, language: str) -> None:
    assert language_of(question, ("de", "en"), Words()) == language
