"""What the guard adds to answers, and what of an address it does not pass on."""

from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import FastAPI, Form, Request
from fastapi.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.accounts.people import ANONYMOUS, Person
from assistant.web.guard import QUESTIONS, Guard
from assistant.web.rate import RateLimit
from assistant.web.sending import HEADERS, failed
from assistant.web.visitor import PERSON

OWN = {"Origin": "http://testserver"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    app.add_middleware(Guard, rate=RateLimit(most=2))
    app.add_exception_handler(Exception, failed)

    @app.get("/")
    @app.get("/config")
    @app.get("/healthz")
    def query(request: Request) -> PlainTextResponse:
        told = {"Access-Control-Allow-Credentials": "true", "Access-Control-Allow-Origin": "http://testserver"}
        return PlainTextResponse(request.scope["query_string"], headers=told)

    @app.get("/find/{who}")
    def shown(request: Request, who: str) -> PlainTextResponse:
        request.scope.setdefault("state", {})[PERSON] = Person(who, "member") if who != "nobody" else ANONYMOUS
        return PlainTextResponse(who, headers={"Cache-Control": "max-age=1"} if who == "own" else {})

    @app.get("/assets/index.js")
    def file() -> PlainTextResponse:
        return PlainTextResponse("")

    @app.get("/library/broken")
    def broken() -> None:
        raise RuntimeError("a secret")

    @app.post(QUESTIONS)
    def joined() -> str:
        return "joined"

    @app.post("/sign-in")
    def named(name: Annotated[str, Form()]) -> PlainTextResponse:
        return PlainTextResponse(name)

    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def test_what_gradio_alone_reads_of_an_address_never_reaches_it(client: TestClient) -> None:
    for path in ("/", "/config"):
        told = client.get(f"{path}?page=x&q=a%20b&deep_link=..%2Fkept&pa%67e=y&after=page=1&deep_link").text
        assert told == "q=a%20b&after=page=1"
    assert client.get("/healthz?page=2").text == "page=2"


def test_a_failure_carries_the_headers_of_every_answer_and_tells_nothing(client: TestClient) -> None:
    answer = client.get("/library/broken")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert HEADERS.items() <= {name.title(): value for name, value in answer.headers.items()}.items()
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "kept"), [("nobody", "private, no-cache"), ("Maria", "no-store"), ("own", "max-age=1")]
)
def test_what_somebody_who_is_signed_in_was_shown_is_kept_nowhere(client: TestClient, who: str, kept: str) -> None:
    assert client.get(f"/find/{who}").headers["cache-control"] == kept
    assert "cache-control" not in client.get("/assets/index.js").headers, "for a server in front to say"


def test_no_site_is_told_that_it_may_send_cookies(client: TestClient) -> None:
    answer = client.get("/healthz", headers=OWN)
    assert answer.status_code == 200 and "access-control-allow-credentials" not in answer.headers


def test_questions_of_one_address_have_an_end(client: TestClient) -> None:
    assert [client.post(QUESTIONS, headers=OWN).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/check/file"])
@pytest.mark.parametrize("charset", ["unicode_escape", "utf-16", "latin-1", '""', "utf-8x", '"UTF-7"'])
def test_forms_are_read_as_utf_8_alone(client: TestClient, path: str, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--x--\r\n'
    for named in (
        f"multipart/form-data; boundary=x; charset={charset}",
        f"Multipart/Form-Data;CHARSET={charset};boundary=x",
    ):
        answer = client.post(path, content=body, headers=OWN | {"Content-Type": named})
        assert (answer.status_code, answer.json()["detail"][:29]) == (415, "Forms are read as UTF-8 alone")


def test_forms_that_name_no_charset_or_utf_8_are_read(client: TestClient) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nMaría\r\n--x--\r\n'.encode()
    for charset in ("", "; charset=utf-8", "; charset=UTF-8", '; charset="utf8"'):
        told = OWN | {"Content-Type": f"multipart/form-data; boundary=x{charset}"}
        assert client.post("/sign-in", content=body, headers=told).text == "María"
