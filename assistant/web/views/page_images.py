"""The page that shows a quotation on the page of its PDF, beside the words."""

from base64 import b64encode
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.library import LiveLibrary
from assistant.page_image import PageImage, page_images
from assistant.web.failing import Failing, failing
from assistant.web.render import Pages, quoted_span
from assistant.web.visitor import person_of
from corpus.document import Span
from corpus.drawing import Drawer
from corpus.errors import PageError, UserError
from corpus.message import Message
from index.search import Searcher

CHANGED = Message("The quotation is no longer there: the document has changed since the link was made.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the template shows it: its picture in the page itself, so that it is drawn once."""

    image: PageImage
    source: str


@dataclass(frozen=True, slots=True)
class PageImageViews:
    """Answers the addresses of /page-images."""

    library: LiveLibrary
    pages: Pages
    drawer: Drawer

    def add_to(self, app: FastAPI) -> None:
        """Make the pages part of an application."""
        app.get("/page-images/{name:path}")(self.show)

    def show(
        self, request: Request, name: str, start: str = "", end: str = "", check: str | None = None
    ) -> HTMLResponse:
        """The page, or the two pages, that a quotation stands on, with its words marked or nothing marked at all."""
        searcher = self.library.seen_by(person_of(request)).searcher
        if not searcher.holds_document(name):
            return HTMLResponse(self.pages.to(request).missing(), 404)
        document = searcher.document(name)
        span = quoted_span(document, start, end, check)
        sheets, told = list[Sheet](), Failing()
        try:
            if span is None:
                raise PageError(CHANGED)
            sheets = self._drawn(searcher, name, span)
        except UserError as error:
            told = failing(error, 404)
        values = {"document": document, "span": span, "sheets": sheets, "problem": told.sentence}
        return HTMLResponse(self.pages.to(request).page("page_image.html", values), told.status, told.headers)

    def _drawn(self, searcher: Searcher, name: str, span: Span) -> list[Sheet]:
        images = page_images(searcher.document(name), span.start, span.end, searcher.originals, self.drawer)
        return [Sheet(one, "data:image/png;base64," + b64encode(one.marked_png()).decode()) for one in images]
