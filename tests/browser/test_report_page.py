"""The page of a report in a real browser: opened from a file, at any width, in light and dark."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.report_page import report_page
from index.reports.changes import DocumentChange, Fact, Hunk, Piece
from index.reports.report import Failure, Holding, ItemOutcome, Listed, Report
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
LONG = "https://www.example.org/" + "statements-and-positions-" * 12
EVIL = "</style><script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>"


@pytest.fixture
def page(tmp_path: Path) -> str:
    piece, listed = Piece("added", EVIL), Listed(LONG, LONG, LONG, EVIL, "post", "")
    change = DocumentChange(LONG, LONG, LONG, EVIL, (Fact("url", LONG, EVIL),), (Hunk(EVIL, 1, (piece,), True, True),))
    report = Report(
        (ItemOutcome(LONG, LONG, "skipped", f"{LONG} cannot be read."),), "000001", True, 1, 1, 1, 1.0, (EVIL,),
        "2026-11-24T03:30:00+00:00", (Holding(LONG, 1),), (Failure(LONG, EVIL),), (change,), (listed,), (), (listed,),
    )  # fmt: skip
    path = tmp_path / "report.html"
    path.write_text(report_page(report), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_runs_nothing_and_asks_for_nothing(
    width: int, scheme: str, page: str, visit_of: Callable[..., Visit]
) -> None:
    visit = visit_of(page, width=width, scheme=scheme)
    visit.tab.goto(page)
    assert visit.tab.locator("h1").inner_text() == "What changed in the library"
    assert visit.overflow == 0
    assert visit.dialogs == []
    assert visit.requested == [page]
    assert visit.tab.locator("ins").last.inner_text() == EVIL
    papers = visit.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert papers == {"light": "rgb(251, 250, 248)", "dark": "rgb(20, 25, 30)"}[scheme]
