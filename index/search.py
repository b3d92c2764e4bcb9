"""The only door that the assistant uses: a query in, hits out, all of one generation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from corpus.document import Document, Span
from index.hit import Hit
from index.library.coverage import Coverage
from index.library.listing import Listing, listing_of
from index.library.spelling import longest_words, rows_spelling, rows_varied
from index.library.store import Store
from index.local.narrowing import Narrowing
from index.models.encoder import Encoder
from index.models.unrelated import beyond
from index.ports import Scope
from index.query import Filters, Query, Weighted
from index.ranking import Ranking, Rows, Vectors
from index.searching.follow_up import about, need_of, read_together
from index.searching.fusion import RERANKED, lean, rerank
from index.searching.mentions import Finder, Mentions
from index.searching.opened import Opened, open_with
from index.searching.tongues import Tongues
from index.searching.vocabulary import EMPTY, Vocabulary
from index.texts.copies import Copy, gathered, lead_of, say_otherwise
from index.texts.weights import EXAMINED, repeated, weigh

if TYPE_CHECKING:
    from index.milvus.publishing import Place
    from index.searching.originals import Originals

CANDIDATES = 200
"""Passages taken from each side before fusion. nDCG@10 on MTRAG ClapNQ, rewritten: .460 with 100, .469 with 200, .468
with 400."""
DOCUMENTS_HELD = 512
TEXTS_HELD = 1024
RANKINGS_HELD = 64
"""Texts whose nearest passages are remembered: what a question finds by itself is looked at twice."""
SENTENCES_HELD = 32
"""Documents whose sentences' vectors are remembered: of a long report, some 5 MB."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The best rows for a vector, and the rows that each side found."""

    vector: Vectors
    best: Ranking
    by_meaning: set[int]
    by_keywords: set[int]


