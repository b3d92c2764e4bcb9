from datetime import date

import pytest

import corpus.sample
from corpus.document import Document
from corpus.errors import ReadError
from corpus.formats import LARGEST_PAGE
from corpus.html.reader import read_html

SENTENCE = "Adults learn for many reasons, and most of them have little to do with work or with certificates at all."
TEXT = f"<p>{SENTENCE} One.</p><p>{SENTENCE} Two.</p><p>{SENTENCE} Three.</p>"
TEASER = f"""<div class="loop-item"><p class="loop-date">06.03.2026 funding</p>
<h3><a href="https://sample.example/other/">Another post altogether</a></h3><p>{SENTENCE} Teaser.</p></div>"""


def page(
    article: str, head: str = "", title: str = "<h1>The perils of certificates</h1>", charset: str = "utf-8"
) -> str:
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="{charset}">'
        f"<title>Perils &#8211; Adult learning news</title>{head}</head><body>"
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>'
        '<div class="cookie-banner"><p>We use cookies to count visits.</p><button>Accept</button></div>'
        f"<main><article>{title}{article}</article></main><footer><p>All rights reserved</p></footer></body></html>"
    )


def documents(article: str, **parts: str) -> tuple[Document, ...]:
    return read_html(page(article, **parts).encode(), "p.html").documents


def one(article: str, **parts: str) -> Document:
    (document,) = documents(article, **parts)
    return document


def test_the_article_is_read_without_menus_and_banners() -> None:
    assert one(TEXT).text == f"{SENTENCE} One.\n\n{SENTENCE} Two.\n\n{SENTENCE} Three."


@pytest.mark.parametrize("sign", ["\x02", "\x13", "\x1f", "\ufffe", "&#19;", "&#x013;", "&#65534;", "&#xFFFF;"])
def test_a_sign_that_xml_forbids_costs_no_more_than_itself(sign: str) -> None:
    table = f"<table><tr><td>a<br>{sign}b</td></tr></table><h2><a href='/x'>More{sign}</a></h2>{sign}"
    assert one(TEXT + table).text.split() == one(TEXT + table.replace(sign, " ")).text.split()


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        'aria-hidden="true"',
        'style="display: none"',
        'style="color:red;\n DISPLAY:NONE !important"',
        'style="visibility: hidden"',
        'style="color:white;font-size:1px"',
        'style="font-size:0"',
        'style="position: absolute; left: -9999px"',
        'style="top:-1000em;position:fixed"',
        'style="text-indent:-9999px"',
        'style="position:absolute;clip:rect(0 0 0 0)"',
    ],
)
def test_hidden_text_is_dropped(hiding: str) -> None:
    assert "SECRET" not in one(f"{TEXT}<p {hiding}>SECRET {SENTENCE}</p>").text


def test_a_template_is_not_shown_and_not_read() -> None:
    assert "SECRET" not in one(f"<template><p>SECRET {SENTENCE}</p></template>{TEXT}").text


@pytest.mark.parametrize(
    "style",
    [
        "font-size:16px",
        "font-size:1em",
        "font-size:0.9em",
        "display:block",
        "font-size:10pt",
        "margin-left:-100px",
        "position:relative;left:-10px",
        "opacity:0",
        "color:transparent;background-clip:text",
        "text-indent:-20px",
        "position:absolute;margin-left:-100px",
        "position:absolute;clip:rect(0,100px,100px,0)",
    ],
)
def test_styled_text_is_kept(style: str) -> None:
    assert "SHOWN" in one(f'{TEXT}<p style="{style}">SHOWN {SENTENCE}</p>').text


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ('<meta property="og:title" content="Shared">', "<h1>The  heading </h1>", "The heading"),
        ('<meta property="og:title" content="Shared">', "", "Shared"),
        ("", "", "Perils"),
        ('<meta property="og:title" content="Shared">', "<h1>One</h1><h1>Two</h1>", "Shared"),
    ],
)
def test_the_title_is_the_heading_then_what_is_shared_then_the_page(head: str, title: str, expected: str) -> None:
    assert one(TEXT, head=head, title=title).title == expected


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2021-07-23T09:30:00+00:00">',
        '<meta name="date" content="2021-07-23">',
        '<script type="application/ld+json">{"@graph": [{"a": 1}, {"datePublished": "2021-07-23T09:30"}]}</script>',
        '<script type="application/ld+json">{broken</script><meta itemprop="datePublished" content="2021-07-23">',
    ],
)
def test_the_date_is_what_the_page_says_of_itself(head: str) -> None:
    assert documents(TEXT + TEASER, head=head)[0].published == date(2021, 7, 23)


