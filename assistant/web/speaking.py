"""In which language a visitor is answered: what the address says, then the cookie, then the browser, then the settings.

::

    tongue = tongue_of(request)              # in a view: what its words are told in
    pages.to(request).page("x.html", ...)    # its templates in the visitor's language
"""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote_plus

from babel import negotiate_locale
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.tongues import ENGLISH, Tongue

IN_ADDRESS = "lang"
"""`?lang=fr` chooses a language; the address is then shown without it."""
COOKIE = "lang"
DAYS = 365
TONGUE = "assistant_tongue"
"""Where a request's state holds the language."""
NO_PAGES = ("/assets/", "/static/", "/page/", "/gradio_api/", "/api/", "/mcp")
"""Addresses at which programs are answered: what they say of a language is their own."""
GRADIO, IN_ENGLISH = "/", b'lang="en"'
"""The page that Gradio makes says that it is in English; every code has as many letters, so it stays as long."""
LONGEST = 1000
"""Characters of what a browser says of its languages that are read."""
WANTED = re.compile(r"\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE)
"""A language and how much it is wanted (RFC 9110, 12.5.4)."""


def tongue_of(request: HTTPConnection) -> Tongue:
    """The language in which a request is answered; English where nobody chose one."""
    found: Tongue = request.scope.get("state", {}).get(TONGUE, ENGLISH)
    return found


class Speaking:
    """Gives every request its language, and says in the answer that it depends on who asks."""

    def __init__(self, app: ASGIApp, tongues: Mapping[str, Tongue], default: str) -> None:
        self._app = app
        self._tongues = tongues
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or lead to its address without the language that it chose."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chosen, rest = _parted(scope)
        if chosen and scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(NO_PAGES):
            await self._led_on(scope, chosen[-1], rest)(scope, receive, send)
            return
        tongue = self._tongues[self._chosen(Headers(scope=scope))]
        scope.setdefault("state", {})[TONGUE], code = tongue, tongue.code.encode()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _describe(MutableHeaders(scope=message), tongue)
            elif scope["path"] == GRADIO:
                message["body"] = message.get("body", b"").replace(IN_ENGLISH, IN_ENGLISH.replace(b"en", code), 1)
            await send(message)

        await self._app(scope, receive, sending)

    def _chosen(self, headers: Headers) -> str:
        known = tuple(self._tongues)
        kept = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        wanted = [kept, *languages_wanted(headers.get("accept-language", ""))]
        return _nearest(wanted, known) or self._default

    def _led_on(self, scope: Scope, wanted: str, rest: str) -> RedirectResponse:
        # One slash in front: two of them would name another host.
        path = "/" + quote(scope["path"]).lstrip("/") + (f"?{rest}" if rest else "")
        answer = RedirectResponse(path, 303, {"Cache-Control": "no-store"})
        code = _nearest([wanted], tuple(self._tongues))
        if code:
            secure = scope["scheme"] == "https"
            answer.set_cookie(COOKIE, code, DAYS * 86_400, secure=secure, httponly=True, samesite="lax")
        return answer


def query_without_language(request: HTTPConnection) -> str:
    """What stands behind "?" in the address, but for the language."""
    return _parted(request.scope)[1]


def languages_wanted(header: str) -> list[str]:
    """The languages that a browser names, the most wanted first; what cannot be meant is left out."""
    found = [WANTED.fullmatch(part) for part in header[:LONGEST].split(",")]
    told = [(one[1], float(one[2] or 1)) for one in found if one]
    return [name for name, weight in sorted(told, key=lambda one: -one[1]) if weight > 0]


def _parted(scope: Scope) -> tuple[list[str], str]:
    """The languages that an address chooses, and the rest of what stands behind "?", to the letter."""
    pairs = [pair.partition("=") for pair in scope["query_string"].decode("latin-1").split("&")]
    chosen = [unquote_plus(value) for name, _, value in pairs if name == IN_ADDRESS]
    return chosen, "&".join("".join(pair) for pair in pairs if pair[0] != IN_ADDRESS)


def _nearest(wanted: list[str], known: tuple[str, ...]) -> str:
    """The first of some languages that is known, or known without its country; "" where none is."""
    found = negotiate_locale([one for one in wanted if one and len(one) < 40], known, sep="-")
    return found.lower() if found else ""


def _describe(headers: MutableHeaders, tongue: Tongue) -> None:
    if headers.get("content-type", "").startswith("text/html"):
        headers.setdefault("Content-Language", tongue.code)
        for name in ("Accept-Language", "Cookie"):
            headers.add_vary_header(name)
