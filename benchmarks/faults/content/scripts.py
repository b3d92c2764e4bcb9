"""R14: nothing runs in a reader's browser. Payloads stand in every text of a library, in questions, filters, notes,
remarks and names; a real Chromium shows them on every page, in the question box on another site, and in the files that
are handed on.
"""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.faults.content.handed_on import files
from benchmarks.faults.content.hostile_library import hostile_library
from benchmarks.faults.content.hostile_ways import Place, answers, box, documents, echoes, forms, lists, signing_in
from benchmarks.faults.content.payloads import Payload, payloads
from benchmarks.faults.content.watched import noting_host, watched
from benchmarks.faults.trial import Size, Trial
from tests.browser.conftest import served_library
from tests.browser.states import add_staff
from tests.browser.widget.sites import site

SETTLING = 100
"""Milliseconds in which a payload may run where nothing keeps it from that."""
EVERY = {Size.SHORT: 50, Size.FULL: 1}
ECHOED = {Size.SHORT: 3, Size.FULL: 1}
Way = Callable[[Place], None]


def trials(size: Size) -> list[Trial]:
    """Every page and file with the payloads; with two of each class for a short look."""
    with ThreadPoolExecutor(1) as alone:  # a thread drives one Chromium, and that of a test may have begun one
        return alone.submit(_trials, EVERY[size], ECHOED[size]).result()


def _trials(every: int, echoed: int) -> list[Trial]:
    with noting_host() as (host, asked), tempfile.TemporaryDirectory() as folder, site() as other:
        chosen = payloads(host, every)
        hostile = hostile_library(Path(folder), chosen)
        add_staff(hostile.library.path)
        told = {
            name: chosen[at].text + chosen[at + 9].text for at, name in enumerate(("organisation", "title", "welcome"))
        }
        with served_library(hostile.library, widget_origins=(other.origin,), keep_questions=True, **told) as address:
            with watched(address, host=host) as browser:
                place = Place(hostile, chosen, address, browser, echoed)
                ways = (signing_in, documents, lists, echoes, answers, forms, files)
                found = [_trial(place, way, asked) for way in ways]
            with watched(address, other.origin, host=host) as browser:
                on_a_site = Place(hostile, chosen, address, browser)
                found.append(_trial(on_a_site, lambda one: box(one, other), asked, box.__doc__ or ""))
        found.append(_works(host, chosen))
    return found


def _trial(place: Place, way: Way, asked: list[str], told: str = "") -> Trial:
    """Go a way: `tried` are payloads that stood there as words, `failed` whatever became more than words."""
    browser, before = place.browser, (place.browser.shown, place.browser.pages, len(place.browser.failures), len(asked))
    way(place)
    failed = browser.failures[before[2] :] + [f"asked {path}" for path in asked[before[3] :]]
    seen = f"{browser.pages - before[1]:,} pages looked at"
    said = "; ".join([seen, *failed[:5]])
    where = " ".join((told or way.__doc__ or "").split())
    return Trial("R14", f"payloads: {where[:1].lower()}{where[1:]}", browser.shown - before[0], len(failed), told=said)


def _works(host: str, chosen: Sequence[Payload]) -> Trial:
    """Payloads where nothing is escaped and no policy holds: what does nothing there would show nothing elsewhere."""
    active = 0
    with watched(host=host) as browser:
        for one in chosen:
            seen = len(browser.failures)
            browser.tab.goto("about:blank")
            browser.tab.set_content(f"<main><p>{one.text}</p></main>", wait_until="commit")
            browser.tab.wait_for_timeout(SETTLING)
            browser.look()
            active += len(browser.failures) > seen
        seen_to_work = bool(browser.ran and browser.outside and browser.made)
    told = f"{active:,} of {len(chosen):,} run, ask or become elements there"
    return Trial("R14", "(the same payloads where nothing is escaped)", len(chosen), int(not seen_to_work), told=told)
