"""One thing that one library does, in a process of its own: `python -m benchmarks.peers.job`, started by the runner.

It runs in the environment of the library. Its last line on stdout is a JSON object; `seconds` leave the imports out,
the runner takes the time of the whole process from outside.
"""

import argparse
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.peers.peer import TOP, Ask, Peer
from benchmarks.peers.texts import documents_of, marker, questions_of, with_change

DEEP = 50
"""Passages from which ten documents are taken: several of the best ones may be of one document."""
WARM_UP = 5
TIMED = 60
"""Questions of a run: some stores go through all they hold in Python for each one."""


def main() -> None:
    """Do what the arguments say."""
    command = argparse.ArgumentParser()
    for name in ("module", "way", "action"):
        command.add_argument(name)
    command.add_argument("folder", type=Path)
    command.add_argument("texts", type=Path)
    command.add_argument("number", type=int)
    told = command.parse_args()
    peer: Peer = importlib.import_module(f"benchmarks.peers.{told.module}").peer(told.way == "tuned")
    result = ACTIONS[told.action](peer, told.folder, told.texts, told.number)
    sys.stdout.write("\n" + json.dumps(result) + "\n")


def _build(peer: Peer, folder: Path, texts: Path, _number: int) -> dict[str, object]:
    documents = documents_of(texts)
    began = time.perf_counter()
    passages = peer.build(documents, folder)
    return {"passages": passages, "seconds": time.perf_counter() - began}


def _change(peer: Peer, folder: Path, texts: Path, number: int) -> dict[str, object]:
    now = with_change(documents_of(texts), number)
    began = time.perf_counter()
    peer.change(now, folder)
    return {"seconds": time.perf_counter() - began}


def _seen(peer: Peer, folder: Path, texts: Path, number: int) -> dict[str, object]:
    """Whether the last change is found, and none of those before."""
    changed = with_change(documents_of(texts), number).changed
    found = peer.open(folder)(marker(number), TOP)
    now = [one.name for one in found if marker(number) in one.text]
    before = [one for one in found for earlier in range(number) if marker(earlier) in one.text]
    return {"seen": now == [changed.name] and not before}


def _first(peer: Peer, folder: Path, texts: Path, number: int) -> dict[str, object]:
    """The first question of a new process."""
    questions = list(questions_of(texts).values())
    found = peer.open(folder)(questions[number % len(questions)], TOP)
    return {"found": len(found)}


def _questions(peer: Peer, folder: Path, texts: Path, number: int) -> dict[str, object]:
    """TIMED questions that no former run asked, as long as there are others; each once."""
    questions = list(questions_of(texts).values())
    ask = peer.open(folder)
    for matter in range(WARM_UP):
        ask(f"What is known of matter {matter}?", TOP)
    first = number * TIMED % len(questions)
    times = [_milliseconds(ask, question) for question in [*questions[first:], *questions[:first]][:TIMED]]
    resident = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert resident is not None
    return {"times": times, "resident": 1024 * int(resident[1])}


def _ranked(peer: Peer, folder: Path, texts: Path, _number: int) -> dict[str, object]:
    """The documents that each question finds, in their order."""
    ask = peer.open(folder)
    return {name: _documents(ask, question) for name, question in questions_of(texts).items()}


def _milliseconds(ask: Ask, question: str) -> float:
    began = time.perf_counter()
    ask(question, TOP)
    return 1000 * (time.perf_counter() - began)


def _documents(ask: Ask, question: str) -> list[str]:
    return list(dict.fromkeys(one.name for one in ask(question, DEEP)))[:TOP]


ACTIONS: Mapping[str, Callable[[Peer, Path, Path, int], dict[str, object]]] = {
    "build": _build,
    "change": _change,
    "seen": _seen,
    "first": _first,
    "questions": _questions,
    "ranked": _ranked,
}

if __name__ == "__main__":
    main()
