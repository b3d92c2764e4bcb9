"""Syncs in processes of their own. The processes here take notes as a sync does, and wait for a word of the test."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from assistant.syncing.starting import WATCHING, Seen, Syncing
from assistant.syncing.state import kept_state
from corpus.errors import LibraryBusy

SCRIPT = """
import sys
from pathlib import Path
from assistant.syncing.recording import recording
from corpus.errors import LibraryBusy
library, way = Path(sys.argv[1]), sys.argv[2]
if way == "busy":
    sys.exit("assistant: Another process is rebuilding it.")
with recording(library) as recorder:
    recorder.note("Reading", 12, 340, "posts/a.txt")
    (library / "ready").open("w").close()
    (library / "go").open().close()
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for name in ("ready", "go"):
        os.mkfifo(tmp_path / name)
    return tmp_path


def syncing(library: Path, way: str = "") -> Syncing:
    return Syncing(library, (sys.executable, "-c", SCRIPT, str(library), way))


def begun(library: Path) -> Syncing:
    """One whose process has taken its first note."""
    made = syncing(library)
    made.start()
    (library / "ready").open().close()
    return made


def ended(made: Syncing) -> Seen:
    assert made._child is not None
    for thread in threading.enumerate():
        if thread.name == WATCHING:
            thread.join(60)
    assert made._child.code is not None
    return made.seen()


def test_one_that_runs_is_seen_by_every_server_and_stopped_by_any(library: Path) -> None:
    assert syncing(library).seen().phase == "none"
    first, other = begun(library), syncing(library)
    for one in (first, other):
        seen = one.seen()
        assert (seen.phase, seen.active) == ("running", True) and seen.state
        assert (seen.state.stage, seen.state.done, seen.state.total) == ("Reading", 12, 340)
        with pytest.raises(LibraryBusy, match="A sync is running already"):
            one.start()
    assert other.cancel()
    assert ended(first).phase == "cancelled" and other.seen().phase == "cancelled"
    assert not other.cancel()


def test_one_that_was_killed_is_told_from_one_that_runs(library: Path) -> None:
    made = begun(library)
    assert made._child is not None
    made._child.process.send_signal(signal.SIGKILL)
    seen = ended(made)
    assert seen.phase == "broken" and not seen.active and "broke off" in seen.told
    assert seen.state is not None and seen.state.done == 12
    assert syncing(library).seen() == seen
    another = begun(library)
    assert made.seen().phase == "running" and another.cancel()
    assert ended(another).phase == "cancelled"


def test_why_one_ended_before_it_began_is_told_until_the_next(library: Path) -> None:
    refused = syncing(library, "busy")
    refused.start()
    seen = ended(refused)
    assert (seen.phase, seen.told) == ("failed", "Another process is rebuilding it.")
    assert kept_state(library) is None
    another = begun(library)
    assert refused.seen().phase == "running"
    another.cancel()
    assert ended(another).phase == refused.seen().phase == "cancelled"


def test_one_that_is_stopped_while_it_starts_ends(library: Path) -> None:
    slow = Syncing(library, ("sleep", "600"))
    slow.start()
    assert slow.seen().phase == "starting" and slow.cancel()
    assert ended(slow).phase == "cancelled"
