"""What a serving process takes: the page's application is loaded and questions are answered in it. Prints JSON."""

import json
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from assistant.conversation import query_of
from assistant.extract import Answerer
from assistant.settings import load_settings
from assistant.web.app import create_app
from assistant.wire import live_library_of
from corpus.drawing import Drawer

QUESTIONS = 200


def main() -> None:
    """Answer QUESTIONS different questions; print p50 and p95 in milliseconds and the resident memory."""
    settings = replace(load_settings(), index=Path(sys.argv[1]))
    library = live_library_of(settings)
    app = create_app(library, settings, Drawer())
    topics = [topic for _, found in library.current.searcher.titles() for topic in found] or ["adult learning"]
    frames = ("What is the position on {}?", "Who should pay for {}?", "Why does {} matter?", "{} for refugees")
    asked = [frame.format(topic) for topic in topics for frame in frames]
    questions = [f"{asked[number % len(asked)]} {number // len(asked) or ''}" for number in range(QUESTIONS)]
    times = [_milliseconds(library.current.answerer, question) for question in questions]
    resident = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert resident is not None and app is not None
    told = {
        "p50_ms": median(times),
        "p95_ms": quantiles(times, n=20)[-1],
        "rss_mb": int(resident[1]) / 1024,
    }
    sys.stdout.write(json.dumps(told))


def _milliseconds(answerer: Answerer, question: str) -> float:
    began = time.perf_counter()
    answerer.answer(query_of(question))
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
