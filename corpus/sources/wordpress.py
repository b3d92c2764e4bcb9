"""A WordPress site through its own interface (REST, wp/v2): posts, pages, other public types, and PDFs.

What changed is told by the modification times of the newest hundred of each type and by the totals. Everything is
listed anew when the totals do not add up (something was deleted, or a planned post appeared), and once a week.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from corpus.errors import FetchError
from corpus.parsing import unescaped
from corpus.sources.wordpress_api import TOGETHER, Interface, Row, is_too_much
from corpus.web.files import fetch_file, fetch_linked, linked_in
from corpus.web.mirror import Piece
from corpus.web.visit import Visit

MOST_PAGES = 2_000
CONTENT = "id,date,modified,modified_gmt,link,title,content,categories,tags,author,lang,translations,type"
"""`lang` and `translations` are what Polylang adds: the language of a post, and its ids in the others."""
MEDIA = "id,date,modified_gmt,source_url,title,post"
NOT_CONTENT = re.compile(r"(?:wp_|nav_|elementor|e-|jet-|oembed|attachment|media|blocks|templates|template-parts|font)")
"""Types of a site's furniture, by name or by their place in the interface."""
USUAL = ("posts", "pages")
RESERVED = frozenset({"file", "page"})
"""What keys of the mirror begin with that are no types: linked files, and pages that were read one by one."""
MOST_NUMBERS = 100
"""Categories, tags, authors or translations of one post."""
LONGEST_NAME = 500
UNSORTED = frozenset({"uncategorized", "uncategorised", "allgemein", "non classé", "sin categoría", "senza categoria"})
OUTSIDE = "outside"
"""Form of posts that lie above or beside the path that was named: known, so that they are not fetched again."""
TERMS = {"categories": "categories", "tags": "tags", "author": "users"}
"""Where the names behind the ids of a post are."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What one type holds now, compared with what is known."""

    ids: frozenset[int] | None
    """All ids, None when only the newest were looked at and nothing is gone."""
    wanted: tuple[int, ...]
    """New or changed, to be fetched."""
    total: int
    """As the site tells it."""
    whole: bool
    """Whether everything was listed."""


NOTHING = Listed(frozenset(), (), 0, True)


