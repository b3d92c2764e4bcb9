"""Every page in every state that a visitor meets, and two visitors: one without anything, and one of the staff."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from playwright.sync_api import TimeoutError as TooLate

from assistant.accounts.passwords import Passwords
from assistant.library import LiveLibrary
from assistant.settings import Settings
from assistant.wire import users_of
from index.models.encoder import Encoder
from tests.assistant.accounts.given import DAY
from tests.browser.conftest import Visit
from tests.conftest import copy_of

PASSWORD = "correct horse battery"
QUESTION = "What is EAEA's position on learning accounts?"
NOTHING = "What is EAEA's position on nuclear energy plants?"
PDF, POST = "statements/2021-micro-credentials.pdf", "posts/2018-05-validation.html"
OLD = "statements/2016-learning-accounts.pdf"
WORDS = "Micro-credentials should be a complement to full qualifications and never a substitute for them."
DRAFT = (
    f"EAEA said: “{WORDS}” “Micro-credentials should not be a complement to full qualifications and always a "
    "substitute for them.” “The zeppelin flies over the quiet mountains of Kainuu today.” EAEA said that adult "
    "education matters."
)
OPENED = 5
"""How often the list of topics is opened: Gradio closes it where it makes the filters anew in that moment."""
PLACE = urlencode({"start": 581, "end": 677})

Then = Callable[[Visit], None]
"""What is done once the page is open."""


def _nothing(_: Visit) -> None:
    pass


def _opened(visit: Visit) -> None:
    """Everything that can be unfolded is."""
    visit.tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def _narrowed(visit: Visit) -> None:
    visit.tab.locator("#filters > button").click()
    visit.tab.get_by_label("From year").wait_for()
    visit.drawn()
    visit.tab.get_by_label("Topic").fill("funding")
    visit.tab.get_by_label("Topic").press("Enter")
    visit.tab.get_by_label("Topic").press("Escape")


def _choosing(visit: Visit) -> None:
    _narrowed(visit)
    topic, option = visit.tab.get_by_label("Topic"), visit.tab.locator("[role=option]:visible").first
    for _ in range(OPENED):
        topic.blur()
        topic.click()
        with suppress(TooLate):
            option.wait_for(timeout=3000)
            return
    raise AssertionError("the list of topics does not open")


def _checked(visit: Visit) -> None:
    visit.tab.locator("textarea[name=words]").fill(DRAFT)
    visit.tab.locator("main form button").first.click()
    visit.tab.locator(".card").first.wait_for()


def _linked(visit: Visit) -> None:
    visit.tab.locator(".kept a:text-is('Permanent link')").first.click()
    visit.tab.wait_for_url("**/quotes/*")


def _wrong(visit: Visit) -> None:
    visit.tab.locator("input[name=name]").fill("maria")
    visit.tab.locator("input[name=password]").fill("wrong")
    visit.tab.keyboard.press("Enter")
    visit.tab.locator("[role=alert]").wait_for()


def _boxed(visit: Visit) -> None:
    visit.tab.locator("assistant-widget input").fill(QUESTION)
    visit.tab.keyboard.press("Enter")
    visit.tab.locator("assistant-widget blockquote").first.wait_for()


@dataclass(frozen=True, slots=True)
class State:
    """A page as it is opened and used; `bare` before any script of Gradio's runs, `staff` for somebody of the staff."""

    name: str
    path: str
    then: Then = _nothing
    staff: bool = False
    bare: bool = False

    @property
    def asks(self) -> bool:
        """Whether Gradio shows it."""
        return not self.bare and (self.path == "/" or self.path.startswith("/?"))


def asked(*questions: str, **more: str) -> str:
    """The address of the last of some questions, asked one after the other."""
    return "/?" + urlencode([("q", questions[-1]), *more.items(), *(("after", one) for one in questions[:-1])])


