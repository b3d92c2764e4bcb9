"""Many people ask at once, as their browsers do: through Gradio's queue, of a server in a process of its own.

    python -m benchmarks.page_askers LIBRARY [PEOPLE]

Each of PEOPLE (50 by default) opens a session and asks two questions, all of them at the same moment. Printed are p50,
p95 and the longest time in milliseconds from the question to its words, to the end of the answer, and the number of
failures, as JSON.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

PEOPLE, QUESTIONS = 50, 2
TOPICS = (
    "micro-credentials", "learning accounts", "validation", "funding", "prisons", "refugees", "digital skills",
    "literacy", "the green transition", "rural areas", "older people", "democracy",
)  # fmt: skip
PATIENCE = 60.0


@dataclass(slots=True)
class Times:
    """Milliseconds of each question, and what went wrong."""

    words: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def main() -> None:
    """Serve the library, let people ask, print the figures."""
    library, people = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else PEOPLE
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(library), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ, text=True) as server:
        try:
            assert server.stdout is not None and "Serving" in server.stdout.readline()
            times = asyncio.run(_asked(f"http://127.0.0.1:{port}", people))
        finally:
            server.terminate()
    told = {"people": people, "words_ms": _spread(times.words), "whole_ms": _spread(times.whole)}
    sys.stdout.write(json.dumps(told | {"failures": len(times.failures), "first": times.failures[:1]}) + "\n")


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


def _spread(times: list[float]) -> dict[str, int]:
    if len(times) < 2:
        return {}
    return {"p50": round(median(times)), "p95": round(quantiles(times, n=20)[-1]), "longest": round(max(times))}


if __name__ == "__main__":
    main()
