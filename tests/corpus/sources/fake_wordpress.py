"""A site of WordPress that is a function: of a few rows, and whatever a test puts in the place of an answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from corpus.sources import Item
from tests.corpus.servers import FakeTime, article, site_of

HOME = "https://eaea.example/"
LINK = {"Link": f'<{HOME}wp-json/>; rel="https://api.w.org/"'}
Row = dict[str, Any]


def row(number: int, **told: object) -> Row:
    return {
        "id": number, "date": "2021-07-12T09:00:00", "modified_gmt": "2021-07-12T07:00:00",
        "link": f"{HOME}post-{number}/", "title": {"rendered": f"Post {number}"},
        "content": {"rendered": f"<p>EAEA calls for measure {number}.</p>"},
        "categories": [1], "tags": [2], "author": 3, **told,
    }  # fmt: skip


def as_json(told: object, headers: dict[str, str] | None = None, status: int = 200) -> httpx.Response:
    headers = {"Content-Type": "application/json"} | (headers or {})
    return httpx.Response(status, headers=headers, content=json.dumps(told).encode())


OTHER_KINDS = {
    "categories": as_json([{"id": 1, "name": "Policy &amp; law"}]),
    "tags": as_json([{"id": 2, "name": "Skills"}]),
    "users": httpx.Response(401),
    "types": as_json({"post": {"rest_base": "posts"}, "page": {"rest_base": "pages"}}),
}


@dataclass
class FakeWordPress:
    """A WordPress of a few rows; `twist` may answer in its place."""

    posts: list[Row] = field(default_factory=lambda: [row(n) for n in range(1, 251)])
    twist: Callable[[httpx.Request], httpx.Response | None] = lambda request: None
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        twisted = self.twist(request)
        if twisted is not None:
            return twisted
        path = request.url.path
        kind = path.removeprefix("/wp-json/wp/v2/")
        if path == "/":
            return httpx.Response(200, headers=LINK, content=b"<html>home</html>")
        if kind == "posts":
            return self.rows(request.url.params)
        return self.page(path) if kind == path else OTHER_KINDS.get(kind, as_json([], {"X-WP-Total": "0"}))

    def rows(self, query: httpx.QueryParams) -> httpx.Response:
        chosen = self.posts
        if "include" in query:
            wanted = set(query["include"].split(","))
            chosen = [one for one in chosen if str(one["id"]) in wanted]
        if query.get("orderby") == "modified":
            chosen = sorted(chosen, key=lambda one: str(one["modified_gmt"]), reverse=True)
        first = (int(query["page"]) - 1) * int(query["per_page"])
        if first and first >= len(chosen):
            return as_json({"code": "rest_post_invalid_page_number"}, status=400)
        fields = query["_fields"].split(",")
        part = chosen[first : first + int(query["per_page"])]
        return as_json(
            [{k: v for k, v in one.items() if k in fields} for one in part], {"X-WP-Total": str(len(chosen))}
        )

    def page(self, path: str) -> httpx.Response:
        if path == "/sitemap.xml":
            entries = "".join(f"<url><loc>{one['link']}</loc></url>" for one in self.posts)
            return httpx.Response(200, content=f"<urlset>{entries}</urlset>".encode())
        if not path.startswith("/post-"):
            return httpx.Response(404)
        return httpx.Response(200, headers={"Content-Type": "text/html"}, content=article(path, "As a page.").encode())


def visit(site: FakeWordPress, folder: Path, time: FakeTime | None = None, home: str = HOME) -> dict[str, Item]:
    opened = site_of(home, folder, time, transport=httpx.MockTransport(site))
    return {item.name: item for item in opened.items()}


def on(part: str, answer: httpx.Response) -> Callable[[httpx.Request], httpx.Response | None]:
    """A twist: this answer wherever the address holds `part`."""
    return lambda request: (
        httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        if part in str(request.url)
        else None
    )
