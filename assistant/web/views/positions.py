"""The pages that follow a topic: its positions over the years, and two times or documents side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.conversation import query_of
from assistant.dates import last_day
from assistant.library import LiveLibrary
from assistant.positions.comparison import Comparison, compare_documents, compare_times
from assistant.positions.timeline import timeline
from assistant.positions.verdicts import VERDICTS, Verdict, VerdictDesk
from assistant.web.failing import Failing, failing
from assistant.web.plot import plot_of
from assistant.web.render import Pages
from assistant.web.sign_in import local_path
from assistant.web.speaking import tongue_of
from assistant.web.views.asking import Asking, fields_of, without_empty
from assistant.web.visitor import person_of, require_staff
from corpus.errors import ClusterError, Conflict, QuestionError, UserError
from corpus.message import Message
from index.search import Searcher

SHOWN = 200
"""Pairs of a comparison that are shown; the command line has all."""


@dataclass(frozen=True, slots=True)
class PositionViews:
    """Answers the addresses of /positions and /compare."""

    library: LiveLibrary
    organisation: str
    pages: Pages
    verdicts: VerdictDesk

    def add_to(self, app: FastAPI) -> None:
        """Make the pages part of an application."""
        app.get("/positions")(self.positions)
        app.get("/compare")(self.compare)
        app.post("/compare/verdict")(self.judge)

    def positions(self, request: Request) -> Response:
        """What was said of the topic `q` over the years."""
        searcher = self.library.seen_by(person_of(request)).searcher
        if plain := without_empty("/positions", request.query_params):
            return RedirectResponse(plain, 303)
        asking = Asking.of("/positions", request.query_params)
        found, failed = None, Failing()
        try:
            if asking.text():
                found = timeline(asking.query(self.organisation, searcher.coverage()), searcher)
        except (QuestionError, ClusterError) as error:
            failed = failing(error)
        values = {
            "asking": asking,
            "fields": fields_of(asking, searcher.coverage(), self.organisation, tongue_of(request)),
            "problem": failed.sentence,
            "found": found,
            "plot": plot_of(found.spread, asking.narrowed) if found and found.positions else None,
            "title_of": searcher.title_of,
            "topics": [topic for topic, _ in searcher.coverage().by_topic][:12],
        }
        return HTMLResponse(self.pages.to(request).page("positions.html", values), failed.status, failed.headers)

    def compare(self, request: Request) -> HTMLResponse:
        """Two times on the topic `q`, or two documents `old` and `new`."""
        searcher = self.library.seen_by(person_of(request)).searcher
        asking = Asking.of("/compare", request.query_params)
        found, failed = None, Failing()
        try:
            found = self._compared(asking, searcher)
            verdicts = self.verdicts.of(one.name for one in found.pairs) if found else {}
        except UserError as error:
            failed, verdicts = failing(error), {}
        values: Mapping[str, object] = {
            "asking": asking, "problem": failed.sentence, "found": found, "verdicts": verdicts, "choices": VERDICTS,
            "shown": SHOWN, "staff": person_of(request).is_staff,
        }  # fmt: skip
        return HTMLResponse(self.pages.to(request).page("compare.html", values), failed.status, failed.headers)

    def judge(
        self,
        request: Request,
        pair: Annotated[str, Form()],
        verdict: Annotated[str, Form()],
        address: Annotated[str, Form()],
        revision: Annotated[int, Form()] = 0,
        note: Annotated[str, Form()] = "",
        old: Annotated[str, Form()] = "",
        new: Annotated[str, Form()] = "",
    ) -> Response:
        """Keep what a member of staff says of a pair as it was seen, and lead back to it."""
        person = require_staff(request)
        said = Verdict(pair, revision, verdict, note.strip(), person.name, date.today(), old, new)
        try:
            self.verdicts.say(said)
        except UserError as error:
            told = {"title": Message("Your verdict was not kept"), "told": str(error)}
            status = 409 if isinstance(error, Conflict) else 400
            return HTMLResponse(self.pages.to(request).page("told.html", told), status)
        return RedirectResponse(local_path(address), 303)

    def _compared(self, asking: Asking, searcher: Searcher) -> Comparison | None:
        old, new, topic = asking.text("old"), asking.text("new"), asking.text()
        if topic:
            first, second = asking.text("first"), asking.text("second")
            if not first or not second:
                raise QuestionError(Message("Name two years or days, the earlier one first."))
            query = query_of(topic, filters=asking.filters(self.organisation))
            return compare_times(query, last_day(first), last_day(second), searcher)
        if old and new:
            for name in (old, new):
                if not searcher.holds_document(name):
                    raise QuestionError(Message("The library holds no document “{name}”.", {"name": name}))
            return compare_documents(searcher.document(old), searcher.document(new), searcher)
        return None
