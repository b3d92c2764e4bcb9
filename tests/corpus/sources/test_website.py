"""Sites without an interface for programs, by their links and as a whole."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

import corpus.sources.pages
import corpus.sources.sitemap
import corpus.web.files
from corpus.errors import ReadError, SourceError
from corpus.sources import open_source
from corpus.web.mirror import Mirror
from tests.corpus.servers import Page, access_to, article, pages, serving
from tests.corpus.sources.sites import PDF, PDF_PAGE, asked, items, site_map

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


def test_no_bit_of_the_mirror_that_flips_is_believed(tmp_path: Path) -> None:
    """Whatever flips, the same items come, and of the same bytes; what is fetched again for it is not counted."""
    paths = [f"/{n}" for n in range(12)]
    told = {"/": "home", "/sitemap.xml": site_map(*((path, "2024-01-01") for path in paths))}
    told |= {path: article(path, f"EAEA calls for {path}.") for path in paths}
    file, dice = tmp_path / "fetched.sqlite", Random(20261127)
    with serving(pages(told)) as server:
        first = {name: item.load() for name, item in items(server, tmp_path).items()}
        Mirror.open(file).close()  # the last connection empties the log into the file
        whole = file.read_bytes()
        for _ in range(30):
            at = dice.randrange(len(whole))
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :])
            found = items(server, tmp_path)
            assert set(found) == set(first), at
            for name, item in found.items():
                with suppress(ReadError):  # its own bytes are damaged, which is told: the next visit fetches them
                    assert item.load() == first[name], at


def test_bytes_that_the_disk_changed_are_not_used(tmp_path: Path) -> None:
    told = {"/": "home", "/sitemap.xml": site_map(("/a", "2024-01-01")), "/a": article("A", "a")}
    with serving(pages(told)) as server:
        found = items(server, tmp_path)
        mirror = Mirror.open(tmp_path / "fetched.sqlite")
        mirror._connection.execute("UPDATE pieces SET body = x'789c4bcc4a040002ef0149'")
        mirror.close()
        with pytest.raises(ReadError, match="damaged on this disk"):
            found["a"].load()
        assert b"EAEA" not in items(server, tmp_path)["a"].load()


def test_addresses_of_one_site_are_one_source(tmp_path: Path) -> None:
    opened = open_source("HTTPS://EAEA.example", access_to(tmp_path))
    assert opened.address == "https://eaea.example/"
