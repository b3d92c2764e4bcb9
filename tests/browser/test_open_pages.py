"""What Gradio keeps of the pages that are open (promise R15)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
import httpx
import pytest

from assistant.library import LiveLibrary
from assistant.web import open_pages
from assistant.web.guard import CANCELS, QUESTIONS, RESETS
from assistant.web.open_pages import LONGEST_NAME, LONGEST_SENT, NO_PAGE, UNREAD, OpenPages
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

    def put(self, number: Any, data: Any) -> httpx.Response:
        """What comes of calling a handler with some data."""
        body = {"data": data, "fn_index": number, "session_hash": "page", "event_data": None, "trigger_id": None}
        return self.client.post(QUESTIONS, json=body)

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


@pytest.mark.parametrize("path", [QUESTIONS, CANCELS, RESETS])
def test_what_is_no_message_is_refused(served: Served, path: str) -> None:
    said = {"session_hash": "a", "fn_index": served.handler, "event_id": "b", "data": ["x", "", "", *[[]] * 5, None]}
    whole = json.dumps(said).encode()
    odd_values = (
        b"1e400", b"-Infinity", b"NaN", b'{"a": [1e999]}', b'"\\ud800"', b'{"search": "?q=\\udfff"}', b"9" * 5000,
    )  # fmt: skip
    for body in (
        b"", b"{", b"[" * 100_000, b"\xff", b"null", b"[]", b'"x"', b"1", b"NaN", whole[:-1],
        *(whole[:-1] + b', "event_data": %s}' % odd for odd in odd_values),
        whole[:-1] + b', "event_data": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    ):  # fmt: skip
        answer = served.client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["detail"]) == (400, NO_PAGE), body[:200]
    assert served.client.post(path, json=said).status_code == 200


def test_what_no_handler_of_the_page_takes_is_refused(served: Served) -> None:
    good = ["funding", "", "", [], [], [], [], [], None]
    lost = [number for number, one in served.blocks.fns.items() if not one.fn]
    assert lost and served.handler not in lost
    for number in (99, -1, 10**30, "x", None, True, 1.0, [1], *lost):
        assert served.put(number, good).status_code == 400, number
    for data in (good[:-1], [*good, ""], [], ["hi"], {"a": 1}, None, "x"):
        assert served.put(served.handler, data).status_code == 400, data
    odd: tuple[tuple[int, Any], ...] = (
        (0, {"a": 1}), (0, [["a"]]), (1, {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}), (3, ["nope"]),
        (3, "nope"), (3, [1]), (3, 5), (5, ["<b>no such kind</b>"]), (5, [["a"]]), (5, "x"), (5, 5), (5, None),
    )  # fmt: skip
    for at, value in odd:
        assert served.put(served.handler, [*good[:at], value, *good[at + 1 :]]).status_code == 400, (at, value)
    assert not served.blocks._queue.pending_event_ids_session
    assert served.put(served.handler, good).status_code == 200


def test_what_the_page_of_a_visitor_was_given_to_choose_may_be_chosen(served: Served) -> None:
    fns = served.blocks.fns
    opening = next(number for number, one in fns.items() if any(name == "load" for _, name in one.targets))
    served.put(opening, [])
    served.listen("page")
    state = served.blocks.state_holder.session_data["page"]
    topics = state[fns[served.handler].inputs[3]._id]
    assert topics.choices
    topics.choices = [("new", "new")]
    assert served.ask("page", filters=["new"]).status_code == 200
    assert served.ask("another", filters=["new"]).status_code == 400
