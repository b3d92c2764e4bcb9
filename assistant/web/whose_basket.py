"""Whose basket a request is about: that of the person who is signed in, on any machine; else that of the browser."""

import logging
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from assistant.accounts.people import LONGEST_NAME, Person, key_of
from assistant.basket.contents import MOST, Basket
from assistant.basket.store import QuoteDesk
from assistant.web.visitor import is_secure, person_of
from corpus.errors import Conflict, UserError

COOKIE = "basket"
DAYS = 365
TOKEN = 22
"""Characters of a basket's key: 128 bits, so that nobody guesses another's."""
TRIES = 3
"""How often a basket is taken over that somebody changes at the same moment."""


@dataclass(frozen=True, slots=True)
class Baskets:
    """Baskets by who has them. Two people never share one, and nobody has that of a name without being signed in."""

    desk: QuoteDesk

    def name_of(self, request: Request) -> str:
        """The name of the basket of whoever asks; "" where there is none yet. What a person collected in this browser
        before they were known is theirs.
        """
        person = person_of(request)
        if not person.signed_in:
            return _of_browser(request)
        self.take_over(request, person)
        return _of_account(person)

    def begun(self, request: Request, today: date) -> str:
        """The same, with a new name where there was none; then baskets go whose keys no browser holds any more."""
        if name := self.name_of(request):
            return name
        self.desk.forget("page-" + "?" * TOKEN, today - timedelta(days=DAYS + 1))
        return f"page-{secrets.token_urlsafe(16)}"

    def take_over(self, request: Request, person: Person) -> None:
        """Put what the browser's basket holds into a person's, as far as there is room, and leave it there no longer.
        Where the desk cannot be used it waits for the next time, and the log says why.
        """
        of_browser = _of_browser(request)
        for _ in range(TRIES if of_browser else 0):
            try:
                self._taken_over(of_browser, _of_account(person))
                return
            except Conflict:
                continue
            except UserError as error:
                logging.getLogger(__name__).error("A basket was not taken over: %s", error)
                return

    def remember(self, request: Request, answer: Response, name: str) -> None:
        """Have the browser keep the key of its basket; that of an account needs none."""
        if name.startswith("page-"):
            key = name.removeprefix("page-")
            secure = is_secure(request)
            answer.set_cookie(COOKIE, key, DAYS * 86_400, httponly=True, samesite="lax", secure=secure)
        else:
            answer.delete_cookie(COOKIE)

    def _taken_over(self, of_browser: str, of_account: str) -> None:
        """First it is given, then taken: nothing is lost. Raises Conflict when somebody changes one of the two."""
        given = self.desk.basket(of_browser)
        if not given.quotes:
            return
        now = self.desk.basket(of_account)
        known = {quote.name for quote in now.quotes}
        new = [quote for quote in given.quotes if quote.name not in known][: MOST - len(now.quotes)]
        self.desk.change(of_account, now.revision, lambda basket: reduce(Basket.adding, new, basket))
        left = known | {quote.name for quote in new}
        self.desk.change(of_browser, given.revision, lambda basket: basket.without(left))


def _of_account(person: Person) -> str:
    key = key_of(person.name)  # of some alphabets it is longer than the name
    return f"account-{key if len(key) <= LONGEST_NAME else sha256(key.encode()).hexdigest()}"


def _of_browser(request: Request) -> str:
    token = request.cookies.get(COOKIE, "")
    whole = len(token) == TOKEN and all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in token)
    return f"page-{token}" if whole else ""
