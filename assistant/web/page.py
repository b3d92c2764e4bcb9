"""The Gradio page: what is on it, and which event changes what."""

from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.library import LiveLibrary
from assistant.web.dialogue import EXAMPLES, Conversation, Dialogue, filters_of
from assistant.web.render import Pages
from corpus.errors import QuestionError

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
    since: gr.Dropdown
    until: gr.Dropdown
    kinds: gr.CheckboxGroup
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
        header = gr.HTML(self._header(), **PLAIN, elem_id="header")
        with gr.Column(elem_id="workspace"):
            with gr.Column(elem_id="asking"):
                with gr.Row(elem_id="line"):
                    question = gr.Textbox(
                        label="Your question", placeholder="A position or a topic",
                        lines=1, max_lines=4, autofocus=True, scale=1, elem_id="question",
                    )  # fmt: skip
                    send = gr.Button("Ask", variant="primary", scale=0, min_width=80, elem_id="send")
                since, until, kinds = self._filters()
                new = gr.Button("New conversation", visible=False, size="sm", elem_id="new")
            latest = gr.HTML(js_on_load=DROPPED, apply_default_css=False, elem_id="latest")
            with gr.Column(elem_id="proposals") as proposals:
                gr.HTML("<p>Try one of these:</p>", **PLAIN)
                examples = _padded(self._dialogue.examples())
                buttons = tuple(gr.Button(text, visible=bool(text), size="sm") for text in examples)
            sources, earlier = (gr.HTML(**PLAIN, elem_id=name) for name in ("sources", "earlier"))
        announcement = gr.HTML(js_on_load=LIVE_REGION, apply_default_css=False, elem_classes="unseen")
        conversation = gr.State((), time_to_live=CONVERSATION_SECONDS)
        return Parts(
            header, question, send, since, until, kinds, proposals, buttons, new, latest, sources, earlier,
            announcement, conversation,
        )  # fmt: skip

    def _filters(self) -> tuple[gr.Dropdown, gr.Dropdown, gr.CheckboxGroup]:
        with gr.Accordion("Narrow by year or kind", open=False, elem_id="filters"):
            with gr.Row():
                since, until = (
                    gr.Dropdown(
                        self._years(), value="", label=label, allow_custom_value=True, elem_id=name, min_width=120
                    )
                    for label, name in (("From year", "since"), ("To year", "until"))
                )
            kinds = gr.CheckboxGroup(self._kinds(), label="Kind (none ticked: all)", elem_id="kinds")
        return since, until, kinds

    def _wire(self, blocks: gr.Blocks, parts: Parts) -> None:
        """Every way to ask ends in the same handler; none of them is an API."""
        chosen = [parts.since, parts.until, parts.kinds, parts.conversation]
        shown = [
            parts.question, parts.proposals, *parts.buttons, parts.new, parts.latest, parts.sources, parts.earlier,
            parts.announcement, parts.conversation,
        ]  # fmt: skip

        def ask(
            question: str | None, since: object, until: object, kinds: list[str], conversation: Conversation
        ) -> Changes:
            return self._shown(parts, self._asked(question or "", since, until, kinds, conversation))

        def ask_alone(since: object, until: object, kinds: list[str], conversation: Conversation) -> Changes:
            return self._shown(parts, self._asked_alone(since, until, kinds, conversation))

        def begin() -> Changes:
            return self._shown(parts, ())

        common: dict[str, Any] = {
            "api_visibility": "private",
            "show_progress": "minimal",
            "show_progress_on": [parts.latest],
        }
        gr.on([parts.question.submit, parts.send.click], ask, [parts.question, *chosen], shown, **common)
        for button in parts.buttons:
            button.click(ask, [button, *chosen], shown, **common)
        parts.new.click(begin, None, shown, **common)
        dropped = parts.latest.delete(ask_alone, chosen, shown, **common)
        dropped.then(None, None, None, js=TO_THE_ANSWER, api_visibility="private")
        refreshed = [parts.header, parts.since, parts.until, parts.kinds, *parts.buttons]
        blocks.load(lambda: self._refreshed(parts), None, refreshed, api_visibility="private", show_progress="hidden")

    def _asked(
        self, question: str, since: object, until: object, kinds: list[str], conversation: Conversation
    ) -> Conversation:
        try:
            filters = filters_of(since, until, kinds)
        except QuestionError as error:
            return (*conversation, self._dialogue.refused(question, str(error)))
        return self._dialogue.ask(question, filters, conversation)

    def _asked_alone(self, since: object, until: object, kinds: list[str], conversation: Conversation) -> Conversation:
        try:
            filters = filters_of(since, until, kinds)
        except QuestionError as error:
            return (*conversation, self._dialogue.refused("", str(error)))
        return self._dialogue.ask_alone(filters, conversation)

    def _shown(self, parts: Parts, conversation: Conversation) -> Changes:
        """What the page shows of a conversation: the newest exchange beside its sources, the earlier ones below."""
        newest = conversation[-1] if conversation else None
        proposals = newest.proposals if newest else self._dialogue.examples()
        older = [(one.answer, one.sources) for one in reversed(conversation[:-1])]
        return {
            parts.question: gr.skip() if newest and not newest.read else "",
            parts.proposals: gr.update(visible=bool(proposals)),
            **self._buttons(parts, proposals),
            parts.new: gr.update(visible=newest is not None),
            parts.latest: newest.answer if newest else "",
            parts.sources: newest.sources if newest else "",
            parts.earlier: self._pages.earlier(older),
            parts.announcement: Markup.escape(newest.said) if newest else "",
            parts.conversation: conversation,
        }

    def _refreshed(self, parts: Parts) -> Changes:
        """What may have changed since the server started, for somebody who opens the page."""
        return {
            parts.header: self._header(),
            parts.since: gr.update(choices=self._years()),
            parts.until: gr.update(choices=self._years()),
            parts.kinds: gr.update(choices=self._kinds()),
            **self._buttons(parts, self._dialogue.examples()),
        }

    def _buttons(self, parts: Parts, proposals: tuple[str, ...]) -> Changes:
        padded = _padded(proposals)
        return {
            button: gr.update(value=text, visible=bool(text))
            for button, text in zip(parts.buttons, padded, strict=True)
        }

    def _header(self) -> Markup:
        searcher = self._library.current.searcher
        return self._pages.header(self._organisation, searcher.coverage(), searcher.common_notices())

    def _years(self) -> list[tuple[str, str]]:
        years = [year for year, _ in self._library.current.searcher.coverage().by_year]
        return [("any", ""), *((year, year) for year in reversed(years))]

    def _kinds(self) -> list[tuple[str, str]]:
        return [(f"{kind} ({count})", kind) for kind, count in self._library.current.searcher.coverage().by_kind]


def _padded(proposals: tuple[str, ...]) -> tuple[str, ...]:
    """One text for each button; "" for those that are not needed."""
    return (*proposals, *[""] * EXAMPLES)[:EXAMPLES]
