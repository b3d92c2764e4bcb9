"""Picks verbatim sentences that answer a question, or decides that there is nothing to say.

Nothing here writes a sentence of the organisation's: what is chosen are spans of documents. The opening line and the
suggestions are the assistant's own, and say only what can be counted.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Citation
from assistant.relaxing import nothing_passes, told_phrases
from assistant.statements import states_something, worth_quoting
from assistant.understood import understood
from corpus.document import Span
from index.query import Query
from index.search import Hit, Searcher
from index.vocabulary import Vocabulary

HITS = 8
"""Passages whose sentences are looked at; not tuned yet."""
QUOTES = 5
WEAKEST_QUOTE = 0.62
"""Share of the best sentence's score that a further one must reach to be quoted."""
ALIKE = 0.75
"""Share of common words from which two sentences say the same."""
ANSWERED_FROM = 0.5
"""Confidence from which an answer is given."""
SUGGESTIONS = 4
EARLIER_WEIGHT = 0.5
FRAME = frozenset(
    [
        "posit",
        "opinion",
        "view",
        "stanc",
        "statement",
        "say",
        "said",
        "think",
        "thought",
        "believ",
        "happen",
        "eaea",
        "associ",
        "tell",
        "know",
        "mean",
        "regard",
        "concern",
        "propos",
        "suggest",
        "want",
        "support",
        "demand",
        "express",
        "talk",
        "mention",
        "discuss",
        "answer",
        "question",
        "state",
        "ask",
        "call",
    ]
)
"""Stems that frame a question about a position without telling its topic."""


class Answerer(Protocol):
    """From a query to an answer: one of the three seams."""

    def answer(self, query: Query) -> Answer:
        """The answer, from one generation of the library."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A candidate: where it stands, the hit it came with, which of the question's terms it holds, its score."""

    hit: Hit
    span: Span
    terms: tuple[str, ...]
    overlap: float
    similarity: float
    score: float = 0.0

    @property
    def words(self) -> str:
        return self.hit.document.text[self.span.start : self.span.end]


