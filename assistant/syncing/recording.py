"""Writes down how far a sync is while it runs, and lets it be stopped where that harms nothing."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

from assistant.syncing.processes import birth_of
from assistant.syncing.state import (
    INCOMPLETE,
    STOPPED,
    UNCHANGED,
    UP_TO_DATE,
    Outcome,
    SyncState,
    drop_unfinished,
    keep_state,
    kept_state,
)
from corpus.errors import LibraryBusy, UserError
from index.build import PUBLISHING
from index.reports.report import Progress, Report

PAUSE = 0.5
"""Seconds between two times that progress within a stage is written down."""


class Recorder:
    """A sync's own notes. The first note is taken when the library is locked, so no two write at the same time."""

    def __init__(self, library: Path, clock: Callable[[], float] = time.time) -> None:
        self._library = library
        self._clock = clock
        self._before = kept_state(library)
        self._state = SyncState(os.getpid(), birth_of(os.getpid()), clock())
        if self._before is not None:
            self._state = replace(self._state, succeeded=self._before.succeeded, seconds=self._before.seconds)
        self._begun = False
        self._stopped = False

    def beside(self, shown: Progress) -> Progress:
        """Progress that is shown and written down."""

        def progress(stage: str, done: int, total: int, item: str = "") -> None:
            shown(stage, done, total, item)
            self.note(stage, done, total, item)

        return progress

    def note(self, stage: str, done: int, total: int, item: str = "") -> None:
        """Write down how far a stage is, twice a second at most."""
        now = self._clock()
        told = replace(self._state, stage=stage, done=done, total=total, item=item)
        if stage == self._state.stage and now - self._state.written < PAUSE:
            return
        if stage != self._state.stage:
            told = replace(told, stage_began=now)
        self._state = replace(told, written=now)
        if not self._begun:
            with suppress(OSError):
                drop_unfinished(self._library)  # of who had the lock before
        self._begun = True
        self._keep()

    def finish(self, report: Report) -> None:
        """Write down what came of it."""
        now, failed = self._clock(), tuple((one.source, one.why) for one in report.failed)
        told = UP_TO_DATE if report.published else UNCHANGED
        if failed:
            told = INCOMPLETE
        else:
            self._state = replace(self._state, succeeded=now, seconds=report.seconds)
        self._state = replace(self._state, counts=dict(report.counts), failed=failed, unreadable=len(report.unreadable))
        self._end("failed" if failed else "done", told)

    def fail(self, error: UserError) -> None:
        """Write down why it failed, but where another sync has the library."""
        busy = isinstance(error, LibraryBusy) or (self._before is not None and self._before.runs)
        if self._begun or not busy:
            self._end("failed", str(error))

    def cancelled(self) -> None:
        """Write down that it was stopped."""
        self._end("cancelled", STOPPED)

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """What a signal to end does: what is being published is seen through, and nobody is stopped twice."""
        if not self._stopped and self._state.stage != PUBLISHING:
            self._stopped = True
            raise KeyboardInterrupt

    def _end(self, outcome: Outcome, told: str) -> None:
        now = self._clock()
        self._state = replace(self._state, written=now, ended=now, outcome=outcome, told=told)
        self._keep()

    def _keep(self) -> None:
        with suppress(OSError):  # a full disk stops the sync where it matters
            keep_state(self._library, self._state)


@contextmanager
def recording(library: Path) -> Iterator[Recorder]:
    """A recorder for a sync of this process, which `SIGTERM` stops as Ctrl+C does."""
    recorder = Recorder(library)
    before = signal.signal(signal.SIGTERM, recorder.stop)
    try:
        yield recorder
    except UserError as error:
        recorder.fail(error)
        raise
    except KeyboardInterrupt:
        recorder.cancelled()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
