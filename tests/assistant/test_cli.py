"""The command line as a person meets it: real processes, exit statuses, one clear sentence for bad input."""

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

POST = """12.07.2021 funding

A fair share

EAEA calls for a fair share of funding for adult education in every programme.
"""


def assistant(
    *arguments: object, cwd: Path | None = None, prefix: tuple[str, ...] = ()
) -> "subprocess.CompletedProcess[str]":
    command = [*prefix, sys.executable, "-m", "assistant.cli", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "HF_HUB_OFFLINE": "1"}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def refused(run: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence of a command that did not do its job."""
    assert run.returncode != 0
    assert "Traceback" not in run.stderr, run.stderr
    assert run.stderr.startswith("assistant: ")
    assert len(run.stderr.strip().splitlines()) == 1
    return run.stderr


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "share.txt").write_text(POST, encoding="utf-8")
    return folder


@pytest.fixture
def bound() -> tuple[str, ...]:
    """What makes a command respect permissions: nothing for a user, fewer capabilities for root."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may read everything, and setpriv is not there to change that")
    beyond = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={beyond}", f"--inh-caps={beyond}")


@pytest.fixture
def library(posts: Path, tmp_path: Path) -> Path:
    path = tmp_path / "library"
    assert assistant("sync", posts, "--index", path).returncode == 0
    return path


