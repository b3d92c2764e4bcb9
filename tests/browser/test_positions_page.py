"""The pages that follow a topic: positions over the years, and what changed."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.browser.conftest import Visit

ACCOUNTS = "/positions?q=learning+accounts"
TIMES = "/compare?q=learning+accounts&first=2016&second=2024"
PLAIN = ("/positions", ACCOUNTS, "/compare", TIMES, "/find?q=refugees", "/check", "/basket")


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.browser
def test_a_bar_narrows_and_back_leads_back(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address).open(ACCOUNTS)
    assert visit.tab.locator(".position").count() == 6
    visit.tab.locator("svg a[aria-label^='2022, statement']").click()
    visit.tab.wait_for_url("**since=2022**")
    assert visit.tab.locator(".position").count() == 1
    assert "until=2022" in visit.tab.url and "kind=statement" in visit.tab.url
    assert visit.tab.locator(".chosen li").count() == 3
    visit.tab.locator(".chosen a[aria-label='Drop kind statement']").click()
    visit.tab.wait_for_url(re.compile("^(?!.*kind=)"))
    assert visit.tab.locator(".position").count() == 2
    visit.tab.go_back()
    visit.tab.go_back()
    visit.tab.locator(".position").nth(5).wait_for()
    assert visit.complaints == [] and visit.foreign == []


@pytest.mark.browser
def test_a_superseded_position_leads_to_the_comparison_with_its_successor(
    visit_of: Callable[..., Visit], address: str
) -> None:
    visit = visit_of(address).open(ACCOUNTS)
    visit.tab.locator(".position.replaced a:has-text('compare the two')").first.click()
    visit.tab.wait_for_url("**/compare?**")
    kinds = visit.tab.locator(".pair .kind").all_inner_texts()
    assert {"wording differs", "new", "no longer said"} <= set(kinds)
    assert "position changed" not in visit.tab.locator(".pairs").inner_text().lower()
    assert visit.tab.locator(".pair del").first.is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("path", PLAIN)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark")])
def test_plain_pages_fit_any_window_and_ask_no_other_host(
    path: str, width: int, scheme: str, visit_of: Callable[..., Visit], address: str
) -> None:
    visit = visit_of(address, width=width, scheme=scheme)
    visit.tab.goto(address + path)
    assert visit.tab.locator("h1").count() == 1
    assert visit.tab.locator("nav.pages [aria-current]").count() == 1
    assert visit.overflow == 0
    assert visit.complaints == [] and visit.foreign == []


@pytest.mark.browser
def test_a_topic_is_shown_by_the_keyboard_alone(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address).open("/positions")
    visit.tab.wait_for_function("document.activeElement.id === 'q'")
    visit.tab.keyboard.type("micro-credentials")
    visit.tab.keyboard.press("Enter")
    visit.tab.locator(".position").first.wait_for()
    assert visit.tab.url == f"{address}/positions?q=micro-credentials"


def test_pages_need_no_script_and_run_none(client: httpx.Client) -> None:
    for path in PLAIN:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<script" not in answer.text
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/positions?q=EAEA", "names no topic"),
        ("/positions?q=accounts&since=then", "is no date"),
        ("/positions?q=" + "a" * 1001, "Shorten it"),
        ("/compare?q=accounts&first=2024&second=2016", "earlier day first"),
        ("/compare?q=accounts&first=2024", "Name two years"),
        ("/compare?old=none&new=nowhere", "holds no document “none”"),
        ("/find?q=%3F", "holds no word"),
    ],
)
def test_what_cannot_be_meant_is_told(path: str, told: str, client: httpx.Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert told in answer.text


def test_a_topic_of_nothing_is_told_as_an_answer(client: httpx.Client) -> None:
    answer = client.get("/positions?q=nuclear+power")
    assert answer.status_code == 200
    assert "the library holds no sentence about “nuclear power”" in answer.text


@pytest.mark.parametrize("path", ["/positions?q={}", "/find?q={}", "/compare?old={}&new=x", "/positions?q=x&kind={}"])
def test_what_was_typed_is_escaped(path: str, client: httpx.Client) -> None:
    answer = client.get(path.format("%22%3E%3Cscript%3Ealert(1)%3C/script%3E"))
    assert answer.status_code in (200, 400)
    assert "<script" not in answer.text
