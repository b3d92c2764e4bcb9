import inspect
import json
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

import corpus.sample
from corpus import isolate
from corpus.causes import cause_named
from corpus.envelope import Envelope
from corpus.errors import ReadError
from corpus.isolate import Job, Limits, ReaderPool
from corpus.reading import read
from corpus.records import to_record

GOOD = Job("text", "good.txt", b"12.03.2021\n\nA title\n\nAdults learn for many reasons.\n")
TALKATIVE = Job("text", "long.txt", b"Adults learn for many reasons. " * 100_000)
PAGE = b"<html><body><article><h1>T</h1><p>Adults learn for many reasons.</p></article></body></html>"
STATEMENT = corpus.sample.content() / "statements" / "2016-learning-accounts.pdf"


def test_children_start_here_as_the_program_starts_them() -> None:
    assert inspect.isfunction(isolate.started) and isolate.started.__module__ == "corpus.isolate"


def test_a_child_reads_what_the_reader_reads() -> None:
    job = Job("pdf", "a.pdf", STATEMENT.read_bytes())
    with ReaderPool(workers=1) as pool:
        assert pool.read(job) == read(job.form, job.data, job.name)


def test_a_refusal_crosses_the_pipe_as_its_sentence() -> None:
    with ReaderPool(workers=1) as pool, pytest.raises(ReadError, match=r"^a\.pdf is not a PDF"):
        pool.read(Job("pdf", "a.pdf", b"nothing"))


def blank_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def test_the_cause_of_a_refusal_crosses_the_pipe() -> None:
    with ReaderPool(workers=1) as pool:
        with pytest.raises(ReadError) as scan:
            pool.read(Job("pdf", "scan.pdf", blank_pdf()))
        with pytest.raises(ReadError) as other:
            pool.read(Job("pdf", "a.pdf", b"nothing"))
    assert (scan.value.cause, other.value.cause) == ("no text layer", "")


def test_a_cause_that_is_none_is_not_believed() -> None:
    assert cause_named("password") == "password"
    assert cause_named("<b>of my own</b>") == cause_named(None) == cause_named(["password"]) == ""


def test_a_bug_in_a_reader_is_an_outcome_of_that_item_alone() -> None:
    with ReaderPool(workers=1) as pool:
        with pytest.raises(ReadError, match=r"a\.xyz cannot be read \(KeyError"):
            pool.read(Job("no such format", "a.xyz", b"data"))
        assert pool.read(GOOD).documents


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(wall_seconds=0.0), "took longer than 0 s"),
        (Limits(memory_bytes=60_000_000), "ended its reader"),
        (Limits(answer_bytes=1000), "ended its reader"),
    ],
    ids=["time", "memory", "answer"],
)
def test_a_limit_ends_the_child_and_is_told(limits: Limits, reason: str) -> None:
    with ReaderPool(workers=1, limits=limits) as pool, pytest.raises(ReadError, match=rf"^long\.txt {reason}"):
        pool.read(TALKATIVE)


@pytest.mark.parametrize(
    "job", [Job("html", "a.html", PAGE), Job("web", "a", Envelope("html", "https://e.example/").around(PAGE))]
)
def test_a_page_has_a_limit_of_its_own(job: Job) -> None:
    with ReaderPool(workers=1, limits=Limits(page_seconds=0.0)) as pool:
        with pytest.raises(ReadError, match=r"took longer than 0 s"):
            pool.read(job)
        assert pool.read(GOOD).documents
        assert pool.read(
            Job("web", "a", Envelope("pdf", "https://e.example/").around(STATEMENT.read_bytes()))
        ).documents


def test_too_much_processor_time_ends_the_child() -> None:
    page = (
        b"<html><body><main><article><h1>T</h1>"
        + b"<p><b>word</b> word.</p>" * 150_000
        + b"</article></main></body></html>"
    )
    with ReaderPool(workers=1, limits=Limits(cpu_seconds=1)) as pool:
        with pytest.raises(ReadError, match=r"ended its reader"):
            pool.read(Job("html", "long.html", page))
        assert pool.read(GOOD).documents


def test_the_pool_works_on_after_a_child_was_ended() -> None:
    with ReaderPool(workers=1, limits=Limits(answer_bytes=1000)) as pool:
        with pytest.raises(ReadError):
            pool.read(TALKATIVE)
        assert pool.read(GOOD).documents[0].title == "A title"


