"""Saved questions: what people ask, and what they expect to be told. JSON lines, one question a line::

    {"_id": "ila-2016", "text": "What did EAEA say about learning accounts in 2016?", "tags": ["year"],
     "documents": ["statements/2016-learning-accounts.pdf"],
     "sentences": ["Individual learning accounts should not be introduced as a European instrument."]}
    {"_id": "brexit", "text": "What did EAEA say about Brexit?", "status": "not_found"}

`_id` and `text` must be there; all else may be:

- `history`: what was said before, [["user", "..."], ["agent", "..."]];
- `since`, `until` (a year or a day), `kinds`, `languages`, `topics`, `statuses`, `publishers` (lists): the filters;
- `asked_on`: the day on which it is asked, else today: a year in it narrows, unless it lies ahead of that day;
- `tags`: by which right answers are counted;
- `status`: what the answer must be: "answered", "not_found", "mentioned_only" or "unclear_question";
- `documents`, `sentences`: ids that must all be cited, and whole sentences that must all be quoted. In the place of one
  may stand a list of those of which one is enough; in the place of a sentence, {"document": "...", "sentence": "..."}
  where it must be quoted from that document. They expect the status "answered";
- `not_first`: sentences that must not be quoted before the first of `sentences`, since somebody else says them or they
  were replaced;
- `note`: for people, not read.

A question without `status`, `documents` and `sentences` expects nothing: it is asked, and not judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conversation import query_of
from assistant.evaluation.expectations import Expected, expected_of, texts_of
from assistant.filtering import LISTS, filters_told
from corpus.errors import QuestionError
from corpus.parsing import parse_json
from corpus.sources.item import storable
from index.query import Filters, Query, Turn

KEYS = (
    "_id", "text", "history", "since", "until", *LISTS.values(), "asked_on", "tags", "status", "documents", "sentences",
    "not_first", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question that is asked again and again; `expected` is None where it is not judged, `asked_on` where the day is
    that of asking.
    """

    id: str
    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    asked_on: date | None = None
    tags: tuple[str, ...] = ()
    expected: Expected | None = None

    def query(self, today: date | None) -> Query:
        """The question as the page understands it. `today` is None for a library that knows few dates: years in the
        question then stay words, whatever the day.
        """
        return query_of(self.text, self.history, self.filters, (self.asked_on or today) if today else None)


def read_saved_questions(path: Path, organisation: str = "") -> tuple[SavedQuestion, ...]:
    """The questions of a file, in its order; as publisher, the organisation's name stands for the organisation itself.

    Raises QuestionError when it cannot be read, holds none, or has a line that is none, which is named.
    """
    questions = dict[str, SavedQuestion]()
    for number, line in _lines(path):
        try:
            question = question_of(_row(line), organisation)
            if question.id in questions:
                raise QuestionError(f'"_id" {question.id} comes twice. Give each question its own.')
        except QuestionError as error:
            raise QuestionError(f"{path}, line {number}: {error}") from None
        questions[question.id] = question
    if not questions:
        raise QuestionError(f'{path} holds no question. Write one a line: {{"_id": "...", "text": "..."}}.')
    return tuple(questions.values())


def question_of(row: dict[str, Any], organisation: str = "") -> SavedQuestion:
    """The question of one line's object. Raises QuestionError saying what cannot be meant."""
    unknown = [key for key in row if key not in KEYS]
    if unknown:
        raise QuestionError(f'a saved question has no "{unknown[0]}"; it has {", ".join(KEYS)}.')
    name, text = _text(row, "_id"), " ".join(_text(row, "text").split())
    narrowing: dict[str, object] = {key: _text(row, key) for key in ("since", "until") if key in row}
    narrowing |= {filter_: texts_of(row[key], key) for filter_, key in LISTS.items() if key in row}
    question = SavedQuestion(
        name,
        text,
        tuple(_turns(row)),
        filters_told(narrowing, organisation),
        _day(row),
        texts_of(row.get("tags", []), "tags"),
        expected_of(row),
    )
    question.query(None)  # raises here, where the line is known
    return question


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
        row = parse_json(line)
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


def _day(row: dict[str, Any]) -> date | None:
    if "asked_on" not in row:
        return None
    try:
        return date.fromisoformat(_text(row, "asked_on"))
    except ValueError:
        raise QuestionError('"asked_on" must be a day, such as "2026-11-25".') from None


def _turns(row: dict[str, Any]) -> list[Turn]:
    try:
        turns = [Turn("user" if who == "user" else "agent", text) for who, text in row.get("history") or []]
        if all(isinstance(turn.text, str) and storable(turn.text) for turn in turns):
            return turns
    except (TypeError, ValueError):
        pass  # no list of pairs
    raise QuestionError('"history" must be a list of [speaker, text].')
