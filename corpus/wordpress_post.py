"""Posts and pages as the interface of WordPress gives them: a JSON record whose content is the article already.

::

    {"type": "post", "title": "...", "content": "<p>...", "link": "https://...", "date": "2021-07-12T09:30:00",
     "tags": ["..."], "language": "en", "author": "..."}

`title` and `content` are HTML; everything but `content` may be missing.
"""

import json
import re
from datetime import date
from typing import Any

from lxml.html import fromstring

from corpus.draft import Draft, Reading
from corpus.errors import ReadError
from corpus.html import LARGEST_PAGE, composed, parse_page
from corpus.language import primary_code
from corpus.markup import as_article
from corpus.posts import documents_of

SHORTCODES = re.compile(r"\[/?(?:vc_|et_pb_|fusion_|av_|caption|gallery|embed|contact-form)[^\[\]]{0,2000}\]")
"""What page builders leave in the text when they are switched off."""


def read_wordpress(data: bytes, name: str) -> Reading:
    """The post of a record. Raises ReadError when it holds none."""
    record = _record(data, name)
    content = SHORTCODES.sub("", _text(record, "content"))
    address = _text(record, "link")
    if len(content) > LARGEST_PAGE:
        raise ReadError(f"{name} is larger than 5 MB; shorten it.")
    if not content.strip():
        raise ReadError(f"{name} has no text of its own (its page is put together by the theme); nothing was indexed.")
    page, _ = parse_page(f"<html><body>{content}</body></html>".encode(), name)
    composer = composed(as_article(page), address)
    tags = record.get("tags")
    draft = Draft(
        composer.text,
        tuple(composer.blocks),
        title=_plain(_text(record, "title")),
        published=_day(_text(record, "date")) if record.get("type") != "page" else None,
        language=primary_code(_text(record, "language")),
        topics=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        url=address,
        kind="page" if record.get("type") == "page" else "post",
        links=tuple(composer.links),
    )
    return Reading(documents_of(draft, name))


def _record(data: bytes, name: str) -> dict[str, Any]:
    try:
        record = json.loads(data)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise ReadError(f"{name} is no JSON object, which posts of WordPress are; fetch it again.")
    return record


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _plain(html: str) -> str:
    """The words of a title, which may hold entities and mark-up."""
    return " ".join(str(fromstring(f"<p>{html}</p>").text_content()).split()) if html.strip() else ""


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
