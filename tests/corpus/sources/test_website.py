"""Sites without an interface for programs, by their maps and links; and sites that misbehave as a whole."""

import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from lxml import etree

import corpus.sources.pages
import corpus.sources.sitemap
import corpus.web.files
from corpus.errors import SourceError
from corpus.sources import Item, open_source
from corpus.sources.pages import MOST_MAPS
from corpus.sources.sitemap import Entry, _elements, read_map
from corpus.web.mirror import Mirror
from tests.corpus.servers import FakeTime, LoopbackServer, Page, access_to, article, pages, serving, site_of

PDF = b"%PDF-1.4\n" + b"x" * 100
PDF_PAGE = Page(PDF, headers={"Content-Type": "application/pdf"})


def site_map(*entries: tuple[str, str]) -> Page:
    told = "".join(f"<url><loc>{a}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>" for a, day in entries)
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</urlset>'
    return Page(body, headers={"Content-Type": "application/xml"})


def index_of(*maps: str) -> Page:
    told = "".join(f"<sitemap><loc>{a}</loc></sitemap>" for a in maps)
    return Page(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</sitemapindex>')


def items(server: LoopbackServer, folder: Path, time: FakeTime | None = None) -> dict[str, Item]:
    return {item.name: item for item in site_of(server.address, folder, time).items()}


def asked(server: LoopbackServer) -> list[str]:
    told, server.asked[:] = list(server.asked), []
    return [path for path in told if path != "/robots.txt"]


# Site maps.


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
    assert read_map([body]).pages[:1] == (Entry("/a"),)
    assert not any("ha" in entry.address or "root" in entry.address for entry in read_map([body]).pages)


@pytest.mark.parametrize("repeated", [b"<x a='' b=''/>", b"<x><y/></x>", b"<?x?>", b"<!--x-->", b"<url><x/></url>"])
def test_nothing_of_a_map_is_held_that_was_read(repeated: bytes) -> None:
    held = list[int]()

    def parts() -> Iterator[bytes]:
        yield b"<urlset><url><loc>/a</loc></url>"
        for _ in range(30):
            yield repeated * 1000
            held.append(len(roots[0]))

    roots = list[etree._Element]()
    for element in _elements(parts()):
        roots[:] = roots or [element.getparent()]
    assert max(held) <= 2001


def test_a_map_of_more_elements_than_entries_have_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.sources.sitemap, "MOST_ELEMENTS", 100)
    told = (b"<urlset>", *[b"<x/>" * 60] * 3, b"<url><loc>/late</loc></url>")
    assert read_map(told).pages == ()


def test_of_many_elements_of_one_entry_the_first_are_read() -> None:
    entry = (
        b"<url><loc>/a</loc>" + b"<loc>/b</loc><image><loc>/c</loc></image>" * 500 + b"<lastmod>2024</lastmod></url>"
    )
    assert [one.address for one in read_map([b"<urlset>", entry, entry, b"</urlset>"]).pages] == ["/a", "/a"]


def test_feeds_are_read() -> None:
    rss = b"<rss><channel><item><title>x</title><link>https://e.example/a</link></item></channel></rss>"
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/s"/><link href="/b"/>'
        b"<updated>2024-01-01T00:00:00Z</updated></entry></feed>"
    )
    assert read_map([rss]).pages == (Entry("https://e.example/a"),)
    assert read_map([atom]).pages == (Entry("/b", "2024-01-01T00:00:00Z"),)
    assert read_map([b"", b"{}", b"\xff"]).pages == ()


# Links.


def test_links_are_followed_within_bounds(tmp_path: Path) -> None:
    def answer(path: str, headers: Mapping[str, str]) -> Page:
        if path in ("/robots.txt", "/gone") or "sitemap" in path:
            return Page("", 404)
        if path.startswith("/calendar"):
            day = int(path.rsplit("-", 1)[1])
            return Page(article(f"Day {day}", "Nothing.", f"<a href='/calendar/day-{day + 1}'>next</a>"))
        told = {
            "/": article("Home", "x", "<a href='/news/'>n</a><a href=/tag/x>t</a><a href='//other.example/'>o</a>"
                         "<a href='/calendar/day-1'>c</a><a href='/gone'>g</a><a href='/pic.jpg'>p</a>"
                         "<a href='mailto:x'>m</a><a href='/a/b/'>loop</a><a href='/?colour=red'>query</a>",
                         "<link rel='alternate' type='application/rss+xml' href='/feed'>"),
            "/feed": "<rss><channel><item><link>/fed</link></item></channel></rss>",
            "/fed": article("Fed", "By the feed."),
            "/news/": article("News", "y", "<a href='deep?utm_source=x#y'>d</a>"),
            "/news/deep": article("Deep", "z"), "/tag/x": article("Tag", "l", "<a href='/tagged'>t</a>"),
            "/tagged": article("Tagged", "w"),
        }  # fmt: skip
        if path.startswith("/a/"):
            return Page(article("Loop", path, "<a href='a/b/'>deeper</a>"))
        return Page(told[path]) if path in told else Page("", 404)

    with serving(answer) as server:
        found = items(server, tmp_path)
        names = set(found)
        assert {"home", "news", "news/deep", "fed", "tagged"} <= names
        assert not {"gone", "tag/x", "pic.jpg", "?colour=red"} & names
        assert len([name for name in names if name.startswith("calendar")]) <= 6, "no deeper than the bound"
        assert all(name.split("/").count("a") < 3 for name in names)
        assert not any("other" in path for path in asked(server))


