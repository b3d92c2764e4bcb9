"""What the page does, without the page: a question and the conversation so far in, what to show out."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import islice
from time import perf_counter
from weakref import WeakKeyDictionary

from assistant.answer import Answer
from assistant.conversation import query_of
from assistant.filtering import told_filters
from assistant.library import Edition
from assistant.web.asked import Asked, View, address_of
from assistant.web.failing import failing
from assistant.web.render import ECHOED, Pages, Ways
from corpus.errors import ClusterError, UserError
from corpus.message import Message, joined
from index.query import Filters, Query, Turn
from index.search import Searcher

LONGEST_CONVERSATION = 20
"""Exchanges that a conversation keeps; the oldest go first."""
EXAMPLES = 4
TOPICS_TRIED = 12
"""Topics that are asked about to find examples with an answer."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question as it was `asked`, with what was shown for it. `read` is False when it was refused, so nothing leans
    on it; `suggestions` are topics to ask about instead, `quoted` the words that were quoted. `text` is the question
    without its words of time, which narrowed it where it is `dated`. `address` is where it is shown again.
    """

    asked: Asked
    said: str
    answer: str
    address: str = ""
    text: str = ""
    sources: str = ""
    read: bool = True
    suggestions: tuple[str, ...] = ()
    quoted: str = ""
    dated: bool = False
    public: bool = True
    """Whether it is known to hold nothing that is for staff only."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said: the question, and the organisation's words that answered it."""
        return (Turn("user", self.text), *([Turn("agent", self.quoted)] if self.quoted else []))


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
        # Topics are few, and asking about each anew took three quarters of the time of an answer that was not found.
        self._answered: WeakKeyDictionary[Searcher, dict[str, bool]] = WeakKeyDictionary()

    def speaking(self, pages: Pages) -> "Dialogue":
        """The same, which shows answers in the templates of one visitor."""
        made = copy(self)
        made._pages = pages
        return made

    def ask(self, edition: Edition, asked: Asked, conversation: Conversation) -> Conversation:
        """The conversation with one more exchange; a question that cannot be answered says why."""
        conversation = _open_to(edition, conversation)
        return self._kept(conversation, self._exchange(edition, asked, conversation))

    def not_asked(self, edition: Edition, question: str, sentence: str, conversation: Conversation) -> Conversation:
        """The conversation with an exchange that says why a question was not even asked."""
        return self._kept(_open_to(edition, conversation), self.refused(question, sentence))

    def ask_alone(self, edition: Edition, filters: Filters, conversation: Conversation) -> Conversation:
        """The conversation with its newest question asked anew, without what was said before it."""
        return self._anew(edition, conversation, lambda newest: Asked(newest.question, filters, True, newest.all_years))

    def ask_all_years(self, edition: Edition, filters: Filters, conversation: Conversation) -> Conversation:
        """The conversation with its newest question asked anew, without the years in it."""
        return self._anew(edition, conversation, lambda newest: Asked(newest.question, filters, newest.alone, True))

    def visit(self, edition: Edition, view: View, filters: Filters, *, noted: bool = False) -> Conversation:
        """The conversation that an address asks for; what it asks is `noted` where somebody asks it anew."""
        if not view.question:
            return ()
        before = self._before(edition, view, filters)
        return (*before, self._exchange(edition, view.asked(filters), before, noted=noted))

    def answer(self, edition: Edition, view: View, filters: Filters) -> Answer:
        """The answer that an address leads to. Raises QuestionError."""
        query = _query(edition, view.asked(filters), self._before(edition, view, filters))
        return edition.answerer.answer(query).checked()

    def _before(self, edition: Edition, view: View, filters: Filters) -> Conversation:
        before: Conversation = ()
        for earlier in view.after:
            before += (self._exchange(edition, Asked(earlier, filters), before, noted=False),)
        return before

    def _anew(self, edition: Edition, conversation: Conversation, how: Callable[[Asked], Asked]) -> Conversation:
        conversation = _open_to(edition, conversation)
        if not conversation:
            return conversation
        *before, newest = conversation
        return (*before, self._exchange(edition, how(newest.asked), before))

    def _exchange(self, edition: Edition, asked: Asked, before: Sequence[Exchange], *, noted: bool = True) -> Exchange:
        try:
            query = _query(edition, asked, before)
            began = perf_counter()
            answer = edition.answerer.answer(query).checked()
            if noted:
                self._note(query, answer, perf_counter() - began)
        except UserError as error:
            return self.refused(asked.question, failing(error).sentence)
        prefix, address = f"source-{len(before)}", address_of(asked, _trail(before))
        about = answer.understood.about
        told = [Message("About: {about}.", {"about": about})] if about else []
        return Exchange(
            asked,
            self._pages.tongue.told(joined([*told, answer.opening])),
            self._pages.answer(answer, prefix, address, _ways(edition, query, asked, _trail(before), answer)),
            address,
            query.text,
            self._pages.sources(answer, prefix, edition.searcher.title_of) if answer.citations else "",
            suggestions=answer.suggestions,
            quoted=" ".join(citation.quote for citation in answer.citations),
            dated=bool(query.period),
            public=edition.searcher.withholds,
        )

    def refused(self, question: str, sentence: str) -> Exchange:
        """An exchange that only says why there is no answer. Of the question it keeps as much as is shown again: what
        is refused may be a quarter of a megabyte.
        """
        told = self._pages.tongue.told(sentence)
        return Exchange(Asked(question[:ECHOED]), told, self._pages.refusal(question, sentence), read=False)

    def examples(self, edition: Edition) -> tuple[str, ...]:
        """Questions that the library answers, about its commonest topics."""
        found = self._examples.get(edition.searcher)
        if found is None:
            try:
                found = self._answerable(edition, _telling_topics(edition.searcher)[:TOPICS_TRIED])
            except ClusterError:  # there may be some when the next page is opened
                return ()
            self._examples[edition.searcher] = found
        return found

    def proposals(self, edition: Edition, exchange: Exchange) -> tuple[str, ...]:
        """Questions to ask instead of one that was not answered."""
        try:
            return self._answerable(edition, exchange.suggestions)
        except ClusterError:  # the answer that nothing was found is there all the same
            return ()

    def knows_proposals(self, edition: Edition, exchange: Exchange) -> bool:
        """Whether `proposals` is a matter of looking up: what is proposed was asked about since the last sync."""
        known = self._answered.get(edition.searcher, {})
        return all(self._about(topic) in known for topic in exchange.suggestions)

    def _answerable(self, edition: Edition, topics: Sequence[str]) -> tuple[str, ...]:
        """Questions about the first of these topics that are answered: nobody is sent from one dead end to the next."""
        known = self._answered.setdefault(edition.searcher, {})

        def is_answered(question: str) -> bool:
            if question not in known:
                known[question] = edition.answerer.answer(Query(question)).status == "answered"
            return known[question]

        return tuple(islice(filter(is_answered, map(self._about, topics)), EXAMPLES))

    def _about(self, topic: str) -> str:
        return f"What is {self._organisation}’s position on {topic}?"

    def _kept(self, conversation: Conversation, exchange: Exchange) -> Conversation:
        return (*conversation, exchange)[-LONGEST_CONVERSATION:]


