"""How much people who are not signed in may have kept: quotations in baskets, and permanent links, which stay."""

from dataclasses import dataclass, field
from threading import Lock

from starlette.requests import Request

from assistant.web.failing import Failing
from assistant.web.rate import RateLimit, asker_of
from assistant.web.visitor import person_of
from corpus.message import Message

DAY = 86_400.0
"""Seconds."""
OF_ONE, OF_ALL = 200, 2000
"""Quotations that one address, and that all together, may have kept in a day. One takes some 3 kB in a basket and as a
permanent link, 30 at most (and more in alphabets of which JSON escapes each letter): 60 MB a day when all is used.
"""
OF_ADDRESS = Message("Too many quotations were kept for this address today. Sign in, or go on tomorrow.")
OF_ANYBODY = Message(
    "Too many quotations were kept today for people who are not signed in. Sign in, or go on tomorrow."
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Counts what is kept for whom nobody knows; safe to share between threads, and gone with the process."""

    by_address: RateLimit = field(default_factory=lambda: RateLimit(OF_ONE, DAY))
    by_all: RateLimit = field(default_factory=lambda: RateLimit(OF_ALL, DAY))
    turn: Lock = field(default_factory=Lock)

    def refusal(self, request: Request, number: int = 1) -> Failing:
        """Why no more quotations are kept for who asks; nothing where so many more are, and then they count."""
        if person_of(request).signed_in:
            return Failing()
        with self.turn:
            for _ in range(number):
                if wait := self.by_address.wait(asker_of(request.scope)):
                    return Failing(OF_ADDRESS, 429, {"Retry-After": str(wait)})
                if wait := self.by_all.wait(""):
                    return Failing(OF_ANYBODY, 429, {"Retry-After": str(wait)})
        return Failing()
