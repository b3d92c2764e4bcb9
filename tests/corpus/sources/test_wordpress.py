"""A real WordPress on loopback, asked as a library would ask it; every request is counted at the server."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import httpx
import pytest

from corpus.document import Document
from corpus.errors import SourceError
from corpus.reading import read
from corpus.sources import Item, open_source
from corpus.web.guard import GuardedNetwork
from corpus.web.transport import GuardedTransport
from tests.corpus.servers import FakeTime, site_of
from tests.corpus.wordpress.server import RealWordPress, missing, real_wordpress

POSTS = 2000
HOURS = count()
"""Each visit comes an hour after the one before."""
WEEK = 8 * 24 * 3600.0
OTHERS = {
    "2020/05/presentation", "sample-page", "wp-content/uploads/2020/05/attached.pdf",
    "wp-content/uploads/2020/05/linked.pdf", "outside.pdf",
}  # fmt: skip

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWordPress]:
    with real_wordpress(tmp_path_factory.mktemp("wordpress"), POSTS) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the mirror of this module's tests lies; they visit the site one after the other."""
    return tmp_path_factory.mktemp("library")


def visit(wordpress: RealWordPress, folder: Path, time: FakeTime | None = None) -> tuple[dict[str, Item], list[str]]:
    """The items of the site by name, and what the server was asked for."""
    wordpress.requests()
    time = time or FakeTime(3600.0 * next(HOURS))
    found = {item.name: item for item in site_of(wordpress.address, folder, time).items()}
    return found, [line.partition(" ")[2] for line in wordpress.requests()]


def document(item: Item) -> Document:
    return read(item.form, item.load(), item.name).documents[0]


def stamps(items: dict[str, Item]) -> dict[str, str]:
    return {name: item.stamp for name, item in items.items()}


def named(items: dict[str, Item], end: str) -> str:
    return next(name for name in items if name.endswith(end))


def test_the_first_visit_finds_everything(wordpress: RealWordPress, folder: Path) -> None:
    found, asked = visit(wordpress, folder)
    posts = [name for name in found if "/position-" in name]
    assert len(posts) == POSTS
    locked = named(found, "/locked")
    assert "needs a password" in found[locked].skipped
    assert set(found) - set(posts) - {locked, named(found, "/hello-world")} == OTHERS
    assert len(asked) <= POSTS // 100 + 15
    assert not any(path.startswith("/20") for path in asked), "no post is fetched by itself"


def test_nothing_changed(wordpress: RealWordPress, folder: Path) -> None:
    before, _ = visit(wordpress, folder)
    after, asked = visit(wordpress, folder)
    assert stamps(after) == stamps(before)
    assert len(asked) <= 5


def test_a_post_as_it_is_read(wordpress: RealWordPress, folder: Path) -> None:
    found, _ = visit(wordpress, folder)
    name = named(found, "/position-5")
    one = document(found[name])
    assert one.text.startswith("EAEA calls for measure number 5 in adult education.\n\nWhy it matters\n\n• Learning")
    assert (one.title, one.topics, one.kind) == ("Position 5 & more", ("Projects & funds", "Micro-credentials"), "post")
    assert one.url == f"{wordpress.address}/{name}/"
    assert str(one.published) == "2006-01-17"


def test_its_export_gives_the_documents_that_the_site_gives(wordpress: RealWordPress, tmp_path: Path) -> None:
    """But for typographic quotes, which WordPress sets when it shows a post."""
    (tmp_path / "site.xml").write_text(wordpress.control("export"), encoding="utf-8")
    (tmp_path / "mirror").mkdir()
    live, _ = visit(wordpress, tmp_path / "mirror")
    exported = {item.name: item for item in open_source(str(tmp_path / "site.xml")).items()}
    assert set(live) == set(exported) - {"site.xml (not published)"}
    assert {name for name in live if exported[name].skipped} == {
        name for name in live if name.endswith(".pdf") or live[name].skipped
    }
    compared = ["2020/05/presentation", *[name for name in live if "/position-" in name][::100]]
    assert [document(exported[name]) for name in compared] == [document(live[name]) for name in compared]


