"""What is asked: words, the turns before, and which documents may answer."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer; an empty field lets all pass. Undated documents pass no date filter."""

    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether any document is kept out."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched. `earlier` holds the person's earlier questions that it leans on, oldest first."""

    text: str
    earlier: tuple[str, ...] = ()
    filters: Filters = Filters()
