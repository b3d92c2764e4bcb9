"""How often one address may ask."""

import math
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
        return not self.wait(address)

    def wait(self, address: str, most: int | None = None) -> int:
        """Whole seconds until one more is let in, at most `most` in the time; 0 where it is now, and then it counts."""
        now, most = self._clock(), self._most if most is None else most
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
