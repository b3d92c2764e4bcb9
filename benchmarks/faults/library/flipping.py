"""Single bits of the library's files, flipped one at a time, in each kind of file.

A flipped bit is refused, or the generation before is served with a warning, or every answer is as it was: never is
anything else said.
"""

import shutil
from pathlib import Path
from random import Random

from assistant.library import LiveLibrary
from benchmarks.faults.library.known import Known, generations_of, known, told_by
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial
from corpus.errors import LibraryError
from index.library.generation import open_current, pointed_at

SEED = 2
COUNTS = {Size.SHORT: 1, Size.FULL: 50}
"""Flips of each kind of file."""
REFUSED, FORMER, UNCHANGED = "refused", "the one before, with a warning", "answers as before"
GOOD = (REFUSED, FORMER, UNCHANGED)


def kinds_of_file(library: Path) -> dict[str, list[Path]]:
    """The files of a library that decide what it answers, by kind: what they are called, or how a name ends."""
    found: dict[str, list[Path]] = {"current": [library / "current"]}
    current = library / "generations" / pointed_at(library)
    for path in sorted(current.rglob("*")):
        if path.is_file():
            of_words = path.parent != current and path.suffix not in (".json", "")
            found.setdefault(f"keywords/*{path.suffix}" if of_words else path.name, []).append(path)
    return found


def flip(path: Path, chance: Random) -> None:
    """Flip a bit of a file."""
    data = bytearray(path.read_bytes())
    bit = chance.randrange(8 * len(data))
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def served(known_library: Known, library: Path) -> str:
    """What a damaged library does: one of GOOD, or what is wrong."""
    try:
        generation = open_current(library)
        told = told_by(LiveLibrary(library, known_library.encoder).current)
    except LibraryError as error:
        return REFUSED if str(error) else "refused without a word"
    if told == known_library.answers:
        return UNCHANGED
    if told != known_library.former:
        return f"other words: {generation.warning}"
    return FORMER if generation.warning else "the one before, without a warning"


def trials(size: Size) -> list[Trial]:
    """Flips of every kind of file, then the same where there is no generation to fall back to."""
    with known(size) as library, library.copy() as copy:
        outcomes = _flipped(library, copy, COUNTS[size])
        shutil.rmtree(copy / "generations" / generations_of(copy)[0])
        alone = [one for came in _flipped(library, copy, COUNTS[size]).values() for one in came]
    found = [trial_of("R3", f"a bit of {kind} flipped", came, GOOD, SEED) for kind, came in sorted(outcomes.items())]
    return [*found, trial_of("R3", "a bit of any of them flipped in the only generation", alone, GOOD, SEED)]


def _flipped(library: Known, copy: Path, times: int) -> dict[str, list[str]]:
    """What each flip came to, by kind of file."""
    chance, outcomes = Random(SEED), dict[str, list[str]]()
    for kind, paths in kinds_of_file(copy).items():
        for _ in range(times):
            path = chance.choice(paths)
            whole = path.read_bytes()
            flip(path, chance)
            outcomes.setdefault(kind, []).append(served(library, copy))
            path.write_bytes(whole)
    assert served(library, copy) == UNCHANGED, "each flip was undone"
    return outcomes
