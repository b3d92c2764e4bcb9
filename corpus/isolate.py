"""Readers run in child processes under limits, so that no file can harm, stall or crash the rebuild.

The parent sends a JSON line (format, name, number of bytes) and the bytes; the child answers with one JSON line. No
pickle crosses the pipe: a child that a hostile file took over can answer with nothing but data.
"""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain, islice
from queue import LifoQueue
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from corpus.believed import reading_of
from corpus.draft import Reading
from corpus.envelope import form_within
from corpus.errors import ReadError
from corpus.parsing import parse_json

Key = TypeVar("Key")
FEW, LITTLE = 5, 200_000
"""Fewer items than this, of fewer bytes together, are read by one child: to start another one takes half a second."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may take; the numbers are promises R6, R7 and R9 of the security document."""

    memory_bytes: int = 1_500_000_000
    wall_seconds: float = 30.0
    page_seconds: float = 15.0
    """For a page of the web, which has no more than 5 MB, in the place of `wall_seconds` where that is longer."""
    cpu_seconds: int = 30
    answer_bytes: int = 64_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """One item to be read."""

    form: str
    name: str
    data: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a page or a post of the web, not a file that a site holds."""
        return self.form == "html" or (self.form == "web" and form_within(self.data) != "pdf")


class ReaderPool:
    """Reads items in `workers` child processes; a context manager that ends them.

    Children start with the first job, so a pool that is never used costs nothing.
    """

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._workers = workers
        self._idle: LifoQueue[Child] = LifoQueue()  # the one that was asked last is asked again: it runs already
        for _ in range(workers):
            self._idle.put(Child("corpus.reader_process", self._limits))
        self._threads = ThreadPoolExecutor(workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for _ in range(self._workers):
            self._idle.get().stop()

    def start(self) -> None:
        """Start the reader that will be asked first, so that it is ready then."""
        child = self._idle.get()
        child.start()
        self._idle.put(child)

    def read(self, job: Job) -> Reading:
        """What one item holds. Raises ReadError with the outcome to be recorded."""
        limits = self._limits
        seconds = min(limits.page_seconds, limits.wall_seconds) if job.is_page else limits.wall_seconds
        child = self._idle.get()
        try:
            return reading_by(child, job, seconds)
        finally:
            self._idle.put(child)

    def read_all(self, jobs: Iterable[tuple[Key, Job]]) -> Iterator[tuple[Key, Reading | ReadError]]:
        """Each job's reading, or why there is none, in the order of the jobs; a few jobs are read ahead."""
        waiting = iter(jobs)
        first = list(islice(waiting, FEW))
        if len(first) < FEW and sum(len(job.data) for _, job in first) < LITTLE:
            yield from ((key, _outcome(self.read, job)) for key, job in first)
            return
        ahead: list[tuple[Key, Future[Reading]]] = []
        for key, job in chain(first, waiting):
            ahead.append((key, self._threads.submit(self.read, job)))
            if len(ahead) > 2 * self._workers:
                yield _settled(*ahead.pop(0))
        for one in ahead:
            yield _settled(*one)


def _settled(key: Key, future: "Future[Reading]") -> tuple[Key, Reading | ReadError]:
    return key, _outcome(future.result)


def _outcome(reading: Callable[..., Reading], *what: Job) -> Reading | ReadError:
    try:
        return reading(*what)
    except ReadError as error:
        return error


def reading_by(child: "Child", job: Job, seconds: float) -> Reading:
    """What a child reads in one item. Raises ReadError with the outcome to be recorded."""
    try:
        answer = child.ask({"form": job.form, "name": job.name}, job.data, seconds)
    except TimeoutError:
        raise ReadError(f"{job.name} took longer than {seconds:.0f} s to read; simplify or split it.") from None
    except EOFError:
        raise ReadError(
            f"{job.name} ended its reader (too much memory or time, or a crash); export it again from its source."
        ) from None
    return reading_of(answer, job.name)


def answered(line: bytes) -> dict[str, Any]:
    """What a child says in a line. Raises ValueError when it is no JSON object."""
    answer = parse_json(line)
    if not isinstance(answer, dict):
        raise ValueError("no object")
    return answer


def started(module: str, limits: Limits) -> "subprocess.Popen[bytes]":
    """A process that runs a module of ours, which is told its limits and sets them on itself."""
    command = [sys.executable, "-m", module, json.dumps(asdict(limits))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


class Child:
    """One process that runs a module of ours, started when first needed and again after it was ended."""

    def __init__(self, module: str, limits: Limits) -> None:
        self._module = module
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, head: Mapping[str, object], data: bytes, seconds: float) -> dict[str, Any]:
        """What the child answers to a job within so many seconds, in which it has to be told it, too.

        Raises TimeoutError, or EOFError when the child ended, said too much, or nothing that is an answer; it is ended
        then.
        """
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        deadline = time.monotonic() + seconds
        told = json.dumps({**head, "bytes": len(data)}).encode() + b"\n"
        try:
            _tell(process.stdin, (told, data), deadline)
            answer = answered(self._line(process.stdout, deadline))
        except (TimeoutError, EOFError):
            self.stop()
            raise
        except (BrokenPipeError, ValueError):  # what a child that was taken over says may be no JSON object
            self.stop()
            raise EOFError from None
        return answer

    def start(self) -> None:
        """Start the process, if there is none, so that it is ready when it is asked."""
        self._running()

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = started(self._module, self._limits)
        return self._process

    def _line(self, pipe: IO[bytes], deadline: float) -> bytes:
        """The child's answer. Raises TimeoutError, or EOFError when the child ended or said too much."""
        parts, size = list[bytes](), 0
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while not (parts and parts[-1].endswith(b"\n")):
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise TimeoutError
                part = os.read(pipe.fileno(), 1 << 20)
                size += len(part)
                if not part or size > self._limits.answer_bytes:
                    raise EOFError
                parts.append(part)
        return b"".join(parts)


def _tell(pipe: IO[bytes], parts: Iterable[bytes], deadline: float) -> None:
    """Write to a child that may read no more. Raises TimeoutError, or BrokenPipeError when it ended."""
    os.set_blocking(pipe.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_WRITE)
        for part in parts:
            left = memoryview(part)
            while left:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise TimeoutError
                left = left[os.write(pipe.fileno(), left) :]
