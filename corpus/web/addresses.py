"""Which addresses belong to a site, and when two addresses mean one page."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode

import httpx

from corpus.address import NOISE
from corpus.errors import SourceError

PORTS = {"http": 80, "https": 443}
ENDLESS = 3
"""How often a folder name may come in one path; links that lead into themselves repeat it."""
LONGEST = 1000
"""Characters of an address."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site that a person named: its host, and only what is below the path where the address has one."""

    home: str
    """The address as it was named, in one spelling; a library remembers the site by it."""
    scheme: str
    host: str
    """In ASCII, as it is asked for."""
    port: int
    path: str

    @property
    def hosts(self) -> frozenset[str]:
        """The host that was named and its twin with or without "www."."""
        return frozenset({self.host, self.host[4:] if self.host.startswith("www.") else f"www.{self.host}"})

    @property
    def root(self) -> str:
        """The address of the host itself."""
        return str(httpx.URL(scheme=self.scheme, host=self.host, port=self.port, path="/"))

    def allows(self, url: httpx.URL) -> bool:
        """Whether an address may be asked for at all (promise R11)."""
        port = url.port or PORTS.get(url.scheme, 0)
        named = port == self.port or (url.port is None and self.port == PORTS.get(self.scheme))
        return url.scheme in PORTS and host_of(url) in self.hosts and named and not url.userinfo

    def resolved(self, base: str, address: str) -> str:
        """The address that a link on a page at `base` leads to, without noise; "" when it leads out of the site."""
        try:
            url = httpx.URL(base).join(address.strip())
            if not self.allows(url):
                return ""
            cleaned = str(url.copy_with(query=_query(url).encode() or None, fragment=None))
        except (httpx.InvalidURL, ValueError):
            return ""
        return cleaned if len(cleaned) <= LONGEST else ""

    def name_of(self, address: str) -> str:
        """What an address is called below the site: equal for http and https, with or without "www.", closing slash,
        campaign parameters or fragment.
        """
        url = httpx.URL(address)
        raw = url.raw_path.decode("ascii", "replace").partition("?")[0]
        path = _readable(re.sub(r"/{2,}", "/", raw).strip("/"))
        path = re.sub(r"(?:^|/)index\.(?:html?|php)$", "", path)
        query = _query(url)
        return (path or ("" if query else "home")) + (f"?{query}" if query else "")

    def covers(self, address: str) -> bool:
        """Whether an address lies below the path that was named."""
        path = httpx.URL(address).path
        return path == self.path or path.startswith(self.path.rstrip("/") + "/")


def host_of(url: httpx.URL) -> str:
    """The host of an address in ASCII, which any address has; httpx decodes "xn--0" and fails, since it is no name."""
    return url.raw_host.decode("ascii")


def site_at(address: str) -> Site:
    """The site of an address that a person typed. Raises SourceError when it cannot be meant."""
    try:
        url = httpx.URL(address.strip())
        path = url.path or "/"
        home = str(httpx.URL(scheme=url.scheme, host=url.host, port=url.port, path=path))
    except (httpx.InvalidURL, ValueError) as error:  # a path that holds "%1e", a host like "xn--0"
        raise SourceError(f"{address} is no web address ({error}). Write it as https://www.example.org.") from None
    if url.scheme not in PORTS or not url.host:
        raise SourceError(f"{address} is no web address. Write it as https://www.example.org.")
    if url.userinfo:
        raise SourceError(f"{url.host}: addresses with a user name or password are not read. Leave that part out.")
    return Site(home, url.scheme, host_of(url), url.port or PORTS[url.scheme], path)


def is_trap(name: str, shapes: Counter[str], most: int) -> bool:
    """Whether following this address looks endless: folders that repeat, unknown queries, calendars.

    Counts the name's shape (its path with every number made equal, where it ends in one) in `shapes`.
    """
    path, _, query = name.partition("?")
    folders = Counter(path.split("/"))
    if folders.most_common(1)[0][1] >= ENDLESS or len(folders) > 12:
        return True
    if query and not re.fullmatch(r"(?:(?:p|page_id|id|lang|attachment_id)=[\w-]{1,20}&?)+", query):
        return True
    if not path or not path[-1].isdigit():
        return False
    shape = re.sub(r"\d+", "0", path)
    shapes[shape] += 1
    return shapes[shape] > most


def _query(url: httpx.URL) -> str:
    told = parse_qsl(url.query.decode("ascii", "replace"), keep_blank_values=True)
    return urlencode(sorted((key, value) for key, value in told if not NOISE.fullmatch(key)))


def _readable(path: str) -> str:
    """A path as people write it; as it is where its bytes are no UTF-8 or would not survive."""
    plain = unquote(path, errors="replace")
    return path if "\ufffd" in plain or not plain.isprintable() else plain
