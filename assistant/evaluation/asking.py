"""Saved questions are asked as the page asks them: years in them are read, where the library has dates."""

from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer
from assistant.conversation import query_of
from assistant.dates_asked import today_where_dated
from assistant.extract import Answerer
from assistant.library import Edition
from index.query import Query


@dataclass(frozen=True, slots=True)
class AsOnThePage:
    """An answerer that reads each question on a day; None leaves years as words."""

    answerer: Answerer
    today: date | None

    @classmethod
    def of(cls, edition: Edition) -> "AsOnThePage":
        """Of an open library, today."""
        return cls(edition.answerer, today_where_dated(edition.searcher.coverage()))

    def answer(self, query: Query) -> Answer:
        """See Answerer."""
        return self.answerer.answer(query_of(query.question, query.said, query.filters, today=self.today))
