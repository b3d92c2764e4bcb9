"""Listings of posts are no documents, whether a site shows them or a person saved one."""

import subprocess
import sys

import pytest

from corpus.errors import ReadError
from corpus.html.reader import read_html
from corpus.posts.listings import is_listing, lists_posts, name_of
from tests.corpus.html.test_reader import TEASER, TEXT, page


@pytest.mark.parametrize(
    "name",
    ["tag/skills", "en/category/policy/page/2", "author/anna", "page/3", "2021", "2021/03", "feed", "?s=funding",
     "?cat=3", "home?paged=2", "?m=202103&lang=en"],
)  # fmt: skip
def test_listings(name: str) -> None:
    assert is_listing(name)


@pytest.mark.parametrize(
    "name",
    ["2021/03/skills", "news/tagging-learning", "pages/about", "authors-of-change", "?p=12", "?page_id=3", "?s=",
     "news.php?s=12", ""],
)  # fmt: skip
def test_not_listings(name: str) -> None:
    assert not is_listing(name)


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ("archive date wp-custom-logo", True),
        ("home blog", True),
        ("search search-results", True),
        ("single single-post postid-12 category", False),
        ("page-template blog-layout", False),
        ("", False),
    ],
)
def test_the_class_of_a_body(classes: str, expected: bool) -> None:
    assert lists_posts(classes) is expected


def saved(head: str = "", classes: str = "") -> bytes:
    """A saved page that repeats two posts whole, or beginnings of them."""
    return page(TEXT + TEASER, head=head).replace("<body>", f'<body class="{classes}">').encode()


@pytest.mark.parametrize(
    ("head", "classes"),
    [
        ('<link rel="canonical" href="https://sample.example/tag/funding/">', ""),
        ('<link rel="canonical" href="https://sample.example/category/news/page/2/">', ""),
        ('<meta property="og:url" content="https://sample.example/author/ann/">', ""),
        ('<link rel="canonical" href="https://sample.example/2021/03/">', ""),
        ('<meta property="og:url" content="https://sample.example/?s=funding">', ""),
        ("", "archive category category-news category-4"),
        ("", "search search-results"),
        (
            '<meta property="og:type" content="article"><link rel="canonical" href="/category/news/">',
            "archive category",
        ),
    ],
)
def test_a_saved_listing_is_refused_and_told(head: str, classes: str) -> None:
    with pytest.raises(ReadError, match=r"^news\.html is a listing of posts, which are read themselves\.$"):
        read_html(saved(head, classes), "news.html")


@pytest.mark.parametrize(
    ("head", "classes"),
    [
        ('<link rel="canonical" href="https://sample.example/archive/2013/funding/">', "single single-post"),
        (
            '<link rel="canonical" href="https://s.example/tags/funding/"><meta property="og:type" content="article">',
            "",
        ),
        ('<link rel="canonical" href="https://sample.example/2021/03/funding/">', ""),
        ("", "single-post category-news tag"),
        ('<meta property="og:type" content="article"><link rel="canonical" href="https://s.example/a/">', "archive"),
        (
            '<link rel="canonical" href="/tag/a/"><meta property="article:published_time" content="2021-03-01">',
            "archive",
        ),
    ],
)
def test_a_post_in_a_folder_of_such_a_name_is_read(head: str, classes: str) -> None:
    assert len(read_html(saved(head, classes), "p.html").documents) == 2


def test_names_of_addresses() -> None:
    assert name_of("https://sample.example/t%C3%A4g/a/?s=1") == "täg/a/?s=1".replace("a/?", "a?")
    assert name_of("https://[broken/tag/") == ""


def test_reading_a_saved_page_needs_no_network_library() -> None:
    told = "import sys, corpus.html.reader; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
