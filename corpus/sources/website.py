"""A web site as a source: its mirror is brought up to date, then the mirror is listed.

Everything that goes over the network happens at the beginning of `items`; the bytes of an item come from the mirror.
So an index that could not be built costs no second visit, and a visit that broke off goes on where it stopped.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from corpus.catalogue import EMPTY, Catalogue, read_catalogue
from corpus.envelope import Envelope
from corpus.errors import FetchError, ReadError, SourceError
from corpus.sources.item import Item, Names
from corpus.sources.pages import Pages
from corpus.sources.wordpress import OUTSIDE, UNSORTED, WordPress
from corpus.sources.wordpress_api import Interface, discover
from corpus.web.addresses import Site, site_at
from corpus.web.fetching import POLITE, REAL_TIME, Clock, Fetcher, Manners
from corpus.web.guard import GuardedNetwork
from corpus.web.mirror import Mirror, Piece
from corpus.web.transport import GuardedTransport
from corpus.web.visit import Progress, Unreachable, Visit

RECORDED = ("type", "title", "link", "date", "modified", "language")
"""What the record of a post of WordPress takes over as it is."""
CLOSED = frozenset({401, 403, 404})
PRESENTERS = 3
"""A file that more pages link than these is presented by none of them: its link is in the menu."""


def _untold(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class WebAccess:
    """How sites are asked and where what was fetched is kept."""

    mirror: Path
    allow_private_hosts: bool = False
    """Whether machines of this and of private networks may be asked: for an intranet, and for tests."""
    manners: Manners = POLITE
    catalogue: Path | None = None
    """Staff's corrections to documents of sites."""
    wordpress: bool = True
    """Whether the interface of WordPress is used where a site has one."""
    progress: Progress = _untold
    clock: Clock = REAL_TIME
    transport: httpx.BaseTransport | None = None
    """Instead of the network."""

    def fetcher(self, site: Site) -> Fetcher:
        """A new reader of a site."""
        transport = self.transport or GuardedTransport(GuardedNetwork(allow_private=self.allow_private_hosts))
        return Fetcher(site, transport, self.manners, self.clock)


@dataclass(frozen=True, slots=True)
class WebSite:
    """Posts, pages and PDFs of one site."""

    site: Site
    access: WebAccess

    @property
    def address(self) -> str:
        """The address of the site, in one spelling."""
        return self.site.home

    @property
    def catalogue(self) -> Catalogue:
        """The file of corrections that the settings name, if any. Raises CatalogueError, also where it is not there."""
        return read_catalogue(self.access.catalogue, needed=True) if self.access.catalogue else EMPTY

    def items(self) -> Iterator[Item]:
        """Everything the site holds. Raises SourceError when it cannot be visited; what was fetched is kept."""
        with closing(Mirror.open(self.access.mirror)) as mirror:
            state = self._visit(mirror)
            shelf = self._shelf(mirror, state)
        for name, piece in shelf.named():
            yield self._item(name, piece, shelf, _load)

    def kept(self, name: str) -> Item | None:
        """The item of this name as the last visit left it; None where there is none. Nothing is asked or written.

        Raises sqlite3.Error when the mirror cannot be read.
        """
        with closing(Mirror.read(self.access.mirror)) as mirror:
            shelf = self._shelf(mirror, mirror.state(self.site.home))
        found = next((piece for known, piece in shelf.named() if known == name), None)
        return self._item(name, found, shelf, _load_kept) if found else None

    def _shelf(self, mirror: Mirror, state: Mapping[str, Any]) -> "_Shelf":
        pieces = [piece for piece in mirror.pieces(self.site.home) if piece.form != OUTSIDE]
        return _Shelf(self.site, pieces, state.get("terms", {}))

    def _visit(self, mirror: Mirror) -> dict[str, Any]:
        state = mirror.state(self.site.home)
        with closing(self.access.fetcher(self.site)) as fetcher:
            visit = Visit(self.site, fetcher, mirror, state, self.access.progress)
            try:
                self._refresh(visit)
            except (FetchError, Unreachable) as error:
                raise SourceError(
                    f"{self.site.home} could not be read to its end: {error} What was read before is kept, and the "
                    "next sync goes on from here."
                ) from None
        if not state.get("visited") and not any(True for _ in mirror.pieces(self.site.home)):
            raise SourceError(
                f"{self.site.home} shows no posts, pages or PDFs to programs. Check the address; a longer one than the "
                "site's own takes in only what lies below it."
            )
        state["visited"] = visit.now()
        mirror.remember(self.site.home, state)
        return state

    def _refresh(self, visit: Visit) -> None:
        """By the interface of WordPress where there is one, else page by page."""
        known = str(visit.state.get("api", "")) if self.access.wordpress else ""
        if known and self._read_by_interface(visit, known):
            return
        home = visit.fetcher.get(self.site.home)
        api = discover(home) if self.access.wordpress else ""
        if known and known == api:
            raise FetchError(
                "its interface for programs is closed. If it stays so, write `wordpress = false` under [web_sources] "
                "in the settings, and the site is read page by page."
            )
        if api and self._read_by_interface(visit, api):
            return
        for left in ("api", "types", "bases", "terms"):
            visit.state.pop(left, None)
        Pages(visit).refresh(home)

    def _read_by_interface(self, visit: Visit, api: str) -> bool:
        """Whether the site could be read by this interface; False when it is closed to us. Raises FetchError."""
        try:
            WordPress(visit, Interface(visit.fetcher, api)).refresh()
        except FetchError as error:
            if error.status not in CLOSED:
                raise
            return False
        visit.state["api"] = api
        return True

    def _item(self, name: str, piece: Piece, shelf: "_Shelf", loading: Callable[..., bytes]) -> Item:
        if piece.problem or not piece.digest:
            return Item(name, "", "", bytes, piece.problem or f"{piece.name} could not be fetched; sync again.")
        envelope, record = shelf.wrapping(piece)
        told = json.dumps([piece.digest, envelope.around(b"").decode(), record], sort_keys=True)
        load = partial(loading, self.access.mirror, self.site.home, piece, envelope, record)
        return Item(name, "web", hashlib.sha256(told.encode()).hexdigest(), load)


