"""The program calls nobody: commands and a server as the README starts them, each connection and look-up watched."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx

from corpus.sample import content

ROOT = Path(__file__).resolve().parents[1]
LISTENING = """
import os, sys
def heard(event, told, place=os.environ["CALLED"]):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(told[1], tuple):
        named = told[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        named = told[0][0] if isinstance(told[0], tuple) else told[0]
    else:
        return
    with open(place, "a", encoding="utf-8") as file:
        file.write(f"{event} {named}\\n")
sys.addaudithook(heard)
"""
"""Python runs it first in every process that is started below, readers and conversions too."""
TRACED = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
"""How strace writes an address."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A place where processes are started whose every word to the network is written down: by Python, and by the system
    where strace is there. They have no settings of the environment but what any person has.
    """

    folder: Path

    def command(self, *arguments: str) -> list[str]:
        traced = ["strace", "-f", "--seccomp-bpf", "-qq", "-A", "-e", "trace=connect,sendto", "-o"]
        return [*([*traced, str(self.folder / "traced")] if shutil.which("strace") else []), sys.executable, *arguments]

    def environment(self) -> dict[str, str]:
        (self.folder / "hook").mkdir(exist_ok=True)
        (self.folder / "hook" / "sitecustomize.py").write_text(LISTENING, encoding="utf-8")
        path = os.pathsep.join((str(self.folder / "hook"), str(ROOT)))
        kept = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": path}
        return kept | {"CALLED": str(self.folder / "called")}

    def run(self, *arguments: str) -> str:
        command, around = self.command(*arguments), self.environment()
        done = subprocess.run(command, capture_output=True, text=True, env=around, cwd=self.folder, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def assistant(self, *arguments: str) -> str:
        return self.run("-m", "assistant.cli", *arguments, "--index", "my.library")

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address at which `assistant serve` answers, for as long as a block runs."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = self.command("-m", "assistant.cli", "serve", "--index", "my.library", "--port", str(port))
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=self.environment(), cwd=self.folder, start_new_session=True
        ) as run:
            assert run.stdout is not None
            try:
                assert str(port) in run.stdout.readline()
                yield f"http://127.0.0.1:{port}"
            finally:
                os.killpg(run.pid, signal.SIGTERM)  # strace itself waits for what it watches

    def called(self) -> list[str]:
        """Who was called or looked up, beyond this machine."""
        heard = self._lines("called")
        named = [line.partition(" ")[2] for line in heard]
        traced = [match[2] for line in self._lines("traced") if (match := TRACED.search(line))]
        return [one for one in (*named, *traced) if not is_here(one)]

    def _lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []


def is_here(named: str) -> bool:
    """Whether a name or an address is this machine; an address to listen on, or none at all, is too."""
    try:
        address = ip_address(named)
    except ValueError:
        return named in ("localhost", "None", "")
    return address.is_loopback or address.is_unspecified


def test_nobody_is_called_while_a_library_is_built_asked_and_served(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    watched.assistant("sync", str(content()))
    assert "micro-credentials" in watched.assistant("ask", "What is EAEA's position on micro-credentials?")
    watched.assistant("search", "quality assurance")
    with watched.serving() as address, httpx.Client(base_url=address, timeout=60) as client:
        assert client.get("/", params={"q": "What about refugees?"}).status_code == 200
        assert client.get("/positions", params={"q": "learning accounts"}).status_code == 200
        asked = client.post("/api/v1/ask", json={"question": "What is EAEA's position on micro-credentials?"})
        assert asked.json()["status"] == "answered"
    assert watched.called() == []


def test_a_call_would_be_noted(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    for calling in ("socket.getaddrinfo('localhost', 80)", "socket.socket().connect_ex(('127.0.0.1', 9))"):
        watched.run("-c", f"import socket; {calling}")
    assert watched.called() == []
    assert len(watched._lines("called")) == 2
    watched.run("-c", "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))")
    noted = 2 if shutil.which("strace") else 1
    assert watched.called() == ["192.0.2.1"] * noted
    watched.run(
        "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', "
        "\"import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.2', 9))\"])",
    )  # fmt: skip
    assert watched.called().count("192.0.2.2") == noted
