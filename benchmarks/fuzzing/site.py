"""A whole visit to a site whose interface answers with any bytes: no network, a mirror in memory, no waiting."""

from contextlib import suppress
from datetime import UTC, datetime

import httpx

from benchmarks.fuzzing.sources import HOME, each, folder
from benchmarks.fuzzing.target import Target
from corpus.errors import SourceError
from corpus.sources.website import WebAccess, open_site
from corpus.web.fetching import Clock

LINK = {"Link": f'<{HOME}wp-json/>; rel="https://api.w.org/"'}
BEGAN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _visit(data: bytes) -> None:
    """The lines are the types, posts, terms, the number of posts, and what the rest of the site says."""
    types, posts, terms, total, rest = (*data.split(b"\n", 4), b"", b"", b"", b"", b"")[:5]
    told = {"types": types, "posts": posts, "pages": b"[]", "categories": terms, "tags": terms, "users": terms}

    def answered(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/wp-json/wp/v2/")
        if path == "/":
            return httpx.Response(200, headers=LINK, content=b"<html>home</html>")
        first = request.url.params.get("page", "1") == "1"
        headers = {b"Content-Type": b"application/json", b"X-WP-Total": total.replace(b"\r", b"")}
        return httpx.Response(200, headers=list(headers.items()), content=told.get(path, rest) if first else b"[]")

    mirror = folder() / "fetched.sqlite"
    for old in folder().glob("fetched.sqlite*"):
        old.unlink()
    access = WebAccess(
        mirror, clock=Clock(lambda: 0.0, lambda _: None, lambda: BEGAN), transport=httpx.MockTransport(answered)
    )
    with suppress(SourceError):
        each(open_site(HOME, access).items())


TARGETS = (Target("interface", "a site with the interface of WordPress", _visit, ("wordpress", "json")),)
