"""Saved questions after a sync: what is asked, what is told, what is kept."""

import json
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.evaluation.kept_answers import FILE, Answers, keep_answers, kept_answers
from assistant.evaluation.rerun import Rerun, after_sync, rerun_of
from assistant.evaluation.rerun_text import rerun_lines
from assistant.evaluation.saved_questions import read_saved_questions
from assistant.library import Edition
from corpus.errors import NoLibrary, NoReport, StorageError
from index.reports.report import Report
from tests.assistant.evaluation.given import Scripted, answer_of

BEFORE = {"one": answer_of(("a", "A."), ("b", "B\nb.")), "two": answer_of(), "three": answer_of(("c", "C."))}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library"
    path.mkdir()
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    rows = [{"_id": "1", "text": "one", "documents": ["a"]}, {"_id": "2", "text": "two"}, {"_id": "3", "text": "three"}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def asked(library: Path, questions: Path, generation: str, answers: Scripted) -> Rerun:
    """One sync's worth: asked, told, kept."""
    read = partial(read_saved_questions, questions)
    told, given = after_sync(library, read, generation, lambda: cast(Edition, answers))
    if told.asked:
        keep_answers(library, given)
    return told


def test_the_first_time_answers_are_kept_and_nothing_is_compared(library: Path, questions: Path) -> None:
    told = asked(library, questions, "000001", Scripted(BEFORE))
    assert (told.asked, told.new, told.changed, told.problem) == (3, 3, (), "")
    assert kept_answers(library).generation == "000001"
    assert kept_answers(library).given["1"].cited == (("a", "A."), ("b", "B b."))
    assert list(rerun_lines(told)) == ["3 saved questions were asked for the first time; the next sync compares."]


def test_a_generation_that_was_asked_is_not_asked_again(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    answerer = Scripted(BEFORE)
    told = asked(library, questions, "000001", answerer)
    assert (told, answerer.asked, list(rerun_lines(told))) == (Rerun(), [], [])


def test_the_same_answers_in_another_order_are_the_same(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    told = asked(library, questions, "000002", Scripted(BEFORE | {"one": answer_of(("b", "B b."), ("a", "A."))}))
    assert (told.asked, told.new, told.changed) == (3, 0, ())
    assert list(rerun_lines(told)) == ["3 saved questions are answered as before."]
    assert kept_answers(library).generation == "000002"


def test_what_is_answered_differently_is_told_with_old_and_new(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    now = {"one": answer_of(("b", "B b."), ("d", "A.")), "two": answer_of(("e", "E.")), "three": BEFORE["three"]}
    told = asked(library, questions, "000002", Scripted(now))
    assert [(one.id, one.right) for one in told.changed] == [("1", False), ("2", None)]
    assert list(rerun_lines(told)) == [
        "2 of 3 saved questions are answered differently:",
        "  one  (1)",
        "    answered -> answered, not as expected",
        "    - “A.” (a)",
        "    + “A.” (d)",
        "  two  (2)",
        "    not_found -> answered",
        "    + “E.” (e)",
    ]
    assert told.as_record()["changed"][1] == {
        "_id": "2",
        "text": "two",
        "was": {"status": "not_found", "citations": []},
        "now": {"status": "answered", "citations": [{"document": "e", "quote": "E."}]},
        "right": None,
    }


def test_a_question_that_is_new_or_says_something_else_is_not_compared(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    rows = [{"_id": "1", "text": "one", "since": "2020"}, {"_id": "2", "text": "two"}, {"_id": "4", "text": "three"}]
    questions.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = asked(library, questions, "000001", Scripted(BEFORE | {"one": answer_of(("d", "D."))}))
    assert (told.asked, told.new, told.changed) == (3, 2, ())
    assert kept_answers(library).given.keys() == {"1", "2", "4"}


def test_years_are_read_as_the_page_reads_them(library: Path, questions: Path) -> None:
    rows = [
        {"_id": "today", "text": "one in 2026", "tags": ["x"]},
        {"_id": "then", "text": "one in 2026", "asked_on": "2025-01-01"},
    ]
    questions.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    answerer = Scripted({"one in 2026": answer_of()})
    asked(library, questions, "000001", answerer)
    assert [query.text for query in answerer.asked] == ["one", "one in 2026"]
    undated = Scripted({"one in 2026": answer_of()}, today=None)
    asked(library, questions, "000002", undated)
    assert [query.text for query in undated.asked] == ["one in 2026", "one in 2026"]


def test_another_day_of_asking_makes_another_question(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    questions.write_text("\n".join(json.dumps(row | {"asked_on": "2020-01-01"}) for row in rows), encoding="utf-8")
    assert asked(library, questions, "000001", Scripted(BEFORE)).new == 3


def test_a_file_that_cannot_be_read_keeps_what_to_compare_with(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    good = questions.read_text(encoding="utf-8")
    for bad, why in (("{\n", "line 1: is no JSON"), ("", "holds no question")):
        questions.write_text(bad, encoding="utf-8")
        told = asked(library, questions, "000002", Scripted(BEFORE))
        assert told.asked == 0 and why in told.problem
        assert why in next(rerun_lines(told))
    questions.write_text(good, encoding="utf-8")
    told = asked(library, questions, "000002", Scripted(BEFORE | {"two": answer_of(("e", "E."))}))
    assert [one.id for one in told.changed] == ["2"]


def test_an_index_that_cannot_be_opened_is_told(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))

    def closed() -> Edition:
        raise NoLibrary("There is no index.")

    told, answers = after_sync(library, partial(read_saved_questions, questions), "000002", closed)
    assert told == Rerun(problem="There is no index.")
    assert answers == kept_answers(library)


def reported(record: dict[str, Any] | None) -> Report:
    return Report((), "000002", True, 0, 0, 0, 0.0, finished="2026-11-25T03:30:00+00:00", saved_questions=record)


def test_what_was_told_is_read_again_from_a_report(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    told = asked(library, questions, "000002", Scripted(BEFORE | {"one": answer_of(("d", "A."))}))
    again = rerun_of(reported(json.loads(json.dumps(told.as_record()))))
    assert again and again.as_record() == told.as_record()
    assert list(rerun_lines(again)) == list(rerun_lines(told))
    assert (again.changed[0].gone, again.changed[0].come) == ((("a", "A."), ("b", "B b.")), (("d", "A."),))
    assert rerun_of(reported(None)) is None


@pytest.mark.parametrize("damage", [{}, {"changed": 3}, {"asked": 1, "new": 0, "changed": [{"was": 1}], "problem": ""}])
def test_a_report_that_tells_nonsense_of_them_is_told(damage: dict[str, Any]) -> None:
    with pytest.raises(NoReport, match="saved questions is damaged"):
        rerun_of(reported(damage))


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"generation": "1"}', '{"generation": "1", "given": {"1": {}}}', "\udcff"]
)
def test_damaged_answers_are_told_once_and_kept_anew(library: Path, questions: Path, damage: str) -> None:
    (library / FILE).write_bytes(damage.encode(errors="surrogateescape"))
    told = asked(library, questions, "000001", Scripted(BEFORE))
    assert f"{FILE} is damaged" in told.problem and told.new == 3
    assert asked(library, questions, "000001", Scripted(BEFORE)) == Rerun()


def test_answers_that_cannot_be_kept_leave_the_old_ones(library: Path, questions: Path) -> None:
    asked(library, questions, "000001", Scripted(BEFORE))
    kept = kept_answers(library)
    (library / FILE).rename(library / "aside")
    (library / FILE).mkdir()  # no file takes the place of a folder, whoever asks
    with pytest.raises(StorageError, match="The index is not affected"):
        keep_answers(library, Answers("000002", kept.given))
    assert {path.name for path in library.iterdir()} == {FILE, "aside"}
