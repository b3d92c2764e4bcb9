"""What questions cost in a process that serves a large library, for `benchmarks.million`. Prints JSON.

Each kind of filter has its own share of the questions, so none is asked twice and nothing is remembered of it. The
vectors that are found are compared with the nearest of all, by the exact ones beside the library.
"""

import json
import re
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from numpy.typing import NDArray

from assistant.extract import ExtractiveAnswerer
from assistant.settings import load_settings
from assistant.wire import encoder_of
from index.library.generation import VECTORS, Generation, open_current
from index.local.narrowing import Narrowing
from index.local.vectors import FaissVectors
from index.models.encoder import Encoder
from index.query import Filters, Query
from index.ranking import Rows, Vectors
from index.search import CANDIDATES, Searcher
from index.searching.opened import Opened

KINDS = {
    "a question": Filters(),
    "among two kinds (seven of ten pass)": Filters(kinds=("post", "statement")),
    "since 2018 (a third passes)": Filters(since=date(2018, 1, 1)),
    "on one topic (1 of 60 passes)": Filters(topics=("topic 20",)),
}
WARM_UP = 4
"""Questions of each kind that are not counted: they open what later ones find open."""
AT_ONCE = 50_000
"""Exact vectors that are read in one go."""
FIRST = 10


def main() -> None:
    """Ask, and print what it took."""
    library, exact, questions = (Path(told) for told in sys.argv[1:4])
    encoder = encoder_of(load_settings())
    encoder.encode_queries(["to begin with"])
    began = time.perf_counter()
    generation = open_current(library)
    checked = time.perf_counter()
    searcher = Searcher(Opened.of(generation), encoder)
    opened = time.perf_counter()
    texts = [json.loads(line)["rewrite"] for line in questions.read_text(encoding="utf-8").splitlines()]
    shares = {kind: texts[at :: len(KINDS)] for at, kind in enumerate(KINDS)}
    times = {kind: _times(searcher, shares[kind], filters) for kind, filters in KINDS.items()}
    resident, own = (_memory(name) for name in ("VmRSS", "RssAnon"))
    recalls = _recalls(generation, exact, encoder, shares)
    told = {
        "checking_s": checked - began,
        "opening_s": opened - checked,
        "rss_mb": resident,
        "own_mb": own,
        "kinds": {kind: [median(taken), quantiles(taken, n=20)[-1], recalls[kind]] for kind, taken in times.items()},
    }
    sys.stdout.write(json.dumps(told))


def _times(searcher: Searcher, texts: Sequence[str], filters: Filters) -> list[float]:
    """Milliseconds of each answer."""
    answerer, times = ExtractiveAnswerer(searcher), list[float]()
    for text in texts:
        began = time.perf_counter()
        answerer.answer(Query(text, filters=filters))
        times.append(1000 * (time.perf_counter() - began))
    return times[WARM_UP:]


def _memory(name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024


def _recalls(generation: Generation, exact: Path, encoder: Encoder, shares: dict[str, list[str]]) -> dict[str, float]:
    """The share of the FIRST nearest of each question that are found, by the kind of filter."""
    opened = Opened.of(generation)
    narrowing, index = Narrowing(opened.store, opened.keywords), FaissVectors.read(generation.folder / VECTORS)
    told = {}
    for kind, filters in KINDS.items():
        vectors, rows = encoder.encode_queries(shares[kind]), narrowing.allowed(filters).passages
        best = _nearest(exact, vectors, np.arange(1, len(index) + 1) if rows is None else rows)
        found = (index.search(vector, CANDIDATES, rows).rows[:FIRST] for vector in vectors)
        held = [len(np.intersect1d(one, other)) for one, other in zip(found, best, strict=True)]
        told[kind] = sum(held) / (FIRST * len(held))
    return told


def _nearest(exact: Path, vectors: Vectors, allowed: Rows) -> Rows:
    """The FIRST rows nearest to each vector, of all that are allowed, by numpy; shape (n, FIRST)."""
    kept: NDArray[np.float16] = np.memmap(exact, np.float16, "r").reshape(-1, vectors.shape[1])
    scores, rows = np.full((len(vectors), FIRST), -2, np.float32), np.zeros((len(vectors), FIRST), np.int64)
    for first in range(0, len(allowed), AT_ONCE):
        part = allowed[first : first + AT_ONCE]
        nearer = np.hstack([scores, vectors @ kept[part - 1].astype(np.float32).T])
        named = np.hstack([rows, np.broadcast_to(part, (len(vectors), len(part)))])
        best = np.argpartition(-nearer, FIRST, axis=1)[:, :FIRST]
        scores, rows = np.take_along_axis(nearer, best, 1), np.take_along_axis(named, best, 1)
    return rows


if __name__ == "__main__":
    main()
