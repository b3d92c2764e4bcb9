"""The pages of staff: what the library holds, what needs attention, and what they set, pin and are told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.desk.choosing import choose
from assistant.desk.corrections import Wanted
from assistant.desk.overview import Desk, Looked, document_row, overview
from assistant.desk.pins import pin_of
from assistant.desk.showing import show_corrections
from assistant.desk.signed import Signature
from assistant.desk.values import FIELDS, as_told, documents_beneath, value_told
from assistant.library import LiveLibrary
from assistant.report_page import report_values
from assistant.web.render import Pages
from assistant.web.views.asking import Asking
from assistant.web.visitor import require_staff
from corpus.catalogue import KINDS, STATUSES
from corpus.errors import Conflict, DeskError, NoReport, UserError
from corpus.message import Message
from index.library.store import Store
from index.reports.archive import kept_report
from index.search import Searcher

SEE_OTHER = 303
BAD, CONFLICT, MISSING = 400, 409, 404
Told = Annotated[str, Form()]
Number = Annotated[int, Form()]


@dataclass(frozen=True, slots=True)
class LibraryViews:
    """Answers the addresses of /library; every one of them asks for staff first."""

    library: LiveLibrary
    pages: Pages
    desk: Desk

    def add_to(self, app: FastAPI) -> None:
        """Make the pages part of an application."""
        app.get("/library")(self.overview)
        app.get("/library/document")(self.document)
        app.post("/library/document")(self.correct)
        app.get("/library/report")(self.report)
        app.post("/library/pin")(self.pin)
        app.post("/library/unpin")(self.unpin)
        app.post("/library/done")(self.done)
        app.post("/library/forget")(self.forget)

    def overview(self, request: Request) -> HTMLResponse:
        """Documents, what needs attention, pins, questions without an answer, and remarks."""
        require_staff(request)
        return self._overview(request, "")

    def document(self, request: Request, name: str = "") -> HTMLResponse:
        """One document: what is known of it, what is corrected, and who changed what."""
        return self._document(request, name, "")

    def correct(
        self,
        request: Request,
        name: Told,
        revision: Number,
        field: Told,
        value: Told = "",
        note: Told = "",
        back: Told = "",
    ) -> Response:
        """Set a field of a document as it was seen, or take `back` what was set of it; it is shown at once."""
        person = require_staff(request)
        signed = Signature(person.name, datetime.now(UTC), note)
        searcher = self.library.seen_by(person).searcher
        try:
            told = [part.strip() for part in value.split(",") if part.strip()] if field == "topics" else value.strip()
            wanted = Wanted(name, {}, (field,)) if back else Wanted(name, {field: value_told(field, told)})
            self.desk.corrections.change(wanted, revision, signed, documents_beneath(self._store(searcher)))
            shown = show_corrections(
                self.library.path, self.desk.corrections, lambda: searcher.encoder, place=self.library.place
            )
        except UserError as error:
            return self._document(request, name, str(error), CONFLICT if isinstance(error, Conflict) else BAD)
        if shown.waits:
            return self._document(request, name, shown.waits)
        return RedirectResponse("/library/document?" + urlencode({"name": name}), SEE_OTHER)

    def report(self, request: Request) -> HTMLResponse:
        """What the last sync did."""
        require_staff(request)
        try:
            values = report_values(kept_report(self.library.path))
        except NoReport as error:
            told = {"title": Message("No report"), "told": str(error)}
            return HTMLResponse(self.pages.to(request).page("told.html", told), MISSING)
        return HTMLResponse(self.pages.to(request).page("library_report.html", values))

    def pin(self, request: Request, question: Told, quotes: Told, revision: Number = 0, note: Told = "") -> Response:
        """Pin quotations, a line each, to a question."""
        person = require_staff(request)
        signed = Signature(person.name, datetime.now(UTC), note)

        def pinned() -> None:
            lines = [line.strip() for line in quotes.splitlines() if line.strip()]
            chosen = choose(question, lines, (), self.library.seen_by(person).searcher, date.today())
            self.desk.pins.pin(pin_of(chosen.question, chosen.quotes, signed), revision)

        return self._done(request, pinned)

    def unpin(self, request: Request, name: Told, revision: Number) -> Response:
        """Take a pin away, as it was seen."""
        require_staff(request)
        return self._done(request, lambda: self.desk.pins.unpin(name, revision))

    def done(self, request: Request, number: Number, note: Told = "") -> Response:
        """Mark a remark as dealt with."""
        signed = Signature(require_staff(request).name, datetime.now(UTC), note)
        return self._done(request, lambda: self.desk.feedback.deal_with(number, signed))

    def forget(self, request: Request) -> Response:
        """Forget the questions that nothing was found for."""
        require_staff(request)
        return self._done(request, self.desk.gaps.forget)

    def _done(self, request: Request, what: Callable[[], object]) -> Response:
        try:
            what()
        except UserError as error:
            return self._overview(request, str(error), CONFLICT if isinstance(error, Conflict) else BAD)
        return RedirectResponse("/library", SEE_OTHER)

    def _overview(self, request: Request, problem: str, status: int = 200) -> HTMLResponse:
        searcher = self.library.seen_by(require_staff(request)).searcher
        asking = Asking.of("/library", request.query_params)
        looked = Looked(self._store(searcher), searcher, self.library.path)
        found = overview(self.desk, looked, date.today(), asking.text(), asking.page)
        values = {"asking": asking, "found": found, "problem": problem, "keeping": self.desk.gaps.keeping}
        return HTMLResponse(self.pages.to(request).page("library.html", values), status)

    def _document(self, request: Request, name: str, problem: str, status: int = 200) -> HTMLResponse:
        store = self._store(self.library.seen_by(require_staff(request)).searcher)
        try:
            row = document_row(self.desk.corrections, store, name)
        except (KeyError, DeskError):
            lacking = Message("The library holds no document “{name}”.", {"name": name})
            told = {"title": Message("Not in the library"), "told": problem or lacking}
            return HTMLResponse(self.pages.to(request).page("told.html", told), MISSING)
        values = {
            "row": row, "history": self.desk.corrections.history(name), "problem": problem, "fields": FIELDS,
            "statuses": sorted(STATUSES), "kinds": sorted(KINDS), "as_told": as_told,
        }  # fmt: skip
        return HTMLResponse(self.pages.to(request).page("library_document.html", values), status)

    def _store(self, searcher: Searcher) -> Store:
        return searcher.store
