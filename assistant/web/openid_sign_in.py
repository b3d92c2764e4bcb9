"""The two addresses of signing in at an OpenID Connect provider: on the way there, and back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.accounts.by_openid import ByOpenId, new_key
from assistant.web.sign_in import UNSTORED, SignInViews, local_path
from assistant.web.visitor import is_secure
from corpus.errors import SignInRefused

MINUTES = 10
"""How long an attempt may take."""
BACK = "/sign-in/openid/back"


@dataclass(frozen=True, slots=True)
class OpenIdViews:
    """Answers /sign-in/openid and what is below it. The way there is a link: a form may send nothing elsewhere."""

    by_openid: ByOpenId
    views: SignInViews

    def add_to(self, app: FastAPI) -> None:
        """Make the addresses part of an application."""
        app.get("/sign-in/openid")(self.begin)
        app.get(BACK)(self.back)

    def begin(self, request: Request) -> Response:
        """Send the browser to the provider, with a key that it keeps until it is back."""
        key, onward = new_key(), local_path(request.query_params.get("next", ""))
        try:
            answer = RedirectResponse(self.by_openid.way(key, _back_to(request)), 303, UNSTORED)
        except SignInRefused as refused:
            return self.views.page(request, onward, refused=refused)
        secure = is_secure(request)
        kept = f"{key}.{urlsafe_b64encode(onward.encode('utf-8', 'surrogatepass')).decode()}"
        # Lax, not strict: the browser comes back from another site.
        answer.set_cookie(_cookie(request), kept, MINUTES * 60, secure=secure, httponly=True, samesite="lax")
        return answer

    def back(self, request: Request) -> Response:
        """Begin a session for who is confirmed. The way on is a page: the session's cookie is not sent while a browser
        follows another site.
        """
        key, _, onward = request.cookies.get(_cookie(request), "").partition(".")
        onward = local_path(_path_in(onward))
        address = request.client.host if request.client else ""
        try:
            token = self.by_openid.sign_in(key, _back_to(request), dict(request.query_params), address)
        except SignInRefused as refused:
            answer: Response = self.views.page(request, onward, refused=refused)
        else:
            page = self.views.pages.to(request).page("signed_in.html", {"onward": onward})
            answer = self.views.begun(request, token, HTMLResponse(page, headers=UNSTORED))
        secure = is_secure(request)
        answer.delete_cookie(_cookie(request), secure=secure, httponly=True, samesite="lax")
        return answer


def _back_to(request: Request) -> str:
    return str(request.base_url).rstrip("/") + BACK


def _cookie(request: Request) -> str:
    return "__Host-assistant_openid" if is_secure(request) else "assistant_openid"


def _path_in(told: str) -> str:
    try:
        return urlsafe_b64decode(told.encode()).decode()
    except ValueError:
        return ""
