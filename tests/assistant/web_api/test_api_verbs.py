"""What the verbs of the REST interface tell: the records of the Python interface, and one form of problems."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from assistant.api import Assistant
from assistant.drafts.records import check_record
from assistant.holdings import document_record
from assistant.library import LiveLibrary
from assistant.web.api.views import ApiViews
from tests.assistant.web_api.given import Programs, desk_in, problem_of

QUESTION = "What is EAEA's position on micro-credentials?"
STATEMENT = "statements/2021-micro-credentials.pdf"
WORDS = "Micro-credentials should be a complement to full qualifications and never a substitute for them."


def as_json(record: Any) -> Any:
    return json.loads(json.dumps(record))


def test_a_question_has_the_answer_that_python_gets(programs: Programs, sample: Assistant) -> None:
    expected = sample.ask(QUESTION, filters={"since": "2019", "kind": "statement"}).as_record()
    assert expected["citations"]
    body = {"question": QUESTION, "filters": {"since": "2019", "kind": ["statement"]}}
    assert programs.post("/ask", body).json() == expected
    assert programs.get("/ask", q=QUESTION, since="2019", kind="statement").json() == expected
    assert programs.post("/ask", body | {"filters": {"since": "2019", "kind": "statement"}}).json() == expected
    everything = sample.ask(f"{QUESTION} In 2016?", all_years=True).as_record()
    assert programs.get("/ask", q=f"{QUESTION} In 2016?", all_years="true").json() == everything


def test_a_question_leans_on_its_history_and_is_counted(programs: Programs, sample: Assistant) -> None:
    history = [["user", QUESTION], ["agent", WORDS]]
    told = programs.post("/ask", {"question": "and for refugees?", "history": history}).json()
    assert told["understood"]["about"] == "micro-credentials" and told["earlier"] == [QUESTION]
    ((query, answer),) = programs.noted
    assert query == sample.query("and for refugees?", history=[("user", QUESTION), ("agent", WORDS)])
    assert answer.as_record() == told


def test_what_is_searched_and_followed_is_what_python_gets(programs: Programs, sample: Assistant) -> None:
    generation = {"generation": "000001"}
    expected = sample.search("quality assurance", k=3, filters={"language": "en"}).as_record() | generation
    assert programs.get("/search", q="quality assurance", k=3, language="en").json() == as_json(expected)
    body = {"question": "quality assurance", "k": 3, "filters": {"language": ["en"]}}
    assert programs.post("/search", body).json() == as_json(expected)
    timeline = sample.positions("learning accounts", filters={"topic": "funding"}).as_record()
    assert programs.get("/positions", q="learning accounts", topic="funding").json() == timeline | generation
    assert programs.get("/status").json() == as_json(sample.holdings().as_record())


def test_mentions_come_in_pages_that_are_all_of_them(programs: Programs, sample: Assistant) -> None:
    whole = as_json(sample.find("learning").as_record())
    shown, answer = list[Any](), programs.get("/find", q="learning", per_page=7)
    while True:
        told = answer.json()
        shown += told.pop("documents")
        assert {name: told[name] for name in ("by_year", "by_kind", "total", "per_page")} == {
            "by_year": whole["by_year"], "by_kind": whole["by_kind"], "total": len(whole["documents"]), "per_page": 7,
        }  # fmt: skip
        if told["next"] is None:
            break
        assert told["next"].startswith("/api/v1/find?")
        answer = programs.client.get(told["next"])
    assert shown == whole["documents"] and told["page"] == -(-len(shown) // 7) > 2
    assert programs.get("/find", q="learning", per_page=7, page=999).json()["documents"] == []


def test_documents_are_listed_and_read_by_their_ids(programs: Programs, sample: Assistant) -> None:
    told = programs.get("/documents", q="micro-credentials", per_page=1).json()
    assert told["total"] == 2 and [one["_id"] for one in told["documents"]] == ["posts/2021-07-micro-credentials.html"]
    assert programs.client.get(told["next"]).json()["documents"][0]["_id"] == STATEMENT
    assert programs.get("/documents", kind="statement", until="2016").json()["total"] == 1
    for name in (STATEMENT, quote(STATEMENT, safe="")):
        record = programs.get(f"/documents/{name}").json()
        expected = document_record(sample.document(STATEMENT), sample.translations_of(STATEMENT))
        assert record == expected | {"generation": "000001"}
    citation = programs.get("/ask", q=QUESTION).json()["citations"][0]
    text = programs.get(f"/documents/{citation['document']}").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_draft_is_checked_as_text_and_as_a_file(programs: Programs, sample: Assistant) -> None:
    text = f"EAEA: “{WORDS.replace('never', 'always')}”"
    assert programs.post("/check", {"text": text}).json() == as_json(check_record(sample.check(text)))
    sent = programs.client.post("/api/v1/check/file", files={"draft": ("reply.md", f"> {WORDS}\n".encode())})
    assert (sent.json()["draft"], sent.json()["counts"]["exact"]) == ("reply.md", 1)


@pytest.mark.parametrize(
    ("path", "query", "status", "code", "told"),
    [
        ("/ask", {"q": "x" * 1001}, 400, "question", "1,001 characters; 1,000 are read"),
        ("/ask", {"q": " "}, 400, "question", "is empty"),
        ("/ask", {}, 422, "form", "query.q: Field required"),
        ("/ask", {"q": "funding", "since": "2020-02-30"}, 400, "question", "is no date"),
        ("/ask", {"q": "funding", "since": "soon"}, 422, "form", "query.since"),
        ("/ask", {"q": "funding", "colour": "red"}, 422, "form", "query.colour: Extra inputs"),
        ("/search", {"q": "funding", "k": 1001}, 422, "form", "query.k"),
        ("/find", {"q": "?"}, 400, "question", "holds no word"),
        ("/find", {"q": "funding", "page": 0}, 422, "form", "query.page"),
        ("/positions", {"q": "EAEA"}, 400, "question", "names no topic"),
        ("/documents/none.pdf", {}, 404, "no_document", "no document “none.pdf”"),
        ("/documents/", {}, 404, "no_document", "no document “”"),
        ("/nothing", {}, 404, "no_address", "no such address"),
        ("/check", {}, 405, "method", "not asked in this way"),
    ],
)
def test_problems_have_one_form(
    programs: Programs, path: str, query: dict[str, str], status: int, code: str, told: str
) -> None:
    assert told in problem_of(programs.get(path, **query), status, code)


def test_what_is_sent_in_another_form_is_told(programs: Programs) -> None:
    post = programs.client.post
    for body in (
        "{",
        '{"question": "a", "filters": {"colour": "red"}}',
        '{"question": "\\ud800"}',
        '{"\\udc80": 1}',
        "[]",
    ):
        answer = post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
        assert "not in its form" in problem_of(answer, 422, "form") and answer.json()["errors"]
    plain = post("/api/v1/ask", content="hello", headers={"Content-Type": "text/plain"})
    assert "as application/json, not as text/plain" in problem_of(plain, 415, "media_type")
    problem_of(post("/api/v1/check/file", json={"draft": "x"}), 415, "media_type")
    pdf = post("/api/v1/check/file", files={"draft": ("reply.pdf", b"%PDF-1.7")})
    assert "reply.pdf is no draft" in problem_of(pdf, 400, "draft")
    assert "is empty" in problem_of(programs.post("/check", {"text": ""}), 400, "draft")
    assert programs.client.delete("/api/v1/ask").headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    "body",
    [
        {f"a{number}": 1 for number in range(50_000)},
        {"question": "a", "filters": {f"a{number}": 1 for number in range(20_000)}},
        {"question": "a", "filters": {"kind": [1] * 50_000}},
        {"question": "a", "history": [[1, 2]] * 200},
        {"question": "a", "x" * 200_000: 1},
    ],
)
def test_what_is_wrong_a_thousand_times_is_told_in_a_few_words(programs: Programs, body: dict[str, object]) -> None:
    path = "/check" if len(body) > 2 else "/ask"
    answer = programs.post(path, body)
    problem_of(answer, 422, "form")
    assert 1 <= len(answer.json()["errors"]) <= 20 and len(answer.content) < 5000


def test_fields_without_number_are_one_error(programs: Programs) -> None:
    def told(count: int) -> list[str]:
        answer = programs.post("/ask", {"question": "a"} | {f"a{number}": 1 for number in range(count)})
        problem_of(answer, 422, "form")
        return [one["where"] for one in answer.json()["errors"]]

    assert told(3) == ["body.a0", "body.a1", "body.a2"]
    assert len(told(49)) == 20 and told(50) == ["body"]


def test_an_address_has_a_bounded_number_of_parts(programs: Programs) -> None:
    fine = "&".join(f"{name}=x" for name in ("kind", "topic", "language", "status", "publisher") for _ in range(50))
    assert programs.client.get(f"/api/v1/ask?q=funding&{fine}").status_code == 200
    for path in ("/api/v1/ask?q=funding", "/find?q=funding"):
        answer = programs.client.get(path + "&kind=x" * 300)
        assert answer.status_code == 400 and "more than 300 parts" in answer.json()["detail"]


def test_large_bodies_are_refused_in_the_same_form(programs: Programs) -> None:
    large = "x" * (256 * 1024)
    assert "larger than 256 kB" in problem_of(programs.post("/ask", {"question": large}), 413, "too_large")
    assert programs.post("/check", {"text": large}).status_code == 200
    assert "12 MB" in problem_of(programs.post("/check", {"text": "x" * (12 * 1024 * 1024)}), 413, "too_large")


def test_a_library_that_cannot_be_used_is_told_without_its_files(
    live_sample: LiveLibrary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    programs = Programs(live_sample, desk_in(tmp_path))
    headers = programs.key()
    programs.desk.path.write_bytes(b"no database at all, but long enough to be taken for a damaged one" * 20)
    told = problem_of(programs.get("/ask", headers, q="funding"), 503, "unavailable")
    assert str(tmp_path) not in told and str(tmp_path) in caplog.text
    assert programs.get("/ask", q="funding").status_code == 200


def test_a_bug_is_told_as_a_problem_too(programs: Programs) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("a secret of the house")

    broken = Programs(programs.library, programs.desk)
    broken.views.note.__self__.noted = failing  # type: ignore[attr-defined]
    answer = broken.get("/ask", q="funding")
    assert "Tell those who run it" in problem_of(answer, 500, "bug") and "secret" not in answer.text


def test_too_many_that_wait_are_told_to_come_again(programs: Programs) -> None:
    assert isinstance(programs.views, ApiViews)
    full = Programs(programs.library, programs.desk)
    object.__setattr__(full.views.answering, "waiting", 0)
    answer = full.get("/ask", q="funding")
    assert "Many questions are being answered" in problem_of(answer, 503, "busy")
    assert answer.headers["retry-after"] == "5"
