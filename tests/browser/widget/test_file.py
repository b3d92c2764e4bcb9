"""The file of the question box: who may load it, how it is kept, what it may never hold."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import assistant.web
from assistant.web.widget import widget_script

FOLDER = Path(assistant.web.__file__).parent
WORDS = json.loads((FOLDER / "widget_words.json").read_text(encoding="utf-8"))
ELSEWHERE = {"Origin": "https://site.example"}


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


def test_every_site_may_load_it(client: httpx.Client) -> None:
    answer = client.get("/widget.js", headers=ELSEWHERE)
    assert answer.status_code == 200
    assert answer.content == widget_script()
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-credentials" not in answer.headers


def test_no_other_file_is_for_other_sites(client: httpx.Client) -> None:
    for path in ("/page/style.css", "/widget", "/", "/widget.js/", "/widget.css", "/widget_words.json"):
        assert client.get(path, headers=ELSEWHERE).status_code in (403, 404)
    assert client.get("/page/style.css").headers["cross-origin-resource-policy"] == "same-origin"
    assert client.post("/widget.js", headers=ELSEWHERE).status_code in (404, 405)


def test_it_is_sent_once_and_only_asked_for_after_that(client: httpx.Client) -> None:
    first = client.get("/widget.js")
    assert first.headers["cache-control"] == "public, max-age=3600"
    again = client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == "*"
    assert client.get("/widget.js", headers={"If-None-Match": '"another"'}).status_code == 200


def test_it_is_smaller_than_30_kb_and_needs_nothing_else() -> None:
    script = widget_script().decode()
    assert len(script.encode()) < 30_000
    assert not re.search(r"\bimport\b\s*[({\"']|\brequire\(|@import|url\(", script)


def test_it_makes_no_mark_up_from_texts_and_keeps_nothing() -> None:
    code = (FOLDER / "widget.js").read_text(encoding="utf-8")
    for forbidden in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser",
        "localStorage", "sessionStorage", "indexedDB", "document.cookie", "style=", ".style", "srcdoc", '"include"',
    ):  # fmt: skip
        assert forbidden not in code, forbidden


def test_it_has_every_word_in_every_language() -> None:
    assert list(WORDS) == ["en", "fr", "de", "es", "fi"]
    gaps = re.compile(r"\{\w+\}")
    for words in WORDS.values():
        assert words.keys() == WORDS["en"].keys()
        assert all(words.values())
        assert all(gaps.findall(words[key]) == gaps.findall(told) for key, told in WORDS["en"].items())
    used = set(re.findall(r"\bwords\.(\w+)", (FOLDER / "widget.js").read_text(encoding="utf-8")))
    assert used | {"mentioned_only", "unclear_question"} == WORDS["en"].keys()


def test_the_example_names_the_address_of_the_page(client: httpx.Client, address: str) -> None:
    answer = client.get("/widget")
    assert f'&lt;script src="{address}/widget.js"' in answer.text
    assert "script-src 'self'; connect-src 'self'" in answer.headers["content-security-policy"]
