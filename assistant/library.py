"""The library as a long-running program sees it: always the current generation, one generation an answer."""

import threading
from pathlib import Path

from assistant.extract import Answerer, ExtractiveAnswerer
from corpus.errors import LibraryError
from index.encoder import Encoder
from index.generation import current_name
from index.search import Searcher


class LiveLibrary:
    """Follows the pointer of a library: after a sync the next question is answered from the new generation.

    An answer that is under way keeps the searcher it began with.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self.path = path
        self._encoder = encoder
        self._lock = threading.Lock()
        self._pointed = current_name(path)
        self._open(Searcher.open(path, encoder))

    @property
    def searcher(self) -> Searcher:
        """The searcher of the current generation; of the one before when the new one cannot be used."""
        with self._lock:
            self._follow()
            return self._searcher

    @property
    def answerer(self) -> Answerer:
        """The answerer of the current generation."""
        with self._lock:
            self._follow()
            return self._answerer

    def _follow(self) -> None:
        try:
            name = current_name(self.path)
        except LibraryError:
            return
        if name != self._pointed:
            self._pointed = name
            try:
                self._open(Searcher.open(self.path, self._encoder))
            except LibraryError:
                return  # the new generation needs another model or version: go on with what is open

    def _open(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._answerer = ExtractiveAnswerer(searcher)
