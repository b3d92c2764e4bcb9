"""What is on the Gradio page, and where."""

from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.web.gradio_words import word
from assistant.web.panel import Panel, panel
from assistant.web.tongues import ENGLISH
from index.library.coverage import Coverage

CONVERSATION_SECONDS = 4 * 3600
"""How long an idle conversation is kept."""
LIVE_REGION = "element.setAttribute('role', 'status'); element.setAttribute('aria-live', 'polite');"
"""Only the element that stays while its content changes is read out by screen readers; no template reaches it."""
BEGIN = "asking.begin(element, trigger, watch)"
"""See page.js."""
PLAIN: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
"""An HTML component that only shows what the server rendered."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page tells before anybody asked: rendered parts, and questions that can be asked."""

    header: Markup
    welcome: Markup
    waiting: Markup
    footer: Markup
    proposed: Markup
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read or change."""

    header: gr.HTML
    waiting: gr.HTML
    footer: gr.HTML
    proposed: gr.HTML
    question: gr.Textbox
    send: gr.Button
    panel: Panel
    all_years: gr.Button
    buttons: tuple[gr.Button, ...]
    welcome: gr.HTML
    new: gr.Button
    latest: gr.HTML
    sources: gr.HTML
    earlier: gr.HTML
    announcement: gr.HTML
    conversation: gr.State

    @property
    def asking(self) -> list[Any]:
        """What a question is read with: the filters, and what was said."""
        return [*self.panel.components, self.conversation]

    @property
    def shown(self) -> list[Any]:
        """What an answer changes, every one of them each time: Gradio makes anew whatever is named here and stays as it
        was, which took a third of the time of an answer. What is seen only beside some answers is hidden by style.css.
        """
        return [
            self.proposed, *self.buttons, self.welcome, self.latest, self.sources, self.earlier, self.announcement,
            self.conversation,
        ]  # fmt: skip

    @property
    def opened(self) -> list[Any]:
        """What another address changes."""
        return [self.header, self.waiting, self.footer, *self.panel.components, *self.shown]

    def tell(self, told: Told, coverage: Coverage, organisation: str) -> None:
        """Let the components begin with something else than they were laid out with."""
        self.header.value, self.welcome.value, self.proposed.value = told.header, told.welcome, told.proposed
        for button, text in zip(self.buttons, told.examples, strict=True):
            button.value = text
        for component, update in self.panel.refreshed(coverage, organisation, {}, ENGLISH).items():
            component.choices, component.visible = update["choices"], update.get("visible", True)


def laid_out(told: Told, coverage: Coverage, organisation: str) -> Parts:
    """The components, laid out where this is called."""
    header = gr.HTML(told.header, **PLAIN, elem_id="header")
    with gr.Column(elem_id="workspace"):
        with gr.Column(elem_id="asking"):
            with gr.Row(elem_id="line"):
                question = gr.Textbox(
                    label=word("Your question"), placeholder=word("A position or a topic"),
                    lines=1, max_lines=4, autofocus=True, scale=1, elem_id="question",
                )  # fmt: skip
                send = gr.Button(word("Ask"), variant="primary", scale=0, min_width=80, elem_id="send")
            filters = panel(coverage, organisation)
            new = gr.Button(word("New conversation"), size="sm", elem_id="new")
        waiting = gr.HTML(told.waiting, **PLAIN, elem_id="waiting")
        latest = gr.HTML(js_on_load=BEGIN, apply_default_css=False, elem_id="latest")
        all_years = gr.Button(word("Search all years"), size="sm", elem_id="all-years")
        with gr.Column(elem_id="proposals"):
            proposed = gr.HTML(told.proposed, **PLAIN)
            buttons = tuple(gr.Button(text, size="sm") for text in told.examples)
        welcome = gr.HTML(told.welcome, **PLAIN, elem_id="welcome")
        sources, earlier = (gr.HTML(**PLAIN, elem_id=name) for name in ("sources", "earlier"))
    footer = gr.HTML(told.footer, **PLAIN, elem_id="told-below")
    announcement = gr.HTML(js_on_load=LIVE_REGION, apply_default_css=False, elem_classes="unseen")
    conversation = gr.State((), time_to_live=CONVERSATION_SECONDS)
    return Parts(
        header, waiting, footer, proposed, question, send, filters, all_years, buttons, welcome, new, latest,
        sources, earlier, announcement, conversation,
    )  # fmt: skip
