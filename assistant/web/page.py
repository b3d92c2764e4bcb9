"""The Gradio page: which event changes what."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any
from weakref import ref

import gradio as gr
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.accounts.people import ANONYMOUS
from assistant.library import Edition, LiveLibrary
from assistant.web.asked import Asked, View
from assistant.web.dialogue import Conversation, Dialogue
from assistant.web.open_pages import WAITING
from assistant.web.opening import Opening, padded
from assistant.web.page_parts import Parts, laid_out
from assistant.web.panel import narrowed, told_of
from assistant.web.visitor import person_of
from corpus.errors import QuestionError, UserError
from index.query import Filters

AT_ONCE = 4
LONGEST_SEARCH = 60_000
"""Characters of an address that Back or Forward led to."""
WAIT, AGAIN = "words => asking.wait(words)", "() => asking.again()"
ANSWERED, TO_ANSWER, TAKE_OVER = (f"() => asking.{name}()" for name in ("answered", "toAnswer", "takeOver"))
"""What page.js does beside an event."""
BEGINNING = ("/", "/config")
"""Where Gradio tells what the page begins with, before any event."""

Changes = dict[Any, Any]
"""New values by component."""
Asking = Callable[[Filters, Conversation], Conversation]


@dataclass(frozen=True, slots=True)
class _Visitor:
    """Who sent an event: what they may see, and the page in their language."""

    edition: Edition
    opening: Opening

    @property
    def dialogue(self) -> Dialogue:
        return self.opening.dialogue

    def ask(self, question: str, filters: Filters, conversation: Conversation) -> Conversation:
        return self.dialogue.ask(self.edition, Asked(question, filters), conversation)


class Page:
    """Turns events into changes of the components."""

    def __init__(self, library: LiveLibrary, opening: Opening) -> None:
        self._library = library
        self._opening = opening
        self._organisation = opening.organisation
        self._renewing = Lock()
        self._begins: Callable[[], object] = lambda: None

    def build(self) -> gr.Blocks:
        """The page, wired."""
        opened = self._library.seen_by(ANONYMOUS)  # what is not for everybody comes once it is known who looks
        with gr.Blocks(
            title=self._opening.title, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as made:
            blocks: gr.Blocks = made
            told = self._opening.told(opened)
            parts = laid_out(told, opened.searcher.coverage(), self._organisation)
            self._wire(blocks, parts)
        blocks.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
        self._built, self._begins = (blocks, parts), ref(opened.searcher)  # files of a generation that is gone may go
        return blocks

    def renew(self) -> None:
        """Let the page begin with the library as everybody sees it now: Gradio tells for ever what it was built with,
        and who compares would know how much has become internal since.
        """
        with self._renewing:
            opened, (blocks, parts) = self._library.seen_by(ANONYMOUS), self._built
            if opened.searcher is self._begins():
                return
            try:
                parts.tell(self._opening.told(opened), opened.searcher.coverage(), self._organisation)
            except UserError as error:  # it is tried again with the next that is opened
                logging.getLogger(__name__).error("The page could not begin anew: %s", error)
                return
            blocks.config = blocks.get_config_file()
            self._begins = ref(opened.searcher)

    def _wire(self, blocks: gr.Blocks, parts: Parts) -> None:
        """Every way to ask ends in the same handler; none of them is an API."""

        def ask(request: gr.Request, question: str | None, *values: Any) -> Iterator[Changes]:
            visitor, told = self._visitor(request), question or ""
            yield from self._asked(parts, visitor, values, told, partial(visitor.ask, told))

        def ask_alone(request: gr.Request, *values: Any) -> Iterator[Changes]:
            visitor = self._visitor(request)
            yield from self._asked(parts, visitor, values, "", partial(visitor.dialogue.ask_alone, visitor.edition))

        def ask_all_years(request: gr.Request, *values: Any) -> Iterator[Changes]:
            visitor = self._visitor(request)
            again = partial(visitor.dialogue.ask_all_years, visitor.edition)
            yield from self._asked(parts, visitor, values, "", again)

        def begin(request: gr.Request) -> Changes:
            return self._shown(parts, self._visitor(request), ())

        def open_page(request: gr.Request) -> Changes:
            visitor = self._visitor(request)
            return self._told(parts, visitor) | self._visited(parts, visitor, View.of(request.query_params), noted=True)

        def go_back(request: gr.Request, event: gr.EventData) -> Changes:
            view = View.of(QueryParams(_search_in(event._data)))
            return self._visited(parts, self._visitor(request), view, noted=False)

        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # Gradio runs what one event starts one after the other: what the browser does alone comes first. And it would
        # drop what is asked while an answer is still being completed.
        asking: dict[str, Any] = {**quiet, "trigger_mode": "always_last"}
        ways = [parts.question.submit, parts.send.click]
        gr.on(ways, None, parts.question, None, js=WAIT, **quiet)
        events = [gr.on(ways, ask, [parts.question, *parts.asking], parts.shown, **asking)]
        for button in parts.buttons:
            button.click(None, button, None, js=WAIT, **quiet)
            events.append(button.click(ask, [button, *parts.asking], parts.shown, **asking))
        for event in events:
            event.then(None, None, None, js=ANSWERED, **quiet)
        parts.all_years.click(None, None, None, js=AGAIN, **quiet)
        for dropped in (
            parts.latest.delete(ask_alone, parts.asking, parts.shown, **quiet),
            parts.all_years.click(ask_all_years, parts.asking, parts.shown, **quiet),
            parts.latest.select(go_back, None, parts.opened, **asking),
        ):
            dropped.then(None, None, None, js=TO_ANSWER, **quiet)
        parts.new.click(begin, None, parts.shown, **quiet)
        blocks.load(open_page, None, parts.opened, **quiet).then(None, None, None, js=TAKE_OVER, **quiet)

    def _visitor(self, request: gr.Request) -> _Visitor:
        sent = request.request
        assert sent is not None, "an event comes from a browser"
        return _Visitor(self._library.seen_by(person_of(sent)), self._opening.to(sent))

    def _asked(
        self, parts: Parts, visitor: _Visitor, values: Sequence[Any], question: str, asking: Asking
    ) -> Iterator[Changes]:
        """What `asking` makes of the chosen filters and the conversation, which are `values`. Where it takes a while to
        find what to ask instead, the answer comes first.
        """
        *chosen, said = values
        try:
            conversation = asking(narrowed(told_of(chosen), self._organisation), said)
        except QuestionError as error:
            conversation = visitor.dialogue.not_asked(visitor.edition, question, str(error), said)
        if conversation and not visitor.dialogue.knows_proposals(visitor.edition, conversation[-1]):
            yield self._changed(parts, visitor, conversation, ())
        yield self._shown(parts, visitor, conversation)

    def _told(self, parts: Parts, visitor: _Visitor) -> Changes:
        """What stays as long as the page is open; the visitor's language is known only now."""
        told = visitor.opening.told(visitor.edition)
        return {parts.waiting: told.waiting, parts.footer: told.footer}

    def _visited(self, parts: Parts, visitor: _Visitor, view: View, *, noted: bool) -> Changes:
        """What the page shows of an address; the filters that it tells are chosen in the panel."""
        edition, opening = visitor.edition, visitor.opening
        conversation = opening.visited(edition, view, noted=noted)
        coverage, tongue = edition.searcher.coverage(), opening.pages.tongue
        return {
            parts.header: opening.header(edition),
            **parts.panel.refreshed(coverage, self._organisation, view.filters, tongue),
            **self._shown(parts, visitor, conversation),
        }

    def _shown(self, parts: Parts, visitor: _Visitor, conversation: Conversation) -> Changes:
        """What the page shows of a conversation, with what to ask instead or at first."""
        edition, dialogue = visitor.edition, visitor.dialogue
        proposed = dialogue.proposals(edition, conversation[-1]) if conversation else dialogue.examples(edition)
        return self._changed(parts, visitor, conversation, proposed)

    def _changed(
        self, parts: Parts, visitor: _Visitor, conversation: Conversation, proposed: tuple[str, ...]
    ) -> Changes:
        """All of `Parts.shown`: the newest exchange, its sources beside it, and the earlier ones below."""
        newest = conversation[-1] if conversation else None
        return {
            parts.latest: newest.answer if newest else "",
            parts.announcement: Markup.escape(newest.said) if newest else "",
            parts.conversation: conversation,
            parts.welcome: "" if newest else visitor.opening.welcome(visitor.edition),
            parts.sources: newest.sources if newest else "",
            parts.earlier: visitor.opening.earlier(conversation[:-1]),
            parts.proposed: visitor.opening.above(proposed),
            **dict(zip(parts.buttons, padded(proposed), strict=True)),
        }


@dataclass(frozen=True, slots=True)
class Renewing:
    """The layer that renews a page before Gradio tells what it begins with."""

    app: ASGIApp
    page: Page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and scope["path"] in BEGINNING:
            await run_in_threadpool(self.page.renew)
        await self.app(scope, receive, send)


def _search_in(told: object) -> str:
    """The search of an address that a browser says it went back to; "" where it says something else."""
    search = told.get("search", "") if isinstance(told, dict) else ""
    return str(search)[:LONGEST_SEARCH].removeprefix("?")
