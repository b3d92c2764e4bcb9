"""The sentences of a library that are about a topic, from every document that says something of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answering.asked import Asked, asked_of, language_of
from assistant.answering.candidates import Candidate, candidates
from assistant.statements import body_reported, demands_something, states_something
from corpus.document import Span
from corpus.errors import QuestionError
from index.hit import Hit
from index.query import Query
from index.search import Searcher
from index.searching.mentions import Mentioning
from index.texts.passages import Passage

PASSAGES = 100
"""Passages whose sentences are looked at: on 27,900 passages those of 81 to 87 documents, in some 50 ms."""
MOST_MENTIONS = 200
"""Documents that mention the topic to the letter up to which each of them is looked at; of more, those that the search
finds."""
WHOLLY, TELLING, NEAR, ALIKE = 0.99, 0.5, 0.4, 0.6
"""A sentence is about a topic when it holds (or stands below) the first share of its telling words; or one that weighs
the second share of the most telling one, with a cosine from the third on; or with a cosine from the fourth on. Of seven
topics on the sample they part the documents that a reader calls about the topic from the others, but for one
("recognition" of prior learning for "validation")."""
DEMANDS, STATES, REPORTS = 1.3, 1.15, 0.6
"""What a sentence counts beside one that narrates: one that takes a position, one that tells of one, and one that tells
another body's view."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Sentences about a topic, best first; the passages they were looked for in; and how many documents mention the
    topic to the letter.
    """

    sentences: tuple[Candidate, ...]
    hits: tuple[Hit, ...]
    mentioned: int


def gathered(query: Query, searcher: Searcher, *, everywhere: bool = True) -> Gathered:
    """What a library says of the topic of a query, in the documents that pass its filters: `everywhere`, or where a
    search finds most. Raises QuestionError when the query names no topic.
    """
    own = language_of(query.text, searcher.languages, searcher)
    bare = _telling_words(query, own, searcher)
    asked = lru_cache(lambda language: asked_of(query if language == own else bare, searcher, language))
    if not asked(own).weights:
        raise QuestionError(f"“{query.question}” names no topic. Type one, such as: micro-credentials.")
    mentioned, count = _mentioned(query, searcher) if everywhere else ((), 0)
    hits = searcher.every_passage(query, PASSAGES)  # a document that repeats another one says it too
    known = {hit.document.id for hit in hits}
    hits += [hit for one in mentioned if one.document.id not in known for hit in _as_hits(one)]
    vocabulary = searcher.vocabulary.of([query.text, *query.earlier])
    about = candidates(hits, asked, vocabulary, searcher, _is_about)
    weighed = sorted(map(_weighed, about), key=lambda one: -one.score)
    return Gathered(tuple(weighed), tuple(hits), count)


def _telling_words(query: Query, language: str, searcher: Searcher) -> Query:
    """The query without the function words of its language: in another one "what" and "is" would be rare words."""
    told = [word for word in query.text.split() if searcher.question_terms(word, language)]
    return replace(query, text=" ".join(told))


def _mentioned(query: Query, searcher: Searcher) -> tuple[Sequence[Mentioning], int]:
    """The documents that mention the topic, none where there are too many; and how many there are."""
    count = searcher.matching_documents(query.allowed, (*query.phrases, query.text))
    if count > MOST_MENTIONS:
        return (), count
    found = searcher.mentions(query.text, query.allowed).documents
    return found, len(found)


def _as_hits(one: Mentioning) -> Iterator[Hit]:
    """The sentences of a document that mention a topic, as if they were found; nothing is known of their meaning."""
    document = one.document
    for sentence in one.sentences():
        span = Span(sentence.start, sentence.end)
        heading = document.section_at(span.start).heading
        passage = Passage(f"{span.start}", document.id, heading, span.start, span.end, (span,))
        yield Hit(document, passage, 0.0, 0.0, (0.0,), by_meaning=False, by_keywords=True, terms=())


def _is_about(one: Candidate, asked: Asked) -> bool:
    most = max(asked.weights.values(), default=0.0)
    telling = any(asked.weights[term] >= TELLING * most for term in one.terms)
    near = telling and one.similarity >= NEAR
    return one.overlap >= WHOLLY or near or one.similarity >= ALIKE


def _weighed(one: Candidate) -> Candidate:
    if body_reported(one.words):
        return replace(one, score=one.score * REPORTS)
    if demands_something(one.words):
        return replace(one, score=one.score * DEMANDS)
    return replace(one, score=one.score * (STATES if states_something(one.words) else 1.0))
