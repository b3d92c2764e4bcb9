"""R11, R14, R15, R18: what visitors do who were not meant, at every route that the application has.

The routes are walked, so one that is added is tried as the others are.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlencode

from assistant.library import LiveLibrary
from benchmarks.faults.trial import Size, Trial
from benchmarks.faults.visitors.forged import forged, from_elsewhere
from benchmarks.faults.visitors.sent import Sent, multipart, sent_to
from benchmarks.faults.visitors.site import BROKEN, Answer, Site, visited_site
from benchmarks.faults.visitors.tells import lacks, leaks
from benchmarks.faults.visitors.ways import Way, ways_into
from tests.browser.routes import place_of
from tests.conftest import ToyEncoder
from tests.internal_documents import SAME

OUTSIDE = (
    "../planted.txt", "../../planted.txt", "..%2f..%2fplanted.txt", "%2e%2e/planted.txt", "%252e%252e%252fplanted.txt",
    "..\\planted.txt", "..%5cplanted.txt", "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd",
    "rooms.txt/../../planted.txt", "rooms.txt%00.png", "%00", "..%c0%afplanted.txt", "．．／planted.txt",
    "....//planted.txt", "..;/planted.txt", "planted.txt", "desk.sqlite", "current", "assistant.toml", "~root/.bashrc",
    "%ff%fe", "%ed%a0%80", "../" * 60 + "etc/passwd", ".", "..", "%2e", "rooms.txt/", "C:\\boot.ini", "\\\\host\\share",
    "{0.__class__}", "-rf",
)  # fmt: skip
"""Names of what lies outside the library, and of what is no name."""
STRANGE = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "MKCOL", "DEBUG", "BREW", "LOCK")
MARK = b"<script>uploaded-5d1e</script>"
NOT_TRIED = ("/library/sync", "/sign-out")
"""A sync would begin, and a session would end."""
Found = Iterator[tuple[str, str]]
"""What was tried, and what is wrong with what came of it, "" for nothing."""


def trials(size: Size) -> list[Trial]:
    """Every route by every row; in the short form by some names and methods at each."""
    with visited_site() as site:
        return [trial_of(kind, site, size) for kind in KINDS]


def trial_of(kind: str, site: Site, size: Size) -> Trial:
    """What came of one kind of visits, by its name in KINDS."""
    promise, fault, made = KINDS[kind]
    every = list(made(site, every_way(site), 1 if size is Size.FULL else 15))
    wrong = [f"{tried}: {told}" for tried, told in every if told]
    return Trial(promise, fault, len(every), len(wrong), told="; ".join(wrong[:6]))


def every_way(site: Site) -> list[Way]:
    """All ways into a site, and two into folders of it that name no file."""
    return [*ways_into(site.app.routes), Way("GET", "/page/{name}"), Way("GET", "/no-such/{name}")]


def outside(site: Site, ways: list[Way], step: int) -> Found:
    """No answer tells of what lies beside the library, and none fails."""
    names = [*OUTSIDE, str(site.folder / "planted.txt"), f"file://{site.folder}/planted.txt"]
    for number, way in enumerate(ways):
        if way.path in NOT_TRIED and way.method == "POST":
            continue
        for name in names[number % step :: step]:
            for sent in sent_to(way, name):
                answer = sent.answered(site, _as_staff(site, way))
                yield f"{sent.method} {sent.target[:200]}", leaks(site, _without(answer, name), sent.target)


def uploads(site: Site, ways: list[Way], _: int) -> Found:
    """No file that was sent is kept anywhere, whoever sends it."""
    for path in sorted({way.filled("x") for way in ways} - set(NOT_TRIED)):
        sent = multipart("x", "../../planted.html", MARK)
        for who in ("", "maria"):
            told = {**sent.headers, "Origin": site.address, **site.cookie_of(who)}
            answer = site.ask("POST", path, told, sent.body)
            yield f"a file to {path} as {who or 'nobody'}", leaks(site, answer, path)
    places = [site.folder, Path(tempfile.gettempdir()) / "gradio"]
    for file in (one for place in places for one in place.rglob("*") if one.is_file()):
        yield f"{file.name} of this machine", "holds what was sent" if MARK in file.read_bytes() else ""


def methods(site: Site, ways: list[Way], step: int) -> Found:
    """What no page has is refused, and not sent back."""
    for number, path in enumerate(sorted({way.filled("x") for way in ways})):
        for method in STRANGE[number % step :: step]:
            secret = {"X-Secret": "sent-back", "Origin": site.address, **site.cookie_of("maria")}
            answer = site.ask(method, path, secret)
            wrong = "" if 400 <= answer.status < 500 else f"status {answer.status}"
            yield (
                f"{method} {path}",
                wrong or leaks(site, answer, path) or "sends back" * ("sent-back" in answer.all_told),
            )


def headers(site: Site, ways: list[Way], _: int) -> Found:
    """Browsers are told with every answer what it may do, whoever asks and whatever went wrong."""
    https = {"X-Forwarded-Proto": "https"}
    asked = [Sent(way.method, way.filled("rooms.txt")) for way in ways if way.method in ("GET", "HEAD")]
    asked += _failing(site)
    for sent in asked:
        path = sent.target.partition("?")[0]
        for who in ("", "maria"):
            answer = sent.answered(site, site.cookie_of(who))
            yield f"{sent.method} {path} as {who or 'nobody'}", _heads(site, path, answer, who, secure=False)
        secure = {"Cookie": f"__Host-assistant_session={site.tokens['maria']}", **https}
        yield f"{sent.method} {path} by https", _heads(site, path, sent.answered(site, secure), "maria", secure=True)
    for sets, setting in enumerate(_cookies(site)):
        for more in ({}, https):
            answer = setting(more)
            wrong = "" if answer.cookies else "no cookie"
            yield f"cookie {sets} {more}", wrong or _heads(site, "/sign-in", answer, "", secure=bool(more))


def reading(site: Site, ways: list[Way], _: int) -> Found:
    """What a link or a picture on another site can have a browser ask for changes nothing."""
    for way in ways:
        if way.method in ("GET", "HEAD"):
            before = site.desk()
            for sent in sent_to(way, "rooms.txt"):
                sent.answered(site, _as_staff(site, way))
            yield f"{way.method} {way.path}", "" if site.desk() == before else "changes what is kept"


def _failing(site: Site) -> list[Sent]:
    """Requests that are answered with each kind of error."""
    form, json = "application/x-www-form-urlencoded", "application/json"
    large = b"x" * (300 * 1024)
    own = {"Origin": site.address}
    found = [
        Sent("GET", one) for one in ("/none", "/documents/none", "/api/v1/none", "/page/none", "/quotes/none", BROKEN)
    ]
    found += [
        Sent(method, path, own) for method in ("DELETE", "TRACE") for path in ("/", "/find", "/api/v1/ask", "/mcp")
    ]
    found += [
        Sent("POST", path, {**own, "Content-Type": form}, large) for path in ("/feedback", "/api/v1/ask", "/sign-in")
    ]
    found += [
        Sent("POST", path, {**own, "Content-Type": json}, b"{") for path in ("/api/v1/ask", "/mcp", "/basket/add")
    ]
    found += [
        Sent("GET", "/find", {"Origin": "https://evil.example"}),
        Sent("GET", "/api/v1/ask"),
        Sent("GET", "/find?page=x"),
    ]
    return found


def _cookies(site: Site) -> Iterator[Callable[[Mapping[str, str]], Answer]]:
    """Everything that sets a cookie."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": site.address}
    own = {"Sec-Fetch-Site": "same-origin"}
    yield lambda more: site.ask("GET", "/find?lang=fr", more)
    yield lambda more: site.ask("POST", "/sign-in", {**form, **own, **more}, b"name=jo&password=correct+horse+battery")
    yield lambda more: site.ask("POST", "/sign-out", {**form, **own, **more})
    document = LiveLibrary(site.library, ToyEncoder()).current.searcher.document("rooms.txt")
    basket = urlencode(place_of(document, SAME[:60])).encode()
    yield lambda more: site.ask("POST", "/basket/add", {**form, **own, **more}, basket)


