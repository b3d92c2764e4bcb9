"""`assistant evaluate` as a person meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.assistant.cli.commands import assistant, refused
from tests.assistant.cli.saved_folder import PRISON, lines
from tests.conftest import write_files


def test_a_collection_is_measured_on_an_index_of_its_own(tmp_path: Path) -> None:
    corpus = [
        {"_id": "d 1", "title": "", "text": "Funding for adult education."},
        {"_id": "d2", "title": "", "text": "Prison."},
    ]
    files = {
        "corpus.jsonl": lines(corpus) + "{\n",
        "queries.jsonl": lines([{"_id": "q/1", "text": "adult education funding"}]),
        "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq/1\td 1\t1\nlost\td2\t1\n",
    }  # fmt: skip
    folder = write_files(tmp_path / "small", files)
    run = assistant("evaluate", "small", "--json", "--runs", "runs", cwd=tmp_path)
    told = json.loads(run.stdout)
    assert (run.returncode, told["index"], told["questions"]) == (0, None, None)
    assert told["retrieval"]["queries"] == 1
    assert told["retrieval"]["measures"] == dict.fromkeys(("nDCG@10", "R@100", "RR@10", "Success@1", "Success@5"), 1.0)
    assert told["retrieval"]["notes"] == ["1 of the qrels missing among the queries, left out: lost"]
    assert "corpus.jsonl for this run" in told["notes"][0] and "1 lines of it were not read" in told["notes"][1]
    assert told["written"] == ["runs/small.run", "runs/small.qrels"]
    assert (tmp_path / "runs" / "small.run").read_text(encoding="utf-8").startswith("q/1 Q0 d%201 1 ")
    assert (tmp_path / "runs" / "small.qrels").read_text(encoding="utf-8") == "q/1 0 d%201 1\n"
    assert {path.name for path in tmp_path.iterdir()} == {"small", "runs"}
    assert "nDCG@10    1.000" in assistant("evaluate", folder).stdout


def test_saved_questions_are_judged_on_the_index_of_the_settings(place: Path) -> None:
    write_files(place / "posts", {"prison.txt": PRISON})
    assert assistant("sync", cwd=place).returncode == 0
    run = assistant("evaluate", cwd=place)
    assert run.returncode == 0
    assert "Saved questions: 1 of 2 right" in run.stdout
    assert "wrong     Which books should prison libraries lend?  (prison)" in run.stdout
    assert "expected  not_found\n  came      answered" in run.stdout
    told = json.loads(assistant("evaluate", "questions.jsonl", "--json", cwd=place).stdout)
    assert (told["index"], told["retrieval"]) == (str(place / "my.library"), None)
    assert [one["_id"] for one in told["questions"]["wrong"]] == ["prison"]
    assert told["questions"]["calibration"]["answers"] == 2


def test_what_cannot_be_measured_is_told_in_a_sentence(place: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds nothing to measure with" in refused(assistant("evaluate", tmp_path / "empty"))
    assert "Name a folder to measure with" in refused(assistant("evaluate", cwd=tmp_path / "empty"))
    assert "There is no index in" in refused(assistant("evaluate", cwd=place))
    assert "--runs needs a test collection" in refused(assistant("evaluate", "--runs", "runs", cwd=place))
    assert not (place / "runs").exists()


def test_asking_does_not_import_what_measures(place: Path) -> None:
    code = (
        "import sys; from assistant import cli; sys.argv = ['assistant', 'ask', 'funding']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "assert not {'ir_measures', 'pytrec_eval', 'scipy'} & sys.modules.keys()"
    )
    assert assistant("sync", cwd=place).returncode == 0
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "HF_HUB_OFFLINE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=place, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
