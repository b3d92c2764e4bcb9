"""In which language somebody is answered."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.testclient import TestClient

from assistant.web.speaking import Speaking, languages_wanted, query_without_language, tongue_of
from assistant.web.tongues import Tongue


@pytest.fixture
def client(tongues: Mapping[str, Tongue]) -> TestClient:
    app = Starlette()
    app.add_middleware(Speaking, tongues=tongues, default="es")

    def show(request: Request) -> Response:
        return HTMLResponse(f"{tongue_of(request).code} {query_without_language(request)}")

    app.add_route("/{path:path}", show, methods=["GET", "POST"])
    return TestClient(app, follow_redirects=False, headers={"Accept-Language": ""})


def asked(client: TestClient, wanted: str, cookie: str = "") -> str:
    headers = {"Accept-Language": wanted} | ({"Cookie": cookie} if cookie else {})
    return client.get("/find?q=a", headers=headers).headers["Content-Language"]


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("fr", "fr"), ("fr-CA", "fr"), ("DE-at", "de"), ("sv, fi;q=0.5", "fi"), ("en;q=0.4, fr;q=0.9, de;q=0.8", "fr"),
        ("fr;q=0, de;q=0.1", "de"), ("", "es"), ("*", "es"), ("sv", "es"), ("fr;q=2", "es"), ("; , ;;q=,fi", "fi"),
        ("\xe9\xff;q=0.1,\x00de", "es"), ("a-" * 5000, "es"), ("de;q=0.5,fr;q=0.5", "de"),
    ],
)  # fmt: skip
def test_the_browser_is_heard(client: TestClient, wanted: str, spoken: str) -> None:
    assert asked(client, wanted.encode("latin-1")) == spoken  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_any_garbage_is_read(header: str) -> None:
    assert all(name and name.isascii() for name in languages_wanted(header))


def test_what_was_chosen_counts_more_than_the_browser(client: TestClient) -> None:
    assert asked(client, "fr", "lang=fi") == "fi"
    assert asked(client, "fr", "lang=xx") == asked(client, "fr", 'lang="<b>"') == "fr"


def test_the_address_chooses_and_is_cleaned(client: TestClient) -> None:
    answer = client.get("/find?q=a%20b&lang=de&q=&x")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/find?q=a%20b&q=&x")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("lang=de;") and "SameSite=lax" in cookie and "Path=/" in cookie and "Secure" not in cookie
    assert "Secure" in client.get("https://testserver/?lang=de").headers["Set-Cookie"]


def test_a_language_that_is_not_spoken_is_left_out_of_the_address(client: TestClient) -> None:
    answer = client.get("/find?lang=tlh")
    assert answer.headers["Location"] == "/find" and "Set-Cookie" not in answer.headers


def test_nobody_is_led_to_another_host(client: TestClient) -> None:
    for path in ("//evil.example/", "/\\evil.example/", "/%0d%0aX: y"):
        where = client.get(f"http://testserver{path}?lang=fr").headers["Location"]
        assert where.startswith("/") and not where.startswith(("//", "/\\")) and "\n" not in where


def test_programs_and_what_is_sent_keep_their_address(client: TestClient) -> None:
    assert client.get("/api/v1/ask?lang=fr").status_code == 200
    assert client.post("/find?lang=fr").status_code == 200


def test_pages_tell_that_they_depend_on_who_asks(client: TestClient) -> None:
    assert client.get("/").headers["Vary"] == "Accept-Language, Cookie"
    assert client.get("/find?q=a&n=1").text == "es q=a&n=1"
