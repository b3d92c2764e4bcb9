"""The Gradio page: which event changes what."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import gradio as gr
from markupsafe import Markup
from starlette.datastructures import QueryParams

from assistant.accounts.people import ANONYMOUS
from assistant.library import Edition, LiveLibrary
from assistant.web.asked import Asked, View
from assistant.web.dialogue import Conversation
from assistant.web.opening import Opening, padded
from assistant.web.page_parts import Parts, laid_out
from assistant.web.panel import narrowed, told_of
from assistant.web.visitor import person_of
from corpus.errors import QuestionError
from index.query import Filters

WAITING = 128
"""Questions that may wait; the next one is told that the page is busy."""
AT_ONCE = 4
LONGEST_SEARCH = 60_000
"""Characters of an address that Back or Forward led to."""
WAIT, AGAIN = "words => asking.wait(words)", "() => asking.again()"
ANSWERED, TO_ANSWER, TAKE_OVER = (f"() => asking.{name}()" for name in ("answered", "toAnswer", "takeOver"))
"""What page.js does beside an event."""

Changes = dict[Any, Any]
"""New values by component."""
Asking = Callable[[Filters, Conversation], Conversation]


class Page:
    """Turns events into changes of the components."""

    def __init__(self, library: LiveLibrary, opening: Opening) -> None:
        self._library = library
        self._dialogue = opening.dialogue
        self._opening = opening
        self._organisation = opening.organisation

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
        return blocks

    def _wire(self, blocks: gr.Blocks, parts: Parts) -> None:
        """Every way to ask ends in the same handler; none of them is an API."""

        def ask(request: gr.Request, question: str | None, *values: Any) -> Iterator[Changes]:
            edition = self._edition(request)
            yield from self._asked(parts, edition, values, question or "", partial(self._ask, edition, question or ""))

        def ask_alone(request: gr.Request, *values: Any) -> Iterator[Changes]:
            edition = self._edition(request)
            yield from self._asked(parts, edition, values, "", partial(self._dialogue.ask_alone, edition))

        def ask_all_years(request: gr.Request, *values: Any) -> Iterator[Changes]:
            edition = self._edition(request)
            yield from self._asked(parts, edition, values, "", partial(self._dialogue.ask_all_years, edition))

        def begin(request: gr.Request) -> Changes:
            return self._shown(parts, self._edition(request), ())

        def open_page(request: gr.Request) -> Changes:
            return self._visited(parts, self._edition(request), View.of(request.query_params), noted=True)

        def go_back(request: gr.Request, event: gr.EventData) -> Changes:
            search = str(event._data.get("search", ""))[:LONGEST_SEARCH].removeprefix("?")
            return self._visited(parts, self._edition(request), View.of(QueryParams(search)), noted=False)

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

    def _edition(self, request: gr.Request) -> Edition:
        assert request.request is not None, "an event comes from a browser"
        return self._library.seen_by(person_of(request.request))

    def _ask(self, edition: Edition, question: str, filters: Filters, conversation: Conversation) -> Conversation:
        return self._dialogue.ask(edition, Asked(question, filters), conversation)

    def _asked(
        self, parts: Parts, edition: Edition, values: Sequence[Any], question: str, asking: Asking
    ) -> Iterator[Changes]:
        """What `asking` makes of the chosen filters and the conversation, which are `values`: first the answer, then
        what stands beside and below it.
        """
        *chosen, said = values
        try:
            conversation = asking(narrowed(told_of(chosen), self._organisation), said)
        except QuestionError as error:
            conversation = (*said, self._dialogue.refused(question, str(error)))
        yield self._answered(parts, conversation)
        yield self._around(parts, edition, conversation)

    def _visited(self, parts: Parts, edition: Edition, view: View, *, noted: bool) -> Changes:
        """What the page shows of an address; the filters that it tells are chosen in the panel."""
        conversation = self._opening.visited(edition, view, noted=noted)
        return {
            parts.header: self._opening.header(edition),
            **parts.panel.refreshed(edition.searcher.coverage(), self._organisation, view.filters),
            **self._shown(parts, edition, conversation),
        }

    def _shown(self, parts: Parts, edition: Edition, conversation: Conversation) -> Changes:
        """What the page shows of a conversation."""
        return self._answered(parts, conversation) | self._around(parts, edition, conversation)

    def _answered(self, parts: Parts, conversation: Conversation) -> Changes:
        """The newest exchange."""
        newest = conversation[-1] if conversation else None
        return {
            parts.question: gr.skip() if newest and not newest.read else "",
            parts.latest: newest.answer if newest else "",
            parts.announcement: Markup.escape(newest.said) if newest else "",
            parts.conversation: conversation,
        }

    def _around(self, parts: Parts, edition: Edition, conversation: Conversation) -> Changes:
        """The sources beside the newest exchange, what to ask instead, and the earlier exchanges below."""
        newest = conversation[-1] if conversation else None
        proposals = self._dialogue.proposals(edition, newest) if newest else self._dialogue.examples(edition)
        return {
            parts.all_years: gr.update(visible=newest is not None and newest.dated),
            parts.proposals: gr.update(visible=bool(proposals)),
            **self._buttons(parts, proposals),
            parts.welcome: "" if newest else self._opening.welcome(edition),
            parts.new: gr.update(visible=newest is not None),
            parts.sources: newest.sources if newest else "",
            parts.earlier: self._opening.earlier(conversation[:-1]),
        }

    def _buttons(self, parts: Parts, proposals: tuple[str, ...]) -> Changes:
        return {
            button: gr.update(value=text, visible=bool(text))
            for button, text in zip(parts.buttons, padded(proposals), strict=True)
        }
