"""Saved questions asked again after a sync: which are answered differently than by the generation before.

The answers are kept in `DIR/saved_answers.json`, beside the index and not in a generation: a generation is sealed
before it can be asked, and its answers depend on the questions too, which change without it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from assistant.answer import Answer, Status
from assistant.evaluation.expectations import STATUSES
from assistant.evaluation.judging import faults_of
from assistant.evaluation.saved_questions import SavedQuestion
from assistant.library import Edition
from corpus.errors import StorageError, UserError

FILE = "saved_answers.json"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is compared: its status and the (document, sentence) pairs that it cites, sorted.

    `asked` is the digest of all that is asked: the question, its history, filters and day; under another one it is
    another question.
    """

    asked: str
    status: Status
    cited: tuple[tuple[str, str], ...]

    def as_record(self) -> dict[str, Any]:
        """The answer in JSON."""
        return {"status": self.status, "citations": [{"document": name, "quote": quote} for name, quote in self.cited]}


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one generation by the ids of their questions."""

    generation: str = ""
    given: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that is answered differently; `right` says whether as expected, None where nothing is expected."""

    id: str
    text: str
    was: Given
    now: Given
    right: bool | None


@dataclass(frozen=True, slots=True)
class Rerun:
    """What asking again brought: nothing `asked` where nothing was due. `new` were never asked before.

    `problem` says why questions could not be asked or compared.
    """

    answers: Answers = Answers()
    new: int = 0
    changed: tuple[Changed, ...] = ()
    problem: str = ""

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return len(self.answers.given)

    def as_record(self) -> dict[str, Any]:
        """What came of it in JSON; its form is in docs/api.md."""
        changed = [
            {
                "_id": one.id,
                "text": one.text,
                "was": one.was.as_record(),
                "now": one.now.as_record(),
                "right": one.right,
            }
            for one in self.changed
        ]
        return {"asked": self.asked, "new": self.new, "changed": changed, "problem": self.problem}


def ask_again(
    questions: Sequence[SavedQuestion], before: Answers, generation: str, open_edition: Callable[[], Edition]
) -> Rerun:
    """Ask every question, when the generation is another one than before or some question was never asked."""
    asked = {question.id: _digest(question) for question in questions}
    known = {name: given for name, given in before.given.items() if asked.get(name) == given.asked}
    if before.generation == generation and len(known) == len(asked):
        return Rerun()
    edition = open_edition()
    now = {question.id: edition.answerer.answer(question.query(edition.today)) for question in questions}
    given = {name: _given(asked[name], answer) for name, answer in now.items()}
    changed = tuple(
        Changed(one.id, one.text, known[one.id], given[one.id], _is_right(one, now[one.id]))
        for one in questions
        if one.id in known and known[one.id] != given[one.id]
    )
    return Rerun(Answers(generation, given), len(asked) - len(known), changed)


def after_sync(
    library: Path, read: Callable[[], Sequence[SavedQuestion]], generation: str, open_edition: Callable[[], Edition]
) -> Rerun:
    """Ask saved questions after a sync, which has succeeded whatever becomes of them: trouble is told in the result and
    not raised. Nothing is kept yet.
    """
    problem, before = "", Answers()
    try:
        before = kept_answers(library)
    except StorageError as error:
        problem = str(error)
    try:
        again = ask_again(read(), before, generation, open_edition)
    except UserError as error:
        return Rerun(problem=str(error))
    return replace(again, problem=problem)


def kept_answers(library: Path) -> Answers:
    """The answers that were kept last; none where no question was ever asked.

    Raises StorageError when they cannot be read or are damaged.
    """
    path = library / FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        given = {name: _from_record(record) for name, record in told["given"].items()}
        return Answers(str(told["generation"]), given)
    except FileNotFoundError:
        return Answers()
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}. Give this user read permission.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StorageError(f"{path} is damaged. The answers are kept anew; the next sync compares with them.") from None


def keep_answers(library: Path, answers: Answers) -> None:
    """Write the answers for the next sync to compare with, whole or not at all. Raises StorageError."""
    given = {name: asdict(one) for name, one in answers.given.items()}
    unfinished = library / f"{FILE}.{os.getpid()}.part"  # two syncs may end at the same time
    try:
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                json.dump({"generation": answers.generation, "given": given}, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(library / FILE)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"The answers to the saved questions could not be kept in {library}: {error.strerror or error}. "
            "The index is not affected; mend that, and the next sync asks them again."
        ) from None


def _digest(question: SavedQuestion) -> str:
    told = [question.text, question.history, asdict(question.filters), question.asked_on]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _given(asked: str, answer: Answer) -> Given:
    cited = {(citation.document.id, " ".join(citation.quote.split())) for citation in answer.citations}
    return Given(asked, answer.status, tuple(sorted(cited)))


def _from_record(record: dict[str, Any]) -> Given:
    status = record["status"]
    if status not in STATUSES:
        raise ValueError(f"{status} is no status")
    cited = tuple((str(name), str(quote)) for name, quote in record["cited"])
    return Given(str(record["asked"]), cast(Status, status), cited)


def _is_right(question: SavedQuestion, answer: Answer) -> bool | None:
    return None if question.expected is None else not faults_of(answer, question.expected)
