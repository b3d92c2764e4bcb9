"""By which route a request is counted and logged."""

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.web.metrics import Metrics
from assistant.web.watching import Watch


class Counting(Metrics):
    """Remembers the routes."""

    def __init__(self) -> None:
        self.routes = list[str]()

    def request(self, route: str, status: int, seconds: float) -> None:
        self.routes.append(route)


@pytest.mark.parametrize("before", ["", "/library"])
def test_pages_and_the_interface_for_programs_are_told_apart(before: str) -> None:
    counting, app, api = Counting(), FastAPI(), FastAPI()
    app.add_middleware(Watch, metrics=counting, networks=False)
    for one in (app, api):
        for path in ("/", "/find", "/documents/{name:path}"):
            one.get(path)(lambda: PlainTextResponse("fine"))
    app.mount("/api/v1", api)
    client = TestClient(app, root_path=before)
    asked = ("/find?q=a", "/api/v1/find?q=a", "/", "/api/v1/", "/documents/a/b", "/api/v1/documents/a/b")
    assert {client.get(before + path).status_code for path in asked} == {200}
    assert counting.routes == [
        "/find", "/api/v1/find", "/", "/api/v1/", "/documents/{name:path}", "/api/v1/documents/{name:path}",
    ]  # fmt: skip
    counting.routes.clear()
    for path in ("/secret", "/api/v1/secret"):
        assert client.get(before + path).status_code == 404
    assert counting.routes == ["none", "none"]
