"""What stands in the question box: until an answer is there, after it, and when there is none."""

from typing import Any

import pytest

from tests.browser.conftest import JOIN, Visit

pytestmark = pytest.mark.browser

FIRST, SECOND = "What is EAEA's position on micro-credentials?", "What  about \n refugees?"


def box(visit: Visit) -> Any:
    return visit.tab.locator("#question textarea")


def test_what_was_answered_leaves_it(visit: Visit) -> None:
    for question in (FIRST, SECOND):
        visit.ask(question)
        assert box(visit).input_value() == ""


def test_what_is_typed_before_the_answer_comes_stays_and_can_be_asked(visit: Visit) -> None:
    box(visit).fill(FIRST)
    with visit.holding(JOIN):
        with visit.tab.expect_request(JOIN):
            visit.tab.keyboard.press("Enter")
        box(visit).fill("and for refugees?")
    visit.latest.wait_for()
    visit.settle()
    assert box(visit).input_value() == "and for refugees?"
    visit.tab.keyboard.press("Enter")
    visit.latest.filter(has_text="about: micro-credentials").wait_for()
    visit.settle()
    assert box(visit).input_value() == ""


def test_questions_that_follow_one_another_at_once_are_all_answered(visit: Visit) -> None:
    for number in range(12):
        question = f"{FIRST} {number}"
        box(visit).fill(question)
        visit.tab.keyboard.press("Enter")
        visit.latest.filter(has_text=question).wait_for()


def test_a_question_of_10_000_characters_gets_one_clear_sentence(visit: Visit) -> None:
    latest = visit.ask("micro " * 1667)
    said = latest.locator(".opening").text_content()
    assert said == "The question has 10,002 characters; 1,000 are read. Shorten it to its main point."
    assert visit.tab.locator("#question textarea").input_value().startswith("micro micro")
    assert visit.complaints == []


def test_an_empty_question_gets_one_clear_sentence(visit: Visit) -> None:
    visit.tab.get_by_role("button", name="Ask").click()
    visit.latest.wait_for()
    assert visit.latest.locator(".opening").text_content().startswith("The question is empty.")
