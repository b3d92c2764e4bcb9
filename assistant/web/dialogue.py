"""What the page does, without the page: a question and the conversation so far in, what to show out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from time import perf_counter
from weakref import WeakKeyDictionary

from assistant.answer import Answer
from assistant.conversation import query_of
from assistant.library import Edition
from assistant.web.render import Pages
from corpus.errors import UserError
from index.query import Filters, Query, Turn
from index.search import Searcher

LONGEST_CONVERSATION = 20
"""Exchanges that a conversation keeps; the oldest go first."""
EXAMPLES = 4
TOPICS_TRIED = 12
"""Topics that are asked about to find examples with an answer."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with what was shown for it. `read` is False when the question was refused, so nothing leans on it;
    `proposals` are questions to ask instead, `quoted` the words that were quoted. Where it stands `alone`, what was
    said before it was dropped: later questions do not lean on that either. `typed` is the question with its words of
    time, which narrowed it where it is `dated`.
    """

    question: str
    said: str
    answer: str
    sources: str = ""
    read: bool = True
    proposals: tuple[str, ...] = ()
    quoted: str = ""
    alone: bool = False
    typed: str = ""
    dated: bool = False
    public: bool = True
    """Whether it is known to hold nothing that is for staff only."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said: the question, and the organisation's words that answered it."""
        return (Turn("user", self.question), *([Turn("agent", self.quoted)] if self.quoted else []))


Conversation = tuple[Exchange, ...]
Note = Callable[[Query, Answer, float], None]
"""Told of each question that a person asks, its answer, and the seconds to find it; examples are not told."""


class Dialogue:
    """Answers the page's questions, each from the edition that it is told."""

    def __init__(self, organisation: str, pages: Pages, note: Note = lambda *_: None) -> None:
        self._note = note
        self._organisation = organisation
        self._pages = pages
        self._examples: WeakKeyDictionary[Searcher, tuple[str, ...]] = WeakKeyDictionary()

    def ask(self, edition: Edition, question: str, filters: Filters, conversation: Conversation) -> Conversation:
        """The conversation with one more exchange; a question that cannot be answered says why."""
        conversation = _open_to(edition, conversation)
        return self._kept(conversation, self._exchange(edition, question, filters, conversation, _said(conversation)))

    def ask_alone(self, edition: Edition, filters: Filters, conversation: Conversation) -> Conversation:
        """The conversation with its newest question asked anew, without what was said before it."""
        conversation = _open_to(edition, conversation)
        if not conversation:
            return conversation
        *before, newest = conversation
        exchange = self._exchange(edition, newest.typed, filters, before, (), all_years=not newest.dated)
        return (*before, replace(exchange, alone=True))

    def ask_all_years(self, edition: Edition, filters: Filters, conversation: Conversation) -> Conversation:
        """The conversation with its newest question asked anew, without the years in it."""
        conversation = _open_to(edition, conversation)
        if not conversation:
            return conversation
        *before, newest = conversation
        said = () if newest.alone else _said(tuple(before))
        exchange = self._exchange(edition, newest.typed, filters, before, said, all_years=True)
        return (*before, replace(exchange, alone=newest.alone))

    def _exchange(
        self,
        edition: Edition,
        question: str,
        filters: Filters,
        before: Sequence[Exchange],
        said: Sequence[Turn],
        *,
        all_years: bool = False,
    ) -> Exchange:
        try:
            query = query_of(question, said, filters, edition.today, all_years=all_years)
            began = perf_counter()
            answer = edition.answerer.answer(query).checked()
            self._note(query, answer, perf_counter() - began)
        except UserError as error:
            return self.refused(question, str(error))
        prefix = f"source-{len(before)}"
        sources = self._pages.sources(answer, prefix, edition.searcher.title_of) if answer.citations else ""
        proposals = self._answerable(edition, answer.suggestions)
        shown = self._pages.answer(answer, prefix)
        quoted = " ".join(citation.quote for citation in answer.citations)
        about = f"About: {answer.understood.about}. " if answer.understood.about else ""
        told = about + answer.opening
        return Exchange(
            query.text, told, shown, sources, True, proposals, quoted, typed=query.question, dated=bool(query.period),
            public=edition.searcher.withholds,
        )  # fmt: skip

    def refused(self, question: str, sentence: str) -> Exchange:
        """An exchange that only says why there is no answer."""
        return Exchange(question, sentence, self._pages.refusal(question, sentence), read=False, typed=question)

    def examples(self, edition: Edition) -> tuple[str, ...]:
        """Questions that the library answers, about its commonest topics."""
        found = self._examples.get(edition.searcher)
        if found is None:
            found = self._answerable(edition, _telling_topics(edition.searcher)[:TOPICS_TRIED])
            self._examples[edition.searcher] = found
        return found

    def _answerable(self, edition: Edition, topics: Sequence[str]) -> tuple[str, ...]:
        """Questions about the first of these topics that are answered: nobody is sent from one dead end to the next."""
        questions = (self._about(topic) for topic in topics)
        answered = (one for one in questions if edition.answerer.answer(Query(one)).status == "answered")
        return tuple(islice(answered, EXAMPLES))

    def _about(self, topic: str) -> str:
        return f"What is {self._organisation}’s position on {topic}?"

    def _kept(self, conversation: Conversation, exchange: Exchange) -> Conversation:
        return (*conversation, exchange)[-LONGEST_CONVERSATION:]


def _open_to(edition: Edition, conversation: Conversation) -> Conversation:
    """The exchanges that whoever asks now may see: staff may have used the same browser before."""
    return tuple(one for one in conversation if one.public) if edition.searcher.withholds else conversation


def _said(conversation: Conversation) -> list[Turn]:
    """What a question may lean on: what was said since a question was last asked alone."""
    begin = max((at for at, exchange in enumerate(conversation) if exchange.alone), default=0)
    return [turn for exchange in conversation[begin:] if exchange.read for turn in exchange.turns]


def _telling_topics(searcher: Searcher) -> list[str]:
    """Topics, the commonest first among those that stand in the title of a document; then the other ones."""
    titles = [title.casefold() for title, _ in searcher.titles()]
    topics = [topic for topic, _ in searcher.coverage().by_topic]
    return sorted(topics, key=lambda topic: not any(topic.casefold() in title for title in titles))
