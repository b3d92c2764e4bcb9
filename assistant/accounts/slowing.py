"""How long somebody waits after failed attempts to sign in."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock
from typing import Final

HELD = 10_000
"""Names, and addresses, that are remembered; the one that was quiet longest is forgotten first."""
FORGOTTEN_AFTER = 3600.0
"""Seconds without an attempt after which failures no longer count; they are forgotten when somebody tries next."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` failures cost nothing; then each doubles the wait from 1 second up to `longest` seconds."""

    free: int
    longest: float

    def wait(self, failures: int) -> float:
        """Seconds to wait after so many failures."""
        beyond = failures - self.free
        return 0.0 if beyond < 0 else min(2.0 ** min(beyond, 30), self.longest)


BY_NAME = Pace(5, 60.0)
"""At most some 1,440 guesses a day; no longer wait, or whoever knows a name could keep its owner out for hours."""
BY_ADDRESS = Pace(20, 900.0)
"""A whole office may sit behind an address."""


@dataclass(slots=True)
class _Tries:
    failures: int
    last: float


class Slowing:
    """Counts failures by a key such as a name; safe to share between threads, and gone with the process."""

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace: Final = pace
        self._clock: Final = clock
        self._lock: Final = Lock()
        self._tries: Final = OrderedDict[str, _Tries]()

    def seconds_left(self, key: str) -> int:
        """How long until the next attempt; 0 where it may be made now, and then it counts as a failure from now on, so
        that many at the same time are no way around.
        """
        with self._lock:
            now = self._clock()
            self._forget(now - FORGOTTEN_AFTER)
            tries = self._tries.setdefault(key, _Tries(0, now))
            self._tries.move_to_end(key)
            if len(self._tries) > HELD:
                self._tries.popitem(last=False)
            if now - tries.last > FORGOTTEN_AFTER:
                tries.failures = 0
            left = tries.last + self._pace.wait(tries.failures) - now
            if tries.failures and left > 0:
                return math.ceil(left)
            tries.failures, tries.last = tries.failures + 1, now
            return 0

    def _forget(self, before: float) -> None:
        while self._tries:
            key, tries = next(iter(self._tries.items()))  # of who was quiet longest
            if tries.last >= before:
                return
            del self._tries[key]

    def take_back(self, key: str) -> None:
        """An attempt was none, or succeeded: it does not count."""
        with self._lock:
            tries = self._tries.get(key)
            if tries and tries.failures:
                tries.failures -= 1

    def forget(self, key: str) -> None:
        """No failure of this key counts any more."""
        with self._lock:
            self._tries.pop(key, None)


def network_of(address: str) -> str:
    """What one attacker has of addresses: an IPv4 address, or an IPv6 network of 64 bits; other text as it is."""
    try:
        told = ip_address(address)
    except ValueError:
        return address
    if isinstance(told, IPv6Address):
        return str(told.ipv4_mapped or IPv6Network((int(told), 64), strict=False))
    return str(told)
