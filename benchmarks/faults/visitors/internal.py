"""R18: at every route, whoever is not staff is told nothing of a document that is for staff, and staff are.

Beside the library stands a twin that never held those documents: what they answer alike betrays nothing.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from assistant.settings import default_cache
from benchmarks.faults.trial import Size, Trial
from benchmarks.faults.visitors.sent import Sent, sent_to
from benchmarks.faults.visitors.site import Answer, Site, site_over
from benchmarks.faults.visitors.ways import Way, ways_into
from index.models.encoder import open_encoder
from index.models.model_files import EMBEDDED_MODEL
from tests.browser.places import place_with_internal
from tests.browser.routes import BASKET, BUDGET, FEES, PINNED, Place
from tests.internal_documents import secrets_in

EQUAL = (
    "/find",
    "/documents/",
    "/page-images/",
    "/sheets/",
    "/check",
    "/api/v1/find",
    "/api/v1/documents",
    "/api/v1/check",
)
"""Pages that rank nothing by how rare its words are: they answer as the twin does, to the letter and the count."""
OF_ITS_OWN = ("/quotes/{name}", "/sign-in")
"""Who has the link to a quotation knows that it was kept; and who fails here twice as often waits sooner."""
NOT_TRIED = ("/library/sync", "/sign-out", "/library/forget", "/library/pin", "/library/unpin")
"""A sync would begin, a session would end, and what was kept for the walk would be gone."""
ITS_OWN = re.compile(r"127\.0\.0\.1:\d+|\b0000\d\d\b|\b[0-9a-f]{16,}\b|\d+(?:\.\d+)? ?ms")
"""What differs between two servers whatever they hold: port, generation, digests, times."""
FILTERED: list[object] = ["", "", [], [], [], [], [], None]
"""What the Ask page sends after a question."""


@dataclass(frozen=True, slots=True)
class Places:
    """A library, its twin without the documents for staff, and what was kept of those while they were public."""

    here: Site
    twin: Site
    place: Place

    @property
    def values(self) -> Sequence[str]:
        """Whatever leads to an internal document: names, words, questions, names of kept quotations."""
        of_quotes = (self.place.kept.name, self.place.kept_public.name, self.place.kept.words)
        names = (BUDGET, FEES, "charter-fi.txt", "a-zanzibar-rooms.txt", "old-fees.txt", "charter-en.txt", "rooms.txt")
        words = (
            "marmalade",
            "evening classes",
            "fees",
            "quokkanomics",
            "Quokka Committee",
            "consultation reply",
            "fi",
            "1987",
        )
        return (
            *names,
            *words,
            *of_quotes,
            PINNED,
            "“marmalade reserve” campaign",
            "What about the campaign of the board?",
        )


@contextmanager
def places() -> Iterator[Places]:
    """Both, served for as long as a block runs."""
    with TemporaryDirectory() as folder:
        encoder = open_encoder(EMBEDDED_MODEL, default_cache())
        place = place_with_internal(Path(folder), encoder)
        with site_over(place.library, encoder) as here, site_over(place.twin, encoder) as twin:
            yield Places(here, twin, place)


def trials(size: Size) -> list[Trial]:
    """Every route with every value; in the short form with some at each."""
    with places() as found:
        return [walked(found, size), asked(found, size)]


def walked(found: Places, size: Size) -> Trial:
    """All routes but Gradio's, with cookies or with keys."""
    step = 1 if size is Size.FULL else 11
    tried, wrong, to_staff = 0, list[str](), set[Way]()
    ways = [way for way in ways_into(found.here.app.routes) if not way.of_gradio and way.path not in NOT_TRIED]
    for number, way in enumerate(ways):
        for value in found.values[number % step :: step]:
            for sent in sent_to(way, value):
                beside = sent.answered(found.twin, _as(found.twin, way, ""))
                for who in ("", "jo"):
                    answer = sent.answered(found.here, _as(found.here, way, who))
                    told = _betrayed(answer, beside, value) or (_unlike(way, answer, beside) if not who else "")
                    tried += 1
                    wrong += [f"{sent.method} {sent.target[:80]} as {who or 'nobody'}: {told}"] if told else []
                if way.method == "GET" and _betrayed(
                    sent.answered(found.here, _as(found.here, way, "maria")), beside, value
                ):
                    to_staff.add(way)
    if len(to_staff) < 10:
        wrong.append(f"staff are told at {len(to_staff)} routes alone")
    return Trial("R18", "asking for documents for staff, at every route", tried, len(wrong), told="; ".join(wrong[:6]))


