"""Another site: a page of its own origin, as strict towards its own contents as a page can be."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

STRICT = (
    "default-src 'none'; script-src {assistant}; connect-src {assistant}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""No style, no picture, no mark-up from texts; only the assistant's script, and questions to it."""
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>A site</title>
<meta name="viewport" content="width=device-width">{head}</head>
<body><main><h1>A site</h1><p>Its own words.</p>{body}<p id="after">More of them.</p></main></body></html>"""
BOTH = '<meta name="color-scheme" content="light dark">'


@dataclass
class Site:
    """A site that shows one page; `origin` is known before the assistant that it asks is started."""

    server: ThreadingHTTPServer
    name: str
    page: str = ""
    policy: str = ""

    @property
    def origin(self) -> str:
        return f"http://{self.name}:{self.server.server_port}"

    def show(self, assistant: str, *attributes: str, head: str = BOTH, body: str = "", lang: str = "en") -> str:
        """Put a box into the page for each text of attributes; the page's address."""
        boxes = "".join(f'<script src="{assistant}/widget.js" {one} async></script>' for one in attributes)
        self.page = PAGE.format(lang=lang, head=head.format(assistant=assistant), body=body + boxes)
        self.policy = STRICT.format(assistant=assistant)
        return f"{self.origin}/"


@contextmanager
def site(name: str = "127.0.0.1") -> Iterator[Site]:
    """A site at a port of its own, under a name of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", made.policy)
            self.end_headers()
            self.wfile.write(made.page.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Site(server, name)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


def host_of(address: str) -> str:
    """Name and port of an address."""
    return urlsplit(address).netloc
