"""From a number in an answer to its source beside it, to the page of its PDF, and into the basket and back."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from PIL import Image

from assistant.library import LiveLibrary
from assistant.web.links import sheet_path
from tests.browser.conftest import Visit

QUESTION = "What is EAEA's position on micro-credentials?"
STATEMENT = "statements/2021-micro-credentials.pdf"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 700), (320, 640)])
def test_a_number_opens_its_source_and_escape_leads_back(
    visit_of: Callable[..., Visit], address: str, width: int, height: int
) -> None:
    visit = visit_of(address, width, height).open()
    visit.ask(QUESTION)
    shown = visit.tab.url
    last = visit.latest.locator("a.number").last
    number = last.text_content().strip("[]")
    last.focus()
    visit.tab.keyboard.press("Enter")
    source = visit.tab.locator(f"#source-0-{number}.cited:focus")
    source.wait_for()
    box = source.locator("mark").bounding_box()
    assert 0 <= box["y"] < height and box["x"] + box["width"] <= width
    assert source.locator("mark").text_content() == visit.latest.locator("q").last.text_content()
    visit.tab.keyboard.press("Tab")
    visit.tab.keyboard.press("Escape")
    assert visit.tab.evaluate("document.activeElement.textContent") == f"[{number}]"
    visit.latest.locator("a.number").first.click()
    visit.tab.locator(".excerpt.cited").wait_for()
    assert visit.tab.url == shown, "a step within the page is no other page"
    assert visit.overflow <= 0


@pytest.mark.browser
def test_the_page_of_a_pdf_is_shown_within_the_sources(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address, width=320).open()
    visit.ask(QUESTION)
    assert not any("/sheets/" in url for url in visit.requested), "no page is drawn before somebody wants it"
    excerpt = visit.tab.locator("#sources .excerpt:has(.on-page)").first
    excerpt.locator(".on-page summary").focus()
    visit.tab.keyboard.press("Enter")
    image = excerpt.locator("img")
    visit.tab.wait_for_function("image => image.naturalWidth > 300", arg=image.element_handle())
    assert visit.overflow <= 0
    image.click()
    visit.tab.locator("figure.sheet img").wait_for()
    assert visit.complaints == []


@pytest.mark.browser
def test_what_was_collected_leads_back_to_the_same_answer(visit: Any) -> None:
    visit.ask(QUESTION)
    visit.ask("and for refugees?")
    shown, quotes = visit.tab.url, visit.latest.locator("q").all_text_contents()
    visit.tab.locator("#sources button:has-text('Collect')").first.click()
    visit.tab.wait_for_url("**/basket#*")
    assert visit.tab.locator(".kept blockquote").inner_text() in quotes
    visit.tab.go_back()
    visit.latest.wait_for()
    assert (visit.tab.url, visit.latest.locator("q").all_text_contents()) == (shown, quotes)


def test_a_picture_is_drawn_only_of_words_that_stand_there(address: str, live: LiveLibrary) -> None:
    document = live.current.searcher.document(STATEMENT)
    words = "never a substitute for them"
    start = document.text.index(words)
    path = sheet_path(document, start, start + len(words))
    with httpx.Client(base_url=address, timeout=30) as client:
        answer = client.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).width > 300
        post = live.current.searcher.document("posts/2021-07-micro-credentials.html")
        for wrong in (f"{path}0", path.replace("start=", "start=9"), "/sheets/none", sheet_path(post, 0, 9)):
            refused = client.get(wrong)
            assert refused.status_code == 404 and refused.headers["content-type"].startswith("text/plain")
