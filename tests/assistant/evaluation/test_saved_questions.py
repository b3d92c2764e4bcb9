"""Files of saved questions: what can be told in them, and what is refused by its line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.expectations import Expected, Sentence
from assistant.evaluation.saved_questions import question_of, read_saved_questions
from corpus.errors import QuestionError
from index.library.selection import OWN
from index.query import Filters, Turn


def written(folder: Path, *rows: dict[str, Any] | str, start: str = "") -> Path:
    path = folder / "questions.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text(start + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_all_that_can_be_told_of_a_question(tmp_path: Path) -> None:
    row = {
        "_id": "a", "text": "and  for refugees?", "history": [["user", "Micro-credentials?"], ["agent", "Yes."]],
        "since": "2019", "until": "2021-06-30", "kinds": ["post"], "languages": ["en"], "topics": ["x"],
        "statuses": ["current"], "publishers": ["EAEA", "EUCIS"], "tags": ["plain"], "asked_on": "2026-11-25",
        "documents": ["a.html", ["b.html", "c.html"]], "not_first": ["They say so."], "note": "why",
        "sentences": ["One.", ["Two.", {"document": "d.html", "sentence": "Too."}]],
    }  # fmt: skip
    (question,) = read_saved_questions(written(tmp_path, row), "EAEA")
    assert (question.id, question.text, question.tags) == ("a", "and for refugees?", ("plain",))
    assert question.history == question.query(None).said == (Turn("user", "Micro-credentials?"), Turn("agent", "Yes."))
    assert question.query(None).filters == Filters(
        date(2019, 1, 1), date(2021, 6, 30), ("post",), ("en",), ("x",), ("current",), (OWN, "EAEA", "EUCIS")
    )
    sentences = ((Sentence("One."),), (Sentence("Two."), Sentence("Too.", "d.html")))
    assert question.expected == Expected("answered", (("a.html",), ("b.html", "c.html")), sentences, ("They say so.",))
    kept = ("documents", "sentences", "not_first")
    assert question.expected.as_record() == {"status": "answered"} | {key: row[key] for key in kept}


def test_a_year_is_read_on_the_day_of_asking() -> None:
    today = date(2026, 11, 25)
    question = question_of({"_id": "a", "text": "Funding in 2026?"})
    period = question.query(today).period
    assert period and (period.since, period.until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert question.query(None).period is None
    before = question_of({"_id": "a", "text": "Funding in 2026?", "asked_on": "2025-06-01"})
    assert before.query(today).period is None
    assert before.query(date(2020, 1, 1)).text == "Funding in 2026?"


def test_a_question_may_expect_silence_or_nothing() -> None:
    assert question_of({"_id": "a", "text": "x", "status": "not_found"}).expected == Expected("not_found")
    assert question_of({"_id": "a", "text": "x"}).expected is None


def test_marks_and_blank_lines_of_editors_are_no_lines(tmp_path: Path) -> None:
    path = written(tmp_path, {"_id": "a", "text": "x"}, "", '{"_id": "b", "text": "y"}\r', start="\ufeff")
    assert [question.id for question in read_saved_questions(path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "line 2: is no JSON"),
        ("[]", "line 2: is no JSON object"),
        ({"text": "x"}, 'line 2: "_id" must be there'),
        ({"_id": 7, "text": "x"}, '"_id" must be there and be a text'),
        ('{"_id": "\\ud800", "text": "x"}', '"_id" must be there and be a text'),
        ({"_id": "b"}, '"text" must be there'),
        ({"_id": "b", "text": "x" * 2000}, "line 2: The question has 2,000 characters"),
        ({"_id": "a", "text": "x"}, '"_id" a comes twice'),
        ({"_id": "b", "text": "x", "document": ["a"]}, 'has no "document"; it has _id, text'),
        ({"_id": "b", "text": "x", "since": "last year"}, '"last year" is no date'),
        ({"_id": "b", "text": "x", "kinds": "post"}, '"kinds" must be a list'),
        ({"_id": "b", "text": "x", "tags": "post"}, '"tags" must be a list'),
        ({"_id": "b", "text": "x", "asked_on": "2026"}, '"asked_on" must be a day, such as "2026-11-25"'),
        ({"_id": "b", "text": "x", "not_first": ["One."]}, '"not_first" must not come before "sentences"'),
        ({"_id": "b", "text": "x", "sentences": ["One."], "not_first": [3]}, '"not_first" must be a list'),
        ({"_id": "b", "text": "x", "sentences": [{"sentence": "One."}]}, '"sentences" must be a list of texts'),
        ({"_id": "b", "text": "x", "sentences": [{"document": "", "sentence": "x"}]}, '"sentences" must be a list'),
        ({"_id": "b", "text": "x", "history": [["user"]]}, '"history" must be a list'),
        ({"_id": "b", "text": "x", "history": 3}, '"history" must be a list'),
        ({"_id": "b", "text": "x", "history": [["user", 3]]}, '"history" must be a list'),
        ({"_id": "b", "text": "x", "status": "found"}, '"status" must be one of answered, not_found'),
        ({"_id": "b", "text": "x", "status": "not_found", "documents": ["a"]}, '"not_found" cites nothing'),
        ({"_id": "b", "text": "x", "sentences": "One."}, '"sentences" must be a list'),
        ({"_id": "b", "text": "x", "sentences": [3]}, '"sentences" must be a list of texts'),
        ({"_id": "b", "text": "x", "sentences": [[]]}, 'a list in "sentences" is empty'),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, row: dict[str, Any] | str, told: str) -> None:
    with pytest.raises(QuestionError) as error:
        read_saved_questions(written(tmp_path, {"_id": "a", "text": "x"}, row))
    assert told in str(error.value)
    assert "questions.jsonl, line 2: " in str(error.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="do not exist"):
        read_saved_questions(tmp_path / "none.jsonl")
    with pytest.raises(QuestionError, match="cannot be read"):
        read_saved_questions(tmp_path)
    (tmp_path / "latin.jsonl").write_bytes('{"_id": "a", "text": "é"}'.encode("latin-1"))
    with pytest.raises(QuestionError, match="not UTF-8"):
        read_saved_questions(tmp_path / "latin.jsonl")
    with pytest.raises(QuestionError, match="holds no question"):
        read_saved_questions(written(tmp_path, ""))
