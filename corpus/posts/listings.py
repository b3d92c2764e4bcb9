"""Listings of posts, which repeat posts and are none: told by their address and by the class of their body.

Light to import: the sources ask this before a page is fetched, the reader of saved pages after it was parsed.
"""

import re
from urllib.parse import unquote, urlsplit

PATH = re.compile(
    r"(?i)(?:^|/)(?:tags?|categor(?:y|ies|ie)|kategorien?|authors?|autor(?:en)?|search|feed|archives?|comments)(?:/|$)"
    r"|(?:^|/)page/\d+/?$|^(?:19|20)\d\d(?:/\d\d?){0,2}$"
)
"""Paths of listings of posts: by tag, category, author or date, and further pages of any."""
QUERY = re.compile(r"(?:^|&)(?:s|cat|tag|category_name|author|author_name|m|paged)=[^&]")
"""Parameters by which the first page of WordPress lists (WP_Query)."""
CLASSES = frozenset({"archive", "category", "tag", "author", "blog", "search-results"})
"""What WordPress writes into the body of a listing (get_body_class)."""
ONE_POST = re.compile(r"(?:^|\s)(?:single|single-[\w-]+|postid-\d+)(?:\s|$)")
"""What it writes into the body of a post."""
BODY_CLASS = re.compile(r"""<body\b[^<>]{0,500}?\bclass=["']([^"'<>]*)["']""", re.IGNORECASE)
REASON = "is a listing of posts, which are read themselves."


def is_listing(name: str) -> bool:
    """Whether a name below a site, its path and perhaps "?" and a query, is that of a listing."""
    path, _, query = name.partition("?")
    return PATH.search(path) is not None or (path in ("", "home") and QUERY.search(query) is not None)


def lists_posts(classes: str) -> bool:
    """Whether the class of a body says that the page is a listing."""
    return not is_one_post(classes) and bool(CLASSES & set(classes.split()))


def is_one_post(classes: str) -> bool:
    """Whether the class of a body says that the page is one post."""
    return ONE_POST.search(classes) is not None


def body_class(html: str) -> str:
    """The class of the body of a page that is not parsed; "" where it has none."""
    told = BODY_CLASS.search(html)
    return told[1] if told else ""


def name_of(address: str) -> str:
    """The path and the query of a web address, as `is_listing` takes them."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unquote(parts.path).strip("/")
    return f"{path}?{parts.query}" if parts.query else path
