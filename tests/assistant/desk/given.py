"""A small library and the desk beside it, as tests of the desk are given them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.desk.corrections import CorrectionDesk
from assistant.desk.feedback import FeedbackDesk
from assistant.desk.gaps import GapDesk
from assistant.desk.overview import Desk
from assistant.desk.pins import PinDesk
from assistant.desk.signed import Signature
from assistant.desk_file import DeskFile
from corpus.sources import open_source
from index.build import Beside, sync
from index.library.generation import STORE, open_current
from index.library.store import Store
from index.search import Searcher
from tests.conftest import ToyEncoder, post, write_files

FILES = {
    "accounts.txt": post("Accounts", "EAEA supports individual learning accounts for every adult.", day="01.02.2022"),
    "old.txt": post("Old accounts", "Learning accounts should not be introduced by the Union.", day="01.02.2016"),
    "rooms.txt": post("Rooms", "Municipalities should give rooms to learners in the evening.", day="03.04.2020"),
}


@dataclass
class Place:
    """A folder of posts, its library, and the desk."""

    posts: Path
    library: Path
    encoder: ToyEncoder

    @property
    def desk(self) -> Desk:
        file = DeskFile(self.library)
        return Desk(CorrectionDesk(file), PinDesk(file), GapDesk(file, keeping=True, days=30), FeedbackDesk(file))

    @property
    def searcher(self) -> Searcher:
        return Searcher.open(self.library, self.encoder)

    @property
    def store(self) -> Store:
        return Store.read(open_current(self.library).folder / STORE)

    def write(self, **files: str) -> None:
        write_files(self.posts, {f"{name}.txt": words for name, words in files.items()})
        self.sync()

    def sync(self) -> None:
        beside = Beside(desk=self.desk.corrections.in_force())
        sync(self.library, [open_source(str(self.posts))], self.encoder, beside=beside)


def signed(by: str = "Maria", note: str = "") -> Signature:
    return Signature(by, datetime(2026, 11, 25, 9, 30, tzinfo=UTC), note)


DAY = date(2026, 11, 25)
