"""The page where people say whether an answer is right."""

from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from assistant.answer import Answer
from assistant.basket.store import QuoteDesk
from assistant.desk.feedback import FeedbackDesk, quotes_shown, remark_on
from assistant.library import LiveLibrary
from assistant.web.asked import HERE, View
from assistant.web.failing import failing
from assistant.web.keeping import Keeping
from assistant.web.links import fingerprint
from assistant.web.opening import Opening
from assistant.web.rate import RateLimit, asker_of
from assistant.web.render import Pages
from assistant.web.visitor import person_of
from corpus.errors import Conflict, QuestionError, UserError
from corpus.message import Message

MOST, SECONDS = 10, 600.0
"""Remarks that one address may send in so many seconds."""


@dataclass(frozen=True, slots=True)
class FeedbackViews:
    """Answers the addresses of /feedback."""

    library: LiveLibrary
    opening: Opening
    pages: Pages
    desk: FeedbackDesk
    quotes: QuoteDesk
    keeping: Keeping
    rate: RateLimit = field(default_factory=lambda: RateLimit(MOST, SECONDS))
    turn: Lock = field(default_factory=Lock)

    def add_to(self, app: FastAPI) -> None:
        """Make the pages part of an application."""
        app.get("/feedback")(self.form)
        app.post("/feedback")(self.say)

    def form(self, request: Request) -> HTMLResponse:
        """The answer of an address, and where something is said of it."""
        address = f"{HERE}?{request.scope['query_string'].decode('latin-1')}"
        try:
            return self._page(request, address, self._answer(request, address))
        except UserError as error:
            failed = failing(error)
            return self._page(request, address, None, problem=failed.sentence, status=failed.status)

    def say(
        self,
        request: Request,
        address: Annotated[str, Form()] = "",
        check: Annotated[str, Form()] = "",
        verdict: Annotated[str, Form()] = "",
        comment: Annotated[str, Form()] = "",
    ) -> HTMLResponse:
        """Keep what somebody says of the answer that was shown at an address, if it is still that answer."""
        if not self._allowed(request):
            told = Message("Too many remarks came from this address. Wait ten minutes, then send yours again.")
            return self._page(request, address, None, problem=told, status=429)
        answer: Answer | None = None
        try:
            answer = self._answer(request, address)
            if fingerprint(answer.text) != check:
                raise Conflict(
                    Message("The library has changed since: this is the answer now. Say what you think of it.")
                )
            remark = remark_on(answer, verdict, comment, date.today())
            quotes = quotes_shown(answer, remark.day)
            if (refused := self.keeping.refusal(request, len(quotes))).sentence:
                return self._page(
                    request, address, answer, problem=refused.sentence, status=refused.status, said=(verdict, comment)
                )
            for quote in quotes:
                self.quotes.link(quote)
            self.desk.say(remark)
        except UserError as error:
            failed, said = failing(error), (verdict, comment)
            status = 409 if isinstance(error, Conflict) else failed.status
            return self._page(request, address, answer, problem=failed.sentence, status=status, said=said)
        return self._page(request, address, answer, kept=True)

    def _allowed(self, request: Request) -> bool:
        with self.turn:
            return self.rate.allows(asker_of(request.scope))

    def _answer(self, request: Request, address: str) -> Answer:
        """The answer that an address leads to. Raises QuestionError."""
        path, _, search = address.partition("?")
        if path != HERE:
            raise QuestionError(Message("This is not the address of an answer. Open the answer again."))
        return self.opening.answer(self.library.seen_by(person_of(request)), View.of(QueryParams(search)))

    def _page(
        self, request: Request, address: str, answer: Answer | None, *, problem: str = "", status: int = 200,
        kept: bool = False, said: tuple[str, str] = ("", ""),
    ) -> HTMLResponse:  # fmt: skip
        verdict, comment = said
        values = {
            "address": address if address.startswith(f"{HERE}?") else HERE,
            "answer": answer,
            "problem": problem,
            "kept": kept,
            "verdict": verdict,
            "comment": comment,
        }
        return HTMLResponse(self.pages.to(request).page("feedback.html", values), status)
