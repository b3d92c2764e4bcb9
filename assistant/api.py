"""The assistant for Python programs, and for every other door: the one place that asks a library.

::

    from assistant import Assistant

    library = Assistant.open("eaea.library")
    answer = library.ask("What is our position on micro-credentials?", filters={"since": "2019"})
    for citation in answer.citations:
        print(citation.number, citation.quote, citation.document.title, citation.page)

Every method returns a frozen value; `as_record()` of it is the JSON that the command line prints and REST sends, whose
form is in docs/api.md. What cannot be done raises a child of `UserError` (corpus/errors.py), whose message is meant to
be shown as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self, TypedDict

from assistant import wire
from assistant.accounts.people import Person
from assistant.answer import Answer
from assistant.conversation import query_of
from assistant.drafts.checking import check_draft
from assistant.drafts.outcomes import DraftReport
from assistant.drafts.reading import draft_of, ending_of
from assistant.filtering import filters_told
from assistant.found import Found, found_by
from assistant.holdings import Holdings
from assistant.library import Edition, LiveLibrary
from assistant.mentioned import Mentioned, mentioned
from assistant.positions.comparison import Comparison, compare
from assistant.positions.timeline import Timeline, timeline
from assistant.settings import Settings, default_cache, load_settings
from corpus.document import Document
from corpus.errors import NoDocument, QuestionError
from index.library.listing import Listing
from index.query import Filters, Query, Turn
from index.search import Searcher

Said = Sequence[tuple[Literal["user", "agent"], str]]
"""What was said before a question, oldest first: who spoke, and the words."""
LISTED = 10
"""Passages, unless it is told how many."""
MOST_LISTED = 1000
"""Passages, and documents of one list."""
OWNER = Person("", "staff")
"""Whoever can read the files of the index: nothing in them can be kept from that person here."""


class Told(TypedDict, total=False):
    """Which documents may answer, by the names and in the form of the command line's options: a year or a day for the
    first two, one value or several for the others.
    """

    since: str
    until: str
    kind: str | list[str]
    topic: str | list[str]
    language: str | list[str]
    status: str | list[str]
    publisher: str | list[str]


@dataclass(frozen=True, slots=True)
class Assistant:
    """A library that can be asked; safe to share between threads.

    Over a LiveLibrary each call is answered from the generation that is current then, so that a long-running program
    follows later syncs. Over an Edition all calls are answered from that one, and tell of the documents that it tells
    of: `Assistant(library.seen_by(person), organisation)` is what a person may see.

    `filters` raise QuestionError on a name or a value that cannot be meant, and questions that are empty or have more
    than 1,000 characters do.
    """

    library: LiveLibrary | Edition
    organisation: str

    @classmethod
    def open(cls, index: Path | str | None = None, *, settings: Settings | None = None) -> Self:
        """The library in a folder, with these settings, or the defaults; without a folder the one that the settings, or
        ./assistant.toml, name.

        Raises LibraryError where there is none that can be used, SettingsError.
        """
        if settings is None:
            settings = load_settings() if index is None else Settings(cache=default_cache())
        if index is not None:
            settings = replace(settings, index=Path(index).absolute())
        return cls(wire.live_library_of(settings), settings.organisation)

    @property
    def edition(self) -> Edition:
        """The generation that answers now."""
        return self.library if isinstance(self.library, Edition) else self.library.seen_by(OWNER)

    def at_once(self) -> Self:
        """The assistant over the generation that answers now: for several calls that must not fall on both sides of a
        sync.
        """
        return replace(self, library=self.edition)

    def ask(self, question: str, *, history: Said = (), filters: Told | None = None, all_years: bool = False) -> Answer:
        """The answer in the organisation's own words, or that there is none. A question may lean on its `history`; the
        years that it names narrow as filters do, unless `all_years`.
        """
        edition = self.edition
        return edition.answerer.answer(self._query(edition, question, history, filters, all_years)).checked()

    def answer(self, query: Query) -> Answer:
        """The answer to a question that was read before."""
        return self.edition.answerer.answer(query).checked()

    def query(
        self, question: str, *, history: Said = (), filters: Told | None = None, all_years: bool = False
    ) -> Query:
        """The question as `ask` and `search` read it."""
        return self._query(self.edition, question, history, filters, all_years)

    def search(
        self,
        question: str,
        *,
        k: int = LISTED,
        history: Said = (),
        filters: Told | None = None,
        all_years: bool = False,
    ) -> Found:
        """The `k` passages (1 to 1,000) nearest to a question, best first; it is read as by `ask`."""
        edition = self.edition
        query = self._query(edition, question, history, filters, all_years)
        return found_by(query, edition.searcher, _counted("k", k))

    def positions(self, topic: str, *, filters: Told | None = None) -> Timeline:
        """What was said of a topic over the years: of each document the one best sentence. Raises QuestionError for
        what names no topic.
        """
        edition = self.edition
        return timeline(self._query(edition, topic, (), filters, all_years=False), edition.searcher)

    def compare(self, older: str, newer: str, *, topic: str = "", filters: Told | None = None) -> Comparison:
        """What two times (years or days) say of a topic in other words, or two documents (ids, without a topic).

        Raises QuestionError when they are neither, or not in their order.
        """
        query = query_of(topic, filters=self._filters(filters)) if topic else None
        return compare(query, older, newer, self.edition.searcher)

    def find(self, text: str, *, filters: Told | None = None) -> Mentioned:
        """Every document and every sentence that mentions a word, or several in a row. Raises QuestionError when the
        text holds none.
        """
        searcher = self.edition.searcher
        return mentioned(text, self._filters(filters), searcher.mentions, searcher)

    def check(self, text: str) -> DraftReport:
        """What became of every quotation of a text. Raises DraftError."""
        return self._checked(text.encode("utf-8", "replace"), "the text", ".txt")

    def check_file(self, data: bytes, name: str) -> DraftReport:
        """As `check`, of a file that is read by the ending of its name: .docx, .md, .markdown or .txt."""
        return self._checked(data, name, ending_of(name))

    def documents(self, text: str = "", *, filters: Told | None = None, skip: int = 0, count: int = 50) -> Listing:
        """`count` documents (1 to 1,000) after the first `skip`, the newest first: of those that pass, and hold each
        word of `text` in their id, title, kind, date, language, status or topics.
        """
        if skip < 0:
            raise QuestionError(f"{skip} documents cannot be left out. Begin with 0.")
        return self.edition.searcher.listing(self._filters(filters), text, skip, _counted("count", count))

    def document(self, name: str) -> Document:
        """The document of an id. Raises NoDocument."""
        return document_in(self.edition.searcher, name)

    def translations_of(self, name: str) -> tuple[str, ...]:
        """Ids of the documents that say the same in other languages; none for a document that is not held."""
        return tuple(other for other, _, _ in self.edition.searcher.translations_of(name))

    def holdings(self) -> Holdings:
        """What the library holds, counted, and the generation that says so."""
        searcher = self.edition.searcher
        return Holdings(searcher.generation, searcher.coverage())

    def _filters(self, told: Told | None) -> Filters:
        return filters_told(told or {}, self.organisation)

    def _query(self, edition: Edition, question: str, history: Said, filters: Told | None, all_years: bool) -> Query:
        turns = [Turn(speaker, text) for speaker, text in history]
        return query_of(question, turns, self._filters(filters), edition.today, all_years=all_years)

    def _checked(self, data: bytes, name: str, ending: str) -> DraftReport:
        return check_draft(draft_of(data, name, ending), self.edition.searcher, self.organisation)


def document_in(searcher: Searcher, name: str) -> Document:
    """The document of an id. Raises NoDocument."""
    try:
        return searcher.document(name)
    except KeyError:
        raise NoDocument(f"The library holds no document “{name}”.") from None


def _counted(name: str, number: int) -> int:
    if not 1 <= number <= MOST_LISTED:
        raise QuestionError(f"{name} is {number}; it must lie between 1 and {MOST_LISTED:,}.")
    return number
