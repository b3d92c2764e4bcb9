"""The library as a long-running program sees it: always the current generation, one generation an answer."""

import gc
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from assistant.accounts.people import Person
from assistant.dates_asked import today_where_dated
from assistant.desk.pinned import PinnedAnswerer
from assistant.desk.pins import PinDesk
from assistant.desk_file import DeskFile
from assistant.extract import Answerer, ExtractiveAnswerer
from corpus.errors import ClusterError, LibraryError, StorageError
from index.library.generation import pointed_at
from index.milvus.publishing import Place
from index.models.encoder import Encoder
from index.search import Searcher
from index.searching.vocabulary import EMPTY, Vocabulary

AGAIN = 30.0
"""Seconds until a generation is opened again that a cluster or the disk failed: each time all its files are checked."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One generation, open: what is searched, and who answers from it."""

    searcher: Searcher
    answerer: Answerer

    @classmethod
    def open(cls, library: Path, encoder: Encoder, vocabulary: Vocabulary = EMPTY, place: Place | None = None) -> Self:
        """The current generation of a library, and what staff pinned to questions. Raises LibraryError."""
        return cls.on(Searcher.open(library, encoder, vocabulary, place), library)

    @classmethod
    def on(cls, searcher: Searcher, library: Path) -> Self:
        """What a searcher finds, and what staff pinned to questions beside its library."""
        return cls(searcher, PinnedAnswerer(ExtractiveAnswerer(searcher), searcher, PinDesk(DeskFile(library))))

    def for_everybody(self) -> "Edition":
        """The same generation as everybody may see it; itself where nothing is internal."""
        searcher = self.searcher.for_everybody()
        return self if searcher is self.searcher else Edition.on(searcher, searcher.generation.library)

    @property
    def today(self) -> date | None:
        """The day by which years in questions are read; None where most documents have no date: years stay words."""
        return today_where_dated(self.searcher.coverage())


@dataclass(frozen=True, slots=True)
class Editions:
    """One generation, for staff and for everybody; the same where nothing is internal."""

    staff: Edition
    everybody: Edition


class LiveLibrary:
    """Follows the pointer of a library: after a sync the next question is answered from the new generation.

    An answer that is under way keeps the edition it began with, and who asks while a new one is opened is answered from
    the one before. Raises LibraryError or StorageError when nothing can be opened.
    """

    def __init__(
        self, path: Path, encoder: Encoder, vocabulary: Vocabulary = EMPTY, place: Place | None = None
    ) -> None:
        self.path = path
        self.place = place
        self._vocabulary = vocabulary
        self._encoder = encoder
        self._lock = threading.Lock()
        self._pointed = pointed_at(path)
        self._not_before = 0.0
        self._editions = self._opened()

    def seen_by(self, person: Person) -> Edition:
        """The current generation as somebody may see it; what a page shows to a visitor comes from here alone."""
        editions = self._current()
        return editions.staff if person.is_staff else editions.everybody

    @property
    def current(self) -> Edition:
        """All of the current generation; the one before while the new one cannot be used."""
        return self._current().staff

    def _current(self) -> Editions:
        if self._lock.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._lock.release()
        return self._editions

    def _follow(self) -> None:
        """Open what the pointer names, where that is new and can be used; else go on with what is open."""
        try:
            name = pointed_at(self.path)
        except (LibraryError, StorageError):
            return
        if name == self._pointed or time.monotonic() < self._not_before:
            return
        try:
            self._editions = self._opened()
            self._pointed = name
            # A searcher holds itself by its caches: until Python looks for cycles its files stay open, and those of a
            # generation that is gone stay on the disk.
            gc.collect()
        except (ClusterError, StorageError):  # its server may be back in a while, or leave be given to read a file
            self._not_before = time.monotonic() + AGAIN
        except LibraryError:  # damaged, or built for another model or version: it stays so
            self._pointed = name

    def _opened(self) -> Editions:
        staff = Edition.open(self.path, self._encoder, self._vocabulary, self.place)
        return Editions(staff, staff.for_everybody())
