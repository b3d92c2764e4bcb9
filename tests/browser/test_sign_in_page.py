"""Signing in to the whole application, by a program and in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from assistant import wire
from assistant.library import LiveLibrary
from assistant.settings import Settings
from index.models.encoder import Encoder
from tests.assistant.accounts.given import WORDS
from tests.browser.callers import PLAIN
from tests.browser.conftest import Visit
from tests.conftest import copy_of


@pytest.fixture(scope="module")
def library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample library, where people may be added; without what other tests kept there."""
    return copy_of(sample_library, tmp_path_factory.mktemp("people") / "library")


@pytest.fixture(scope="module")
def whole(library: Path, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """The whole application over it."""
    with serving(LiveLibrary(library, encoder)) as address:
        yield address


def test_without_anybody_the_application_works_and_says_how_to_add_somebody(whole: str, library: Path) -> None:
    with httpx.Client(base_url=whole) as client:
        assert "assistant user add NAME --role staff" in client.get("/sign-in").text
        assert client.get("/documents/posts%2F2021-07-micro-credentials.html").status_code == 200
        assert client.get("/", headers={"Cookie": f"{PLAIN}=forged"}).status_code == 200
        answer = client.post("/sign-in", data={"name": "a", "password": "b"}, headers={"Origin": whole})
        assert answer.status_code == 403 and "is not right" in answer.text
        assert "form-action 'self'" in client.get("/documents/none").headers["content-security-policy"]
        for path in ("/quotes/x", "/page-images/x", "/sign-in/x", "/sign-outs", "/check/x"):
            assert client.get(path).status_code == 404
    assert not (library / "desk.sqlite").exists()


@pytest.fixture(scope="module")
def maria(whole: str, library: Path) -> str:
    """The address, once Maria may sign in."""
    accounts = wire.signing_in_of(Settings(index=library))
    accounts.users.add("Maria", "staff", accounts.passwords.hashed(WORDS), date(2026, 11, 25))
    return whole


def fill(visit: Visit, password: str = WORDS) -> None:
    visit.tab.get_by_label("Name").fill("maria")
    visit.tab.get_by_label("Password").fill(password)
    visit.tab.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_somebody_signs_in_looks_around_and_signs_out(
    maria: str, visit_of: Callable[..., Visit], width: int, scheme: str
) -> None:
    visit = visit_of(maria, width=width, scheme=scheme).open("/sign-in?next=/find%3Fq%3Dfunding")
    assert visit.overflow == 0 and visit.tab.locator("main button").count() == 1
    fill(visit, "a wrong password")
    visit.tab.get_by_role("alert").wait_for()
    assert visit.tab.get_by_role("alert").inner_text() == "The name or the password is not right."
    visit.tab.locator("input[name=password]:focus").wait_for()
    assert visit.overflow == 0
    assert visit.tab.get_by_label("Password").input_value() == ""
    fill(visit)
    visit.tab.wait_for_url("**/find?q=funding")
    (cookie,) = visit.tab.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (PLAIN, True, "Strict", -1)
    assert visit.tab.evaluate("document.cookie") == ""
    visit.open("/sign-in")
    assert "As Maria, staff." in visit.tab.locator("main").inner_text() and visit.overflow == 0
    visit.tab.get_by_role("button", name="Sign out", exact=True).click()
    visit.tab.get_by_role("heading", name="Sign in").wait_for()
    assert visit.tab.context.cookies() == []
    assert visit.foreign == [] and [line for line in visit.complaints if "403" not in line] == []


WAYS_OUT = [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n\\evil.example",
    "https://evil.example", "https:evil.example", "javascript:alert(1)", "///evil.example", " //evil.example",
    "\x01//evil.example", "evil.example", "@evil.example", ".evil.example", "",
]  # fmt: skip


@pytest.mark.browser
def test_no_browser_is_led_to_another_host(maria: str, visit_of: Callable[..., Visit]) -> None:
    visit = visit_of(maria)
    own = urlsplit(maria).netloc
    for way in WAYS_OUT:
        visit.tab.context.clear_cookies()
        visit.open("/sign-in")
        visit.tab.locator("[name=next]").evaluate("(field, way) => { field.value = way }", way)
        fill(visit)
        visit.tab.wait_for_url(f"{maria}/", wait_until="commit")
        assert urlsplit(visit.tab.url).netloc == own
    assert visit.foreign == [] and visit.dialogs == []


@pytest.mark.browser
def test_another_site_can_sign_nobody_out_or_in(maria: str, visit_of: Callable[..., Visit]) -> None:
    visit = visit_of(maria).open("/sign-in")
    fill(visit)
    visit.tab.wait_for_url(f"{maria}/")
    for path in ("/sign-out", "/sign-in"):
        other = visit.tab.context.new_page()
        form = f"<form method=post action='{maria}{path}'><input name=everywhere value=yes></form>"
        other.goto(f"data:text/html,{form}<script>document.forms[0].submit()</script>")
        other.wait_for_url(f"{maria}{path}")
        assert "Requests from other sites are refused." in other.content()
        other.close()
    assert "As Maria, staff." in visit.open("/sign-in").tab.locator("main").inner_text()
    link = visit.tab.context.new_page()
    link.goto(f"data:text/html,<a href='{maria}/sign-in?next=/find'>look</a>")
    link.get_by_text("look").click()
    link.get_by_role("heading", name="Sign in").wait_for()
    link.get_by_role("link", name="go on").click()
    link.wait_for_url(f"{maria}/find")
    assert "As Maria, staff." in visit.open("/sign-in").tab.locator("main").inner_text()
