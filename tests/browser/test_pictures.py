"""The pictures of the README, taken of the pages as they are: `make pictures` writes them."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visit

ROOT = Path(__file__).parent.parent.parent
PICTURES = {
    "ask": "/?q=What+is+EAEA%E2%80%99s+position+on+micro-credentials%3F",
    "positions": "/positions?q=learning+accounts",
    "compare": "/compare?q=learning+accounts&first=2016&second=2024",
    "find": "/find?q=refugees",
    "check": "/check",
    "basket": "/basket",
    "page": "/positions?q=learning+accounts",
}
DRAFT = (
    "EAEA said: “Micro-credentials should be a complement to full qualifications and never a substitute for them.” "
    "It also said: “Learning accounts must be free of fees for adults with low qualifications.”"
)


@pytest.mark.browser
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_each_page(name: str, visit_of: Callable[..., Visit], address: str, tmp_path: Path) -> None:
    folder = Path(os.environ["PICTURES"]) if "PICTURES" in os.environ else tmp_path
    visit = visit_of(address, width=1100, height=760)
    visit.tab.goto(address + PICTURES[name])
    if name == "ask":
        visit.tab.locator("#sources .source").first.wait_for()
    if name == "check":
        visit.tab.locator("textarea").fill(DRAFT)
        visit.tab.locator("button:has-text('Check')").click()
        visit.tab.locator(".card").first.wait_for()
    if name == "basket":
        for topic in ("micro-credentials", "learning+accounts"):
            visit.tab.goto(f"{address}/positions?q={topic}")
            visit.tab.locator("button:has-text('Collect')").nth(1).click()
            visit.tab.wait_for_url("**/basket**")
    if name == "page":
        visit.tab.locator("a:has-text('See the page')").first.click()
        visit.tab.locator(".sheet img").wait_for()
    visit.tab.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 10_000
    assert visit.complaints == [] and visit.foreign == []


def test_the_readme_shows_a_picture_of_each_page() -> None:
    shown = re.findall(r"\]\(docs/pictures/(\w+)\.png\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(PICTURES)
    assert all((ROOT / "docs" / "pictures" / f"{name}.png").is_file() for name in shown)
