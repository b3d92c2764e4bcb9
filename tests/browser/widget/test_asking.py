"""The question box on pages of other origins: cited answers, links, follow-ups, the keyboard."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.conversation import query_of
from assistant.library import LiveLibrary
from tests.browser.widget.boxes import NOTHING, QUESTION, Box
from tests.browser.widget.sites import Site, host_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("shown", ["other_port", "other_name"])
def test_a_page_of_another_origin_gets_a_cited_answer(
    box_on: Callable[..., Box], assistant: str, live: LiveLibrary, shown: str, request: pytest.FixtureRequest
) -> None:
    box = box_on(request.getfixturevalue(shown), 'data-label="Ask EAEA"').ask(QUESTION)
    quotes = box.latest.locator("blockquote").all_text_contents()
    assert box.told == f"{len(quotes)} exact quotations found."
    answer = live.current.answerer.answer(query_of(QUESTION))
    assert quotes == [one.quote for one in answer.citations]
    assert box.latest.locator('blockquote[lang="en"]').count() == len(quotes)
    facts = box.latest.locator("blockquote + p").all_text_contents()
    for cited, told in zip(answer.citations, facts, strict=True):
        assert told.startswith(f"[{cited.number}] {cited.document.title} · {cited.document.kind} · ")
        assert str(cited.document.published.year if cited.document.published else "") in told
    assert box.latest.locator(".note").all_text_contents() == list(answer.notices)
    sent = {host_of(url) for url in box.visit.requested}
    assert sent == {host_of(box.visit.address), host_of(assistant)}
    assert box.visit.complaints == []


def test_links_lead_to_the_marked_words_and_to_the_original_in_new_tabs(
    box_on: Callable[..., Box], other_port: Site
) -> None:
    box = box_on(other_port).ask(QUESTION)
    first = box.latest.locator("li").first
    quote = first.locator("blockquote").text_content()
    for link in box.host.locator("a").all():
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noopener noreferrer"
    inside, original = first.locator("a").all()
    assert str(original.get_attribute("href")).startswith("https://sample.example/")
    with box.tab.context.expect_page() as opened:
        inside.click()
    page = opened.value
    page.locator("mark").first.wait_for()
    assert page.locator("mark").all_text_contents() == [quote]
    assert page.evaluate("window.opener") is None


def test_it_sends_no_cookies_and_keeps_nothing(box_on: Callable[..., Box], other_port: Site, assistant: str) -> None:
    box = box_on(other_port)
    box.tab.context.add_cookies([{"name": "assistant_session", "value": "x", "url": assistant}])
    with box.tab.expect_request(lambda one: one.method == "POST") as asked:
        box.ask(QUESTION)
    headers = asked.value.all_headers()
    assert "cookie" not in headers
    assert "referer" not in headers
    assert box.tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert [one["name"] for one in box.tab.context.cookies()] == ["assistant_session"]


def test_nothing_found_offers_topics_that_can_be_asked_with_the_keyboard(
    box_on: Callable[..., Box], other_port: Site
) -> None:
    box = box_on(other_port).ask(NOTHING)
    assert box.told.startswith("Nothing found")
    topic = box.latest.get_by_role("button").first
    name = topic.text_content()
    topic.focus()
    box.tab.keyboard.press("Enter")
    box.answered()
    assert box.input.input_value() == name
    assert box.focused == "input"


def test_everything_is_reached_with_the_keyboard(box_on: Callable[..., Box], other_port: Site) -> None:
    box = box_on(other_port)
    box.tab.keyboard.press("Tab")
    assert box.focused == "input"
    box.tab.keyboard.type(QUESTION)
    box.tab.keyboard.press("Tab")
    assert box.focused == "button"
    box.tab.keyboard.press("Space")
    box.answered()
    assert box.latest.locator("blockquote").count() > 0
    reached = set()
    for _ in range(30):
        box.tab.keyboard.press("Tab")
        reached.add(box.host.evaluate("box => box.shadowRoot.activeElement?.href ?? ''"))
    assert reached - {""} == set(box.host.locator("a").evaluate_all("all => all.map(one => one.href)"))


def test_a_follow_up_leans_on_what_was_asked_until_it_is_asked_by_itself(
    box_on: Callable[..., Box], other_port: Site
) -> None:
    box = box_on(other_port).ask(QUESTION).ask("and for refugees?")
    assert "About: micro-credentials" in box.latest.text_content()
    assert box.host.locator("details article .asked").all_text_contents() == [f"Question: {QUESTION}"]
    box.latest.get_by_role("button", name="Ask it by itself").click()
    box.answered()
    assert "About:" not in box.latest.text_content()
    assert box.input.input_value() == "and for refugees?"


def test_a_replaced_document_says_so(box_on: Callable[..., Box], other_port: Site) -> None:
    box = box_on(other_port).ask("What did EAEA say about learning accounts in 2016?")
    banner = box.latest.locator(".note.warn").first
    assert banner.text_content().startswith("Superseded: this text no longer states the current position.")
    with box.tab.context.expect_page() as opened:
        banner.locator("a").click()
    assert "2022" in opened.value.locator("main").text_content()


def test_several_boxes_know_nothing_of_each_other(box_on: Callable[..., Box], other_port: Site) -> None:
    preset = "What about <b>refugees</b>?"
    first = box_on(other_port, "", f'data-lang="fr-BE" data-question="{preset}"')
    second = Box(first.visit, 1)
    assert second.input.input_value() == preset
    assert second.told == ""
    second.ask(NOTHING)
    assert second.told.startswith("Rien n’a été trouvé.")
    assert second.host.get_by_role("button", name="Demander").count() == 1
    assert (first.told, first.input.input_value(), first.latest.count()) == ("", "", 0)


def test_the_example_page_holds_a_box_that_answers(visit_of: Callable[..., Any], assistant: str) -> None:
    visit = visit_of(assistant, width=320)
    visit.tab.goto(f"{assistant}/widget")
    box = Box(visit).ask(QUESTION)
    assert box.latest.locator("blockquote").count() > 0
    assert visit.tab.locator("pre").text_content().startswith(f'<script src="{assistant}/widget.js"')
    assert visit.complaints == []
    assert visit.overflow == 0
