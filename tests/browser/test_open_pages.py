"""What Gradio keeps of the pages that are open (promise R15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
import httpx
import pytest

from assistant.library import LiveLibrary
from assistant.web import open_pages
from assistant.web.guard import CANCELS, QUESTIONS
from assistant.web.open_pages import LONGEST_NAME, LONGEST_SENT, UNREAD, OpenPages
from benchmarks.asking_ways import handler_of
from tests.browser.conftest import served_library


@dataclass
class Served:
    """A page that is served, and the Gradio application behind it."""

    client: httpx.Client
    blocks: gr.Blocks
    handler: int

    def ask(
        self, session: Any, question: str = "What about funding?", *, filters: Any = (), listening: bool = True
    ) -> httpx.Response:
        data = [question, "", "", [*filters], [], [], [], [], None]
        body = {"data": data, "fn_index": self.handler, "session_hash": session, "event_data": None, "trigger_id": None}
        joined = self.client.post(QUESTIONS, json=body)
        if listening and joined.status_code == 200:
            self.listen(session)
        return joined

    def listen(self, session: str) -> str:
        with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
            return next(line for line in events.iter_lines() if "process_completed" in line)


@pytest.fixture
def served(live: LiveLibrary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    made = list[gr.Blocks]()

    class Seen(OpenPages):
        def __init__(self, page: gr.Blocks) -> None:
            super().__init__(page)
            made.append(page)

    monkeypatch.setattr("assistant.web.app.OpenPages", Seen)
    monkeypatch.setattr(open_pages, "SESSIONS", 3)
    with served_library(live) as address, httpx.Client(base_url=address) as client:
        yield Served(client, made[0], handler_of(client.get("/config").json()))


def test_of_pages_that_are_gone_nothing_is_kept(served: Served) -> None:
    for number in range(8):
        assert served.ask(f"page{number}").status_code == 200
    queue, sessions = served.blocks._queue, served.blocks.state_holder
    assert set(queue.pending_messages_per_session) == {"page5", "page6", "page7"}
    assert set(queue.pending_event_ids_session) <= {"page4", "page5", "page6", "page7"}
    assert len(sessions.session_data) == len(sessions.time_last_used) == 3
    assert len(queue.event_analytics) == 1
    assert len(queue.event_ids_to_events) <= 1  # that of the last answer, which came just now


def test_a_page_that_asks_again_is_none_that_is_gone(served: Served) -> None:
    for name in ("first", "second", "third", "first", "fourth"):
        served.ask(name)
    assert set(served.blocks._queue.pending_messages_per_session) == {"third", "first", "fourth"}


def test_who_never_fetches_an_answer_is_given_few(served: Served) -> None:
    for number in range(UNREAD):
        if served.ask("deaf", listening=False).status_code != 200:
            break
        served.ask(f"one who listens, after {number}")
    told = served.ask("deaf", listening=False)
    assert (told.status_code, told.json()["detail"][:42]) == (429, "The answers to earlier questions of this p")
    assert int(told.headers["retry-after"]) == 60
    assert served.ask("another").status_code == 200


def test_who_cancels_a_question_again_and_again_is_told_so(served: Served) -> None:
    event = served.ask("deaf", listening=False).json()["event_id"]
    served.ask("one who listens")  # by then the answer to the first waits
    body = {"session_hash": "deaf", "fn_index": served.handler, "event_id": event}
    told = [served.client.post(CANCELS, json=body) for _ in range(UNREAD + 2)]
    assert (told[0].status_code, told[-1].status_code) == (200, 429)
    assert served.blocks._queue.pending_messages_per_session["deaf"].qsize() == UNREAD + 1
    assert served.client.post(CANCELS, json=body | {"session_hash": "x" * 65}).status_code == 400


def test_pages_have_short_names(served: Served) -> None:
    for name in ("", "x" * (LONGEST_NAME + 1), None, 1, ["a"], {"a": 1}):
        answer = served.ask(name)
        assert (answer.status_code, answer.json()["detail"][:38]) == (400, "A question comes from a page that is o")
    assert not served.blocks._queue.pending_event_ids_session
    assert served.ask("x" * LONGEST_NAME).status_code == 200


def test_what_is_far_longer_than_a_question_is_not_kept(served: Served) -> None:
    for question, filters in (
        ("a" * 250_000, []),
        ("\U0001f600" * LONGEST_SENT, []),
        ("", ["a" * LONGEST_SENT]),
        ("", ["a"] * LONGEST_SENT),
        ("", [{"a" * LONGEST_SENT: 1}]),
        ("", [{"a": [["b" * LONGEST_SENT]]}]),
    ):
        answer = served.ask("page", question, filters=filters)
        assert (answer.status_code, answer.json()["detail"][:38]) == (400, "A question has at most 1000 characters")
    assert served.ask("page", "a" * (LONGEST_SENT - 100)).status_code == 200


def test_what_is_no_question_is_refused(served: Served) -> None:
    for body in (b"", b"{", b"[" * 100_000, b"\xff", b"null", b"[]", b'"x"'):
        answer = served.client.post(QUESTIONS, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422)
