"""Sentences that may answer a question, and how well each of them does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answering.asked import LEAST_WEIGHT, Asked
from assistant.speech import cuts, spoken_near
from assistant.statements import body_reported, states_something, worth_quoting
from corpus.document import Span
from index.hit import Hit
from index.searching.vocabulary import Vocabulary

WORDS, MEANING, PASSAGE = 0.7, 1.0, 1.0
"""Shares of the question's words, of the cosine and of the passage's rank in a sentence's score. Token F1 of the best
sentence on a quarter of Doc2Dial: .22 by the cosine alone, .26 with the passage, .27 with all three."""
STATES = 1.05
"""What a sentence that takes a position counts beside one that narrates. Doc2Dial, whose pages take none, loses .002 of
token F1 by it and .03 by 1.1."""
REPORTS = 0.8
"""What a sentence counts that tells what another body says, where the question does not name that body."""
REPLACED = 0.7
"""What a sentence of a document that was replaced counts beside one that holds."""
ASSUMED = 0.5
"""The share of the question's words that a sentence in another language is taken to hold, of its cosine."""
ABOVE = 0.5
"""What a word in the title or heading counts beside one in the sentence."""


class Stemmer(Protocol):
    """A searcher's view of words."""

    def terms(self, text: str, language: str) -> list[str]:
        """The stems of a text."""

    def holds(self, phrases: Sequence[str], text: str, language: str) -> bool:
        """Whether a text holds each of the phrases."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence: where it stands, the hit it came with, which of the question's stems it holds, and their share
    (`overlap`), its cosine with the question, and its score; the last three in [0, 1] or near it.
    """

    hit: Hit
    span: Span
    terms: tuple[str, ...]
    overlap: float
    similarity: float
    score: float = 0.0

    @property
    def words(self) -> str:
        """The sentence, sliced from its document."""
        return self.hit.document.text[self.span.start : self.span.end]


def candidates(
    hits: Sequence[Hit],
    asked: Callable[[str], Asked],
    vocabulary: Vocabulary,
    stemmer: Stemmer,
    wanted: Callable[[Candidate, Asked], bool] = lambda *_: True,
) -> list[Candidate]:
    """The `wanted` sentences of hits that are worth quoting, best first; `asked` tells what is asked of texts in a
    language. Where another body's view is asked for, only of passages that name it, or that it speaks itself.
    """
    found = [
        _scored(one, asked(hit.document.language), stemmer)
        for hit in hits
        if _speaks_of(hit, asked(hit.document.language).body, vocabulary, stemmer)
        for one in _own(
            one
            for one in _of(hit, asked(hit.document.language), vocabulary, stemmer)
            if wanted(one, asked(hit.document.language))
        )
    ]
    return sorted(found, key=lambda one: -one.score)


def _speaks_of(hit: Hit, body: str, vocabulary: Vocabulary, stemmer: Stemmer) -> bool:
    text = f"{hit.document.speaker}. {hit.document.title}. {hit.passage.heading}. {hit.text}"
    names = vocabulary.written_out(body)
    return not body or stemmer.holds((names,), vocabulary.written_out(text, keep=True), hit.document.language)


def _of(hit: Hit, asked: Asked, vocabulary: Vocabulary, stemmer: Stemmer) -> list[Candidate]:
    document, passage = hit.document, hit.passage
    heading = vocabulary.written_out(f"{document.title} {passage.heading}", keep=True)
    above = set(stemmer.terms(heading, document.language))
    found = []
    for span, similarity in zip(passage.sentences, hit.closeness, strict=True):
        words = document.text[span.start : span.end]
        held = set(stemmer.terms(vocabulary.written_out(words, keep=True), document.language))
        terms = tuple(term for term in asked.weights if term in held)
        inherited = sum(weight for term, weight in asked.weights.items() if term in above and term not in held)
        overlap = (sum(asked.weights[term] for term in terms) + ABOVE * inherited) / max(asked.total, LEAST_WEIGHT)
        if asked.foreign:
            overlap = max(overlap, ASSUMED * similarity)
        found.append(Candidate(hit, span, terms, overlap, similarity))
    return found


def _own(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Those sentences of one hit that are worth quoting and the document's own."""
    spoken: Sequence[Span] | None = None
    for one in found:
        document, passage = one.hit.document, one.hit.passage
        if touches(one.span, (*document.quotations, *document.notes)) or not worth_quoting(one.words):
            continue
        if spoken is None:
            spoken = spoken_near(document.text, passage.start, passage.end)
        if not cuts(one.span, spoken):
            yield one


def _scored(one: Candidate, asked: Asked, stemmer: Stemmer) -> Candidate:
    score = WORDS * one.overlap + MEANING * max(one.similarity, 0.0) + PASSAGE * one.hit.score
    score /= WORDS + MEANING + PASSAGE
    if states_something(one.words):
        score *= STATES
    body = stemmer.terms(body_reported(one.words), one.hit.document.language)
    if body and not asked.weights.keys() & set(body):
        score *= REPORTS
    if one.hit.document.status != "current":
        score *= REPLACED
    return replace(one, score=score)


def touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span touches a quotation, which is somebody else's word, or a footnote, which is an aside."""
    return any(other.start < span.end and span.start < other.end for other in others)
