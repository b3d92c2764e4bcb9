"""When two addresses mean one page, which belong to a site, and which lead nowhere."""

from collections import Counter
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.address import place_of
from corpus.draft import web_address
from corpus.errors import SourceError
from corpus.sources.internal import internal_among
from corpus.web.addresses import is_trap, site_at

SITE = site_at("https://www.eaea.example")
SIGNS = st.text(max_size=8) | st.text(st.characters(categories=["Cs", "Cc", "Zs"]), max_size=3)
HOSTS = st.sampled_from(
    ["www.eaea.example", "eaea.example", "xn--0", "xn--", "xn--a.xn--0", "www.xn--0", "bücher.example", "[", "[::1]",
     "[::", "[::ffff:127.0.0.1]", "[v1.a]", "[::1%25eth0]", "127.1", "999.1.1.1", "\u2100.example", "a\u3002b", "%00",
     "a..b", ".", ""]
)  # fmt: skip
PORTS = st.sampled_from(["", ":", ":80", ":443", ":0", ":99999999", ":-1", ":\u0663", ":a"])
SCHEMES = st.sampled_from(["http://", "https://", "HTTP://", "//", "/", "", "http:", "ftp://", "javascript:", "\\\\"])
ADDRESSES = st.builds(
    "".join,
    st.tuples(
        SCHEMES | SIGNS,
        st.sampled_from(["", "a:b@", "@", "%@"]),
        HOSTS | SIGNS,
        PORTS,
        st.sampled_from(["/", "", "//", "/a/../../b", "/%1e", "/%ff%", "/a.pdf", "/\u202e", "/ä b"]) | SIGNS,
        st.sampled_from(["", "?", "?a=b&a", "?utm_source=x&b=%ff", "?" + "ä" * 400, "#", "#a", "?#"]) | SIGNS,
    ),
)
"""What people and attackers put where an address should be."""


@pytest.mark.parametrize(
    "address",
    ["https://www.eaea.example/2021/03/skills/", "http://eaea.example/2021/03/skills", "https://eaea.example//2021/03/skills",
     "https://www.eaea.example/2021/03/skills/?utm_source=x&utm_medium=y", "https://www.eaea.example/2021/03/skills/#top",
     "https://WWW.EAEA.example/2021/03/skills/index.html", "https://www.eaea.example/2021/03/skills/?fbclid=1",
     "https://www.eaea.example/2021/03/./skills/"],
)  # fmt: skip
def test_one_page_has_one_name(address: str) -> None:
    assert SITE.name_of(SITE.resolved(SITE.root, address) or address) == "2021/03/skills"


def test_queries_that_choose_a_page_stay() -> None:
    assert SITE.name_of("https://eaea.example/?p=12&utm_source=x") == "?p=12"
    assert SITE.name_of("https://eaea.example/?lang=fr&p=12") == SITE.name_of("https://eaea.example/?p=12&lang=fr")
    assert SITE.name_of("https://eaea.example/") == "home"


def test_names_are_readable_where_that_is_safe() -> None:
    assert SITE.name_of("https://eaea.example/aikuiskoulutus-t%C3%A4n%C3%A4%C3%A4n/") == "aikuiskoulutus-tänään"
    assert SITE.name_of("https://eaea.example/%FF/") == "%FF"
    assert SITE.name_of("https://eaea.example/a%0Ab/") == "a%0Ab"


@pytest.mark.parametrize(
    "link", ["https://other.example/x", "mailto:a@b.example", "javascript:alert(1)", "https://eaea.example:8080/",
             "http://[", "https://sub.eaea.example/", "/" + "x" * 2000]
)  # fmt: skip
def test_links_out_of_the_site(link: str) -> None:
    assert SITE.resolved("https://www.eaea.example/a/", link) == ""


def test_links_are_resolved_and_cleaned() -> None:
    assert (
        SITE.resolved("https://www.eaea.example/a/b", "../c.pdf?utm_source=x#page=2")
        == "https://www.eaea.example/c.pdf"
    )


def test_a_path_bounds_the_site() -> None:
    site = site_at("https://eaea.example/en/")
    assert site.covers("https://eaea.example/en/news") and site.covers("https://eaea.example/en/")
    assert not site.covers("https://eaea.example/english") and not site.covers("https://eaea.example/")


def test_traps() -> None:
    shapes: Counter[str] = Counter()
    assert is_trap("a/b/a/b/a/b", shapes, 200)
    assert is_trap("shop?colour=red&size=4", shapes, 200)
    assert not is_trap("?p=12", shapes, 200)
    days = [is_trap(f"events/2031-05-{day}", shapes, 200) for day in range(1, 500)]
    assert days.count(False) == 200
    assert not is_trap("2021/03/skills", shapes, 200)


@given(ADDRESSES, ADDRESSES)
def test_any_link_is_an_address_of_the_site_or_none(base: str, link: str) -> None:
    for site in (SITE, site_at("http://[::1]:80/a"), site_at("https://bücher.example")):
        followed = site.resolved(site.resolved(site.root, base) or site.root, link)
        if followed:
            assert site.resolved(site.root, followed) == followed and site.name_of(followed)
            assert site.covers(followed) in (True, False) and urlsplit(followed).path.startswith("/")
            request = httpx.Request("GET", followed)
            assert request.url.raw_host.decode() in site.hosts
            assert all(0x20 < sign < 0x7F for sign in request.url.raw_path)


@given(ADDRESSES)
def test_any_words_are_a_site_or_are_refused(address: str) -> None:
    with suppress(SourceError):
        site = site_at(address)
        assert site.host.isascii() and site_at(site.home).home == site.home and site.name_of(address.strip())
        assert site.resolved(site.root, "/a.pdf").endswith("/a.pdf")


@given(ADDRESSES, ADDRESSES)
def test_any_words_name_a_place_or_none(base: str, address: str) -> None:
    place_of(address).encode()
    assert web_address(base, address)[:4].lower() in ("", "http")
    with suppress(SourceError):
        internal_among([f"http://{base}"], [f"http://{address}"])


@pytest.mark.parametrize("link", ["http://xn--0/", "//xn--0/a.pdf", "https://xn--eaea-/", "http://xn--0:80/"])
def test_a_host_that_is_no_name_is_left_alone(link: str) -> None:
    assert SITE.resolved(SITE.root, link) == ""
    with pytest.raises(SourceError, match="is no web address"):
        site_at(f"http:{link[link.index('//') :]}")


def test_names_beyond_ascii_are_one_site_with_and_without_www() -> None:
    site = site_at("https://bücher.example")
    assert site.home == "https://xn--bcher-kva.example/"
    assert site.resolved(site.root, "https://www.xn--bcher-kva.example/a") == "https://www.xn--bcher-kva.example/a"
    assert site.resolved(site.root, "https://www.bücher.example/a") == "https://www.xn--bcher-kva.example/a"
