"""The Gradio page: what is on it, and which event changes what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.accounts.people import ANONYMOUS
from assistant.library import Edition, LiveLibrary
from assistant.web.dialogue import EXAMPLES, Conversation, Dialogue
from assistant.web.panel import Panel, chosen, panel
from assistant.web.render import Pages
from assistant.web.visitor import Visit, person_of
from corpus.errors import QuestionError
from index.query import Filters

IN_ADDRESS = "q"
"""A question in the address of the page is asked when it opens."""
WAITING = 32
"""Questions that may wait; the next one is told that the page is busy."""
AT_ONCE = 4
CONVERSATION_SECONDS = 4 * 3600
"""How long an idle conversation is kept."""
LIVE_REGION = "element.setAttribute('role', 'status'); element.setAttribute('aria-live', 'polite');"
"""Only the element that stays while its content changes is read out by screen readers; no template reaches it."""

DROPPED = "element.addEventListener('click', event => { if (event.target.closest('button.drop')) trigger('delete'); });"
"""A button in what the server rendered becomes an event of its component."""
TO_THE_ANSWER = "() => document.querySelector('#latest .exchange')?.focus()"
"""The button that was pressed is gone: who uses the keyboard goes on at the new answer."""

PLAIN: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
"""An HTML component that only shows what the server rendered."""

Changes = dict[Any, Any]
"""New values by component."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read or change."""

    header: gr.HTML
    question: gr.Textbox
    send: gr.Button
    panel: Panel
    all_years: gr.Button
    proposals: gr.Column
    buttons: tuple[gr.Button, ...]
    new: gr.Button
    latest: gr.HTML
    sources: gr.HTML
    earlier: gr.HTML
    announcement: gr.HTML
    conversation: gr.State


