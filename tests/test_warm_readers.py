"""Readers that tests fork read, refuse and end as those that the program starts."""

import os
import signal

import pytest

import corpus.sample
from corpus import isolate
from corpus.errors import ReadError
from corpus.isolate import Child, Job, Limits, ReaderPool
from corpus.reading import read
from tests.warm_readers import READER, Reader, WarmReaders

STATEMENT = corpus.sample.content() / "statements" / "2016-learning-accounts.pdf"
LONG = Job("text", "long.txt", b"Adults learn for many reasons. " * 100_000)


def test_rebuilds_fork_theirs() -> None:
    assert isinstance(getattr(isolate.started, "__self__", None), WarmReaders)


def test_they_read_what_the_reader_reads() -> None:
    job = Job("pdf", "a.pdf", STATEMENT.read_bytes())
    with ReaderPool(workers=1) as pool:
        assert pool.read(job) == read(job.form, job.data, job.name)


@pytest.mark.parametrize("limits", [Limits(wall_seconds=0.0), Limits(memory_bytes=60_000_000), Limits(answer_bytes=9)])
def test_their_limits_end_them_alone(limits: Limits) -> None:
    with ReaderPool(workers=1) as other, ReaderPool(workers=1, limits=limits) as pool:
        with pytest.raises(ReadError, match=r"^long\.txt (took longer|ended its reader)"):
            pool.read(LONG)
        assert other.read(LONG).documents


def test_one_that_ended_is_started_anew() -> None:
    child = Child(READER, Limits())
    reader = child._running()
    assert isinstance(reader, Reader) and reader.poll() is None
    os.kill(reader.process, signal.SIGKILL)
    with pytest.raises(EOFError):
        child.ask({"form": "text", "name": "a.txt"}, LONG.data, 30.0)
    assert child.ask({"form": "text", "name": "a.txt"}, b"Adults learn.", 30.0)["documents"]
    child.stop()
