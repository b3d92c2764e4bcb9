"""A file of posts: what WordPress exports (Tools > Export), or a feed that was saved. One item for each post and page.

Posts are named by their addresses, as the site itself names them when it is a source, so that a library keeps its
documents when one takes the place of the other.
"""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from corpus.catalogue import FILE_NAME, Catalogue, read_catalogue
from corpus.envelope import Envelope
from corpus.errors import ReadError, SourceError
from corpus.parsing import unescaped
from corpus.sources.entries import BrokenXml, Channel, Entry, NotPosts, entries, entry_again
from corpus.sources.item import Item
from corpus.sources.wordpress import NOT_CONTENT, UNSORTED
from corpus.web.addresses import Site, site_at
from corpus.web.files import PDF_LINK

LARGEST_EXPORT = 2_000_000_000
"""Bytes; larger sites are exported in parts, which WordPress offers by author, category and date."""
LARGEST_ENTRY = 50_000_000
"""Bytes of one post with its comments."""
MOST_ENTRIES = 500_000
FURNITURE = re.compile(
    r"(?:revision|custom_css|customize_changeset|user_request|acf-|wpcf7|mc4wp|shop_|product_variation)"
)
"""Types that a site keeps its workings in, beyond those that its interface names (see NOT_CONTENT)."""
PUBLISHED = "publish"
STATES = {
    "draft": "drafts", "auto-draft": "drafts", "pending": "waiting for review", "future": "planned",
    "private": "private", "trash": "in the trash",
}  # fmt: skip
"""What the states of what is not published are called."""
OTHERWISE = "in another state"
REUSED = "<!-- wp:block {"
"""Where WordPress shows a block that several posts share; its words lie outside the post."""


@dataclass(frozen=True, slots=True)
class Export:
    """The posts of one file."""

    path: Path
    name: str = ""
    """What the file is called in reports; its own name unless told."""
    files: Collection[str] = ()
    """Names, in small letters, of the PDFs that lie in the same source: they are not missing."""

    @property
    def address(self) -> str:
        """The file's absolute path."""
        return str(self.path)

    @property
    def catalogue(self) -> Catalogue:
        """`catalogue.toml` beside the file."""
        return read_catalogue(self.path.parent / FILE_NAME)

    def items(self) -> Iterator[Item]:
        """Every post, then what else the file holds: each linked PDF, what is not published, where it breaks off.

        Raises SourceError when the file cannot be read.
        """
        name = self.name or self.path.name
        shelf = _Shelf(self.path, name, Channel())
        try:
            if self.path.stat().st_size > LARGEST_EXPORT:
                yield _told(name, f"{name} is larger than 2 GB; export the site in parts.")
                return
            with self.path.open("rb") as file:
                for entry in entries(file, shelf.channel):
                    yield from shelf.placed(entry)
                    if sum(shelf.counts.values()) >= MOST_ENTRIES:
                        raise BrokenXml(f"it holds more than {MOST_ENTRIES:,} entries")
        except OSError as error:
            raise SourceError(
                f"{self.path} cannot be read: {error.strerror}. Give this user read permission."
            ) from None
        except NotPosts as error:
            yield _told(name, f"{name} {error}, so it was not read; remove it.")
        except BrokenXml as error:
            why = f"{name} is damaged: {error}; {shelf.counts['post']} posts were read. Export it again."
            yield replace(_told(name, why), hides="")  # any post may stand behind the break
        yield from shelf.rest(self.files)


