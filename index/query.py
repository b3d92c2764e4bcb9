"""What is asked: words, what was said before, and which documents may answer."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, NamedTuple

QUESTIONS = 4
"""Earlier questions that a question leans on."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer; an empty field lets all pass. Undated documents pass no date filter.

    Values match whatever their case and accents. A publisher is who speaks in a document (see
    `index.library.selection`), "" the organisation itself; a name's abbreviation in brackets is a name of its own.
    """

    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether any document is kept out."""
        return self != Filters()

    @property
    def parts(self) -> tuple[tuple["Filters", "Filters"], ...]:
        """Each filter that is set: it alone, and all the others."""
        free = Filters()
        named = [one.name for one in fields(self) if getattr(self, one.name) != getattr(free, one.name)]
        return tuple(
            (replace(free, **{name: getattr(self, name)}), replace(self, **{name: getattr(free, name)}))
            for name in named
        )


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both included, that a question itself names; `words` are those that say it."""

    since: date | None
    until: date | None
    words: str


class Turn(NamedTuple):
    """One thing said in a conversation."""

    speaker: Literal["user", "agent"]
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched. `said` holds what was said before it, oldest first; `leans` says whether the
    question lacks something that it told.

    `period` was read from the question and narrows as filters do; `text` leaves its words out. Every passage that is
    found holds each of the `phrases`: their words one after the other, by their stems.
    """

    text: str
    said: tuple[Turn, ...] = ()
    leans: bool = False
    filters: Filters = Filters()
    period: Period | None = None
    phrases: tuple[str, ...] = ()
    typed: str = ""
    """The question as it was typed; "" where that is `text`."""

    @property
    def question(self) -> str:
        """The question as the person knows it."""
        return self.typed or self.text

    @property
    def earlier(self) -> tuple[str, ...]:
        """The person's last questions, which this one leans on, oldest first; none when it stands alone."""
        asked = tuple(turn.text for turn in self.said if turn.speaker == "user")
        return asked[-QUESTIONS:] if self.leans else ()

    @property
    def allowed(self) -> Filters:
        """The filters, and within them the days that the question names."""
        if self.period is None:
            return self.filters
        since = [day for day in (self.filters.since, self.period.since) if day]
        until = [day for day in (self.filters.until, self.period.until) if day]
        return replace(self.filters, since=max(since, default=None), until=min(until, default=None))


@dataclass(frozen=True, slots=True)
class Weighted:
    """A text that counts so much beside the question, which counts 1."""

    text: str
    weight: float
