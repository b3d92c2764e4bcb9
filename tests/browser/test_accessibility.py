"""Every page, in every state, theme and width: WCAG 2.2 AA as far as a program can tell."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from index.models.encoder import Encoder
from tests.browser.conftest import Visit
from tests.browser.measured import (
    CUT,
    HEADINGS,
    MAINS,
    SMALL,
    SPACED,
    TWICE,
    WIDER,
    Fault,
    faults,
    look,
    styled,
)
from tests.browser.states import STATES, State, show, sign_in, staffed

pytestmark = pytest.mark.browser

LET_BE = {"landmark-unique": "the sources of an earlier answer are named as those of the newest; their heading is, too"}
"""Advice of axe-core, no rule of WCAG, that is not followed."""


@pytest.fixture(scope="module")
def address(
    sample_library: Path, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[..., AbstractContextManager[str]],
) -> Iterator[str]:  # fmt: skip
    with staffed(tmp_path_factory.mktemp("staffed"), sample_library, encoder, serving) as url:
        yield url


@dataclass(frozen=True, slots=True)
class Visitors:
    """Two tabs that stay open: of a stranger, and of somebody of the staff."""

    stranger: Visit
    staff: Visit

    def of(self, state: State) -> Visit:
        return self.staff if state.staff else self.stranger


@pytest.fixture(scope="module")
def visitors(chromium: Any, address: str) -> Iterator[Visitors]:
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    made = Visitors(*(Visit(context.new_page(), address) for context in contexts))
    sign_in(made.staff)
    yield made
    for context in contexts:
        context.close()


@pytest.fixture(scope="module", params=STATES, ids=lambda state: state.name)
def tab(request: pytest.FixtureRequest, visitors: Visitors) -> Any:
    """A page in one of its states; opened once for all tests."""
    visit = visitors.of(request.param)
    look(visit.tab, 1280, "light")
    show(visit, request.param)
    return visit.tab


def test_axe_finds_no_fault_in_either_theme_wide_or_narrow(tab: Any) -> None:
    found = list[Fault]()
    for width, scheme, colours_alone in (
        (1280, "light", False),
        (1280, "dark", True),
        (320, "dark", False),
        (320, "light", True),
    ):
        look(tab, width, scheme)
        found += faults(tab, colours_alone=colours_alone)
    assert [one for one in found if one.asked or one.rule not in LET_BE] == []


def test_what_is_pressed_is_large_enough_for_a_finger(tab: Any) -> None:
    for width in (320, 1280):
        look(tab, width, "light")
        assert tab.evaluate(SMALL) == [], width


@pytest.mark.parametrize(
    ("width", "rules"), [(320, ""), (320, SPACED), (1280, TWICE)], ids=["400 %", "spaced", "200 %"]
)
def test_enlarged_or_spaced_text_is_whole_and_needs_no_scrolling_sideways(tab: Any, width: int, rules: str) -> None:
    take_away = styled(tab, rules)
    try:
        look(tab, width, "light")
        assert tab.evaluate(WIDER) <= 0
        assert tab.evaluate(CUT) == []
    finally:
        take_away()


def test_headings_descend_by_single_steps_within_one_main_part(tab: Any) -> None:
    look(tab, 1280, "light")
    levels = tab.evaluate(HEADINGS)
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert tab.evaluate(MAINS) == 1
    assert tab.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("name", ["ask, answered", "document, PDF, marked", "find"])
def test_a_mark_is_seen_without_its_tint(name: str, visitors: Visitors) -> None:
    show(visitors.stranger, next(state for state in STATES if state.name == name))
    line = visitors.stranger.tab.locator("mark").first.evaluate("one => getComputedStyle(one).boxShadow")
    assert line.endswith("0px -2px 0px 0px inset")


def test_what_is_planted_is_found(visitors: Visitors) -> None:
    tab = visitors.stranger.tab
    tab.goto(f"{visitors.stranger.address}/privacy")
    tab.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
          "<h4>Deep</h4><p class=soft><img src='/page/icon.svg'></p><p class=pale>Pale</p><p><a href='/find'>x</a></p>"
          + "<div class=cut>Cut<br>short</div>")"""
    )
    styled(tab, ".pale { color: light-dark(#ccc, #333) } .cut { height: 1em; overflow: hidden } img { width: 400px }")
    for scheme in ("light", "dark"):
        look(tab, 320, scheme)
        assert {"image-alt", "color-contrast", "heading-order"} <= {one.rule for one in faults(tab)}
        assert [one.rule for one in faults(tab, colours_alone=True)] == ["color-contrast"]
    assert any("/find" in one for one in tab.evaluate(SMALL))
    assert any("cut" in one for one in tab.evaluate(CUT))
    assert tab.evaluate(WIDER) > 0
    assert 4 in tab.evaluate(HEADINGS)


def test_each_page_has_a_title_of_its_own(visitors: Visitors) -> None:
    titles: dict[str, set[str]] = {}
    for state in STATES:
        visit = visitors.of(state)
        answer = visit.tab.context.request.get(visit.address + state.path.partition("#")[0])
        title = html.fromstring(answer.text()).findtext(".//title")
        assert title, state.name
        titles.setdefault(title, set()).add(state.path.partition("?")[0])
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}
