"""How soon the Ask page is there and answers: `python -m benchmarks.page_speed`.

A server in a process of its own over the sample content. One person in Chromium: how long after the start of the
server, of the page, and after Enter; then many at once, by what their browsers send.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.askers import free_port
from benchmarks.page_askers import TOPICS, asked_at_once
from benchmarks.report import machine, table, write_section
from benchmarks.speed import child
from corpus.sample import content

STARTS, OPENED, PEOPLE = 5, 5, 50
FRAMES = ("What is the position on {}?", "Who should pay for {}?", "Why does {} matter?", "{} since 2018")
SHOWN = """question => {
    const shown = () => document.querySelector("#latest .answer")
        && document.querySelector("#latest .asked .words")?.textContent === question;
    return new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`no answer to ${question}`)), 30000);
        const look = () => shown() ? resolve(performance.now()) : requestAnimationFrame(look);
        look();
    });
}"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main() -> None:
    """Measure, print and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        child("assistant.cli", ["sync", str(content()), "--index", str(library)], {**os.environ, "HF_HUB_OFFLINE": "1"})
        ready = [_ready(library) for _ in range(STARTS)]
        with served(library) as address:
            painted, answered = _by_one(address)
            many = asked_at_once(address, PEOPLE)
    rows = [
        ("server ready after its start", *_told(ready, 6000), ""),
        ("first contentful paint", *_told(painted, 1500), ""),
        ("answer visible after Enter, one person", *_told(answered, 300, 700), ""),
        (f"answer, {PEOPLE} people at once", *_told(many.words, None, 2000), f"{len(many.failures)} errors"),
    ]
    text = table(("what", "measured", "p50", "p95", "goal", "met", ""), rows)
    write_section("page", f"{machine()}\nChromium and the server on the same two cores, `make bench`.\n\n{text}")
    sys.stdout.write(text + "\n")


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address of a server of a library."""
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(library), "--port", str(port)]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().startswith("Serving "), "the server did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _ready(library: Path) -> float:
    """Milliseconds until a server listens."""
    began = time.perf_counter()
    with served(library):
        return 1000 * (time.perf_counter() - began)


def _by_one(address: str) -> tuple[list[float], list[float]]:
    """Milliseconds to the first paint of the page, and from Enter to the answer of each question."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        painted = [_painted(browser, address) for _ in range(OPENED)]
        tab = browser.new_page()
        tab.goto(address)
        tab.wait_for_selector("#question textarea")
        tab.wait_for_function("document.querySelector('#first') === null")
        questions = [frame.format(topic) for frame in FRAMES for topic in TOPICS]
        answered = [_answered(tab, question) for question in questions]
        browser.close()
    return painted, answered


def _painted(browser: Any, address: str) -> float:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address)
        tab.wait_for_selector("h1")
        return float(tab.evaluate(PAINTED))


def _answered(tab: Any, question: str) -> float:
    tab.locator("#question textarea").fill(question)
    began = tab.evaluate("performance.now()")
    tab.keyboard.press("Enter")
    return float(tab.evaluate(SHOWN, question)) - float(began)


def _told(times: Sequence[float], middle: float | None, most: float | None = None) -> tuple[str, ...]:
    p50, p95 = median(times), quantiles(times, n=20, method="inclusive")[-1]
    goals = [(p50, middle, "p50"), (p95, most, "p95")]
    goal = ", ".join(f"{name} ≤ {limit:.0f} ms" for _, limit, name in goals if limit)
    met = all(value <= limit for value, limit, _ in goals if limit)
    return str(len(times)), f"{p50:.0f} ms", f"{p95:.0f} ms", goal, "yes" if met else "**no**"


if __name__ == "__main__":
    main()
