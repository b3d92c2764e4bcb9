"""The measurements: each contender builds, and then all take turns, so that a busy minute of the machine meets all."""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.peers.contenders import OURS, Contender
from benchmarks.peers.process import Run, measured, size_of

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the contest finds its two Pythons, keeps its files, and reads the documents: all of them, and a part."""

    peers: Path
    work: Path
    texts: Path
    part: Path


@dataclass(slots=True)
class Measured:
    """What one contender took. Seconds, milliseconds and bytes; one value a run, but for the whole build."""

    passages: int = 0
    build: float = 0.0
    build_peak: int = 0
    disk: int = 0
    rates: list[float] = field(default_factory=list)
    """Passages a second of the builds of the part, imports and model left out."""
    rebuilds: list[float] = field(default_factory=list)
    """Wall seconds of a process that takes one changed document in."""
    firsts: list[float] = field(default_factory=list)
    """Wall seconds from the start of a process to the end of its first answer."""
    p50s: list[float] = field(default_factory=list)
    p95s: list[float] = field(default_factory=list)
    residents: list[float] = field(default_factory=list)
    ranked: dict[str, list[str]] = field(default_factory=dict)
    seen: bool = False


def contest(contenders: Sequence[Contender], places: Places, runs: int, say: Say) -> dict[Contender, Measured]:
    """Everything, in an order that alternates between contenders. Raises RuntimeError when a process fails."""
    found = {one: Measured() for one in contenders}
    for one in contenders:
        _build_whole(one, found[one], places, say)
    for number in range(runs):
        for one in contenders:
            say(f"run {number + 1} of {runs}: {one.name}")
            _build_part(one, found[one], places)
            _ask(one, found[one], places, number)
            found[one].rebuilds.append(_job(one, "change", places, number).wall)
    for one in contenders:
        found[one].seen = bool(_job(one, "seen", places, runs - 1).told["seen"])
    return found


def _build_whole(one: Contender, into: Measured, places: Places, say: Say) -> None:
    say(f"build: {one.name}")
    folder = _fresh(places.work / one.key)
    run = _job(one, "build", places, 0)
    into.passages, into.build, into.build_peak = int(run.told["passages"]), run.wall, run.peak
    into.disk = size_of(folder / "index")
    into.ranked = dict(_job(one, "ranked", places, 0).told)


def _build_part(one: Contender, into: Measured, places: Places) -> None:
    folder = _fresh(places.work / f"{one.key}-part")
    run = measured(_command(one, "build", places, folder / "index", places.part, 0), places.work / "errors")
    into.rates.append(run.told["passages"] / run.told["seconds"])
    shutil.rmtree(folder)


def _ask(one: Contender, into: Measured, places: Places, number: int) -> None:
    into.firsts.append(_job(one, "first", places, number).wall)
    told = _job(one, "questions", places, number).told
    into.p50s.append(median(told["times"]))
    into.p95s.append(quantiles(told["times"], n=20)[-1])
    into.residents.append(told["resident"])


def _job(one: Contender, action: str, places: Places, number: int) -> Run:
    command = _command(one, action, places, places.work / one.key / "index", places.texts, number)
    return measured(command, places.work / "errors")


def _command(one: Contender, action: str, places: Places, index: Path, texts: Path, number: int) -> list[str]:
    python = sys.executable if one.module == OURS else str(places.peers / "bin" / "python")
    module = "benchmarks.peers.job"
    return [python, "-m", module, one.module, one.way, action, str(index), str(texts), str(number)]


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
