"""Every answer, list and page is made of one generation, whenever the next one comes (promise R4)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from assistant.accounts.people import ANONYMOUS, Person
from assistant.library import Edition, LiveLibrary
from benchmarks.asking_ways import Client, Way
from benchmarks.faults.load.generations import TOPICS, name_of, told_in, write_generation
from benchmarks.faults.load.swapping import WAYS
from tests.conftest import ToyEncoder, sync_folder


class Turning(LiveLibrary):
    """A library that is rebuilt between any two looks at it."""

    def __init__(self, path: Path, editions: list[Edition]) -> None:
        super().__init__(path, ToyEncoder())
        self._turning = cycle(editions)

    def seen_by(self, person: Person) -> Edition:
        return next(self._turning)

    @property
    def current(self) -> Edition:
        return self.seen_by(ANONYMOUS)


@pytest.fixture(scope="module")
def turning(
    serving: Callable[..., AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("generations")
    editions = list[Edition]()
    for number in (0, 1):
        write_generation(folder / "posts", number)
        sync_folder(folder / "library", ToyEncoder(), folder / "posts")
        editions.append(Edition.open(folder / "library", ToyEncoder()))
    with serving(Turning(folder / "library", editions)) as address, Client(address, "", 0) as client:
        yield client


@pytest.mark.parametrize("way", WAYS, ids=lambda one: one.__name__)
def test_one_generation_is_told_of(turning: Client, way: Way) -> None:
    told: list[Any] = [told_in(way(turning, topic, name_of(topic))) for topic in TOPICS[:3]]
    assert all(len(one) == 1 for one in told), told
