"""How often the server looks whether it can answer, however often it is asked (promise R15)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.web.views.health import KEPT_SECONDS, Health, LastLook
from tests.assistant.accounts.given import Clock


class Looking:
    """Finds another generation each time, and fails the second time."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> Health:
        self.looks += 1
        if self.looks == 2:
            raise RuntimeError("a bug")
        return Health(f"{self.looks:06}", (), None)


def test_whoever_asks_within_some_seconds_is_told_what_was_found() -> None:
    clock, looking = Clock(), Looking()
    last = LastLook(clock)

    async def asked() -> None:
        crowd = await asyncio.gather(*(last.health(looking) for _ in range(100)))
        assert {one.generation for one in crowd} == {"000001"} and looking.looks == 1
        clock.now += KEPT_SECONDS - 1
        assert (await last.health(looking)).generation == "000001"
        clock.now += 1
        with pytest.raises(RuntimeError):
            await last.health(looking)
        assert (await last.health(looking)).generation == "000003", "what failed is not kept"

    with ThreadPoolExecutor(1) as thread:  # a browser of other tests may have a loop in this one
        thread.submit(lambda: asyncio.run(asked())).result()
