"""Many people ask at once, as their browsers do: through Gradio's queue."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

QUESTIONS = 2
"""Questions of each person, all of them asked at the same moment."""
TOPICS = (
    "micro-credentials", "learning accounts", "validation", "funding", "prisons", "refugees", "digital skills",
    "literacy", "the green transition", "rural areas", "older people", "democracy",
)  # fmt: skip
PATIENCE = 60.0


@dataclass(slots=True)
class Times:
    """Milliseconds from each question to its words and to the end of its answer, and what went wrong."""

    words: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def asked_at_once(address: str, people: int) -> Times:
    """What so many people wait for, each with a session of their own."""
    return asyncio.run(_asked(address, people))


async def _asked(address: str, people: int) -> Times:
    times = Times()
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        handler = _handler((await client.get("/config")).json())
        await _ask(client, handler, "warm", "adult education", Times())
        together = asyncio.Barrier(people)
        await asyncio.gather(*(_person(client, handler, number, together, times) for number in range(people)))
    return times


async def _person(
    client: httpx.AsyncClient, handler: int, number: int, together: asyncio.Barrier, times: Times
) -> None:
    for turn in range(QUESTIONS):
        topic = TOPICS[(number + turn) % len(TOPICS)]
        await together.wait()
        await _ask(client, handler, f"person-{number}", f"What is the position on {topic}, {number}?", times)


async def _ask(client: httpx.AsyncClient, handler: int, session: str, question: str, times: Times) -> None:
    """Send what the page sends, and read the events until the answer is whole."""
    data: list[Any] = [question, "", "", [], [], [], [], [], None]
    body = {"data": data, "fn_index": handler, "session_hash": session, "event_data": None, "trigger_id": None}
    began, words = time.perf_counter(), 0.0
    joined = await client.post("/gradio_api/queue/join", json=body)
    if joined.status_code != 200:
        times.failures.append(joined.text[:200])
        return
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        async for line in events.aiter_lines():
            words = words or ("process_generating" in line and 1000 * (time.perf_counter() - began))
            if "process_completed" in line:
                told = json.loads(line.removeprefix("data: "))
                if not told["success"] or not words:
                    times.failures.append(line[:200])
                    return
                times.words.append(words)
                times.whole.append(1000 * (time.perf_counter() - began))
                return
    times.failures.append("The events ended before the answer.")


def _handler(config: dict[str, Any]) -> int:
    """The handler that a submitted question goes to."""
    submitted = [one for one in config["dependencies"] if any(event == "submit" for _, event in one["targets"])]
    return next(int(one["id"]) for one in submitted if one["backend_fn"])
