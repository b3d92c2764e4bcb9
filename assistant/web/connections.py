"""How many connections are open, and for how long one may keep its place without asking or reading.

uvicorn waits without end for the rest of a request's head, and for who does not read what is sent. Each such connection
is a descriptor of this process, and without any left nobody is answered. So

- a request's head has some seconds to come, and what is sent has to be taken within some;
- at most `most` connections are open, of one address half of them, unless it is that of a web server in front;
- beyond that the one that waits the longest for its request makes place; where none waits, the new one is told so.
"""

import asyncio
import resource
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_OPEN = 2000
HEAD_SECONDS = 20.0
"""In which a request's head must have come whole, from the opening of its connection or the end of the last answer."""
STALLED_SECONDS = 30.0
"""In which somebody must have taken some of what is sent: 48 kB of a large answer, anything of the end of one."""
OTHERS = 512
"""Descriptors for all but connections: files of generations that are open, pipes of readers, what is listened on."""
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 10\r\n"
    b"X-Content-Type-Options: nosniff\r\nContent-Length: 77\r\nConnection: close\r\n\r\n"
    b'{"detail": "Too many connections are open. Close some, or try again later."}\n'
)


def descriptors_for(connections: int) -> int:
    """How many connections, of so many that are wanted, this process may have open, once it is allowed the descriptors
    for them: as many as its hard limit gives.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHERS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        before, soft = soft, wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        except OSError:  # a wall around this process does not let it
            soft = before
    return connections if soft == resource.RLIM_INFINITY else min(connections, max(soft - OTHERS, soft // 2))


@dataclass(slots=True)
class Connections:
    """All that are open, for one event loop. `shared` tells addresses of web servers, behind which everybody is."""

    most: int = MOST_OPEN
    shared: Callable[[str], bool] = lambda _: False
    _of: Counter[str] = field(default_factory=Counter)
    _open: dict["Connection", None] = field(default_factory=dict)
    _waiting: dict["Connection", float] = field(default_factory=dict)
    """Those that wait for a request, with when that began; the longest wait first."""

    def protocol(self, config: Any, server_state: Any, app_state: Any, _loop: Any = None) -> "Connection":
        """A new one, as uvicorn makes it."""
        return Connection(self, config, server_state, app_state, _loop)

    def has_place_for(self, one: "Connection") -> bool:
        """Whether a new connection may stay; another one may have gone for it."""
        of_one = not self.shared(one.peer) and self._of[one.peer] >= self.most // 2
        if of_one or len(self._open) >= self.most:
            idle = (other for other in self._waiting if not of_one or other.peer == one.peer)
            gone = next((other for other in idle if not other.transport.get_write_buffer_size()), None)
            if gone is None:
                return False
            gone.transport.abort()
            self.lost(gone)
        self._open[one] = None
        self._of[one.peer] += 1
        return True

    def waits(self, one: "Connection", now: float) -> None:
        """It waits for a request from now on."""
        if one in self._open:
            self._waiting.pop(one, None)
            self._waiting[one] = now

    def asks(self, one: "Connection") -> None:
        """The head of its request has come."""
        self._waiting.pop(one, None)

    def lost(self, one: "Connection") -> None:
        """It is gone, or as good as gone."""
        self._waiting.pop(one, None)
        if one in self._open:
            del self._open[one]
            self._of[one.peer] -= 1
            self._of += Counter()  # forgets addresses of which none is left

    def sweep(self, now: float) -> None:
        """End those that asked nothing for too long, and those that do not take what is sent."""
        for one in list(self._open):
            if one.stalled(now) or (not one.held and now - self._waiting.get(one, now) > HEAD_SECONDS):
                one.transport.abort()


class Connection(H11Protocol):
    """uvicorn's, known to `Connections`."""

    def __init__(self, known: Connections, config: Any, server_state: Any, app_state: Any, loop: Any) -> None:
        super().__init__(config, server_state, app_state, loop)
        self.peer = ""
        self.held = 0
        """Bytes that were not taken yet when it was looked last."""
        self._known = known
        self._taken = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self.peer = self.client[0] if self.client else ""
        if self._known.has_place_for(self):
            self._known.waits(self, self.loop.time())
        else:
            transport.write(FULL)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._known.lost(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        if self._answering:
            self._known.asks(self)

    def on_response_complete(self) -> None:
        """See H11Protocol; a request that was sent ahead is already being answered afterwards."""
        super().on_response_complete()
        if not self._answering:
            self._known.waits(self, self.loop.time())

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._taken = self.loop.time()
        super().resume_writing()

    def stalled(self, now: float) -> bool:
        """Whether nothing of what is sent was taken for too long."""
        held = self.transport.get_write_buffer_size()
        if held < self.held or not self.held:
            self._taken = now
        self.held = held
        return held > 0 and now - self._taken > STALLED_SECONDS

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete
