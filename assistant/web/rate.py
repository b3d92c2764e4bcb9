"""How often one address may ask, and how much at once."""

import asyncio
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from starlette.types import Scope

from assistant.accounts.slowing import network_of

ADDRESSES_HELD = 10_000


def asker_of(scope: Scope) -> str:
    """The address that a request came from, or its network where that has one visitor; "" where it is not known."""
    client = scope.get("client")
    return network_of(client[0]) if client else ""


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
    With `patience`, twice as many of one address and four times as many of all wait for a place, so many seconds at
    most and without a thread.

    For one event loop.
    """

    def __init__(self, most: int, of_one: int, patience: float = 0.0) -> None:
        self._most = most
        self._of_one = of_one
        self._patience = patience
        self._held = Counter[str]()
        self._waiting = Counter[str]()
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def place(self, address: str) -> AsyncIterator[bool]:
        """Whether there is a place for one more, which is taken until the block ends."""
        if self._is_full(address) and not await self._came_free(address):
            yield False
            return
        try:
            with _counted(self._held, address):
                yield True
        finally:
            self._freed.set()  # wakes all who wait; who comes too late waits for the next one
            self._freed = asyncio.Event()

    def _is_full(self, address: str) -> bool:
        return self._held.total() >= self._most or self._held[address] >= self._of_one

    async def _came_free(self, address: str) -> bool:
        if self._waiting[address] >= 2 * self._of_one or self._waiting.total() >= 4 * self._most:
            return False
        with _counted(self._waiting, address), suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while self._is_full(address):
                    await self._freed.wait()
                return True
        return False


@contextmanager
def _counted(counter: Counter[str], address: str) -> Iterator[None]:
    """One more of an address until the block ends; addresses of which none is left are forgotten."""
    counter[address] += 1
    try:
        yield
    finally:
        counter[address] -= 1
        if not counter[address]:
            del counter[address]
