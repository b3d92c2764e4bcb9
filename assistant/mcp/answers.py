"""Each call as one call of the Python API: what it returns is the JSON of docs/api.md, cut to what fits one answer."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from assistant.answer import Answer
from assistant.api import Assistant
from assistant.drafts.records import check_record
from assistant.holdings import document_record, listing_record
from assistant.mcp.arguments import Asked, Draft, Listed, Mention, Nothing, Piece, Searched, Topic, said
from corpus.document import Document
from index.query import Query

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """The assistant that is asked, and what is told of each question that it answers, with the seconds that took."""

    assistant: Assistant
    note: Callable[[Query, Answer, float], None] = lambda *_: None

    def at_once(self) -> "Source":
        """The same over the generation that answers now."""
        return Source(self.assistant.at_once(), self.note)


def ask(source: Source, told: Asked) -> Record:
    """An answer."""
    query = source.assistant.query(
        told.question, history=said(told.history), filters=told.filters.told(), all_years=told.all_years
    )
    began = perf_counter()
    answer = source.assistant.answer(query)
    source.note(query, answer, perf_counter() - began)
    return answer.as_record()


def search(source: Source, told: Searched) -> Record:
    """Hits, and beside them what is needed to cite their documents, each once."""
    found = source.assistant.search(
        told.question, k=told.k, history=said(told.history), filters=told.filters.told(), all_years=told.all_years
    )
    documents = {hit.document.id: hit.document for hit in found.hits}
    return found.as_record() | {"documents": [facts_of(one) for one in documents.values()]}


def positions(source: Source, told: Topic) -> Record:
    """A timeline."""
    return source.assistant.positions(told.topic, filters=told.filters.told()).as_record()


def find(source: Source, told: Mention) -> Record:
    """Mentions, some documents at a time."""
    record = source.assistant.find(told.text, filters=told.filters.told()).as_record()
    documents = record["documents"]
    shown = documents[told.skip : told.skip + told.count]
    return record | {"documents": shown, "left_out": max(len(documents) - told.skip - len(shown), 0)}


def check(source: Source, told: Draft) -> Record:
    """What became of the quotations of a text."""
    return check_record(source.assistant.check(told.text))


def documents(source: Source, told: Listed) -> Record:
    """Documents without their text."""
    return listing_record(
        source.assistant.documents(told.text, filters=told.filters.told(), skip=told.skip, count=told.count)
    )


def document(source: Source, told: Piece) -> Record:
    """A document, with a piece of its text."""
    found = source.assistant.document(told.document)
    piece = found.text[told.start : told.start + told.length]
    record = document_record(found, source.assistant.translations_of(told.document))
    return record | {"text": piece, "start": told.start, "characters": len(found.text)}


def status(source: Source, _: Nothing) -> Record:
    """What the library holds."""
    return source.assistant.holdings().as_record()


def facts_of(document: Document) -> Record:
    """What is needed to cite a document."""
    return {
        "_id": document.id,
        "title": document.title,
        "kind": document.kind,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "status": document.status,
        "superseded_by": document.superseded_by,
        "speaker": document.speaker,
        "notice": document.notice,
    }
