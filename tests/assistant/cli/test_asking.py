"""`assistant search` and `assistant ask`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.assistant.cli.commands import assistant, refused, rows_of


def test_ask_prints_the_quotation_and_its_source(library: Path) -> None:
    run = assistant("ask", "a fair share of funding?", "--index", library)
    assert "“EAEA calls for a fair share of funding for adult education in every programme.” [1]" in run.stdout
    assert "[1] A fair share; post; 2021-07-12" in run.stdout


def test_ask_as_json_cites_offsets_that_hold(library: Path, tmp_path: Path) -> None:
    answer = json.loads(assistant("ask", "a fair share of funding?", "--index", library, "--json").stdout)
    assistant("documents", "--index", library, "--jsonl", tmp_path / "documents.jsonl")
    texts = {row["_id"]: row["text"] for row in rows_of(tmp_path / "documents.jsonl")}
    (citation,) = answer["citations"]
    assert texts[citation["document"]][citation["start"] : citation["end"]] == citation["quote"]


def test_not_found_is_an_answer(library: Path) -> None:
    run = assistant("ask", "nuclear energy?", "--index", library, "--json")
    assert run.returncode == 0
    assert json.loads(run.stdout)["status"] == "not_found"


def test_search_and_status_and_documents(library: Path) -> None:
    assert "share.txt [" in assistant("search", "funding", "--index", library).stdout
    assert "1 documents, 1 passages, 2021-07-12 to 2021-07-12" in assistant("status", "--index", library).stdout
    assert "2021-07-12  post" in assistant("documents", "--index", library).stdout


def test_filters_are_options_and_say_what_to_relax(library: Path) -> None:
    told = ("--index", library, "--topic", "funding", "--language", "en", "--status", "current", "--kind", "post")
    assert "share.txt [" in assistant("search", "funding", *told, "--publisher", "eaea").stdout
    said = "No document passes the filters (topic fundings). No document has the topic “fundings”; nearest: “funding”."
    assert said in assistant("search", "funding", "--topic", "fundings", "--index", library).stdout
    assert said in assistant("ask", "a fair share?", "--topic", "fundings", "--index", library).stdout
    assert said in assistant("find", "funding", "--topic", "fundings", "--index", library).stdout


def test_a_year_in_the_question_is_told_and_can_be_dropped(library: Path) -> None:
    question = "Does EAEA call for a fair share of funding for adult education in 2020?"
    asked = ("ask", question, "--index", library)
    run = assistant(*asked)
    assert "(Understood: published in 2020, by “in 2020”. To search all years, add --all-years.)" in run.stdout
    assert "No document passes the filters (in 2020). Without “in 2020”, 1 document passes." in run.stdout
    answer = json.loads(assistant(*asked, "--json").stdout)
    assert answer["question"] == question
    assert answer["period"] == {"since": "2020-01-01", "until": "2020-12-31", "words": "in 2020"}
    wide = json.loads(assistant(*asked, "--json", "--all-years").stdout)
    assert (wide["status"], wide["period"]) == ("answered", None)


def test_search_tells_how_the_question_was_read_as_ask_does(library: Path) -> None:
    question = "Funding of ILAs since 2020?"
    lines = assistant("search", question, "--index", library).stdout.splitlines()
    told = ["(ILAs read as individual learning account)", "", "(Understood: published since 2020, by “since 2020”."]
    assert lines[:2] == told[:2] and lines[2].startswith(told[2])
    assert lines[4].startswith("1. A fair share")
    found = json.loads(assistant("search", question, "--index", library, "--json").stdout)
    asked = json.loads(assistant("ask", question, "--index", library, "--json").stdout)
    for name in ("question", "understood", "readings", "period", "phrases"):
        assert found[name] == asked[name]
    assert found["understood"] == {"about": "", "context": False} and found["nothing"] == ""


def test_quoted_phrases_are_held_by_every_hit(library: Path) -> None:
    found = json.loads(assistant("search", "a “fair share”", "--index", library, "--json").stdout)
    assert found["phrases"] == ["fair share"] and len(found["hits"]) == 1 and found["nothing"] == ""
    none = json.loads(assistant("search", "a “share fair”", "--index", library, "--json").stdout)
    assert none["hits"] == [] and none["nothing"] == "Nothing found: no passage holds “share fair”."


@pytest.mark.parametrize(
    ("question", "told"), [("", "is empty"), ("x" * 10_000, "10,000 characters"), ("   ", "is empty")]
)
def test_questions_that_cannot_be_asked(library: Path, question: str, told: str) -> None:
    assert told in refused(assistant("ask", question, "--index", library))


def test_dates_that_are_none(library: Path) -> None:
    assert '"soon" is no date' in refused(assistant("search", "funding", "--since", "soon", "--index", library))


def test_asking_imports_neither_torch_nor_sentence_transformers(library: Path) -> None:
    """They take some six seconds to import; the converted model needs neither."""
    code = (
        "import sys; from assistant import cli; sys.argv = ['assistant', 'ask', 'funding', '--index', sys.argv[1]]\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "assert not {'torch', 'sentence_transformers', 'gradio'} & sys.modules.keys()\n"
        "assert not sys.modules['openvino_telemetry'] and not sys.modules['openvino.tools.ovc']"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    run = subprocess.run(
        [sys.executable, "-c", code, str(library)], capture_output=True, text=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