def test_statements_are_tied_to_the_posts_that_present_them(wordpress: RealWordPress, folder: Path) -> None:
    found, _ = visit(wordpress, folder)
    linked = document(found["wp-content/uploads/2020/05/linked.pdf"])
    outside = document(found["outside.pdf"])
    attached = document(found["wp-content/uploads/2020/05/attached.pdf"])
    presentation = f"{wordpress.address}/2020/05/presentation/"
    assert (linked.presented_by, linked.topics) == (presentation, ("Policy", "Digital"))
    assert linked.kind == "consultation reply"
    assert linked.url == f"{wordpress.address}/wp-content/uploads/2020/05/linked.pdf"
    assert outside.presented_by == presentation
    assert attached.presented_by.endswith(f"/position-{POSTS}/")


def test_one_post_changed(wordpress: RealWordPress, folder: Path) -> None:
    before, _ = visit(wordpress, folder)
    number = wordpress.control("ids", 3).split()[2]
    wordpress.control("edit", number)
    after, asked = visit(wordpress, folder)
    (changed,) = (name for name in after if before[name].stamp != after[name].stamp)
    assert document(after[changed]).text == "EAEA has changed its mind about everything."
    assert len(asked) <= 5
    assert sum("include=" in path for path in asked) == 1


def test_a_post_deleted(wordpress: RealWordPress, folder: Path) -> None:
    before, _ = visit(wordpress, folder)
    number = wordpress.control("ids", 3).split()[1]
    wordpress.control("delete", number)
    after, _ = visit(wordpress, folder)
    assert len(set(before) - set(after)) == 1 and set(after) < set(before)
    assert len(visit(wordpress, folder)[1]) <= 5


def test_a_planned_post_appears_with_an_old_date(wordpress: RealWordPress, folder: Path) -> None:
    before, _ = visit(wordpress, folder)
    wordpress.control("appear")
    after, _ = visit(wordpress, folder)
    assert {name.rsplit("/", 1)[1] for name in set(after) - set(before)} == {"planned"}


def test_a_renamed_tag_is_noticed_within_a_week(wordpress: RealWordPress, folder: Path) -> None:
    before, _ = visit(wordpress, folder)
    wordpress.control("rename-tag", "Digital", "Digital learning")
    at_once, _ = visit(wordpress, folder)
    assert stamps(at_once) == stamps(before)
    later, _ = visit(wordpress, folder, FakeTime(WEEK))
    assert document(later["2020/05/presentation"]).topics == ("Policy", "Digital learning")


class Breaking(httpx.BaseTransport):
    """The network, until a number of requests went through."""

    def __init__(self, allowed: int) -> None:
        self._allowed = allowed
        self._network = GuardedTransport(GuardedNetwork(allow_private=True))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._allowed -= 1
        if self._allowed < 0:
            raise httpx.TransportError("broke the connection")
        return self._network.handle_request(request)

    def close(self) -> None:
        self._network.close()


def test_an_interrupted_visit_goes_on_where_it_stopped(wordpress: RealWordPress, tmp_path: Path) -> None:
    site = site_of(wordpress.address, tmp_path)
    broken = replace(site, access=replace(site.access, transport=Breaking(13)))
    with pytest.raises(SourceError, match=r"broke the connection.*goes on from here"):
        list(broken.items())
    found, asked = visit(wordpress, tmp_path)
    fetched = [path for path in asked if "include=" in path and "/posts" in path]
    assert len(fetched) == 11, "ten of the 21 hundreds of posts were there already"
    assert set(found) > OTHERS


def test_addresses_without_permalinks(wordpress: RealWordPress, tmp_path: Path) -> None:
    wordpress.control("permalinks", "")
    try:
        found, _ = visit(wordpress, tmp_path)
    finally:
        wordpress.control("permalinks", "/%year%/%monthnum%/%postname%/")
    assert len([name for name in found if name.startswith("?p=")]) > POSTS - 5


def test_what_a_site_lost_by_mistake_costs_no_second_fetch(wordpress: RealWordPress, tmp_path: Path) -> None:
    before, _ = visit(wordpress, tmp_path)
    site = site_of(wordpress.address, tmp_path)
    empty = httpx.MockTransport(
        lambda request: (
            httpx.Response(404)
            if request.url.path == "/robots.txt"
            else httpx.Response(200, headers={"X-WP-Total": "0"}, content=json.dumps([]).encode())
        )
    )
    gone = replace(site, access=replace(site.access, transport=empty))
    assert list(gone.items()) == []
    after, asked = visit(wordpress, tmp_path)
    assert stamps(after) == stamps(before)
    assert not any("content" in path.partition("_fields=")[2] for path in asked)
