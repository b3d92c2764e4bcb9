"""The files beside the index, in which staff and syncs keep what they know: flipped, cut short, emptied, and put in the
place of others.

Whatever is wrong with them, every question is answered as before, and each door tells it in a sentence or reads
something. A bit that flips inside a text and leaves the form of the file whole is not noticed: how often that was so is
told.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from assistant.accounts.keys import Key, Keys
from assistant.accounts.sessions import Sessions
from assistant.accounts.users import Users
from assistant.desk.corrections import CorrectionDesk
from assistant.desk.feedback import FeedbackDesk, Remark
from assistant.desk.lost import refuse_a_lost_desk
from assistant.desk.pinned import CANNOT_BE_READ
from assistant.desk.pins import PinDesk
from assistant.desk_file import FILE, DeskFile
from assistant.syncing.state import FILE as STATE
from assistant.syncing.state import kept_state
from benchmarks.faults.library.cutting import HARMS
from benchmarks.faults.library.flipping import flip
from benchmarks.faults.library.known import QUESTIONS, RELABEL, SYNC, Known, known
from benchmarks.faults.library.outcomes import trial_of
from benchmarks.faults.trial import Size, Trial
from corpus.errors import UserError
from index.reports.archive import FOLDER, kept_report

SEED = 7
COUNTS = {Size.SHORT: 20, Size.FULL: 500}
"""Flips of each file."""
ASKED = 10
"""Of so many flips one is followed by all questions, which take long; where the desk is damaged as a whole all are."""
TOLD, AS_BEFORE, OTHERWISE = "told with a sentence or as not there", "read as before", "read otherwise, unnoticed"
GOOD = (TOLD, AS_BEFORE, OTHERWISE)
DAY = date(2026, 11, 26)


@dataclass(frozen=True, slots=True)
class Beside:
    """A library with something in every file beside its index, and what its doors read when nothing is wrong."""

    library: Known
    copy: Path
    token: str
    answers: str

    @classmethod
    def filled(cls, library: Known, copy: Path) -> "Beside":
        """A library in which staff, programs and a sync have written something."""
        desk = DeskFile(copy)
        for name in ("Ida", "Bo", "Cleo"):
            Users(desk).add(name, "staff", "$argon2id$v=19$m=19456,t=2,p=1$" + name * 20, DAY)
        token = Sessions(desk).begin_named("Ida")
        Keys(desk).add(Key("website", "member", 60, ("https://www.example.org",), DAY))
        for question in QUESTIONS:
            FeedbackDesk(desk).say(Remark(question, "wrong", "It is not so.", "answered", "000002", (), DAY))
        for command in (RELABEL, SYNC):
            assert not library.commands.run(copy, command).status
        return cls(library, copy, token, library.told(copy))

    def doors(self) -> dict[str, Callable[[], object]]:
        """What reads each of the files."""
        desk = DeskFile(self.copy)
        return {
            "users": Users(desk).listed,
            "session": lambda: Sessions(desk).person(self.token),
            "keys": Keys(desk).listed,
            "corrections": self._corrections,
            "feedback": FeedbackDesk(desk).feedback,
            "pins": PinDesk(desk).pins,
            "state": lambda: kept_state(self.copy) or TOLD,
            "report": lambda: kept_report(self.copy),
        }

    def _corrections(self) -> object:
        """As a sync takes them."""
        desk = DeskFile(self.copy)
        refuse_a_lost_desk(desk)
        return CorrectionDesk(desk).corrections()

    def read(self) -> dict[str, object]:
        """What each door reads, or the sentence that it tells."""
        found = dict[str, object]()
        for name, door in self.doors().items():
            try:
                found[name] = door()
            except UserError as error:
                found[name] = TOLD if str(error) else "refused without a word"
            except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError) as error:
                found[name] = f"{name}: {type(error).__name__}: {error}"
        return found


def _answers(library: Known, copy: Path) -> str:
    """What a library answers, but for what it tells of its desk."""
    return library.told(copy).replace(f"{CANNOT_BE_READ} ", "")


def _came(beside: Beside, whole: dict[str, object], answers: bool) -> str:
    """What damage came to: one of GOOD, or what is wrong."""
    read = beside.read()
    wrong = [str(found) for name, found in read.items() if isinstance(found, str) and found != TOLD]
    if answers and _answers(beside.library, beside.copy) != beside.answers:
        wrong.append("questions are answered otherwise")
    if wrong:
        return "; ".join(wrong)
    if TOLD in map(str, read.values()):
        return TOLD
    return AS_BEFORE if read == whole else OTHERWISE


def _harmed(beside: Beside, path: Path, whole: dict[str, object], times: int, chance: Random) -> dict[str, list[str]]:
    """What flips and what other harms of one file came to."""
    data, found = path.read_bytes(), dict[str, list[str]]()
    for number in range(times):
        flip(path, chance)
        found.setdefault("flipped", []).append(_came(beside, whole, answers=number % ASKED == 0))
        path.write_bytes(data)
    for do in HARMS.values():
        do(path, chance)
        found.setdefault("cut, emptied, removed or replaced", []).append(_came(beside, whole, answers=True))
        if path.is_dir():
            path.rmdir()
        path.write_bytes(data)
        for journal in path.parent.glob(f"{path.name}-*"):
            journal.unlink()
    return found


def trials(size: Size) -> list[Trial]:
    """Harms to the desk, to the notes of the last sync and to its report."""
    chance, found = Random(SEED), list[Trial]()
    with known(Size.SHORT) as library, library.copy() as copy:
        beside = Beside.filled(library, copy)
        whole = beside.read()
        assert not any(isinstance(one, str) for one in whole.values()), whole
        for path in (copy / FILE, copy / STATE, max((copy / FOLDER).iterdir())):
            kind = path.relative_to(copy).parts[0]
            for harm, came in _harmed(beside, path, whole, COUNTS[size], chance).items():
                found.append(trial_of("R3", f"{kind} {harm}", came, GOOD, SEED))
    return found
