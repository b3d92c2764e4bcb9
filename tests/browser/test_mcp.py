"""The Model Context Protocol over HTTP: a real server, the protocol's own client, and what is not let in."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import MCPError
from mcp.client.streamable_http import streamable_http_client

from assistant.accounts.keys import Key, Keys
from assistant.accounts.people import Person, Role
from assistant.desk.gaps import GapDesk
from assistant.desk_file import DeskFile
from assistant.library import Edition, LiveLibrary
from index.models.encoder import Encoder, OpenVinoEncoder
from tests.assistant.model_context.talking import called, spoken, told
from tests.conftest import post, sync_folder, write_files

QUESTION = "What is EAEA's position on micro-credentials?"
LISTING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}
Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module")
def open_door(live: LiveLibrary, serving: Serving) -> Iterator[str]:
    with serving(live, mcp=True) as url:
        yield f"{url}/mcp"


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_gets_a_cited_answer(open_door: str, live: LiveLibrary, mode: str) -> None:
    answer = called(open_door, "ask", mode, question=QUESTION).structured_content
    assert answer["status"] == "answered"
    for cited in answer["citations"]:
        text = live.current.searcher.document(cited["document"]).text
        assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_rest_and_the_protocol_send_the_same_record(open_door: str) -> None:
    by_rest = httpx.post(open_door.replace("/mcp", "/api/v1/ask"), json={"question": QUESTION}).json()
    assert called(open_door, "ask", question=QUESTION).structured_content == by_rest


def test_answers_are_plain_json_and_there_are_no_sessions(open_door: str) -> None:
    answer = httpx.post(open_door, json=LISTING, headers=ACCEPT)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert "mcp-session-id" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.json()["result"]["tools"]) == 8


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_no_stream_is_opened(open_door: str, method: str) -> None:
    assert httpx.request(method, open_door, headers=ACCEPT, timeout=10).status_code == 405


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "own"])
def test_no_page_may_ask_not_even_one_of_this_address(open_door: str, origin: str) -> None:
    own = open_door.removesuffix("/mcp")
    headers = ACCEPT | {"Origin": own if origin == "own" else origin}
    assert httpx.post(open_door, json=LISTING, headers=headers).status_code == 403
    rebound = ACCEPT | {"Origin": "http://rebound.example", "Host": "rebound.example"}
    assert httpx.post(open_door, json=LISTING, headers=rebound).status_code == 403


def test_what_is_no_message_harms_nothing(open_door: str) -> None:
    for body in (b"", b"{", b"[]", b"[" * 5000, b'{"jsonrpc": "2.0"}', b"\xff"):
        answer = httpx.post(open_door, content=body, headers=ACCEPT | {"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, body
    assert httpx.post(open_door, content=b"x" * 300_000, headers=ACCEPT).status_code == 413
    assert called(open_door, "status").structured_content["documents"] == 24


def test_it_is_not_there_unless_the_settings_say_so(address: str) -> None:
    answer = httpx.post(f"{address}/mcp", json=LISTING, headers=ACCEPT)
    assert (answer.status_code, answer.json()) == (404, {"detail": "There is no such page."})


class TwoViews(LiveLibrary):
    """A library of which staff may see all, and everybody else what another one holds."""

    def __init__(self, path: Path, everybody: Path, encoder: Encoder) -> None:
        super().__init__(path, encoder)
        self._everybody = Edition.open(everybody, encoder)

    def seen_by(self, person: Person) -> Edition:
        return self.current if person.is_staff else self._everybody


PUBLIC = post("Kestrels", "EAEA calls for more kestrels in every town.")
INTERNAL = post("Otters", "EAEA calls for more otters in every town, and has told nobody yet.")


@pytest.fixture(scope="module")
def two_views(encoder: OpenVinoEncoder, tmp_path_factory: pytest.TempPathFactory) -> TwoViews:
    folder = tmp_path_factory.mktemp("views")
    write_files(folder / "all", {"public.txt": PUBLIC, "internal.txt": INTERNAL})
    write_files(folder / "public", {"public.txt": PUBLIC})
    for name in ("all", "public"):
        sync_folder(folder / f"{name}.library", encoder, folder / name)
    return TwoViews(folder / "all.library", folder / "public.library", encoder)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    (tmp_path / "current").write_text("000001\n")
    return Keys(DeskFile(tmp_path))


def key_of(keys: Keys, role: Role = "member", per_minute: int = 60) -> str:
    return keys.add(Key(role, role, per_minute, (), date(2026, 11, 25)))


@asynccontextmanager
async def with_key(address: str, key: str) -> AsyncIterator[Any]:
    """A transport that sends a key; none where it is ""."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx2.AsyncClient(headers=headers) as client,
        streamable_http_client(f"{address}/mcp", http_client=client) as streams,
    ):
        yield streams


