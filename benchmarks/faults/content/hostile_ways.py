"""Ways through the pages on which a payload may be shown: each leads a browser and looks at what it sees."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks.faults.content.hostile_library import SAID, Hostile
from benchmarks.faults.content.payloads import Payload
from benchmarks.faults.content.watched import Watched
from tests.browser.conftest import Visit
from tests.browser.states import PASSWORD
from tests.browser.widget.boxes import Box
from tests.browser.widget.sites import Site

TOGETHER = 6
"""Payloads in one question or filter; with more it would be too long."""
LONGEST = 1000
"""Characters of a question."""
TRIES = 2
"""Wrong names; after more of them one has to wait."""
MANY = 40
"""Payloads in one draft, or note of a basket."""
FEW = 8
"""Questions and what is asked beside each, in one conversation."""
ECHOES = (
    "/find?q={0}", "/find?q=wombats&topic={0}&publisher={0}&kind={0}&since={0}&language={0}", "/positions?q={0}",
    "/compare?q={0}&first={0}&second={0}", "/compare?old={0}&new={0}", "/feedback?q={0}", "/sign-in?next={0}",
    "/sign-in?next=javascript:{0}", "/library?q={0}", "/library/document?name={0}", "/documents/{0}", "/quotes/{0}",
    "/page-images/{0}?start=0&end=5", "/sheets/{0}?start=0&end=5", "/api/v1/search?q={0}", "/api/v1/documents/{0}",
    "/{0}", "/find?q=wombats&page={0}", "/static/{0}", "/library/sync.json?{0}={0}",
)  # fmt: skip
"""Addresses that say what was asked."""
LISTS = (
    "/find?q=wombats", "/find?q=wombats&page=2", "/positions?q=wombats", "/compare?q=wombats&first=2017&second=2021",
    "/library", "/library/report", "/library/sync", "/basket", "/privacy", "/widget", "/api/v1/", "/positions",
    "/compare", "/find", "/", "/api/v1/documents?per_page=100", "/api/v1/ask?q=wombats", "/metrics", "/healthz",
    "/?q=wombats",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What a browser is led through."""

    hostile: Hostile
    payloads: Sequence[Payload]
    address: str
    browser: Watched
    echoed: int = 1
    """Of so many addresses that say what was asked, one is opened with each text: all of them with all payloads where
    it is 1.
    """

    def open(self, path: str) -> None:
        """Open a page, and look at it."""
        self.browser.open(self.address + path)

    def together(self, most: int = TOGETHER) -> Iterator[str]:
        """The payloads, so many in one text."""
        texts = [one.text for one in self.payloads]
        for at in range(0, len(texts), most):
            yield " ".join(texts[at : at + most])


def signing_in(place: Place) -> None:
    """On the page to sign in, as names"""
    tab = place.browser.tab
    for name in (*(one.text for one in place.payloads[:TRIES]), "maria"):
        place.open("/sign-in?next=/find")
        tab.locator("input[name=name]").fill(name[:64])
        tab.locator("input[name=password]").fill(PASSWORD)
        _sent(place, "main form button")
    tab.wait_for_url("**/find")


def documents(place: Place) -> None:
    """On the page of each document, and on staff's page of it"""
    searcher = place.hostile.library.current.searcher
    for at, name in enumerate(place.hostile.documents):
        marked = "?start=0&end=20#quote" if at % 2 else ""
        place.open(f"/documents/{quote(name, safe='')}{marked}")
        if at % 8 == 0:
            place.open("/library/document?" + urlencode({"name": name}))
        if searcher.document(name).page_starts:
            place.open(f"/page-images/{quote(name, safe='')}?start=0&end=20")


def lists(place: Place) -> None:
    """On pages that list documents, their topics and those who speak"""
    for path in LISTS:
        place.open(path)


def echoes(place: Place) -> None:
    """In addresses: questions, filters, names, numbers"""
    for number, text in enumerate(place.together()):
        for path in ECHOES[number % place.echoed :: place.echoed]:
            place.open(path.format(quote(text, safe="")))


