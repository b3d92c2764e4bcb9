"""A server process of one's own, with settings of one's own, as `assistant serve` runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.accounts.keys import MOST_PER_MINUTE, Key, Keys
from assistant.desk_file import DeskFile
from benchmarks.askers import free_port
from benchmarks.speed import child

SETTINGS = """
[library]
index = "{library}"
sources = [{sources}]
[web]
port = {port}
{more}
"""
BEHIND = 'trusted_proxies = ["127.0.0.1"]'
"""Headers of this machine are believed, so each client has an address of its own, and its own limits."""
DESCRIPTORS = 1024
"""That a server may have open before it asks for more, as systemd starts services."""
ENDING = 20.0
"""Seconds that a server may take to end."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: its address, its process, and the key of a program that may ask as often as it likes."""

    address: str
    process: int
    token: str


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for a library, the settings of its server and what that server says."""

    folder: Path

    @property
    def library(self) -> Path:
        """The index."""
        return self.folder / "library"

    @property
    def settings(self) -> Path:
        """The settings of the server and of each sync."""
        return self.folder / "assistant.toml"

    @property
    def temporary(self) -> Path:
        """The server's folder for temporary files."""
        return self.folder / "temporary"

    @property
    def log(self) -> Path:
        """What the server wrote to its standard error."""
        return self.folder / "server.log"

    def sync(self) -> None:
        """Bring the library up to date by the command line. Raises CalledProcessError where that fails."""
        child("assistant.cli", ["sync", "--settings", str(self.settings)], environment())


def environment() -> dict[str, str]:
    """Of every process here: nothing is looked for in the network."""
    return {**os.environ, "HF_HUB_OFFLINE": "1"}


@contextmanager
def running(place: Place, sources: Sequence[Path], more: str = BEHIND) -> Iterator[Running]:
    """A server over these sources, which are read first; `more` is what its settings say besides of the web."""
    port, named = free_port(), ", ".join(f'"{one}"' for one in sources)
    place.settings.write_text(
        SETTINGS.format(library=place.library, sources=named, port=port, more=more), encoding="utf-8"
    )
    place.sync()
    token = Keys(DeskFile(place.library)).add(Key("load", "member", MOST_PER_MINUTE, (), date.today()))
    command = [
        "sh", "-c", f'ulimit -Sn {DESCRIPTORS}; exec "$@"', "sh",
        sys.executable, "-m", "assistant.cli", "serve", "--settings", str(place.settings),
    ]  # fmt: skip
    place.temporary.mkdir(exist_ok=True)
    own = environment() | {"TMPDIR": str(place.temporary)}
    with (
        place.log.open("w") as errors,
        subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            if not process.stdout.readline().startswith("Serving "):
                raise RuntimeError(f"the server did not start: {place.log.read_text(encoding='utf-8')}")
            yield Running(f"http://127.0.0.1:{port}", process.pid, token)
        finally:
            process.terminate()
            process.wait(ENDING)
