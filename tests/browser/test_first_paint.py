"""What a visitor sees before Gradio has started, or without any script, and how little that weighs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio
import httpx
import pytest
from lxml import html

from assistant.library import LiveLibrary
from index.models.encoder import Encoder
from tests.browser.conftest import JOIN, Visit
from tests.conftest import sync_folder

QUESTION = "What is EAEA's position on micro-credentials?"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" onload="document.title=1"><script>document.title = 2'
    '</script><rect width="90" height="30" fill="#7a1f3d"/></svg>'
)
HEAVIEST = 150_000
"""Bytes of the page without Gradio's own files."""


def first_of(text: str) -> Any:
    return html.fromstring(text).get_element_by_id("first")


@pytest.fixture
def branded(live: LiveLibrary, serving: Callable[..., Any], tmp_path: Path) -> Iterator[str]:
    (tmp_path / "logo.svg").write_text(LOGO)
    told = {"accent": "#7a1f3d", "logo": tmp_path / "logo.svg", "title": "Ask <us>", "welcome": "Whatever & ever."}
    with serving(live, **told) as url:
        yield url


@pytest.mark.parametrize("path", ["/", "/?q=What+is+EAEA%27s+position+on+micro-credentials%3F"])
def test_the_page_is_light(address: str, path: str) -> None:
    with httpx.Client(base_url=address) as client:
        page = client.get(path)
        tree = html.fromstring(page.text)
        names = tree.xpath("//head//link[@rel='stylesheet' or @rel='icon']/@href | //head/script/@src")
        own = [name for name in names if name.startswith("/page/")]
        assert {"/page/style.css", "/page/look.css", "/page/page.js", "/page/icon.svg"} <= set(own)
        weight = len(page.content) + sum(len(client.get(name).content) for name in own)
        assert weight <= HEAVIEST


def test_the_answer_is_in_the_page_as_it_is_served(address: str, live: LiveLibrary) -> None:
    first = first_of(httpx.get(address, params={"q": QUESTION, "since": "2019"}).text)
    quotes = [quote.text_content() for quote in first.xpath(".//q")]
    marked = [mark.text_content() for mark in first.xpath(".//mark")]
    assert quotes and sorted(quotes) == sorted(marked)
    assert first.xpath(".//form[@role='search']//input[@name='since']/@value") == ["2019"]
    assert first.xpath(".//form[@role='search']//input[@name='after']/@value") == [QUESTION]


def test_before_a_question_the_page_teaches(address: str, live: LiveLibrary) -> None:
    first = first_of(httpx.get(address).text)
    topics = dict(live.current.searcher.coverage().by_topic)
    told = {item.xpath("string(a)"): int(item.xpath("string(span)")) for item in first.xpath(".//ul[@class='held']/li")}
    assert told and all(topics[topic] == count for topic, count in told.items())
    examples = first.xpath(".//div[@class='examples']/a/@href")
    assert len(examples) == 4
    for path in examples:
        assert first_of(httpx.get(address + path).text).xpath(".//q")


def test_a_question_without_an_answer_is_told_what_to_do(address: str) -> None:
    first = first_of(httpx.get(address, params={"q": "nuclear energy plants in 2021", "topic": "funding"}).text)
    (searched,) = first.xpath(".//p[@class='searched']")
    links = {link.text_content(): link.get("href") for link in searched.xpath("a")}
    assert links == {
        "Search without “topic funding”": "/?q=nuclear+energy+plants+in+2021",
        "Search without “in 2021”": "/?q=nuclear+energy+plants+in+2021&topic=funding&years=all",
    }


def test_an_empty_library_says_so(serving: Callable[..., Any], encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    sync_folder(tmp_path / "library", encoder, tmp_path / "none", allow_empty=True)
    with serving(LiveLibrary(tmp_path / "library", encoder)) as url:
        assert "The library is empty" in first_of(httpx.get(url).text).text_content()
        asked = first_of(httpx.get(url, params={"q": QUESTION}).text)
        assert asked.xpath("string(.//div[@class='answer']/@data-status)") == "not_found"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_without_scripts_questions_are_asked_and_led_on(chromium: Any, address: str, width: int) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.goto(address)
    tab.get_by_label("Your question").fill(QUESTION)
    with tab.expect_navigation():
        tab.get_by_role("button", name="Ask").click()
    assert tab.title() == QUESTION
    assert tab.locator("#first q").count() > 0
    tab.locator("#first a.number").first.click()
    tab.locator(".excerpt:target").wait_for()
    tab.get_by_label("Your question").fill("and for refugees?")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Ask").click()
    assert tab.locator(".about").text_content() == "about: micro-credentials"
    assert tab.locator("#first").bounding_box()["width"] <= width
    context.close()


@pytest.mark.browser
def test_what_was_typed_before_gradio_started_is_not_lost(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address)
    with visit.holding(JOIN):
        with visit.tab.expect_request(JOIN):
            visit.tab.goto(address)
        visit.tab.locator("#first-question").fill(QUESTION)
    area = visit.tab.locator("#question textarea")
    area.wait_for()
    assert area.input_value() == QUESTION
    visit.tab.keyboard.press("Enter")
    visit.latest.locator("q").first.wait_for()
    assert visit.tab.locator("#first").count() == 0


@pytest.mark.browser
def test_a_part_that_comes_after_the_first_answer_is_waited_for(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address)
    with visit.holding(*(f"**/assets/{name}" for name in _files_of("accordion-content"))) as held:
        visit.tab.goto(f"{address}/?q=refugees", wait_until="commit")
        visit.latest.wait_for(state="attached")
        visit.drawn()
        assert held and visit.tab.locator("#first").is_visible() and visit.tab.locator("#filters").count() == 0
    visit.tab.locator("#first").wait_for(state="detached")
    assert visit.ask(QUESTION).locator("q").count() > 0
    visit.tab.get_by_role("button", name="Narrow by year", expanded=False).wait_for()
    assert visit.complaints == []


def _files_of(words: str) -> list[str]:
    """Names of the scripts of Gradio's that hold some words."""
    folder = Path(gradio.__file__).parent / "templates/frontend/assets"
    return [path.name for path in folder.glob("Index-*.js") if words in path.read_text("utf-8")]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_look_of_the_organisation_is_on_every_page(
    visit_of: Callable[..., Visit], branded: str, scheme: str
) -> None:
    visit = visit_of(branded, scheme=scheme)
    colours = set()
    for path in ("/", "/positions", "/find", "/check", "/basket", "/privacy", "/sign-in"):
        visit.open(path)
        colours.add(visit.tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')"))
    assert len(colours) == 1 and (colours == {"#7a1f3d"}) == (scheme == "light")
    visit.open()
    assert visit.tab.locator("#header h1").text_content() == visit.tab.title() == "Ask <us>"
    assert visit.tab.locator("#header .purpose").text_content() == "Whatever & ever."
    assert visit.complaints == [] and visit.foreign == []


@pytest.mark.browser
def test_a_logo_cannot_run_scripts(visit_of: Callable[..., Visit], branded: str) -> None:
    answer = httpx.get(f"{branded}/page/logo")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["x-content-type-options"] == "nosniff"
    visit = visit_of(branded)
    visit.tab.goto(f"{branded}/page/logo")
    assert visit.tab.title() == ""
    assert "sandbox" in answer.headers["content-security-policy"]
