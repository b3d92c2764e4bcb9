"""The answers to saved questions that the next sync compares with: `DIR/saved_answers.json`, beside the index.

They are not part of a generation: that is sealed before it can be asked, and answers depend on the questions too, which
change without it.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.answer import Status
from assistant.evaluation.expectations import STATUSES
from corpus.errors import StorageError

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


def _from_record(record: dict[str, Any]) -> Given:
    cited = tuple((str(name), str(quote)) for name, quote in record["cited"])
    return Given(str(record["asked"]), status_named(record["status"]), cited)


def status_named(name: object) -> Status:
    """The status of a name. Raises ValueError when there is none."""
    for status in STATUSES:
        if status == name:
            return status
    raise ValueError(f"{name} is no status")
