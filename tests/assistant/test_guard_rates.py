"""How often the pages are asked from one address, and what is told when too many ask (promise R15)."""

from collections.abc import Callable

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.web import guard
from assistant.web.guard import CANCELS, PICTURED, QUESTIONS, SEARCHING, Guard
from assistant.web.rate import RateLimit


@pytest.fixture
def full() -> list[bool]:
    return [False]


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch, full: list[bool]) -> Callable[..., httpx.Response]:
    """Asks from an address; two questions, three searches and three pictures are let in."""
    monkeypatch.setattr(guard, "SEARCHES", 3)
    monkeypatch.setattr(guard, "PICTURES", 3)
    door = Guard(PlainTextResponse("fine"), RateLimit(2), is_full=lambda: full[0])

    def asked(method: str, path: str, address: str = "192.0.2.1", accept: str = "*/*") -> httpx.Response:
        client = TestClient(door, "https://own.example", client=(address, 1))
        return client.request(method, path, headers={"Accept": accept})

    return asked


def refused(answer: httpx.Response) -> str:
    """The sentence of a refusal that says when to try again."""
    assert answer.status_code in (429, 503) and 1 <= int(answer.headers["retry-after"]) <= 60
    told: str = answer.json()["detail"]
    return told


def test_too_many_questions_are_told_when_to_come_again(asking: Callable[..., httpx.Response]) -> None:
    assert [asking("POST", QUESTIONS).status_code for _ in range(2)] == [200, 200]
    assert refused(asking("POST", QUESTIONS)).startswith("Too many questions from this address. Wait a minute")
    assert asking("POST", QUESTIONS, "192.0.2.2").status_code == 200
    assert asking("GET", "/find?q=funding").status_code == 200


def test_too_many_questions_that_are_cancelled_are_told_when_to_come_again() -> None:
    client = TestClient(Guard(PlainTextResponse("fine"), RateLimit(2)), "https://own.example")
    assert {client.post(CANCELS).status_code for _ in range(240)} == {200}
    assert refused(client.post(CANCELS)).startswith("Too many questions from this address. Wait a minute")


def test_where_many_questions_wait_the_next_is_told_so(asking: Callable[..., httpx.Response], full: list[bool]) -> None:
    full[0] = True
    assert refused(asking("POST", QUESTIONS)).startswith("Many questions are being answered at this moment.")
    assert asking("GET", "/documents/one.txt").status_code == 200
    full[0] = False
    assert asking("POST", QUESTIONS).status_code == 200


@pytest.mark.parametrize("path", SEARCHING)
def test_pages_that_search_are_counted_and_others_are_not(asking: Callable[..., httpx.Response], path: str) -> None:
    assert [asking("GET", f"{path}?q={number}").status_code for number in range(3)] == [200] * 3
    for other in SEARCHING:
        assert refused(asking("GET", f"{other}?q=four")).startswith("Too many searches from this address.")
        assert asking("GET", other).status_code == 200
    assert asking("GET", f"{path}?q=four", "192.0.2.2").status_code == 200
    assert asking("GET", "/documents/one.txt?start=1").status_code == 200


def test_the_page_of_remarks_counts_as_a_search(asking: Callable[..., httpx.Response]) -> None:
    assert [asking("GET", f"/feedback?q={number}").status_code for number in range(3)] == [200] * 3
    assert refused(asking("GET", "/feedback?q=four")) == refused(asking("GET", "/find?q=four"))


@pytest.mark.parametrize("path", PICTURED)
def test_pages_that_are_drawn_are_counted_together(asking: Callable[..., httpx.Response], path: str) -> None:
    assert [asking("GET", f"{path}one.pdf?start={number}").status_code for number in range(3)] == [200] * 3
    for other in PICTURED:
        assert refused(asking("GET", f"{other}two.pdf?start=1")).startswith(
            "Too many pages were drawn for this address."
        )
    assert asking("GET", f"{path}one.pdf?start=1", "192.0.2.2").status_code == 200
    assert (
        asking("GET", "/documents/one.pdf?start=1").status_code == asking("GET", "/find?q=funding").status_code == 200
    )


def test_who_watches_the_server_is_never_refused(asking: Callable[..., httpx.Response]) -> None:
    assert {asking("GET", "/healthz").status_code for _ in range(1000)} == {200}


def test_addresses_that_one_attacker_has_count_as_one(asking: Callable[..., httpx.Response]) -> None:
    for number in range(3):
        assert asking("GET", "/find?q=funding", f"2001:db8::{number}").status_code == 200
    assert refused(asking("GET", "/find?q=funding", "2001:db8::ffff"))
    assert asking("GET", "/find?q=funding", "2001:db8:0:1::1").status_code == 200


def test_a_browser_is_shown_a_page(asking: Callable[..., httpx.Response]) -> None:
    for _ in range(3):
        asking("GET", "/find?q=funding")
    shown = asking("GET", "/find?q=funding", accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (shown.status_code, shown.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert (
        1 <= int(shown.headers["retry-after"]) <= 60
        and "default-src 'none'" in shown.headers["content-security-policy"]
    )
    assert '<p class="banner" role="alert">Too many searches from this address. Wait a minute' in shown.text
