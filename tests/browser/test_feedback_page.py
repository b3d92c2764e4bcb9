"""Saying whether an answer is right, and what people are told is kept."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from assistant.desk.feedback import FeedbackDesk
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.web import keeping
from assistant.web.links import fingerprint
from tests.browser.conftest import Visit

QUESTION = "What is EAEA's position on micro-credentials?"


@pytest.fixture
def server(live: LiveLibrary, serving: Callable[..., Any]) -> Iterator[str]:
    """A server of this test alone: each counts remarks for itself."""
    with serving(live, keep_questions=True, keep_questions_days=30) as url:
        yield url


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, headers={"Origin": server, "Sec-Fetch-Site": "same-origin"}) as client:
        yield client


def remarks(live: LiveLibrary) -> list[tuple[str, str, str, int]]:
    """(question, verdict, comment, number of quotations) of each remark that is kept, the newest first."""
    kept = [one.remark for one in FeedbackDesk(DeskFile(live.path)).feedback()]
    return [(one.question, one.verdict, one.comment, len(one.quotes)) for one in kept]


def form(client: httpx.Client, **address: str) -> dict[str, str]:
    """The hidden fields of the form for an answer."""
    page = client.get("/feedback", params=address)
    assert page.status_code == 200
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    return {name: value.replace("&amp;", "&").replace("&#39;", "'") for name, value in fields.items()}


@pytest.mark.browser
def test_an_answer_is_judged_by_keyboard_and_shown_again(
    visit_of: Callable[..., Visit], server: str, live: LiveLibrary
) -> None:
    visit = visit_of(server, width=390).open()
    visit.ask(QUESTION)
    quotes, shown = visit.latest.locator("q").count(), visit.tab.url
    tab = visit.tab
    visit.latest.locator(".remark summary").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.value") == "wrong"
    tab.keyboard.press("Tab")
    tab.keyboard.type("It is older than <b>2024</b>.")
    assert visit.overflow <= 0
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Thank you").wait_for()
    assert remarks(live)[0] == (QUESTION, "wrong", "It is older than <b>2024</b>.", quotes)
    names = FeedbackDesk(DeskFile(live.path)).feedback()[0].remark.quotes
    assert all(httpx.get(f"{server}/quotes/{name}").status_code == 200 for name in names)
    tab.get_by_role("link", name="Back to the answer").click()
    visit.latest.wait_for()
    assert tab.url == shown
    assert visit.complaints == []


def test_a_follow_up_is_judged_as_it_was_answered(client: httpx.Client, live: LiveLibrary) -> None:
    told = form(client, q="and for refugees?", after=QUESTION)
    assert client.post("/feedback", data=told | {"verdict": "evidence wrong"}).status_code == 200
    assert remarks(live)[0][:3] == ("and for refugees?", "evidence wrong", "")
    alone = form(client, q="and for refugees?")
    assert alone["check"] != told["check"]


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"check": "0" * 12}, 409, "The library has changed since"),
        ({"verdict": "perhaps"}, 400, "is no verdict"),
        ({"comment": "x" * 2001}, 400, "A comment may have 2,000 characters"),
        ({"address": "/library?q=x"}, 400, "not the address of an answer"),
        ({"address": "//evil.example/?q=x"}, 400, "not the address of an answer"),
        ({"address": "/?q="}, 400, "The question is empty"),
        ({"address": "/?q=x&since=soon"}, 400, "must be four digits"),
    ],
)
def test_what_cannot_be_meant_is_told_and_not_kept(
    client: httpx.Client, live: LiveLibrary, wrong: dict[str, str], status: int, told: str
) -> None:
    before = remarks(live)
    answer = client.post("/feedback", data=form(client, q=QUESTION) | {"verdict": "right"} | wrong)
    assert answer.status_code == status and told in answer.text
    assert 'href="//' not in answer.text
    assert remarks(live) == before


def test_the_quotations_of_remarks_count_among_those_that_are_kept(
    live: LiveLibrary, serving: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "OF_ONE", 8)
    with serving(live) as url, httpx.Client(base_url=url, headers={"Origin": url}) as client:
        told = form(client, q=QUESTION) | {"verdict": "right", "comment": "as it should be"}
        answers = [client.post("/feedback", data=told) for _ in range(9)]
        each = remarks(live)[0][3]
        assert each > 0 and [one.status_code for one in answers] == [200] * (8 // each) + [429] * (9 - 8 // each)
        assert "Too many quotations were kept for this address today" in answers[-1].text
        assert "as it should be" in answers[-1].text, "what was written is not lost"
        known = live.current.searcher.document("posts/2021-07-micro-credentials.html").text
        place = {"document": "posts/2021-07-micro-credentials.html", "start": "0", "end": "5"}
        assert client.post("/quotes", data=place | {"check": fingerprint(known[:5])}).status_code == 429


def test_one_address_cannot_fill_the_desk(client: httpx.Client, live: LiveLibrary) -> None:
    told = form(client, q=QUESTION) | {"verdict": "right"}
    statuses = [client.post("/feedback", data=told).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    other_site = client.post("/feedback", data=told, headers={"Origin": "https://evil.example"})
    assert other_site.status_code == 403
