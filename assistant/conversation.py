"""The turns so far and the new question, as one query."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.dates_asked import read_period
from assistant.phrases import phrases_in
from corpus.errors import QuestionError
from corpus.message import Message
from index.query import Filters, Query, Turn

LONGEST_QUESTION = 1000
TURNS = 16
"""Turns that are handed on: eight exchanges."""
SHORT_QUESTION = 4
"""Words (of three letters or more) up to which a question may be one that leans on the question before."""
LEANS = re.compile(
    r"^(?:and|but|or|also|so|then|what about|how about|why|et|mais|und|aber|y|ja|entä)\b"
    r"|\b(?:it|its|they|them|their|this|that|these|those|there|he|she|his|her|him|former|latter|same|ones?)\b",
    re.IGNORECASE,
)


def query_of(
    question: str,
    turns: Sequence[Turn] = (),
    filters: Filters = Filters(),  # noqa: B008 - frozen
    today: date | None = None,
    *,
    all_years: bool = False,
) -> Query:
    """The question as it is searched: quoted phrases must be held, and with `today` the years that the question names
    narrow as filters do (see assistant.dates_asked), or with `all_years` are left out and narrow nothing. Raises
    QuestionError when it is empty or too long.
    """
    typed = " ".join(question.split())
    if not typed:
        raise QuestionError(Message("The question is empty. Type a few words, such as: position on micro-credentials."))
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            Message(
                "The question has {number} characters; {most} are read. Shorten it to its main point.",
                {"number": len(question), "most": LONGEST_QUESTION},
            )
        )
    said = [Turn(turn.speaker, " ".join(turn.text.split())) for turn in turns if turn.text.strip()]
    text, period = read_period(typed, today) if today else (typed, None)
    leaning = bool(said) and leans(typed)
    kept = None if all_years else period
    return Query(text, tuple(said[-TURNS:]), leaning, filters, kept, phrases_in(typed), typed)


def leans(question: str) -> bool:
    """Whether a question lacks something that an earlier one told: it is short, or points back."""
    return LEANS.search(question) is not None or len(re.findall(r"\w{3,}", question)) <= SHORT_QUESTION