@pytest.mark.parametrize(
    "line",
    [
        '<p class="entry-meta">23.07.2021 <a rel="tag" href="/t">micro</a></p>',
        '<time datetime="2021-07-23">last summer</time>',
        '<div class="post-date">23.07.2021</div>',
    ],
)
def test_the_date_may_stand_above_the_text(line: str) -> None:
    assert documents(line + TEXT + TEASER)[0].published == date(2021, 7, 23)


def test_the_date_may_stand_in_the_footer_of_the_article() -> None:
    footer = '<footer class="entry-footer"><time datetime="2021-07-23">23 July</time></footer>'
    assert documents(TEXT + TEASER + footer)[0].published == date(2021, 7, 23)


def test_no_date_is_guessed_from_a_teaser() -> None:
    own, teaser = documents(TEXT + TEASER)
    assert own.published is None
    assert (teaser.published, teaser.title, teaser.topics) == (
        date(2026, 3, 6),
        "Another post altogether",
        ("funding",),
    )
    assert teaser.teaser
    assert not own.teaser


def test_no_date_is_guessed_from_the_text() -> None:
    assert one(f"{TEXT}<p>The meeting of 12.03.2020 was long. {SENTENCE}</p>").published is None


def test_a_caption_may_stand_before_the_date_line() -> None:
    caption = "<p>Photo: a class in Ghent</p><p>23.07.2021 micro-credentials</p>"
    (document,) = read_html(
        page(caption + TEXT, title="").replace("<article>", "<article><h2>Perils</h2>").encode(), "p"
    ).documents
    assert document.title == "Perils"
    assert SENTENCE in document.text


def test_tags_language_and_address_are_told() -> None:
    head = '<link rel="canonical" href="https://sample.example/perils/">'
    meta = '<p class="entry-meta"><a rel="tag" href="/t">micro</a>, <a rel="tag" href="/v"> two  words</a></p>'
    document = one(meta + TEXT, head=head)
    assert (document.topics, document.language, document.url) == (
        ("micro", "two words"),
        "en",
        "https://sample.example/perils/",
    )


def test_tags_in_the_head_go_before_tags_in_the_page() -> None:
    head = '<meta property="article:tag" content="one"><meta property="article:tag" content="one">'
    assert one(f'<p class="meta"><a rel="tag" href="/t">two</a></p>{TEXT}', head=head).topics == ("one",)


def test_only_web_links_are_kept_and_know_their_words() -> None:
    head = '<link rel="canonical" href="https://sample.example/a/b/">'
    links = (
        '<a href="https://ok.example/">fine</a> <a href="../c">near</a> <a href="javascript:alert(1)">script</a> '
        '<a href="data:text/html,x">data</a> <a href="mailto:a@b.example">mail</a>'
    )
    document = one(f"{TEXT}<p>{SENTENCE} {links}</p>", head=head)
    assert [(document.text[link.start : link.end], link.address) for link in document.links] == [
        ("fine", "https://ok.example/"),
        ("near", "https://sample.example/a/c"),
    ]
    assert one(TEXT, head='<link rel="canonical" href="javascript:alert(1)">').url == ""


@pytest.mark.parametrize(
    "quote",
    [
        f'The <a href="https://a.example/">Commission</a> asks <em>all</em> of us. {SENTENCE}',
        f'<p>The <a href="https://a.example/">Commission</a> asks <em>all</em> of us. {SENTENCE}</p>',
    ],
)
def test_a_block_quotation_is_recorded_as_one(quote: str) -> None:
    document = one(f"{TEXT}<blockquote>{quote}</blockquote><p>{SENTENCE} End.</p>")
    assert [document.text[span.start : span.end] for span in document.quotations] == [
        f"The Commission asks all of us. {SENTENCE}"
    ]


def test_paragraphs_inside_items_and_cells_do_not_run_into_each_other() -> None:
    listed = "<ul><li><p>One stands here.</p><p>Two stands here.</p></li><li>Three</li></ul>"
    table = "<table><tr><td><p>Four here.</p><p>Five here.</p></td><td>Six<br>Seven</td></tr></table>"
    text = one(f"{TEXT}{listed}<p>{SENTENCE} Mid.</p>{table}<p>{SENTENCE} End.</p>").text
    assert "• One stands here. Two stands here.\n• Three\n" in text
    assert "\nFour here. Five here. | Six Seven\n" in text


def test_nested_lists_follow_their_item_and_lose_nothing() -> None:
    text = one(
        f"{TEXT}<ul><li>Outer words <ul><li>Inner words</li></ul> after words</li></ul><p>{SENTENCE} End.</p>"
    ).text
    assert "• Outer words\n• Inner words\n• after words\n" in text


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "ascii"])
def test_a_declared_latin_charset_is_read_as_browsers_do(declared: str) -> None:
    data = page(f"<p>“Quoted” – café. {SENTENCE}</p>{TEXT}", charset=declared).encode("cp1252")
    (document,) = read_html(data, "p.html").documents
    assert document.text.startswith("“Quoted” – café.")


