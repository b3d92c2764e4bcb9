"""Saved questions asked again after a sync: which are answered differently than by the generation before.

What came of it is kept with the report of the sync, the answers beside the index (assistant.evaluation.kept_answers).
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.evaluation.judging import faults_of
from assistant.evaluation.kept_answers import Answers, Given, kept_answers, status_named
from assistant.evaluation.saved_questions import SavedQuestion
from assistant.library import Edition
from corpus.errors import NoReport, StorageError, UserError
from index.reports.report import Report


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that is answered differently; `right` says whether as expected, None where nothing is expected."""

    id: str
    text: str
    was: Given
    now: Given
    right: bool | None

    @property
    def gone(self) -> tuple[tuple[str, str], ...]:
        """The (document, sentence) pairs that are no longer cited."""
        return tuple(pair for pair in self.was.cited if pair not in self.now.cited)

    @property
    def come(self) -> tuple[tuple[str, str], ...]:
        """Those that are cited now and were not."""
        return tuple(pair for pair in self.now.cited if pair not in self.was.cited)

    def as_record(self) -> dict[str, Any]:
        """The question in JSON."""
        was, now = self.was.as_record(), self.now.as_record()
        return {"_id": self.id, "text": self.text, "was": was, "now": now, "right": self.right}


@dataclass(frozen=True, slots=True)
class Rerun:
    """What asking again brought: nothing `asked` where nothing was due. `new` were never asked before.

    `problem` says why questions could not be asked or compared.
    """

    asked: int = 0
    new: int = 0
    changed: tuple[Changed, ...] = ()
    problem: str = ""

    def as_record(self) -> dict[str, Any]:
        """What came of it in JSON; its form is in docs/api.md."""
        changed = [one.as_record() for one in self.changed]
        return {"asked": self.asked, "new": self.new, "changed": changed, "problem": self.problem}


def rerun_of(report: Report) -> Rerun | None:
    """What a report tells of saved questions; None where they were not asked. Raises NoReport when it is damaged."""
    record = report.saved_questions
    if record is None:
        return None
    try:
        changed = tuple(_changed(one) for one in record["changed"])
        return Rerun(int(record["asked"]), int(record["new"]), changed, str(record["problem"]))
    except (ValueError, KeyError, TypeError):
        told = f"What the report of {report.finished} tells of saved questions is damaged."
        raise NoReport(f"{told} `assistant report --back 1` shows the one before.") from None


def ask_again(
    questions: Sequence[SavedQuestion], before: Answers, generation: str, open_edition: Callable[[], Edition]
) -> tuple[Rerun, Answers]:
    """Ask every question, when the generation is another one than before or some question was never asked: what came of
    it, and the answers to be kept, which are those of before where nothing was due.
    """
    asked = {question.id: _digest(question) for question in questions}
    known = {name: given for name, given in before.given.items() if asked.get(name) == given.asked}
    if before.generation == generation and len(known) == len(asked):
        return Rerun(), before
    edition = open_edition()
    now = {question.id: edition.answerer.answer(question.query(edition.today)) for question in questions}
    given = {name: _given(asked[name], answer) for name, answer in now.items()}
    changed = tuple(
        Changed(one.id, one.text, known[one.id], given[one.id], _is_right(one, now[one.id]))
        for one in questions
        if one.id in known and known[one.id] != given[one.id]
    )
    return Rerun(len(asked), len(asked) - len(known), changed), Answers(generation, given)


def after_sync(
    library: Path, read: Callable[[], Sequence[SavedQuestion]], generation: str, open_edition: Callable[[], Edition]
) -> tuple[Rerun, Answers]:
    """Ask saved questions after a sync, which has succeeded whatever becomes of them: trouble is told in the result and
    not raised. Nothing is kept yet.
    """
    problem, before = "", Answers()
    try:
        before = kept_answers(library)
    except StorageError as error:
        problem = str(error)
    try:
        told, answers = ask_again(read(), before, generation, open_edition)
    except UserError as error:
        return Rerun(problem=str(error)), before
    return replace(told, problem=problem), answers


def _digest(question: SavedQuestion) -> str:
    told = [question.text, question.history, asdict(question.filters), question.asked_on]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _given(asked: str, answer: Answer) -> Given:
    cited = {(citation.document.id, " ".join(citation.quote.split())) for citation in answer.citations}
    return Given(asked, answer.status, tuple(sorted(cited)))


def _changed(record: Mapping[str, Any]) -> Changed:
    was, now = (_given_record(record[name]) for name in ("was", "now"))
    right = record["right"]
    return Changed(str(record["_id"]), str(record["text"]), was, now, None if right is None else bool(right))


def _given_record(record: Mapping[str, Any]) -> Given:
    """An answer as a report has it; it does not say what was asked."""
    cited = tuple((str(one["document"]), str(one["quote"])) for one in record["citations"])
    return Given("", status_named(record["status"]), cited)


def _is_right(question: SavedQuestion, answer: Answer) -> bool | None:
    return None if question.expected is None else not faults_of(answer, question.expected)
