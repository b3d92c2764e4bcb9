"""People and programs that are not who they say, and pages of other sites, for `benchmarks.faults.visitors.routes`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from assistant.accounts.keys import Key, Keys
from assistant.accounts.passwords import Passwords
from assistant.accounts.sessions import Sessions
from assistant.accounts.users import Users
from assistant.desk_file import DeskFile
from benchmarks.faults.visitors.sent import sent_to
from benchmarks.faults.visitors.site import DAY, NAMED_SITE, Answer, Site
from benchmarks.faults.visitors.ways import Way
from tests.assistant.accounts.given import QUICK, WORDS
from tests.internal_documents import secrets_in

Found = Iterator[tuple[str, str]]
FOREIGN = ("https://evil.example", "null", "{own}.evil.example", "https://{host}x", "http://127.0.0.1:1", "", "file://")
"""Origins of pages that are not of this site; a few look like it."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NEVER = "access-control-allow-origin"


def from_elsewhere(site: Site, ways: list[Way], _: int) -> Found:
    """Pages of other sites change nothing, with whatever cookies of staff, and read nothing."""
    before = site.desk()
    for way in ways:
        path = way.filled("rooms.txt")
        for told in _elsewhere(site, way):
            answer = site.ask(way.method, path, {**FORM, **site.cookie_of("maria"), **told}, b"x=1" if told else b"")
            yield f"{way.method} {path} with {told}", _let_in(site.address, way, told, answer)
        asked = {"Origin": FOREIGN[0], "Access-Control-Request-Method": way.method}
        answer = site.ask("OPTIONS", path, {**asked, **site.cookie_of("maria")})
        yield f"OPTIONS {path}", "a site may ask" if NEVER in answer.headers and path != "/widget.js" else ""
    yield "what is kept", "" if site.desk() == before else "was changed"
    named = site.ask("GET", "/api/v1/ask?q=fees", {"Origin": NAMED_SITE})
    yield "the one site that is named", "" if named.headers.get(NEVER) == NAMED_SITE else "is refused"


def forged(site: Site, ways: list[Way], _: int) -> Found:
    """Who is not signed in as staff sees and changes nothing of theirs."""
    of_staff = [way for way in ways if not way.is_api and _is_for_staff(site, way)]
    yield "pages for staff", "" if len(of_staff) > 10 else f"only {len(of_staff)} were found"
    with TemporaryDirectory() as folder:
        cookies, keys = list(_cookies(site, Path(folder))), list(_keys(site, Path(folder)))
    before = site.desk()
    for way in of_staff:
        for told, headers in cookies:
            answer = next(sent_to(way, "1")).answered(site, {"Origin": site.address, **headers})
            yield f"{way.method} {way.path} with {told}", "" if _shut(answer) else f"status {answer.status}"
    for way in ways:
        for told, key in keys if way.is_api and way.path not in OPEN else ():
            sent = next(sent_to(way, "fees"))
            answer = sent.answered(site, {"Authorization": key} if key else site.cookie_of("maria"))
            secret = secrets_in(answer.all_told.casefold())
            right = answer.status == 401 if key else not secret
            yield f"{way.method} {way.path} with {told}", "" if right else f"status {answer.status} {secret}"
    yield from _states(site)
    yield "what is kept", "" if site.desk() == before else "was changed"


OPEN = ("/api/v1", "/api/v1/", "/api/v1/openapi.json")


def _elsewhere(site: Site, way: Way) -> list[dict[str, str]]:
    """What a browser may say of where a request comes from when it does not come from here."""
    told = [{"Origin": one.format(own=site.address, host=site.host)} for one in FOREIGN]
    if way.method not in ("GET", "HEAD") and not way.is_api:
        told += [{"Origin": site.address, "Sec-Fetch-Site": one} for one in ("cross-site", "same-site", "none")]
        told += [{"Sec-Fetch-Site": "cross-site"}] + ([] if way.of_gradio else [{}])
    return told


def _let_in(own: str, way: Way, told: Mapping[str, str], answer: Answer) -> str:
    """What is wrong with an answer to another site, "" for nothing."""
    if way.path == "/widget.js" and answer.headers.get(NEVER) == "*":
        return ""
    if answer.headers.get(NEVER, own) != own:
        return "a site may read it"
    allowed = way.of_gradio and told.get("Sec-Fetch-Site") and not told.get("Origin", "").startswith("https://evil")
    program = way.is_api and not told.get("Origin")  # which no browser sent
    opens = way.path in OPEN  # tells nothing of the library
    return "" if answer.status >= 400 or allowed or program or opens else f"status {answer.status}"


