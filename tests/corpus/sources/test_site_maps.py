"""Sites that are read by their maps and feeds, and maps that are no good."""

import gzip
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import corpus.sources.pages
import corpus.sources.sitemap
import corpus.web.files
from corpus.errors import SourceError
from corpus.sources.pages import MOST_MAPS
from corpus.sources.sitemap import Entry, read_map
from tests.corpus.servers import Page, article, pages, serving
from tests.corpus.sources.sites import PDF, PDF_PAGE, asked, index_of, items, site_map


def test_pages_of_a_site_map(tmp_path: Path) -> None:
    told = {
        "/": article("Home", "Welcome."),
        "/sitemap.xml": site_map(
            ("/a/", "2024-01-01"), ("/b/", ""), ("/tag/x/", ""), ("https://other.example/", ""), ("/gone", "")
        ),
        "/a/": article("A", "EAEA calls for A.", "<a href='/paper.pdf'>paper</a>"),
        "/b/": article("B", "EAEA calls for B."),
        "/paper.pdf": PDF_PAGE,
    }
    with serving(pages(told)) as server:
        found = items(server, tmp_path)
        assert {name: item.skipped.replace(server.address, "/") for name, item in found.items()} == {
            "a": "", "b": "", "paper.pdf": "", "gone": "/gone is not there (404).",
            "tag/x": "/tag/x/ is a listing of posts, which are read themselves.",
        }  # fmt: skip
        assert b"EAEA calls for A." in found["a"].load()
        assert found["paper.pdf"].load().endswith(PDF)
        head = found["paper.pdf"].load().split(b"\n")[0]
        assert f'"presented_by": "{server.address}a/"'.encode() in head


def test_what_did_not_change_is_not_fetched(tmp_path: Path) -> None:
    state = {"day": "2024-01-01", "text": "first"}

    def answer(path: str, headers: Mapping[str, str]) -> Page:
        if path == "/b" and headers.get("If-None-Match") == '"1"':
            return Page("", 304, {})
        told = {
            "/": Page(article("Home", "x")), "/sitemap.xml": site_map(("/a", state["day"]), ("/b", "")),
            "/a": Page(article("A", state["text"])), "/b": Page(article("B", "b"), headers={"ETag": '"1"'}),
        }  # fmt: skip
        return told.get(path, Page("", 404))

    with serving(answer) as server:
        first = items(server, tmp_path)
        asked(server)
        second = items(server, tmp_path)
        assert {n: i.stamp for n, i in first.items()} == {n: i.stamp for n, i in second.items()}
        assert asked(server) == ["/", "/sitemap.xml", "/b"]
        state |= {"day": "2024-02-01", "text": "second"}
        third = items(server, tmp_path)
        assert third["a"].stamp != first["a"].stamp and third["b"].stamp == first["b"].stamp
        assert b"second" in third["a"].load()


def test_maps_that_name_each_other_are_read_once(tmp_path: Path) -> None:
    told = {
        "/": "home", "/sitemap.xml": index_of("/one.xml", "/sitemap.xml", "/two.xml.gz", "/missing.xml", "/broken.xml"),
        "/one.xml": index_of("/two.xml.gz", "/sitemap.xml"),
        "/two.xml.gz": Page(gzip.compress(bytes(str(site_map(("/a", "")).body), "utf-8"))),
        "/broken.xml": "<html><body>not a map", "/a": article("A", "EAEA calls."),
    }  # fmt: skip
    with serving(pages(told)) as server:
        assert list(items(server, tmp_path)) == ["a"]
        assert sorted(asked(server)) == sorted([*told, "/missing.xml"])


def test_maps_that_name_new_maps_without_end_are_left(tmp_path: Path) -> None:
    def answer(path: str, headers: Mapping[str, str]) -> Page:
        if path == "/":
            return Page(article("Home", "EAEA calls."))
        number = int(path.removeprefix("/map-").removesuffix(".xml")) if path.startswith("/map-") else 0
        named = path == "/sitemap.xml" or number in range(1, 2 * MOST_MAPS)
        return index_of(f"/map-{number + 1}.xml") if named else Page("not there", 404)

    with serving(answer) as server:
        items(server, tmp_path)
        assert sum(path.startswith("/map-") for path in asked(server)) == MOST_MAPS - 1


def test_of_many_addresses_in_maps_those_that_are_read_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus.sources.pages, "MOST_PAGES", 3)
    told: dict[str, Page | str] = {f"/{n}": article(str(n), "Words.") for n in range(9)}
    told |= {"/": article("Home", "Welcome."), "/sitemap.xml": index_of("/a.xml", "/b.xml")}
    told |= {"/a.xml": site_map(*((f"/{n}", "") for n in range(9))), "/b.xml": site_map(("/8", ""))}
    with serving(pages(told)) as server:
        found = items(server, tmp_path)
        assert set(found) == {"0", "1", "2", "further pages"}
        assert "were not looked at: 3 are read of one site" in found["further pages"].skipped
        assert "/b.xml" not in asked(server)


def test_a_map_that_is_a_bomb_ends_the_visit(tmp_path: Path) -> None:
    packed = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    told = {"/": "home", "/sitemap.xml": index_of("/bomb.xml.gz"), "/bomb.xml.gz": Page(packed)}
    with serving(pages(told)) as server, pytest.raises(SourceError, match="unpacks to too much"):
        items(server, tmp_path)


