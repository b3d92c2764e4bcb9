"""A site without an open interface: its pages by its site maps; without those, by following its links within bounds."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from urllib.parse import urlsplit

from corpus.errors import FetchError
from corpus.formats import LARGEST_PAGE
from corpus.parsing import unescaped
from corpus.posts.listings import REASON, body_class, is_listing, lists_posts
from corpus.sources.sitemap import LARGEST_MAP, Entry, SiteMap, read_map
from corpus.web.addresses import is_trap
from corpus.web.fetching import Answer, Validators
from corpus.web.files import PDF_MARK, fetch_file, fetch_linked, linked_in
from corpus.web.inflate import NotPacked, TooLarge, counted, unpacked
from corpus.web.mirror import Piece
from corpus.web.visit import Visit

MAPS = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml")
"""Where site maps lie when robots.txt names none."""
MOST_MAPS = 500
OF_LISTINGS = re.compile(r"(?i)taxonom|categor|[-_/]tags?[-_.]|author|users")
"""Maps of listings, by their names."""
MOST_PAGES = 5_000
DEEPEST = 6
"""Links between the first page and the last that is looked at."""
SAME_SHAPE = 200
"""Addresses that differ in numbers alone; a calendar has more."""
GZIP = b"\x1f\x8b"
LINK = re.compile(r"""<a\b[^<>]{0,2000}?\bhref\s*=\s*["']?([^"'<>\s]{1,1000})""", re.IGNORECASE)
BASE = re.compile(r"""<base\b[^<>]{0,200}?\bhref\s*=\s*["']?([^"'<>\s]{1,1000})""", re.IGNORECASE)
CANONICAL = re.compile(r"""<link\b(?=[^<>]{0,500}\brel=["']?canonical\b)[^<>]{0,500}?\bhref=["']([^"'<>]+)["']""", re.I)
FEED = re.compile(
    r"""<link\b(?=[^<>]{0,500}application/(?:rss|atom)\+xml)[^<>]{0,500}?\bhref=["']([^"'<>]+)["']""", re.IGNORECASE
)
ASKS_LOGIN = re.compile(
    r"<title[^<>]*>[^<]{0,100}(?:log[ -]?in|sign[ -]?in|anmeld|connexion|iniciar sesi|accedi|kirjaudu)", re.IGNORECASE
)
NO_PAGE = re.compile(r"(?i)\.(?:jpe?g|png|gif|svg|webp|ico|css|js|mp[34]|zip|docx?|xlsx?|pptx?|ics|xml|json|woff2?)$")


@dataclass(slots=True)
class Pages:
    """Brings the mirror of one site up to date page by page."""

    visit: Visit
    found: dict[str, str] = field(default_factory=dict)
    """Key of the piece by the name of every page that this visit came to."""

    def refresh(self, home: Answer) -> None:
        """Fetch what may have changed. Raises FetchError when the site cannot be listed."""
        state = self.visit.state
        state["visit"] = state.get("visit") or state.get("visits", 0) + 1
        self.visit.mirror.remember(self.visit.name, state)
        entries = self._mapped()
        if entries:
            self._read_all(entries)
        else:
            self._crawl(home)
        kept = set(self.found.values())
        self.visit.mirror.revive(self.visit.name, kept)
        live = [piece for piece in self._pieces() if piece.key in kept]
        named = {piece.name for piece in live}
        gone = [p.key for p in self._pieces() if p.key not in kept and not p.key.startswith("file/")]
        gone += fetch_linked(self.visit, live, named, all_again=True)
        self.visit.mirror.drop(self.visit.name, gone)
        state["visits"] = state.pop("visit")

    # By site maps.

    def _mapped(self) -> list[Entry]:
        """The pages that the site's maps name; none when it has no maps. Maps that name each other are read once."""
        told = self.visit.fetcher.rules.sitemaps
        if told:
            return self._mapped_by(told)
        guesses = (self._mapped_by([self.visit.site.root + name]) for name in MAPS)
        return next((entries for entries in guesses if entries), [])

    def _mapped_by(self, maps: Iterable[str]) -> list[Entry]:
        site, waiting = self.visit.site, deque(maps)
        seen, entries = set[str](), dict[str, Entry]()
        while waiting and len(seen) < MOST_MAPS and len(entries) <= MOST_PAGES:
            address = site.resolved(site.root, waiting.popleft())
            if not address or address in seen:
                continue
            seen.add(address)
            told = self._map(address)
            further = (entry.address for entry in told.maps if not OF_LISTINGS.search(entry.address))
            waiting.extend(islice(further, max(MOST_MAPS - len(waiting), 0)))
            for entry in told.pages:
                page = site.resolved(address, entry.address)
                if page and site.covers(page) and len(entries) <= MOST_PAGES:  # one more tells that there are more
                    entries.setdefault(site.name_of(page), Entry(page, entry.modified))
            self.visit.progress("Reading site maps", len(entries), 0)
        return list(entries.values())

    def _map(self, address: str) -> SiteMap:
        try:
            body = self.visit.fetcher.get(address, LARGEST_MAP // 2).body
            parts = unpacked(_steps(body)) if body.startswith(GZIP) else _steps(body)
            return read_map(counted(parts, LARGEST_MAP))
        except FetchError as error:
            if error.transient:
                raise
            return SiteMap((), ())
        except (TooLarge, NotPacked):
            raise FetchError(f"{address} is a site map that unpacks to too much, or to nothing.") from None
        except UnicodeDecodeError:
            raise FetchError(f"{address} is a site map that holds halves of characters; write it in UTF-8.") from None

    def _read_all(self, entries: list[Entry]) -> None:
        for done, entry in enumerate(entries[:MOST_PAGES], start=1):
            self._read(entry)
            self.visit.progress("Fetching", done, min(len(entries), MOST_PAGES))
        if len(entries) > MOST_PAGES:
            self._tell_limit("further pages")

    # By links.

    def _crawl(self, home: Answer) -> None:
        site = self.visit.site
        shapes = Counter[str]()
        waiting = deque((address, 0) for address in [home.address, *self._fed(home), *self._known()])
        seen = {site.name_of(address) for address, _ in waiting}
        looked = 0
        while waiting and looked < MOST_PAGES:
            address, depth = waiting.popleft()
            looked += 1
            for link in self._links(address):
                name = site.name_of(link)
                if name in seen or depth >= DEEPEST or not site.covers(link) or is_trap(name, shapes, SAME_SHAPE):
                    continue
                seen.add(name)
                waiting.append((link, depth + 1))
            self.visit.progress("Fetching", looked, 0)
        if waiting:
            self._tell_limit(f"{len(waiting)} or more further pages")

    def _links(self, address: str) -> Iterator[str]:
        """The links of a page, after it was brought into the mirror; a listing is followed and not kept."""
        name = self.visit.site.name_of(address)
        if is_listing(name):
            try:
                answer = self.visit.ask(address)
            except FetchError:
                return iter(())
            return self._links_in(answer.address, answer.body)
        key = self._read(Entry(address), listed=False)
        body = self.visit.mirror.data(self.visit.name, key) if key else None
        return self._links_in(address, body or b"")

    def _links_in(self, address: str, body: bytes) -> Iterator[str]:
        text = body.decode("utf-8", "replace") if not body.startswith(PDF_MARK) else ""
        told = BASE.search(text)
        base = (told and self.visit.site.resolved(address, unescaped(told[1]))) or address
        links = (self.visit.site.resolved(base, unescaped(link)) for link in LINK.findall(text))
        return (link for link in links if link and not NO_PAGE.search(link.split("?")[0]))

    def _fed(self, home: Answer) -> list[str]:
        """Addresses of the newest pages, by the site's own feeds."""
        site, found = self.visit.site, list[str]()
        for feed in FEED.findall(home.body.decode("utf-8", "replace"))[:3]:
            address = site.resolved(home.address, unescaped(feed))
            if address:
                told = self._map(address)
                found += [site.resolved(address, entry.address) for entry in told.pages]
        return [address for address in found if address and site.covers(address)]

    def _known(self) -> list[str]:
        return [str(piece.about["address"]) for piece in self._pieces() if piece.key.startswith("page/")]

    # One page.

    def _read(self, entry: Entry, listed: bool = True) -> str:
        """Bring one page into the mirror unless it is there already; its key, "" when there is none to be kept.

        A page that is listed but not there is an outcome; one that was only linked is gone.
        """
        name = self.visit.site.name_of(entry.address)
        key = f"page/{name}"
        before = self.visit.mirror.piece(self.visit.name, key)
        if before and self._is_fresh(before, entry):
            return self._came_to(before)
        about = {"address": entry.address, "visit": self.visit.state["visit"]}
        piece = replace(before, about=before.about | about) if before else Piece(key, name, "html", "", about)
        if is_listing(name):
            problem = f"{entry.address} {REASON}"
            return self._store(replace(piece, version=entry.modified, problem=problem), None)
        try:
            return self._fetch(piece, entry, before)
        except FetchError as error:
            if not listed and error.status in (404, 410):
                return ""
            version = "" if error.transient else entry.modified
            return self._store(replace(piece, version=version, problem=str(error)), None)

    def _is_fresh(self, before: Piece, entry: Entry) -> bool:
        same = bool(entry.modified) and before.version == entry.modified
        in_this_visit = before.about.get("visit") == self.visit.state["visit"]
        return same or (in_this_visit and not before.problem)

    def _fetch(self, piece: Piece, entry: Entry, before: Piece | None) -> str:
        if urlsplit(entry.address).path.lower().endswith(".pdf"):
            fetch_file(self.visit, replace(piece, form="pdf"), entry.modified)
            return self._came_to(piece)
        told = before.about if before and before.digest else {}
        held = Validators(told.get("etag", ""), told.get("last_modified", ""))
        answer = self.visit.ask(entry.address, LARGEST_PAGE, held)
        if answer.status == 304:
            return self._store(replace(piece, version=entry.modified, problem=""), None)
        form = _form(answer)
        about = piece.about | {
            "etag": answer.validators.etag, "last_modified": answer.validators.modified, "charset": answer.charset
        }  # fmt: skip
        text = answer.body.decode("utf-8", "replace") if form == "html" else ""
        address = self._own_address(answer, text)
        name = self.visit.site.name_of(address)
        if name != piece.name and name in self.found:
            return ""  # another address of a page that was read already
        about |= {"link": address, "files": linked_in(self.visit.site, answer.address, text)}
        return self._store(
            replace(piece, name=name, form=form, version=entry.modified, about=about, problem=""), answer.body
        )

    def _own_address(self, answer: Answer, text: str) -> str:
        """Where a page says it lies, when that is on the site; else where it was found."""
        told = CANONICAL.search(text[:200_000])
        own = self.visit.site.resolved(answer.address, unescaped(told[1])) if told else ""
        return own if own and self.visit.site.covers(own) else answer.address

    def _store(self, piece: Piece, data: bytes | None) -> str:
        self.visit.keep((piece, data))
        return self._came_to(piece)

    def _came_to(self, piece: Piece) -> str:
        self.found[piece.name] = piece.key
        return piece.key

    def _tell_limit(self, what: str) -> None:
        problem = f"{what} of {self.visit.name} were not looked at: {MOST_PAGES} are read of one site."
        self._store(
            Piece("page/further pages", "further pages", "html", "", {"address": self.visit.name}, problem), None
        )

    def _pieces(self) -> Iterator[Piece]:
        return self.visit.mirror.pieces(self.visit.name)


def _form(answer: Answer) -> str:
    """What the bytes are, by themselves before what the server says. Raises FetchError for what is not read."""
    head = answer.body[:2000].lstrip().lower()
    if not head:
        raise FetchError(f"{answer.address} is empty (0 bytes).")
    if PDF_MARK.lower() in head[:1024]:
        return "pdf"
    if b"<html" in head or b"<!doctype html" in head or answer.media_type in ("text/html", "application/xhtml+xml"):
        text = answer.body.decode("utf-8", "replace")
        if re.search(r"""type=["']?password""", text, re.IGNORECASE) and ASKS_LOGIN.search(text):
            raise FetchError(f"{answer.address} shows a login page, so it was not read.", 401)
        if lists_posts(body_class(text)):
            raise FetchError(f"{answer.address} {REASON}")
        return "html"
    if answer.media_type == "text/plain":
        return "text"
    raise FetchError(f"{answer.address} is of the type {answer.media_type or 'unknown'}, which is not read.")


def _steps(body: bytes) -> Iterator[bytes]:
    return (body[at : at + 65536] for at in range(0, len(body), 65536))
