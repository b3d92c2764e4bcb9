"""Files of questions: `search --queries` and `ask --queries`."""

import json
from pathlib import Path

import pytest

from tests.assistant.cli.commands import assistant, refused, rows_of


def test_batches_write_a_line_for_each_question(library: Path, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    rows = [
        {"_id": "1", "text": "fair share of funding"},
        {"_id": "2", "text": "why?", "history": [["user", "funding"]]},
    ]
    questions.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert assistant("search", "--queries", questions, "--run", tmp_path / "run", "--index", library).returncode == 0
    assert (
        assistant("ask", "--queries", questions, "--answers", tmp_path / "answers", "--index", library).returncode == 0
    )
    run, answers = rows_of(tmp_path / "run"), rows_of(tmp_path / "answers")
    assert [row["_id"] for row in run] == [row["_id"] for row in answers] == ["1", "2"]
    assert run[0]["hits"][0].keys() == {"document", "start", "end", "page", "score"}
    assert answers[0].keys() == {"_id", "status", "confidence", "text", "citations"}
    assert run[0].keys() == {"_id", "hits"}
    assert answers[1]["understood"]["about"] == run[1]["understood"]["about"] == "funding"


def test_lines_of_a_batch_may_carry_filters(library: Path, tmp_path: Path) -> None:
    rows = [
        {"_id": "1", "text": "funding"},
        {"_id": "2", "text": "funding", "filters": {"since": "2022"}},
        {"_id": "3", "text": "funding", "filters": {"topic": ["Funding"], "publisher": "EAEA", "until": "2021"}},
        {"_id": "4", "text": "funding in 2020"},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    batch = ("search", "--queries", tmp_path / "in.jsonl", "--run", tmp_path / "run", "--index", library)
    assert assistant(*batch, "--until", "2020").returncode == 0
    rows = rows_of(tmp_path / "run")
    assert [len(row["hits"]) for row in rows] == [0, 0, 1, 0]
    assert rows[1]["nothing"].startswith("No document passes the filters (since 2022; until 2020).")
    assert "nothing" not in rows[2]
    assert assistant(*batch, "--all-years").returncode == 0
    assert [len(row["hits"]) for row in rows_of(tmp_path / "run")] == [1, 0, 1, 1]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"_id": "1", "text": "x", "filters": {"year": "2019"}}',
        '{"_id": "1", "text": "x", "filters": [1]}',
        '{"_id": 1}',
        '{"_id": "1", "text": ""}',
        '{"_id": "1", "text": "' + "x" * 2000 + '"}',
    ],
)
def test_a_bad_line_of_a_batch_is_named_and_nothing_is_written(library: Path, tmp_path: Path, line: str) -> None:
    (tmp_path / "in.jsonl").write_text('{"_id": "0", "text": "funding"}\n' + line, encoding="utf-8")
    run = assistant("search", "--queries", tmp_path / "in.jsonl", "--run", tmp_path / "run", "--index", library)
    assert "in.jsonl, line 2" in refused(run)
    assert not (tmp_path / "run").exists()
