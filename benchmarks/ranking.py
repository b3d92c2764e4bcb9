"""What ranking and answering cost beyond encoding: `python -m benchmarks.ranking EVAL`, on one core.

The passages of MTRAG Cloud, 27,900 of them, with random vectors: reading, scoring and choosing take as long with any
vectors, and a real encoder would need half an hour for the build. Questions come with their conversations, as they were
asked; each is asked once, so nothing is remembered of it. Processor time is told, which other work on the machine
changes least.
"""

import hashlib
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
from index.models.encoder import Progress
from index.query import Filters, Query
from index.ranking import Vectors
from index.search import Searcher

SET = "mtrag-cloud"
GOAL = 15.0
WARM_UP = 20


class RandomEncoder:
    """Unit vectors by the hash of a text: the cost of everything but the model."""

    name = fingerprint = "random"
    dimension = 384
    multilingual = False
    unrelated = 0.0

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
        source = open_source(str(evaluation / SET / "corpus.jsonl"))
        told = sync(Path(folder) / "library", [source], RandomEncoder())
        searcher = Searcher.open(Path(folder) / "library", RandomEncoder())
        queries = [query for _, query in read_questions(evaluation / SET / "queries.jsonl", Filters())]
        rows = [
            _row("a question by itself", searcher, [Query(query.text) for query in queries]),
            _row("a question with its conversation", searcher, queries),
        ]
    text = table(("what", "p50", "p95", "goal (p50)", "met"), rows)
    write_section(
        "ranking", f"{machine()}\n{told.passages:,} passages, processor time on one core, `make bench`.\n\n{text}"
    )
    sys.stdout.write(text + "\n")


def _row(name: str, searcher: Searcher, queries: Sequence[Query]) -> tuple[str, ...]:
    answerer, times = ExtractiveAnswerer(searcher), []
    for query in queries:
        began = time.process_time()
        answerer.answer(query)
        times.append(1000 * (time.process_time() - began))
    measured = times[WARM_UP:]
    met = "yes" if median(measured) <= GOAL else "**no**"
    return name, f"{median(measured):.1f} ms", f"{quantiles(measured, n=20)[-1]:.1f} ms", f"≤ {GOAL:g} ms", met


if __name__ == "__main__":
    main()
