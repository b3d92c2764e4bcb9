"""The pages where people sign in and out, and the answers to those who may not see or do something."""

import logging
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.accounts.by_header import ByHeader
from assistant.accounts.people import Access
from assistant.accounts.signing_in import SigningIn
from assistant.web.render import Pages
from assistant.web.visitor import Admitting, Introducing, cookie_name, is_secure, person_of, token_of
from assistant.web.whose_basket import Baskets
from corpus.errors import DamagedDesk, NotAllowed, SignInRefused, StorageError
from corpus.message import Message

LONGEST_PATH = 2000
"""Characters of an address that somebody is led back to."""
UNSTORED = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class SignInViews:
    """Answers the addresses /sign-in and /sign-out."""

    accounts: SigningIn
    pages: Pages
    baskets: Baskets
    access: Access = "open"
    by_header: ByHeader | None = None
    openid: bool = False
    """Whether people may sign in at an OpenID Connect provider, too."""

    def add_to(self, app: FastAPI) -> None:
        """Make the pages part of an application, and let all its views ask who is there."""
        app.add_middleware(Admitting, access=self.access, refuse=self.refused)
        app.add_middleware(Introducing, sessions=self.accounts.sessions, by_header=self.by_header, ways_in=self.ways_in)
        app.add_exception_handler(NotAllowed, self.not_allowed)
        for error in (StorageError, DamagedDesk):
            app.add_exception_handler(error, self.not_possible)
        app.get("/sign-in")(self.form)
        app.post("/sign-in")(self.sign_in)
        app.get("/sign-out")(self.form)
        app.post("/sign-out")(self.sign_out)

    def ways_in(self) -> bool:
        """Whether there is anybody who could sign in. Raises StorageError and DamagedDesk."""
        return self.openid or bool(self.accounts.users.listed())

    def form(self, request: Request) -> HTMLResponse:
        """Where somebody signs in, or out."""
        return self.page(request, onward=request.query_params.get("next", ""))

    def sign_in(
        self,
        request: Request,
        name: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        onward: Annotated[str, Form(alias="next")] = "",
    ) -> Response:
        """Begin a session with a token that nobody had before, and lead back to where it was asked for."""
        try:
            token = self.accounts.sign_in(name, password, request.client.host if request.client else "")
        except SignInRefused as refused:
            return self.page(request, onward, name, refused)
        return self.begun(request, token, _led_to(local_path(onward)))

    def begun(self, request: Request, token: str, answer: Response) -> Response:
        """An answer with which a session begins: its cookie, and what was collected in this browser before."""
        if before := token_of(request):
            self.accounts.sessions.end(before)
        self.baskets.take_over(request, self.accounts.sessions.person(token))
        secure = is_secure(request)
        # Without an age it is gone when the browser is closed.
        answer.set_cookie(cookie_name(request), token, path="/", secure=secure, httponly=True, samesite="strict")
        return answer

    def sign_out(self, request: Request, everywhere: Annotated[str, Form()] = "") -> Response:
        """End the session of this browser, or all of the person."""
        if token := token_of(request):
            if everywhere:
                self.accounts.sessions.end_everywhere(token)
            else:
                self.accounts.sessions.end(token)
        answer = _led_to("/sign-in")
        secure = is_secure(request)
        answer.delete_cookie(cookie_name(request), path="/", secure=secure, httponly=True, samesite="strict")
        return answer

    def refused(self, request: Request, error: Exception) -> Response:
        """The answer to who may not use the pages at all, or of whom nobody can tell now."""
        return self.not_allowed(request, error) if isinstance(error, NotAllowed) else self.not_possible(request, error)

    def page(self, request: Request, onward: str, name: str = "", refused: SignInRefused | None = None) -> HTMLResponse:
        """The form, or who is signed in; with why somebody was refused."""
        values = {
            "person": person_of(request),
            "name": name,
            "problem": str(refused) if refused else "",
            "onward": local_path(onward),
            "nobody": not self.ways_in(),
            "openid": self.openid,
        }
        status, headers = 200, dict(UNSTORED)
        if refused:
            status = 429 if refused.seconds else 403
            headers |= {"Retry-After": str(refused.seconds)} if refused.seconds else {}
        return HTMLResponse(self.pages.to(request).page("sign_in.html", values), status, headers)

    def not_allowed(self, request: Request, error: Exception) -> Response:
        """To the form, for who is not signed in and only wanted to look; else the sentence."""
        if request.method in ("GET", "HEAD") and not person_of(request).signed_in:
            query = request.scope["query_string"].decode("latin-1")
            here = quote(request.scope["path"]) + (f"?{query}" if query else "")
            return _led_to(f"/sign-in?{urlencode({'next': here})}")
        return self._refusal(request, Message("Not for everybody"), str(error), 403)

    def not_possible(self, request: Request, error: Exception) -> Response:
        """The sentence names files of this machine, so it is for the log."""
        logging.getLogger(__name__).error("%s: %s", request.scope["path"], error)
        sentence = Message("What staff keep cannot be used at this moment. The log of this server says why.")
        return self._refusal(request, Message("Not possible now"), sentence, 503)

    def _refusal(self, request: Request, title: str, sentence: str, status: int) -> HTMLResponse:
        values = {"title": title, "sentence": sentence, "status": status}
        return HTMLResponse(self.pages.to(request).page("not_allowed.html", values), status, UNSTORED)


def local_path(told: str) -> str:
    """An address within this site as it was told, or "/" for any other.

    Browsers read a backslash as "/", drop tabs and line breaks, and take what follows "//" for another host (URL
    Standard, 4.4).
    """
    odd = any(sign <= " " or sign in "\\\x7f" for sign in told)
    return told if told.startswith("/") and not told.startswith("//") and not odd and len(told) <= LONGEST_PATH else "/"


def _led_to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303, UNSTORED)
