"""BM25 over passages, by tantivy, with the stemmer of each document's language.

Each passage is indexed in the fields of its own language; a question is looked up in the fields of every language
that the library holds, each with that language's stems and without its function words.
"""

import math
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import tantivy

from index.local.hits import NO_ROWS, Hits, narrowed
from index.query import Weighted
from index.ranking import NOTHING, Ranking, Rows
from index.texts.analyzers import PLAIN, STEMMERS, analyzer_of, code_of

TITLE_WEIGHT = 0.5
"""On MTRAG ClapNQ (rewritten questions) nDCG@10 is .455 with 0 and 0.5, .450 with 1, .436 with 2."""
MOST_TERMS = 64
"""Words of a question and of what was said before it that are looked up: those of the greatest weight and rarity."""
TEXTS_HELD = 4096
"""Questions and turns whose stems are remembered, by language."""
RAREST = 4
"""Stems of a quotation by which documents are told apart."""
TIMES_REMOVED = 100
"""How often a folder is removed into which something may still be written."""
WRITER_MEMORY = 50_000_000
WORD = re.compile(r"[^\W_]+")
"""What tantivy's tokenizer takes for a word: letters and digits in a row."""
YEAR_IN_WORD = re.compile(r"\b[A-Za-z]{1,3}((?:19|20)\d\d)\b")
"""A year with letters before it ("FY2018") is asked for by itself too. Page hit@10 on FinanceBench: .59, else .55."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it is indexed: its row, its document's row, what stands above it, and its words."""

    row: int
    document: int
    language: str
    title: str
    words: str


class Known(NamedTuple):
    """A stem: how rare it is, and the fields that hold it, each with its weight; none where the library lacks it."""

    term: str
    rarity: float
    fields: tuple[tuple[str, float], ...]