def answers(place: Place) -> None:
    """On the Ask page, as questions and in answers"""
    visit = Visit(place.browser.tab, place.address)
    for number, (one, text) in enumerate(zip(place.payloads[::TOGETHER], place.together(), strict=True)):
        if number % FEW == 0:  # a page keeps the last 20 exchanges, and this one shows them all
            visit.open()
        for question in (f"{text}"[:LONGEST], f"What does EAEA say about kestrels{one.number}?"):
            visit.ask(question)
            visit.tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            place.browser.look()
    place.open("/?" + urlencode({"q": f"kestrels0 {place.payloads[0].text}", "topic": place.payloads[1].text}))


def forms(place: Place) -> None:
    """In forms: drafts, notes, remarks, corrections and pinned answers"""
    for text in place.together(MANY):
        _checked(place, text)
        _noted(place, text)
    for text in list(place.together(MANY // 2))[:9]:  # ten remarks in ten minutes are kept
        _remarked(place, text)
    for text in list(place.together(TOGETHER))[:9]:
        _pinned(place, text)
        _corrected(place, text)
    for path in ("/basket", "/library", "/library/report", "/?q=wombats", "/positions?q=wombats"):
        place.open(path)


def _checked(place: Place, text: str) -> None:
    place.open("/check")
    quoted = "\n\n".join(f"EAEA said: “{part} must be paid for their work.”" for part in text.split(" <"))
    place.browser.tab.locator("textarea[name=words]").fill(f"{text}\n\n“{SAID}”\n\n{quoted}")
    _sent(place, "main form button")


def _noted(place: Place, text: str) -> None:
    place.open("/positions?q=wombats")
    _sent(place, "button:has-text('Collect')")
    place.browser.tab.locator("input[name=note]").last.fill(_without_signs(text)[:5000])
    _sent(place, "button:has-text('Keep the note')", last=True)
    _sent(place, "a:text-is('Permanent link'), button:has-text('Permanent link')")


def _without_signs(text: str) -> str:
    """Without the control characters for which an export is refused in a sentence."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))


def _remarked(place: Place, text: str) -> None:
    place.open("/feedback?" + urlencode({"q": f"wombats {text}"[:LONGEST]}))
    if place.browser.tab.locator("textarea[name=comment]").count():
        place.browser.tab.locator("input[value=wrong]").check()
        place.browser.tab.locator("textarea[name=comment]").fill(text[:2000])
        _sent(place, "form.say button")


def _pinned(place: Place, text: str) -> None:
    place.open("/library")
    place.browser.tab.locator("input[name=question]").fill(f"wombats? {text}"[:LONGEST])
    place.browser.tab.locator("textarea[name=quotes]").fill(SAID)
    _sent(place, "form[action='/library/pin'] button")


def _corrected(place: Place, text: str) -> None:
    place.open("/library/document?" + urlencode({"name": place.hostile.documents[0]}))
    place.browser.tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    form = place.browser.tab.locator("form:has(input[name=field][value=topics])").first
    form.locator("input[name=value]").fill(text)
    form.locator("input[name=note]").fill(text[:2000])
    form.locator("button").first.click()
    place.browser.tab.wait_for_load_state()
    place.browser.look()


def _sent(place: Place, button: str, *, last: bool = False) -> None:
    found = place.browser.tab.locator(button)
    (found.last if last else found.first).click()
    place.browser.tab.wait_for_load_state()
    place.browser.look()


def box(place: Place, other: Site) -> None:
    """In the question box on a page of another site"""
    label = place.payloads[0].text.replace('"', "&quot;")
    place.browser.open(other.show(place.address, f'data-label="{label}"'))
    shown = Box(Visit(place.browser.tab, other.origin))
    for one, text in zip(place.payloads[::TOGETHER], place.together(), strict=True):
        for question in (text[:LONGEST], f"What does EAEA say about kestrels{one.number}?"):
            shown.ask(question)
            place.browser.look()
