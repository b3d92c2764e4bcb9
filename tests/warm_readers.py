"""Readers that begin where Python's start and their imports have ended: half a second of processor time less for each.

Each is forked from one process that has imported what reads, loaded the model of languages, and done nothing else. It
runs the same module over the same pipes under the same limits, and ends as any process does. The tests of the readers
themselves, tests/corpus, start them as the program does.
"""

import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from corpus.isolate import Limits, started

READER = "corpus.reader_process"


@dataclass
class Reader:
    """What `corpus.isolate` asks of a `subprocess.Popen`. The process holds the other end of `line` while it lives."""

    stdin: IO[bytes]
    stdout: IO[bytes]
    line: socket.socket
    process: int

    def poll(self) -> int | None:
        return 0 if select.select([self.line], [], [], 0)[0] else None

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.process, signal.SIGKILL)

    def communicate(self) -> None:
        """Close the pipes, wait for the end."""
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()
        with self.line:
            assert self.line.recv(1) == b""


@dataclass(frozen=True, slots=True)
class WarmReaders:
    """Where readers are forked; in place of `corpus.isolate.started`."""

    address: str

    def started(self, module: str, limits: Limits) -> "Reader | subprocess.Popen[bytes]":
        if module != READER:
            return started(module, limits)
        (theirs_in, ours_in), (ours_out, theirs_out) = os.pipe(), os.pipe()
        line = socket.socket(socket.AF_UNIX)
        line.connect(self.address)
        socket.send_fds(line, [json.dumps(asdict(limits)).encode()], [theirs_in, theirs_out])
        os.close(theirs_in)
        os.close(theirs_out)
        process = int(line.recv(100))
        return Reader(os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb"), line, process)


@contextmanager
def warm_readers() -> Iterator[WarmReaders]:
    """The process that readers are forked from, for as long as a block runs."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "readers")
        command = [sys.executable, "-m", __name__, address]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            yield WarmReaders(address)
            process.communicate()


def _serve(address: str) -> None:
    """Fork a reader for each that asks, until standard input ends."""
    from corpus.language import language_of
    from corpus.reading import READERS, reader_of

    for form in READERS:
        reader_of(form)
    language_of("Adults learn for many reasons, and their languages are told by a model.")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        print("ready", flush=True)
        while select.select([sys.stdin, listening], [], [])[0] == [listening]:
            line, _ = listening.accept()
            limits, streams, _, _ = socket.recv_fds(line, 10_000, 2)
            if os.fork() == 0:
                listening.close()
                _read(limits.decode(), streams, line)
            line.close()
            for stream in streams:
                os.close(stream)
            _bury()
        _bury(os.WEXITED)


def _bury(how: int = os.WEXITED | os.WNOHANG) -> None:
    """Take note of the readers that ended, of all of them with `os.WEXITED` alone; only then are their numbers free."""
    with suppress(ChildProcessError):
        while os.waitid(os.P_ALL, 0, how):
            pass


def _read(limits: str, streams: list[int], line: socket.socket) -> None:
    """A reader's whole life, from where `python -m corpus.reader_process` has done its imports."""
    try:
        for number, stream in enumerate((*streams, os.open(os.devnull, os.O_WRONLY))):
            os.dup2(stream, number)
            os.close(stream)
        line.sendall(str(os.getpid()).encode())
        sys.argv = [READER, limits]
        runpy.run_module(READER, run_name="__main__", alter_sys=True)
    finally:
        os._exit(0)


if __name__ == "__main__":
    _serve(sys.argv[1])
