"""The words of Gradio's own components, translated in the browser from the same catalogues as all others.

::

    words = gradio_words(tongues)                       # for gr.mount_gradio_app(..., i18n=words)
    gr.Button(word("Ask"))                              # a label, placeholder or text of a component

What the server renders into the page comes in the language of the event's request instead: `pages.to(request)`.
"""

from collections.abc import Mapping

import gradio as gr
from gradio.i18n import I18nData

from assistant.web.tongues import Tongue
from corpus.message import noted

WORDS = (
    noted("Your question"), noted("A position or a topic"), noted("Ask"), noted("New conversation"),
    noted("Search all years"), noted("Narrow by year, kind or topic"), noted("From year"), noted("To year"),
    noted("Topic"), noted("Who speaks"), noted("Kind (none ticked: all)"), noted("Language (none ticked: all)"),
    noted("Status (none ticked: all)"),
)  # fmt: skip
"""Every word that a component has: the browser is sent these alone."""


def word(text: str) -> I18nData:
    """A word of a component. Raises ValueError for one that is not among WORDS: it would stay English."""
    if text not in WORDS:
        raise ValueError(f'"{text}" is not among the words of components')
    return I18nData(text)


def gradio_words(tongues: Mapping[str, Tongue]) -> gr.I18n:
    """The words by language."""
    return gr.I18n(**{code: {one: tongue.word(one) for one in WORDS} for code, tongue in tongues.items()})
