"""The polite reader of one site: one request at a time, within the site and its rules, with limits on all it takes."""

import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from corpus.errors import FetchError, SourceError
from corpus.formats import LARGEST_PAGE
from corpus.web.addresses import Site, host_of
from corpus.web.guard import GuardedNetwork
from corpus.web.inflate import RAW, NotPacked, TooLarge, counted, unpacked
from corpus.web.robots import AGENT, Rules, read_rules
from corpus.web.transport import GuardedTransport

REDIRECTS = 5
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed a little later."""
TOO_LARGE = -1
"""In the place of a status: the answer was larger than what is read."""
MOVED = frozenset({301, 302, 303, 307, 308})
LARGEST_RULES = 20_000_000
"""Bytes of a robots.txt that are fetched; of those, the first million are read."""
SENDABLE = re.compile(r"[!-~](?:[ -~]{0,998}[!-~])?")
"""What is sent back to a server of what it said: printable ASCII, of a length that any server takes."""
LOGIN = ("wp-login", "/login", "/signin", "/sign-in", "/sso/", "/saml")
USER_AGENT = f"{AGENT}/0.1 (reads an association's own site for its staff)"


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests need none."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is treated, in seconds."""

    delay: float = 0.1
    """Between an answer and the next request; a site's own Crawl-delay counts where it is longer."""
    longest_delay: float = 10.0
    tries: int = 4
    first_pause: float = 1.0
    """Before the second try; doubled for each further one."""
    longest_pause: float = 120.0
    """A server that asks to come back later than that is not waited for."""
    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    """For one answer as a whole."""


POLITE, REAL_TIME = Manners(), Clock()


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version that is held, to ask whether there is a newer one."""

    etag: str = ""
    modified: str = ""

    def as_headers(self) -> dict[str, str]:
        """Headers of a conditional request, of those that a header can carry; servers also send others."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if SENDABLE.fullmatch(value)}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of status 200, or 304 (the version that is held is the newest) with an empty body."""

    address: str
    """Where it came from in the end."""
    status: int
    headers: Mapping[str, str]
    """By names in small letters."""
    body: bytes

    @property
    def media_type(self) -> str:
        """Such as "text/html"."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding of a text as its server tells it; "" when it does not."""
        told = re.search(r"charset=[\"']?([\w.:-]{1,40})", self.headers.get("content-type", ""), re.IGNORECASE)
        return told[1] if told else ""

    @property
    def validators(self) -> Validators:
        """To ask again later."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))


@dataclass(slots=True)
class Fetcher:
    """Asks one site. `transport` may be any httpx transport; the one used by default goes over the guarded network."""

    site: Site
    transport: httpx.BaseTransport = field(default_factory=lambda: GuardedTransport(GuardedNetwork()))
    manners: Manners = POLITE
    clock: Clock = REAL_TIME
    requests: int = 0
    _rules: Rules | None = None
    _last: float = -1e9

    def close(self) -> None:
        """Close all connections."""
        self.transport.close()

    @property
    def rules(self) -> Rules:
        """The site's robots.txt, read with the first request. Raises SourceError when it cannot be known."""
        if self._rules is None:
            address = self.site.root + "robots.txt"
            try:
                self._rules = read_rules(self._followed(address, LARGEST_RULES, Validators(), rules=Rules()).body)
            except FetchError as error:
                if not 400 <= error.status < 500 or error.status == 429:
                    raise SourceError(
                        f"{self.site.home} was left alone, since its rules for visitors cannot be known: {error} "
                        "What was read before is kept."
                    ) from None
                self._rules = Rules()
        return self._rules

    def get(self, address: str, limit: int = LARGEST_PAGE, held: Validators | None = None) -> Answer:
        """What is at an address. Raises FetchError with the outcome to be recorded."""
        return self._followed(address, limit, held or Validators(), self.rules)

    def _followed(self, address: str, limit: int, held: Validators, rules: Rules) -> Answer:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError):
            raise FetchError(f"{address} is no address that can be asked, so it was not read.") from None
        for _ in range(REDIRECTS + 1):
            self._check(url, rules, address)
            answer = self._insisted(url, limit, held)
            if answer.status not in MOVED:
                return answer
            try:
                url = url.join(answer.headers.get("location", "")).copy_with(fragment=None)
            except (httpx.InvalidURL, ValueError):
                raise FetchError(f"{address} leads to an address that cannot be meant.", answer.status) from None
            if any(sign in url.path.lower() and sign not in address.lower() for sign in LOGIN):
                raise FetchError(f"{address} asks for a login, so it was not read.", 401)
        raise FetchError(f"{address} leads on and on (more than {REDIRECTS} redirects).", answer.status)

    def _check(self, url: httpx.URL, rules: Rules, address: str) -> None:
        if not self.site.allows(url):
            leads = f" leads to {host_of(url) or url}, which" if str(url) != address else ""
            raise FetchError(f"{address}{leads} is not the site that was named, so it was not read.")
        if not rules.allow(str(url)):
            raise FetchError(f"{address} was not read, since the site's robots.txt does not allow it.", 403)

    def _insisted(self, url: httpx.URL, limit: int, held: Validators) -> Answer:
        """Try again what may be had a little later, with growing pauses."""
        pause = self.manners.first_pause
        for left in range(self.manners.tries - 1, -1, -1):
            wait = pause
            try:
                answer = self._once(url, limit, held)
            except FetchError as error:
                failure = error
            else:
                if answer.status not in AGAIN:
                    return answer
                failure = _failure(url, answer.status)
                wait = max(pause, self._retry_after(answer))
            if not failure.transient or not left or wait > self.manners.longest_pause:
                raise failure
            self.clock.sleep(wait)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _retry_after(self, answer: Answer) -> float:
        """Seconds that the server asks to wait; 0 when it does not say, or says what cannot be meant."""
        told = answer.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdigit():
            return float(told[:9])
        try:
            moment = parsedate_to_datetime(told)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - self.clock.now().timestamp()
        except (ValueError, TypeError, OverflowError):
            return 0.0

    def _once(self, url: httpx.URL, limit: int, held: Validators) -> Answer:
        self._wait_for_turn()
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"} | held.as_headers()
        seconds = {name: getattr(self.manners, name) for name in ("connect", "read")}
        timeout = seconds | {"write": self.manners.read, "pool": self.manners.connect}
        extensions = {"timeout": timeout, "total": self.manners.total}
        self.requests += 1
        try:
            with _told(url, limit):
                request = httpx.Request("GET", url, headers=headers, extensions=extensions)
                with closing(self.transport.handle_request(request)) as response:
                    return self._answered(url, response, limit)
        finally:
            self._last = self.clock.monotonic()

    def _answered(self, url: httpx.URL, response: httpx.Response, limit: int) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        status = response.status_code
        assert isinstance(response.stream, httpx.SyncByteStream)
        if status != 200:
            with suppress(TooLarge):  # what is read to its end leaves the connection open for the next request
                deque(counted(response.stream, 65536), maxlen=0)
        if status == 304 or status in MOVED or status in AGAIN:
            return Answer(str(url), status, headers, b"")
        if status != 200:
            raise _failure(url, status)
        parts = _decoded(counted(response.stream, limit), headers.get("content-encoding", ""))
        return Answer(str(url), status, headers, b"".join(self._in_time(url, counted(parts, limit))))

    def _in_time(self, url: httpx.URL, parts: Iterator[bytes]) -> Iterator[bytes]:
        end = self.clock.monotonic() + self.manners.total
        for part in parts:
            if self.clock.monotonic() > end:
                raise FetchError(f"{url} took too long to answer.", transient=True)
            yield part

    def _wait_for_turn(self) -> None:
        asked = self._rules.delay if self._rules else 0.0
        delay = max(self.manners.delay, min(asked, self.manners.longest_delay))
        left = self._last + delay - self.clock.monotonic()
        if left > 0:
            self.clock.sleep(left)


