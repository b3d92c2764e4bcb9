"""The question box for other sites: one file, put together once, that every site may load.

Whether a site may ask is for the API to say (`widget_origins` in the settings); the file itself is for everybody. It
carries `Access-Control-Allow-Origin: *` so that a site may pin it by its digest (`integrity`), and so that the box can
tell a site that may not ask from a server that is not there.
"""

import json
from hashlib import sha256
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.web.guard import WIDGET
from assistant.web.render import Pages

EXAMPLE = "/widget"
HEADERS = {
    "Cache-Control": "public, max-age=3600",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
EXAMPLE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""The page that shows the box runs it, which no other plain page may."""


def widget_script() -> bytes:
    """The whole file: the code, called with its words in every language and its style."""
    folder = files("assistant.web")
    code, words, style = (
        folder.joinpath(name).read_text("utf-8") for name in ("widget.js", "widget_words.json", "widget.css")
    )
    told = json.dumps(json.loads(words), ensure_ascii=False, separators=(",", ":"))
    return f"{code.rstrip()}({told},{json.dumps(style)});\n".encode()


class WidgetViews:
    """The file, and a page that shows how it is put into another page."""

    def __init__(self, organisation: str, pages: Pages) -> None:
        self._organisation = organisation
        self._pages = pages
        self._script = widget_script()
        self._tag = f'"{sha256(self._script).hexdigest()[:32]}"'

    def add_to(self, app: FastAPI) -> None:
        """Put both into the application."""
        app.api_route(WIDGET, methods=["GET", "HEAD"])(self.script)
        app.get(EXAMPLE)(self.example)

    def script(self, request: Request) -> Response:
        """The file; 304 for who has it."""
        headers = {**HEADERS, "ETag": self._tag}
        if self._tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(self._script, media_type="text/javascript; charset=utf-8", headers=headers)

    def example(self, request: Request) -> HTMLResponse:
        """How it is put into a page, and the box itself."""
        values = {"organisation": self._organisation, "address": f"{request.base_url}widget.js"}
        return HTMLResponse(
            self._pages.page("widget.html", values), headers={"Content-Security-Policy": EXAMPLE_POLICY}
        )