@dataclass(slots=True)
class _Shelf:
    """The pieces of a site beside each other: which post presents which file, and what its categories are called."""

    site: Site
    pieces: list[Piece]
    terms: Mapping[str, Mapping[str, str]]
    _links: dict[str, list[Piece]] = field(default_factory=dict)
    _posts: dict[int, Piece] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for piece in self.pieces:
            for address in piece.about.get("files", ()):
                self._links.setdefault(self.site.name_of(address), []).append(piece)
            number = piece.key.rsplit("/", 1)[1]
            if piece.form == "wordpress" and number.isdigit():
                self._posts[int(number)] = piece

    def named(self) -> Iterator[tuple[str, Piece]]:
        """Each piece with the name of its item."""
        names = Names()
        for piece in self.pieces:
            yield names.free(piece.name), piece

    def wrapping(self, piece: Piece) -> tuple[Envelope, dict[str, Any]]:
        """What is told about a piece besides its bytes; the record is that of a post of WordPress, else empty."""
        about = piece.about
        if piece.form == "wordpress":
            record = {name: about.get(name, "") for name in RECORDED}
            author = self._names("users", about.get("author", ()))
            record |= {"tags": self._topics(piece), "author": ", ".join(author)}
            others = (self._posts.get(number) for number in about.get("translations", ()))
            record["alternates"] = [other.about["link"] for other in others if other and not other.problem]
            return Envelope("wordpress", about["link"], note=about.get("note", "")), record
        if piece.form == "pdf":
            return self._presented(piece), {}
        return Envelope(piece.form, about["link"], about.get("charset", "")), {}

    def _presented(self, piece: Piece) -> Envelope:
        """A file with what the post that presents it tells: the oldest that links it, or the one it was uploaded to."""
        about = piece.about
        linking = [one for one in self._links.get(piece.name, ()) if not one.problem]
        few = linking if len(linking) <= PRESENTERS or linking[0].form == "wordpress" else []
        posts = [one for one in few if one.about.get("type") != "page"] or few
        presenter = min(posts, key=lambda one: one.about.get("date") or "9999", default=None)
        presenter = presenter or self._posts.get(about.get("post") or 0)
        if presenter is None:
            return Envelope("pdf", about.get("link") or about["address"], title=about.get("title", ""))
        is_post = presenter.about.get("type") == "post"
        return Envelope(
            "pdf",
            about.get("link") or about["address"],
            title=about.get("title", ""),
            published=presenter.about.get("date", "")[:10] if is_post else "",
            topics=tuple(self._topics(presenter)),
            presented_by=presenter.about.get("link", ""),
        )

    def _topics(self, piece: Piece) -> list[str]:
        names = [
            *self._names("categories", piece.about.get("categories", ())),
            *self._names("tags", piece.about.get("tags", ())),
        ]
        return [name for name in dict.fromkeys(names) if name.casefold() not in UNSORTED]

    def _names(self, kind: str, numbers: list[int]) -> list[str]:
        known = self.terms.get(kind, {})
        return [known[str(number)] for number in numbers if known.get(str(number))]


def open_site(address: str, access: WebAccess) -> WebSite:
    """The site at an address. Raises SourceError when the address cannot be meant."""
    return WebSite(site_at(address), access)


def _load(path: Path, site: str, piece: Piece, envelope: Envelope, record: dict[str, Any]) -> bytes:
    with closing(Mirror.open(path)) as mirror:
        data = mirror.data(site, piece.key)
        if data is None:
            mirror.doubt(site, piece.key)
            raise _damaged(piece)
    return _wrapped(data, piece, envelope, record)


def _load_kept(path: Path, site: str, piece: Piece, envelope: Envelope, record: dict[str, Any]) -> bytes:
    with closing(Mirror.read(path)) as mirror:
        data = mirror.data(site, piece.key)
    if data is None:
        raise _damaged(piece)
    return _wrapped(data, piece, envelope, record)


def _damaged(piece: Piece) -> ReadError:
    return ReadError(f"{piece.name} was damaged on this disk after it was fetched; sync again to fetch it anew.")


def _wrapped(data: bytes, piece: Piece, envelope: Envelope, record: dict[str, Any]) -> bytes:
    if piece.form == "wordpress":
        told = record | {"content": data.decode("utf-8", "replace")}
        data = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    return envelope.around(data)