def test_entities_are_not_expanded() -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))
    body = (
        b'<?xml version="1.0"?><!DOCTYPE u [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">' + laughs + b"]>"
    )
    body += b"<urlset><url><loc>/a</loc></url><url><loc>&l0;</loc></url>"
    body += b"<url><loc>&l8;</loc></url><url><loc>&f;</loc></url></urlset>"
    assert read_map([body]).pages == read_map([body[at : at + 1] for at in range(len(body))]).pages == ()
    assert read_map([b"<!DOCTYPE u><urlset><url><loc>/a</loc></url></urlset>"]).pages == ()


@pytest.mark.parametrize("repeated", [b"<x a='' b=''/>", b"<x><y/></x>", b"<?x?>", b"<!--x-->", b"<url><x/></url>"])
def test_nothing_of_a_map_is_held_that_was_read(repeated: bytes) -> None:
    held = list[int]()

    def parts() -> Iterator[bytes]:
        yield b"<urlset><url><loc>/a</loc></url>"
        for _ in range(30):
            yield repeated * 1000
            held.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    try:
        assert read_map(parts()).pages == (Entry("/a"),)
    finally:
        tracemalloc.stop()
    assert held[-1] - held[0] < 20_000, "bytes"


BETWEEN = """
from corpus.sources.sitemap import read_map
for _ in range(400):
    for much in (4000, 1000, 400, 20000):
        words = (b"c" * much + b"&amp;") * 3 + b"c" * 400
        told = read_map([b"<feed><entry>ab<foo/>" + words, b"d" * (much - 100), b"<link href='/a'/></entry></feed>"])
        assert [one.address for one in told.pages] == ["/a"]
"""


def test_words_may_go_on_in_the_next_part_of_a_map() -> None:
    """In a process of its own: where its tree was given up while it was read, this ended in "double free"."""
    ended = subprocess.run([sys.executable, "-c", BETWEEN], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_map_of_more_elements_than_entries_have_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.sources.sitemap, "MOST_ELEMENTS", 100)
    told = (b"<urlset>", *[b"<x/>" * 60] * 3, b"<url><loc>/late</loc></url>")
    assert read_map(told).pages == ()


def test_elements_within_each_other_without_end_are_left() -> None:
    asked = list[int]()

    def parts() -> Iterator[bytes]:
        yield b"<urlset><url><loc>/a</loc></url>"
        for number in range(100):
            asked.append(number)
            yield b"<url>" * 1000

    assert read_map(parts()).pages == (Entry("/a"),)
    assert len(asked) == 1


def test_of_many_elements_of_one_entry_the_first_are_read() -> None:
    entry = (
        b"<url><loc>/a</loc>" + b"<loc>/b</loc><image><loc>/c</loc></image>" * 500 + b"<lastmod>2024</lastmod></url>"
    )
    assert [one.address for one in read_map([b"<urlset>", entry, entry, b"</urlset>"]).pages] == ["/a", "/a"]


def test_words_of_a_map_end_where_an_element_begins() -> None:
    entry = b"<url><loc> /a<!-- x -->b&amp;c<x>/d</x>/e</loc><lastmod><loc>/f</loc></lastmod></url>"
    assert read_map([entry[at : at + 3] for at in range(0, len(entry), 3)]).pages == (Entry("/ab&c"),)


@pytest.mark.parametrize("half", [b"&#55357;&#56832;", b"&#xD83d;", b"&#x000DFFF;"])
def test_half_a_character_is_a_mark_and_ends_nothing(half: bytes) -> None:
    body = b"<urlset><url><loc>/a&amp;b&#233;</loc><t x='%s'>%s</t></url><url><loc>/%s</loc></url></urlset>"
    body = body.replace(b"%s", half)
    marks = "\ufffd" * half.count(b"&")
    for step in range(1, len(body) + 1):
        told = read_map([body[at : at + step] for at in range(0, len(body), step)])
        assert told.pages == (Entry("/a&b\u00e9"), Entry(f"/{marks}")), step


def test_half_a_character_in_another_encoding_is_told(tmp_path: Path) -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?><urlset><url><loc>/&#xd800;</loc></url></urlset>'.encode("utf-16")
    told = {"/": "home", "/sitemap.xml": index_of("/a.xml.gz"), "/a.xml.gz": Page(gzip.compress(body))}
    with serving(pages(told)) as server, pytest.raises(SourceError, match="holds halves of characters"):
        items(server, tmp_path)


def test_little_is_kept_of_what_an_entry_tells() -> None:
    long = b"<urlset><url><loc>/a</loc><lastmod>%s</lastmod></url><url><loc>/%s</loc></url></urlset>"
    long = long.replace(b"%s", b" 9" * 9000)
    feed = b"<feed><entry><link href='/%s' rel='%s'/></entry></feed>".replace(b"%s", b"9" * 9000)
    kept = [*read_map([long[at : at + 7] for at in range(0, len(long), 7)]).pages, *read_map([feed]).pages]
    assert kept[0].address == "/a" and [len(one.address) > 1000 for one in kept] == [False, True, True]
    assert all(len(one.address) <= 4000 and len(one.modified) <= 100 for one in kept)


def test_feeds_are_read() -> None:
    rss = b"<rss><channel><item><title>x</title><link>https://e.example/a</link></item></channel></rss>"
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/s"/><link href="/b"/>'
        b"<updated>2024-01-01T00:00:00Z</updated></entry></feed>"
    )
    assert read_map([rss]).pages == (Entry("https://e.example/a"),)
    assert read_map([atom]).pages == (Entry("/b", "2024-01-01T00:00:00Z"),)
    assert read_map([b"", b"{}", b"\xff"]).pages == ()
