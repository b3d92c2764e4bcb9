"""What pages, records and front matter say about a text: who wrote it, when it changed, where its translations are."""

from datetime import date

import pytest
from lxml.html import document_fromstring

from corpus.html.facts import PageFacts, facts_of
from corpus.html.reader import read_html
from corpus.text import read_markdown
from tests.corpus.html.test_reader import TEASER, TEXT, documents, one, page
from tests.corpus.html.test_wordpress import document as wordpress

OWN = "https://sample.example/en/funding/"


def facts(head: str = "", body: str = TEXT, address: str = OWN) -> PageFacts:
    data = f'<html lang="en"><head>{head}</head><body><article><h1>Funding</h1>{body}</article></body></html>'
    return facts_of(document_fromstring(data), address)


def json_ld(told: str) -> str:
    return f'<script type="application/ld+json">{told}</script>'


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<meta name="author" content=" Ilka  Saarinen ">', ("Ilka Saarinen",)),
        ('<meta property="article:author" content="https://www.facebook.com/sample">', ()),
        ('<meta name="author" content="admin">', ()),
        ('<meta name="author" content="paul@sample.example">', ()),
        (json_ld('{"@type": "NewsArticle", "author": {"name": "Maren Tollvik"}}'), ("Maren Tollvik",)),
        (
            json_ld('[{"@type": "Article", "author": ["Paul Derrin", {"name": "Ilka Saarinen"}]}]'),
            ("Paul Derrin", "Ilka Saarinen"),
        ),
        (
            json_ld('{"@graph": [{"@type": "Article", "author": {"@id": "#p"}}, {"@id": "#p", "name": "Bo Ek"}]}'),
            ("Bo Ek",),
        ),
        (
            json_ld('[{"@type": "WebSite", "author": "A Company"}, {"@type": ["Article"], "author": "Ann Lee"}]'),
            ("Ann Lee",),
        ),
        (json_ld('{"author": {"name": {"en": "x"}}, "@graph": {"no": "list"}}'), ()),
        ('<meta name="author" content="Ann Lee">' + json_ld('{"author": ["ann lee", "Bo Ek"]}'), ("Ann Lee", "Bo Ek")),
    ],
)  # fmt: skip
def test_authors_are_names_that_the_page_tells(head: str, names: tuple[str, ...]) -> None:
    assert facts(head).authors == names


def test_an_author_is_linked_in_the_head_of_the_article() -> None:
    byline = '<p class="byline">By <a rel="author" href="/ann/">Ann Lee</a></p>'
    assert facts(body=byline + TEXT).authors == ("Ann Lee",)
    assert facts(body=TEXT + byline).authors == ()


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2021-08-02T09:30:00+00:00">',
        json_ld('{"@graph": [{"@type": "WebPage", "dateModified": "2021-08-02T09:30"}]}'),
        '<meta itemprop="dateModified" content="2021-08-02">',
    ],
)
def test_the_last_change_is_what_the_page_tells(head: str) -> None:
    published = '<meta property="article:published_time" content="{}">'
    assert one(TEXT, head=head + published.format("2021-07-23")).modified == date(2021, 8, 2)
    assert one(TEXT, head=head + published.format("2021-08-02")).modified is None
    planned = one(TEXT, head=head + published.format("2021-09-01"))
    assert (planned.published, planned.modified) == (date(2021, 9, 1), None)


def test_what_is_told_of_a_page_is_not_told_of_its_teasers() -> None:
    head = (
        '<meta name="author" content="Ann Lee"><meta property="article:modified_time" content="2021-08-02">'
        '<link rel="alternate" hreflang="fr" href="https://sample.example/fr/">'
    )
    own, teaser = documents(TEXT + TEASER, head=head)
    assert (own.authors, own.modified, own.alternates) == (
        ("Ann Lee",), date(2021, 8, 2), ("https://sample.example/fr/",)
    )  # fmt: skip
    assert (teaser.authors, teaser.modified, teaser.alternates) == ((), None, ())


def alternate(spoken: str, address: str) -> str:
    return f'<link rel="alternate" hreflang="{spoken}" href="{address}">'


def test_alternates_are_web_addresses_of_the_text_in_other_languages() -> None:
    head = (
        alternate("en", "http://www.sample.example/en/funding")
        + alternate("fr", "/fr/financement/")
        + alternate("fr", "/fr/financement/")
        + alternate("de", "https://sample.example/de/mittel/")
        + alternate("x-default", "https://sample.example/")
        + alternate("it", "javascript:alert(1)")
        + '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    )
    assert facts(head).alternates == ("https://sample.example/fr/financement/", "https://sample.example/de/mittel/")


def test_a_page_that_does_not_know_its_address_is_told_by_its_language() -> None:
    head = alternate("en", OWN) + alternate("fr", "https://sample.example/fr/") + alternate("de", "/relative/")
    assert facts(head, address="").alternates == ("https://sample.example/fr/",)


def test_a_record_of_wordpress_tells_author_change_and_translations() -> None:
    found = wordpress(
        "<p>EAEA calls for a fair share.</p>", date="2021-07-12T23:30:00", modified="2021-07-14T08:00:00",
        author="Ann Lee", alternates=["https://eaea.example/fr/a/", "javascript:alert(1)", "https://eaea.example/fr/a/"],
    )  # fmt: skip
    assert (found.authors, found.modified, found.alternates) == (
        ("Ann Lee",), date(2021, 7, 14), ("https://eaea.example/fr/a/",)
    )  # fmt: skip
    assert wordpress("<p>EAEA calls.</p>", author="admin").authors == ()
    assert wordpress("<p>EAEA calls.</p>", author=["Ann Lee", "Bo Ek"]).authors == ("Ann Lee", "Bo Ek")


@pytest.mark.parametrize(
    ("front", "names"),
    [
        ("author: Ann Lee", ("Ann Lee",)),
        ("authors: Ann Lee, Bo Ek", ("Ann Lee", "Bo Ek")),
        ("authors: [Ann Lee, {name: Bo Ek}]", ("Ann Lee", "Bo Ek")),
        ("author: {name: Ann Lee}", ("Ann Lee",)),
    ],
)
@pytest.mark.parametrize("key", ["modified", "updated", "lastmod"])
def test_front_matter_tells_authors_and_the_last_change(front: str, names: tuple[str, ...], key: str) -> None:
    text = f"---\n{front}\ndate: 2025-09-24\n{key}: 2025-10-01\n---\nEAEA calls for a fair share."
    (found,) = read_markdown(text.encode(), "a.md").documents
    assert (found.authors, found.modified) == (names, date(2025, 10, 1))


@pytest.mark.parametrize(
    ("head", "body", "kind"),
    [
        ('<meta property="og:type" content="website">', TEXT, "page"),
        ('<meta property="og:type" content="website">', f'<p class="date">23.07.2021</p>{TEXT}', "post"),
        ('<meta property="og:type" content="article">', TEXT, "post"),
        ("", TEXT, "post"),
    ],
)
def test_a_part_of_the_site_without_a_date_is_a_page(head: str, body: str, kind: str) -> None:
    assert one(body, head=head).kind == kind


def test_wordpress_says_in_the_body_what_is_a_page() -> None:
    saved = page(TEXT).replace("<body>", '<body class="page-template-default page page-id-12">')
    assert [document.kind for document in read_html(saved.encode(), "about.html").documents] == ["page"]
    assert wordpress(TEXT, type="page", title="EAEA statement on skills").kind == "page"
