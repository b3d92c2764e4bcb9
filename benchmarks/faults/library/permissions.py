"""Files and folders of a library and its sources that the user who syncs may not read or write.

Root may do all of it, so commands give that up first. A sync that is refused something says so in one sentence and
leaves the library as it was; a source that cannot be read keeps its documents; who may only read can still ask.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.accounts.users import Users
from assistant.desk_file import FILE, DeskFile
from benchmarks.faults.library.forked import Ended, Trouble
from benchmarks.faults.library.known import CHANGED, RELABEL, SYNC, Known, known, problems_of, rubbish_in, wrong_in
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial

CLOSED, READ_ONLY = 0o000, 0o555
FEW = 2
"""In short so many refusals of each end are tried."""
ASK = ("search", "learning accounts")
REFUSED, DONE, KEPT = "refused with a sentence", "done", "what cannot be read stays as it was read before"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or folder, below the library or the posts, that may not be read or not be written; the command that meets
    it, and how it should end.
    """

    place: str
    mode: int
    command: tuple[str, ...]
    ends: str


REFUSALS = (
    Refusal("library", READ_ONLY, SYNC, REFUSED),
    Refusal("library/lock", CLOSED, SYNC, REFUSED),
    Refusal("library/current", CLOSED, SYNC, REFUSED),
    Refusal("library/generations", READ_ONLY, SYNC, REFUSED),
    Refusal("library/generations", CLOSED, SYNC, REFUSED),
    Refusal("library/generations/000002", CLOSED, SYNC, REFUSED),
    Refusal("library/reports", CLOSED, SYNC, DONE),
    *(Refusal(f"library/generations/000002/{name}", CLOSED, SYNC, REFUSED)
      for name in ("manifest.json", "library.sqlite", "vectors.faiss", "sentences.int8", "keywords",
                   "keywords/meta.json")),
    Refusal("library/desk.sqlite", CLOSED, SYNC, REFUSED),
    Refusal("library/desk.sqlite", CLOSED, RELABEL, REFUSED),
    Refusal("library/generations", READ_ONLY, RELABEL, REFUSED),
    Refusal("library/reports", READ_ONLY, SYNC, DONE),
    Refusal(f"posts/{CHANGED}", CLOSED, SYNC, KEPT),
    Refusal("posts", CLOSED, SYNC, KEPT),
    Refusal("posts/catalogue.toml", CLOSED, SYNC, KEPT),
    Refusal("library/current", CLOSED, ASK, REFUSED),
    Refusal("library/generations/000002/vectors.faiss", CLOSED, ASK, REFUSED),
    Refusal("library", READ_ONLY, ASK, DONE),
    Refusal("library/generations", READ_ONLY, ASK, DONE),
)  # fmt: skip


def _came(library: Known, copy: Path, refusal: Refusal, ended: Ended) -> str:
    """What a command came to, once permissions were given back."""
    told, wrong = library.told(copy), problems_of(copy)
    if refusal.ends == REFUSED:
        wrong += [] if ended.status and ended.sentence else [f"it ended with {ended.status}: {ended.said[-300:]}"]
        wrong += [] if told == library.answers else ["another generation is served"]
        wrong += [] if refusal.command == RELABEL else _rubbish(copy)
    elif refusal.ends == DONE:
        wrong += [f"it ended with {ended.status}: {ended.said[-300:]}"] if ended.status else []
        wrong += [] if told == (library.later if refusal.command == SYNC else library.answers) else ["answers differ"]
    else:
        plain = "Traceback" not in ended.said and re.search("Permission denied|read permission", ended.said)
        wrong += [] if plain else [f"it said {ended.said[-300:]}"]
        wrong += [] if CHANGED in told else [f"{CHANGED} is gone"]
    return "; ".join(wrong) or refusal.ends


def _rubbish(copy: Path) -> list[str]:
    return [f"{name} is left" for name in rubbish_in(copy)]


def _tried(library: Known, refusal: Refusal) -> str:
    """What a command came to under a refusal, and the same without it."""
    with library.copy() as copy:
        if refusal.place.endswith(FILE):
            Users(DeskFile(copy)).add("Ida", "staff", "a hash", date(2026, 11, 26))
        path = library.folder / refusal.place
        mode = path.stat().st_mode
        path.chmod(refusal.mode)
        try:
            ended = library.commands.run(copy, refusal.command, Trouble(bound=True))
        finally:
            path.chmod(mode)
        came = _came(library, copy, refusal, ended)
        again = library.commands.run(copy, SYNC, Trouble(bound=True))
        wrong = [f"with leave it ended with {again.status}: {again.said[-300:]}"] if again.status else []
        wrong += wrong_in(copy, [SYNC]) + _rubbish(copy)
    return "; ".join([came, *wrong])


def trials(size: Size) -> list[Trial]:
    """Each refusal once, in short some of them."""
    found = []
    with known(Size.SHORT) as library:
        for ends in (REFUSED, DONE, KEPT):
            chosen = [one for one in REFUSALS if one.ends == ends]
            came = [_tried(library, one) for one in chosen[: len(chosen) if size is Size.FULL else FEW]]
            found.append(trial_of("R2", f"a file or folder that is not permitted: {ends}", came, (ends,)))
    return found
