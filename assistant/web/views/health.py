"""Whether the server can answer, and what it counted: for whoever keeps the machine."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool

from assistant.accounts.users import Users
from assistant.desk.lost import refuse_a_lost_desk
from assistant.desk_file import DeskFile
from assistant.library import LiveLibrary
from assistant.syncing.state import SyncState, kept_state
from assistant.web.metrics import Metrics
from corpus.errors import UserError
from index.library.generation import pointed_at
from index.query import Query

LOOPBACK = ("127.0.0.0/8", "::1/128")
FORWARDED = ("x-forwarded-for", "x-real-ip", "forwarded", "via")
"""Headers of a request that came through a web server: that one may be on this machine, who asks is not."""
NOT_ALLOWED, UNAVAILABLE = 403, 503
UNSTORED = {"Cache-Control": "no-store"}
KEPT_SECONDS = 5.0
"""For which is told what was found: half of the ten seconds after which who watches a server hardly looks again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a word for everybody, and a sentence with names of files for this machine. What is `grave` keeps
    the server from answering.
    """

    what: str
    told: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """How the server was at a moment."""

    generation: str
    problems: tuple[Problem, ...]
    synced: SyncState | None

    @property
    def fails(self) -> bool:
        """Whether questions are not answered."""
        return any(one.grave for one in self.problems)


@dataclass(slots=True)
class LastLook:
    """What was found last, for KEPT_SECONDS; for one event loop. One looks at a time, and whoever comes meanwhile waits
    for what is found, without a thread.
    """

    clock: Callable[[], float] = time.monotonic
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    found: tuple[float, Health] | None = None

    async def health(self, look: Callable[[], Health]) -> Health:
        """What `look` finds, or found."""
        async with self.turn:
            if self.found is None or self.clock() - self.found[0] >= KEPT_SECONDS:
                health = await run_in_threadpool(look)
                self.found = self.clock(), health
            return self.found[1]


@dataclass(frozen=True, slots=True)
class HealthViews:
    """Answers /healthz and /metrics. `metrics_from` are the networks that may fetch the second, beside this machine."""

    library: LiveLibrary
    metrics: Metrics
    metrics_from: Sequence[str]
    last: LastLook = field(default_factory=LastLook)

    def add_to(self, app: FastAPI) -> None:
        """Make them part of an application."""
        app.get("/healthz")(self.healthz)
        app.get("/metrics")(self.counts)

    async def healthz(self, request: Request) -> JSONResponse:
        """200 while questions are answered, 503 else. What is behind it is told to this machine alone."""
        health = await self.last.health(self._health)
        told: dict[str, object] = {
            "status": "failing" if health.fails else "degraded" if health.problems else "ok",
            "generation": health.generation,
        }
        if health.problems:
            told["problems"] = [one.what for one in health.problems]
        if comes_from(request, LOOPBACK):
            told["reasons"] = [one.told for one in health.problems]
            since = time.time() - health.synced.succeeded if health.synced and health.synced.succeeded else None
            told["hours_since_sync"] = None if since is None else round(since / 3600, 1)
        return JSONResponse(told, UNAVAILABLE if health.fails else 200, UNSTORED)

    def counts(self, request: Request) -> Response:
        """The counts, for who may know how much the page is used."""
        if not comes_from(request, (*LOOPBACK, *self.metrics_from)):
            return JSONResponse({"detail": "This is for the machine that watches the server."}, NOT_ALLOWED)
        return Response(self.metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST} | UNSTORED)

    def _health(self) -> Health:
        problems = tuple(self._problems())
        return Health(self.library.current.searcher.generation.name, problems, kept_state(self.library.path))

    def _problems(self) -> Iterator[Problem]:
        edition = self.library.current
        generation = edition.searcher.generation
        try:
            if pointed_at(self.library.path) != generation.name and not generation.warning:
                yield Problem("index", f"The newest index in {self.library.path} cannot be used; an older one is.")
        except (UserError, OSError) as error:
            yield Problem("index", str(error))
        if generation.warning:
            yield Problem("index", generation.warning)
        try:
            edition.searcher.search(Query("adult education"), 1)
        except (UserError, sqlite3.Error, OSError) as error:
            yield Problem("search", str(error), grave=True)
        try:
            Users(DeskFile(self.library.path)).listed()
            refuse_a_lost_desk(DeskFile(self.library.path))
        except UserError as error:
            yield Problem("desk", str(error))


def comes_from(request: Request, networks: Sequence[str]) -> bool:
    """Whether a request came from one of some networks; what came through a web server came from no loopback."""
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    if address.is_loopback and any(name in request.headers for name in FORWARDED):
        return False
    return any(address in ip_network(one) for one in networks)
