"""What ranking and answering cost beyond encoding: `python -m benchmarks.ranking EVAL`, on one core.

Two MTRAG collections make 26,800 passages. Their vectors are random: reading, scoring and choosing take as long with
any vectors, and a real encoder would need half an hour for the build. Questions come with their conversations, as they
were asked; each is asked once, so nothing is remembered of it.
"""

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from assistant.batch import read_questions
from assistant.extract import ExtractiveAnswerer
from benchmarks.report import machine, table, write_section
from corpus.document import Span
from corpus.sources import open_source
from index.build import sync
from index.encoder import Progress, Vectors
from index.query import Filters, Query
from index.search import Searcher

SETS = ("mtrag-clapnq", "mtrag-cloud")
GOAL = 15.0
WARM_UP = 20


class RandomEncoder:
    """Unit vectors by the hash of a text: the cost of everything but the model."""

    name = fingerprint = "random"
    dimension = 384

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        vectors = [np.random.default_rng(seed).standard_normal(self.dimension, np.float32) for seed in seeds]
        found = np.array(vectors, np.float32).reshape(-1, self.dimension)
        unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit

    def encode_passages(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Progress
    ) -> tuple[Vectors, list[Vectors]]:
        """See Encoder."""
        progress(len(texts))
        inner = [
            self.encode_queries([text[one.start : one.end] for one in spans])
            for text, spans in zip(texts, parts, strict=True)
        ]
        return self.encode_queries(texts), inner


def main() -> None:
    """Measure, print and write the table."""
    evaluation = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        sources = [open_source(str(evaluation / name / "corpus.jsonl")) for name in SETS]
        told = sync(Path(folder) / "library", sources, RandomEncoder())
        searcher = Searcher.open(Path(folder) / "library", RandomEncoder())
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        queries = [
            query for name in SETS for _, query in read_questions(evaluation / name / "queries.jsonl", Filters())
        ]
        rows = [
            _row("a question by itself", searcher, [Query(query.text) for query in queries]),
            _row("a question with its conversation", searcher, queries),
        ]
    text = table(("what", "p50", "p95", "goal (p50)", "met"), rows)
    write_section("ranking", f"{machine()}\n{told.passages:,} passages, one core, `make bench`.\n\n{text}")
    sys.stdout.write(text + "\n")


def _row(name: str, searcher: Searcher, queries: Sequence[Query]) -> tuple[str, ...]:
    answerer, times = ExtractiveAnswerer(searcher), []
    for query in queries:
        began = time.perf_counter()
        answerer.answer(query)
        times.append(1000 * (time.perf_counter() - began))
    measured = times[WARM_UP:]
    met = "yes" if median(measured) <= GOAL else "**no**"
    return name, f"{median(measured):.1f} ms", f"{quantiles(measured, n=20)[-1]:.1f} ms", f"≤ {GOAL:g} ms", met


if __name__ == "__main__":
    main()
