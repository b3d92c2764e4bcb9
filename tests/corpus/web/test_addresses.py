"""When two addresses mean one page, which belong to a site, and which lead nowhere."""

from collections import Counter

import pytest

from corpus.web.addresses import is_trap, site_at

SITE = site_at("https://www.eaea.example")


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