def test_the_same_page_under_many_addresses_is_one_item(tmp_path: Path) -> None:
    told = {
        "/": article("Home", "x", "<a href='/a'>1</a><a href='/a/'>2</a><a href='/?p=7'>3</a>"
                     "<a href='/a/?utm_source=x'>4</a><a href='/print/a'>5</a>"),
        "/a": Page("", 301, {"Location": "/a/"}), "/a/": article("A", "EAEA calls."),
        "/?p=7": Page("", 302, {"Location": "/a/"}),
        "/print/a": article("A", "EAEA calls.", head="<link rel='canonical' href='/a/'>"),
    }  # fmt: skip
    with serving(pages(told)) as server:
        assert sorted(items(server, tmp_path)) == ["a", "home"]


def test_a_page_that_went_is_gone_and_one_that_fails_is_kept(tmp_path: Path) -> None:
    told: dict[str, Page | str] = {
        "/": article("Home", "x", "<a href='/a'>a</a><a href='/b'>b</a>"),
        "/a": article("A", "a"),
        "/b": article("B", "b"),
    }
    with serving(pages(told)) as server:
        assert sorted(items(server, tmp_path)) == ["a", "b", "home"]
        del told["/a"]
        told["/b"] = Page("", 500)
        found = items(server, tmp_path)
    assert sorted(found) == ["b", "home"]
    assert "fails on its server (500)" in found["b"].skipped


LOGIN = "<html><head><title>Log in</title></head><body><form><input name=u><input type='password'></form></body></html>"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(LOGIN), "shows a login page"),
        (Page("", 302, {"Location": "/wp-login.php"}), "asks for a login"),
        (Page(""), "is empty"),
        (Page(b"\x89PNG\r\n", headers={"Content-Type": "image/png"}), "of the type image/png"),
        (Page(b"\x00\x01", headers={}), "of the type unknown"),
        (Page(b"x" * 6_000_000), "larger than 5 MB"),
        (Page("", 403), "without a login"),
        (Page("<html><body class='home archive tag'><p>x</p></body></html>"), "is a listing of posts"),
        (Page("", 302, {"Location": "http://169.254.169.254/"}), "not the site that was named"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_told(page: Page, said: str, tmp_path: Path) -> None:
    told = {
        "/": "home",
        "/sitemap.xml": site_map(("/good", ""), ("/bad", "")),
        "/good": article("A", "a"),
        "/bad": page,
    }
    with serving(pages(told)) as server:
        found = items(server, tmp_path)
    assert said in found["bad"].skipped
    assert not found["good"].skipped


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(LOGIN), "should be a PDF, but is a web page"),
        (Page("", 404), "is not there"),
        (Page(b"MZ", headers={"Content-Type": "application/octet-stream"}), "but is application/octet"),
        (Page(b""), "is empty"),
    ],
)  # fmt: skip
def test_linked_files_that_are_no_pdfs(page: Page, said: str, tmp_path: Path) -> None:
    told = {"/": article("Home", "x", "<a href='/doc.pdf'>d</a>"), "/doc.pdf": page}
    with serving(pages(told)) as server:
        assert said in items(server, tmp_path)["doc.pdf"].skipped


@pytest.mark.parametrize(("of_page", "of_site", "read"), [(2, 9, 4), (9, 3, 3), (3, 6, 6)])
def test_linked_files_are_bounded_and_what_is_left_is_told(
    of_page: int, of_site: int, read: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus.web.files, "MOST_OF_PAGE", of_page)
    monkeypatch.setattr(corpus.web.files, "MOST_OF_SITE", of_site)
    told: dict[str, Page | str] = {f"/{page}{n}.pdf": PDF_PAGE for page in "ab" for n in range(3)}
    for page in "ab":
        links = "".join(f"<a href='/{page}{n}.pdf'>x</a>" for n in (0, 1, 2, 0))
        told[f"/{page}"] = article(page, "Words.", links)
    told |= {"/": article("Home", "Welcome."), "/sitemap.xml": site_map(("/a", ""), ("/b", ""))}
    with serving(pages(told)) as server:
        for _ in range(2):
            found = items(server, tmp_path)
            assert sum(name.endswith(".pdf") for name in found) == read
            assert ("further files" in found) == (read < 6)
        assert read == 6 or "were not looked at" in found["further files"].skipped
        told |= {f"/{page}": article(page, "Words.") for page in "ab"}
        assert set(items(server, tmp_path)) == {"a", "b"}


