"""A server under load for half an hour, rebuilt every minute: does it grow, leak, fail or slow down?

python -m benchmarks.soak               30 minutes, and writes docs/quality.md
python -m benchmarks.soak --minutes 5   any other time, and only prints

20 clients ask by every way there is, with pauses as people make them. Each minute every post changes and `assistant
sync` runs; every few seconds it is looked what the server has in memory and open.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from threading import Event

import httpx

from benchmarks import asking_ways as ways
from benchmarks.asking_ways import Client, Way
from benchmarks.faults.load.generations import NAMES, TOPICS, name_of, write_generation
from benchmarks.process_figures import Figures, figures
from benchmarks.report import machine, table, write_section
from benchmarks.running import Place, Running, running
from benchmarks.straight_line import WIDTH, Line
from corpus.sample import content

CLIENTS, MINUTES = 20, 30.0
PAUSE = 2.0
"""Seconds between two questions of a client, at most: people read."""
EVERY = 5.0
"""Seconds from one look at the server to the next."""
WARM = 1 / 3
"""Share of the time in which caches fill; it is left out of the lines."""
SMALL = 1.0
"""MB a minute that count as nothing."""
SEED = 5
MIX: tuple[tuple[Way, int], ...] = (
    (ways.ask_by_page, 4), (ways.ask_by_address, 3), (ways.ask, 3), (ways.search, 2), (ways.find, 1),
    (ways.find_page, 2), (ways.positions_page, 1), (ways.check, 1), (ways.documents, 1), (ways.document_page, 4),
    (ways.page_image, 1),
)  # fmt: skip
"""Ways, and how often each is gone."""
ALERT = re.compile(r'role="alert">([^<]*)')
HEADS = (
    "minute", "answers", "errors", "p50", "p95", "resident", "children", "descriptors", "threads", "processes",
    "temporary files",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """When an answer had come, in seconds from the beginning, and how long it took; `problem` is "" where it came."""

    at: float
    seconds: float
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the server had at a moment, in seconds from the beginning."""

    at: float
    figures: Figures


@dataclass(slots=True)
class Soak:
    """A server, its clients and its timer, until they are told to stop."""

    server: Running
    temporary: Path
    began: float = field(default_factory=time.monotonic)
    stop: Event = field(default_factory=Event)

    def now(self) -> float:
        """Seconds from the beginning."""
        return time.monotonic() - self.began

    def client(self, number: int) -> list[Answered]:
        """Asks until the end."""
        chance, told = random.Random(f"{SEED} {number}"), list[Answered]()
        names, weights = zip(*MIX, strict=True)
        with Client(self.server.address, self.server.token, number) as client:
            while not self.stop.wait(chance.uniform(0, PAUSE)):
                told.append(self.asked(client, chance.choices(names, weights)[0], chance.choice(TOPICS)))
        return told

    def asked(self, client: Client, way: Way, topic: str) -> Answered:
        """One question."""
        before, problem = self.now(), ""
        try:
            if not way(client, topic, name_of(topic)):
                problem = f"{way.__name__}: nothing came"
        except httpx.HTTPStatusError as error:
            problem = f"{way.__name__}: {error.response.status_code} {error.request.url} {_said(error.response.text)}"
        except httpx.HTTPError as error:
            problem = f"{way.__name__}: {type(error).__name__} {error}"
        return Answered(self.now(), self.now() - before, problem)

    def looks(self) -> list[Looked]:
        """Looks at the server until the end."""
        seen = list[Looked]()
        while not self.stop.wait(EVERY):
            seen.append(Looked(self.now(), figures(self.server.process, self.temporary)))
        return seen

    def rebuilds(self, place: Place, posts: Path) -> int:
        """Changes every post and brings the library up to date each minute; how often."""
        number = 0
        while not self.stop.wait(60 - self.now() % 60):
            number += 1
            write_generation(posts, number % len(NAMES))
            place.sync()
        return number


