"""Filters as people type them, and as they are told to people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.dates import first_day, last_day
from corpus.catalogue import KINDS, STATUSES
from corpus.errors import QuestionError
from corpus.message import Message, either, noted, one_of
from index.library.selection import OWN, folded
from index.query import Filters, Period

LISTS = {"kind": "kinds", "topic": "topics", "language": "languages", "status": "statuses", "publisher": "publishers"}
"""The filters of which several values may be given, as people call one, and their fields."""
TOLD = {
    "kind": noted("kind {values}"), "topic": noted("topic {values}"), "language": noted("language {values}"),
    "status": noted("status {values}"), "publisher": noted("publisher {values}"),
}  # fmt: skip
DAYS = {"since": noted("since {day}"), "until": noted("until {day}")}
MONTHS = (
    noted("published in January {year}"), noted("published in February {year}"), noted("published in March {year}"),
    noted("published in April {year}"), noted("published in May {year}"), noted("published in June {year}"),
    noted("published in July {year}"), noted("published in August {year}"), noted("published in September {year}"),
    noted("published in October {year}"), noted("published in November {year}"), noted("published in December {year}"),
)  # fmt: skip
"""Whole, since languages bend the names of months."""


def filters_told(told: Mapping[str, object], organisation: str, others: Filters = Filters()) -> Filters:  # noqa: B008 - frozen
    """The filters of a mapping such as {"since": "2019", "topic": ["funding", "health"]}; those that it does not name,
    or names with None, are as in `others`. The organisation's name as publisher stands for the organisation itself.

    Raises QuestionError on a name or a value that cannot be meant.
    """
    unknown = told.keys() - {"since", "until", *LISTS}
    if unknown:
        known = {"name": min(unknown), "known": ", ".join(["since", "until", *LISTS])}
        raise QuestionError(Message('There is no filter "{name}"; there are {known}.', known))
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
    if name in DAYS:
        raise QuestionError(Message('The filter "{name}" must be a year or a day, such as 2019.', {"name": name}))
    raise QuestionError(Message('The filter "{name}" must be a text or a list of texts.', {"name": name}))


def told_filters(filters: Filters) -> list[str]:
    """Each filter in words: "since 2019", "kind post or statement"."""
    days = zip(DAYS, _bounds(filters.since, filters.until), strict=True)
    told = [(name, (day,) if day else ()) for name, day in days]
    told += [(name, getattr(filters, field)) for name, field in LISTS.items()]
    return [told_filter(name, values) for name, values in told if values]


def told_filter(name: str, values: Sequence[object]) -> Message:
    """One filter in words, with its values as they were typed."""
    if name in DAYS:
        return Message(DAYS[name], {"day": values[0]})
    return Message(TOLD[name], {"values": _alternatives([str(value) for value in values])})


def told_period(period: Period) -> str:
    """When the answer was published, in words: "published in 2016", "published from 2014 until 2018"."""
    since, until = period.since, period.until
    if since and until and _whole_years(since, until) and since.year == until.year:
        return Message("published in {year}", {"year": str(since.year)})
    if since and until and (since.year, since.month, since.day) == (until.year, until.month, 1):
        return Message(MONTHS[since.month - 1], {"year": str(since.year)})
    first, last = _bounds(since, until)
    if first and last:
        return Message("published from {first} until {last}", {"first": first, "last": last})
    return (
        Message("published since {day}", {"day": first}) if first else Message("published until {day}", {"day": last})
    )


def _bounds(since: date | None, until: date | None) -> tuple[str | date | None, str | date | None]:
    """Days as they are told: a year alone where the day is the one that a year stands for."""
    first = str(since.year) if since and (since.month, since.day) == (1, 1) else since
    return first, str(until.year) if until and (until.month, until.day) == (12, 31) else until


def _whole_years(since: date, until: date) -> bool:
    return (since.month, since.day, until.month, until.day) == (1, 1, 12, 31)


def _alternatives(values: Sequence[str]) -> str:
    """Values with "or" between them; beside OWN stands the name by which the organisation was called."""
    named = [one_of(KINDS | STATUSES, value) for value in values if value != OWN]
    return either(named) if named else Message("the organisation itself")
