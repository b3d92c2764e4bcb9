"""A web site in a library: what a sync says of it, what it keeps, and what it refuses to lose."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import CatalogueError, SourceError
from corpus.sources import open_source
from index.build import Beside, sync
from index.library.generation import STORE, open_current
from index.library.store import Store
from index.reports.report import Report
from tests.conftest import ToyEncoder
from tests.corpus.servers import FakeTime, LoopbackServer, Page, access_to, article, serving


def site_of_posts(told: Mapping[str, str]) -> dict[str, Page]:
    """A site whose map names these posts."""
    entries = "".join(f"<url><loc>{path}</loc></url>" for path in told)
    posts = {path: Page(article(f"Post {path}", text)) for path, text in told.items()}
    return {"/": Page("home"), "/sitemap.xml": Page(f"<urlset>{entries}</urlset>"), **posts}


def sync_site(
    server: LoopbackServer, library: Path, allow_empty: bool = False, catalogue: Path | None = None
) -> Report:
    access = replace(access_to(library, FakeTime()), catalogue=catalogue)
    source = open_source(server.address, access)
    return sync(
        library, [source], ToyEncoder(), allow_empty=allow_empty, beside=Beside(lambda a: open_source(a, access))
    )


def ids(library: Path) -> set[str]:
    store = Store.read(open_current(library).folder / STORE)
    found = {document.id for document in store.documents()}
    store.close()
    return found


def test_every_page_ends_with_an_outcome(tmp_path: Path) -> None:
    told = site_of_posts({f"/{n}": f"EAEA calls for measure {n}." for n in range(3)})
    told["/2"] = Page("", 404)
    with serving(lambda path, headers: told.get(path, Page("", 404))) as server:
        first = sync_site(server, tmp_path)
        again = sync_site(server, tmp_path)
        told |= site_of_posts({f"/{n}": f"EAEA calls for measure {n + (n == 1) * 10}." for n in range(2)})
        third = sync_site(server, tmp_path)
    assert dict(first.counts) == {"added": 2, "skipped": 1}
    assert dict(again.counts) == {"unchanged": 2, "skipped": 1} and not again.published
    assert {item.name: item.outcome for item in third.items} == {"0": "unchanged", "1": "changed", "2": "removed"}


def test_a_site_without_the_catalogue_that_hid_something_opens_nothing(tmp_path: Path) -> None:
    library, catalogue = tmp_path / "library", tmp_path / "catalogue.toml"
    told = site_of_posts({"/a": "EAEA calls for measure 1.", "/b": "The board met."})
    catalogue.write_text('[documents."b"]\ninternal = true\n', encoding="utf-8")

    def public() -> list[str]:
        with closing(Store.read(open_current(library).folder / STORE)) as store:
            return [one.id for one in store.documents() if not one.internal]

    with serving(lambda path, headers: told.get(path, Page("", 404))) as server:
        with pytest.raises(CatalogueError, match="does not exist"):
            sync_site(server, library, catalogue=tmp_path / "catalog.toml")
        sync_site(server, library, catalogue=catalogue)
        assert public() == ["a"]
        with pytest.raises(CatalogueError, match="had a catalogue"):
            sync_site(server, library)
        assert public() == ["a"]


@pytest.mark.parametrize("left", [0, 5])
def test_a_site_that_loses_most_of_its_posts_loses_none(left: int, tmp_path: Path) -> None:
    posts = {f"/{n}": f"EAEA calls for measure {n}." for n in range(40)}
    told = site_of_posts(posts)
    with serving(lambda path, headers: told.get(path, Page("", 404))) as server:
        sync_site(server, tmp_path)
        told.clear()
        told |= site_of_posts(dict(list(posts.items())[:left])) | {"/": Page(article("Home", "Welcome."))}
        for _ in range(3):
            with pytest.raises(SourceError, match=r"looks like a mistake.*--allow-empty"):
                sync_site(server, tmp_path)
        assert len(ids(tmp_path)) == 40
        forced = sync_site(server, tmp_path, allow_empty=True)
    assert forced.counts["removed"] == 40 - left
    assert len(ids(tmp_path)) == (left or 1)


@pytest.mark.parametrize("status", [500, 503, 429, 403, 404])
def test_a_site_that_fails_as_a_whole_changes_nothing(status: int, tmp_path: Path) -> None:
    told = site_of_posts({"/a": "EAEA calls for A."})
    with serving(lambda path, headers: told.get(path, Page("", 404))) as server:
        sync_site(server, tmp_path)
        told["/"] = Page("", status)
        with pytest.raises(SourceError, match="could not be read to its end"):
            sync_site(server, tmp_path)
        assert ids(tmp_path) == {"a"}


def test_a_page_that_fails_keeps_what_was_read(tmp_path: Path) -> None:
    told = site_of_posts({"/a": "EAEA calls for A.", "/b": "EAEA calls for B."})
    with serving(lambda path, headers: told.get(path, Page("", 404))) as server:
        sync_site(server, tmp_path)
        told["/a"] = Page("", 404)
        (item,) = (item for item in sync_site(server, tmp_path).items if item.name == "a")
    assert item.outcome == "skipped" and item.reason.endswith("is not there (404). The version read before stays.")
    assert ids(tmp_path) == {"a", "b"}


def test_a_sync_without_sources_visits_the_known_ones(tmp_path: Path) -> None:
    told = site_of_posts({"/a": "EAEA calls for A."})
    with serving(lambda path, headers: told.get(path, Page("", 404))) as server:
        sync_site(server, tmp_path)
        access = access_to(tmp_path)
        report = sync(tmp_path, [], ToyEncoder(), beside=Beside(lambda address: open_source(address, access)))
    assert dict(report.counts) == {"unchanged": 1}
