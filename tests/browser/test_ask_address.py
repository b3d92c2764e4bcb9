"""The address of the Ask page holds the whole view: Back, Forward, reload, and a link for a colleague."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MICRO_CREDENTIALS = "What is EAEA's position on micro-credentials?"


def view_of(visit: Visit) -> dict[str, Any]:
    """What is shown, and by which address."""
    tab = visit.tab
    return {
        "address": tab.url,
        "title": tab.title(),
        "asked": tab.locator(".asked").all_text_contents(),
        "quotes": tab.locator("#latest q").all_text_contents(),
        "opening": tab.locator("#latest .opening").all_text_contents(),
        "sources": tab.locator("#sources h3").all_text_contents(),
    }


def params(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.tab.url).query)


def led_to(visit: Visit, question: str) -> None:
    """Wait until the view of a question is shown, or the page without one."""
    shown = visit.tab.locator("#latest .words")
    if question:
        shown.filter(has_text=re.compile(f"^{re.escape(question)}$")).wait_for()
    else:
        shown.wait_for(state="detached")
    visit.settle()


def test_back_and_forward_show_each_view_again_and_push_none(visit: Any) -> None:
    first, second = MICRO_CREDENTIALS, "and for refugees?"
    seen = [view_of(visit)]
    for question in (first, second):
        visit.ask(question)
        seen.append(view_of(visit))
    assert params(visit) == {"q": [second], "after": [first]}
    assert visit.tab.title() == second
    length = visit.tab.evaluate("history.length")
    for question, view in ((first, seen[1]), ("", seen[0])):
        visit.tab.go_back()
        led_to(visit, question)
        assert view_of(visit) == view
    for question, view in ((first, seen[1]), (second, seen[2])):
        visit.tab.go_forward()
        led_to(visit, question)
        assert view_of(visit) == view
    assert visit.tab.evaluate("history.length") == length
    assert visit.complaints == []


def test_after_back_a_question_leans_on_what_is_shown(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("What is EAEA's position on prisons?")
    visit.tab.go_back()
    led_to(visit, MICRO_CREDENTIALS)
    assert visit.ask("and for refugees?").locator(".about").text_content() == "about: micro-credentials"
    assert params(visit)["after"] == [MICRO_CREDENTIALS]


def test_a_reload_and_a_link_show_the_same(visit: Any, visit_of: Callable[..., Visit], address: str) -> None:
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("and for refugees?")
    seen = view_of(visit)
    visit.tab.reload()
    led_to(visit, "and for refugees?")
    assert view_of(visit) == seen
    colleague = visit_of(address, width=390)
    colleague.tab.goto(visit.tab.locator("#latest a.link").evaluate("link => link.href"))
    led_to(colleague, "and for refugees?")
    assert view_of(colleague) == seen
    assert colleague.overflow <= 0


def test_what_was_dropped_stays_dropped(visit: Any) -> None:
    visit.ask(MICRO_CREDENTIALS)
    visit.ask("and in prisons in 2016?")
    visit.tab.locator("button.drop").click()
    visit.latest.locator(".understood").wait_for(state="detached")
    visit.settle()
    visit.tab.get_by_role("button", name="Search all years").click()
    visit.latest.locator(".period").wait_for(state="detached")
    visit.settle()
    asked = {"q": ["and in prisons in 2016?"], "after": [MICRO_CREDENTIALS], "alone": ["yes"], "years": ["all"]}
    assert params(visit) == asked
    seen = view_of(visit)
    visit.tab.reload()
    led_to(visit, "and in prisons in 2016?")
    assert view_of(visit) == seen
    assert visit.latest.locator(".understood, .period").count() == 0


def test_filters_of_an_address_are_chosen_in_the_panel(visit: Any, address: str) -> None:
    filters = "since=2019&until=2024&topic=Funding&topic=validation&language=en&kind=statement&publisher=EAEA"
    visit.tab.goto(f"{address}/?q=learning+accounts&{filters}")
    led_to(visit, "learning accounts")
    visit.open_filters()
    assert visit.tab.get_by_label("From year").input_value() == "2019"
    assert visit.tab.get_by_label("To year").input_value() == "2024"
    chosen = visit.tab.locator("#topics .token, #publishers .token").all_inner_texts()
    assert [one.strip() for one in chosen] == ["funding (6)", "validation (4)", "EAEA"]
    ticked = visit.tab.locator("#filters input:checked").evaluate_all("all => all.map(one => one.name)")
    assert ticked == ["statement", "en"]
    visit.ask("validation")
    narrowed = {"since": ["2019"], "until": ["2024"], "kind": ["statement"], "language": ["en"], "publisher": ["EAEA"]}
    assert params(visit) == narrowed | {
        "q": ["validation"],
        "after": ["learning accounts"],
        "topic": ["funding", "validation"],
    }


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        ("q=funding&topic=none+such", "No document passes the filters"),
        ("q=funding&since=99999", "The year “from” must be four digits"),
        ("q=funding&since=2022&until=2019", "Put the earlier year first"),
        ("q=" + "x" * 10_000, "10,000 characters; 1,000 are read"),
        ("until=soon", "The year “to” must be four digits"),
    ],
)
def test_an_address_that_cannot_be_meant_gets_a_sentence(
    visit_of: Callable[..., Visit], address: str, search: str, sentence: str
) -> None:
    visit = visit_of(address)
    visit.tab.goto(f"{address}/?{search}")
    visit.latest.locator(".opening").wait_for()
    assert sentence in visit.latest.locator(".opening").text_content()
    assert visit.tab.locator("#latest q, #sources .source").count() == 0
    assert visit.complaints == []


def test_an_address_of_someone_elses_making_is_only_text(visit: Any, address: str) -> None:
    payload = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%22%3E"
    visit.tab.goto(f"{address}/?q={payload}&after={payload}&alone={payload}&topic={payload}&publisher={payload}")
    visit.latest.wait_for()
    visit.settle()
    assert visit.tab.locator("#workspace img, #first img").count() == 0
    assert visit.dialogs == []