def test_a_pdf_under_any_type_is_a_pdf(tmp_path: Path) -> None:
    told = {"/": "home", "/sitemap.xml": site_map(("/download", "")), "/download": Page(PDF)}
    with serving(pages(told)) as server:
        assert b'"form": "pdf"' in items(server, tmp_path)["download"].load()


# The site as a whole.


def test_a_site_that_shows_nothing_is_told(tmp_path: Path) -> None:
    told = {"/": "home", "/robots.txt": "User-agent: *\nDisallow: /"}
    with serving(pages(told)) as server, pytest.raises(SourceError, match=r"robots\.txt does not allow it"):
        items(server, tmp_path)


def test_a_site_that_stops_in_the_midst_goes_on_later(tmp_path: Path) -> None:
    down = {"after": 4}
    map_of_ten = site_map(*((f"/{n}", "") for n in range(10)))

    def answer(path: str, headers: Mapping[str, str]) -> Page:
        if not path[1:].isdigit():
            return {"/": Page("home"), "/sitemap.xml": map_of_ten}.get(path, Page("", 404))
        return Page(article(path, "text")) if int(path[1:]) < down["after"] else Page("", 503)

    with serving(answer) as server:
        with pytest.raises(SourceError, match="the next sync goes on from here"):
            items(server, tmp_path)
        down["after"] = 100
        asked(server)
        assert len(items(server, tmp_path)) == 10
        assert [path for path in asked(server) if path[1:].isdigit()] == [f"/{n}" for n in range(4, 10)]


def test_addresses_that_are_none_end_no_visit(tmp_path: Path) -> None:
    links = "<a href='http://xn--0/'>x</a><a href='//xn--0/a.pdf'>x</a><a href='/led'>x</a><a href='/mapped'>x</a>"
    told = {
        "/": article("Home", "Welcome.", links, head='<base href="//xn--0/"><link rel="canonical" href="//xn--0/">'),
        "/led": Page("", 301, {"Location": "http://xn--0/"}),
        "/mapped": article("Mapped", "Words.", '<a href="http://xn--0/b.pdf">x</a>'),
        "/robots.txt": Page("Sitemap: http://xn--0/map.xml"),
    }
    with serving(pages(told)) as server:
        found = items(server, tmp_path)
        led = f"{server.address}led leads to xn--0, which is not the site that was named, so it was not read."
        assert {name: item.skipped for name, item in found.items()} == {"home": "", "mapped": "", "led": led}
        told["/robots.txt"] = Page("Sitemap: /map.xml")
        told["/map.xml"] = site_map(("//xn--0/c", ""), ("/mapped", ""))
        assert set(items(server, tmp_path)) == {"mapped"}


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_marks_of_a_version_that_cannot_be_sent_back_end_no_later_visit(header: str, tmp_path: Path) -> None:
    told = {
        "/": article("Home", "Welcome.", "<a href='/a'>a</a><a href='/b.pdf'>b</a>"),
        "/a": Page(article("A", "Words."), headers={"Content-Type": "text/html", header: '"m\xe4rz"'}),
        "/b.pdf": Page(PDF, headers={"Content-Type": "application/pdf", header: '"m\xe4rz"'}),
    }
    with serving(pages(told)) as server:
        first, again = items(server, tmp_path), items(server, tmp_path)
        assert {name: item.stamp for name, item in first.items()} == {name: item.stamp for name, item in again.items()}
        assert asked(server).count("/a") == 2


def test_a_damaged_mirror_is_begun_anew(tmp_path: Path) -> None:
    told = {"/": "home", "/sitemap.xml": site_map(("/a", "2024-01-01")), "/a": article("A", "a")}
    with serving(pages(told)) as server:
        first = items(server, tmp_path)
        (tmp_path / "fetched.sqlite").write_bytes(b"not a database" * 1000)
        assert items(server, tmp_path)["a"].stamp == first["a"].stamp


def test_bytes_that_the_disk_changed_are_not_used(tmp_path: Path) -> None:
    told = {"/": "home", "/sitemap.xml": site_map(("/a", "2024-01-01")), "/a": article("A", "a")}
    with serving(pages(told)) as server:
        found = items(server, tmp_path)
        mirror = Mirror.open(tmp_path / "fetched.sqlite")
        mirror._connection.execute("UPDATE pieces SET body = x'789c4bcc4a040002ef0149'")
        mirror.close()
        from corpus.errors import ReadError

        with pytest.raises(ReadError, match="damaged on this disk"):
            found["a"].load()
        assert b"EAEA" not in items(server, tmp_path)["a"].load()


def test_addresses_of_one_site_are_one_source(tmp_path: Path) -> None:
    opened = open_source("HTTPS://EAEA.example", access_to(tmp_path))
    assert opened.address == "https://eaea.example/"