def soaked(folder: Path, minutes: float) -> tuple[list[Answered], list[Looked], int]:
    """What a server in this folder told and had in so many minutes, and how often it was rebuilt."""
    place, posts = Place(folder), folder / "posts"
    write_generation(posts, 0)
    with running(place, [posts, content()]) as server, ThreadPoolExecutor(CLIENTS + 2) as threads:
        soak = Soak(server, place.temporary)
        clients = [threads.submit(soak.client, number) for number in range(CLIENTS)]
        looks, rebuilds = threads.submit(soak.looks), threads.submit(soak.rebuilds, place, posts)
        soak.stop.wait(60 * minutes)
        soak.stop.set()
        return [one for client in clients for one in client.result()], looks.result(), rebuilds.result()


def by_minute(told: Sequence[Answered], seen: Sequence[Looked]) -> list[tuple[str, ...]]:
    """A row for each minute in which it was looked at the server: its answers, and the most that it had."""
    rows = list[tuple[str, ...]]()
    for minute in sorted({int(one.at // 60) for one in seen}):
        answers = [one for one in told if int(one.at // 60) == minute]
        had = [one.figures for one in seen if int(one.at // 60) == minute]
        times = [1000 * one.seconds for one in answers]
        slow = quantiles(times, n=20)[-1] if len(times) > 1 else 0.0
        rows.append((
            str(minute + 1), str(len(answers)), str(sum(bool(one.problem) for one in answers)),
            f"{median(times):.0f} ms" if times else "-", f"{slow:.0f} ms",
            f"{max(one.resident for one in had):.0f} MB", f"{max(one.children for one in had):.0f} MB",
            *(str(max(one)) for one in zip(*((had_.descriptors, had_.threads, had_.processes, had_.files)
                                             for had_ in had), strict=True)),
        ))  # fmt: skip
    return rows


def judged(told: Sequence[Answered], seen: Sequence[Looked], minutes: float) -> list[tuple[str, str, str]]:
    """What grew a minute after the warm-up, with its 95 % interval, and whether that is flat."""
    warm = 60 * minutes * WARM
    late = [one for one in seen if one.at > warm]
    at = [one.at / 60 for one in late]
    memory = Line.through(at, [one.figures.resident + one.figures.children for one in late])
    descriptors = Line.through(at, [one.figures.descriptors for one in late])
    answers = [one for one in told if one.at > warm]
    times = Line.through([one.at / 60 for one in answers], [1000 * one.seconds for one in answers])
    errors = sum(bool(one.problem) for one in told)
    return [
        (
            "memory of the server and its children",
            _interval(memory, "MB"),
            _yes(memory.is_level or memory.slope < SMALL),
        ),
        ("open descriptors", _interval(descriptors, ""), _yes(descriptors.is_level)),
        ("time of an answer", _interval(times, "ms"), _yes(times.is_level)),
        ("errors", f"{errors} of {len(told):,} answers", _yes(not errors)),
    ]


def _said(page: str) -> str:
    """The sentence of a page that tells why there is no answer; the beginning of an answer that is no page."""
    alert = ALERT.search(page)
    return alert[1] if alert else page[:300]


def _interval(line: Line, unit: str) -> str:
    return f"{line.slope:+.2f} ± {WIDTH * line.error:.2f} {unit}".strip() + " a minute"


def _yes(flat: bool) -> str:
    return "yes" if flat else "**no**"


def main() -> None:
    """Soak, print, and write the tables where it was the whole time."""
    parser = argparse.ArgumentParser(description="A server under load, rebuilt every minute.")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    minutes: float = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        told, seen, rebuilt = soaked(Path(folder), minutes)
    flat = table(("after the warm-up", "change", "flat"), judged(told, seen, minutes))
    problems = "".join(f"{one.problem}\n" for one in [one for one in told if one.problem][:10])
    said = f"{minutes:g} minutes, {CLIENTS} clients, {rebuilt} rebuilds, `python -m benchmarks.soak`."
    text = f"{machine()}\n{said}\n\n{flat}\n\n{table(HEADS, by_minute(told, seen))}"
    sys.stdout.write(f"{text}\n{problems}")
    if minutes >= MINUTES:
        write_section("soak", text)


if __name__ == "__main__":
    main()
