"""The pages that collect quotations: a basket for each person, permanent links, and what is handed on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.basket.citing import told_page, warnings_of, web_address
from assistant.basket.contents import Basket
from assistant.basket.export import FORMS, exported
from assistant.basket.following import Standing, follow, parted, withheld
from assistant.basket.kept import KeptQuote, keep
from assistant.basket.store import QuoteDesk
from assistant.library import LiveLibrary
from assistant.web.failing import Failing, failing
from assistant.web.keeping import Keeping
from assistant.web.links import fingerprint
from assistant.web.render import Pages
from assistant.web.visitor import person_of
from assistant.web.whose_basket import Baskets
from corpus.errors import BasketError, NotKept, UserError
from corpus.message import Message
from index.search import Searcher

SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class BasketViews:
    """Answers the addresses of /basket and /quotes."""

    library: LiveLibrary
    organisation: str
    pages: Pages
    desk: QuoteDesk
    keeping: Keeping = field(default_factory=Keeping)

    @property
    def baskets(self) -> Baskets:
        """Whose baskets they are."""
        return Baskets(self.desk)

    def add_to(self, app: FastAPI) -> None:
        """Make the pages part of an application."""
        app.get("/basket")(self.basket)
        app.post("/basket/add")(self.add)
        app.post("/basket/change")(self.change)
        app.get("/basket/export")(self.export)
        app.post("/quotes")(self.link)
        app.get("/quotes/{name}")(self.quote)

    def basket(self, request: Request) -> HTMLResponse:
        """The basket of whoever asks, and where each of its quotations stands now."""
        return self._page(request)

    def add(
        self,
        request: Request,
        document: Annotated[str, Form()],
        start: Annotated[int, Form()],
        end: Annotated[int, Form()],
        check: Annotated[str, Form()],
    ) -> Response:
        """Put a quotation into the basket, which is begun with it."""
        if (refused := self.keeping.refusal(request)).sentence:
            return self._page(request, refused)
        try:
            name = self.baskets.begun(request, date.today())
            quote = self._kept(self._searcher(request), document, start, end, check)
            self._changed(name, None, partial(Basket.adding, quote=quote))
        except UserError as error:
            return self._page(request, failing(error))
        answer = RedirectResponse(f"/basket#{quote.name}", SEE_OTHER)
        self.baskets.remember(request, answer, name)
        return answer

    def change(
        self,
        request: Request,
        what: Annotated[str, Form()],
        number: Annotated[int, Form()] = 0,
        note: Annotated[str, Form()] = "",
        revision: Annotated[int, Form()] = 0,
    ) -> Response:
        """Move, remove or annotate a quotation of the basket as it was seen, or empty it."""
        changes: dict[str, Callable[[Basket], Basket]] = {
            "up": lambda basket: basket.moving(number, max(number - 1, 1)),
            "down": lambda basket: basket.moving(number, min(number + 1, len(basket.quotes))),
            "remove": lambda basket: basket.removing(number),
            "note": lambda basket: basket.noting(number, note),
            "clear": lambda basket: basket.cleared(),
        }
        name = self.baskets.name_of(request)
        try:
            if not name or what not in changes:
                raise NotKept(Message("Your basket is empty. Collect a quotation first."))
            self._changed(name, revision, changes[what])
        except UserError as error:
            return self._page(request, failing(error))
        return RedirectResponse("/basket", SEE_OTHER)

    def export(self, request: Request, form: str = ".docx") -> Response:
        """The quotations that still stand, as a file."""
        name = self.baskets.name_of(request)
        quotes = self.desk.basket(name).quotes if name else ()
        standing, _ = parted(quotes, self._searcher(request))
        try:
            data = exported(form, standing, self.organisation, date.today())
        except BasketError as error:
            return self._page(request, failing(error))
        told = {"Content-Disposition": f'attachment; filename="quotations{form.lower()}"'}
        return Response(data, media_type=FORMS[form.lower()].media_type, headers=told)

    def link(
        self,
        request: Request,
        document: Annotated[str, Form()],
        start: Annotated[int, Form()],
        end: Annotated[int, Form()],
        check: Annotated[str, Form()],
    ) -> Response:
        """Keep a quotation under a permanent address."""
        if (refused := self.keeping.refusal(request)).sentence:
            return self._page(request, refused)
        try:
            name = self.desk.link(self._kept(self._searcher(request), document, start, end, check))
        except UserError as error:
            return self._page(request, failing(error))
        return RedirectResponse(f"/quotes/{name}", SEE_OTHER)

    def quote(self, request: Request, name: str) -> HTMLResponse:
        """A quotation by its permanent name: where it stands now, or how it was."""
        try:
            standing = self._followed(request, self.desk.linked(name))
        except UserError as error:
            told = {"title": Message("No such quotation"), "told": str(error)}
            return HTMLResponse(self.pages.to(request).page("told.html", told), 404)
        status = 404 if standing.state == "withheld" else 200
        return HTMLResponse(self.pages.to(request).page("kept_quote.html", {"standing": standing, **_helps()}), status)

    def _searcher(self, request: Request) -> Searcher:
        return self.library.seen_by(person_of(request)).searcher

    def _followed(self, request: Request, quote: KeptQuote) -> Standing:
        """Where a quotation stands for whoever asks; words of an internal document are not shown to others than staff
        when it is gone either.
        """
        standing = follow(quote, self._searcher(request))
        hidden = standing.state == "gone" and quote.internal and not person_of(request).is_staff
        return withheld(quote) if hidden else standing

    def _kept(self, searcher: Searcher, name: str, start: int, end: int, check: str) -> KeptQuote:
        """The words that a page showed, if the document still holds them there. Raises BasketError."""
        if not searcher.holds_document(name):
            raise BasketError(Message("The library no longer holds this document. Look for the words again."))
        document = searcher.document(name)
        if not 0 <= start < end <= len(document.text) or fingerprint(document.text[start:end]) != check:
            raise BasketError(Message("The document has changed since the page was shown. Look for the words again."))
        return keep(document, start, end, date.today(), _successor(searcher, document.superseded_by))

    def _changed(self, name: str, seen: int | None, how: Callable[[Basket], Basket]) -> None:
        """Change a basket as it was seen; as it is, where a change can harm nothing."""
        self.desk.change(name, self.desk.basket(name).revision if seen is None else seen, how)

    def _page(self, request: Request, problem: Failing = Failing()) -> HTMLResponse:  # noqa: B008 - frozen
        name = self.baskets.name_of(request)
        basket = self.desk.basket(name) if name else Basket("page")
        standings = [self._followed(request, quote) for quote in basket.quotes]
        values = {"basket": basket, "standings": standings, "problem": problem.sentence, "forms": FORMS, **_helps()}
        values["person"] = person_of(request)
        return HTMLResponse(self.pages.to(request).page("basket.html", values), problem.status, problem.headers)


def _helps() -> dict[str, object]:
    return {"warnings_of": warnings_of, "told_page": told_page, "address_of": web_address}


def _successor(searcher: Searcher, name: str) -> str:
    return searcher.title_of(name) if name else ""