class Searcher:
    """Searches one generation, with the other names of what questions name; safe to share between threads."""

    def __init__(self, opened: Opened, encoder: Encoder, vocabulary: Vocabulary = EMPTY) -> None:
        self.generation = opened.generation
        self.encoder = encoder
        self.vocabulary = vocabulary
        self._opened = opened
        self._store = opened.store
        self._sentences = opened.sentences
        self._languages = self._store.languages()
        self._narrowing = Narrowing(self._store, opened.keywords)
        self._vectors, self._keywords = opened.ports(self._narrowing)
        self._tongues = Tongues(self._store, self._keywords, vocabulary, encoder.multilingual)
        self._finder = Finder(self._store, self._keywords, self._narrowing)
        self._document = lru_cache(DOCUMENTS_HELD)(self._store.document)
        self._subjects = lru_cache(1)(self._store.subjects)  # of a question that leans on what was said alone
        self._coverage = lru_cache(1)(self._store.coverage)
        self._notices = lru_cache(1)(self._store.notices)
        self._sentences_of = lru_cache(SENTENCES_HELD)(self._read_sentences)
        self._encoded = lru_cache(TEXTS_HELD)(self._encode)
        self._nearest = lru_cache(RANKINGS_HELD)(lambda text: self._vectors.search(self._encoded(text), CANDIDATES))
        self._needs = lru_cache(TEXTS_HELD)(self._need)
        self._spelling = lru_cache(TEXTS_HELD)(lambda longest: rows_spelling(self._store.connection, longest))
        self._varied = lru_cache(1)(lambda: rows_varied(self._store.connection))

    @classmethod
    def open(
        cls, library: Path, encoder: Encoder, vocabulary: Vocabulary = EMPTY, place: "Place | None" = None
    ) -> Self:
        """All of the current generation of a library, internal documents too. Raises LibraryError as `open_with`."""
        return cls(open_with(library, encoder, place), encoder, vocabulary)

    def for_everybody(self) -> "Searcher":
        """The same generation, of whose internal documents it can tell nothing; itself where there are none."""
        opened = self._opened.for_everybody()
        return self if opened is self._opened else Searcher(opened, self.encoder, self.vocabulary)

    @property
    def withholds(self) -> bool:
        """Whether the generation has documents that this searcher can tell nothing of."""
        return self._opened.withholds

    @property
    def store(self) -> Store:
        """The documents, as far as this searcher may know them."""
        return self._store

    @property
    def originals(self) -> "Originals":
        """The files of the documents that this searcher may know."""
        from index.searching.originals import Originals  # what reads files again, which no question needs

        return Originals(self.generation, self._store)

    def search(self, query: Query, k: int = 10) -> list[Hit]:
        """The k best passages, best first, each with its copies. Filters that no document passes, and phrases that no
        passage holds, find nothing.
        """
        ranked = self._ranked(query, k)
        shown, copies = self._gathered(ranked.best, k)
        found = self._hits(replace(ranked, best=shown))
        hits = zip(found, self._terms_held(query, found), copies, strict=True)
        return [replace(hit, terms=terms, copies=others) for hit, terms, others in hits]

    def every_passage(self, query: Query, k: int) -> list[Hit]:
        """The k best passages as `search` ranks them, copies among them; their `terms` are not told."""
        ranked = self._ranked(query, k)
        return self._hits(replace(ranked, best=Ranking(ranked.best.rows[:k], ranked.best.scores[:k])))

    def _ranked(self, query: Query, k: int) -> _Ranked:
        """The ranking of all candidates, weighed as far as k of them need."""
        scope = Scope(query.allowed, query.phrases)
        need = self.need(query)
        texts = read_together(query, need)
        vector = self._mixed(texts)
        alone = len(texts) == 1 and not scope.narrow
        meaning = self._nearest(query.text) if alone else self._vectors.search(vector, CANDIDATES, scope)
        keywords = self._tongues.by_words(texts, CANDIDATES, scope, query)
        fused = self._tongues.fused(meaning, keywords, query)
        if need:
            said = about(query)
            context = self._tongues.fused(
                self._vectors.search(self._mixed(said), CANDIDATES, scope),
                self._tongues.by_words(said, CANDIDATES, scope, query),
                query,
            )
            fused = lean(fused, context, self._subjects_of, need)
        closeness = self._sentences.cosines(vector, fused.rows[:RERANKED])
        best = self._weighed(rerank(fused, closeness, need), max(EXAMINED, 2 * k))
        return _Ranked(vector, best, set(meaning.rows.tolist()), set(keywords.rows.tolist()))

    def weighs_context(self, query: Query) -> bool:
        """Whether what was said before counts in the ranking, for a question that finds little by itself."""
        return self.need(query) > 0

    def need(self, query: Query) -> float:
        """How much help the question needs from what was said before, in [0, 1]."""
        return self._needs(query)

    def _need(self, query: Query) -> float:
        if not query.said:
            return 0.0
        nearest = self._nearest(query.text).scores
        return need_of(float(beyond(nearest[:1], self.encoder.unrelated)[0])) if len(nearest) else 0.0

    def asked_in(self, query: Query) -> str:
        """The language of a question, where the model reads many and it is sure, else ""."""
        return self._tongues.asked_in(query)

    def _mixed(self, texts: Sequence[Weighted]) -> Vectors:
        """The unit vector of texts by their weights, shape (dimension,)."""
        vectors = np.stack([self._encoded(one.text) for one in texts])
        vector = np.array([one.weight for one in texts], np.float32) @ vectors
        unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)  # 0 where a model knows no word of them
        return unit

    def _encode(self, text: str) -> Vectors:
        vector: Vectors = self.encoder.encode_queries([self.vocabulary.written_out(text, keep=True)])[0]
        return vector

    def _weighed(self, ranking: Ranking, examined: int) -> Ranking:
        """The ranking with boilerplate, contents and references among its best passages weighed down."""
        told = self._store.telling(ranking.rows[:examined].tolist())
        copies = repeated([(document, words) for document, words, _ in told])
        return weigh(ranking, [min(weight, copied) for (*_, weight), copied in zip(told, copies, strict=True)])

    def _gathered(self, best: Ranking, k: int) -> tuple[Ranking, list[tuple[Copy, ...]]]:
        """The first k of a ranking that do not repeat a better one, and the copies of each."""
        place = cache(lambda at: self._place(int(best.rows[at])))
        groups: list[list[int]] = []
        for looked_at in sorted({min(max(EXAMINED, 2 * k), len(best.rows)), len(best.rows)}):
            said = [words for _, words, _ in self._store.telling(best.rows[:looked_at].tolist())]
            groups = gathered(said, lambda one, other: say_otherwise(place(one), place(other)))[:k]
            if len(groups) == k:
                break
        shown, copies = [], []
        for first, *others in groups:
            whole = [first, *(at for at in others if len(said[at]) == len(said[first]))]
            lead = whole[lead_of([place(at) for at in whole])] if others else first
            shown.append(lead)
            copies.append(tuple(place(at) for at in (first, *others) if at != lead))
        return Ranking(best.rows[shown], best.scores[[places[0] for places in groups]]), copies

    def _place(self, row: int) -> Copy:
        document, passage = self._store.passages([row])[row]
        return Copy(self._document(document), passage)

    def _subjects_of(self, rows: Rows) -> Rows:
        known, subjects = self._subjects()
        found: Rows = subjects[np.searchsorted(known, rows)]
        return found

    def terms(self, text: str, language: str) -> list[str]:
        """The stems of a text, as the keyword index has them."""
        return self._keywords.terms(text, language)

    def question_terms(self, text: str, language: str) -> list[str]:
        """The stems of a question's telling words, as the keyword index has them."""
        return self._keywords.question_terms(text, language)

    def rarity(self, term: str, language: str) -> float:
        """How telling a stem is in this library: its inverse document frequency, 0 when every passage holds it."""
        return self._keywords.rarity(term, language)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the documents that can be found."""
        return self._languages

    @property
    def rarest(self) -> float:
        """The rarity of a stem that no passage holds, which is the greatest."""
        return self._keywords.rarity("", "en")

    def is_telling(self, words: str) -> bool:
        """Whether, in each language of the library, any of the words is more than a function word."""
        return all(self.question_terms(words, language) for language in self._languages)

    def documents_holding(self, words: str) -> Iterator[Document]:
        """Documents that the keyword index knows to hold the rarest of some words, in the order of rows."""
        rows = self._keywords.documents_holding(words, self._languages)
        return (self._document(row) for row in sorted(rows))

    def documents_spelling(self, words: str) -> Iterator[Document]:
        """Every document that may hold folded words to the letter, and some that do not, in the order of rows."""
        rows = {*self._spelling(longest_words(words)), *self._varied()}
        return (self._document(row) for row in sorted(rows))

    def document(self, name: str) -> Document:
        """The document of an id. Raises KeyError."""
        return self._store.document_named(name)

    def holds_document(self, name: str) -> bool:
        """Whether there is a document of this id."""
        return self._store.owner_of(name) is not None

    def sentences_of(self, name: str) -> list[tuple[Span, Vectors]]:
        """The sentences of a document's passages in order, each with its unit vector, shape (dimension,), of eight bits
        a number; none of a document that repeats another one.
        """
        return self._sentences_of(name)

    def _read_sentences(self, name: str) -> list[tuple[Span, Vectors]]:
        rows = self._store.rows_of(name)
        passages = self._store.passages(rows.tolist())
        spans = [span for row in rows.tolist() for span in passages[row][1].sentences]
        vectors = self._sentences.read(rows)
        return list(zip(spans, vectors, strict=True))

    def title_of(self, name: str) -> str:
        """The title of a document; "" when the library does not hold it."""
        try:
            return self._store.document_named(name).title
        except KeyError:
            return ""

    def translations_of(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """(id, language, title) of the same text in other languages."""
        return self._store.translations_of(name)

    def matching_documents(self, filters: Filters, phrases: Sequence[str] = ()) -> int:
        """How many documents pass, and hold each of the phrases in one passage."""
        return self._narrowing.matching_documents(filters, phrases)

    def passes(self, name: str, filters: Filters) -> bool:
        """Whether the document of an id can be found and passes."""
        return self._narrowing.passes(name, filters)

    def values_of(self, field: str) -> tuple[str, ...]:
        """The values that documents have in a field of Filters."""
        return self._narrowing.values_of(field)

    def holds(self, phrases: Sequence[str], text: str, language: str) -> bool:
        """Whether a text holds each of the phrases: their words one after the other, by their stems."""
        return all(self._finder.matcher.holds(phrase, text, language) for phrase in phrases)

    def mentions(self, text: str, filters: Filters = Filters()) -> Mentions:  # noqa: B008 - frozen
        """Every document that mentions a word or a phrase. Raises QuestionError when the text holds no word."""
        return self._finder.find(text, filters)

    def listing(self, filters: Filters, text: str, skip: int, count: int) -> Listing:
        """Documents that pass, the newest first; see `index.library.listing.listing_of`."""
        return listing_of(self._store, text, skip, count, set(self._narrowing.passing(filters).tolist()))

    def coverage(self) -> Coverage:
        """What the library holds."""
        return self._coverage()

    def common_notices(self) -> tuple[str, ...]:
        """The notice that every document has, where there is one; others are shown with their documents."""
        found = self._notices()
        return found if len(found) == 1 and found[0] else ()

    def titles(self) -> list[tuple[str, tuple[str, ...]]]:
        """(title, topics) of every document."""
        return self._store.titles()

    def _hits(self, ranked: _Ranked) -> list[Hit]:
        best = ranked.best
        found = self._store.passages(best.rows.tolist())
        usual = self.encoder.unrelated
        similarity = beyond(self._vectors.similarities(ranked.vector, best.rows), usual).tolist()
        closeness = [beyond(one, usual) for one in self._sentences.cosines(ranked.vector, best.rows)]
        hits = []
        rows = zip(best.rows.tolist(), best.scores.tolist(), similarity, closeness, strict=True)
        for row, score, cosine, near in rows:
            document_row, passage = found[row]
            ways = row in ranked.by_meaning, row in ranked.by_keywords
            document = self._document(document_row)
            hits.append(Hit(document, passage, score, cosine, tuple(near.tolist()), *ways, terms=()))
        return hits

    def _terms_held(self, query: Query, hits: Sequence[Hit]) -> Iterator[tuple[str, ...]]:
        """The question's stems that each hit holds, or that stand above it."""
        written = self.vocabulary.written_out(query.text, keep=True)
        for hit in hits:
            language = hit.document.language
            held = set(self.terms(f"{hit.document.title} {hit.passage.heading} {hit.text}", language))
            yield tuple(term for term in self.question_terms(written, language) if term in held)
