"""Every document and every sentence that mentions something: all of them, not the nearest.

What is looked for is one word or several in a row, by their stems in the language of each document. The keyword index
tells which documents may hold it; the text itself has the last word, and tells where.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpus.document import Document, Span
from corpus.errors import OtherVersion, QuestionError
from corpus.formats import READER_VERSION
from corpus.message import Message, noted
from index.library.generation import KEYWORDS, STORE, Generation, open_current
from index.library.store import Store
from index.local.keywords import Keywords, words_of
from index.local.matching import Matcher, Place
from index.local.narrowing import Narrowing
from index.ports import PassageWords
from index.query import Filters
from index.texts.passages import SPLITTER_VERSION
from index.texts.sentences import sentences

ENDS = re.compile(r"[^\w\s,’'‘“”\"«»()\[\]/&-]|\n")
"""Signs at which a sentence may end."""

NO_WORD = noted('"{text}" holds no word to look for. Type one or more, such as: learning accounts.')


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence `text[start:end]` of a document; `matches` are the words in it that match, ascending."""

    start: int
    end: int
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mentioning:
    """A document that mentions what was looked for, at these places of its text or of its title, ascending."""

    document: Document
    matches: tuple[Span, ...]
    in_title: tuple[Span, ...]

    def sentences(self) -> tuple[Mention, ...]:
        """The sentences that hold the matches, in order; a heading is one."""
        document = self.document
        found: dict[Span, list[Span]] = {}
        for match in self.matches:
            sentence = _sentence_around(document, match.start, match.end)
            if sentence:
                found.setdefault(sentence, []).append(match)
        return tuple(Mention(one.start, one.end, tuple(matches)) for one, matches in found.items())


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every document that mentions `text`, the newest first, those without a date last."""

    text: str
    documents: tuple[Mentioning, ...]

    @property
    def by_year(self) -> tuple[tuple[str, int], ...]:
        """Documents by year, ascending; "" where there is no date."""
        years = Counter(str(one.document.published.year if one.document.published else "") for one in self.documents)
        return tuple(sorted(years.items()))

    @property
    def by_kind(self) -> tuple[tuple[str, int], ...]:
        """Documents by kind, the commonest first."""
        kinds = Counter(one.document.kind for one in self.documents)
        return tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A document, and the stretches of its text that may hold what is looked for."""

    document: Document
    spans: tuple[Span, ...]


class Finder:
    """Finds mentions in one generation, without a model; safe to share between threads."""

    def __init__(self, store: Store, keywords: Keywords | PassageWords, narrowing: Narrowing) -> None:
        self._store = store
        self._narrowing = narrowing
        self._keywords = keywords
        self._languages = store.languages()
        self.matcher = Matcher(keywords)

    @classmethod
    def open(cls, library: Path) -> Self:
        """The current generation of a library. Raises LibraryError."""
        generation = open_current(library)
        check_versions(generation, library)
        store, keywords = Store.read(generation.folder / STORE), Keywords.read(generation.folder / KEYWORDS)
        return cls(store, keywords, Narrowing(store, keywords))

    def find(self, text: str, filters: Filters = Filters()) -> Mentions:  # noqa: B008 - frozen
        """Every mention in the documents that pass. Raises QuestionError when the text holds no word."""
        if not words_of(text):
            raise QuestionError(Message(NO_WORD, {"text": text}))
        candidates = self._candidates(text, filters)
        found = [
            one
            for language in sorted({candidate.document.language for candidate in candidates})
            for one in self._verified(text, [one for one in candidates if one.document.language == language], language)
        ]
        found.sort(key=lambda one: one.document.id)
        found.sort(key=lambda one: str(one.document.published or ""), reverse=True)
        return Mentions(text, tuple(found))

    def matching_documents(self, filters: Filters, phrases: Sequence[str] = ()) -> int:
        """How many documents pass, and hold each of the phrases in one passage."""
        return self._narrowing.matching_documents(filters, phrases)

    def values_of(self, field: str) -> tuple[str, ...]:
        """The values that documents have in a field of Filters."""
        return self._narrowing.values_of(field)

    def _candidates(self, text: str, filters: Filters) -> list[_Candidate]:
        """What the index says may hold the text, among the documents that pass."""
        rows, documents = self._keywords.holding([text], self._languages)
        titled = set(self._keywords.titled(text, self._languages).tolist())
        passages: dict[int, list[Span]] = {document: [] for document in titled}
        spans = self._store.spans(rows)
        for row, document in zip(rows.tolist(), documents.tolist(), strict=True):
            passages.setdefault(document, []).append(spans[row])
        if filters.narrow:
            allowed = set(self._narrowing.passing(filters).tolist())
            passages = {document: spans for document, spans in passages.items() if document in allowed}
        return [
            _candidate(self._store.document(document), spans, titled=document in titled)
            for document, spans in passages.items()
        ]

    def _verified(self, text: str, candidates: Sequence[_Candidate], language: str) -> Iterator[Mentioning]:
        """What the texts themselves hold; all are of one language."""
        texts = [one.document.text[span.start : span.end] for one in candidates for span in one.spans]
        inside = iter(self.matcher.find(text, texts, language))
        titles = self.matcher.find(text, [one.document.title for one in candidates], language)
        several = len(words_of(text)) > 1
        for one, in_title in zip(candidates, titles, strict=True):
            places = sorted((place.start + a, place.start + b) for place in one.spans for a, b in next(inside))
            if several:
                places = [place for place in places if _in_one_sentence(one.document, *place)]
            if places or in_title:
                yield Mentioning(one.document, _spans(places), _spans(in_title))


def _spans(places: Sequence[Place]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in places)


def _candidate(document: Document, passages: Sequence[Span], *, titled: bool) -> _Candidate:
    headings = [
        Span(section.start, section.start + len(section.heading))
        for section in document.sections
        if titled and section.heading and document.text.startswith(section.heading, section.start)
    ]
    # A section that holds nothing else has its heading as its passage.
    return _Candidate(document, tuple(dict.fromkeys([*passages, *headings])))


def _in_one_sentence(document: Document, start: int, end: int) -> bool:
    """Whether no sentence ends inside `text[start:end]`; hardly ever does a sign stand there at which one could."""
    return not ENDS.search(document.text, start, end) or _sentence_around(document, start, end) is not None


def _sentence_around(document: Document, start: int, end: int) -> Span | None:
    """The sentence that holds `text[start:end]`; None where one ends inside. Its paragraph alone is split, which is
    enough.
    """
    text = document.text
    first = text.rfind("\n\n", 0, start) + 1
    last = text.find("\n\n", end)
    for span in sentences(text[first : last if last >= 0 else len(text)], document.language):
        if first + span.start <= start and end <= first + span.end:
            return Span(first + span.start, first + span.end)
    return None


def check_versions(generation: Generation, library: Path) -> None:
    """Raises OtherVersion when other documents or passages would be made of the same sources today."""
    if (generation.recipe.reader, generation.recipe.splitter) != (READER_VERSION, SPLITTER_VERSION):
        raise OtherVersion(
            f"The index in {library} was built by another version of this software. "
            f"Run `assistant sync --index {library}` to build it anew."
        )