def _heads(site: Site, path: str, answer: Answer, who: str, *, secure: bool) -> str:
    return lacks(path, answer, signed_in=bool(who), secure=secure) or leaks(site, answer, path)


def _as_staff(site: Site, way: Way) -> dict[str, str]:
    if way.is_api:
        return {"Authorization": f"Bearer {site.keys['archive']}"}
    return {"Origin": site.address, **site.cookie_of("maria")}


def _without(answer: Answer, name: str) -> Answer:
    """An answer without what was sent, which it may repeat."""
    told = answer.body.decode("utf-8", "replace")
    for one in (name, unquote(name), escape(name), escape(unquote(name))):
        told = told.replace(one, "")
    return Answer(answer.status, answer.headers, answer.cookies, told.encode("utf-8", "replace"))


KINDS: Mapping[str, tuple[str, str, Callable[[Site, list[Way], int], Found]]] = {
    "reading": ("R15", "reading every page, which changes nothing that is kept", reading),
    "outside": ("R18", "names of files outside, in every path, query and form", outside),
    "uploads": ("R15", "a file sent to every address", uploads),
    "methods": ("R15", "methods that no page has, at every address", methods),
    "headers": ("R14", "headers of every answer, errors and files among them", headers),
    "from_elsewhere": ("R18", "requests from pages of other sites, at every address", from_elsewhere),
    "forged": ("R18", "forged, ended and strange sessions, keys and states of signing in", forged),
}
"""Promise, fault, and what tries it: with each `step`th of its rows at each way, another one at the next."""
