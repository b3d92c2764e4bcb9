"""Promise R4: people ask a server while its library is rebuilt again and again. No answer fails, and none is made of
two generations.

Every rebuild changes the marks of every post (benchmarks.faults.load.generations), by `assistant sync` as a timer runs
it. Clients go on asking by every way there is, with pauses as people make them, before and throughout.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from threading import Event

import httpx

from benchmarks import asking_ways as ways
from benchmarks.asking_ways import Client, Way
from benchmarks.faults.load.generations import NAMES, TOPICS, name_of, told_in, write_generation
from benchmarks.faults.trial import Size, Trial
from benchmarks.running import Place, Running, running

CLIENTS = 10
REBUILDS = {Size.SHORT: 2, Size.FULL: 20}
IDLE = {Size.SHORT: 1.0, Size.FULL: 20.0}
"""Seconds in which nothing is rebuilt, for comparison."""
PAUSE = 0.4
"""Seconds between two questions of a client, at most."""
SEED = 4
WAYS: tuple[Way, ...] = (
    ways.ask_by_page, ways.ask_by_address, ways.ask, ways.search, ways.find, ways.find_page, ways.positions_page,
    ways.check, ways.documents, ways.document, ways.document_page,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: when it was asked for, how long it took, of which generations it tells, and what went wrong."""

    way: str
    began: float
    seconds: float
    generations: frozenset[int]
    problem: str = ""

    @property
    def broken(self) -> str:
        """What is wrong with it; "" for nothing."""
        if self.problem or len(self.generations) == 1:
            return self.problem
        told = ", ".join(NAMES[one] for one in sorted(self.generations)) or "none"
        return f"{self.way}: generations {told}"


@dataclass(slots=True)
class Asking:
    """What clients do until they are told to stop."""

    running: Running
    stop: Event = field(default_factory=Event)

    def client(self, number: int) -> list[Told]:
        """All that one client was told."""
        chance, told = random.Random(f"{SEED} {number}"), list[Told]()
        with Client(self.running.address, self.running.token, number) as client:
            while not self.stop.is_set():
                told.append(asked(client, chance.choice(WAYS), chance.choice(TOPICS)))
                self.stop.wait(chance.uniform(0, PAUSE))
        return told


def asked(client: Client, way: Way, topic: str) -> Told:
    """Ask once."""
    began, text, problem = time.monotonic(), "", ""
    try:
        text = way(client, topic, name_of(topic))
    except httpx.HTTPError as error:
        problem = f"{way.__name__}: {type(error).__name__} {error}"
    return Told(way.__name__, began, time.monotonic() - began, frozenset(told_in(text)), problem)


def trials(size: Size) -> list[Trial]:
    """See benchmarks.faults."""
    with tempfile.TemporaryDirectory() as folder:
        place, posts = Place(Path(folder)), Path(folder) / "posts"
        write_generation(posts, 0)
        with running(place, [posts]) as server, ThreadPoolExecutor(CLIENTS) as threads:
            asking = Asking(server)
            clients = [threads.submit(asking.client, number) for number in range(CLIENTS)]
            try:
                asking.stop.wait(IDLE[size])
                rebuilt = [_rebuilt(place, posts, number) for number in range(1, REBUILDS[size] + 1)]
                asking.stop.wait(IDLE[size])
            finally:
                asking.stop.set()
            told = [one for client in clients for one in client.result()]
            with Client(server.address, server.token, CLIENTS) as client:
                last = [asked(client, way, TOPICS[0]) for way in WAYS]
    return summed(told, rebuilt, last)


def summed(told: Sequence[Told], rebuilt: Sequence[tuple[float, float]], last: Sequence[Told]) -> list[Trial]:
    """What came of it: answers that failed or mixed, and rebuilds after which no answer told of the new generation."""
    broken = [one.broken for one in told if one.broken]
    newest = frozenset({len(rebuilt)})
    late = [one.broken or f"{one.way}: an older generation" for one in last if one.generations != newest]
    during = [one for one in told if any(begin <= one.began <= end for begin, end in rebuilt)]
    seen = len(frozenset[int]().union(*(one.generations for one in told)))
    compared = f"{seen} generations told of; {_compared(during, [one for one in told if one not in during])}"
    return [
        Trial("R4", f"{CLIENTS} clients ask through {len(rebuilt)} rebuilds", len(told), len(broken), SEED,
              "; ".join([*broken[:3], compared])),
        Trial("R4", "the newest generation is told of by every way at the end", len(last), len(late), 0,
              "; ".join(late[:3])),
    ]  # fmt: skip


def _compared(during: Sequence[Told], idle: Sequence[Told]) -> str:
    if min(len(during), len(idle)) < 2:
        return "too few to compare times"
    one, other = (1000 * quantiles([told.seconds for told in some], n=20)[-1] for some in (during, idle))
    return f"p95 {one:.0f} ms during rebuilds, {other:.0f} ms else ({one / other:.1f} times)"


def _rebuilt(place: Place, posts: Path, number: int) -> tuple[float, float]:
    """When a rebuild began and ended."""
    began = time.monotonic()
    write_generation(posts, number)
    place.sync()
    return began, time.monotonic()