def _decoded(parts: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    match encoding.strip().lower():
        case "" | "identity":
            return parts
        case "gzip" | "x-gzip":
            return unpacked(parts)
        case "deflate":
            return _deflated(parts)
    raise NotPacked


def _deflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Some servers send zlib data as "deflate", as the standard has it, some send it bare."""
    first = next(parts, b"")
    bits = None if first[:1] == b"\x78" else RAW

    def again() -> Iterator[bytes]:
        yield first
        yield from parts

    return unpacked(again()) if bits is None else unpacked(again(), bits)


@contextmanager
def _told(url: httpx.URL, limit: int) -> Iterator[None]:
    """Maps what can go wrong with one answer to a FetchError at one place."""
    try:
        yield
    except httpx.TransportError as error:
        raise FetchError(f"{url} {error}.", transient=True) from error
    except TooLarge:
        raise FetchError(f"{url} is larger than {limit / 1_000_000:.0f} MB, so it was not read.", TOO_LARGE) from None
    except NotPacked:
        raise FetchError(f"{url} answers in a packing that cannot be opened.") from None


def _failure(url: httpx.URL, status: int) -> FetchError:
    match status:
        case 404 | 410:
            said = f"is not there ({status})"
        case 401 | 403 | 407:
            said = f"may not be read without a login ({status})"
        case 429:
            said = "asks to come back later (429); sync again in a while"
        case _ if status >= 500:
            said = f"fails on its server ({status}); sync again later"
        case _:
            said = f"is refused by its server ({status})"
    return FetchError(f"{url} {said}.", status, transient=status in AGAIN)