def _is_for_staff(site: Site, way: Way) -> bool:
    """Whether somebody who is not signed in is led to the form, or refused, where it would be looked at for staff."""
    if way.of_gradio or way.path.startswith(("/sign-", "/page/", "/metrics")):
        return False
    return _shut(next(sent_to(way, "1")).answered(site, {"Origin": site.address}))


def _shut(answer: Answer) -> bool:
    led = answer.status == 303 and answer.headers.get("location", "").startswith("/sign-in?next=")
    return led or answer.status == 403


def _cookies(site: Site, folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Sessions that are none (any more), or not in this place."""
    real = site.tokens["maria"]
    users, kept = Users(DeskFile(site.library)), Passwords(QUICK).hashed(WORDS)
    sessions = Sessions(users.desk)
    for name in ("gone", "changed", "ended", "late"):
        users.add(name, "staff", kept, DAY)
    tokens = {name: sessions.begin(name, kept) for name in ("gone", "changed", "ended")}
    tokens["late"] = replace(sessions, clock=lambda: 1_000_000_000.0).begin("late", kept)
    users.remove("gone")
    users.change_password("changed", Passwords(QUICK).hashed(WORDS + "!"))
    sessions.end(tokens["ended"])
    (folder / "current").write_text("000001\n", encoding="utf-8")
    other = Users(DeskFile(folder))
    other.add("maria", "staff", kept, DAY)
    tokens["other library"] = Sessions(other.desk).begin("maria", kept)
    tokens |= {"half": real[:-3], "longer": real + "A", "other letters": real.swapcase(), "its digest": _digest(real)}
    tokens |= {
        "name": "maria",
        "role": "staff",
        "sql": "' OR 1=1 --",
        "null": "%00",
        "long": "x" * 4000,
        "member": site.tokens["jo"],
    }
    for told, token in tokens.items():
        yield told, {"Cookie": f"assistant_session={quote(token, safe='')}"}
    yield "the cookie of https", {"Cookie": f"__Host-assistant_session={real}"}
    yield "no cookie's name", {"Cookie": f"session={real}; user=maria; role=staff"}
    yield "a header", {"X-User": "maria", "Remote-User": "maria", "X-Forwarded-User": "maria", "X-Remote-User": "maria"}
    yield "as a key", {"Authorization": f"Bearer {site.keys['archive']}"}


def _keys(site: Site, folder: Path) -> Iterator[tuple[str, str]]:
    """Keys that are none; "" is a request with the cookie of staff, which does not count there."""
    real, desk = site.keys["archive"], Keys(DeskFile(site.library))
    removed = desk.add(Key("removed", "staff", 60, (), DAY))
    desk.remove("removed")
    other = Keys(DeskFile(folder)).add(Key("archive", "staff", 60, (), DAY))
    for told, key in (
        ("a removed key", removed), ("a key of another library", other), ("half a key", real[:-3]),
        ("a name", "archive"),
        ("its digest", _digest(real)), ("other letters", real.swapcase()), ("a session", site.tokens["maria"]),
        ("sql", "' OR 1=1 --"), ("two keys", f"{real},{real}"),
    ):  # fmt: skip
        yield told, f"Bearer {key}"
    yield "a cookie of staff", ""


def _states(site: Site) -> Found:
    """Coming back from a provider to which this browser was not sent."""
    for query in (
        "",
        "state=x&code=y",
        "state=&code=y",
        "code=y",
        "error=access_denied",
        "state=%00&code=%00",
        "state=é&code=1",
    ):
        for cookie in (
            "",
            "assistant_openid=x.Lw==",
            "assistant_openid=.",
            "assistant_openid=",
            "__Host-assistant_openid=x",
        ):
            target = f"/sign-in/openid/back?{quote(query, safe='=&%')}"
            answer = site.ask("GET", target, {"Cookie": cookie} if cookie else {})
            begun = [one for one in answer.cookies if "session=" in one]
            yield (
                f"GET {target} with {cookie}",
                "" if answer.status in (403, 429) and not begun else f"status {answer.status}",
            )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
