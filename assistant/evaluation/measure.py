"""A library measured with all that lies in a folder."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation.judging import Judgement, judge_all
from assistant.evaluation.materials import Materials
from assistant.evaluation.retrieval import Retrieval, measure_retrieval
from assistant.library import Edition
from corpus.sources import open_source
from index.build import sync
from index.models.encoder import Encoder
from index.reports.report import Progress


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a generation was found to do; a part is None where there was nothing to measure it with."""

    generation: str
    notes: tuple[str, ...]
    retrieval: Retrieval | None
    judgement: Judgement | None

    def as_record(self) -> dict[str, Any]:
        """The evaluation in JSON; its form is in docs/api.md."""
        return {
            "generation": self.generation,
            "notes": list(self.notes),
            "retrieval": self.retrieval.as_record() if self.retrieval else None,
            "questions": self.judgement.as_record() if self.judgement else None,
        }


def evaluate(materials: Materials, edition: Edition, notes: tuple[str, ...], progress: Progress) -> Evaluation:
    """Measure one generation. Raises EvaluationError when it was built from another corpus than the collection's."""
    retrieval = judgement = None
    if materials.collection:
        tick = _counting(progress, "Searching", len(materials.collection.queries))
        retrieval = measure_retrieval(materials.collection, edition.searcher, tick)
    if materials.questions:
        tick = _counting(progress, "Asking", len(materials.questions))
        judgement = judge_all(materials.questions, edition.answerer, edition.today, tick)
    return Evaluation(edition.searcher.generation.name, notes, retrieval, judgement)


@contextmanager
def built_from(corpus: Path, encoder: Encoder, progress: Progress) -> Iterator[tuple[Edition, tuple[str, ...]]]:
    """An index of a corpus for the time of a measurement, and what to tell of it. Raises SourceError, StorageError."""
    with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
        told = sync(Path(folder), [open_source(str(corpus))], encoder, progress)
        notes = [f"The index was built from {corpus} for this run; name one with --index to keep it."]
        if told.unreadable:
            notes.append(f"{len(told.unreadable)} lines of it were not read, the first: {told.unreadable[0].reason}")
        yield Edition.open(Path(folder), encoder), tuple(notes)


def _counting(progress: Progress, stage: str, total: int) -> Callable[[], None]:
    """Shows one more done with each call."""
    numbers = itertools.count(1)
    progress(stage, 0, total)
    return lambda: progress(stage, next(numbers), total)