def asked(found: Places, size: Size) -> Trial:
    """Whatever the Ask page lets a browser call, called with each value."""
    config = json.loads(found.here.ask("GET", "/config").body)
    served = [one for one in config["dependencies"] if one["backend_fn"]]
    values = found.values if size is Size.FULL else found.values[::7]
    tried, wrong, to_staff = 0, list[str](), 0
    for one in served:
        for value in values:
            for who in ("", "jo", "maria"):
                told = _secrets(_happened(found.here, one, value, who), value)
                tried += 1
                to_staff += bool(told) and who == "maria"
                wrong += [f"{one['id']} with {value} as {who or 'nobody'}: {told}"] if told and who != "maria" else []
    if not to_staff:
        wrong.append("staff are told nothing either")
    return Trial(
        "R18", "asking the Ask page itself for documents for staff", tried, len(wrong), told="; ".join(wrong[:6])
    )


def _as(site: Site, way: Way, who: str) -> dict[str, str]:
    """Headers of who asks, with the basket in which there are quotations of such documents."""
    if way.is_api:
        keys: Mapping[str, str] = {"jo": "news", "maria": "archive"}
        return {"Authorization": f"Bearer {site.keys[keys[who]]}"} if who else {}
    session = f"; assistant_session={site.tokens[who]}" if who else ""
    return {"Origin": site.address, "Cookie": f"basket={BASKET}{session}"}


def _betrayed(answer: Answer, beside: Answer, value: str) -> str:
    """Words of internal documents that an answer tells, that the twin does not tell and that were not sent."""
    if answer.body.startswith(b"PK"):
        return ""  # a file that is packed: `tests.browser.test_internal_documents` opens it
    return " ".join(one for one in _secrets(answer.all_told, value).split() if one not in beside.all_told.casefold())


def _secrets(told: str, value: str) -> str:
    return " ".join(one for one in secrets_in(told.casefold()) if one not in value.casefold())


def _unlike(way: Way, answer: Answer, beside: Answer) -> str:
    """What is wrong where an answer differs from the twin's, "" where nothing is."""
    if answer.status != beside.status and way.path not in OF_ITS_OWN:
        return f"status {answer.status}, and {beside.status} without them"
    here, there = (ITS_OWN.sub("", one.body.decode("utf-8", "replace")) for one in (answer, beside))
    return "another page than without them" if way.path.startswith(EQUAL) and here != there else ""


def _happened(site: Site, event: Mapping[str, object], value: str, who: str) -> str:
    """What comes of an event of the page, called by somebody."""
    inputs = event["inputs"]
    assert isinstance(inputs, list)
    # What asks no question is sent filters alone, of which the first one takes any words.
    sent_with = FILTERED[1:] if len(inputs) == len(FILTERED) else FILTERED
    data = [value, *sent_with][: len(inputs)]
    session = f"{event['id']}-{who}-{sha256(value.encode()).hexdigest()[:12]}"
    body = {"data": data, "fn_index": event["id"], "session_hash": session, "event_data": None, "trigger_id": None}
    sent = Sent("POST", "/gradio_api/queue/join", {"Content-Type": "application/json"}, json.dumps(body).encode())
    cookie = site.cookie_of(who)
    assert sent.answered(site, {"Origin": site.address, **cookie}).status == 200
    line = HTTPConnection(site.host, timeout=60)
    try:
        line.request("GET", f"/gradio_api/queue/data?session_hash={quote(session, safe='')}", headers=cookie)
        with line.getresponse() as events:
            for told in events:
                if b"process_completed" in told:
                    return str(json.loads(told.removeprefix(b"data: "))["output"])
    finally:
        line.close()
    raise AssertionError("an event came to no end")
