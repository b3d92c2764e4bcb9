"""Files of the library cut short, emptied, removed, doubled, added to, and put in the place of others; and files that
are planted among them, which would run code if anything loaded them.
"""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.faults.library.flipping import FORMER, GOOD, REFUSED, UNCHANGED, kinds_of_file, served
from benchmarks.faults.library.known import Known, generations_of, known
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial

SEED = 3
TIMES = 4
"""How often each kind of file is harmed in each way."""
PLANTED = (
    "model.pkl", "vectors.pkl", "pytorch_model.bin", "model.bin", "encoder.joblib", "store.pt", "sitecustomize.py",
    "keywords/index.pickle", "keywords/model.bin", "library.so", ".hidden.pkl", "__init__.py",
)  # fmt: skip
"""Names of files that Python, torch or joblib would run."""


class Bomb:
    """Says so where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return leave_trace, (str(self.trace),)


def leave_trace(path: str) -> object:
    """Leave a file where a pickle was loaded."""
    Path(path).touch()
    return path


Harm = Callable[[Path, Random], object]


def _cut(path: Path, chance: Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(1, max(len(data), 2))])


def _replace(path: Path, chance: Random) -> None:
    others = sorted(one for one in path.parent.iterdir() if one.is_file() and one != path)
    shutil.copyfile(chance.choice(others), path)


def _make_folder(path: Path, _: Random) -> None:
    path.unlink()
    path.mkdir()


HARMS: dict[str, Harm] = {
    "cut short": _cut,
    "emptied": lambda path, _: path.write_bytes(b""),
    "removed": lambda path, _: path.unlink(),
    "doubled": lambda path, _: path.write_bytes(path.read_bytes() * 2),
    "with a byte more": lambda path, _: path.write_bytes(path.read_bytes() + b"\0"),
    "replaced by another": _replace,
    "replaced by a folder": _make_folder,
}
"""What is done to a file."""


def _harmed(library: Known, copy: Path, path: Path, harm: Harm, chance: Random) -> str:
    whole = path.read_bytes()
    harm(path, chance)
    came = served(library, copy)
    if path.is_dir():
        path.rmdir()
    path.write_bytes(whole)
    return came


def _planted(library: Known, copy: Path, name: str, below: Path) -> str:
    """What a library does in which a file is planted that leaves a trace where it is run."""
    path, trace = below / name, library.folder / "trace"
    path.write_bytes(pickle.dumps(Bomb(trace)))
    try:
        came = served(library, copy)
    finally:
        path.unlink()
    return "it was run" if trace.exists() else came


def trials(size: Size) -> list[Trial]:
    """Each harm to each kind of file, in short to one kind; and each planted file in a generation and beside it."""
    chance = Random(SEED)
    with known(size) as library, library.copy() as copy:
        outcomes = dict[str, list[str]]()
        current = copy / "generations" / generations_of(copy)[-1]
        kinds = list(kinds_of_file(copy).values())
        for harm, do in HARMS.items():
            chosen = kinds * TIMES if size is Size.FULL else [chance.choice(kinds)]
            outcomes[harm] = [_harmed(library, copy, chance.choice(paths), do, chance) for paths in chosen]
        inside = [_planted(library, copy, name, current) for name in PLANTED]
        beside = [_planted(library, copy, name, copy) for name in PLANTED if "/" not in name]
        assert served(library, copy) == UNCHANGED, "each harm was undone"
    found = [trial_of("R3", f"a file {harm}", came, GOOD, SEED) for harm, came in outcomes.items()]
    found.append(trial_of("R16", "a file that runs code, planted in a generation", inside, (REFUSED, FORMER)))
    found.append(trial_of("R16", "a file that runs code, planted in the library", beside, (UNCHANGED,)))
    return found
