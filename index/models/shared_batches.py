"""Questions that come while another one is computed are computed together, right after it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(slots=True, eq=False)
class _Asked:
    """The texts of one thread, and their vectors once they are known."""

    texts: Sequence[str]
    vectors: list[Vectors] = field(default_factory=list)
    settled: bool = False


class SharedBatches:
    """Vectors of texts for several threads. Whoever finds nothing under way begins at once, with all who wait.

    Nobody waits for company: one alone has the vectors as soon as without this.
    """

    def __init__(self, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self._encode = encode
        self._turn = Condition()
        self._waiting: list[_Asked] = []
        self._busy = False

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """What `encode` gives for these texts. Raises what it raises for them, but not what it raises for others'."""
        mine = _Asked(texts)
        together: list[_Asked] = []
        with self._turn:
            self._waiting.append(mine)
            self._turn.wait_for(lambda: mine.settled or not self._busy)
            if not mine.settled:
                self._busy = True
                together, self._waiting = self._waiting, []
        if together:
            self._answer(together)
        return mine.vectors[0] if mine.vectors else self._encode(texts)

    def _answer(self, together: list[_Asked]) -> None:
        """Give each its vectors; where that fails, none has any, and each one asks for itself."""
        try:
            found = self._encode([text for one in together for text in one.texts])
            ends = np.cumsum([len(one.texts) for one in together])
            for one, part in zip(together, np.split(found, ends[:-1]), strict=True):
                one.vectors.append(part)
        except (TypeError, ValueError, RuntimeError):  # a text that is none, or what OpenVINO raises
            if len(together) == 1:
                raise
        finally:
            with self._turn:
                for one in together:
                    one.settled = True
                self._busy = False
                self._turn.notify_all()
