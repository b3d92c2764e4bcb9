"""Saved questions after `assistant sync`, as a person meets them."""

import json
from pathlib import Path

import pytest

from tests.assistant.cli.commands import assistant
from tests.assistant.cli.saved_folder import ASKED, PRISON, lines
from tests.conftest import write_files


def test_a_sync_tells_which_saved_questions_it_changed_the_answers_of(place: Path) -> None:
    first = assistant("sync", cwd=place)
    assert first.returncode == 0
    assert "2 saved questions were asked for the first time" in first.stdout
    assert "saved question" not in assistant("sync", cwd=place).stdout
    write_files(place / "posts", {"prison.txt": PRISON})
    second = assistant("sync", cwd=place)
    assert second.returncode == 0
    assert "1 of 2 saved questions are answered differently:" in second.stdout
    assert "not_found -> answered, not as expected" in second.stdout
    assert "+ “Prison libraries should lend every book that a prisoner asks for.” (prison.txt)" in second.stdout
    shown = assistant("report", cwd=place).stdout
    assert "not_found -> answered, not as expected" in shown
    (place / "posts" / "prison.txt").unlink()
    told = json.loads(assistant("sync", "--json", cwd=place).stdout)["saved_questions"]
    assert (told["asked"], told["new"], told["problem"]) == (2, 0, "")
    (changed,) = told["changed"]
    assert (changed["_id"], changed["was"]["status"], changed["now"]["status"]) == ("prison", "answered", "not_found")
    assert changed["right"] is True
    assert json.loads(assistant("report", "--json", cwd=place).stdout)["saved_questions"] == told
    assert "answered → not found, as expected" in page_of(place)
    assert "asked for the first time" in assistant("report", "--back", 2, cwd=place).stdout


def page_of(place: Path) -> str:
    assert assistant("report", "--page", "report.html", cwd=place).returncode == 0
    return (place / "report.html").read_text(encoding="utf-8")


def test_answers_that_change_without_a_change_of_the_library_are_kept_too(place: Path) -> None:
    """A question is new, so all are asked: another vocabulary has another answer to an old one."""
    assert assistant("sync", cwd=place).returncode == 0
    kept = json.loads((place / "my.library" / "saved_answers.json").read_text(encoding="utf-8"))
    kept["given"]["funding"]["cited"] = [["gone.txt", "We said so."]]
    (place / "my.library" / "saved_answers.json").write_text(json.dumps(kept), encoding="utf-8")
    more = {"_id": "new", "text": "What about funding?"}
    (place / "questions.jsonl").write_text(lines([*ASKED, more]), encoding="utf-8")
    assert "Nothing changed" in assistant("sync", cwd=place).stdout
    assert "- “We said so.” (gone.txt)" in assistant("report", cwd=place).stdout
    assert "saved question" not in assistant("sync", cwd=place).stdout
    assert "- “We said so.” (gone.txt)" in assistant("report", cwd=place).stdout


@pytest.mark.parametrize(("questions", "told"), [(None, "do not exist"), ("{\n", "line 1: is no JSON")])
def test_questions_that_cannot_be_read_fail_no_sync_and_are_told(place: Path, questions: str | None, told: str) -> None:
    (place / "questions.jsonl").unlink()
    if questions:
        (place / "questions.jsonl").write_text(questions, encoding="utf-8")
    run = assistant("sync", "--json", cwd=place)
    assert (run.returncode, run.stderr) == (1, "")
    assert json.loads(run.stdout)["published"]
    assert told in json.loads(run.stdout)["saved_questions"]["problem"]
    assert "fair share" in assistant("ask", "fair share of funding", cwd=place).stdout
    (place / "questions.jsonl").write_text(lines(ASKED), encoding="utf-8")
    mended = assistant("sync", cwd=place)
    assert mended.returncode == 0
    assert "Nothing changed" in mended.stdout and "2 saved questions were asked for the first time" in mended.stdout


def test_without_the_setting_a_sync_has_no_saved_questions(place: Path) -> None:
    (place / "assistant.toml").unlink()
    told = json.loads(assistant("sync", "posts", "--index", "other.library", "--json", cwd=place).stdout)
    assert told["saved_questions"] is None
