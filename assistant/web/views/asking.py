"""What the address of a page asks for: words, and filters by their names on the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from assistant.conversation import query_of
from assistant.dates_asked import today_where_dated
from assistant.filtering import DAYS, LISTS, filters_told, told_filter
from assistant.web.panel import Choices, choices_of
from assistant.web.tongues import Tongue
from corpus.message import Message
from index.library.coverage import Coverage
from index.query import Filters, Query

FILTERS = (*DAYS, *LISTS)
LONGEST_NUMBER = 7
"""Digits of a page's number that are not read any more."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The path of a page, and what its address says, each value once, in order."""

    path: str
    told: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, path: str, params: QueryParams) -> "Asking":
        """What an address says; empty values say nothing."""
        names = dict.fromkeys(params.keys())
        values = {name: tuple(dict.fromkeys(one.strip() for one in params.getlist(name))) for name in names}
        return cls(path, {name: tuple(filter(None, told)) for name, told in values.items() if any(told)})

    def text(self, name: str = "q") -> str:
        """The value of a name, the first where there are several; "" where there is none."""
        return next(iter(self.told.get(name, ())), "")

    @property
    def page(self) -> int:
        """The number of a page of a list, from 1; 1 where it is no number."""
        told = self.text("page")
        return max(int(told), 1) if told.isascii() and told.isdigit() and len(told) < LONGEST_NUMBER else 1

    def narrowed(self, year: str, kind: str) -> str:
        """The address of the first page of what is of a year and a kind, "" for any."""
        days = {"since": year, "until": year} if year else {}
        return self.address(days | ({"kind": kind} if kind else {}) | {"page": ""})

    @property
    def filters_named(self) -> Mapping[str, Sequence[str]]:
        """The filters that are set, by name."""
        return {name: self.told[name] for name in FILTERS if name in self.told}

    def told_filter(self, name: str) -> str:
        """A filter that is set, in words."""
        return told_filter(name, self.told[name])

    def filters(self, organisation: str) -> Filters:
        """The filters. Raises QuestionError."""
        told: dict[str, Any] = {name: list(values) for name, values in self.filters_named.items()}
        for name in DAYS:
            if name in told:
                told[name] = told[name][0]
        return filters_told(told, organisation)

    def query(self, organisation: str, coverage: Coverage) -> Query:
        """The words as they are searched. Raises QuestionError."""
        return query_of(self.text(), filters=self.filters(organisation), today=today_where_dated(coverage))

    def address(self, changes: Mapping[str, str] | None = None) -> str:
        """The address with some values changed, or with "" left out."""
        told = {**self.told, **{name: (value,) if value else () for name, value in (changes or {}).items()}}
        pairs = [(name, value) for name, values in told.items() for value in values]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path


def without_empty(path: str, params: QueryParams) -> str:
    """The address without the empty fields that a form sends; "" where it has none."""
    empty = any(not value.strip() for _, value in params.multi_items())
    return Asking.of(path, params).address() if empty else ""


@dataclass(frozen=True, slots=True)
class Field:
    """A filter with its choices, as a form shows it; `value` is what is chosen."""

    name: str
    label: str
    choices: Choices
    value: str


def fields_of(asking: Asking, coverage: Coverage, organisation: str, tongue: Tongue) -> tuple[Field, ...]:
    """The filters of which this library has more than one value, with their choices in a language."""
    names = ("topic", "publisher", "kind", "language", "status")
    labels = (Message("Topic"), Message("Who speaks"), Message("Kind"), Message("Language"), Message("Status"))
    lists = zip(names, labels, choices_of(coverage, organisation, tongue), strict=True)
    return tuple(Field(name, label, found, asking.text(name)) for name, label, found in lists if len(found) > 1)
