"""From the desk to what everybody sees: corrections are laid over the library without a look at its sources."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.desk.corrections import CorrectionDesk
from assistant.desk.lost import refuse_a_lost_desk
from corpus.errors import LibraryBusy
from corpus.message import Message
from index.milvus.publishing import Place
from index.models.encoder import Encoder
from index.relabel import relabel
from index.reports.report import Progress, silent

WAITS = Message(
    "It is kept. The index is being rebuilt just now; it is shown when that has ended, at the latest with the next "
    "sync."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of showing corrections. `waits` says why they are not shown yet; else `generation` shows all of them,
    and `documents` are those that it shows differently than the one before.
    """

    generation: str = ""
    documents: tuple[str, ...] = ()
    embedded: int = 0
    waits: str = ""

    def as_record(self) -> dict[str, Any]:
        """What came of it, in JSON."""
        return {
            "generation": self.generation,
            "documents": list(self.documents),
            "embedded": self.embedded,
            "waits": self.waits,
        }


def show_corrections(
    library: Path,
    desk: CorrectionDesk,
    encoder: Callable[[], Encoder],
    progress: Progress = silent,
    place: Place | None = None,
) -> Shown:
    """Bring what the library shows up to date with the desk, as it is when this ends.

    Who corrects something while another process rebuilds is told so, and waits for nothing: whoever rebuilds calls this
    at its end, and finds what was kept meanwhile. Raises LibraryError and StorageError as `relabel` does, and
    DamagedDesk where corrections were lost.
    """
    told = Shown()
    refuse_a_lost_desk(desk.desk)
    while True:
        wanted = desk.in_force()
        try:
            done = relabel(library, wanted, encoder(), progress, place)
        except LibraryBusy:
            return Shown(waits=WAITS)
        documents = tuple(dict.fromkeys((*told.documents, *done.documents)))
        told = Shown(done.generation, documents, told.embedded + done.embedded)
        if desk.in_force() == wanted:
            return told
