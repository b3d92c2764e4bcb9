"""How many questions are answered at the same time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from assistant.web.api.problems import Refusal, RefusedError

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Turns:
    """Lets work into threads of its own, the first one first: `limiter` at once, while up to `waiting` others wait.

    The pages, whose threads are others, do not wait for programs.
    """

    limiter: CapacityLimiter
    waiting: int
    busy: Refusal

    async def run(self, work: Callable[[], Told]) -> Told:
        """What work gives once it had its turn. Raises RefusedError where too many wait."""
        if self.limiter.statistics().tasks_waiting >= self.waiting:
            raise RefusedError(self.busy)
        return await to_thread.run_sync(work, limiter=self.limiter)


def answering() -> Turns:
    """Turns for questions, two at once: threads share one interpreter, and with four of them an answer cost 16 ms of
    processor time instead of 12 (50 people asking, two busy cores). Those who wait are answered within some seconds.
    """
    sentence = "Many questions are being answered at this moment. Try again in some seconds."
    return Turns(CapacityLimiter(2), 200, Refusal(503, "busy", sentence, {"Retry-After": "5"}))


def checking() -> Turns:
    """Turns for drafts, each of which keeps a core busy for seconds."""
    sentence = "Too many drafts are being checked. Try again in a minute."
    return Turns(CapacityLimiter(2), 8, Refusal(503, "busy", sentence, {"Retry-After": "60"}))


def looking_up() -> Turns:
    """Turns for looking up keys: some tenths of a millisecond each, unless somebody writes into the desk."""
    sentence = "Many programs ask at this moment. Try again in some seconds."
    return Turns(CapacityLimiter(4), 1000, Refusal(503, "busy", sentence, {"Retry-After": "5"}))
