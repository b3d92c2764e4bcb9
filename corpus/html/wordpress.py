"""Posts and pages as the interface of WordPress gives them: a JSON record whose content is the article already.

::

    {"type": "post", "title": "...", "content": "<p>...", "link": "https://...", "date": "2021-07-12T09:30:00",
     "modified": "2021-07-14T10:00:00", "tags": ["..."], "language": "en", "author": "...",
     "alternates": ["https://..."]}

`title` and `content` are HTML; everything but `content` may be missing. `author` may be a list; `alternates` are the
addresses of the post in other languages.
"""

import json
import re
from typing import Any

from lxml.html import fromstring

from corpus.draft import Draft, Reading, web_address
from corpus.errors import ReadError
from corpus.formats import LARGEST_PAGE
from corpus.html.facts import iso_day
from corpus.html.markup import as_article
from corpus.html.reader import composed, parse_page
from corpus.language import primary_code
from corpus.parsing import parse_json
from corpus.posts.authors import names_in
from corpus.posts.documents import documents_of
from corpus.posts.placeholders import checked

SHORTCODES = re.compile(r"\[/?(?:vc_|et_pb_|fusion_|av_|caption|gallery|embed|contact-form)[^\[\]]{0,2000}\]")
"""What page builders leave in the text when they are switched off."""


def read_wordpress(data: bytes, name: str) -> Reading:
    """The post of a record. Raises ReadError when it holds none, or a placeholder."""
    record = _record(data, name)
    content = SHORTCODES.sub("", _text(record, "content"))
    address = _text(record, "link")
    if len(content) > LARGEST_PAGE:
        raise ReadError(f"{name} is larger than 5 MB; shorten it.")
    if not content.strip():
        raise ReadError(f"{name} has no text of its own (its page is put together by the theme); nothing was indexed.")
    page, _ = parse_page(f"<html><body>{content}</body></html>".encode(), name)
    composer = composed(as_article(page, name), address)
    is_page = record.get("type") == "page"
    draft = Draft(
        composer.text,
        tuple(composer.blocks),
        title=_plain(_text(record, "title")),
        published=None if is_page else iso_day(_text(record, "date")),
        modified=iso_day(_text(record, "modified")),
        authors=names_in([_text(record, "author"), *_texts(record, "author")]),
        language=primary_code(_text(record, "language")),
        topics=_texts(record, "tags"),
        url=address,
        kind="page" if is_page else "post",
        alternates=tuple(dict.fromkeys(filter(None, (web_address("", a) for a in _texts(record, "alternates"))))),
        links=tuple(composer.links),
    )
    return checked(documents_of(draft, name), name)


def _record(data: bytes, name: str) -> dict[str, Any]:
    try:
        record = parse_json(data)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise ReadError(f"{name} is no JSON object, which posts of WordPress are; fetch it again.")
    if b"\\ud" in data.lower():
        try:
            json.dumps(record, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ReadError(f"{name} holds half of a character, which nothing can store; mend the post.") from None
    return record


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _texts(record: dict[str, Any], key: str) -> tuple[str, ...]:
    values = record.get(key)
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def _plain(html: str) -> str:
    """The words of a title, which may hold entities and mark-up."""
    return " ".join(str(fromstring(f"<p>{html}</p>").text_content()).split()) if html.strip() else ""
