"""Answers as tests want them."""

from dataclasses import dataclass, field
from datetime import date

from assistant.answer import Answer, Citation, Status
from corpus.document import Document, Section
from index.query import Query


def answer_of(*cited: tuple[str, str], confidence: float = 0.9, status: Status | None = None) -> Answer:
    """An answer that cites (document, sentence) pairs; without any, one that found nothing."""
    citations = tuple(
        Citation(
            number, Document(name, name, sentence, (Section("", 0, len(sentence)),)), 0, len(sentence), 0, len(sentence)
        )
        for number, (name, sentence) in enumerate(cited, start=1)
    )
    return Answer("?", status or ("answered" if cited else "not_found"), confidence, "", citations)


@dataclass
class Scripted:
    """Answers by the question as it was typed; `asked` holds what it was asked."""

    answers: dict[str, Answer]
    asked: list[Query] = field(default_factory=list)
    today: date | None = date(2026, 11, 25)

    @property
    def answerer(self) -> "Scripted":
        """It is an edition of a library too."""
        return self

    def answer(self, query: Query) -> Answer:
        self.asked.append(query)
        return self.answers[query.question]
