"""When two web addresses mean one place. Light to import: asking for addresses is corpus.web."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

NOISE = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|msclkid|mc_cid|mc_eid|_ga|_gl|share|replytocom|phpsessid|jsessionid|sid|amp|print|nocache"
)
"""Query parameters that do not change what a page says."""
INDEX = re.compile(r"(?:^|/)index\.(?:html?|php)$")


def place_of(address: str) -> str:
    """A key that is equal for addresses of one place: http and https, with or without "www.", a closing slash,
    "index.html", campaign parameters or a fragment. "" for anything that is no web address.
    """
    try:
        parts = urlsplit(address.strip().encode("utf-8", "replace").decode())  # halves of characters are none
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    path = INDEX.sub("", re.sub(r"/{2,}", "/", unquote(parts.path)).strip("/"))
    told = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted((key, value) for key, value in told if not NOISE.fullmatch(key)))
    place = host.removeprefix("www.") + (f":{port}" if port and port not in (80, 443) else "")
    return f"{place}/{path}" + (f"?{query}" if query else "")