class Keywords:
    """A tantivy index. One writer at a time; readers see what was there when they opened it."""

    def __init__(self, index: tantivy.Index, hidden: Rows = NO_ROWS) -> None:
        self._index = index
        self._hits = Hits(index, hidden)
        self._analyzers = {code: analyzer_of(code) for code in (*STEMMERS, PLAIN)}
        for code, analyzer in self._analyzers.items():
            index.register_tokenizer(code, analyzer)
        questions = {code: analyzer_of(code, questions=True) for code in (*STEMMERS, PLAIN)}
        self._asked = lru_cache(TEXTS_HELD)(
            lambda text, code: tuple(dict.fromkeys(questions[code].analyze(YEAR_IN_WORD.sub(r"\g<0> \g<1>", text))))
        )
        self._frequencies: dict[tuple[str, str], int] = {}
        self._stems: dict[tuple[str, str], Known] = {}
        self._remembered: dict[tuple[str, str], tuple[Known, ...]] = {}

    @classmethod
    def create(cls, folder: Path) -> Self:
        """A new, empty index in a folder that is made."""
        folder.mkdir()
        return cls(_by_hand(tantivy.Index(_schema(), path=str(folder))))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in a folder that may be written."""
        return cls(_by_hand(tantivy.Index.open(str(folder))))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The index in a folder, for reading alone.

        tantivy writes lock files even then; they go to a folder of links, so that a published index stays as it is and
        may belong to another user. Once every file is mapped the folder is never looked at again, and it goes: a
        process that is killed leaves none behind.
        """
        links = Path(tempfile.mkdtemp(prefix="keywords-"))
        try:
            for file in folder.iterdir():
                (links / file.name).symlink_to(file.absolute())
            return cls(_by_hand(tantivy.Index.open(str(links))))
        finally:
            _remove(links)

    def without(self, documents: Rows) -> "Keywords":
        """The same index, which finds nothing of these documents, by their rows."""
        return Keywords(self._index, documents)

    def update(self, removed: Iterable[int], added: Iterable[Entry]) -> None:
        """Forget all passages of the removed documents, add entries, and commit both as one."""
        writer = self._index.writer(WRITER_MEMORY, 1)
        gone = tantivy.Query.term_set_query(self._index.schema, "document", [int(row) for row in removed])
        writer.delete_documents_by_query(gone)  # tantivy 0.27: by term deletes nothing in an unsigned field
        for entry in added:
            writer.add_document(_as_tantivy(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._frequencies.clear()
        self._stems.clear()
        self._remembered.clear()

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def search(
        self,
        texts: Sequence[Weighted],
        k: int,
        languages: Sequence[str],
        documents: Rows | None = None,
        phrases: Sequence[str] = (),
    ) -> Ranking:
        """The k best rows by BM25, of the allowed documents alone; only rows that hold a word of the texts, and each of
        the phrases.

        A word counts as much as the text of the greatest weight that holds it.
        """
        clauses = self._clauses(texts, languages)
        if not clauses or (documents is not None and not len(documents)):
            return NOTHING
        query = tantivy.Query.boolean_query(clauses)
        query = narrowed(query, [self._phrase(phrase, languages) for phrase in phrases])
        return self._hits.best(query, k, documents)

    def holding(self, phrases: Sequence[str], languages: Sequence[str]) -> tuple[Rows, Rows]:
        """Rows of the passages whose words hold each of the phrases, ascending, and the row of each one's document;
        both int64 of shape (n,). A phrase is held where its stems stand one after the other.
        """
        phrased = [self._phrase(phrase, languages) for phrase in phrases]
        return self._hits.all_rows(narrowed(tantivy.Query.all_query(), phrased))

    def titled(self, phrase: str, languages: Sequence[str]) -> Rows:
        """Rows of the documents that may hold a phrase in their title or a heading, ascending, int64 of shape (n,).

        May: titles, headings and topics are one field, so a phrase is also found across two of them.
        """
        found: Rows = np.unique(self._hits.all_rows(self._phrase(phrase, languages, "title"))[1])
        return found

    def _phrase(self, phrase: str, languages: Sequence[str], field: str = "words") -> tantivy.Query:
        """What holds a phrase, in whichever language."""
        clauses = []
        for code in sorted({code_of(language) for language in languages}):
            # Each at its place: a word that is too long to be indexed leaves a gap, as it does in the index.
            words = [self._analyzers[code].analyze(word) for word in words_of(phrase)]
            placed = [(at, term) for at, terms in enumerate(words) for term in terms]
            if placed:
                clauses.append((tantivy.Occur.Should, self._words_in_a_row(f"{field}_{code}", placed)))
        return tantivy.Query.boolean_query(clauses)

    def _words_in_a_row(self, field: str, placed: Sequence[tuple[int, str]]) -> tantivy.Query:
        if len(placed) == 1:
            return tantivy.Query.term_query(self._index.schema, field, placed[0][1])
        return tantivy.Query.phrase_query(self._index.schema, field, list(placed))

    def documents_holding(self, text: str, languages: Sequence[str]) -> set[int]:
        """Rows of the documents that hold the rarest stems of a text, in their passages or above them."""
        found = set[int]()
        for code in {code_of(language) for language in languages}:
            rarest = sorted(set(self.terms(text, code)), key=lambda term: (-self.rarity(term, code), term))
            held = set[int]()
            for place, term in enumerate(rarest[:RAREST]):
                rows = self._documents_with(term, code)
                held = held & rows if place else rows
                if not held:
                    break
            found |= held
        return found

    def _documents_with(self, term: str, code: str) -> set[int]:
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._index.schema, f"{field}_{code}", term))
            for field in ("words", "title")
        ]
        return set(self._hits.all_rows(tantivy.Query.boolean_query(clauses))[1].tolist())

    def terms(self, text: str, language: str) -> list[str]:
        """The stems of a text in order, function words and all."""
        return list(self._analyzers[code_of(language)].analyze(text))

    def question_terms(self, text: str, language: str) -> list[str]:
        """The stems of a question's telling words in that language, each once, in order."""
        return list(self._asked(text, code_of(language)))

    def rarity(self, term: str, language: str) -> float:
        """How telling a stem is: its inverse document frequency, 0 for one that every passage holds."""
        return math.log((max(len(self), 1) + 1) / (self._frequency(f"words_{code_of(language)}", term) + 1))

    def _frequency(self, field: str, term: str) -> int:
        """How many passages hold a stem in a field."""
        known = self._frequencies.get((field, term))
        if known is None:
            known = self._frequencies[field, term] = int(self._index.searcher().doc_freq(field, term))
        return known

    def _clauses(
        self, texts: Sequence[Weighted], languages: Sequence[str]
    ) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        clauses = []
        for code in sorted({code_of(language) for language in languages}):
            for known, weight in self._telling(texts, code):
                for field, share in known.fields:
                    found = tantivy.Query.term_query(self._index.schema, field, known.term)
                    clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(found, weight * share)))
        return clauses

    def _telling(self, texts: Sequence[Weighted], code: str) -> list[tuple[Known, float]]:
        """(stem that the library holds, its weight), of the MOST_TERMS that tell most."""
        weights: dict[Known, float] = {}
        for one in texts:
            for known in self._known(one.text, code):
                weights[known] = max(weights.get(known, 0.0), one.weight)
        telling = list(weights.items())
        if len(telling) > MOST_TERMS:
            telling.sort(key=lambda pair: -pair[1] * pair[0].rarity)
        return telling[:MOST_TERMS]

    def _known(self, text: str, code: str) -> tuple[Known, ...]:
        """The stems of a text that the library holds; remembered, since turns come again."""
        known = self._remembered.get((text, code))
        if known is None:
            stems = (self._stem(term, code) for term in self._asked(text, code))
            known = tuple(stem for stem in stems if stem.fields)
            if len(self._remembered) >= TEXTS_HELD:
                self._remembered.clear()
            self._remembered[text, code] = known
        return known

    def _stem(self, term: str, code: str) -> Known:
        """A stem and the fields that hold it."""
        known = self._stems.get((term, code))
        if known is None:
            weighed = ((f"words_{code}", 1.0), (f"title_{code}", TITLE_WEIGHT))
            fields = tuple(one for one in weighed if self._frequency(one[0], term))
            known = self._stems[term, code] = Known(term, self.rarity(term, code), fields)
        return known


def words_of(phrase: str) -> list[str]:
    """The words of what a person typed, each as the index would meet it."""
    return WORD.findall(unicodedata.normalize("NFC", phrase))


def _by_hand(index: tantivy.Index) -> tantivy.Index:
    """The index, which opens its files now, and anew only when it is told to.

    Else a thread of tantivy's reloads half a second after a commit, and leaves a lock file in what was published.
    """
    index.config_reader("Manual")
    return index


def _remove(links: Path) -> None:
    """Remove a folder into which tantivy may be putting a lock: a thread of it looks once when an index is opened."""
    for _ in range(TIMES_REMOVED):
        shutil.rmtree(links, ignore_errors=True)
        if not links.exists():
            return


def _as_tantivy(entry: Entry) -> tantivy.Document:
    code = code_of(entry.language)
    document = tantivy.Document()
    document.add_unsigned("row", entry.row)
    document.add_unsigned("document", entry.document)
    document.add_text(f"title_{code}", entry.title)
    document.add_text(f"words_{code}", entry.words)
    return document


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("document", indexed=True, fast=True)
    for code in (*STEMMERS, PLAIN):
        builder.add_text_field(f"words_{code}", tokenizer_name=code, index_option="position")
        builder.add_text_field(f"title_{code}", tokenizer_name=code, index_option="position")
    return builder.build()
