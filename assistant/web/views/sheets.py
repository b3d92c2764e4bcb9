"""The picture of a quotation on the page of its PDF, as the sources beside an answer show it."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from assistant.library import LiveLibrary
from assistant.page_image import page_images
from assistant.web.failing import failing
from assistant.web.render import quoted_span
from assistant.web.views.page_images import CHANGED
from assistant.web.visitor import person_of
from corpus.drawing import Drawer
from corpus.errors import PageError, UserError


@dataclass(frozen=True, slots=True)
class SheetViews:
    """Answers the addresses of /sheets."""

    library: LiveLibrary
    drawer: Drawer

    def add_to(self, app: FastAPI) -> None:
        """Make the pictures part of an application."""
        app.get("/sheets/{name:path}")(self.sheet)

    def sheet(self, request: Request, name: str, start: str = "", end: str = "", check: str = "") -> Response:
        """The page that a quotation begins on, as a PNG with its words marked, or with nothing marked."""
        searcher = self.library.seen_by(person_of(request)).searcher
        try:
            if not searcher.holds_document(name):
                raise PageError("The library does not hold this document.")
            document = searcher.document(name)
            span = quoted_span(document, start, end, check)
            if span is None:
                raise PageError(CHANGED)
            image, *_ = page_images(document, span.start, span.end, searcher.originals, self.drawer)
        except UserError as error:
            told = failing(error, 404)
            return PlainTextResponse(f"{told.sentence}\n", told.status, told.headers)
        return Response(image.marked_png(), media_type="image/png")
