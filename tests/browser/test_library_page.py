"""The staff's pages, over a library of their own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest

from assistant.accounts.passwords import Passwords
from assistant.accounts.people import Role
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.wire import users_of
from index.models.encoder import Encoder
from tests.browser.conftest import Visit
from tests.conftest import copy_of

PASSWORD = "correct horse battery"
OLD, NEW = "posts/2018-05-validation.html", "posts/2022-10-prison-education.html"
WORDS = "Micro-credentials should be a complement to full qualifications and never a substitute for them."


@pytest.fixture
def place(tmp_path: Path, sample_library: Path) -> Path:
    """A library of the sample, with somebody of the staff and a member."""
    library = copy_of(sample_library, tmp_path / "library")
    people: tuple[tuple[str, Role], ...] = (("maria", "staff"), ("jo", "member"))
    for name, role in people:
        users_of(Settings(index=library)).add(name, role, Passwords().hashed(PASSWORD), date(2026, 11, 25))
    return library


@pytest.fixture
def address(place: Path, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(LiveLibrary(place, encoder), keep_questions=True) as url:
        yield url


@contextmanager
def signed_in(address: str, name: str) -> Iterator[httpx.Client]:
    headers = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=address, headers=headers, follow_redirects=True, timeout=30) as client:
        assert client.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 200
        yield client


@pytest.fixture
def maria(address: str) -> Iterator[httpx.Client]:
    with signed_in(address, "maria") as client:
        yield client


def test_nobody_but_staff_sees_or_changes_anything(address: str) -> None:
    with httpx.Client(base_url=address, headers={"Origin": address}) as stranger, signed_in(address, "jo") as jo:
        for path in ("/library", f"/library/document?name={OLD}", "/library/report"):
            assert stranger.get(path).status_code == 303
            assert jo.get(path).status_code == 403
        for path, told in (
            ("/library/document", {"name": OLD, "revision": "0", "field": "status", "value": "historic"}),
            ("/library/pin", {"question": "Why?", "quotes": WORDS}),
            ("/library/unpin", {"name": "x", "revision": "1"}),
            ("/library/done", {"number": "1"}),
            ("/library/forget", {}),
            ("/compare/verdict", {"pair": "x", "verdict": "clarified", "address": "/compare"}),
        ):
            assert stranger.post(path, data=told).status_code == 403
            assert jo.post(path, data=told).status_code == 403


def test_a_correction_is_shown_at_once_and_taken_back(maria: httpx.Client) -> None:
    told = {"name": OLD, "revision": "0", "field": "superseded_by", "value": NEW, "note": "board of May"}
    shown = maria.post("/library/document", data=told)
    assert shown.status_code == 200 and "maria" in shown.text and "board of May" in shown.text
    assert "Superseded: this text no longer states" in maria.get(f"/documents/{OLD.replace('/', '%2F')}").text
    back = {"name": OLD, "revision": "1", "field": "superseded_by", "back": "yes"}
    assert maria.post("/library/document", data=back).status_code == 200
    assert "Superseded: this text" not in maria.get(f"/documents/{OLD.replace('/', '%2F')}").text


def test_of_two_who_edit_one_document_the_second_is_told(maria: httpx.Client) -> None:
    told = {"name": OLD, "revision": "0", "field": "published", "value": "2018-05-18"}
    assert maria.post("/library/document", data=told).status_code == 200
    second = maria.post("/library/document", data=told | {"value": "2018-05-19"})
    assert second.status_code == 409 and 'role="alert"' in second.text
    assert "2018-05-18" in second.text and 'value="2018-05-19"' not in second.text


@pytest.mark.parametrize(
    "told",
    [
        {"field": "published", "value": "yesterday"},
        {"field": "status", "value": "good"},
        {"field": "superseded_by", "value": "none.html"},
        {"field": "superseded_by", "value": OLD},
        {"field": "text", "value": "EAEA agrees."},
        {"field": "title", "value": ""},
    ],
)
def test_what_cannot_be_meant_is_refused(told: dict[str, str], maria: httpx.Client) -> None:
    answer = maria.post("/library/document", data={"name": OLD, "revision": "0"} | told)
    assert answer.status_code == 400 and 'role="alert"' in answer.text


def test_a_pinned_answer_is_marked_where_it_is_asked(
    maria: httpx.Client, address: str, visit_of: Callable[..., Visit]
) -> None:
    told = {"question": "Do you like small certificates?", "quotes": WORDS}
    assert WORDS in maria.post("/library/pin", data=told).text
    refused = maria.post("/library/pin", data={"question": "Why?", "quotes": "These words stand nowhere at all."})
    assert refused.status_code == 400
    visit = visit_of(address).open()
    answer = visit.ask("do you like small certificates")
    assert "chosen by staff" in answer.inner_text() and WORDS in answer.inner_text()
    visit.ask("What does EAEA say about nuclear power plants?")
    assert "nuclear power plants" in maria.get("/library").text


def test_a_verdict_is_given_on_the_page_of_the_comparison(address: str, visit_of: Callable[..., Visit]) -> None:
    visit = visit_of(address).open("/sign-in?next=/compare%3Fq%3Dlearning%2Baccounts%26first%3D2016%26second%3D2024")
    visit.tab.locator("input[name=name]").fill("maria")
    visit.tab.locator("input[name=password]").fill(PASSWORD)
    visit.tab.keyboard.press("Enter")
    form = visit.tab.locator(".pair form.judging").first
    form.wait_for()
    form.locator("select").select_option("position changed")
    form.locator("input[name=note]").fill("board of May")
    form.locator("button").click()
    verdict = visit.tab.locator(".verdict").first
    verdict.wait_for()
    assert "position changed: board of May maria" in " ".join(verdict.inner_text().split())
    assert visit.complaints == []


def test_the_last_report_is_shown(maria: httpx.Client) -> None:
    assert "What changed in the library" in maria.get("/library/report").text


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_pages_fit_any_window(width: int, scheme: str, address: str, visit_of: Callable[..., Visit]) -> None:
    visit = visit_of(address, width=width, scheme=scheme).open("/sign-in?next=/library")
    visit.tab.locator("input[name=name]").fill("maria")
    visit.tab.locator("input[name=password]").fill(PASSWORD)
    visit.tab.keyboard.press("Enter")
    visit.tab.locator("#documents tbody tr").first.wait_for()
    visit.tab.wait_for_load_state()  # the rows are there before the styles
    assert visit.overflow == 0
    visit.tab.locator("#documents tbody a").first.click()
    visit.tab.locator("legend").first.wait_for()
    assert visit.overflow == 0
    assert visit.complaints == [] and visit.foreign == []