@pytest.mark.parametrize("role", ["staff", "member", ""])
def test_a_key_decides_what_is_told(two_views: TwoViews, keys: Keys, serving: Serving, role: Any) -> None:
    key = key_of(keys, role) if role else ""
    seen = 2 if role == "staff" else 1

    async def look(client: Any) -> Any:
        listed = (await client.list_resources()).resources
        found = [
            (await client.call_tool(name, arguments)).structured_content
            for name, arguments in (
                ("documents", {}), ("search", {"question": "otters"}), ("find", {"text": "otters"}),
                ("ask", {"question": "more otters in every town"}), ("check", {"text": "“more otters in every town”"}),
                ("positions", {"topic": "otters"}), ("status", {}),
            )
        ]  # fmt: skip
        return [one.name for one in listed], found

    with serving(two_views, mcp=True, index=keys.desk.path.parent) as url:
        names, found = spoken(with_key(url, key), look)
        assert len(names) == found[0]["total"] == found[-1]["documents"] == seen
        assert ("nobody yet" in json.dumps(found)) is (role == "staff")
        assert ("internal.txt" in json.dumps([names, found])) is (role == "staff")
        if role != "staff":
            refused = called(with_key(url, key), "document", document="internal.txt")
            assert (refused.is_error, told(refused)) == (True, "The library holds no document “internal.txt”.")
            with pytest.raises(MCPError, match="holds no document"):
                spoken(with_key(url, key), lambda client: client.read_resource("document://internal.txt"))


def test_a_key_is_needed_where_the_settings_say_so(live: LiveLibrary, keys: Keys, serving: Serving) -> None:
    key = key_of(keys)
    with serving(live, mcp=True, without_key=False, index=keys.desk.path.parent) as url:
        for sent in ({}, {"Authorization": "Bearer aa_guessed"}, {"Authorization": f"Basic {key}"}):
            answer = httpx.post(f"{url}/mcp", json=LISTING, headers=ACCEPT | sent)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
        assert called(with_key(url, key), "status").structured_content["documents"] == 24


def test_a_key_may_ask_so_often(live: LiveLibrary, keys: Keys, serving: Serving) -> None:
    sent = ACCEPT | {"Authorization": f"Bearer {key_of(keys, per_minute=2)}"}
    with serving(live, mcp=True, index=keys.desk.path.parent) as url:
        statuses = [httpx.post(f"{url}/mcp", json=LISTING, headers=sent).status_code for _ in range(3)]
        by_rest = httpx.get(f"{url}/api/v1/status", headers=sent).status_code
    assert [*statuses, by_rest] == [200, 200, 429, 429]


def test_a_question_without_an_answer_is_kept_as_from_everywhere(
    live: LiveLibrary, keys: Keys, serving: Serving
) -> None:
    question = "What is EAEA's position on tuition fees for doctoral students?"
    with serving(live, mcp=True, keep_questions=True, index=keys.desk.path.parent) as url:
        called(f"{url}/mcp", "ask", question=question)
    (gap,) = GapDesk(keys.desk, keeping=True).gaps(date.today())
    assert gap.question == question


def test_a_damaged_desk_is_told_to_the_log_and_not_to_the_client(
    live: LiveLibrary, keys: Keys, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(live, mcp=True, index=keys.desk.path.parent) as url:
        keys.desk.path.write_bytes(b"no database" * 100)
        answer = httpx.post(f"{url}/mcp", json=LISTING, headers=ACCEPT | {"Authorization": "Bearer aa_x"})
    assert answer.status_code == 503
    assert str(keys.desk.path) not in answer.text
    assert str(keys.desk.path) in caplog.text
