"""The page of every mention, and its table."""

import csv
from collections.abc import Callable, Iterator

import httpx
import pytest

from assistant.library import LiveLibrary
from tests.browser.conftest import Visit


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.browser
def test_every_mention_is_marked_in_its_sentence_and_leads_to_its_place(
    visit_of: Callable[..., Visit], address: str, live: LiveLibrary
) -> None:
    visit = visit_of(address).open("/find?q=refugees")
    found = live.current.searcher.mentions("refugees")
    assert visit.tab.locator(".mentions > li").count() == len(found.documents)
    marks = visit.tab.locator(".mentions mark").all_inner_texts()
    assert {mark.lower() for mark in marks} <= {"refugee", "refugees"} and marks
    sentence = visit.tab.locator(".mentions .plain li").first
    words = sentence.inner_text().split(" page ")[0].removesuffix(" in the text")
    sentence.locator("a").click()
    visit.tab.locator("#quote").wait_for()
    assert "".join(visit.tab.locator("mark").all_inner_texts()).split() == words.split()


def test_the_table_holds_every_sentence(client: httpx.Client, live: LiveLibrary) -> None:
    answer = client.get("/find.csv?q=refugees")
    assert answer.headers["content-disposition"] == 'attachment; filename="mentions.csv"'
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    found = live.current.searcher.mentions("refugees")
    assert [row["document"] for row in rows] == [one.document.id for one in found.documents for _ in one.sentences()]
    assert client.get("/find.csv?q=%3F").status_code == 400


def test_a_number_of_no_page_shows_the_nearest(client: httpx.Client) -> None:
    whole = client.get("/find?q=refugees").text
    for number in ("0", "9999999", "-1", "two", "1"):
        assert client.get(f"/find?q=refugees&page={number}").text.count("<mark>") == whole.count("<mark>")
