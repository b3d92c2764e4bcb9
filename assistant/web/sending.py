"""What every answer carries: headers that tell browsers what a page may load, and who may keep it.

Gradio as it comes sends no security headers and names other hosts in its page; both end here.
"""

import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Message, Scope, Send

from assistant.web.visitor import PERSON

FILES = ("/assets/", "/static/")
"""Files of Gradio that never change under their name: caches may keep them."""
FORM_PAGES = (
    "/sign-in", "/sign-out", "/positions", "/compare", "/find", "/check", "/basket", "/library", "/quotes",
    "/page-images", "/documents", "/feedback", "/privacy",
)  # fmt: skip
"""Plain pages that may hold forms: each address, and every one below it. What is sent to them must come from here."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": then a form of this page would come with Origin "null", and be refused.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FORM_POLICY = DOCUMENT_POLICY.replace("form-action 'none'", "form-action 'self'").replace(
    "img-src 'self'", "img-src 'self' data:"
)
"""A page of a PDF is shown within the page that tells of it."""
SYNC_PAGE = "/library/sync"
SYNC_POLICY = f"{FORM_POLICY}; script-src 'self'; connect-src 'self'"
"""One page of forms follows what it shows, by a script of ours; it works without."""
PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Gradio compiles the template of its HTML component (unsafe-eval) and sets styles in place. Inline scripts run only
when they stood in the page as it was served, so mark-up that slips in later cannot run any."""

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
FOREIGN_META = re.compile(rb"\s*<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>|\s*<link rel=\"manifest\"[^>]*>")
OWN_HEAD = (
    b'<meta name="color-scheme" content="light dark"><link rel="icon" href="/page/icon.svg" type="image/svg+xml">'
    b'<link rel="stylesheet" href="/page/style.css"><link rel="stylesheet" href="/page/look.css">'
    b'<script src="/page/language.js"></script><script src="/page/page.js"></script></head>'
)
CREDENTIALS = "Access-Control-Allow-Credentials"
"""Gradio says so to pages of this site, which need no leave; no other page may ever send cookies."""


class Sending:
    """Adds the headers; holds back the page itself until its inline scripts are known."""

    def __init__(self, send: Send, scope: Scope, *, page: bool, policy: str) -> None:
        self._send = send
        self._scope = scope
        self._page = page
        self._policy = policy
        self._start: Message | None = None
        self._held = bytearray()

    async def __call__(self, message: Message) -> None:
        """See ASGI's `send`."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not self._scope["path"].startswith(FILES):
                headers.setdefault("Cache-Control", self._kept)
            if CREDENTIALS in headers:
                del headers[CREDENTIALS]
            if self._page and headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            headers.setdefault("Content-Security-Policy", self._policy)
        elif self._start is not None:
            self._held += message.get("body", b"")
            if message.get("more_body"):
                return
            message = {"type": "http.response.body", "body": self._finished(self._start)}
            await self._send(self._start)
        await self._send(message)

    @property
    def _kept(self) -> str:
        """Whether a browser may keep what does not say so itself: not what somebody who is signed in was shown."""
        person = self._scope.get("state", {}).get(PERSON)
        return "no-store" if person is not None and person.signed_in else "private, no-cache"

    def _finished(self, start: Message) -> bytes:
        """The page without other hosts, with its own style; sets the headers that depend on it."""
        head = bytes(self._held)
        body = FOREIGN_META.sub(b"", head).replace(b"</head>", OWN_HEAD, 1)
        headers = MutableHeaders(scope=start)
        if head:
            headers["Content-Length"] = str(len(body))
        headers["Content-Security-Policy"] = PAGE_POLICY.format(scripts=" ".join(_digests(body)))
        return body if head else b""


def _digests(page: bytes) -> list[str]:
    return [f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in INLINE_SCRIPT.findall(page)]


def failed(_: Request, __: Exception) -> JSONResponse:
    """What is answered where this program has a mistake: that is told outside of all layers, so with their headers."""
    headers = {**HEADERS, "Content-Security-Policy": DOCUMENT_POLICY, "Cache-Control": "no-store"}
    return JSONResponse({"detail": "This server has failed; its log says how. Tell those who run it."}, 500, headers)


def policy_of(path: str) -> str:
    """The content security policy of a page other than that of Gradio."""
    if path == SYNC_PAGE:
        return SYNC_POLICY
    return FORM_POLICY if has_forms(path) else DOCUMENT_POLICY


def has_forms(path: str) -> bool:
    """Whether what is sent to a path must come from a page of ours."""
    return any(path == page or path.startswith(f"{page}/") for page in FORM_PAGES)
