"""How often one address may ask."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

ADDRESSES_HELD = 10_000


class RateLimit:
    """At most `most` requests in `seconds` from one address, behind which a whole office may sit.

    For one thread, such as an event loop.
    """

    def __init__(self, most: int = 240, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether one more is let in now; counts it if so."""
        now = self._clock()
        times = self._seen.setdefault(address, deque())
        self._seen.move_to_end(address)
        if len(self._seen) > ADDRESSES_HELD:
            self._seen.popitem(last=False)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._most:
            return False
        times.append(now)
        return True