def _open_to(edition: Edition, conversation: Conversation) -> Conversation:
    """The exchanges that whoever asks now may see: staff may have used the same browser before."""
    return tuple(one for one in conversation if one.public) if edition.searcher.withholds else conversation


def _leant_on(before: Sequence[Exchange]) -> list[Exchange]:
    """What a question may lean on: what was answered since a question was last asked alone."""
    begin = max((at for at, exchange in enumerate(before) if exchange.asked.alone), default=0)
    return [exchange for exchange in before[begin:] if exchange.read]


def _query(edition: Edition, asked: Asked, before: Sequence[Exchange]) -> Query:
    """A question as it is searched after what was said. Raises QuestionError."""
    said = [] if asked.alone else _said(before)
    return query_of(asked.question, said, asked.filters, edition.today, all_years=asked.all_years)


def _said(before: Sequence[Exchange]) -> list[Turn]:
    return [turn for exchange in _leant_on(before) for turn in exchange.turns]


def _trail(before: Sequence[Exchange]) -> list[str]:
    """The questions before, such that each is answered again as it was: of all years where it was."""
    return [one.asked.question if one.dated else one.text for one in _leant_on(before)]


def _ways(edition: Edition, query: Query, asked: Asked, trail: Sequence[str], answer: Answer) -> Ways:
    """What can be done about a question that was not answered."""
    if answer.status == "answered":
        return Ways()
    relaxed: list[tuple[str, str]] = [
        (joined(told_filters(alone)), address_of(replace(asked, filters=rest), trail))
        for alone, rest in asked.filters.parts
    ]
    if query.period:
        relaxed.append((query.period.words, address_of(replace(asked, all_years=True), trail)))
    return Ways(edition.searcher.matching_documents(query.allowed), tuple(relaxed))


def _telling_topics(searcher: Searcher) -> list[str]:
    """Topics, the commonest first among those that stand in the title of a document; then the other ones."""
    titles = [title.casefold() for title, _ in searcher.titles()]
    topics = [topic for topic, _ in searcher.coverage().by_topic]
    return sorted(topics, key=lambda topic: not any(topic.casefold() in title for title in titles))
