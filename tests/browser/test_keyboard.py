"""The whole way by keyboard alone: what is in focus is seen, nothing holds it, and what happens is read out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from index.models.encoder import Encoder
from tests.browser.conftest import Visit
from tests.browser.states import DRAFT, NOTHING, PASSWORD, QUESTION, staffed

pytestmark = pytest.mark.browser

FOCUS = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const across = Math.min(box.width / 2, innerWidth - box.x - 1);
  const under = document.elementFromPoint(box.x + across, box.y + box.height / 2);
  const name = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
  return {
    name: name.trim().replace(/\\s+/g, " "),
    tag: one.tagName.toLowerCase(), type: one.type ?? "",
    line: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth), colour: style.outlineColor,
    hidden: !(under && (one.contains(under) || under.contains(one) || one.labels?.[0]?.contains(under))),
  };
}"""
"""What is in focus: its name, how it is outlined, and whether something else lies over it (WCAG 2.2, 2.4.11)."""
MOST = 120
"""Presses after which a test gives up."""


@pytest.fixture(scope="module")
def address(
    sample_library: Any, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:  # fmt: skip
    with staffed(tmp_path_factory.mktemp("staffed"), sample_library, encoder, serving) as url:
        yield url


class Keys:
    """Somebody who does not point."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.tab = visit.tab

    def at(self) -> dict[str, Any]:
        """What is in focus; it must be seen to be, in a page that has its styles."""
        self.tab.wait_for_load_state()
        found: dict[str, Any] = self.tab.evaluate(FOCUS)
        if found["tag"] != "body":
            assert found["line"] >= 2 and found["colour"] == "rgb(11, 85, 99)", found
            assert not found["hidden"], found
        return found

    def to(self, name: str, key: str = "Tab", tag: str = "") -> "Keys":
        """Press Tab until something whose name begins so is in focus."""
        passed = []
        for _ in range(MOST):
            self.tab.keyboard.press(key)
            found = self.at()
            if found["name"].startswith(name) and tag in ("", found["tag"]):
                return self
            passed.append(found["name"][:30])
        raise AssertionError(f"{name!r} is not reached: {passed}")

    def press(self, *keys: str) -> "Keys":
        for key in keys:
            self.tab.keyboard.press(key)
        return self

    def type(self, words: str) -> "Keys":
        self.tab.keyboard.type(words)
        return self


@pytest.fixture
def keys(visit_of: Callable[..., Visit], address: str) -> Keys:
    visit = visit_of(address)
    visit.tab.emulate_media(reduced_motion="reduce")  # the outline's colour comes at once
    return Keys(visit)


def said(visit: Visit, words: str) -> None:
    """Wait until the part that is read out holds these words."""
    visit.tab.get_by_role("status").filter(has_text=words).first.wait_for(state="attached")


def test_asking_opening_a_source_and_coming_back(keys: Keys) -> None:
    keys.visit.open()
    keys.type(QUESTION).press("Enter")
    keys.visit.latest.wait_for()
    keys.visit.settle()
    keys.to("Source 1").press("Enter")
    keys.tab.locator("#source-0-1:focus").wait_for()
    keys.press("Escape")
    assert keys.at()["name"] == "Source 1"
    keys.press("Enter").to("Read in the document").press("Enter")
    keys.tab.locator("mark#quote").wait_for()
    keys.tab.go_back()
    keys.visit.latest.wait_for()
    keys.to("Source 1")


def test_collecting_and_handing_on(keys: Keys) -> None:
    keys.visit.open("/positions?q=learning+accounts")
    keys.to("Collect").press("Enter")
    keys.tab.locator(".kept").wait_for()
    keys.to("Note on quotation 1").type("for question 4").press("Enter")
    keys.tab.locator("input[value='for question 4']").wait_for()
    keys.to("Permanent link").press("Enter")
    keys.tab.wait_for_url("**/quotes/*")


def test_a_remark_is_sent(keys: Keys) -> None:
    keys.visit.open("/?q=learning+accounts")
    keys.tab.wait_for_function("!document.getElementById('first')")
    keys.to("Is this answer right?").press("Enter").press("Tab", "Space", "Tab").type("Good.").to("Send").press("Enter")
    keys.tab.get_by_role("heading", name="Thank you").wait_for()
    assert "kept on this server" in keys.tab.get_by_role("status").inner_text()


def test_filters_are_opened_chosen_and_dropped(keys: Keys) -> None:
    keys.visit.open()
    keys.to("Narrow by year").press("Enter")
    panel = keys.tab.get_by_role("button", name="Narrow by year", expanded=True)
    panel.wait_for()
    keys.tab.get_by_label("To year").wait_for()
    keys.visit.drawn()
    keys.to("From year").type("2022").press("Enter", "Escape")
    keys.to("Topic").type("funding").press("Enter", "Escape")
    cross = keys.tab.get_by_role("button", name="Remove: funding")
    cross.wait_for()
    keys.press("Backspace")
    cross.wait_for(state="detached")
    assert keys.tab.get_by_role("group", name="Kind (none ticked: all)").get_by_role("checkbox").count() == 5
    keys.to("statement").press("Space")
    keys.tab.get_by_role("checkbox", name="statement (2)", exact=True, checked=True).wait_for()
    keys.to("Narrow by year", "Shift+Tab").press("Enter")
    keys.tab.get_by_role("button", name="Narrow by year", expanded=False).wait_for()


def test_signing_in_and_out(keys: Keys) -> None:
    keys.visit.open("/sign-in?next=/library")
    keys.to("Name").type("maria").press("Tab").type(PASSWORD).press("Enter")
    keys.tab.wait_for_url(f"{keys.visit.address}/library")
    keys.to("Sign out").press("Enter")
    keys.tab.get_by_role("heading", name="You are signed in").wait_for()
    keys.to("Sign out", tag="button").press("Enter")
    keys.tab.get_by_role("link", name="Sign in", exact=True).first.wait_for()


def test_a_draft_is_submitted(keys: Keys) -> None:
    keys.visit.open("/check")
    keys.to("Paste a text").type(DRAFT).to("Check", tag="button").press("Enter")
    keys.tab.locator("[data-outcome=altered]").wait_for()


@pytest.mark.parametrize("path", ["/", "/?q=learning+accounts", "/positions?q=learning+accounts", "/find?q=funding"])
def test_focus_goes_through_the_whole_page_and_out_of_it(path: str, keys: Keys) -> None:
    keys.visit.open(path)
    if path.startswith("/?"):
        keys.tab.wait_for_function("!document.getElementById('first')")
    keys.tab.evaluate("document.activeElement.blur()")
    stops = keys.tab.evaluate("""() => [...document.querySelectorAll("a, button, input, textarea, summary, select")]
      .filter(one => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden").length""")
    for _ in range(stops + 20):
        keys.press("Tab")
        if keys.at()["tag"] == "body":
            break
    else:
        raise AssertionError("the focus never leaves the page")


@pytest.mark.parametrize(
    ("path", "goal"), [("/", "Your question"), ("/positions", "Topic"), ("/documents/no-such", ""), ("/privacy", "")]
)
def test_the_first_stop_skips_to_the_content(path: str, goal: str, keys: Keys) -> None:
    keys.visit.open(path)
    keys.tab.evaluate("document.activeElement.blur()")
    keys.tab.evaluate("document.body.setAttribute('tabindex', '-1'); document.body.focus()")
    keys.press("Tab")
    assert keys.at()["name"] == "Skip to the content"
    keys.press("Enter")
    if path == "/":
        assert keys.at()["name"] == goal
        return
    keys.tab.wait_for_url("**#main")
    keys.press("Tab")
    assert keys.tab.evaluate("!document.activeElement.closest('nav')")


def test_an_answer_none_and_an_error_are_read_out(visit_of: Callable[..., Visit], address: str) -> None:
    visit = visit_of(address).open()
    spoken = visit.tab.locator("[role=status][aria-live=polite]:not(.sr-only)")
    assert spoken.text_content() == ""
    for question, words in ((QUESTION, "Found 5 quotations"), (NOTHING, "Nothing found"), ("x" * 1100, "1,100 char")):
        visit.ask(question)
        said(visit, words)
        assert "status" in visit.tab.locator("body").aria_snapshot()
    visit.tab.goto(f"{address}/compare?q=learning+accounts&first=2024&second=2016")
    assert visit.tab.get_by_role("alert").inner_text() != ""
    visit.tab.goto(f"{address}/find?q=zeppelin")
    assert "zeppelin" in visit.tab.get_by_role("status").inner_text()


def test_nothing_moves_for_who_does_not_want_it(visit_of: Callable[..., Visit], address: str) -> None:
    moving = """() => [...document.querySelectorAll("*")].map(one => getComputedStyle(one))
      .filter(style => style.animationName !== "none" || parseFloat(style.transitionDuration) > 0).length"""
    visit = visit_of(address).open()
    visit.tab.evaluate("document.body.classList.add('searching')")
    visit.tab.emulate_media(reduced_motion="no-preference")
    assert visit.tab.evaluate(moving) > 0
    visit.tab.emulate_media(reduced_motion="reduce")
    assert visit.tab.evaluate(moving) == 0
