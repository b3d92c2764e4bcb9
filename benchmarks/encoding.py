"""How fast passages become vectors: `python -m benchmarks.encoding EVAL [PASSAGES]`.

The same passages of MTRAG ClapNQ are encoded by this program and by sentence-transformers' `encode` as it is by
default, in turns; each turn also measures what the processor multiplies in matrices of the model's shapes. A turn's
figures are set against each other, so a machine that is slower for a while changes their ratio little.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from assistant.settings import default_cache
from benchmarks.matrix_rate import MatrixRate, shapes_of
from benchmarks.report import machine, table, write_section
from corpus.document import Span
from index.models.encoder import OpenVinoEncoder, open_encoder
from index.models.model_files import EMBEDDED_MODEL, model_folder
from index.models.network import precision_here
from index.texts.sentences import sentences

SET = "mtrag-clapnq"
PASSAGES, TURNS, WARM_UP = 1024, 5, 64
FASTER, SHARE = 4.0, 0.75
"""The goals: times sentence-transformers, and of the rate of matrix products."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds of one turn, and the operations a second that matrix products alone reached in it."""

    ours: float
    with_sentences: float
    theirs: float
    rate: float


def main() -> None:
    """Measure, print and write the table."""
    texts = passages(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else PASSAGES)
    ours, theirs = open_encoder(EMBEDDED_MODEL, default_cache()), _theirs()
    rate = MatrixRate(shapes_of(model_folder(EMBEDDED_MODEL)), precision_here())
    turn(texts[:WARM_UP], ours, theirs, rate)
    turns = [turn(texts, ours, theirs, rate) for _ in range(TURNS)]
    text = table(("what", "median", "range", "goal", "met"), rows(texts, turns, ours))
    agree = agreement(texts[:WARM_UP], ours, theirs)
    note = (
        f"{len(texts):,} passages of {SET}, {TURNS} turns, `make bench`. Our vectors and theirs have a cosine of "
        f"{agree:.4f} or more. Operations are those of real tokens with the model's matrices and of attention; the "
        "rate is that of the same matrices alone, measured in each turn."
    )
    write_section("encoding", f"{machine()}\n{note}\n\n{text}")
    sys.stdout.write(text + "\n")


def passages(evaluation: Path, number: int) -> list[str]:
    """Real passages, drawn once and for all."""
    lines = (evaluation / SET / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in Random(1).sample(lines, number)]


def turn(texts: Sequence[str], ours: OpenVinoEncoder, theirs: Any, rate: MatrixRate) -> Turn:
    """One turn over all texts."""
    none: list[tuple[Span, ...]] = [()] * len(texts)
    parts = [sentences(text) for text in texts]
    return Turn(
        ours=seconds(lambda: ours.encode_passages(texts, none, _silent)),
        with_sentences=seconds(lambda: ours.encode_passages(texts, parts, _silent)),
        theirs=seconds(lambda: theirs.encode(texts, show_progress_bar=False)),
        rate=rate.measured(),
    )


def rows(texts: Sequence[str], turns: Sequence[Turn], ours: OpenVinoEncoder) -> list[tuple[str, ...]]:
    """The rows of the table."""
    batches = list(ours.batches(texts))
    lengths = [len(one) for batch in batches for one in batch.encodings]
    padded = sum(batch.inputs(0)["input_ids"].size for batch in batches)
    operations = shapes_of(model_folder(EMBEDDED_MODEL)).operations(lengths)
    faster, share = [one.theirs / one.ours for one in turns], [operations / one.ours / one.rate for one in turns]
    many = len(texts)
    return [
        _row("sentence-transformers, passages a second", [many / one.theirs for one in turns], "{:.0f}"),
        _row("ours, passages a second", [many / one.ours for one in turns], "{:.0f}"),
        _row("ours with the vectors of sentences", [many / one.with_sentences for one in turns], "{:.0f}"),
        _row("ours to sentence-transformers", faster, "{:.2f} ×", FASTER),
        _row("rate of matrix products, GFLOP/s", [one.rate / 1e9 for one in turns], "{:.0f}"),
        _row("share of that rate while encoding", share, "{:.0%}", SHARE),
        ("tokens that only fill up", f"{1 - sum(lengths) / padded:.1%}", "", "", ""),
    ]


def agreement(texts: Sequence[str], ours: OpenVinoEncoder, theirs: Any) -> float:
    """The least cosine of a text's two vectors."""
    found, _ = ours.encode_passages(texts, [()] * len(texts), _silent)
    return float((found * theirs.encode(texts, normalize_embeddings=True)).sum(axis=1).min())


def seconds(run: Callable[[], object]) -> float:
    """Wall seconds of one run."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _row(name: str, values: Sequence[float], form: str, goal: float | None = None) -> tuple[str, ...]:
    told = form.format(median(values)), f"{form.format(min(values))}–{form.format(max(values))}"
    if goal is None:
        return name, *told, "", ""
    return name, *told, f"≥ {form.format(goal)}", "yes" if median(values) >= goal else "**no**"


def _theirs() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model_folder(EMBEDDED_MODEL)), device="cpu")


def _silent(done: int) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
