"""What is sent to a server: whole, of a size, few large ones at once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from assistant.web import guard
from assistant.web.guard import (
    COMPARED_AT_ONCE,
    DRAFTS_AT_ONCE,
    DRAFTS_OF_ONE,
    PICTURES_AT_ONCE,
    PICTURES_OF_ONE,
    Guard,
)
from assistant.web.rate import RateLimit


class Application:
    """Keeps the bodies that reached it, and lets go once it may."""

    def __init__(self) -> None:
        self.bodies = list[bytes]()
        self.may_end = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.bodies.append((await receive())["body"])
        await self.may_end.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"null"})


async def asked(
    door: Guard, path: str, *messages: Message, address: str = "192.0.2.1", query: bytes = b""
) -> tuple[int, Any]:
    """The status and the body for a request that arrives in these pieces, then waits."""
    coming, sent = iter(messages), list[Message]()

    async def receive() -> Message:
        for message in coming:
            return message
        await asyncio.Event().wait()
        raise AssertionError("it waits for as long as it is let")

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"own.example"), (b"origin", b"https://own.example")]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "client": (address, 1)}
    scope["query_string"] = query
    await door(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


def piece(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def run(work: Callable[[Application, Guard], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        application = Application()
        async with asyncio.timeout(20):  # without its guard a test would wait for ever
            await work(application, Guard(application, RateLimit()))

    with ThreadPoolExecutor(1) as thread:  # a browser of other tests may have a loop in this one
        thread.submit(lambda: asyncio.run(all_of_it())).result()


def test_half_of_a_form_is_no_form() -> None:
    async def work(application: Application, door: Guard) -> None:
        broken: Message = {"type": "http.disconnect"}
        assert (await asked(door, "/sign-in", piece(b"name=Maria&passw", more=True), broken))[0] == 408
        application.may_end.set()
        assert (await asked(door, "/sign-in", piece(b"a=", more=True), piece(b"b")))[0] == 200
        assert application.bodies == [b"a=b"]

    run(work)


def test_what_does_not_come_to_its_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.0)

    async def work(application: Application, door: Guard) -> None:
        for path in ("/sign-in", "/check", "/gradio_api/reset"):
            status, told = await asked(door, path, piece(b"a", more=True))
            assert (status, application.bodies) == (408, []) and "did not come to its end" in told["detail"]

    run(work)


def test_few_drafts_are_held_at_once_and_other_pages_do_not_wait_for_them() -> None:
    async def work(application: Application, door: Guard) -> None:
        addresses = ("192.0.2.1", "192.0.2.2") * DRAFTS_OF_ONE
        held = [asyncio.create_task(asked(door, "/check", piece(b"draft"), address=one)) for one in addresses]
        assert len(held) == DRAFTS_AT_ONCE
        while len(application.bodies) < DRAFTS_AT_ONCE:
            await asyncio.sleep(0)
        status, told = await asked(door, "/check", piece(b"one more"), address="192.0.2.3")
        assert status == 503 and "Try again in a minute" in told["detail"]
        other = asyncio.create_task(asked(door, "/sign-in", piece(b"a")))
        application.may_end.set()
        assert [status for status, _ in await asyncio.gather(*held, other)] == [200] * 9
        assert (await asked(door, "/check", piece(b"later")))[0] == 200
        assert b"one more" not in application.bodies

    run(work)


def test_one_address_does_not_keep_others_from_checking_drafts() -> None:
    async def work(application: Application, door: Guard) -> None:
        held = [asyncio.create_task(asked(door, "/check", piece(b"draft", more=True))) for _ in range(DRAFTS_OF_ONE)]
        await asyncio.sleep(0)
        assert (await asked(door, "/check", piece(b"one more")))[0] == 503
        application.may_end.set()
        assert (await asked(door, "/check", piece(b"of another"), address="192.0.2.2"))[0] == 200
        for one in held:
            one.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        assert (await asked(door, "/check", piece(b"later")))[0] == 200

    run(work)


def test_few_pages_are_drawn_at_once_and_of_one_address_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PICTURES_WAIT", 0.0)

    async def work(application: Application, door: Guard) -> None:
        path, count = "/sheets/a.pdf", 0
        held = list[asyncio.Task[tuple[int, Any]]]()
        while count < PICTURES_AT_ONCE:
            address = f"192.0.2.{count}"
            held += [
                asyncio.create_task(asked(door, path, piece(b""), address=address)) for _ in range(PICTURES_OF_ONE)
            ]
            count += PICTURES_OF_ONE
            while len(application.bodies) < count:
                await asyncio.sleep(0)
            if count < PICTURES_AT_ONCE:
                assert (await asked(door, "/page-images/a.pdf", piece(b"more"), address=address))[0] == 503
        status, told = await asked(door, path, piece(b"more"), address="192.0.2.254")
        assert status == 503 and "Try again in some seconds" in told["detail"]
        other = asyncio.create_task(asked(door, "/sign-in", piece(b"a")))
        application.may_end.set()
        assert {status for status, _ in await asyncio.gather(*held, other)} == {200}
        assert (await asked(door, path, piece(b"later")))[0] == 200 and b"more" not in application.bodies

    run(work)


@pytest.mark.parametrize("query", [b"old=a&new=b", b"new=b&o%6cd=a"])
def test_two_documents_are_compared_for_few_at_once(query: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PICTURES_WAIT", 0.0)

    async def work(application: Application, door: Guard) -> None:
        held = list[asyncio.Task[tuple[int, Any]]]()
        for number in range(COMPARED_AT_ONCE):
            address = f"192.0.2.{number}"
            held.append(asyncio.create_task(asked(door, "/compare", piece(b""), address=address, query=query)))
            while len(application.bodies) <= number:
                await asyncio.sleep(0)
            status, told = await asked(door, "/compare", piece(b"more"), address=address, query=query)
            assert status == 503 and "documents are being compared at this moment" in told["detail"]
        assert (await asked(door, "/compare", piece(b"more"), address="192.0.2.254", query=query))[0] == 503
        other = asyncio.create_task(asked(door, "/compare", piece(b""), query=b"q=a&first=2016&second=2024&older=b"))
        application.may_end.set()
        assert {status for status, _ in await asyncio.gather(*held, other)} == {200}
        assert b"more" not in application.bodies
        assert (await asked(door, "/compare", piece(b"later"), query=query))[0] == 200

    run(work)


def test_pages_of_one_address_wait_for_their_turn_and_too_many_are_told() -> None:
    async def work(application: Application, door: Guard) -> None:
        path = "/sheets/a.pdf"
        held = [asyncio.create_task(asked(door, path, piece(b"held"))) for _ in range(PICTURES_OF_ONE)]
        waiting = [asyncio.create_task(asked(door, path, piece(b"waits"))) for _ in range(2 * PICTURES_OF_ONE)]
        while len(application.bodies) < PICTURES_OF_ONE:
            await asyncio.sleep(0)
        async with asyncio.timeout(guard.PICTURES_WAIT / 2):  # it is told at once, not when those who wait are
            assert (await asked(door, path, piece(b"one more")))[0] == 503
        assert application.bodies == [b"held"] * PICTURES_OF_ONE
        waiting.pop().cancel()  # who goes leaves its place among those who wait
        await asyncio.sleep(0)
        waiting.append(asyncio.create_task(asked(door, path, piece(b"waits"))))
        application.may_end.set()
        assert {status for status, _ in await asyncio.gather(*held, *waiting)} == {200}
        assert application.bodies.count(b"waits") == 2 * PICTURES_OF_ONE

    run(work)


def test_a_byte_at_a_time_is_not_waited_for_as_long_as_a_large_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "START", 0.0)

    async def work(application: Application, door: Guard) -> None:
        application.may_end.set()
        large = piece(b"x" * 200 * 1024, more=True)
        status, told = await asked(door, "/sign-in", piece(b"a", more=True))
        assert (status, application.bodies) == (408, []) and "did not come to its end" in told["detail"]
        assert (await asked(door, "/sign-in", large, piece(b"y")))[0] == 200

    run(work)
