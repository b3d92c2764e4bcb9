"""The page that checks the quotations of a draft."""

from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import FastAPI, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse

from assistant.drafts.checking import check_draft
from assistant.drafts.draft import Draft
from assistant.drafts.outcomes import DraftReport
from assistant.drafts.page import report_values
from assistant.drafts.reading import draft_of, ending_of
from assistant.library import LiveLibrary
from assistant.web.failing import Failing, failing
from assistant.web.render import Pages
from assistant.web.visitor import person_of
from corpus.errors import DraftError, UserError
from corpus.message import Message
from index.search import Searcher

AT_ONCE = 2
"""Drafts that are checked at the same time; a long one keeps a core busy for seconds."""
PATIENCE = 20.0
"""Seconds that one waits for its turn."""


@dataclass(frozen=True, slots=True)
class CheckViews:
    """Answers the address /check."""

    library: LiveLibrary
    organisation: str
    pages: Pages
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def add_to(self, app: FastAPI) -> None:
        """Make the page part of an application."""
        app.get("/check")(self.form)
        app.post("/check")(self.check)

    def form(self, request: Request) -> HTMLResponse:
        """Where a draft is pasted or sent."""
        return self._page(request, None, "", Failing())

    def check(
        self,
        request: Request,
        words: Annotated[str, Form()] = "",
        draft: Annotated[UploadFile | None, File()] = None,
    ) -> HTMLResponse:
        """What became of the quotations of a file, or of what was pasted where there is no file. Nothing is kept."""
        try:
            searcher = self.library.seen_by(person_of(request)).searcher
            return self._page(request, self._checked(words, draft, searcher), words, Failing())
        except UserError as error:
            return self._page(request, None, words, failing(error))

    def _checked(self, words: str, file: UploadFile | None, searcher: Searcher) -> DraftReport:
        """What became of a draft, which is read when it has its turn, too."""
        if not self.turns.acquire(timeout=PATIENCE):
            raise DraftError(Message("Too many drafts are being checked. Try again in a minute."))
        try:
            return check_draft(_draft(words, file), searcher, self.organisation)
        finally:
            self.turns.release()

    def _page(self, request: Request, report: DraftReport | None, words: str, failed: Failing) -> HTMLResponse:
        told = dict(report_values(report)) if report else {}
        values = {"report": report, "words": words, "problem": failed.sentence} | told
        return HTMLResponse(self.pages.to(request).page("checking.html", values), failed.status, failed.headers)


def _draft(words: str, file: UploadFile | None) -> Draft:
    """The draft that was sent. Raises DraftError."""
    if file is not None and file.filename:
        return draft_of(file.file.read(), file.filename, ending_of(file.filename))
    if not words.strip():
        raise DraftError(Message("There is nothing to check. Paste some text, or choose a file."))
    return draft_of(words.encode("utf-8", "replace"), Message("the text"), ".txt")