class ExtractiveAnswerer:
    """Answers from a searcher's hits; safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def answer(self, query: Query) -> Answer:
        """See Answerer."""
        return replace(
            self._answered(query),
            question=query.question,
            understood=understood(query, self._searcher, FRAME),
            readings=self._searcher.vocabulary.told([query.text, *query.earlier]),
            period=query.period,
            phrases=query.phrases,
        )

    def _answered(self, query: Query) -> Answer:
        generation = self._searcher.generation.name
        closed = nothing_passes(query, self._searcher)
        if closed:
            return Answer(query.text, "not_found", 0.0, closed, earlier=query.earlier, generation=generation)
        weights = self._weights(query)
        if not weights:
            opening = "The question names no topic. Add what it is about, such as: position on adult learning."
            suggestions = self._topics_of(())
            return Answer(query.text, "unclear_question", 0.0, opening, (), suggestions, query.earlier, generation)
        hits = self._searcher.search(query, HITS)
        ranked = self._ranked(query, weights, hits)
        confidence = _confidence(hits, ranked)
        if confidence < ANSWERED_FROM or not ranked:
            return self._silence(query, confidence, hits)
        chosen = _chosen(ranked)
        citations = tuple(_citation(number, one) for number, one in enumerate(chosen, start=1))
        return Answer(query.text, "answered", confidence, _opening(citations), citations, (), query.earlier, generation)

    def _weights(self, query: Query) -> dict[str, float]:
        """The question's telling stems by how telling they are; those of earlier questions count less."""
        weights: dict[str, float] = {}
        written = self._searcher.vocabulary.written_out
        for text, share in (*((turn, EARLIER_WEIGHT) for turn in query.earlier), (query.text, 1.0)):
            for term in self._searcher.question_terms(written(text), "en"):
                if term not in FRAME:
                    weights[term] = share * max(self._searcher.rarity(term, "en"), 0.1)
        return weights

    def _ranked(self, query: Query, weights: dict[str, float], hits: Sequence[Hit]) -> list[_Sentence]:
        """Candidate sentences, best first."""
        vocabulary = self._searcher.vocabulary.of([query.text, *query.earlier])
        found = [one for hit in hits for one in self._sentences(hit, weights, vocabulary)]
        found = [one for one in found if self._searcher.holds(query.phrases, one.words, one.hit.document.language)]
        return sorted(found, key=lambda one: -one.score)

    def _sentences(self, hit: Hit, weights: dict[str, float], vocabulary: Vocabulary) -> list[_Sentence]:
        document, passage = hit.document, hit.passage
        heading = vocabulary.written_out(f"{document.title} {passage.heading}", keep=True)
        above = set(self._searcher.terms(heading, document.language))
        total = sum(weights.values())
        found = []
        for span, similarity in zip(passage.sentences, hit.closeness, strict=True):
            words = document.text[span.start : span.end]
            if not worth_quoting(words) or _within(span, document.quotations) or _within(span, document.notes):
                continue
            held = set(self._searcher.terms(vocabulary.written_out(words, keep=True), document.language))
            terms = tuple(term for term in weights if term in held)
            inherited = sum(weights[term] for term in weights if term in above and term not in held)
            overlap = (sum(weights[term] for term in terms) + 0.5 * inherited) / total
            found.append(_scored(_Sentence(hit, span, terms, overlap, similarity)))
        return found

    def _silence(self, query: Query, confidence: float, hits: Sequence[Hit]) -> Answer:
        opening = "Nothing found: the library holds no statement that answers this question."
        if query.phrases:
            opening = f"Nothing found: no sentence with {told_phrases(query.phrases)} answers this question."
        suggestions = self._topics_of(hits)
        generation = self._searcher.generation.name
        return Answer(query.text, "not_found", confidence, opening, (), suggestions, query.earlier, generation)

    def _topics_of(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Topics of the nearest documents, else of the library."""
        near = [topic for hit in hits for topic in (hit.document.topics or (hit.document.title,))]
        common = [topic for topic, _ in self._searcher.coverage().by_topic]
        return tuple(dict.fromkeys([*near, *common]))[:SUGGESTIONS]


def _scored(one: _Sentence) -> _Sentence:
    """0.45 words, 0.4 meaning, 0.15 the passage it came with; a statement counts a tenth more, a replaced text less."""
    score = 0.45 * one.overlap + 0.4 * max(one.similarity, 0.0) + 0.15 * one.hit.score
    if states_something(one.words):
        score *= 1.1
    if one.hit.document.status != "current":
        score *= 0.8
    return replace(one, score=score)


def _confidence(hits: Sequence[Hit], ranked: Sequence[_Sentence]) -> float:
    """Logistic in the nearest passage's cosine and the best sentence's overlap and cosine."""
    if not ranked:
        return 0.0
    nearest = max(hit.similarity for hit in hits)
    overlap = max(one.overlap for one in ranked)
    closest = max(one.similarity for one in ranked)
    return 1 / (1 + math.exp(-(5.0 * overlap + 4.0 * nearest + 3.0 * closest - 6.2)))


def _chosen(ranked: Sequence[_Sentence]) -> list[_Sentence]:
    """The best sentence and what comes near it, none twice."""
    chosen: list[_Sentence] = []
    for one in ranked:
        near = one.score >= WEAKEST_QUOTE * ranked[0].score
        if near and len(chosen) < QUOTES and not any(_alike(one.words, other.words) for other in chosen):
            chosen.append(one)
    return chosen


def _alike(one: str, other: str) -> bool:
    left, right = (set(re.findall(r"\w+", words.casefold())) for words in (one, other))
    return len(left & right) >= ALIKE * min(len(left), len(right))


def _citation(number: int, one: _Sentence) -> Citation:
    text = one.hit.document.text
    start = text.rfind("\n", 0, one.span.start) + 1
    end = text.find("\n", one.span.end)
    end = len(text) if end < 0 else end
    at = one.hit.passage.start
    words = one.hit.text[one.span.start - at : one.span.end - at]
    return Citation(number, one.hit.document, one.span.start, one.span.end, start, end, one.terms, words)


def _within(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span touches a quotation, which is somebody else's word, or a footnote, which is an aside."""
    return any(other.start < span.end and span.start < other.end for other in others)


def _opening(citations: Sequence[Citation]) -> str:
    """How much was found, and from when: counts only, no claim about what it says."""
    documents = {citation.document.id: citation.document for citation in citations}
    years = sorted({document.published.year for document in documents.values() if document.published})
    when = "" if not years else f", {years[0]}" if len(years) == 1 else f", {years[0]}–{years[-1]}"
    quotes = f"{len(citations)} sentence" + "s" * (len(citations) > 1)
    return f"Found {quotes} in {len(documents)} document" + "s" * (len(documents) > 1) + f"{when}:"