def test_answers_come_in_the_order_of_the_jobs() -> None:
    jobs = [
        (at, GOOD if at % 3 else Job("pdf", f"{at}.pdf", STATEMENT.read_bytes() if at % 2 else b"no"))
        for at in range(12)
    ]
    with ReaderPool(workers=2) as pool:
        answers = list(pool.read_all(jobs))
    assert [key for key, _ in answers] == list(range(12))
    refused = [key for key, answer in answers if isinstance(answer, ReadError)]
    assert refused == [0, 6]
    assert {answer.documents[0].id for _, answer in answers if not isinstance(answer, ReadError)} == {
        "good.txt",
        "3.pdf",
        "9.pdf",
    }


def test_a_pool_that_is_never_used_starts_no_child(tmp_path: Path) -> None:
    with ReaderPool(workers=2) as pool:
        assert list(pool.read_all(())) == []


@pytest.mark.parametrize("name", ["bomb_giant.pdf", "issue-1113-evil-xobjects.pdf", "many-nulls.pdf", "javascript.pdf"])
def test_a_bomb_harms_nobody_else(shared: Path, name: str) -> None:
    data = (shared / "hard" / "pdfs" / name).read_bytes()
    with ReaderPool(workers=1) as pool:
        bomb, good = pool.read_all([("bomb", Job("pdf", name, data)), ("good", GOOD)])
        assert isinstance(bomb[1], ReadError) or bomb[1].documents
        assert not isinstance(good[1], ReadError)


def child_that_does(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of a reader: what a hostile file might make of one."""

    def started(_module: str, _limits: Limits) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(["sh", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(isolate, "started", started)


def test_a_child_that_no_longer_reads_is_ended_by_the_wall_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    child_that_does("exec sleep 5", monkeypatch)  # without the limit it ends by itself, which is told as another end
    with ReaderPool(workers=1, limits=Limits(wall_seconds=0.2)) as pool, pytest.raises(ReadError, match="took longer"):
        pool.read(TALKATIVE)


def test_a_child_that_never_answers_is_ended_by_the_wall_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    child_that_does("timeout 5 cat >/dev/null; true", monkeypatch)  # it would end by itself, too, and later
    with ReaderPool(workers=1, limits=Limits(wall_seconds=0.2)) as pool, pytest.raises(ReadError, match="took longer"):
        pool.read(GOOD)


TRUE = to_record(read(GOOD.form, GOOD.data, GOOD.name).documents[0])
LIES = {
    "no object": [], "a number": 5, "nothing in it": {}, "documents are a number": {"documents": 5, "note": ""},
    "a document is a text": {"documents": ["a"], "note": ""}, "no note": {"documents": [TRUE]},
    **{
        f"{name} is {value!r}"[:60]: {"documents": [TRUE | {name: value}], "note": ""}
        for name, value in {
            "title": 5, "text": None, "id": ["a"], "published": "no day", "sections": [["", 0, 10**9]],
            "links": [[-1, 2, "https://evil.example"]], "quotations": [[5, 2]], "authors": [1], "topics": 7,
            "page_starts": ["0"], "page_labels": ["i"], "url": "\ud800", "alternates": [None], "more": "fields",
            "origins": [[0, 10**9, 1, 0, 5]], "notes": [[0.0, 1.0]], "signatories": None,
        }.items()
    },
    "sections with a gap": {"documents": [TRUE | {"sections": [["", 1, len(TRUE["text"])]]}], "note": ""},
    "no sections": {"documents": [TRUE | {"sections": []}], "note": ""},
}  # fmt: skip


@pytest.mark.parametrize(
    "lie", [*map(json.dumps, LIES.values()), "[" * 100_000, "}{", "\x00"], ids=[*LIES, "deep", "no JSON", "0"]
)
def test_what_a_child_that_was_taken_over_says_is_an_outcome_at_most(
    lie: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lie").write_text(lie + "\n")
    child_that_does(f"cat {tmp_path}/lie; exec cat >/dev/null", monkeypatch)
    with ReaderPool(workers=1) as pool, pytest.raises(ReadError, match=r"^good\.txt (ended its reader|cannot be read)"):
        pool.read(GOOD)


def test_what_a_reader_means_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "said").write_text(json.dumps({"documents": [TRUE], "note": ""}) + "\n")
    child_that_does(f"cat {tmp_path}/said; exec cat >/dev/null", monkeypatch)
    with ReaderPool(workers=1) as pool:
        assert pool.read(GOOD) == read(GOOD.form, GOOD.data, GOOD.name)