def test_sync_tells_the_outcome_of_every_item(posts: Path, tmp_path: Path) -> None:
    (posts / "scan.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    (posts / "empty.html").write_bytes(b"")
    (posts / "table.xlsx").write_bytes(b"PK")
    run = assistant("sync", posts, "--index", tmp_path / "library", "--json")
    told = json.loads(run.stdout)
    outcomes = {item["source"]: (item["outcome"], item["reason"]) for item in told["items"]}
    assert run.returncode == 0
    assert outcomes["share.txt"] == ("added", "")
    assert "is not a PDF" in outcomes["scan.pdf"][1]
    assert "is empty" in outcomes["empty.html"][1]
    assert "format that is not read" in outcomes["table.xlsx"][1]
    assert sum(told["counts"].values()) == len(told["items"]) == 4


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


def test_settings_make_the_options_unnecessary(posts: Path, tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text('[library]\nindex = "my.library"\nsources = ["posts"]\n', encoding="utf-8")
    assert assistant("sync", cwd=tmp_path).returncode == 0
    assert "fair share" in assistant("ask", "a fair share of funding?", cwd=tmp_path).stdout


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


def test_find_tells_every_mention_on_the_terminal_as_json_and_as_a_table(library: Path, tmp_path: Path) -> None:
    table = tmp_path / "mentions.csv"
    run = assistant("find", '"fair shares"', "--index", library, "--csv", table)
    lines = run.stdout.splitlines()
    assert lines[:3] == ["“fair shares”: 2 times in 1 document", "years: 2021 1", "kinds: post 1"]
    sentence = "EAEA calls for a fair share of funding for adult education in every programme."
    assert f"  {sentence}" in lines and f"Written to {table}." in lines
    told = json.loads(assistant("find", "fair shares", "--index", library, "--json").stdout)
    (document,) = told["documents"]
    (found,) = document["sentences"]
    assert (found["sentence"], told["by_year"]) == (sentence, [["2021", 1]])
    ((start, end),) = found["matches"]
    assert sentence[start - found["start"] : end - found["start"]] == "fair share"
    (row,) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert row["sentence"] == sentence and row["published"] == "2021-07-12" and row["start"] == str(found["start"])
    assert "holds no word" in refused(assistant("find", "?", "--index", library))
    assert "no passage holds “zebra”" in assistant("find", "zebra", "--index", library).stdout


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


@pytest.mark.parametrize(
    ("question", "told"), [("", "is empty"), ("x" * 10_000, "10,000 characters"), ("   ", "is empty")]
)
def test_questions_that_cannot_be_asked(library: Path, question: str, told: str) -> None:
    assert told in refused(assistant("ask", question, "--index", library))


def test_sources_that_are_not_there(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "does not exist" in refused(assistant("sync", tmp_path / "none", "--index", tmp_path / "library"))
    assert "is empty" in refused(assistant("sync", empty, "--index", tmp_path / "library"))
    assert "no index in" in refused(assistant("sync", "--index", tmp_path / "library"))


def test_a_source_with_nothing_readable_says_why(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"GIF89a")
    assert "is not a PDF" in refused(assistant("sync", tmp_path / "scan.pdf", "--index", tmp_path / "library"))


@pytest.mark.parametrize(
    "command", [("ask", "funding"), ("search", "funding"), ("status",), ("documents",), ("serve",)]
)
def test_without_an_index_it_says_how_to_make_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert "assistant sync SOURCE --index" in refused(assistant(*command, "--index", tmp_path / "none"))


def test_an_index_of_another_model_is_not_searched(library: Path, tmp_path: Path) -> None:
    """A manifest that names another fingerprint, sealed as if it had been published so."""
    from index.generation import MANIFEST, _seal

    path = library / "generations" / "000001" / MANIFEST
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["seal"]
    told["recipe"] |= {"fingerprint": "0" * 64, "model": "another-model"}
    path.write_text(json.dumps(told | {"seal": _seal(told)}), encoding="utf-8")
    said = refused(assistant("ask", "funding", "--index", library))
    assert 'built with the model "another-model"' in said and "assistant sync" in said
    assert assistant("sync", "--index", library).returncode == 0
    assert assistant("ask", "fair share of funding", "--index", library).returncode == 0


def test_a_damaged_index_is_not_served(library: Path) -> None:
    vectors = library / "generations" / "000001" / "vectors.faiss"
    data = bytearray(vectors.read_bytes())
    data[len(data) // 2] ^= 1
    vectors.write_bytes(data)
    assert "differs from what was published" in refused(assistant("ask", "funding", "--index", library))


def test_the_last_report_is_shown_again_as_text_as_json_and_as_a_page(posts: Path, library: Path) -> None:
    (posts / "share.txt").write_text(POST.replace("fair share of", "fair <b>portion</b> of"), encoding="utf-8")
    synced = assistant("sync", posts, "--index", library)
    assert "[-share-] {+<b>portion</b>+}" in synced.stdout
    assert "[-share-] {+<b>portion</b>+}" in assistant("report", "--index", library).stdout
    told = json.loads(assistant("report", "--index", library, "--json").stdout)
    (hunk,) = told["changes"][0]["hunks"]
    assert [piece["text"] for piece in hunk["pieces"] if piece["kind"] == "removed"] == ["share"]
    page = library.parent / "report.html"
    assert str(page) in assistant("report", "--index", library, "--page", page).stdout
    assert "<del>share</del> <ins>&lt;b&gt;portion&lt;/b&gt;</ins>" in page.read_text(encoding="utf-8")
    assert "1 added" in assistant("report", "--index", library, "--back", 1).stdout
    assert "--back goes from 0 to 1" in refused(assistant("report", "--index", library, "--back", 2))


def test_a_source_that_fails_is_told_and_ends_with_status_1(posts: Path, tmp_path: Path) -> None:
    other, library = tmp_path / "other", tmp_path / "library"
    other.mkdir()
    (other / "boats.txt").write_text(POST.replace("A fair share", "Boats").replace("share", "boat"), encoding="utf-8")
    (tmp_path / "assistant.toml").write_text(
        f'[library]\nindex = "{library}"\nsources = ["{posts}", "{other}"]\n', encoding="utf-8"
    )
    assert assistant("sync", cwd=tmp_path).returncode == 0
    shutil.rmtree(other)
    (posts / "new.txt").write_text(POST.replace("fair share", "larger share"), encoding="utf-8")
    run = assistant("sync", cwd=tmp_path)
    assert run.returncode == 1
    assert f"FAILED     {other}  ({other} does not exist." in run.stdout
    assert "added      new.txt" in run.stdout
    assert "3 documents" in run.stdout.splitlines()[-1]
    assert "does not exist" in refused(assistant("sync", posts, tmp_path / "typo", "--index", library))


def test_a_port_in_use_is_told(library: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert str(port) in refused(assistant("serve", "--index", library, "--port", port))


def test_dates_that_are_none(library: Path) -> None:
    assert '"soon" is no date' in refused(assistant("search", "funding", "--since", "soon", "--index", library))


def test_a_folder_without_permission(bound: tuple[str, ...], posts: Path, tmp_path: Path) -> None:
    posts.chmod(0)
    said = refused(assistant("sync", posts, "--index", tmp_path / "library", prefix=bound))
    posts.chmod(0o700)
    assert "may not be read" in said


def test_files_and_folders_without_permission_are_skipped_with_the_reason(
    bound: tuple[str, ...], posts: Path, tmp_path: Path
) -> None:
    (posts / "secret.txt").write_text(POST, encoding="utf-8")
    (posts / "closed").mkdir()
    for path in (posts / "secret.txt", posts / "closed"):
        path.chmod(0)
    run = assistant("sync", posts, "--index", tmp_path / "library", "--json", prefix=bound)
    for path in (posts / "secret.txt", posts / "closed"):
        path.chmod(0o700)
    reasons = {item["source"]: item["reason"] for item in json.loads(run.stdout)["items"] if item["reason"]}
    assert reasons.keys() == {"secret.txt", "closed"}
    assert all("Permission denied. Give this user read permission." in reason for reason in reasons.values())


def test_an_index_that_may_not_be_written_stays_as_it_was(bound: tuple[str, ...], posts: Path, library: Path) -> None:
    (posts / "new.txt").write_text(POST.replace("A fair share", "Another share"), encoding="utf-8")
    folders = [library, *(path for path in library.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    said = refused(assistant("sync", posts, "--index", library, prefix=bound))
    asked = assistant("ask", "a fair share of funding?", "--index", library, prefix=bound)
    for folder in folders:
        folder.chmod(0o700)
    assert "may read and write there" in said
    assert "EAEA calls for a fair share" in asked.stdout


def test_asking_imports_neither_torch_nor_sentence_transformers(library: Path) -> None:
    """They take some six seconds to import; the converted model needs neither."""
    code = (
        "import sys; from assistant import cli; sys.argv = ['assistant', 'ask', 'funding', '--index', sys.argv[1]]\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "assert not {'torch', 'sentence_transformers', 'gradio'} & sys.modules.keys()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(
        [sys.executable, "-c", code, str(library)], capture_output=True, text=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 700 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path, posts: Path) -> None:
    library = small_disk / "library"
    assert assistant("sync", posts, "--index", library).returncode == 0
    for number in range(300):
        text = f"{POST}\nSentence {number} of many says what no other sentence says. " + f"It repeats {number}. " * 60
        (posts / f"{number}.txt").write_text(text.replace("A fair share", f"Share {number}"), encoding="utf-8")
    assert "disk is full" in refused(assistant("sync", posts, "--index", library))
    assert "EAEA calls for a fair share" in assistant("ask", "a fair share of funding?", "--index", library).stdout
    assert not list(library.glob("building-*"))
