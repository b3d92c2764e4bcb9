"""What a sync writes down, and what is made of it when its process is gone."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.syncing.processes import birth_of, told_to_stop
from assistant.syncing.recording import Recorder, recording
from assistant.syncing.state import FILE, OUTCOMES, SyncState, keep_state, kept_state
from corpus.errors import LibraryBusy, SourceError
from index.build import PUBLISHING
from index.reports.report import Failure, ItemOutcome, Report
from tests.assistant.accounts.given import Clock

OF_NOW = SyncState(os.getpid(), birth_of(os.getpid()), 1.0)


def report_of(*failed: str, published: bool = True) -> Report:
    items = (ItemOutcome("posts", "a.txt", "added"), ItemOutcome("posts", "b.txt", "unchanged"))
    failures = tuple(Failure(one, "It is down.") for one in failed)
    return Report(items, "000002", published, 2, 4, 1, 12.5, failed=failures)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def states() -> st.SearchStrategy[SyncState]:
    number, count = st.floats(0, 1e10), st.integers(0, 10**9)
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    return st.builds(
        SyncState, count, text, number, text, number, count, count, text, number, number, st.sampled_from(OUTCOMES),
        text, st.dictionaries(text, count, max_size=3), st.lists(st.tuples(text, text), max_size=3).map(tuple), number,
        number, count,
    )  # fmt: skip


@given(state=states())
def test_what_is_written_down_is_read_again(state: SyncState, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    keep_state(folder, state)
    assert kept_state(folder) == state
    assert [path.name for path in folder.glob(f"{FILE}*")] == [FILE]


def test_what_a_killed_sync_was_writing_down_goes_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"{FILE}.99.part"
    left.write_text("{")
    recorder = Recorder(tmp_path)
    assert left.exists(), "another one may have the lock"
    recorder.note("Opening the library", 0, 0)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"failed": 1}', '{"pid": "1", "born": "", "began": 0, "failed": []}',
     '{"pid": 1, "born": "", "began": 0, "failed": [], "outcome": "well"}',
     '{"pid": 1, "born": "", "began": 0, "failed": [], "counts": 3}',
     '{"pid": 1, "born": "", "began": 0, "failed": [], "more": 3}'],
)  # fmt: skip
def test_a_damaged_file_is_no_sync(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text)
    assert kept_state(tmp_path) is None


def test_stages_are_written_at_once_and_counts_twice_a_second(tmp_path: Path, clock: Clock) -> None:
    recorder = Recorder(tmp_path, clock)
    assert kept_state(tmp_path) is None
    seen = []
    for stage, done in (("Looking", 1), ("Reading", 1), ("Reading", 2), ("Reading", 3), ("Embedding", 0)):
        clock.now += 0.3
        recorder.note(stage, done, 10, f"{done}.txt")
        state = kept_state(tmp_path)
        assert state and state.runs
        seen.append((state.stage, state.done, state.item))
    assert seen == [
        ("Looking", 1, "1.txt"), ("Reading", 1, "1.txt"), ("Reading", 1, "1.txt"), ("Reading", 3, "3.txt"),
        ("Embedding", 0, "0.txt"),
    ]  # fmt: skip


def test_the_rest_is_told_from_what_is_done(tmp_path: Path, clock: Clock) -> None:
    recorder = Recorder(tmp_path, clock)
    for done in (0, 10, 40):
        recorder.note("Reading", done, 40)
        clock.now += 30
        state = kept_state(tmp_path)
        assert state
        assert state.rest == {0: None, 10: 90.0, 40: None}[done]


def test_the_outcome_stays_and_the_last_success_is_carried_on(tmp_path: Path, clock: Clock) -> None:
    first = Recorder(tmp_path, clock)
    first.note("Looking", 1, 0)
    first.finish(report_of())
    done = kept_state(tmp_path)
    assert done and (done.outcome, done.told, done.succeeded) == ("done", "Everything is up to date.", clock.now)
    assert done.counts == {"added": 1, "unchanged": 1} and not done.runs
    clock.now += 60
    second = Recorder(tmp_path, clock)
    second.note("Looking", 1, 0)
    second.finish(report_of("https://www.example.org"))
    failed = kept_state(tmp_path)
    assert failed and (failed.outcome, failed.failed) == ("failed", (("https://www.example.org", "It is down."),))
    assert (failed.succeeded, failed.seconds) == (done.succeeded, 12.5)


def test_why_it_failed_is_written_down_but_not_over_one_that_runs(tmp_path: Path) -> None:
    with pytest.raises(SourceError), recording(tmp_path):
        raise SourceError("posts is gone.")
    failed = kept_state(tmp_path)
    assert failed and (failed.outcome, failed.told) == ("failed", "posts is gone.")
    running = replace(OF_NOW, stage="Reading")
    keep_state(tmp_path, running)
    for error in (LibraryBusy("Another process is rebuilding."), SourceError("posts is gone.")):
        with pytest.raises(type(error)), recording(tmp_path):
            raise error
        assert kept_state(tmp_path) == running


def test_a_signal_stops_it_once_and_not_while_it_publishes(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), recording(tmp_path) as recorder:
        recorder.note(PUBLISHING, 0, 0)
        signal.raise_signal(signal.SIGTERM)
        recorder.note("Reading", 1, 2)
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGTERM)  # whoever is impatient does not keep it from cleaning up
    state = kept_state(tmp_path)
    assert state and state.outcome == "cancelled" and "fetched of sites is kept" in state.told
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_disk_that_takes_no_notes_stops_no_sync(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    recorder = Recorder(tmp_path)
    recorder.note("Reading", 1, 2)
    recorder.finish(report_of())
    assert list((tmp_path / FILE).iterdir()) == [] and [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_process_is_known_by_its_start(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    born = birth_of(process.pid)
    state = SyncState(process.pid, born, 1.0)
    assert born and state.runs and not replace(state, born="1").runs
    assert not told_to_stop(process.pid, "1") and process.poll() is None
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet taken note of
    assert birth_of(process.pid) == "" and not state.runs
    process.communicate()
    assert birth_of(process.pid) == "" and not told_to_stop(process.pid, born)
    assert not replace(state, born="").runs