@dataclass(slots=True)
class WordPress:
    """Brings the mirror of one site up to date through its interface."""

    visit: Visit
    interface: Interface

    def refresh(self) -> None:
        """Fetch what changed. Raises FetchError when the site cannot be listed."""
        types = self._types()
        remembered: Row = self.visit.state.setdefault("types", {})
        gone: list[str] = []
        listed = {base: self._listed_if_open(base, remembered.get(base)) for base in types}
        total = sum(len(one.wanted) for one in listed.values())
        done = 0
        for base, one in listed.items():
            for rows in self._wanted_rows(base, one):
                self._keep(base, rows)
                done += len(rows)
                self.visit.progress("Fetching", done, total)
        for base, one in listed.items():
            gone += self._gone(base, one)
        self._learn_terms(any(one.whole for one in listed.values()))
        gone += [key for key in self._keys() if key.split("/")[0] not in (*types, "media", "file")]
        media = self._media(remembered.get("media"))
        gone += self._gone("media", media)
        self._fetch_files(media.whole, gone)
        self.visit.mirror.drop(self.visit.name, gone)
        moment = self.visit.now()
        for base, one in {**listed, "media": media}.items():
            before = remembered.get(base, {})
            remembered[base] = {"total": one.total, "listed": moment if one.whole else before.get("listed", "")}

    # Listing.

    def _types(self) -> list[str]:
        """Names of the collections: posts, pages, and what else the site publishes."""
        known: Row = self.visit.state.get("bases", {})
        if known and not self.visit.is_long_ago(known["listed"]):
            return list(known["names"])
        try:
            told, _ = self.interface.get("types")
        except FetchError as error:
            if error.status not in (401, 403, 404):
                raise
            told = {}
        names = list(USUAL)
        for name, kind in told.items() if isinstance(told, dict) else ():
            base = str(kind.get("rest_base") or name) if isinstance(kind, dict) else ""
            usual = isinstance(kind, dict) and kind.get("rest_namespace", "wp/v2") == "wp/v2"
            usual = usual and base not in RESERVED and re.fullmatch(r"[\w-]+", base) is not None
            if usual and not NOT_CONTENT.match(name) and not NOT_CONTENT.match(base):
                names.append(base)
        names = list(dict.fromkeys(names))
        self.visit.state["bases"] = {"names": names, "listed": self.visit.now()}
        return names

    def _listed_if_open(self, base: str, before: Row | None) -> Listed:
        """As `_listed`; a type beyond posts and pages may be closed to us, and then has nothing."""
        try:
            return self._listed(base, before)
        except FetchError as error:
            if base in USUAL or error.status not in (400, 401, 403, 404):
                raise
            return NOTHING

    def _listed(self, base: str, before: Row | None, **query: str) -> Listed:
        known = self._versions(base)
        newest = {"orderby": "modified", "order": "desc", "_fields": "id,modified_gmt"}
        if before and not self.visit.is_long_ago(before.get("listed", "")):
            rows, total = self.interface.rows(base, 1, **newest, **query)
            wanted = tuple(row["id"] for row in rows if known.get(row["id"]) != row["modified_gmt"])
            new = sum(1 for number in wanted if number not in known)
            if total is not None and total == before["total"] + new and (len(wanted) < len(rows) or not rows):
                return Listed(None, wanted, total, False)
        return self._listed_whole(base, known, query)

    def _listed_whole(self, base: str, known: dict[int, str], query: dict[str, str], with_care: bool = False) -> Listed:
        """All rows; when nothing is known of them, their content comes with them unless that is too much at once.

        A list that breaks off before its total was not listed whole, and what is missing there is asked for by its ids.
        """
        found: dict[int, str] = {}
        total: int | None = None
        fields = MEDIA if base == "media" else "id,modified_gmt" if known or with_care else CONTENT
        for page in range(1, MOST_PAGES):
            try:
                rows, told = self.interface.rows(base, page, orderby="id", order="asc", _fields=fields, **query)
            except FetchError as error:
                if fields == CONTENT and is_too_much(error):
                    return self._listed_whole(base, self._versions(base), query, with_care=True)
                raise
            total = told if page == 1 else total
            fresh = [row for row in rows if row["id"] not in found]
            found |= {row["id"]: row["modified_gmt"] for row in fresh}
            if fields == CONTENT:
                self._keep(base, fresh)
            self.visit.progress(f"Listing {base}", len(found), total or 0)
            believed = total is not None and len(found) <= total
            if not fresh or (len(found) == total if believed else len(rows) < TOGETHER):
                break
        if total and not found:
            raise FetchError(f"{self.visit.name} says that it holds {total} {base}, but lists none.")
        short = not fresh and (page - 1) * TOGETHER < (total or 0)
        if short:
            found |= self._still_there(base, sorted(known.keys() - found.keys()), query)
        wanted = () if fields == CONTENT else tuple(n for n, version in found.items() if known.get(n) != version)
        live = len(found) if total is None else total
        return Listed(frozenset(found), wanted, live, not short)

    def _still_there(self, base: str, numbers: Sequence[int], query: dict[str, str]) -> dict[int, str]:
        """Versions by id, of those of these ids that the site still has."""
        found: dict[int, str] = {}
        for first in range(0, len(numbers), TOGETHER):
            include = ",".join(map(str, numbers[first : first + TOGETHER]))
            try:
                rows, _ = self.interface.rows(base, 1, include=include, _fields="id,modified_gmt", **query)
            except FetchError as error:  # without its status, by which a type would count as closed, and be empty
                raise FetchError(f"its list of {base} breaks off, and what it lacks is not told: {error}") from None
            found |= {row["id"]: row["modified_gmt"] for row in rows}
        return found

    # Fetching.

    def _wanted_rows(self, base: str, listed: Listed) -> Iterator[list[Row]]:
        for first in range(0, len(listed.wanted), TOGETHER):
            numbers = listed.wanted[first : first + TOGETHER]
            yield from self._rows_of(base, numbers)

    def _rows_of(self, base: str, numbers: Sequence[int]) -> Iterator[list[Row]]:
        """The rows of these ids; in smaller portions where the server cannot give them together."""
        include = ",".join(map(str, numbers))
        try:
            yield self.interface.rows(base, 1, include=include, _fields=CONTENT, orderby="id", order="asc")[0]
        except FetchError as error:
            if not is_too_much(error):
                raise
            if len(numbers) > 1:
                yield from self._rows_of(base, numbers[: len(numbers) // 2])
                yield from self._rows_of(base, numbers[len(numbers) // 2 :])
                return
            about = {"link": f"{self.visit.site.root}?p={numbers[0]}"}
            problem = f"{base} {numbers[0]} could not be fetched: {error}"
            piece = self.visit.mirror.piece(self.visit.name, f"{base}/{numbers[0]}")
            piece = piece or Piece(f"{base}/{numbers[0]}", f"?p={numbers[0]}", "wordpress", "", about)
            self.visit.keep((replace(piece, version="", problem=problem), None))
            yield []

    def _keep(self, base: str, rows: Sequence[Row]) -> None:
        self.visit.keep(*(self._piece(base, row) for row in rows if isinstance(row.get("link"), str)))

    def _piece(self, base: str, row: Row) -> tuple[Piece, bytes | None]:
        site = self.visit.site
        content = row.get("content")
        link = site_address(self.visit, row["link"]) or f"{site.root}?p={row['id']}"
        rendered = content.get("rendered") if isinstance(content, dict) else ""
        title = row.get("title")
        date = str(row.get("date") or "")
        ahead = date[:10] > (self.visit.fetcher.clock.now() + timedelta(days=1)).date().isoformat()
        about = {
            "link": link,
            "type": "page" if base == "pages" else "post",
            "title": str(title.get("rendered") or "") if isinstance(title, dict) else "",
            "date": "" if ahead else date,
            "modified": str(row.get("modified") or row["modified_gmt"]),
            "note": f"its date lies in the future ({date[:10]}), so it is kept undated" if ahead else "",
            "language": str(row.get("lang") or ""),
            "files": linked_in(site, link, str(rendered)),
            "translations": _translations(row),
            **{name: _numbers(row.get(name)) for name in TERMS},
        }
        locked = isinstance(content, dict) and bool(content.get("protected"))
        problem = f"{link} needs a password, so it was not read." if locked else ""
        form = "wordpress" if site.covers(link) else OUTSIDE
        piece = Piece(f"{base}/{row['id']}", site.name_of(link), form, row["modified_gmt"], about, problem)
        if form == OUTSIDE:
            return replace(piece, about={"link": link}, problem=""), b""
        return piece, None if locked else str(rendered or "").encode()

    def _learn_terms(self, anew: bool) -> None:
        """The names of categories, tags and authors that are not known yet, or of all."""
        terms: Row = {} if anew else self.visit.state.get("terms", {})
        for field, base in TERMS.items():
            names = terms.setdefault(base, {})
            used = {n for piece in self._pieces() for n in piece.about.get(field, ()) if str(n) not in names}
            wanted = sorted(used)
            for first in range(0, len(wanted), TOGETHER):
                part = wanted[first : first + TOGETHER]
                try:
                    rows, _ = self.interface.get(
                        base, include=",".join(map(str, part)), per_page=str(TOGETHER), _fields="id,name"
                    )
                except FetchError as error:
                    if error.transient:
                        raise
                    rows = []  # many sites hide their authors
                named = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
                told = {row["id"]: row.get("name") for row in named if type(row.get("id")) is int}
                names |= {str(number): unescaped(str(told.get(number) or "")[:LONGEST_NAME]) for number in part}
        self.visit.state["terms"] = terms

    def _media(self, before: Row | None) -> Listed:
        """PDFs of the media library; those that changed are entered in the mirror, to be fetched."""
        if self.visit.site.path != "/":
            return NOTHING  # uploads lie beside what was named: only linked files belong to it
        query = {"media_type": "application", "mime_type": "application/pdf"}
        try:
            listed = self._listed("media", before, **query)
        except FetchError as error:
            if error.status in (401, 403, 404):
                return NOTHING  # then only linked files are found
            raise
        held = {piece.key: piece for piece in self.visit.mirror.pieces(self.visit.name, with_gone=True)}
        for first in range(0, len(listed.wanted), TOGETHER):
            numbers = listed.wanted[first : first + TOGETHER]
            include = ",".join(map(str, numbers))
            for row in self.interface.rows("media", 1, include=include, _fields=MEDIA, orderby="id", order="asc")[0]:
                self._enter_file(row, held)
        return listed

    def _enter_file(self, row: Row, held: dict[str, Piece]) -> None:
        site, address = self.visit.site, site_address(self.visit, row.get("source_url"))
        key = f"media/{row['id']}"
        title = row.get("title")
        about = {
            "address": address or str(row.get("source_url")),
            "title": str(title.get("rendered") or "") if isinstance(title, dict) else "",
            "post": next(iter(_numbers(row.get("post"))), 0),
            "newest": row["modified_gmt"],
        }
        before = held.get(key)
        if address:
            about = (before.about if before else {}) | about
            piece = replace(before, about=about) if before else Piece(key, site.name_of(address), "pdf", "", about)
            self.visit.keep((piece, None))
        else:
            problem = f"{about['address']} lies on another host, which was not asked."
            self.visit.keep((Piece(key, f"media/{row['id']}", "pdf", row["modified_gmt"], about, problem), None))

    def _fetch_files(self, all_again: bool, gone: list[str]) -> None:
        """Fetch the PDFs that are new or changed, and those that posts link but the media library does not hold."""
        left = set(gone)
        pieces = [piece for piece in self._pieces() if piece.key not in left]
        media = [piece for piece in pieces if piece.key.startswith("media/")]
        for done, piece in enumerate(media, start=1):
            newest = piece.about.get("newest", piece.version)
            if piece.version != newest or (all_again and piece.problem and "newest" in piece.about):
                fetch_file(self.visit, piece, newest)
                self.visit.progress("Fetching files", done, len(media))
        gone += fetch_linked(self.visit, pieces, {piece.name for piece in media}, all_again)

    # What is known.

    def _pieces(self) -> Iterator[Piece]:
        return self.visit.mirror.pieces(self.visit.name)

    def _keys(self) -> Iterator[str]:
        return (piece.key for piece in self._pieces())

    def _versions(self, base: str) -> dict[int, str]:
        """Version by id, of what was there and of what went with the last visit."""
        all_of_it = self.visit.mirror.pieces(self.visit.name, with_gone=True)
        mine = (piece for piece in all_of_it if piece.key.startswith(f"{base}/"))
        return {int(p.key.rsplit("/", 1)[1]): p.about.get("newest", p.version) for p in mine}

    def _gone(self, base: str, listed: Listed) -> list[str]:
        """Keys of what is no longer there; what came back is taken back."""
        if listed.ids is None:
            self.visit.mirror.revive(self.visit.name, [f"{base}/{number}" for number in listed.wanted])
            return []
        self.visit.mirror.revive(self.visit.name, [f"{base}/{number}" for number in listed.ids])
        return [
            key for key in self._keys() if key.startswith(f"{base}/") and int(key.rsplit("/", 1)[1]) not in listed.ids
        ]


def site_address(visit: Visit, address: object) -> str:
    """An address of the site, cleaned; "" for anything else."""
    return visit.site.resolved(visit.site.root, address) if isinstance(address, str) else ""


def _numbers(value: object) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(number for number in values if type(number) is int and number > 0))[:MOST_NUMBERS]


def _translations(row: Row) -> list[int]:
    """Ids of a post in other languages."""
    told = row.get("translations")
    return [n for n in _numbers(list(told.values())) if n != row["id"]] if isinstance(told, dict) else []
