"""Beginnings of other posts that are glued to a page without a contact block: their words and dates are their own."""

from datetime import date

import pytest

from corpus.document import Document
from corpus.html.reader import read_html
from tests.corpus.html.test_reader import SENTENCE, TEXT, documents, page

HEADING = '<h3><a href="/other/">Another post</a></h3>'
WORDS = f"<p>{SENTENCE} Teaser.</p>"
DAY = date(2026, 3, 6)


def both(article: str, **parts: str) -> tuple[Document, Document]:
    own, teaser = documents(article, **parts)
    return own, teaser


@pytest.mark.parametrize(
    "teaser",
    [
        f'<div><span class="date">06.03.2026</span>{HEADING}{WORDS}</div>',
        f"<div><p>06.03.2026 funding</p>{HEADING}{WORDS}</div>",
        f'<div><div class="m"><span>06.03.2026</span> <a rel="tag" href="/t">funding</a></div>{HEADING}{WORDS}</div>',
        f'<div><time datetime="2026-03-06">6 March 2026</time>{HEADING}{WORDS}</div>',
        f'<div><div class="m"><time datetime="2026-03-06T09:00">6 March</time></div>{HEADING}<div>{WORDS}</div></div>',
        f'<div>{HEADING}<p class="loop-date">06.03.2026</p>{WORDS}</div>',
        f'<div>{HEADING}<time datetime="2026-03-06">last week</time>{WORDS}</div>',
        f'<a href="/other/"><span>06.03.2026</span><h3>Another post</h3>{WORDS}</a>',
    ],
)
def test_a_newer_teaser_keeps_its_words_and_date_to_itself(teaser: str) -> None:
    own, other = both(f'<p class="meta">23.07.2021</p>{TEXT}{teaser}')
    assert (own.published, own.text.count(SENTENCE)) == (date(2021, 7, 23), 3)
    assert (other.published, other.title, other.teaser) == (DAY, "Another post", True)
    assert other.text == f"{SENTENCE} Teaser."


@pytest.mark.parametrize(
    "section",
    [
        f"<h3>Day one</h3><p>06.03.2026</p>{WORDS}",
        f"<h3>Day one</h3><time datetime='2026-03-06'>6 March</time>{WORDS}",
        f'<p>On <time datetime="2026-03-06">6 March 2026</time> we met.</p>{HEADING}{WORDS}',
        f"{HEADING}<p>06.03.2026 was a Friday, and it rained.</p>{WORDS}",
    ],
)
def test_dates_in_a_text_part_nothing(section: str) -> None:
    (own,) = documents(TEXT + section)
    assert f"{SENTENCE} Teaser." in own.text
    assert own.published is None


@pytest.mark.parametrize(
    "head",
    [
        "<figure><figcaption>Photo: a class in Ghent</figcaption></figure><p>23.07.2021 micro</p><h1>The perils</h1>",
        "<p>Photo: a class in Ghent</p><p>23.07.2021 micro</p><h1>The perils</h1>",
        "<p>Photo: a class in Ghent</p><h1>The perils</h1><p>23.07.2021 micro</p>",
    ],
)
@pytest.mark.parametrize("frame", ["article", "div"])
def test_a_caption_before_the_date_line(head: str, frame: str) -> None:
    saved = f"<html><body><{frame}>{head}{TEXT}</{frame}></body></html>"
    (own,) = read_html(saved.encode(), "p.html").documents
    assert (own.title, own.published) == ("The perils", date(2021, 7, 23))
    assert own.text == f"{SENTENCE} One.\n\n{SENTENCE} Two.\n\n{SENTENCE} Three."


def test_posts_that_an_unmarked_listing_repeats_whole_are_not_its_own() -> None:
    listed = "".join(f"<article><p>0{n}.03.2026 tag</p><h2>Post {n}</h2>{TEXT}</article>" for n in (1, 2, 3))
    own, *others = read_html(page(listed, title="<h1>News</h1>").encode(), "news.html").documents
    assert [(other.title, other.published, other.teaser) for other in others] == [
        ("Post 2", date(2026, 3, 2), True),
        ("Post 3", date(2026, 3, 3), True),
    ]
    assert own.text.count(SENTENCE) == 3 and "Post 2" not in own.text
