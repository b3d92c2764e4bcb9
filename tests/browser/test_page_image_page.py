"""A quotation on the page of its PDF."""

import base64
import io
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from assistant.library import LiveLibrary
from assistant.web.links import page_image_path, sheet_path
from assistant.web.render import Pages
from assistant.web.views.page_images import PageImageViews
from assistant.web.views.sheets import SheetViews
from assistant.web.visitor import Introducing
from corpus.drawing import Drawer
from corpus.isolate import Limits
from tests.assistant.accounts.given import Door
from tests.browser.conftest import Visit

WORDS = "Individual learning accounts should not be introduced as a European instrument."
STATEMENT = "statements/2016-learning-accounts.pdf"


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


def path(live: LiveLibrary, words: str = WORDS) -> str:
    document = live.current.searcher.document(STATEMENT)
    start = document.text.index(words)
    return page_image_path(document, start, start + len(words))


def test_the_words_are_marked_on_their_page(client: httpx.Client, live: LiveLibrary) -> None:
    answer = client.get(path(live))
    assert answer.status_code == 200
    assert 'alt="Page 1 with the quoted words marked"' in answer.text
    (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', answer.text)
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
    assert (255, 236, 128) in colours


def test_words_that_are_gone_and_documents_that_are_none_show_no_page(client: httpx.Client, live: LiveLibrary) -> None:
    for wrong in (path(live).replace("check=", "check=0"), "/page-images/none?start=0&end=5"):
        answer = client.get(wrong)
        assert answer.status_code == 404
        assert "data:image" not in answer.text


def test_web_text_has_no_page(client: httpx.Client, live: LiveLibrary) -> None:
    document = live.current.searcher.document("posts/2021-07-micro-credentials.html")
    answer = client.get(page_image_path(document, 0, 20))
    assert answer.status_code == 404
    assert "data:image" not in answer.text


def test_a_page_that_waits_too_long_for_its_turn_may_be_asked_for_again(live: LiveLibrary, door: Door) -> None:
    app, drawer = FastAPI(), Drawer(Limits(wall_seconds=0.01), at_once=0)
    app.add_middleware(Introducing, sessions=door.sessions, by_header=None, ways_in=lambda: True)
    PageImageViews(live, Pages(), drawer).add_to(app)
    SheetViews(live, drawer).add_to(app)
    document = live.current.searcher.document(STATEMENT)
    start = document.text.index(WORDS)
    for address in (page_image_path, sheet_path):
        answer = TestClient(app).get(address(document, start, start + len(WORDS)))
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "too many pages are asked for at once" in answer.text and "no-store" in answer.headers["Cache-Control"]


@pytest.mark.browser
def test_a_person_comes_to_the_page_from_a_position(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address).open("/positions?q=learning+accounts")
    visit.tab.locator("a:has-text('See the page')").first.click()
    picture = visit.tab.locator(".sheet img")
    picture.wait_for()
    assert visit.tab.evaluate("document.querySelector('.sheet img').naturalWidth") > 500
    assert visit.complaints == [] and visit.foreign == []
