"""Saved questions: what people ask, and what they expect to be told. JSON lines, one question a line::

    {"_id": "ila-2016", "text": "What did EAEA say about learning accounts in 2016?", "until": "2016",
     "documents": ["statements/2016-learning-accounts.pdf"],
     "sentences": ["Individual learning accounts should not be introduced as a European instrument."]}
    {"_id": "brexit", "text": "What did EAEA say about Brexit?", "status": "not_found"}

`_id` and `text` must be there; all else may be:

- `history`: what was said before, [["user", "..."], ["agent", "..."]];
- `since`, `until` (a year or a day), `kinds`, `languages`, `topics`, `statuses` (lists): the filters;
- `status`: what the answer must be: "answered", "not_found", "mentioned_only" or "unclear_question";
- `documents`, `sentences`: ids that must all be cited, and whole sentences that must all be quoted. In the place of one
  may stand a list of those of which one is enough. They expect the status "answered";
- `note`: for people, not read.

A question without `status`, `documents` and `sentences` expects nothing: it is asked, and not judged.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from assistant.answer import Status
from assistant.conversation import query_of
from assistant.dates import first_day, last_day
from corpus.errors import QuestionError
from corpus.sources.item import storable
from index.query import Filters, Query, Turn

LISTS = ("kinds", "languages", "topics", "statuses")
KEYS = ("_id", "text", "history", "since", "until", *LISTS, "status", "documents", "sentences", "note")
STATUSES: tuple[Status, ...] = get_args(Status)

Choice = tuple[str, ...]
"""Texts of which one is enough."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must be: its status, documents that it must cite, sentences that it must quote."""

    status: Status
    documents: tuple[Choice, ...] = ()
    sentences: tuple[Choice, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """What is expected, as a line of saved questions has it."""
        told: dict[str, Any] = {"status": self.status}
        for key, choices in (("documents", self.documents), ("sentences", self.sentences)):
            if choices:
                told[key] = [choice[0] if len(choice) == 1 else list(choice) for choice in choices]
        return told


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question that is asked again and again; `expected` is None where it is not judged."""

    id: str
    query: Query
    expected: Expected | None


def read_saved_questions(path: Path) -> tuple[SavedQuestion, ...]:
    """The questions of a file, in its order.

    Raises QuestionError when it cannot be read, holds none, or has a line that is none, which is named.
    """
    questions = dict[str, SavedQuestion]()
    for number, line in _lines(path):
        try:
            question = question_of(_row(line))
            if question.id in questions:
                raise QuestionError(f'"_id" {question.id} comes twice. Give each question its own.')
        except QuestionError as error:
            raise QuestionError(f"{path}, line {number}: {error}") from None
        questions[question.id] = question
    if not questions:
        raise QuestionError(f'{path} holds no question. Write one a line: {{"_id": "...", "text": "..."}}.')
    return tuple(questions.values())


def question_of(row: dict[str, Any]) -> SavedQuestion:
    """The question of one line's object. Raises QuestionError saying what cannot be meant."""
    unknown = [key for key in row if key not in KEYS]
    if unknown:
        raise QuestionError(f'a saved question has no "{unknown[0]}"; it has {", ".join(KEYS)}.')
    name, text = _text(row, "_id"), _text(row, "text")
    filters = Filters(
        first_day(_text(row, "since")) if "since" in row else None,
        last_day(_text(row, "until")) if "until" in row else None,
        *(_texts(row, key) for key in LISTS),
    )
    return SavedQuestion(name, query_of(text, _turns(row), filters), _expected(row))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """(number, line) of the lines that are not blank; editors may have put a byte order mark before the first."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QuestionError(f"The saved questions {path} do not exist. Check the path.") from None
    except OSError as error:
        raise QuestionError(f"The saved questions {path} cannot be read: {error.strerror}. Check the path.") from None
    except UnicodeDecodeError:
        raise QuestionError(f"The saved questions {path} are not UTF-8. Save the file as UTF-8.") from None
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise QuestionError(f"is no JSON ({error}). Mend or remove the line.") from None
    if not isinstance(row, dict):
        raise QuestionError('is no JSON object with "_id" and "text". Mend or remove the line.')
    return row


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if isinstance(value, str) and value.strip() and storable(value):
        return value
    raise QuestionError(f'"{key}" must be there and be a text in quotes.')


def _texts(row: dict[str, Any], key: str) -> Choice:
    value = row.get(key, [])
    if isinstance(value, list) and all(isinstance(one, str) and one.strip() and storable(one) for one in value):
        return tuple(value)
    raise QuestionError(f'"{key}" must be a list of texts in quotes.')


def _turns(row: dict[str, Any]) -> list[Turn]:
    try:
        turns = [Turn("user" if who == "user" else "agent", text) for who, text in row.get("history") or []]
        if all(isinstance(turn.text, str) and storable(turn.text) for turn in turns):
            return turns
    except (TypeError, ValueError):
        pass  # no list of pairs
    raise QuestionError('"history" must be a list of [speaker, text].')


def _expected(row: dict[str, Any]) -> Expected | None:
    documents, sentences = _choices(row, "documents"), _choices(row, "sentences")
    status = row.get("status", "answered" if documents or sentences else None)
    if status is None:
        return None
    if status not in STATUSES:
        raise QuestionError(f'"status" must be one of {", ".join(STATUSES)}.')
    if (documents or sentences) and status != "answered":
        raise QuestionError(f'an answer that is "{status}" cites nothing: leave out "documents" and "sentences".')
    return Expected(status, documents, sentences)


def _choices(row: dict[str, Any], key: str) -> tuple[Choice, ...]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise QuestionError(f'"{key}" must be a list.')
    choices = [_texts({key: one if isinstance(one, list) else [one]}, key) for one in value]
    if not all(choices):
        raise QuestionError(f'a list in "{key}" is empty.')
    return tuple(choices)