@dataclass(slots=True)
class _Shelf:
    """The entries of one file as they come: which are posts, and what is to be told of the others."""

    path: Path
    name: str
    channel: Channel
    counts: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    pdfs: dict[str, str] = field(default_factory=dict)
    """Address by name, of the PDFs that the site holds beside its posts."""

    def placed(self, entry: Entry) -> Iterator[Item]:
        """The item of a post; none for what is no post, which is counted."""
        kind = self._kind(entry)
        self.counts[kind] += 1
        if kind == "attachment":
            self._enter_files(entry.fields.get("wp:attachment_url", ""), [entry.fields.get("wp:attachment_url", "")])
        elif kind == "post":
            yield self._post(entry)

    def rest(self, held: Collection[str]) -> Iterator[Item]:
        """What is told once everything was seen."""
        for name, address in self.pdfs.items():
            if urlsplit(address).path.rsplit("/", 1)[-1].casefold() not in held and name not in self.seen:
                why = f"{address} is not in {self.name}, which holds posts alone; sync the site, or put the PDF here."
                yield _told(name, why)
        states = dict.fromkeys((*STATES.values(), OTHERWISE))
        left = [f"{self.counts[state]} {state}" for state in states if self.counts[state]]
        if left:
            why = f"{self.name} also holds what is not published ({', '.join(left)}), which was not read."
            yield _told(f"{self.name} (not published)", why)

    def _kind(self, entry: Entry) -> str:
        """What an entry is: "post", "attachment", "furniture", or the state of what is not published."""
        if not self.channel.is_export:
            return "post"
        kind, state = entry.fields.get("wp:post_type", "post"), entry.fields.get("wp:status", PUBLISHED)
        if kind == "attachment":
            return kind
        hidden = "post_type=" in entry.fields.get("link", "")  # how a type without pages of its own is addressed
        if kind not in ("post", "page") and (NOT_CONTENT.match(kind) or FURNITURE.match(kind) or hidden):
            return "furniture"
        return "post" if state == PUBLISHED else STATES.get(state, OTHERWISE)

    def _post(self, entry: Entry) -> Item:
        link = entry.fields.get("link", "").strip()
        name = _name_of(link)
        if not name:
            number = f"{self.name}:{sum(self.counts.values())}"
            return _told(number, f"{number} has no web address; give the post one, and export it again.")
        if name in self.seen:
            again = f"{name} (entry {sum(self.counts.values())})"
            return _told(again, f"{name} comes twice in {self.name}; only the first is read.")
        self.seen.add(name)
        if entry.fields.get("wp:post_password"):
            return _told(name, f"{link} needs a password, so it was not read.")
        if entry.end - entry.start > LARGEST_ENTRY:
            return _told(name, f"{link} is larger than 50 MB with its comments; shorten it.")
        content = _content(entry)
        if not self.channel.is_export and not content.strip():
            return _told(name, f"{link} has no more than a summary in {self.name}; sync the site itself.")
        self._enter_files(link, PDF_LINK.findall(content))
        data = wrapped(entry, self.channel)
        digest = hashlib.sha256(data).hexdigest()
        load = partial(_load, self.path, entry.tag, (entry.start, entry.end), self.channel, (name, digest))
        return Item(name, "web", digest, load)

    def _enter_files(self, base: str, targets: list[str]) -> None:
        """Remember PDFs on the site's own host."""
        home = self.channel.told.get("wp:base_blog_url") or self.channel.told.get("link") or base
        site = _site(home)
        for target in targets if site else ():
            address = site.resolved(base, unescaped(target)) if site else ""
            if site and urlsplit(address).path.lower().endswith(".pdf"):
                self.pdfs.setdefault(site.name_of(address), address)


def wrapped(entry: Entry, channel: Channel) -> bytes:
    """A post as the reader of posts takes it: an envelope around its record."""
    fields = entry.fields
    link = fields.get("link", "").strip()
    author = fields.get("dc:creator") or fields.get("author/name") or ""
    topics = [*_terms(entry, "category", ""), *_terms(entry, "post_tag")]
    content = _content(entry)
    record = {
        "type": "page" if fields.get("wp:post_type") == "page" else "post",
        "title": fields.get("title", ""),
        "link": link,
        "date": _moment(fields.get("wp:post_date") or fields.get("pubDate") or fields.get("published") or ""),
        "modified": _moment(fields.get("wp:post_modified") or fields.get("updated") or ""),
        "author": channel.authors.get(author, "") if channel.is_export else author.strip(),
        "tags": [name for name in dict.fromkeys(topics) if name and name.casefold() not in UNSORTED],
        "language": next((short for domain, short, _ in entry.terms if domain == "language"), ""),
        "content": content,
    }
    form = "raw wordpress" if channel.is_export else "wordpress"
    note = "a block that it shares with other posts is not in it" if REUSED in content else ""
    return Envelope(form, link, note=note).around(json.dumps(record, ensure_ascii=False, sort_keys=True).encode())


def _content(entry: Entry) -> str:
    return entry.fields.get("content:encoded") or entry.fields.get("content") or ""


def _terms(entry: Entry, *domains: str) -> list[str]:
    return [unescaped(name) for domain, _, name in entry.terms if domain in domains]


def _moment(told: str) -> str:
    """ISO 8601 of a moment in any of the three forms: of MySQL, of RFC 3339, of RFC 5322; "" for none."""
    told = told.strip()
    if re.match(r"\d{4}-\d\d-\d\d", told):
        return "" if told.startswith("0000") else told.replace(" ", "T", 1)
    try:
        return parsedate_to_datetime(told).isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""


def _site(address: str) -> Site | None:
    try:
        return site_at(address)
    except SourceError:
        return None


def _name_of(link: str) -> str:
    """What the live site calls the post at this address; "" when it is no web address."""
    site = _site(link)
    return site.name_of(link) if site else ""


def _told(name: str, why: str) -> Item:
    return Item(name, "", "", bytes, why)


def _load(path: Path, tag: str, place: tuple[int, int], channel: Channel, known: tuple[str, str]) -> bytes:
    """The bytes of a post, read again from its place in the file and checked against what was listed."""
    name, digest = known
    try:
        with path.open("rb") as file:
            file.seek(place[0], os.SEEK_SET)
            data = wrapped(entry_again(file.read(place[1] - place[0]), tag, channel.encoding), channel)
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened: {error.strerror}. Give this user read permission.") from None
    except (BrokenXml, NotPosts):
        data = b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise ReadError(f"{name} in {path.name} changed while it was read; sync again.")
    return data
