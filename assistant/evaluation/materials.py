"""What a library can be measured with: the files that lie in a folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.collection import QRELS, QUERIES, TestCollection, read_collection
from assistant.evaluation.saved_questions import SavedQuestion, read_saved_questions
from corpus.errors import EvaluationError
from corpus.sources.jsonl import BEIR_NAME

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Materials:
    """A test collection, saved questions, or both. `corpus` is what an index for them may be built from."""

    collection: TestCollection | None
    questions: Sequence[SavedQuestion]
    corpus: Path | None


def materials_of(place: Path, organisation: str = "") -> Materials:
    """What lies in a folder; a file is one of saved questions. For `organisation` see read_saved_questions.

    Raises EvaluationError when there is nothing to measure with, QuestionError when a line cannot be meant.
    """
    if place.is_file():
        return Materials(None, read_saved_questions(place, organisation), None)
    if not place.is_dir():
        raise EvaluationError(f"{place} does not exist. Name a folder with {QUERIES} and {QRELS[0]}, or {QUESTIONS}.")
    asked = (place / QUESTIONS).is_file()
    collected = any((place / name).is_file() for name in (QUERIES, *QRELS))
    if not asked and not collected:
        raise EvaluationError(
            f"{place} holds nothing to measure with. Put {QUERIES} and {QRELS[0]} there, or {QUESTIONS}."
        )
    collection = read_collection(place) if collected else None
    questions = read_saved_questions(place / QUESTIONS, organisation) if asked else ()
    return Materials(collection, questions, place / BEIR_NAME if (place / BEIR_NAME).is_file() else None)
