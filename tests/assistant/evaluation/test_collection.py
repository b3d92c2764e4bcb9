"""Test collections as they lie in folders, and what of them cannot be used."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.evaluation.collection import read_collection
from assistant.evaluation.materials import materials_of
from corpus.errors import EvaluationError, UserError
from index.query import Turn
from tests.conftest import write_files

QUERY = '{"_id": "q1", "text": "one"}\n'


def test_with_a_head_line_or_without_in_either_place(tmp_path: Path) -> None:
    for name, qrels in {
        "qrels.tsv": "query-id\tcorpus-id\tscore\nq1\td 1\t2\n",
        "qrels/test.tsv": "q1\td 1\t2\r\n\r\n",
    }.items():
        folder = write_files(tmp_path / name.replace("/", "-"), {"queries.jsonl": QUERY, name: qrels})
        told = read_collection(folder)
        assert (told.qrels, told.notes) == ({"q1": {"d 1": 2}}, ())


def test_what_was_said_before_goes_with_a_query(tmp_path: Path) -> None:
    row = {"_id": "q1", "text": "and its cost?", "history": [["user", "Learning accounts?"], ["agent", "Yes."]]}
    folder = write_files(tmp_path, {"queries.jsonl": json.dumps(row), "qrels.tsv": "q1\td1\t1\n"})
    assert read_collection(folder).queries["q1"].said == (Turn("user", "Learning accounts?"), Turn("agent", "Yes."))


def test_what_does_not_fit_together_is_left_out_and_told(tmp_path: Path) -> None:
    queries = "".join(f'{{"_id": "q{number}", "text": "x"}}\n' for number in (1, 2, 3))
    qrels = "q1\td1\t1\nq1\td2\t0\nq3\td1\t0\n" + "".join(f"lost{number}\td1\t1\n" for number in range(5))
    told = read_collection(write_files(tmp_path, {"queries.jsonl": queries, "qrels.tsv": qrels}))
    assert (list(told.queries), told.qrels) == (["q1"], {"q1": {"d1": 1, "d2": 0}})
    assert told.judged_documents() == {"d1"}
    assert told.notes == (
        "5 of the qrels missing among the queries, left out: lost0, lost1, lost2, ...",
        "1 of the queries missing in the qrels, left out: q2",
        "1 of the queries without a relevant document, left out: q3",
    )


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "holds nothing to measure with"),
        ({"queries.jsonl": QUERY}, "holds neither qrels.tsv nor qrels/test.tsv"),
        ({"qrels.tsv": "q1\td1\t1\n"}, "queries.jsonl does not exist"),
        ({"queries.jsonl": "", "qrels.tsv": "q1\td1\t1\n"}, "holds no query"),
        ({"queries.jsonl": QUERY, "qrels.tsv": "query-id\tcorpus-id\tscore\n"}, "holds no judgement"),
        ({"queries.jsonl": QUERY, "qrels.tsv": "q2\td1\t1\n"}, "No query of"),
        ({"queries.jsonl": QUERY + "{\n", "qrels.tsv": "q1\td1\t1\n"}, "queries.jsonl, line 2 is no JSON"),
        ({"queries.jsonl": QUERY + QUERY, "qrels.tsv": "q1\td1\t1\n"}, '"_id" q1 comes twice'),
        ({"queries.jsonl": '{"_id": 1, "text": "x"}', "qrels.tsv": "1\td1\t1\n"}, '"_id" 1 is no text'),
        ({"queries.jsonl": QUERY, "qrels.tsv": "q1 0 d1 1\n"}, "qrels.tsv, line 1 is not query"),
        ({"queries.jsonl": QUERY, "qrels.tsv": "q1\td1\thigh\n"}, "line 1 is not query"),
        ({"queries.jsonl": QUERY, "qrels.tsv": "q1\td1\t1\nq1\td2\t0.5\n"}, "line 2 is not query"),
        ({"queries.jsonl": QUERY, "qrels.tsv": "q1\td1\tinf\n"}, "line 1 is not query"),
        ({"queries.jsonl": QUERY, "qrels.tsv": "q1\t\t1\n"}, "line 1 is not query"),
        ({"queries.jsonl": QUERY, "qrels.tsv": "q1\td1\t1\nq1\td1\t2\n"}, "line 2 judges d1 for q1 anew"),
        ({"queries.jsonl": QUERY, "qrels.tsv": b"q1\td\xff\t1\n"}, "not UTF-8"),
        ({"questions.jsonl": "{\n"}, "questions.jsonl, line 1: is no JSON"),
    ],
)
def test_folders_that_cannot_be_used(tmp_path: Path, files: Mapping[str, str | bytes], told: str) -> None:
    with pytest.raises(UserError) as error:
        materials_of(write_files(tmp_path, files))
    assert told in str(error.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="does not exist"):
        materials_of(tmp_path / "none")


def test_a_folder_may_hold_both_and_a_file_is_one_of_saved_questions(tmp_path: Path) -> None:
    files = {"queries.jsonl": QUERY, "qrels.tsv": "q1\td1\t1\n", "questions.jsonl": QUERY, "corpus.jsonl": ""}
    both = materials_of(write_files(tmp_path, files))
    assert both.collection and [one.id for one in both.questions] == ["q1"]
    assert both.corpus == tmp_path / "corpus.jsonl"
    alone = materials_of(tmp_path / "questions.jsonl")
    assert (alone.collection, len(alone.questions), alone.corpus) == (None, 1, None)
