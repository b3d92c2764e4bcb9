"""The question box in its page: language, place, width, colours, movement."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.widget.boxes import NOTHING, QUESTION, Box
from tests.browser.widget.sites import BOTH, Site

pytestmark = pytest.mark.browser

LIGHT, DARK = "rgb(255, 255, 255)", "rgb(26, 32, 38)"


@pytest.mark.parametrize(("lang", "word"), [("de-AT", "Fragen"), ("fi", "Kysy"), ("es", "Preguntar"), ("sv", "Ask")])
def test_it_speaks_the_language_of_its_page(box_on: Callable[..., Box], other_port: Site, lang: str, word: str) -> None:
    box = box_on(other_port, lang=lang)
    assert box.host.locator("form button").text_content() == word


def test_it_stands_where_it_is_told_to(box_on: Callable[..., Box], other_port: Site) -> None:
    head = '<script src="{assistant}/widget.js" data-target="#place"></script>'
    box = box_on(other_port, "", head=head, body='<div id="place"></div>')
    box.tab.wait_for_function("document.querySelectorAll('assistant-widget').length === 2")
    assert box.tab.locator("#place > assistant-widget").count() == 1
    assert box.tab.locator("script + assistant-widget + #after").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_narrow_window_and_has_no_serious_fault(
    box_on: Callable[..., Box], other_port: Site, scheme: str
) -> None:
    box = box_on(other_port, "", "data-lang=fi", width=320, scheme=scheme).ask(QUESTION)
    Box(box.visit, 1).ask(NOTHING)
    box.ask(NOTHING).ask("What did EAEA say about learning accounts in 2016?")
    assert box.visit.overflow == 0
    wide = box.host.evaluate("box => [box.shadowRoot.firstChild.scrollWidth, box.shadowRoot.firstChild.clientWidth]")
    assert wide[0] <= wide[1]
    found = Axe().run(box.tab).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert any(one["id"] == "color-contrast" for one in Axe().run(box.tab).response["passes"])


@pytest.mark.parametrize(
    ("scheme", "attributes", "head", "ground"),
    [
        ("light", "", BOTH, LIGHT),
        ("dark", "", BOTH, DARK),
        ("dark", "", "", LIGHT),
        ("dark", 'data-theme="light"', BOTH, LIGHT),
        ("light", 'data-theme="dark"', "", DARK),
    ],
)
def test_it_is_as_light_as_its_page(
    box_on: Callable[..., Box], other_port: Site, scheme: str, attributes: str, head: str, ground: str
) -> None:
    box = box_on(other_port, attributes, head=head, scheme=scheme)
    assert box.host.evaluate("box => getComputedStyle(box.shadowRoot.firstChild).backgroundColor") == ground


def test_nothing_moves_for_who_does_not_want_it(box_on: Callable[..., Box], other_port: Site) -> None:
    moving = (
        "box => { box.shadowRoot.querySelector('[role=status]').className = 'busy';"
        " return getComputedStyle(box.shadowRoot.querySelector('[role=status]')).animationName; }"
    )
    box = box_on(other_port)
    box.tab.emulate_media(reduced_motion="no-preference")
    assert box.host.evaluate(moving) == "breathe"
    box.tab.emulate_media(reduced_motion="reduce")
    assert box.host.evaluate(moving) == "none"
