"""The page of a document."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.library import LiveLibrary
from assistant.web.render import Pages, quoted_span
from assistant.web.visitor import person_of


@dataclass(frozen=True, slots=True)
class DocumentViews:
    """Answers the addresses of /documents."""

    library: LiveLibrary
    pages: Pages

    def add_to(self, app: FastAPI) -> None:
        """Make the page part of an application."""
        app.get("/documents/{name:path}")(self.show)

    def show(
        self, request: Request, name: str, start: str | None = None, end: str | None = None, check: str | None = None
    ) -> HTMLResponse:
        """A document, with the quotation marked that a link points at."""
        searcher = self.library.seen_by(person_of(request)).searcher
        pages = self.pages.to(request)
        if not searcher.holds_document(name):
            return HTMLResponse(pages.missing(), 404)
        found = searcher.document(name)
        mark = quoted_span(found, start, end, check)
        lost = mark is None and (start is not None or end is not None)
        return HTMLResponse(pages.document(found, mark, searcher, lost=lost))
