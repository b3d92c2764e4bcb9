"""Questions and rebuilds leave nothing behind in a server: descriptors, threads, processes, files (promise R4)."""

from pathlib import Path

import pytest

from benchmarks.asking_ways import Client
from benchmarks.faults.load.generations import TOPICS, name_of, write_generation
from benchmarks.process_figures import Figures, figures
from benchmarks.running import Place, Running, running
from benchmarks.soak import MIX, Answered, Looked, by_minute, judged
from benchmarks.straight_line import Line
from corpus.sample import content

ROUNDS = 1
"""Of all ways, after each rebuild."""


def left(place: Place, server: Running, client: Client, number: int) -> Figures:
    """What the server has after a rebuild and some questions."""
    write_generation(place.folder / "posts", number)
    place.sync()
    for topic in TOPICS[:ROUNDS]:
        for way, _ in MIX:
            assert way(client, topic, name_of(topic))
    return figures(server.process, place.temporary)


def test_rebuilds_and_questions_leave_nothing_open(tmp_path: Path) -> None:
    """What is left for the collector of cycles goes now and then, so a leak is what has grown with every rebuild."""
    place = Place(tmp_path)
    write_generation(tmp_path / "posts", 0)
    with running(place, [tmp_path / "posts", content()]) as server, Client(server.address, server.token, 0) as client:
        had = [left(place, server, client, number) for number in range(1, 5)][1:]
    assert all(one.descriptors > 10 and one.threads > 1 for one in had)
    for counted in ("descriptors", "threads", "processes", "files"):
        told: list[int] = [getattr(one, counted) for one in had]
        assert min(told[2:]) <= max(told[:2]), (counted, told)


def test_a_line_goes_through_its_points_and_knows_how_certain_it_is() -> None:
    line = Line.through([0, 1, 2, 3], [1, 3, 5, 7])
    assert (line.slope, line.error) == (pytest.approx(2), pytest.approx(0)) and not line.is_level
    # numpy.polyfit(x, y, 1, cov="unscaled") times the residual variance gives the same.
    noisy = Line.through([0, 1, 2, 3, 4], [1, 0, 1, 0, 1])
    assert noisy.slope == pytest.approx(0) and noisy.error == pytest.approx(0.2) and noisy.is_level
    assert Line.through([0, 1], [0, 5]).is_level, "of two points nothing is certain"


def test_what_grows_is_called_so() -> None:
    def looked(grows: float) -> list[Looked]:
        return [
            Looked(60.0 * at, Figures(500 + grows * at + at % 2, 40, 30 + int(grows * at), 20, 2, 9))
            for at in range(30)
        ]

    told = [Answered(6.0 * at, 0.1 + 0.01 * (at % 3)) for at in range(300)]
    assert [row[-1] for row in judged(told, looked(0), 30)] == ["yes"] * 4
    assert [row[-1] for row in judged(told, looked(2), 30)] == ["**no**", "**no**", "yes", "yes"]
    assert [row[-1] for row in judged([*told, Answered(9, 1, "gone")], looked(0.5), 30)][::3] == ["yes", "**no**"]
    assert len(by_minute(told, looked(0))) == 30 and by_minute(told, looked(0))[0][:3] == ("1", "10", "0")
