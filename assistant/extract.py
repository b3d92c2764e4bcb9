"""Picks verbatim sentences that answer a question, or decides that there is nothing to say.

Nothing here writes a sentence of the organisation's: what is chosen are spans of documents. The opening line and the
suggestions are the assistant's own, and say only what can be counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from assistant.answer import Answer, Citation
from assistant.answering import across
from assistant.answering.asked import Asked, asked_of, language_of
from assistant.answering.candidates import Candidate, candidates
from assistant.answering.choice import chosen, cited, contrasts
from assistant.answering.confidence import Judge, Signs, confidence
from assistant.answering.elsewhere import Places
from assistant.answering.silence import mentioned_only, mentions, not_found, takes_no_position, unclear
from assistant.reading import reading_of
from assistant.relaxing import nothing_passes
from corpus.message import Message, counted
from index.hit import Hit
from index.query import Query
from index.search import Searcher

HITS = 8
"""Passages whose sentences are looked at."""
ANSWERED_FROM, FOLLOWED_FROM = 0.37, 0.2
"""Confidence from which an answer is given: to a question that stands alone, and to one that leans on others, whose
subject the library is known to hold. Of 184 saved questions on the sample 138 are answered as expected, and 6 of the 60
that nothing answers get quotations; with .4 for the first 136 and 1, with .35 139 and 6. The plain questions that .4
leaves unanswered weigh more than the near misses that .37 answers with true words.
"""


class Answerer(Protocol):
    """From a query to an answer: one of the three seams."""

    def answer(self, query: Query) -> Answer:
        """The answer, from one generation of the library."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for a question: hits, candidate sentences, best first, and the signs of an answer in them."""

    asked: Asked
    hits: Sequence[Hit]
    ranked: Sequence[Candidate]
    signs: Signs

    @property
    def confidence(self) -> float:
        """How likely an answer from them is right."""
        if self.ranked and self.asked.foreign:
            return across.confidence(self.ranked[0].similarity)
        return confidence(self.signs) if self.ranked else 0.0

    def sure(self, leans: bool) -> bool:
        """Whether an answer is given; `leans` tells that the question leans on others."""
        least = across.ANSWERED_FROM if self.asked.foreign else FOLLOWED_FROM if leans else ANSWERED_FROM
        return self.confidence >= least


class ExtractiveAnswerer:
    """Answers from a searcher's hits; safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self._judge = Judge.of(searcher)

    def answer(self, query: Query) -> Answer:
        """See Answerer."""
        reading, found = reading_of(query, self.searcher), self._answered(query)
        told = across.told(self.searcher.asked_in(query), found.citations, self.searcher.languages)
        return replace(
            found,
            earlier=query.earlier,
            generation=self.searcher.generation.name,
            understood=reading.understood,
            readings=(*reading.readings, *told),
            question=query.question,
            period=reading.period,
            phrases=reading.phrases,
        )

    def findings(self, query: Query, language: str) -> Findings:
        """What a query in a language finds."""
        spoken = self.searcher.asked_in(query)
        asked = lru_cache(lambda one: asked_of(query, self.searcher, one, spoken))
        hits = self.searcher.search(query, HITS)
        vocabulary = self.searcher.vocabulary.of([query.text, *query.earlier])
        found = candidates(hits, asked, vocabulary, self.searcher)
        ranked = [one for one in found if self.searcher.holds(query.phrases, one.words, one.hit.document.language)]
        if spoken:
            ranked = across.comparable(ranked, query.text, spoken, self.searcher.vocabulary)
        best = asked(ranked[0].hit.document.language if ranked else language)
        told = Findings(best, hits, ranked, self._judge.signs(best, ranked, self.searcher.rarest))
        others = [one for one in ranked if asked(one.hit.document.language).foreign]
        if not others or told.sure(self.searcher.weighs_context(query)):
            return told
        return replace(told, asked=asked(others[0].hit.document.language), ranked=others)

    def _answered(self, query: Query) -> Answer:
        closed = nothing_passes(query, self.searcher)
        if closed:
            return Answer(query.text, "not_found", 0.0, closed)
        language = self.searcher.asked_in(query) or language_of(query.text, self.searcher.languages, self.searcher)
        if not asked_of(query, self.searcher, language).weights:
            return unclear(query, self.searcher)
        found = self.findings(query, language)
        sure = found.sure(self.searcher.weighs_context(query))
        mentioned = mentions(found.asked, found.ranked)
        if mentioned and (not sure or takes_no_position(found.asked, mentioned, self.searcher)):
            return mentioned_only(query, found.confidence, mentioned, self.searcher)
        if not sure:
            return not_found(query, found.confidence, found.hits, self.searcher)
        places, quotes = Places.of(found.hits), chosen(found.asked, found.ranked)
        citations = tuple(cited(number, quote, places) for number, quote in enumerate(quotes, start=1))
        opening = _opening(citations)
        return Answer(query.text, "answered", found.confidence, opening, citations, contrasts=contrasts(citations))


def _opening(citations: Sequence[Citation]) -> str:
    """How much was found, and from when: counts only, no claim about what it says."""
    documents = {citation.document.id: citation.document for citation in citations}
    years = sorted({document.published.year for document in documents.values() if document.published})
    values = {
        "quotations": counted("{number} quotation", "{number} quotations", len(citations)),
        "in_documents": counted("in {number} document", "in {number} documents", len(documents)),
    }
    if not years:
        return Message("Found {quotations} {in_documents}:", values)
    when = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return Message("Found {quotations} {in_documents}, {years}:", {**values, "years": when})
