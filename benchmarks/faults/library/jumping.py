"""A clock that jumps by years whenever it is read, in the process that asks for it.

Everything that a rebuild reads the time from is another clock then: `time.time`, and the `datetime` and `date` of the
modules that ask for now or today. What measures how long something takes has a clock of its own, which never jumps.
"""

import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from importlib import import_module
from random import Random
from typing import Self

from assistant.syncing.recording import Recorder

YEARS = 25
"""How far it jumps at most, to the past and to the future."""
NOW = ("index.relabel", "index.building.findings", "assistant.cli.desk")
TODAY = ("index.building.intake", "assistant.cli.library", "assistant.dates_asked")
"""The modules that read the time for what a rebuild writes: a test holds that none of `index` is left out."""


def jump(seed: int) -> None:
    """Let the clock of this process jump from now on."""
    chance, real = Random(seed), time.time

    def jumped() -> float:
        return real() + chance.uniform(-YEARS, YEARS) * timedelta(days=365).total_seconds()

    class Moment(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(jumped(), tz)

    class Day(date):
        @classmethod
        def today(cls) -> Self:
            return cls.fromtimestamp(jumped())

    vars(time)["time"] = jumped
    for module in NOW:
        vars(import_module(module))["datetime"] = Moment
    for module in TODAY:
        vars(import_module(module))["date"] = Day
    Recorder.__init__.__defaults__ = (jumped,)
    assert Moment.now(UTC).tzinfo is UTC
