"""Whether a server answers, so that those who ask do not queue behind one that does not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Doubt:
    """What the last call learnt. After one that got no answer a single call at a time tries again, and all others are
    refused at once: a server that is silent holds up one thread, not all of them; one that is back is found by
    the next call.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._why = ""
        self._trying = False

    @contextmanager
    def turn(self) -> Iterator[str]:
        """Around a call: why it is not to be made, "" where it is."""
        with self._lock:
            refused = self._why if self._trying else ""
            tries = bool(self._why) and not self._trying
            self._trying = self._trying or tries
        try:
            yield refused
        finally:
            if tries:
                with self._lock:
                    self._trying = False

    def learn(self, why: str) -> None:
        """Note why there was no answer, "" where there was one."""
        with self._lock:
            self._why = why
