"""A server that was started without any settings is safe as it is: the program itself, watched from outside."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.browser.test_door import ask

CALLS = "trace=connect,bind,sendto,sendmsg,sendmmsg"
PLACE = re.compile(r"sa_family=AF_INET6?\b.*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\"")
KEPT = ("PATH", "HOME", "XDG_CACHE_HOME", "LANG")
"""What the program is told by its environment: nothing about itself."""


@dataclass
class Alone:
    """The server; `trace` is what it and its children asked of the network when it has ended."""

    client: httpx.Client
    process: "subprocess.Popen[str]"
    trace: Path

    def placed(self, call: str) -> set[str]:
        """Addresses that a system call named."""
        lines = [line for line in self.trace.read_text("utf-8").splitlines() if f"{call}(" in line]
        return {found[1] for line in lines if (found := PLACE.search(line))}


@pytest.fixture(scope="module")
def alone(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: nobody sees what the program asks of the network")
    folder = tmp_path_factory.mktemp("no-settings")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(sample_library), "--port", str(port)]
    watched = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "64", "-e", CALLS, "-o", str(folder / "trace"), *command]
    with subprocess.Popen(
        watched, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stderr
        told = process.stdout.readline()
        assert told.startswith(f"Serving http://127.0.0.1:{port} "), told or process.stderr.read()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield Alone(client, process, folder / "trace")
        if process.poll() is None:
            end(process)


def end(process: "subprocess.Popen[str]") -> None:
    """The program below strace is interrupted as by Ctrl+C; strace ends with it."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    os.kill(int(children[0]), signal.SIGINT)
    process.communicate(timeout=60)


def test_nobody_is_staff_and_nobody_can_become_it(alone: Alone) -> None:
    own = {"Origin": str(alone.client.base_url).rstrip("/")}
    for path in ("/library", "/library/report", "/library/document", "/library/sync", "/library/sync.json"):
        assert alone.client.get(path).status_code == 303
    for path in ("/library/sync", "/library/forget", "/library/sync/cancel"):
        assert alone.client.post(path, headers=own).status_code == 403
    for name in ("admin", "staff", "", "root"):
        answer = alone.client.post("/sign-in", data={"name": name, "password": "admin"}, headers=own)
        assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_no_door_for_programs_is_open_that_has_to_be_opened(alone: Alone) -> None:
    assert alone.client.post("/mcp", json={}).status_code == 404
    assert alone.client.get("/api/v1/ask?q=x", headers={"Origin": "https://www.example.org"}).status_code == 403
    assert alone.client.get("/documents/x", headers={"X-Forwarded-User": "maria"}).status_code == 404
    assert alone.client.get("/sign-in/openid", follow_redirects=False).status_code == 404


def test_nothing_is_counted_for_others(alone: Alone) -> None:
    config = alone.client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert not config.get("space_id") and not config.get("enable_queue_monitoring")
    assert alone.client.get("/monitoring").status_code == 404


def test_it_listens_to_this_machine_alone_and_asks_no_other(alone: Alone) -> None:
    """Last: the server has ended then."""
    for path in ("/", "/find?q=adult+education", "/api/v1/ask?q=micro-credentials", "/positions?q=funding", "/healthz"):
        assert alone.client.get(path).status_code == 200
    assert "process_completed" in ask(alone.client, "What is EAEA's position on funding?", "", "", [], None)
    end(alone.process)
    assert alone.placed("bind") == {"127.0.0.1"}
    for call in ("connect", "sendto", "sendmsg", "sendmmsg"):
        assert [one for one in alone.placed(call) if one != "::1" and not one.startswith("127.")] == []
