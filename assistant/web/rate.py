"""How often one address may ask, and how much at once."""

import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ADDRESSES_HELD = 10_000


class RateLimit:
    """At most `most` requests in `seconds` from one address, behind which a whole office may sit. Addresses that are
    quiet for as long are forgotten with the next request of anybody.

    For one thread, such as an event loop.
    """

    def __init__(self, most: int = 240, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether one more is let in now; counts it if so."""
        return not self.wait(address)

    def wait(self, address: str, most: int | None = None) -> int:
        """Whole seconds until one more is let in, at most `most` in the time; 0 where it is now, and then it counts."""
        now, most = self._clock(), self._most if most is None else most
        self._forget(now - self._seconds)
        times = self._seen.setdefault(address, deque())
        self._seen.move_to_end(address)
        if len(self._seen) > ADDRESSES_HELD:
            self._seen.popitem(last=False)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= most:
            return max(math.ceil(times[-most] + self._seconds - now), 1)
        times.append(now)
        return 0

    def _forget(self, before: float) -> None:
        while self._seen:
            times = next(iter(self._seen.values()))  # of who was quiet longest
            if times and times[-1] > before:
                return
            self._seen.popitem(last=False)


class AtOnce:
    """At most `most` requests that are being answered, of one address at most `of_one`: nobody keeps all others out.

    For one thread, such as an event loop.
    """

    def __init__(self, most: int, of_one: int) -> None:
        self._most = most
        self._of_one = of_one
        self._held = Counter[str]()

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """Whether there is a place for one more, which is taken until the block ends."""
        if self._held.total() >= self._most or self._held[address] >= self._of_one:
            yield False
            return
        self._held[address] += 1
        try:
            yield True
        finally:
            self._held[address] -= 1
            self._held += Counter()  # forgets addresses of which none is left
