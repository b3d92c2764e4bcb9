"""Filters as people type them, and as they are told to people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.dates import first_day, last_day
from corpus.errors import QuestionError
from index.query import Filters, Period
from index.selection import OWN, folded

LISTS = {"kind": "kinds", "topic": "topics", "language": "languages", "status": "statuses", "publisher": "publishers"}
"""The filters of which several values may be given, as people call one, and their fields."""


def filters_told(told: Mapping[str, object], organisation: str, others: Filters = Filters()) -> Filters:  # noqa: B008 - frozen
    """The filters of a mapping such as {"since": "2019", "topic": ["funding", "health"]}; those that it does not name,
    or names with None, are as in `others`. The organisation's name as publisher stands for the organisation itself.

    Raises QuestionError on a name or a value that cannot be meant.
    """
    unknown = told.keys() - {"since", "until", *LISTS}
    if unknown:
        known = ", ".join(["since", "until", *LISTS])
        raise QuestionError(f'There is no filter "{min(unknown)}"; there are {known}.')
    changes: dict[str, Any] = {}
    for name, day_of in (("since", first_day), ("until", last_day)):
        if told.get(name) is not None:
            changes[name] = day_of(_text(name, told[name]))
    for name, field in LISTS.items():
        value = told.get(name)
        if value is not None:
            values = value if isinstance(value, list | tuple) else [value]
            changes[field] = tuple(_text(name, one) for one in values)
    publishers = changes.get("publishers", ())
    if organisation and folded(organisation) in map(folded, publishers):
        changes["publishers"] = (OWN, *publishers)
    return replace(others, **changes)


def _text(name: str, value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    example = "a year or a day, such as 2019" if name in ("since", "until") else "a text or a list of texts"
    raise QuestionError(f'The filter "{name}" must be {example}.')


def told_filters(filters: Filters) -> list[str]:
    """Each filter in words: "since 2019", "kind post or statement"."""
    days = [f"{name} {_day(day, rest)}" for name, day, rest in _bounds(filters.since, filters.until)]
    lists = [(name, getattr(filters, field)) for name, field in LISTS.items()]
    return days + [f"{name} {_alternatives(values)}" for name, values in lists if values]


def told_period(period: Period) -> str:
    """When the answer was published, in words: "published in 2016", "published from 2014 until 2018"."""
    since, until = period.since, period.until
    if since and until and _whole_years(since, until) and since.year == until.year:
        return f"published in {since.year}"
    if since and until and (since.year, since.month, since.day) == (until.year, until.month, 1):
        return f"published in {since.strftime('%B %Y')}"
    words = " ".join(f"{name} {_day(day, rest)}" for name, day, rest in _bounds(since, until))
    return f"published {words.replace('since', 'from') if since and until else words}"


def _bounds(since: date | None, until: date | None) -> list[tuple[str, date, str]]:
    named = (("since", since, "01-01"), ("until", until, "12-31"))
    return [(name, day, rest_of_year) for name, day, rest_of_year in named if day]


def _day(day: date, rest_of_year: str) -> str:
    """A year alone where the day is the one that a year stands for."""
    text = day.isoformat()
    return text.removesuffix(f"-{rest_of_year}")


def _whole_years(since: date, until: date) -> bool:
    return (since.month, since.day, until.month, until.day) == (1, 1, 12, 31)


def _alternatives(values: Sequence[str]) -> str:
    """Values with "or" between them; beside OWN stands the name by which the organisation was called."""
    return " or ".join(value for value in values if value != OWN) or "the organisation itself"
