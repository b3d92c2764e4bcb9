"""The page where staff bring the library up to date, and see how far that is, whoever started it."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.library import LiveLibrary
from assistant.syncing.starting import Phase, Seen, Syncing
from assistant.syncing.state import ENDS, SyncState
from assistant.web.render import Pages
from assistant.web.speaking import tongue_of
from assistant.web.visitor import require_staff
from corpus.errors import LibraryBusy
from corpus.message import Message, counted, joined, noted, one_of
from index.library.generation import STORE
from index.library.store import Store
from index.reports.report import OUTCOMES

SEE_OTHER, CONFLICT = 303, 409
PAGE = "/library/sync"
HEADINGS: dict[Phase, str] = {
    "none": Message("No sync has run yet"),
    "starting": Message("A sync is starting"),
    "running": Message("A sync is running"),
    "done": Message("The last sync is done"),
    "failed": Message("The last sync failed"),
    "cancelled": Message("The last sync was stopped"),
    "broken": Message("The last sync broke off"),
}
STAGES = (
    noted("Opening the library"), noted("Looking"), noted("Reading"), noted("Embedding"), noted("Publishing"),
    noted("Reading site maps"), noted("Fetching"), noted("Fetching files"), noted("Fetching linked files"),
)  # fmt: skip
"""What is told of a sync that runs, where it is always the same."""
UNSTORED = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class SyncViews:
    """Answers the addresses of /library/sync; every one of them asks for staff first."""

    library: LiveLibrary
    pages: Pages
    syncing: Syncing

    def add_to(self, app: FastAPI) -> None:
        """Make the page part of an application."""
        app.get(PAGE)(self.show)
        app.post(PAGE)(self.start)
        app.post(f"{PAGE}/cancel")(self.cancel)
        app.get(f"{PAGE}.json")(self.told)

    def show(self, request: Request) -> HTMLResponse:
        """How the sync is doing, and the sources."""
        require_staff(request)
        return self._page(request, "")

    def start(self, request: Request) -> Response:
        """Start a sync of what the library knows, in a process of its own."""
        require_staff(request)
        return self._done(request, self.syncing.start)

    def cancel(self, request: Request) -> Response:
        """Stop the one that runs."""
        require_staff(request)
        return self._done(request, self.syncing.cancel)

    def told(self, request: Request) -> JSONResponse:
        """How the sync is doing, for the script of the page."""
        require_staff(request)
        seen = self.syncing.seen()
        tongue = tongue_of(request)
        done, total = (seen.state.done, seen.state.total) if seen.state else (0, 0)
        heading, sentence = tongue.told(HEADINGS[seen.phase]), tongue.told(said(seen))
        shown = {"active": seen.active, "heading": heading, "said": sentence, "done": done}
        return JSONResponse(shown | {"total": total}, headers=UNSTORED)

    def _done(self, request: Request, what: Callable[[], object]) -> Response:
        try:
            what()
        except LibraryBusy as error:
            return self._page(request, str(error), CONFLICT)
        return RedirectResponse(PAGE, SEE_OTHER)

    def _page(self, request: Request, problem: str, status: int = 200) -> HTMLResponse:
        searcher = self.library.seen_by(require_staff(request)).searcher
        with closing(Store.read(searcher.generation.folder / STORE)) as store:
            sources = tuple(store.sources())
        seen = self.syncing.seen()
        values = {
            "seen": seen, "heading": HEADINGS[seen.phase], "said": said(seen), "problem": problem, "sources": sources,
            "ended": told_time(seen.state.ended) if seen.state and seen.state.ended else "",
        }  # fmt: skip
        return HTMLResponse(self.pages.to(request).page("library_sync.html", values), status, UNSTORED)


def said(seen: Seen) -> str:
    """How a sync is doing, in a sentence or two."""
    if seen.phase == "starting":
        return Message("The model is prepared.")
    told = one_of(ENDS, seen.told)
    if seen.state is None or seen.phase == "none":
        return told
    if seen.phase == "running":
        return joined([_counted(seen.state), *_rest(seen.state)])
    if seen.phase == "broken":
        return joined([_counted(seen.state), told])
    named = [(seen.counts[name], Message(name)) for name in OUTCOMES if name in seen.counts]
    sums = [Message("{number} {outcome}", {"number": number, "outcome": name}) for number, name in named]
    return joined([told, joined([joined(sums, ", "), "."], "")]) if sums else told


def told_time(seconds: float) -> str:
    """A moment, to the minute."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def _counted(state: SyncState) -> str:
    told = one_of(STAGES, state.stage)
    values = {"stage": told, "done": state.done, "total": state.total}
    if state.total:
        told = Message("{stage}: {done} of {total}", values)
    elif state.done:
        told = Message("{stage}: {done}", values)
    item = [f" ({state.item})"] if state.item else []
    return joined([told, *item, "."], "")


def _rest(state: SyncState) -> list[str]:
    """Of the stage alone: what comes after it depends on what it finds."""
    if state.rest is None:
        return []
    minutes = round(state.rest / 60)
    if not minutes:
        return [Message("Less than a minute is left of this step.")]
    return [counted("About {number} minute left of this step.", "About {number} minutes left of this step.", minutes)]
