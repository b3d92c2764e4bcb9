"""What Gradio keeps of the pages that are open, within bounds (promise R15).

By itself it keeps 10,000 pages, of each every answer that is not fetched, and for ever what each that ever asked is
called: a visitor who asks and never listens, or under names of a quarter of a megabyte, would fill the memory.
"""

import json
import math
from typing import Any

import gradio as gr
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.conversation import LONGEST_QUESTION
from assistant.web.guard import CANCELS, QUESTIONS, RESETS, Refusal, replayed, told
from corpus.sources.item import storable

SESSIONS = 500
"""Open pages of which Gradio keeps what they show, the last ones used: some 60 kB each, and their conversations."""
WAITING = 128
"""Questions that may wait; the next one is told that the page is busy."""
LONGEST_NAME = 64
"""Characters by which a page calls itself: Gradio's make up some eleven."""
LONGEST_SENT = 20 * LONGEST_QUESTION
"""Characters of a question and its filters together: one that is longer than is read is told by how much, but Gradio
keeps what was sent last for as long as the page.
"""
UNREAD = 30
"""Messages for a page that wait to be fetched, among them answers of some 60 kB. A question makes some five, and a
page fetches them as they come, one question after the other. What is cancelled makes one, also where it has ended.
"""

NO_PAGE = "A question comes from a page that is open. Open the page, and ask there."


class OpenPages:
    """Of one Gradio application, before it is mounted."""

    def __init__(self, page: gr.Blocks) -> None:
        page.state_session_capacity = SESSIONS
        self._page = page
        self._queue = page._queue
        self._queue.pending_messages_per_session.max_size = SESSIONS
        self._queue.ANALYTICS_MAX_EVENTS = 1  # nobody is shown them

    @property
    def waiting(self) -> int:
        """Questions that wait for their turn."""
        return len(self._queue)

    def are_busy(self) -> bool:
        """Whether as many questions wait as may."""
        return self.waiting >= WAITING

    def refusal(self, path: str, body: bytes) -> Refusal | None:
        """Why what a page sends is not taken; what is kept of pages that are gone goes."""
        sent = _read(body)
        if sent is None:
            return Refusal(400, NO_PAGE)
        if path == RESETS:  # it does nothing
            return None
        name = sent.get("session_hash")
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
            return Refusal(400, NO_PAGE)
        if path == QUESTIONS and (refusal := self._unfit(name, sent)):
            return refusal
        messages = self._queue.pending_messages_per_session
        if name in messages:
            if messages[name].qsize() > UNREAD:
                return Refusal(429, "The answers to earlier questions of this page were not fetched. Open it anew.", 60)
            messages.move_to_end(name)
        asked = self._queue.pending_event_ids_session
        for gone in [one for one in asked if one not in messages]:
            del asked[gone]
        return None

    def _unfit(self, name: str, sent: dict[str, Any]) -> Refusal | None:
        """Why a question is none that the page of this name can ask: Gradio tells that in its log, at length."""
        number, data = sent.get("fn_index"), sent.get("data")
        if _size_of(data) > LONGEST_SENT:
            return Refusal(400, f"A question has at most {LONGEST_QUESTION} characters. Shorten it to its main point.")
        handler = self._page.fns.get(number) if type(number) is int else None
        if handler is None or not handler.fn or not isinstance(data, list) or len(data) != len(handler.inputs):
            return Refusal(400, NO_PAGE)
        state = self._page.state_holder.session_data.get(name)
        for block, value in zip(handler.inputs, data, strict=True):
            known: Any = state[block._id] if state is not None and block._id in state else block
            if not block.stateful and not _may_be(known, value):
                return Refusal(400, NO_PAGE)
        return None


def _read(body: bytes) -> dict[str, Any] | None:
    """A message as Gradio reads it; None for what is none, or holds numbers or texts that cannot be told again."""
    try:
        sent = json.loads(body, parse_float=_finite, parse_constant=_finite)
        return sent if isinstance(sent, dict) and storable(json.dumps(sent, ensure_ascii=False)) else None
    except (ValueError, RecursionError):
        return None


def _finite(number: str) -> float:
    if not math.isfinite(found := float(number)):
        raise ValueError
    return found


def _may_be(component: Any, value: object) -> bool:
    """Whether a component of the page can have a value: one of its choices, where it has some."""
    if any(isinstance(one, dict | list) for one in (value if isinstance(value, list) else [value])):
        return False
    try:
        component.preprocess(value)
    except (gr.Error, TypeError):
        return False
    return True


def _size_of(data: object) -> int:
    """Characters of the texts of a message, each text and each value counting as one more."""
    size, left = 0, [data]
    while left:
        one = left.pop()
        size += 1 + (len(one) if isinstance(one, str) else 0)
        if isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one
    return size


class Questions:
    """The layer that lets in what open pages ask. It lies within the sign-in, so that who may not enter is told that
    first, and within the guard, which passes bodies on in one piece.
    """

    def __init__(self, app: ASGIApp, pages: OpenPages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and scope["path"] in (QUESTIONS, CANCELS, RESETS) and scope["method"] == "POST":
            body = (await receive()).get("body", b"")
            if refusal := self._pages.refusal(scope["path"], body):
                await told(scope, refusal)(scope, receive, send)
                return
            receive = replayed(body, receive)
        await self._app(scope, receive, send)