@pytest.mark.parametrize("declared", ["utf-16", "undefined", "unicode_escape", "no-such-charset", "utf-7"])
def test_a_wrong_declaration_does_no_harm(declared: str) -> None:
    data = page(f"<p>Caf\\u00e9 “is” +AGE- fine. {SENTENCE}</p>{TEXT} ", charset=declared).encode()
    for padding in (b"", b" "):
        (document,) = read_html(data + padding, "p.html").documents
        assert document.text.startswith("Caf\\u00e9 “is” +AGE- fine.")


def test_a_page_in_utf_16_is_read() -> None:
    (document,) = read_html(page(TEXT).encode("utf-16"), "p.html").documents
    assert document.text.startswith(SENTENCE)


def test_deeply_nested_text_is_read() -> None:
    assert one("<div>" * 600 + TEXT + "</div>" * 600).text == one(TEXT).text


@pytest.mark.parametrize(
    "data", [b"<html></html>", b"<!-- nothing -->", b"<body><nav><ul><li><a href='/'>Home</a></li></ul></nav></body>"]
)
def test_a_page_without_an_article_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"p\.html holds no"):
        read_html(data, "p.html")


def test_a_page_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ReadError, match="larger than 5 MB"):
        read_html(b" " * (LARGEST_PAGE + 1), "p.html")


SAMPLE = sorted((corpus.sample.content() / "posts").glob("*.html"))


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_sample_pages_are_read_whole_and_alone(path: object) -> None:
    data = path.read_bytes()  # type: ignore[attr-defined]
    own, *teasers = read_html(data, "p.html").documents
    for furniture in (
        "We use cookies",
        "Skip to content",
        "Share this post",
        "Subscribe",
        "It is not a statement",
        "Related posts",
    ):
        assert all(furniture not in document.text for document in (own, *teasers))
    assert own.published is not None
    assert own.topics
    assert own.url.startswith("https://sample.example/")
    assert own.text.rstrip()[-1] in ".!?e"
    assert "(at)sample.example" in own.text


def test_glued_teasers_of_a_sample_page_are_documents_of_their_own() -> None:
    data = (corpus.sample.content() / "posts" / "2025-02-ai-literacy.html").read_bytes()
    own, *teasers = read_html(data, "ai.html").documents
    assert [(t.published, t.topics, t.teaser, t.url) for t in teasers] == [
        (date(2026, 3, 6), ("gender equality",), True, ""),
        (date(2025, 9, 24), ("Erasmus+",), True, ""),
        (date(2024, 6, 17), ("individual learning accounts",), True, ""),
    ]
    assert own.published == date(2025, 2, 6)
    assert all(teaser.text not in own.text and teaser.title not in own.text for teaser in teasers)


def test_whatever_lies_in_a_quotation_is_quoted() -> None:
    inside = (
        "<ul><li>Vouchers should go.<ul><li>All of them.</li></ul></li></ul>"
        "<dl><dt>Aim</dt><dd>None shall stay.</dd></dl>"
        "<table><tr><td>When</td><td>At once</td></tr></table><h3>Why</h3><p>They cost.</p>"
    )
    document = one(f"{TEXT}<blockquote>{inside}</blockquote><p>EAEA regrets this plan of the Council.</p>")
    said = "\n".join(document.text[span.start : span.end] for span in document.quotations)
    for words in ("Vouchers should go.", "All of them.", "None shall stay.", "At once", "They cost."):
        assert words in said, words
    assert "EAEA" not in said


def test_inline_quotations_have_the_marks_that_a_browser_shows() -> None:
    document = one(
        f"{TEXT}<p>The mayor said <q>sell <b>all</b></q>, and then <q>“now”</q>. <q></q>EAEA did not agree.</p>"
    )
    assert "The mayor said “sell all”, and then “now”. EAEA did not agree." in document.text


def test_the_commission_s_words_in_a_sample_page_are_quotations() -> None:
    data = (corpus.sample.content() / "posts" / "2023-11-semester-options-paper.html").read_bytes()
    (document,) = read_html(data, "p.html").documents
    assert len(document.quotations) == 1


@pytest.mark.parametrize("depth", [300, 1500])
def test_deep_pages_are_read(depth: int) -> None:
    assert SENTENCE in one("<div>" * depth + TEXT + "</div>" * depth).text


def test_pages_too_deep_for_the_parser_are_told_and_not_read_in_part() -> None:
    page = "<html><body><article>" + "<div>" * 3000 + TEXT + "</div>" * 3000 + "</article></body></html>"
    with pytest.raises(ReadError, match="over 2,000 deep"):
        read_html(page.encode(), "p.html")
