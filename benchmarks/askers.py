"""How long people wait when many ask at once: `python -m benchmarks.askers`.

A server of its own over the sample content, and people who each ask one question after the other, without a pause: more
than fifty people who read what they are told would ask. A person is a function that asks one question, so another
door, such as the queue of the Ask page, is measured by handing another one to `waits`::

    waits(50, topics, lambda: asking_the_page(address))
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles

import httpx

from assistant.accounts.keys import MOST_PER_MINUTE, Key, Keys
from assistant.desk_file import DeskFile
from benchmarks.report import machine, table, write_section
from benchmarks.speed import child
from corpus.sample import content

Ask = Callable[[str], bool]
"""Asks a question and waits for its answer; False where there was none."""
PEOPLE = (1, 50)
QUESTIONS = 10
"""Questions of each person."""
GOALS = {1: 0.7, 50: 2.0}
"""Seconds that 95 of 100 answers take at most."""
PATIENCE = 60.0
FRAMES = (
    "What is the position on {}?", "Who should pay for {}?", "Why does {} matter?", "{} for refugees",
    "What was said about {} since 2018?",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each answer took, in seconds, the shortest first; how many questions had none, and all took together."""

    seconds: tuple[float, ...]
    failed: int
    whole: float


def main() -> None:
    """Measure, print and write the table."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "library") as (address, token):
        topics = _topics(address, token)
        waits(2, topics, lambda: through_rest(address, token))  # the first questions open what later ones find open
        measured = {people: waits(people, topics, lambda: through_rest(address, token)) for people in PEOPLE}
    heads = ("people at once", "questions", "p50", "p95", "longest", "goal (p95)", "errors", "answers a second", "met")
    text = table(heads, [_row(people, told) for people, told in measured.items()])
    write_section(
        "askers",
        f"{machine()}\nThrough `POST /api/v1/ask` of a server process, without pauses, `make bench`.\n\n{text}",
    )
    sys.stdout.write(text + "\n")


def waits(people: int, topics: Sequence[str], person: Callable[[], AbstractContextManager[Ask]]) -> Waits:
    """What so many people wait for, each with QUESTIONS questions of their own, all beginning at once."""

    def asks(number: int) -> list[tuple[float, bool]]:
        with person() as ask:
            return [_timed(ask, question) for question in _questions(number, topics)]

    began = time.perf_counter()
    with ThreadPoolExecutor(people) as threads:
        told = [one for person_told in threads.map(asks, range(people)) for one in person_told]
    whole = time.perf_counter() - began
    return Waits(tuple(sorted(seconds for seconds, _ in told)), sum(not right for _, right in told), whole)


@contextmanager
def through_rest(address: str, token: str) -> Iterator[Ask]:
    """A person whose program asks through the REST interface."""
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE) as client:

        def ask(question: str) -> bool:
            try:
                answer = client.post(f"{address}/api/v1/ask", json={"question": question})
            except httpx.HTTPError:
                return False
            return answer.status_code == 200 and answer.json()["question"] == question

        yield ask


@contextmanager
def server(library: Path) -> Iterator[tuple[str, str]]:
    """The address of a server over the sample content, and a key for it."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    child("assistant.cli", ["sync", str(content()), "--index", str(library)], environment)
    token = Keys(DeskFile(library)).add(Key("bench", "member", MOST_PER_MINUTE, (), date.today()))
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(library), "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().startswith("Serving "), "the server did not start"
            yield f"http://127.0.0.1:{port}", token
        finally:
            process.terminate()


def _timed(ask: Ask, question: str) -> tuple[float, bool]:
    began = time.perf_counter()
    right = ask(question)
    return time.perf_counter() - began, right


def _questions(person: int, topics: Sequence[str]) -> Iterator[str]:
    """Questions that nobody else asks, so that none is answered from memory."""
    for number in range(QUESTIONS):
        at = person * QUESTIONS + number
        yield f"{FRAMES[at % len(FRAMES)].format(topics[at % len(topics)])} {at // len(FRAMES)}"


def _topics(address: str, token: str) -> list[str]:
    told = httpx.get(f"{address}/api/v1/status", headers={"Authorization": f"Bearer {token}"}).json()
    return [topic for topic, _ in told["by_topic"]]


def _row(people: int, told: Waits) -> tuple[str, ...]:
    ninety_five = quantiles(told.seconds, n=20)[-1]
    met = "yes" if ninety_five <= GOALS[people] and not told.failed else "**no**"
    shown = (f"{1000 * one:.0f} ms" for one in (median(told.seconds), ninety_five, told.seconds[-1]))
    each_second = f"{len(told.seconds) / told.whole:.0f}"
    goal = f"≤ {1000 * GOALS[people]:.0f} ms"
    return str(people), str(len(told.seconds)), *shown, goal, str(told.failed), each_second, met


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