class Page:
    """Turns events into changes of the components."""

    def __init__(self, library: LiveLibrary, dialogue: Dialogue, pages: Pages, organisation: str) -> None:
        self._library = library
        self._dialogue = dialogue
        self._pages = pages
        self._organisation = organisation

    def build(self) -> gr.Blocks:
        """The page, wired."""
        with gr.Blocks(
            title=f"What does {self._organisation} say?",
            analytics_enabled=False,
            fill_width=True,
            delete_cache=(3600, 3600),
        ) as made:
            blocks: gr.Blocks = made
            parts = self._laid_out()
            self._wire(blocks, parts)
        blocks.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
        return blocks

    def _laid_out(self) -> Parts:
        opened = self._library.seen_by(ANONYMOUS)  # what is not for everybody comes once it is known who looks
        header = gr.HTML(self._header(opened), **PLAIN, elem_id="header")
        with gr.Column(elem_id="workspace"):
            with gr.Column(elem_id="asking"):
                with gr.Row(elem_id="line"):
                    question = gr.Textbox(
                        label="Your question", placeholder="A position or a topic",
                        lines=1, max_lines=4, autofocus=True, scale=1, elem_id="question",
                    )  # fmt: skip
                    send = gr.Button("Ask", variant="primary", scale=0, min_width=80, elem_id="send")
                filters = panel(opened.searcher.coverage(), self._organisation)
                new = gr.Button("New conversation", visible=False, size="sm", elem_id="new")
            latest = gr.HTML(js_on_load=DROPPED, apply_default_css=False, elem_id="latest")
            all_years = gr.Button("Search all years", visible=False, size="sm", elem_id="all-years")
            with gr.Column(elem_id="proposals") as proposals:
                gr.HTML("<p>Try one of these:</p>", **PLAIN)
                examples = _padded(self._dialogue.examples(opened))
                buttons = tuple(gr.Button(text, visible=bool(text), size="sm") for text in examples)
            sources, earlier = (gr.HTML(**PLAIN, elem_id=name) for name in ("sources", "earlier"))
        announcement = gr.HTML(js_on_load=LIVE_REGION, apply_default_css=False, elem_classes="unseen")
        conversation = gr.State((), time_to_live=CONVERSATION_SECONDS)
        return Parts(
            header, question, send, filters, all_years, proposals, buttons, new, latest, sources, earlier,
            announcement, conversation,
        )  # fmt: skip

    def _wire(self, blocks: gr.Blocks, parts: Parts) -> None:
        """Every way to ask ends in the same handler; none of them is an API."""
        inputs = [*parts.panel.components, parts.conversation]
        shown = [
            parts.question, parts.all_years, parts.proposals, *parts.buttons, parts.new, parts.latest, parts.sources,
            parts.earlier, parts.announcement, parts.conversation,
        ]  # fmt: skip

        def ask(request: gr.Request, question: str | None, *values: Any) -> Changes:
            edition = self._edition(request)
            asking = partial(self._dialogue.ask, edition, question or "")
            return self._shown(parts, edition, self._asked(values, question or "", asking))

        def ask_alone(request: gr.Request, *values: Any) -> Changes:
            edition = self._edition(request)
            return self._shown(parts, edition, self._asked(values, "", partial(self._dialogue.ask_alone, edition)))

        def ask_all_years(request: gr.Request, *values: Any) -> Changes:
            edition = self._edition(request)
            return self._shown(parts, edition, self._asked(values, "", partial(self._dialogue.ask_all_years, edition)))

        def ask_address(request: gr.Request, *values: Any) -> Changes:
            question = request.query_params.get(IN_ADDRESS, "")
            return ask(request, question, *values) if question.strip() else {}

        def begin(request: gr.Request) -> Changes:
            return self._shown(parts, self._edition(request), ())

        def refresh(request: gr.Request) -> Changes:
            assert request.request is not None, "an event comes from a browser"
            return self._refreshed(parts, self._edition(request), Visit(request.request))

        common: dict[str, Any] = {
            "api_visibility": "private",
            "show_progress": "minimal",
            "show_progress_on": [parts.latest],
        }
        gr.on([parts.question.submit, parts.send.click], ask, [parts.question, *inputs], shown, **common)
        for button in parts.buttons:
            button.click(ask, [button, *inputs], shown, **common)
        parts.new.click(begin, None, shown, **common)
        for dropped in (
            parts.latest.delete(ask_alone, inputs, shown, **common),
            parts.all_years.click(ask_all_years, inputs, shown, **common),
        ):
            dropped.then(None, None, None, js=TO_THE_ANSWER, api_visibility="private")
        refreshed = [parts.header, *parts.panel.components, *parts.buttons]
        blocks.load(ask_address, inputs, shown, **common)
        blocks.load(refresh, None, refreshed, api_visibility="private", show_progress="hidden")

    def _edition(self, request: gr.Request) -> Edition:
        assert request.request is not None, "an event comes from a browser"
        return self._library.seen_by(person_of(request.request))

    def _asked(
        self, values: Sequence[Any], question: str, asking: Callable[[Filters, Conversation], Conversation]
    ) -> Conversation:
        """What `asking` makes of the chosen filters and the conversation, which are `values`."""
        *filters, conversation = values
        try:
            narrowed = chosen(filters, self._organisation)
        except QuestionError as error:
            return (*conversation, self._dialogue.refused(question, str(error)))
        return asking(narrowed, conversation)

    def _shown(self, parts: Parts, edition: Edition, conversation: Conversation) -> Changes:
        """What the page shows of a conversation: the newest exchange beside its sources, the earlier ones below."""
        newest = conversation[-1] if conversation else None
        proposals = newest.proposals if newest else self._dialogue.examples(edition)
        older = [(one.answer, one.sources) for one in reversed(conversation[:-1])]
        return {
            parts.question: gr.skip() if newest and not newest.read else "",
            parts.all_years: gr.update(visible=newest is not None and newest.dated),
            parts.proposals: gr.update(visible=bool(proposals)),
            **self._buttons(parts, proposals),
            parts.new: gr.update(visible=newest is not None),
            parts.latest: newest.answer if newest else "",
            parts.sources: newest.sources if newest else "",
            parts.earlier: self._pages.earlier(older),
            parts.announcement: Markup.escape(newest.said) if newest else "",
            parts.conversation: conversation,
        }

    def _refreshed(self, parts: Parts, edition: Edition, you: Visit) -> Changes:
        """What may have changed since the server started, for somebody who opens the page."""
        return {
            parts.header: self._header(edition, you),
            **parts.panel.refreshed(edition.searcher.coverage(), self._organisation),
            **self._buttons(parts, self._dialogue.examples(edition)),
        }

    def _buttons(self, parts: Parts, proposals: tuple[str, ...]) -> Changes:
        padded = _padded(proposals)
        return {
            button: gr.update(value=text, visible=bool(text))
            for button, text in zip(parts.buttons, padded, strict=True)
        }

    def _header(self, edition: Edition, you: Visit | None = None) -> Markup:
        searcher = edition.searcher
        return self._pages.header(self._organisation, searcher.coverage(), searcher.common_notices(), you)


def _padded(proposals: tuple[str, ...]) -> tuple[str, ...]:
    """One text for each button; "" for those that are not needed."""
    return (*proposals, *[""] * EXAMPLES)[:EXAMPLES]
