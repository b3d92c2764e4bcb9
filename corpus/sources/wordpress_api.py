"""The interface of WordPress (REST, wp/v2): how it is found, and how rows are asked of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from corpus.errors import FetchError
from corpus.parsing import parse_json, unescaped
from corpus.web.fetching import TOO_LARGE, Answer, Fetcher

API = "https://api.w.org/"
TOGETHER = 100
"""Rows in one answer; WordPress gives no more."""
LARGEST_LIST = 20_000_000
Row = dict[str, Any]


def discover(home: Answer) -> str:
    """Address of the interface that a page names; "" when it names none."""
    told = re.search(rf'<([^<>]+)>\s*;\s*rel="?{re.escape(API)}"?', home.headers.get("link", ""))
    if told is None:
        page = home.body[:200_000].decode("utf-8", "replace")
        tag = re.search(rf"""<link\b[^>]{{0,200}}rel=["']{re.escape(API)}["'][^>]{{0,500}}>""", page)
        told = re.search(r"""href=["']([^"']+)["']""", tag[0]) if tag else None
    return unescaped(told[1]) if told else ""


@dataclass(frozen=True, slots=True)
class Interface:
    """What a site tells programs, at `address`."""

    fetcher: Fetcher
    address: str

    def rows(self, base: str, page: int, **query: str) -> tuple[list[Row], int | None]:
        """One page of a collection with the total; no rows beyond its end."""
        try:
            rows, headers = self.get(base, per_page=str(TOGETHER), page=str(page), **query)
        except FetchError as error:
            if error.status == 400 and page > 1:
                return [], None
            raise
        if not isinstance(rows, list):
            raise FetchError(f"{self.fetcher.site.home} answers its interface with something that is no list.")
        told = headers.get("x-wp-total", "")
        return [row for row in rows if _is_row(row)], int(told[:9]) if told.isascii() and told.isdigit() else None

    def get(self, path: str, **query: str) -> tuple[Any, dict[str, str]]:
        """The JSON at a path of the interface, with the headers of the answer."""
        answer = self.fetcher.get(self._address_of(path, query), LARGEST_LIST)
        try:
            return _parsed(answer.body), dict(answer.headers)
        except ValueError:
            what = "a web page (a login or an error?)" if answer.media_type == "text/html" else "no JSON"
            raise FetchError(f"{self.fetcher.site.home} answers its interface with {what}.") from None

    def _address_of(self, path: str, query: Mapping[str, str]) -> str:
        try:
            address = httpx.URL(self.address)
            if "rest_route" in address.params:
                return str(address.copy_merge_params({"rest_route": f"/wp/v2/{path}", **query}))
            return str(address.join(f"{address.path.rstrip('/')}/wp/v2/{path}").copy_merge_params(query))
        except (httpx.InvalidURL, ValueError):
            raise FetchError(f"{self.fetcher.site.home} names an interface that has no address.") from None


def is_too_much(error: FetchError) -> bool:
    """Whether a server may answer when it is asked for less."""
    return error.status == TOO_LARGE or error.status >= 500


def _parsed(body: bytes) -> Any:
    """JSON whose texts can be stored: halves of characters, which JSON may hold, become question marks."""
    told = parse_json(body.decode("utf-8-sig", "replace"))
    if b"\\ud" in body.lower():
        told = json.loads(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    return told


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and type(row.get("id")) is int and isinstance(row.get("modified_gmt"), str)
