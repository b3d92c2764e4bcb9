"""What is asked: words, what was said before, and which documents may answer."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

QUESTIONS = 4
"""Earlier questions that a question leans on."""


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


class Turn(NamedTuple):
    """One thing said in a conversation."""

    speaker: Literal["user", "agent"]
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched. `said` holds what was said before it, oldest first; `leans` says whether the
    question lacks something that it told.
    """

    text: str
    said: tuple[Turn, ...] = ()
    leans: bool = False
    filters: Filters = Filters()

    @property
    def earlier(self) -> tuple[str, ...]:
        """The person's last questions, which this one leans on, oldest first; none when it stands alone."""
        asked = tuple(turn.text for turn in self.said if turn.speaker == "user")
        return asked[-QUESTIONS:] if self.leans else ()
