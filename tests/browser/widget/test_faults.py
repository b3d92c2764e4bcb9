"""What the question box tells when something goes wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.widget.boxes import QUESTION, Box
from tests.browser.widget.sites import Site, site

pytestmark = pytest.mark.browser


def test_a_site_that_may_not_ask_is_told_so(box_on: Callable[..., Box], visit_of: Callable[..., Any]) -> None:
    with site() as stranger:
        box = box_on(stranger).ask(QUESTION)
        assert box.told == (
            f"This site may not ask the assistant. Its operator must add {stranger.origin} to widget_origins."
        )
        assert box.latest.count() == 0
        assert box.focused == "input"


def test_an_assistant_that_is_gone_is_told(box_on: Callable[..., Box], other_port: Site, assistant: str) -> None:
    box = box_on(other_port)
    box.tab.context.route(f"{assistant}/**", lambda route: route.abort())
    assert box.ask(QUESTION).told == "The assistant cannot be reached. Try again later."


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (429, "{}", "Too many questions at this moment. Wait a minute, then ask again."),
        (503, "<html>", "Too many questions at this moment. Wait a minute, then ask again."),
        (503, '{"code": "busy"}', "Too many questions at this moment. Wait a minute, then ask again."),
        (503, '{"code": "unavailable"}', "The assistant could not answer. Try again later."),
        (500, "<html>", "The assistant could not answer. Try again later."),
        (400, '{"detail": "The question names <b>nothing</b>."}', "The question names <b>nothing</b>."),
        (200, "no JSON", "The assistant could not answer. Try again later."),
        (200, "null", "The assistant could not answer. Try again later."),
    ],
)
def test_what_goes_wrong_is_told_in_words(
    box_on: Callable[..., Box], other_port: Site, assistant: str, status: int, body: str, sentence: str
) -> None:
    box = box_on(other_port)
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
    answer = {"status": status, "body": body, "headers": headers}
    box.tab.context.route(f"{assistant}/api/**", lambda route: route.fulfill(**answer))
    assert box.ask(QUESTION).told == sentence
    assert box.focused == "input"


def test_an_answer_of_wrong_types_is_shown_as_far_as_it_goes(
    box_on: Callable[..., Box], other_port: Site, assistant: str
) -> None:
    cited = {"number": "<b>", "quote": 7, "title": None, "url": "javascript:alert(1)", "published": "soon", "page": "x"}
    answer = {"status": "__proto__", "citations": [cited], "suggestions": "none", "notices": [None], "text": 1}
    box = box_on(other_port)
    headers = {"Access-Control-Allow-Origin": "*"}
    box.tab.context.route(f"{assistant}/api/**", lambda route: route.fulfill(json=answer, headers=headers))
    box.ask(QUESTION)
    assert "undated" in box.latest.text_content()
    assert box.latest.locator("a").count() == 1
    assert box.visit.dialogs == []
