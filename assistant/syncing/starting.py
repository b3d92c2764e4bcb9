"""Starts a sync in a process of its own, and tells how the one that runs, or ran last, is doing."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from assistant.syncing.processes import told_to_stop
from assistant.syncing.state import BROKEN, ENDED_EARLY, STOPPED_EARLY, SyncState, kept_state
from corpus.errors import LibraryBusy
from corpus.message import Message

Phase = Literal["none", "starting", "running", "done", "failed", "cancelled", "broken"]
WATCHING = "watching a sync"
"""The name of the thread that waits for the end of a process."""
LONGEST_SENTENCE = 2000
"""Characters that are shown of what a process said at last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sync as it is shown. `broken` is one whose process is gone without an outcome; `state` is None where nothing
    was written down.
    """

    phase: Phase
    told: str = ""
    state: SyncState | None = None

    @property
    def active(self) -> bool:
        """Whether it will be another one in a while."""
        return self.phase in ("starting", "running")

    @property
    def counts(self) -> Mapping[str, int]:
        """Items by outcome, without those of which there are none."""
        return {name: count for name, count in (self.state.counts if self.state else {}).items() if count}


@dataclass(slots=True)
class _Child:
    """A process that was started here: when, and once it has ended its exit status and what it said at last."""

    process: "subprocess.Popen[bytes]"
    began: float
    code: int | None = None
    words: str = ""

    def watched(self, errors: IO[bytes]) -> None:
        """Wait for its end, so that it does not stay in the machine's list of processes."""
        with errors:
            code = self.process.wait()
            errors.seek(max(0, os.fstat(errors.fileno()).st_size - LONGEST_SENTENCE))
            said = errors.read().decode(errors="replace").strip().splitlines()
        self.words = said[-1].removeprefix("assistant: ") if said else ENDED_EARLY
        self.code = code


@dataclass(slots=True)
class Syncing:
    """The syncs of a library; for a server, safe to share between threads. `command` is the one that syncs."""

    library: Path
    command: Sequence[str]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _child: _Child | None = None

    def seen(self) -> Seen:
        """How the sync is doing that runs, or ran last, whoever started it."""
        with self._lock:
            return self._seen()

    def start(self) -> None:
        """Start one. Raises LibraryBusy while one runs."""
        with self._lock:
            if self._seen().active:
                raise LibraryBusy(Message("A sync is running already. Wait until it has ended, or cancel it."))
            errors = tempfile.TemporaryFile()  # noqa: SIM115 - it is read once the process has ended
            began = time.time()
            process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # the report is kept
                stderr=errors,
                start_new_session=True,  # Ctrl+C at the server is not for it
            )
            self._child = _Child(process, began)
            threading.Thread(target=self._child.watched, args=(errors,), name=WATCHING, daemon=True).start()

    def cancel(self) -> bool:
        """Tell the one that runs to stop; whether one did. Raises LibraryBusy when it may not be told."""
        with self._lock:
            seen = self._seen()
            if seen.phase == "running" and seen.state:
                return told_to_stop(seen.state.pid, seen.state.born)
            if seen.phase == "starting" and self._child:
                self._child.process.terminate()
            return seen.active

    def _seen(self) -> Seen:
        kept, child = kept_state(self.library), self._child
        if kept is not None and kept.runs:
            return Seen("running", state=kept)
        if child is not None and (kept is None or kept.pid != child.process.pid):
            if child.code is None:
                return Seen("starting")
            if kept is None or max(kept.began, kept.ended) < child.began:
                return _without_notes(child)
        if kept is None:
            return Seen("none")
        if kept.outcome:
            return Seen(kept.outcome, kept.told, kept)
        return Seen("broken", BROKEN, kept)


def _without_notes(child: _Child) -> Seen:
    """A process that ended before the library was its own, and wrote nothing down."""
    if child.code == -signal.SIGTERM:
        return Seen("cancelled", STOPPED_EARLY)
    return Seen("failed", child.words)