STATES = (
    State("ask", "/"),
    State("ask, filters open", "/", _narrowed),
    State("ask, choosing", "/", _choosing),
    State("ask, answered", asked(QUESTION), _opened),
    State("ask, superseded", asked(QUESTION, status="superseded"), _opened),
    State("ask, not found", asked(NOTHING)),
    State("ask, refused", asked("x" * 1100)),
    State("ask, relaxed", asked(QUESTION, until="2014")),
    State("ask, a year", asked("What did EAEA say about learning accounts in 2016?")),
    State("ask, earlier", asked(QUESTION, NOTHING, "What of micro-credentials?", "and for refugees?"), _opened),
    State("first paint", "/", bare=True),
    State("first paint, answered", asked(QUESTION, "and for refugees?"), _opened, bare=True),
    State("positions, empty", "/positions"),
    State("positions", "/positions?q=learning+accounts", _opened),
    State("positions, narrowed", "/positions?q=learning+accounts&kind=statement&since=2019"),
    State("positions, none", "/positions?q=zeppelin"),
    State("compare, empty", "/compare", _opened),
    State("compare", "/compare?q=learning+accounts&first=2016&second=2024"),
    State("compare, refused", "/compare?q=learning+accounts&first=2024&second=2016"),
    State("compare, staff", "/compare?q=learning+accounts&first=2016&second=2024", _opened, staff=True),
    State("find, empty", "/find", _opened),
    State("find", "/find?q=adult+education"),
    State("check", "/check"),
    State("check, report", "/check", _checked),
    State("basket, empty", "/basket"),
    State("basket", "/basket", staff=True),
    State("quotation", "/basket", _linked, staff=True),
    State("no quotation", "/quotes/0000000000000000"),
    State("document, post", f"/documents/{quote(POST, safe='')}"),
    State("document, PDF, marked", f"/documents/{quote(PDF, safe='')}?{PLACE}#quote"),
    State("document, superseded", f"/documents/{quote(OLD, safe='')}"),
    State("document, lost", f"/documents/{quote(PDF, safe='')}?{PLACE}&check=000000000000"),
    State("document, none", "/documents/no-such"),
    State("page image", f"/page-images/{quote(PDF, safe='')}?{PLACE}"),
    State("sign in", "/sign-in?next=/find"),
    State("sign in, wrong", "/sign-in", _wrong),
    State("signed in", "/sign-in", staff=True),
    State("feedback", f"/feedback?{urlencode({'q': QUESTION})}"),
    State("privacy", "/privacy"),
    State("box on a site", "/widget", _boxed),
    State("for programs", "/api/v1/"),
    State("library", "/library", _opened, staff=True),
    State("library, document", f"/library/document?{urlencode({'name': POST})}", _opened, staff=True),
    State("library, report", "/library/report", staff=True),
    State("library, sync", "/library/sync", staff=True),
)


def add_staff(library: Path) -> None:
    """Somebody who may see the staff's pages."""
    users_of(Settings(index=library)).add("maria", "staff", Passwords().hashed(PASSWORD), DAY)


def sign_in(visit: Visit) -> None:
    """Become staff, with two quotations in the basket."""
    visit.tab.goto(f"{visit.address}/sign-in?next=/find")
    visit.tab.locator("input[name=name]").fill("maria")
    visit.tab.locator("input[name=password]").fill(PASSWORD)
    visit.tab.keyboard.press("Enter")
    visit.tab.wait_for_url(f"{visit.address}/find")
    for topic in ("micro-credentials", "learning+accounts"):
        visit.tab.goto(f"{visit.address}/positions?q={topic}")
        visit.tab.locator("button:has-text('Collect')").first.click()
        visit.tab.locator(".kept").wait_for()


SCRIPTS = re.compile(r"/(assets|static)/.*\.js|/page/page\.js")


@contextmanager
def without_scripts(tab: Any) -> Iterator[None]:
    """As long as this lasts, no script of the Ask page comes."""
    tab.route(SCRIPTS, lambda route: route.abort())
    yield
    tab.unroute(SCRIPTS)


def show(visit: Visit, state: State) -> None:
    """Bring a page into a state."""
    if state.bare:
        with without_scripts(visit.tab):
            visit.tab.goto(visit.address + state.path)
    else:
        visit.tab.goto(visit.address + state.path)
    if state.asks:
        visit.tab.wait_for_function("!document.getElementById('first') && document.querySelector('#header h1')")
    state.then(visit)


@contextmanager
def staffed(
    folder: Path, library: Path, encoder: Encoder, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a server over a copy of a library, to which somebody of the staff may sign in."""
    copied = copy_of(library, folder / "library")
    add_staff(copied)
    with serving(LiveLibrary(copied, encoder)) as url:
        yield url
