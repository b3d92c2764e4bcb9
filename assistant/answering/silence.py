"""Why nothing is said: nothing was found, a word occurs and no position is taken, or the question names no topic."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from assistant.answer import Answer
from assistant.answering.asked import LEAST_WEIGHT, Asked
from assistant.answering.candidates import Candidate
from assistant.relaxing import told_phrases
from assistant.statements import states_something
from corpus.message import Message, counted, quoted, strung
from index.hit import Hit
from index.library.coverage import Coverage
from index.query import Query

SUGGESTIONS = 4
MENTIONED, TITLED = 0.6, 0.5
"""Shares of a question's words that a sentence must hold to mention what is asked, and a title to be about it."""
LISTED = 3
"""Documents that are named where a word only occurs."""
NOT_FOUND = Message("Nothing found: the library holds no statement that answers this question.")
UNCLEAR = Message("The question names no topic. Which of these is it about?")


class Library(Protocol):
    """What a searcher tells about its library."""

    def coverage(self) -> Coverage:
        """What the library holds."""

    def terms(self, text: str, language: str) -> list[str]:
        """The stems of a text."""


def unclear(query: Query, library: Library) -> Answer:
    """The answer to a question without a topic: topics of the library to choose from."""
    return Answer(query.text, "unclear_question", 0.0, UNCLEAR, (), topics_of((), library))


def not_found(query: Query, confidence: float, hits: Sequence[Hit], library: Library) -> Answer:
    """The answer when nothing answers: the nearest topics."""
    phrases = {"phrases": told_phrases(query.phrases)}
    told = Message("Nothing found: no sentence with {phrases} answers this question.", phrases)
    opening = told if query.phrases else NOT_FOUND
    return Answer(query.text, "not_found", confidence, opening, (), topics_of(hits, library))


def mentioned_only(query: Query, confidence: float, found: Sequence[Candidate], library: Library) -> Answer:
    """The answer when the words occur and no sentence answers: where they do."""
    titles = list(dict.fromkeys(one.hit.document.title for one in found))
    named = {"titles": strung(map(quoted, titles[:LISTED]))}
    opening = Message(
        "No position found: the words occur in {titles}, but no sentence there answers the question.", named
    )
    if len(titles) > LISTED:
        opening = counted(
            "No position found: the words occur in {titles} and {number} more, but no sentence there answers the "
            "question.",
            "No position found: the words occur in {titles} and {number} more, but no sentence there answers the "
            "question.",
            len(titles) - LISTED,
            named,
        )
    topics = topics_of([one.hit for one in found], library)
    return Answer(query.text, "mentioned_only", confidence, opening, (), topics)


def mentions(asked: Asked, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that hold what a question asks a position on; none where it asks for something else, and none in
    another language: what few words they have in common says too little.
    """
    return [one for one in ranked if asked.position and not asked.foreign and _mentions(asked, one.terms)]


def takes_no_position(asked: Asked, found: Sequence[Candidate], library: Library) -> bool:
    """Whether some sentences mention what is asked, none of them states anything, and no title tells that the text is
    about it.
    """
    titles = (library.terms(one.hit.document.title, one.hit.document.language) for one in found)
    stated = any(states_something(one.words) for one in found) or any(_share(asked, one) >= TITLED for one in titles)
    return bool(found) and not stated


def _mentions(asked: Asked, terms: Collection[str]) -> bool:
    """Whether a sentence with these stems speaks of what is asked: of all its names, else of most of its words."""
    return asked.names <= set(terms) if asked.names else _share(asked, terms) >= MENTIONED


def _share(asked: Asked, terms: Iterable[str]) -> float:
    """The share of what is asked that some stems hold, by weight."""
    held = set(terms)
    return sum(weight for term, weight in asked.weights.items() if term in held) / max(asked.total, LEAST_WEIGHT)


def topics_of(hits: Sequence[Hit], library: Library) -> tuple[str, ...]:
    """Topics of the nearest documents, else of the library."""
    near = [topic for hit in hits for topic in (hit.document.topics or (hit.document.title,))]
    common = [topic for topic, _ in library.coverage().by_topic]
    return tuple(dict.fromkeys([*near, *common]))[:SUGGESTIONS]
