"""One visit to a site: what every way of reading it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from corpus.errors import FetchError
from corpus.formats import LARGEST_PAGE
from corpus.web.addresses import Site
from corpus.web.fetching import Answer, Fetcher, Validators
from corpus.web.mirror import Mirror, Piece

Progress = Callable[[str, int, int], None]
"""(stage, done, total): a word for people and two counts; total 0 means not known yet."""
LARGEST_FILE = 50_000_000
LONG_AGO = timedelta(days=7)
"""After this much time a site is listed anew as a whole, although nothing seems to have changed."""
IN_A_ROW = 5
"""Files that fail on the network one after another before the whole visit is given up."""


@dataclass(slots=True)
class Visit:
    """A site, how it is asked, and what is known of it. `state` is remembered when the visit ends well."""

    site: Site
    fetcher: Fetcher
    mirror: Mirror
    state: dict[str, Any]
    progress: Progress
    failed: int = 0

    @property
    def name(self) -> str:
        """What the mirror knows the site by."""
        return self.site.home

    def is_long_ago(self, moment: str) -> bool:
        """Whether a remembered moment is so far back, or ahead, that it no longer counts."""
        try:
            passed = self.fetcher.clock.now() - datetime.fromisoformat(moment)
        except (ValueError, TypeError):
            return True
        return not timedelta(0) <= passed < LONG_AGO

    def now(self) -> str:
        """The moment, to be remembered."""
        return self.fetcher.clock.now().isoformat(timespec="seconds")

    def keep(self, *pieces: tuple[Piece, bytes | None]) -> None:
        """Write pieces into the mirror, for good."""
        self.mirror.put(self.name, pieces)

    def ask(self, address: str, limit: int = LARGEST_PAGE, held: Validators | None = None) -> Answer:
        """What is at the address of one piece.

        Raises FetchError with its outcome, or the error of the site as a whole when one piece after another failed.
        """
        try:
            answer = self.fetcher.get(address, limit, held)
        except FetchError as error:
            self.failed = self.failed + 1 if error.transient else 0
            if self.failed >= IN_A_ROW:
                raise Unreachable(str(error)) from None
            raise
        self.failed = 0
        return answer


class Unreachable(Exception):
    """The site stopped answering in the midst of a visit; the message is the last failure."""
